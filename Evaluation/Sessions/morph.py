"""Blends two portraits into one."""

import cv2
import numpy as np

from . import landmarks
from .portrait import Portrait

# Nodes of the coarse grid on which the warp between two meshes is interpolated, pixels.
_NODE = 8
_ANCHORS = (landmarks.OVAL + landmarks.RIGHT_UPPER_LID + landmarks.RIGHT_LOWER_LID + landmarks.LEFT_UPPER_LID
            + landmarks.LEFT_LOWER_LID + landmarks.RIGHT_BROW + landmarks.LEFT_BROW
            + (168, 6, 197, 195, 4, 2, 48, 278, 61, 291, 13, 14, 0, 17, 37, 267, 84, 314, 50, 280, 205, 425))


def morphed(first: Portrait, second: Portrait, share: float, keep_shape: bool = False) -> Portrait:
    """A face whose shape and colours are to `share` the second's and else the first's.

    With `keep_shape` the second is only shifted, turned and scaled onto the first, and keeps its own shape.
    """
    onto = _similarity(second.mesh[:, :2], first.mesh[:, :2])
    size = first.image.shape[1], first.image.shape[0]
    other = cv2.warpAffine(second.image, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    points = second.mesh[:, :2] @ onto[:, :2].T + onto[:, 2]
    depth = second.mesh[:, 2:] * np.hypot(onto[0, 0], onto[1, 0])
    if keep_shape:
        return Portrait(other, np.concatenate([points, depth], 1))
    shape = (1 - share) * first.mesh[:, :2] + share * points
    blend = cv2.addWeighted(
        _warped(first.image, shape, first.mesh[:, :2]), 1 - share, _warped(other, shape, points), share, 0)
    return Portrait(blend, np.concatenate([shape, (1 - share) * first.mesh[:, 2:] + share * depth], 1))


def _similarity(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The shift, turn and scale that lay one mesh on the other with the least squares."""
    a, b = source - source.mean(0), target - target.mean(0)
    turn = np.vdot(a @ [1, 1j], b @ [1, 1j]) / np.vdot(a @ [1, 1j], a @ [1, 1j])
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.column_stack([linear, target.mean(0) - linear @ source.mean(0)])


def _warped(image: np.ndarray, shape: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The picture with its mesh points `own` moved to `shape`, what is between them following softly."""
    height, width = image.shape[:2]
    anchors, moves = shape[list(_ANCHORS)], (own - shape)[list(_ANCHORS)]
    x, y = np.meshgrid(np.arange(0, width + _NODE, _NODE), np.arange(0, height + _NODE, _NODE))
    away = (x[..., None] - anchors[:, 0]) ** 2 + (y[..., None] - anchors[:, 1]) ** 2
    reach = (0.08 * landmarks.face_width(shape)) ** 2
    weights = 1 / (away + reach) ** 2
    # A weight at rest: far from the face nothing moves.
    rest = len(_ANCHORS) / (8 * landmarks.face_width(shape) ** 4)
    field = (weights @ moves) / (weights.sum(-1, keepdims=True) + rest)
    pixel_x, pixel_y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    at = pixel_x / _NODE, pixel_y / _NODE
    moved = [cv2.remap(field[..., axis].astype(np.float32), *at, cv2.INTER_LINEAR) for axis in (0, 1)]
    return cv2.remap(image, pixel_x + moved[0], pixel_y + moved[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
