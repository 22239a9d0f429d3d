"""A sheet before the camera: paper or a display, somewhere in space, flat or bent, seen in perspective."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from .relief import rotation

# Focal length in frame widths: 49 degrees of view, as a webcam.
_FOCAL = 1.1
# Pixels between the nodes at which a bent sheet's points are solved for.
_NODE = 8
_ITERATIONS = 8

Shape = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Pose:
    """Where a sheet's middle is and how it is turned: its width as a share of the frame's, frame widths, degrees."""

    width: float = 0.9
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0


def flat(across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A plane."""
    return across, down, np.zeros_like(across)


def cylinder(angle: float, lean: float) -> Shape:
    """A sheet bent round a cylinder by `angle` degrees from edge to edge; its axis leans by `lean` degrees."""
    bend, tilt = np.radians(angle), np.radians(lean)

    def shape(across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if abs(bend) < 1e-3:
            return flat(across, down)
        radius = 1 / bend
        along, over = across * np.cos(tilt) + down * np.sin(tilt), down * np.cos(tilt) - across * np.sin(tilt)
        curved, depth = radius * np.sin(along / radius), radius * (np.cos(along / radius) - 1)
        return curved * np.cos(tilt) - over * np.sin(tilt), curved * np.sin(tilt) + over * np.cos(tilt), depth

    return shape


def twisted(angle: float) -> Shape:
    """A sheet whose top and bottom edge are turned against each other by `angle` degrees."""
    turn = np.radians(angle)

    def shape(across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return across * np.cos(turn * down), down, across * np.sin(turn * down)

    return shape


class SheetView:
    """How a sheet of some aspect (height by width) is seen in a frame of some size."""

    def __init__(self, size: tuple[int, int], aspect: float) -> None:
        self.size = size
        self._aspect = aspect

    def places(self, pose: Pose, shape: Shape = flat) -> tuple[np.ndarray, np.ndarray]:
        """For each pixel, where on the sheet it looks: 0 to 1 across and down, beyond that past the sheet's edge."""
        columns, rows = self.size[0] // _NODE + 2, self.size[1] // _NODE + 2
        x, y = np.meshgrid(np.arange(columns) * _NODE - 0.5, np.arange(rows) * _NODE - 0.5)
        across, down = _apply(np.linalg.inv(self._plane(pose)), x, y)
        if shape is not flat:
            across, down = self._solve(pose, shape, across, down, x, y)
        full = columns * _NODE, rows * _NODE
        # OpenCV's enlargement lays a node on the middle of its pixels: half a node on, less half a pixel.
        half = _NODE // 2
        shares = []
        for part in (across + 0.5, down / self._aspect + 0.5):
            large = cv2.resize(part.astype(np.float32), full)
            shares.append(large[half : half + self.size[1], half : half + self.size[0]])
        return shares[0], shares[1]

    def _plane(self, pose: Pose) -> np.ndarray:
        """The homography from the flat sheet, in sheet widths, to pixels."""
        turn = rotation(pose.yaw, pose.pitch, pose.roll)
        focal, middle = _FOCAL * self.size[0], np.array(self.size) / 2
        distance = _FOCAL / pose.width
        camera = np.array([[focal, 0, middle[0]], [0, focal, middle[1]], [0, 0, 1]])
        place = np.array([pose.x * distance / _FOCAL, pose.y * distance / _FOCAL, distance])
        # The sheet's depth points to the viewer, the camera's away from it.
        return camera @ np.column_stack([turn[:, 0] * [1, 1, -1], turn[:, 1] * [1, 1, -1], place])

    def _project(self, pose: Pose, shape: Shape, across: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        turn = rotation(pose.yaw, pose.pitch, pose.roll)
        points = np.stack(shape(across, down), -1) @ turn.T
        distance = _FOCAL / pose.width
        depth = np.maximum(distance - points[..., 2], 0.05)
        return (self.size[0] * (_FOCAL * points[..., 0] + pose.x * distance) / depth + self.size[0] / 2,
                self.size[0] * (_FOCAL * points[..., 1] + pose.y * distance) / depth + self.size[1] / 2)

    def _solve(
        self, pose: Pose, shape: Shape, across: np.ndarray, down: np.ndarray, x: np.ndarray, y: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Newton's method from the flat sheet's places."""
        step = 1e-4
        for _ in range(_ITERATIONS):
            at_x, at_y = self._project(pose, shape, across, down)
            right_x, right_y = self._project(pose, shape, across + step, down)
            lower_x, lower_y = self._project(pose, shape, across, down + step)
            a, b = (right_x - at_x) / step, (lower_x - at_x) / step
            c, d = (right_y - at_y) / step, (lower_y - at_y) / step
            scale = a * d - b * c
            scale = np.where(np.abs(scale) < 1, 1, scale)
            off_x, off_y = x - at_x, y - at_y
            # Past the sheet's edge a bent sheet may have no place there: small steps, and within reach.
            across = np.clip(across + np.clip((d * off_x - b * off_y) / scale, -0.2, 0.2), -1.5, 1.5)
            down = np.clip(down + np.clip((a * off_y - c * off_x) / scale, -0.2, 0.2), -1.5, 1.5)
        return across, down


def _apply(matrix: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    depth = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    return ((matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / depth,
            (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / depth)
