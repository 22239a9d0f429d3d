"""A display as a camera sees it: its pixels' stripes, its gamma and black, its flicker, and what it reflects.

The stripes are a periodic pattern that is known exactly, so they are not drawn and shrunk: their Fourier series is
taken through the camera's optics and pixel, and read at the middle of each pixel. What is above half a cycle a pixel
folds down by itself, which is moiré.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from .light import to_light, to_picture
from .movements import Wander

# Width of a stripe of one colour and height of a row, as shares of a display pixel; the rest is black.
_STRIPE, _ROW = 0.28, 0.85
# Where the stripes of blue, green and red stand in a display pixel.
_PHASES = (2 / 3, 1 / 3, 0.0)


@dataclass(frozen=True)
class Sensor:
    """How a camera samples: width of a pixel's aperture (webcams that skip lines have less than 1) and blur, pixels."""

    aperture: float
    blur: float

    @classmethod
    def draw(cls, rng: np.random.Generator) -> "Sensor":
        return cls(rng.uniform(0.5, 0.95), rng.uniform(0.2, 0.45))

    def passes(self, cycles: float) -> float:
        """The share of a pattern of so many cycles a pixel that is left when it is sampled."""
        return float(np.sinc(cycles * self.aperture) * np.exp(-2 * (np.pi * self.blur * cycles) ** 2))


class Display:
    """One display, so many pixels wide, of some gamma, contrast and colour."""

    def __init__(self, columns: int, aspect: float, rng: np.random.Generator) -> None:
        self.columns, self.aspect = columns, aspect
        black, ambient = rng.uniform(0.004, 0.04), rng.uniform(0.0, 0.03)
        light = to_light(np.arange(256, dtype=np.uint8)) ** rng.uniform(0.9, 1.2)
        white = rng.uniform(0.7, 1.15) * np.array([rng.uniform(1.0, 1.15), 1.0, rng.uniform(0.86, 1.0)])
        # What the camera makes of each value shown, for blue, green and red.
        self._tones = to_picture((black + (1 - black) * light[:, None]) * white + ambient)[:, None, :]
        self._glare = rng.uniform(0, 160) * (rng.random() < 0.6)
        self._glare_at = rng.uniform(0.1, 0.9, 2)
        self._glare_wander = Wander(0.02, 1.0, rng), Wander(0.02, 1.0, rng)
        # A backlight that is dimmed by pulses, against a rolling shutter: bands that walk over the picture.
        self._bands = rng.uniform(0.01, 0.08) * (rng.random() < 0.6)
        self._band_height, self._band_pace = rng.uniform(0.3, 1.5), rng.uniform(-1.5, 1.5)
        self._flicker = rng.uniform(0, 0.015)
        self._rng = rng

    def photographed(
        self, shown: np.ndarray, across: np.ndarray, down: np.ndarray, sensor: Sensor, time: float
    ) -> np.ndarray:
        """What the sensor sees of a display that shows `shown`, at these places of it (0 to 1), BGR of 8 bits."""
        rows, columns = shown.shape[:2]
        seen = cv2.LUT(cv2.remap(shown, across * columns - 0.5, down * rows - 0.5, cv2.INTER_LINEAR,
                                 borderMode=cv2.BORDER_REPLICATE), self._tones)
        height = across.shape[0]
        bands = 1 + self._bands * np.cos(
            2 * np.pi * (np.arange(height) / height / self._band_height + self._band_pace * time))
        bands *= 1 + self._flicker * self._rng.standard_normal()
        pattern = _stripes(across * self.columns, _STRIPE, _PHASES, sensor)
        pattern *= _stripes(down * (self.columns * self.aspect), _ROW, (0.0,), sensor)
        pattern *= _encoded(bands)[:, None, None]
        seen = cv2.multiply(seen, pattern, dtype=cv2.CV_8U)
        if self._glare > 0:
            x, y = (at + wander.at(time) for at, wander in zip(self._glare_at, self._glare_wander))
            small = self._glare * np.exp(-((across[::8, ::8] - x) ** 2 + (down[::8, ::8] - y) ** 2) / 0.015)
            seen = cv2.add(seen, cv2.merge([cv2.resize(small.astype(np.uint8), across.shape[::-1])] * 3))
        return seen


def _stripes(places: np.ndarray, share: float, phases: tuple[float, ...], sensor: Sensor) -> np.ndarray:
    """How much brighter or darker than their mean the sensor finds stripes, at these places counted in stripes.

    As factors of a picture's values, one channel for each phase.
    """
    pitch = _frequency(places)
    steps = np.arange(256) / 256
    light = np.ones((256, len(phases)))
    for harmonic in (1, 2):
        strength = 2 * np.sinc(harmonic * share) * sensor.passes(harmonic * pitch)
        light += strength * np.cos(2 * np.pi * harmonic * (steps[:, None] - np.array(phases)))
    # A place within its stripe, in 256 steps: the integers wrap round as the pattern does.
    return _encoded(light)[(places * 256).astype(np.int32).astype(np.uint8)]


def _encoded(light: np.ndarray) -> np.ndarray:
    """A factor of light as a factor of a picture's values."""
    return np.clip(light, 0, None).astype(np.float32) ** np.float32(1 / 2.2)


def _frequency(places: np.ndarray) -> float:
    """How many of what the places count there are to a camera pixel, in the middle of the frame."""
    row, column = places.shape[0] // 2, places.shape[1] // 2
    here = places[row, column]
    return float(np.hypot(places[row, column + 1] - here, places[row + 1, column] - here))
