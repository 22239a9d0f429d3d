"""Views of a turned height field, with hidden surfaces hidden: relief mapping (Policarpo et al. 2005).

The viewer is far away (no perspective), as the portrait's own perspective is in its picture already.
"""

import cv2
import numpy as np

# Steps along each ray; between the last two the hit is found by interpolation.
_STEPS = 16


def rotation(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """Turns by degrees: yaw about the vertical axis, then pitch, then roll in the picture's plane."""
    a, b, c = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return about_z @ about_x @ about_y


def turned_view(
    depth: np.ndarray, center: np.ndarray, reach: float, turn: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel of the turned view, where in the untouched picture the surface seen there lies (x and y).

    `depth` are heights above the plane in which `center` lies, pixels; `reach` is the greatest distance from the center
    that matters; `turn` a rotation about the center.
    """
    height, width = depth.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    # Plain numbers, which leave the arrays in single precision.
    back, cx, cy = turn.T.tolist(), float(center[0]), float(center[1])
    u, v = x - cx, y - cy
    base = [back[row][0] * u + back[row][1] * v for row in range(3)]
    slope = reach * float(np.hypot(turn[2, 0], turn[2, 1]))
    top, bottom = float(depth.max()) + slope, -slope
    found_x, found_y = x.copy(), y.copy()
    missing = np.ones(depth.shape, bool)
    above_before, at_before = np.full(depth.shape, 1e-3, np.float32), top
    for at in np.linspace(top, bottom, _STEPS).tolist():
        px, py = base[0] + back[0][2] * at + cx, base[1] + back[1][2] * at + cy
        surface = cv2.remap(depth, px, py, cv2.INTER_LINEAR,
                            borderMode=cv2.BORDER_REPLICATE)
        above = base[2] + back[2][2] * at - surface
        hit = missing & (above <= 0)
        share = above_before / np.maximum(above_before - above, 1e-6)
        exact = at_before + np.clip(share, 0, 1) * (at - at_before)
        found_x = np.where(hit, base[0] + back[0][2] * exact + cx, found_x)
        found_y = np.where(hit, base[1] + back[1][2] * exact + cy, found_y)
        missing &= ~hit
        above_before, at_before = above, at
    # Rays that never meet the surface pass outside the head: they see the plane behind it.
    plane = -base[2] / back[2][2]
    found_x = np.where(missing, base[0] + back[0][2] * plane + cx, found_x)
    found_y = np.where(missing, base[1] + back[1][2] * plane + cy, found_y)
    return found_x, found_y
