"""What the camera sees of a hand's shape: turned, brought before the face or beside it, as a height over the picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from hand_shape import random_hand
from scene import HEIGHT, PIXELS_PER_MM, WIDTH, Scene

Rng = np.random.Generator
# What a hand is laid on: mouth, chin, nose, cheeks, eyes, forehead, temples, jaw.
TARGETS = (13, 199, 4, 50, 280, 159, 386, 151, 127, 356, 172, 397)
FAR = -1e4


@dataclass(frozen=True)
class Relief:
    """Height towards the viewer in pixels (FAR where no hand is), coverage, what is forearm, the joints, and whether the
    back of the hand is seen."""

    height: np.ndarray
    coverage: np.ndarray
    forearm: np.ndarray
    joints: np.ndarray
    shows_back: bool


def random_relief(scene: Scene, rng: Rng, beside: bool) -> Relief:
    """A random hand, turned and brought to its place on the face or beside it."""
    shape = random_hand(rng)
    turn, shows_back = _rotation(rng)
    scale = PIXELS_PER_MM * rng.uniform(0.82, 1.25)
    joints = shape.joints @ turn.T * scale
    middles, radii = shape.middles @ turn.T * scale, shape.radii * scale
    # The part of the hand that lies on the target: palm, knuckles, middle joints, tips.
    anchor = [joints[:4, 0].mean(axis=0) * 0.6, joints[:4, 0].mean(axis=0), joints[:4, 1].mean(axis=0),
              joints[rng.integers(0, 5), 3], joints[:4, 2].mean(axis=0)][rng.integers(5)]  # fmt: skip
    if beside:
        away = rng.choice([-1, 1]) * scene.half_width() * PIXELS_PER_MM * rng.uniform(1.25, 2.3)
        target = scene.head.origin[:2] + np.array([away, rng.uniform(-60, 150)])
    else:
        target = scene.head.mesh[rng.choice(TARGETS), :2] + rng.normal(0, 8, 2)
    shift = np.array([*(target - anchor[:2]), 0])
    middles, joints = middles + shift, joints + shift
    height = _render(middles, radii)
    only_arm = _render(middles[shape.is_forearm], radii[shape.is_forearm])
    there = (height > FAR).astype(np.float32)
    coverage = cv2.GaussianBlur(there, (0, 0), 0.8)
    return Relief(height, coverage, (only_arm >= height) & (height > FAR), joints, shows_back)


def _rotation(rng: Rng) -> tuple[np.ndarray, bool]:
    """From the hand's axes to the picture's (x right, y down, z to the viewer), and whether its back is seen."""
    kind = rng.random()
    angle = rng.normal(0, 35) if kind < 0.55 else rng.choice([-1, 1]) * rng.normal(85, 25)
    if kind > 0.9:
        angle = rng.uniform(-180, 180)
    shows_back = bool(rng.random() < 0.65)
    tilt, roll = np.radians(rng.normal(0, 22)), np.radians(rng.normal(0, 22) + (0 if shows_back else 180))
    mirror = np.diag([rng.choice([-1.0, 1.0]), 1, 1])
    about_y = np.array([[np.cos(roll), 0, np.sin(roll)], [0, 1, 0], [-np.sin(roll), 0, np.cos(roll)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    in_plane = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    return np.diag([1, -1, 1]) @ in_plane @ about_x @ about_y @ mirror, shows_back


def _render(middles: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """The height of the spheres' union, seen along z."""
    height = np.full((HEIGHT, WIDTH), FAR, np.float32)
    for (x, y, z), radius in zip(middles, radii, strict=True):
        left, right = max(0, int(x - radius)), min(WIDTH, int(x + radius) + 2)
        top, bottom = max(0, int(y - radius)), min(HEIGHT, int(y + radius) + 2)
        if left >= right or top >= bottom:
            continue
        across, down = np.arange(left, right) - x, np.arange(top, bottom)[:, None] - y
        inner = radius**2 - across**2 - down**2
        part = height[top:bottom, left:right]
        np.maximum(part, np.where(inner > 0, z + np.sqrt(np.maximum(inner, 0)), FAR), out=part)
    return height
