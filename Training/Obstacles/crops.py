"""The crops that the networks see: a strip over the eyes, the head with room above it, the face with room around it.

All are a similarity of the detector's five points to a template, sampled bilinearly, black outside the picture: the
same as `AffineTransform.similarity` and the server's aligned faces.
"""

from dataclasses import dataclass

import cv2
import numpy as np

# The five points of the usual 112×112 face template (ArcFace), from which both templates are scaled and shifted.
ALIGNED_112 = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655],
                        [70.7299, 92.2041]])  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A crop's size and where the five points go in it."""

    width: int
    height: int
    points: np.ndarray

    @classmethod
    def with_eyes(cls, width: int, height: int, apart: float, middle: tuple[float, float]) -> "Template":
        """The template whose eyes are `apart` pixels from each other around `middle`."""
        eyes = ALIGNED_112[:2]
        scale = apart / np.linalg.norm(eyes[1] - eyes[0])
        return cls(width, height, (ALIGNED_112 - eyes.mean(axis=0)) * scale + middle)

    def transform(self, points: np.ndarray) -> np.ndarray:
        """The similarity (2×3) from a picture with these five points to the crop, by least squares."""
        source, target = points - points.mean(axis=0), self.points - self.points.mean(axis=0)
        squares = (source**2).sum()
        along = (source * target).sum() / squares
        across = (source[:, 0] * target[:, 1] - source[:, 1] * target[:, 0]).sum() / squares
        turn = np.array([[along, -across], [across, along]])
        return np.column_stack([turn, self.points.mean(axis=0) - turn @ points.mean(axis=0)])

    def crop(self, picture: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The crop of a BGR picture, 8 bits, in RGB."""
        size = (self.width, self.height)
        return cv2.warpAffine(picture, self.transform(points), size, flags=cv2.INTER_LINEAR)[:, :, ::-1]


EYES = Template.with_eyes(128, 64, apart=50, middle=(64, 28))
HEAD = Template.with_eyes(96, 112, apart=24, middle=(48, 66))
HAND = Template.with_eyes(112, 112, apart=28, middle=(56, 46))
TEMPLATES = {"eyes": EYES, "head": HEAD, "hand": HAND}
