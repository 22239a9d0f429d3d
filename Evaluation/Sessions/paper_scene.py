"""Paper held before a camera: its surface under the room's light, and the room around it."""

import cv2
import numpy as np

from .light import to_picture
from .paper import Paper, prefiltered
from .relief import rotation
from .room import room
from .sheet import Pose, Shape, SheetView, flat

# Optics of a camera that looks at paper, pixels: what halftone dots are blurred by before they are sampled.
_OPTICS = (0.35, 0.7)


class PaperScene:
    """Renders one sheet of paper in one room. `cut` is the opacity of a sheet that is cut out, 0 to 255."""

    def __init__(self, paper: Paper, size: tuple[int, int], rng: np.random.Generator, typical_width: float,
                 cut: np.ndarray | None = None) -> None:
        self._view = SheetView(size, paper.aspect)
        self.background = room(size, rng)
        lamp = np.array([rng.uniform(-0.7, 0.7), rng.uniform(-0.8, 0.0), 1.0])
        self._lamp = lamp / np.linalg.norm(lamp)
        self._gloss = rng.uniform(0, 60)
        tint = rng.uniform(0.75, 1.0) * (1 + rng.normal(0, 0.03, 3).astype(np.float32))
        texture = to_picture(prefiltered(paper, typical_width * size[0], rng.uniform(*_OPTICS)) * tint)
        opacity = np.full((1, 1), 255, np.uint8) if cut is None else cut
        layers = cv2.merge([texture, cv2.resize(opacity, texture.shape[1::-1])])
        # A transparent frame, so that what lies past the edge is nothing.
        self._texture = cv2.copyMakeBorder(layers, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,) * 4)

    def render(self, pose: Pose, shape: Shape = flat, behind: np.ndarray | None = None) -> np.ndarray:
        """The scene with the sheet in this pose, BGR, before the room or what else is `behind`."""
        across, down = self._view.places(pose, shape)
        rows, columns = self._texture.shape[:2]
        layers = cv2.remap(self._texture, across * (columns - 2) + 0.5, down * (rows - 2) + 0.5, cv2.INTER_LINEAR,
                           borderMode=cv2.BORDER_CONSTANT)
        opacity = layers[:, :, 3].astype(np.float32) / 255
        # Light as a factor of the picture's values, whose gamma is near a power.
        paper = cv2.convertScaleAbs(np.ascontiguousarray(layers[:, :, :3]), alpha=self._lit(pose) ** (1 / 2.2))
        glare = self._glare(pose, across[::8, ::8], down[::8, ::8])
        if glare.max() >= 1:
            paper = cv2.add(paper, cv2.merge([cv2.resize(glare.astype(np.uint8), self._view.size)] * 3))
        return cv2.blendLinear(paper, self.background if behind is None else behind, opacity, 1 - opacity)

    def _lit(self, pose: Pose) -> float:
        """Lambert's law for the sheet as a whole."""
        normal = rotation(pose.yaw, pose.pitch, pose.roll)[:, 2]
        return float(0.55 + 0.45 * max(0.0, normal @ self._lamp) / self._lamp[2])

    def _glare(self, pose: Pose, across: np.ndarray, down: np.ndarray) -> np.ndarray:
        """A soft reflection of the lamp, which wanders over the sheet as it is tilted, in steps of a picture."""
        normal = rotation(pose.yaw, pose.pitch, 0.0)[:, 2]
        x = 0.5 + 2.5 * (self._lamp[0] / 2 - normal[0])
        y = 0.5 + 2.5 * (self._lamp[1] / 2 - normal[1])
        return self._gloss * np.exp(-((across - x) ** 2 + (down - y) ** 2) / 0.08)
