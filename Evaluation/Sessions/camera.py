"""A webcam: its optics, its sensor with one colour a pixel, its noise, its exposure, and its encoder."""

import cv2
import numpy as np

from .movements import Wander

_NOISE_PLATES = 3


class Camera:
    """One camera through one session, drawn at random within what webcams do. Takes BGR pictures of 8 bits."""

    def __init__(
        self, size: tuple[int, int], rng: np.random.Generator, optics: tuple[float, float] = (0.35, 0.7)
    ) -> None:
        self.size = size
        self._rng = rng
        self._blur = rng.uniform(*optics)
        read, shot = rng.uniform(0.8, 2.2), rng.uniform(0.1, 0.3)
        levels = np.arange(256, dtype=np.float32)
        self._deviation = np.sqrt(read**2 + shot**2 * levels)
        self._plates = [rng.standard_normal((size[1] + 64, size[0] + 64), np.float32) for _ in range(_NOISE_PLATES)]
        self._exposure = Wander(0.015, 3.0, rng)
        self._gains = 1 + rng.normal(0, 0.02, 3)
        self._quality = int(rng.integers(60, 90))
        self._row = np.arange(size[1]) % 2 == 0
        self._time = rng.uniform(0, 20)

    def capture(self, scene: np.ndarray, time: float) -> np.ndarray:
        """What the camera delivers of the scene at `time` seconds."""
        seen = cv2.GaussianBlur(scene, (0, 0), self._blur)
        raw = _mosaic(seen).astype(np.float32) * (1 + self._exposure.at(time + self._time))
        raw += self._noise() * cv2.LUT(np.clip(raw, 0, 255).astype(np.uint8), self._deviation)
        colours = cv2.cvtColor(np.clip(raw, 0, 255).astype(np.uint8), cv2.COLOR_BayerRG2BGR)
        balanced = cv2.multiply(colours, (*self._gains, 1.0), dtype=cv2.CV_8U)
        return recompress(balanced, self._quality)

    def _noise(self) -> np.ndarray:
        plate = self._plates[int(self._rng.integers(_NOISE_PLATES))]
        y, x = self._rng.integers(0, 64, 2)
        return plate[y : y + self.size[1], x : x + self.size[0]]


def _mosaic(image: np.ndarray) -> np.ndarray:
    """What a sensor behind a Bayer filter sees: B G over G R."""
    raw = image[:, :, 1].copy()
    raw[0::2, 0::2] = image[0::2, 0::2, 0]
    raw[1::2, 1::2] = image[1::2, 1::2, 2]
    return raw


def recompress(image: np.ndarray, quality: int) -> np.ndarray:
    """The picture after a JPEG encoder of this quality."""
    encoded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR)
