"""The depth of a head: an ellipsoid with the features of a face, from anthropometric means, placed by landmarks.

Only the landmarks' places in the picture are used, not the depth that the mesh network guesses, nor the depths that
`liveness.head_motion` holds movements against: a check measured on its own constants would prove nothing. The sizes are
adult means (Farkas, Anthropometry of the Head and Face, 1994), each head varying them by its own draw.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from . import landmarks

# Millimetres. The bizygomatic breadth is the scale: it is the width of the mesh's face.
_FACE_BREADTH = 137.0
# With hair.
_HALF_HEAD_BREADTH = 82.0
_HALF_HEAD_HEIGHT = 125.0
# From the ears' plane, in which the head turns, to the glabella.
_FACE_DEPTH = 95.0


@dataclass(frozen=True)
class HeadShape:
    """Depths of the points of a portrait above the plane through the ears, pixels, and what they lie around."""

    depth: np.ndarray
    center: np.ndarray
    radius: float
    chin: float

    @classmethod
    def draw(cls, mesh: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> "HeadShape":
        """A head for the face with this mesh in a picture of this width and height."""
        unit = landmarks.face_width(mesh) / _FACE_BREADTH
        x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
        nasion, tip, chin = (mesh[index, :2] for index in (landmarks.NASION, landmarks.NOSE_TIP, landmarks.CHIN))
        center = np.array([mesh[[landmarks.RIGHT_CHEEK, landmarks.LEFT_CHEEK], 0].mean(), nasion[1]])

        def bump(point: np.ndarray, wide: float, high: float, raise_by: float) -> np.ndarray:
            across, down = (x - point[0]) / (wide * unit), (y - point[1]) / (high * unit)
            return raise_by * unit * np.exp(-(across**2 + down**2) / 2)

        inside = 1 - ((x - center[0]) / (_HALF_HEAD_BREADTH * unit)) ** 2 \
            - ((y - center[1]) / (_HALF_HEAD_HEIGHT * unit)) ** 2
        depth = rng.uniform(0.9, 1.1) * _FACE_DEPTH * unit * np.sqrt(np.clip(inside, 0, None))
        for eye in landmarks.eye_centers(mesh):
            depth += bump(eye, 12, 9, -rng.uniform(5, 9))
        depth += bump((mesh[landmarks.MOUTH_RIGHT] + mesh[landmarks.MOUTH_LEFT])[:2] / 2, 22, 14, rng.uniform(4, 7))
        depth += bump(chin + [0, -10 * unit], 16, 11, rng.uniform(4, 8))
        depth += _nose(x, y, nasion, tip, unit, rng.uniform(17, 24))
        depth = cv2.GaussianBlur(depth, (0, 0), 2.5 * unit)  # skin is smooth
        return cls(depth.astype(np.float32), center, 1.25 * _HALF_HEAD_HEIGHT * unit, float(chin[1]))


def _nose(
    x: np.ndarray, y: np.ndarray, nasion: np.ndarray, tip: np.ndarray, unit: float, protrusion: float
) -> np.ndarray:
    """A ridge that rises and widens from the nasion to the tip, and falls off below it."""
    along = (y - nasion[1]) / max(tip[1] - nasion[1], 1.0)
    rise = np.clip(along, 0, 1) ** 1.2 * np.exp(-np.clip(y - tip[1], 0, None) ** 2 / (2 * (7 * unit) ** 2))
    middle = nasion[0] + np.clip(along, 0, 1) * (tip[0] - nasion[0])
    width = (6 + 5 * np.clip(along, 0, 1)) * unit
    return protrusion * unit * rise * np.exp(-((x - middle) / width) ** 2 / 2)
