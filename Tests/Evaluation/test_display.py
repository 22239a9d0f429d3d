"""Moiré where sampling theory has it, and halftone that keeps its tones."""

import unittest

import cv2
import numpy as np

from Evaluation.Sessions.display import Display, Sensor
from Evaluation.Sessions.paper import halftone

WIDTH, HEIGHT = 400, 300


def contrast(pitch: float, sensor: Sensor) -> np.ndarray:
    """Spectrum along a row of a plain picture on a display of `pitch` columns to a camera pixel."""
    display = Display(round(pitch * WIDTH), 0.75, np.random.default_rng(4))
    across, down = np.meshgrid((np.arange(WIDTH) + 0.5) / WIDTH, (np.arange(HEIGHT) + 0.5) / HEIGHT)
    shown = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    seen = display.photographed(shown, across.astype(np.float32), down.astype(np.float32), sensor, 0.0)
    row = seen[:, :, 1].astype(float).mean(0)
    return np.abs(np.fft.rfft((row - cv2.GaussianBlur(row[None], (0, 0), 40)[0]) * np.hanning(WIDTH))) / WIDTH


class Moire(unittest.TestCase):
    def test_a_pattern_finer_than_the_pixels_folds_to_its_distance_from_them(self) -> None:
        spectrum = contrast(1.1, Sensor(0.6, 0.2))
        self.assertEqual(int(spectrum[10:].argmax()) + 10, round(0.1 * WIDTH))

    def test_a_sensor_that_blurs_sees_none(self) -> None:
        sharp, soft = (contrast(1.1, Sensor(0.6, blur))[30:50].max() for blur in (0.2, 0.8))
        self.assertGreater(sharp, 10 * soft)


class Halftone(unittest.TestCase):
    def test_brighter_pictures_are_brighter_prints(self) -> None:
        means = []
        for value in (40, 100, 160, 220):
            image = np.full((200, 200, 3), value, np.uint8)
            light = halftone(image, 0.0, 300, np.random.default_rng(2)).reflectance
            means.append(float(light.mean()))
            self.assertGreater(float(light.std()), 0.02, "no dots")
        self.assertEqual(means, sorted(means))


if __name__ == "__main__":
    unittest.main()
