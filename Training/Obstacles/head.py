"""A head's own axes in millimetres, found from its mesh, so that things can be put on it as on a real head.

The origin lies between the eyes; x goes to the right of the picture, y down the face, z into the head. Sizes follow
from the outer corners of the eyes, which lie about 90 mm apart in adults (Farkas, Anthropometry of the Head and Face,
1994: 88 to 91 mm). The projection is orthographic.
"""

from dataclasses import dataclass

import numpy as np

OUTER_EYE_CORNERS = (33, 263)
EYE_CORNERS = (33, 133, 362, 263)
FOREHEAD, CHIN = 10, 152
SIDES = (234, 454)
OUTLINE = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
EYE_CORNERS_APART = 90.0


@dataclass(frozen=True)
class Head:
    """The axes of one head in a picture, and its mesh (468×3, pixels)."""

    mesh: np.ndarray
    origin: np.ndarray
    axes: np.ndarray
    pixels_per_mm: float

    @classmethod
    def of(cls, mesh: np.ndarray) -> "Head":
        """The head that a mesh shows."""
        across = mesh[OUTER_EYE_CORNERS[1]] - mesh[OUTER_EYE_CORNERS[0]]
        span = float(np.linalg.norm(across))
        x = across / span
        down = mesh[CHIN] - mesh[FOREHEAD]
        y = down - (down @ x) * x
        y /= np.linalg.norm(y)
        origin = mesh[list(EYE_CORNERS)].mean(axis=0)
        return cls(mesh, origin, np.stack([x, y, np.cross(x, y)]), span / EYE_CORNERS_APART)

    def project(self, places: np.ndarray) -> np.ndarray:
        """Where places in millimetres (N×3) are in the picture (N×2)."""
        return (self.origin + np.asarray(places, np.float64) @ self.axes * self.pixels_per_mm)[:, :2]

    def in_mm(self, point: int) -> np.ndarray:
        """A point of the mesh in the head's axes."""
        return self.axes @ (self.mesh[point] - self.origin) / self.pixels_per_mm

    def facing(self, normals: np.ndarray) -> np.ndarray:
        """How far normals (N×3, the head's axes) point at the viewer: 1 straight, 0 sideways, below 0 away."""
        return -(normals @ self.axes)[:, 2]

    def outline(self) -> np.ndarray:
        """The face's contour in the picture."""
        return self.mesh[list(OUTLINE), :2]

    def moved(self, transform: np.ndarray) -> "Head":
        """The same head after a similarity of the plane (2×3)."""
        scale = float(np.hypot(transform[0, 0], transform[1, 0]))
        flat = self.mesh[:, :2] @ transform[:, :2].T + transform[:, 2]
        return Head.of(np.column_stack([flat, self.mesh[:, 2] * scale]))
