"""A picture with one head in the middle, on which occlusions are painted."""

from dataclasses import dataclass

import cv2
import numpy as np

from detector import Detection
from head import SIDES, Head

WIDTH, HEIGHT = 340, 388
PIXELS_PER_MM = 0.85
EYES_AT = (170.0, 224.0)
CHEEKS = (50, 280)


@dataclass
class Scene:
    """BGR 0…255, where it is picture at all (0 or 1), the head in it, and how far it was enlarged."""

    picture: np.ndarray
    inside: np.ndarray
    head: Head
    points: np.ndarray
    enlargement: float
    is_grey: bool

    @classmethod
    def around(cls, image: np.ndarray, face: Detection, mesh: np.ndarray) -> "Scene":
        """Brings the head to a fixed size and place; its turn stays."""
        head = Head.of(mesh)
        scale = PIXELS_PER_MM / head.pixels_per_mm
        shift = np.asarray(EYES_AT) - head.origin[:2] * scale
        transform = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
        if scale < 0.5:  # one pixel in several would be picked without this
            image = cv2.GaussianBlur(image, (0, 0), 0.35 / scale)
        picture = cv2.warpAffine(image, transform, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
        whole = np.ones(image.shape[:2], np.uint8)
        inside = cv2.warpAffine(whole, transform, (WIDTH, HEIGHT), flags=cv2.INTER_NEAREST)
        points = face.points @ transform[:, :2].T + transform[:, 2]
        grey = bool(np.abs(image.astype(np.int16) - image[:, :, 1:2]).max() < 4)
        return cls(picture, inside, head.moved(transform), points, scale, grey)

    def to_paint_on(self) -> "Scene":
        """A copy whose picture is in float32; untouched scenes are kept in 8 bits to save memory."""
        picture = self.picture.astype(np.float32)
        return Scene(picture, self.inside, self.head, self.points, self.enlargement, self.is_grey)

    def light(self) -> tuple[float, float]:
        """The face's brightness (0…1), and how much brighter its right side in the picture is (-1…1)."""
        levels = [self._brightness(self.head.mesh[i, :2]) for i in CHEEKS]
        return float(np.mean(levels)) / 255, float((levels[1] - levels[0]) / (sum(levels) + 1))

    def _brightness(self, place: np.ndarray) -> float:
        x, y = np.clip(place.astype(int), 8, [WIDTH - 9, HEIGHT - 9])
        return float(self.picture[y - 8 : y + 8, x - 8 : x + 8].mean())

    def area(self, polygon: np.ndarray, softness: float = 0.8) -> np.ndarray:
        """The coverage (0…1) of a polygon in pixels, its edge blurred by `softness` pixels."""
        coverage = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.fillPoly(coverage, [fixed_point(polygon)], 255, cv2.LINE_AA, 4)
        return soften(coverage, softness)

    def line(self, path: np.ndarray, width: float, closed: bool, softness: float = 0.6) -> np.ndarray:
        """The coverage of a stroke of `width` pixels; below one pixel it grows fainter."""
        coverage = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.polylines(coverage, [fixed_point(path)], closed, 255, max(1, round(width)), cv2.LINE_AA, 4)
        return soften(coverage, softness) * min(1.0, width)

    def paint(self, coverage: np.ndarray, colour: np.ndarray) -> None:
        """Lays a colour (one, or one per pixel) over the picture."""
        x, y, width, height = cv2.boundingRect((coverage > 1e-3).astype(np.uint8))
        part = (slice(y, y + height), slice(x, x + width))
        colour = np.asarray(colour, np.float32)
        colour = colour[part] if colour.ndim == 3 else colour
        opacity = (coverage[part] * self.inside[part])[:, :, None].astype(np.float32)
        self.picture[part] += opacity * (colour - self.picture[part])

    def darken(self, coverage: np.ndarray, strength: float) -> None:
        """Casts a shadow."""
        self.picture *= 1 - np.float32(strength) * coverage[:, :, None]

    def face_area(self) -> np.ndarray:
        """The coverage of the face."""
        return self.area(self.head.outline(), 2)

    def half_width(self) -> float:
        """Half the face's width at the ears, in millimetres."""
        left, right = (self.head.in_mm(side) for side in SIDES)
        return float(np.clip((right[0] - left[0]) / 2, 60, 85))


def fixed_point(path: np.ndarray) -> np.ndarray:
    """Pixels as OpenCV's drawing takes them: 4 bits after the point."""
    return np.clip(np.round(np.asarray(path) * 16), -(2**20), 2**20).astype(np.int32)


def soften(coverage: np.ndarray, pixels: float) -> np.ndarray:
    """A coverage of 0…255 as 0…1, blurred."""
    smooth = cv2.GaussianBlur(coverage, (0, 0), pixels) if pixels > 0 else coverage
    return smooth.astype(np.float32) / 255
