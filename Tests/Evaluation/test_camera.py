"""The webcam keeps colours and adds noise that differs from frame to frame."""

import unittest

import numpy as np

from Evaluation.Sessions.camera import Camera


class Webcam(unittest.TestCase):
    def test_colours_stay_what_they_are(self) -> None:
        for colour in ((40, 120, 200), (200, 120, 40), (90, 160, 90)):
            scene = np.full((120, 160, 3), colour, np.uint8)
            seen = Camera((160, 120), np.random.default_rng(3)).capture(scene, 0.0)
            np.testing.assert_allclose(seen.reshape(-1, 3).mean(0), colour, rtol=0.12)

    def test_no_two_frames_are_the_same(self) -> None:
        scene = np.full((120, 160, 3), 128, np.uint8)
        camera = Camera((160, 120), np.random.default_rng(3))
        first, second = camera.capture(scene, 0.0), camera.capture(scene, 0.0)
        difference = np.abs(first.astype(int) - second).mean()
        self.assertTrue(0.2 < difference < 6, difference)


if __name__ == "__main__":
    unittest.main()
