"""Where a camera sees a sheet, against geometry done by hand."""

import unittest

import numpy as np

from Evaluation.Sessions.relief import rotation
from Evaluation.Sessions.sheet import Pose, SheetView, cylinder, twisted

SIZE = 320, 240


class Sheets(unittest.TestCase):
    def setUp(self) -> None:
        self.view = SheetView(SIZE, 0.75)

    def test_a_sheet_that_fills_the_frame_lies_pixel_on_pixel(self) -> None:
        across, down = self.view.places(Pose(width=1.0))
        x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
        np.testing.assert_allclose(across * SIZE[0], x, atol=0.02)
        np.testing.assert_allclose(down * SIZE[1], y, atol=0.02)

    def test_a_tilted_sheet_is_where_perspective_puts_it(self) -> None:
        pose = Pose(width=0.7, x=0.05, y=-0.03, yaw=30, pitch=-15, roll=5)
        across, down = self.view.places(pose)
        focal = 1.1 * SIZE[0]
        distance = 1.1 / 0.7
        for u, v in ((0.3, 0.2), (0.5, 0.5), (0.8, 0.9)):
            point = rotation(30, -15, 5) @ [u - 0.5, (v - 0.5) * 0.75, 0]
            depth = distance - point[2]
            x = focal * (point[0] + 0.05 * distance / 1.1) / depth + SIZE[0] / 2
            y = focal * (point[1] - 0.03 * distance / 1.1) / depth + SIZE[1] / 2
            column, row = round(x), round(y)
            self.assertAlmostEqual(across[row, column], u, delta=0.006)
            self.assertAlmostEqual(down[row, column], v, delta=0.006)

    def test_hardly_bent_is_flat(self) -> None:
        pose = Pose(width=0.8, yaw=20, pitch=10)
        for shape in (cylinder(0.2, 30), twisted(0.1)):
            for flat, bent in zip(self.view.places(pose), self.view.places(pose, shape)):
                np.testing.assert_allclose(flat[60:180, 80:240], bent[60:180, 80:240], atol=0.004)

    def test_a_bent_sheet_is_narrower_and_symmetric(self) -> None:
        across, _ = self.view.places(Pose(width=0.8), cylinder(90, 0))
        row = across[SIZE[1] // 2]
        on_sheet = np.flatnonzero((row > 0.01) & (row < 0.99))
        # Bent to a quarter circle a strip's chord is sin(45°)/(45°) of its length, and its edges are farther away.
        self.assertLess(len(on_sheet) / SIZE[0], 0.8 * np.sin(np.pi / 4) / (np.pi / 4))
        self.assertAlmostEqual(float(row[on_sheet[0]] + row[on_sheet[-1]]), 1.0, delta=0.02)


if __name__ == "__main__":
    unittest.main()
