"""A portrait before the camera: a photo's face placed in a frame as a webcam would show it, with its mesh."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from . import landmarks
from .networks import FaceReader
from .people import Photo

# The face's width in a crop: more than any frame shows of it.
_CROP_FACE_WIDTH = 280.0
# How much around the face is kept, in face widths: left and right, above, below.
_MARGINS = (2.0, 1.6, 2.6)


@dataclass(frozen=True)
class Portrait:
    """A BGR picture with one upright face, and the face's 468 mesh points in it."""

    image: np.ndarray
    mesh: np.ndarray

    @property
    def face_width(self) -> float:
        return landmarks.face_width(self.mesh)


class Studio:
    """Makes portraits of photos, and remembers what it has read."""

    def __init__(self, reader: FaceReader) -> None:
        self.reader = reader
        self.crop = lru_cache(maxsize=32)(self._crop)

    def _crop(self, photo: Photo) -> Portrait:
        """The photo around the face, with level eyes and the face at most 280 pixels wide."""
        image = cv2.imread(str(photo.path), cv2.IMREAD_COLOR)
        if image is None:
            raise ValueError(f"{photo.path} cannot be read as a picture")
        shrink = min(1.0, 1600 / max(image.shape[:2]))
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        faces = self.reader.faces(image)
        if len(faces) <= photo.rank:
            raise ValueError(f"{photo.path} shows no face of rank {photo.rank}")
        mesh = faces[photo.rank].mesh
        width = landmarks.face_width(mesh)
        scale = min(1.0, _CROP_FACE_WIDTH / width)
        if scale < 1:  # the warp below takes single pixels
            image = cv2.GaussianBlur(image, (0, 0), 0.4 / scale)
        sides, above, below = (round(margin * width * scale) for margin in _MARGINS)
        return _place(image, mesh, scale, (2 * sides, above + below), (sides, above))

    def portrait(self, photo: Photo, size: tuple[int, int], rng: np.random.Generator) -> Portrait:
        """The photo's face in a frame of this width and height, 0.27 to 0.38 of the width wide, near the middle."""
        crop = self.crop(photo)
        width, height = size
        scale = rng.uniform(0.27, 0.38) * width / crop.face_width
        center = width * (0.5 + rng.uniform(-0.05, 0.05)), height * (0.46 + rng.uniform(-0.04, 0.04))
        placed = _place(crop.image, crop.mesh, scale, size, center)
        return Portrait(placed.image, placed.mesh)


def _place(
    image: np.ndarray, mesh: np.ndarray, scale: float, size: tuple[int, int], center: tuple[float, float]
) -> Portrait:
    """Scales and turns the picture so that the eyes are level and the face's middle is at `center`."""
    right, left = landmarks.eye_centers(mesh)
    angle = np.arctan2(left[1] - right[1], left[0] - right[0])
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    warp = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    middle = mesh[[landmarks.FOREHEAD, landmarks.CHIN], :2].mean(0)
    warp[:, 2] = np.array(center) - warp[:, :2] @ middle
    placed = cv2.warpAffine(image, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(image.shape[:2], np.float32), warp, size)
    moved = np.concatenate([mesh[:, :2] @ warp[:, :2].T + warp[:, 2], mesh[:, 2:] * scale], 1)
    return Portrait(_soften_outside(placed, inside), moved)


def _soften_outside(image: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Where the photo ends its border is repeated; blurred, the repetition has no streaks."""
    if inside.min() > 0.99:
        return image
    weight = cv2.GaussianBlur(cv2.erode(inside, np.ones((9, 9))), (0, 0), 3)
    return cv2.blendLinear(image, cv2.GaussianBlur(image, (0, 0), 15), weight, 1 - weight)
