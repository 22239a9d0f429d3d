"""Turned views of height fields whose geometry is known."""

import unittest

import numpy as np

from Evaluation.Sessions.relief import rotation, turned_view

CENTER = np.array([40.0, 30.0])


def grid(depth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = depth.shape
    x, y = np.meshgrid(np.arange(columns), np.arange(rows))
    return x, y


class Relief(unittest.TestCase):
    def setUp(self) -> None:
        x, y = np.meshgrid(np.arange(80), np.arange(60))
        self.dome = (20 * np.sqrt(np.clip(1 - ((x - 40) / 25) ** 2 - ((y - 30) / 25) ** 2, 0, 1))).astype(np.float32)

    def test_no_turn_is_the_identity(self) -> None:
        x, y = turned_view(self.dome, CENTER, 40, rotation(0, 0, 0))
        own_x, own_y = grid(self.dome)
        np.testing.assert_allclose(x, own_x, atol=1e-4)
        np.testing.assert_allclose(y, own_y, atol=1e-4)

    def test_a_raised_plane_moves_by_its_height(self) -> None:
        height, angle = 12.0, 20.0
        x, y = turned_view(np.full((60, 80), height, np.float32), CENTER, 40, rotation(angle, 0, 0))
        own_x, own_y = grid(self.dome)
        # A point at (s, height) is seen at s·cos + height·sin.
        expected = (own_x - 40 - height * np.sin(np.radians(angle))) / np.cos(np.radians(angle)) + 40
        np.testing.assert_allclose(x[:, 20:60], expected[:, 20:60], atol=0.05)
        np.testing.assert_allclose(y[:, 20:60], own_y[:, 20:60], atol=0.05)

    def test_what_is_near_hides_what_is_behind(self) -> None:
        wall = np.zeros((60, 80), np.float32)
        wall[:, 38:43] = 25
        x, _ = turned_view(wall, CENTER, 40, rotation(25, 0, 0))
        # The wall's top stands 25·sin(25°), about 11 pixels, to the right, before the ground there.
        self.assertTrue(np.all(np.abs(x[5:55, 50] - 40) < 5), x[30, 45:55])

    def test_every_pixel_sees_something_on_the_surface(self) -> None:
        for turn in (rotation(25, 0, 0), rotation(-25, 10, 5), rotation(0, 20, 0)):
            x, y = turned_view(self.dome, CENTER, 40, turn)
            self.assertTrue(np.isfinite(x).all() and np.isfinite(y).all())
            seen_x, seen_y = x[30, 40] - CENTER[0], y[30, 40] - CENTER[1]
            depth = self.dome[round(float(y[30, 40])), round(float(x[30, 40]))]
            at = turn @ [seen_x, seen_y, depth]
            self.assertLess(np.hypot(at[0], at[1]), 1.0, "what is seen there does not lie there")


if __name__ == "__main__":
    unittest.main()
