"""A hand as spheres along its bones, bent into random gestures; millimetres.

The hand's own axes: the origin at the wrist, x to the thumb, y to the fingers, z out of the back of the hand. Lengths
are those of an adult's (Garrett, "The adult human hand", Human Factors 13, 1971: 170 to 200 mm from wrist to tip).
"""

from dataclasses import dataclass

import numpy as np

Rng = np.random.Generator
STEP = 2.5
# Knuckle (x, y), lengths of the three bones beyond it, thickness at the knuckle and at the tip.
FINGERS = (
    ((27.0, 86.0), (44.0, 26.0, 21.0), (10.5, 8.0)),
    ((5.0, 90.0), (49.0, 30.0, 22.0), (10.5, 8.0)),
    ((-15.0, 85.0), (45.0, 29.0, 22.0), (10.0, 7.5)),
    ((-33.0, 75.0), (36.0, 21.0, 20.0), (9.0, 6.5)),
)
THUMB = ((25.0, 22.0), (44.0, 33.0, 27.0), (14.0, 9.5))
CARPALS = ((15.0, 6.0), (5.0, 4.0), (-7.0, 4.0), (-17.0, 6.0))
# Bend of each finger's three joints in degrees: least and most.
GESTURES = {
    "flat": ((-8, 12), (0, 12), (0, 8)),
    "relaxed": ((5, 35), (10, 40), (5, 25)),
    "cupped": ((20, 55), (15, 50), (10, 30)),
    "fist": ((65, 90), (80, 105), (40, 70)),
}


@dataclass(frozen=True)
class HandShape:
    """Middles (N×3) and radii (N) of spheres, the joints of the fingers (5×4×3), and which spheres are forearm."""

    middles: np.ndarray
    radii: np.ndarray
    joints: np.ndarray
    is_forearm: np.ndarray


def random_hand(rng: Rng) -> HandShape:
    """A hand in some gesture, with a forearm."""
    gesture = str(rng.choice(list(GESTURES), p=[0.4, 0.28, 0.2, 0.12]))
    spread = rng.uniform(-1, 2.5) if rng.random() < 0.6 else rng.uniform(6, 16)
    points = rng.random() < 0.12
    chains = []
    for index, (knuckle, lengths, (thick, thin)) in enumerate(FINGERS):
        folded = GESTURES["fist"] if points and index > rng.integers(0, 2) else GESTURES[gesture]
        bends = [rng.uniform(*limits) for limits in folded]
        chains.append((_chain(knuckle, lengths, (1.5 - index) * spread + rng.normal(0, 2), bends), thick, thin))
    knuckle, lengths, (thick, thin) = THUMB
    out = rng.uniform(12, 65) if gesture != "fist" else rng.uniform(0, 35)
    chains.append((_chain(knuckle, lengths, out, [rng.uniform(0, 35), rng.uniform(0, 30), rng.uniform(0, 40)]),
                   thick, thin))  # fmt: skip
    thickness = rng.uniform(0.85, 1.15)
    parts = [_along(chain, thick * thickness, thin * thickness) for chain, thick, thin in chains]
    parts += [_palm(thickness), _forearm(rng, thickness)]
    spheres = np.concatenate(parts)
    is_forearm = np.arange(len(spheres)) >= len(spheres) - len(parts[-1])
    joints = np.stack([chain for chain, _, _ in chains])
    return HandShape(spheres[:, :3], spheres[:, 3], joints, is_forearm)


def _chain(start: tuple[float, float], lengths: tuple[float, ...], aside: float, bends: list[float]) -> np.ndarray:
    """The joints of a finger that points `aside` degrees to the thumb and bends into the palm."""
    joints, bend = [np.array([*start, 0.0])], 0.0
    along = np.array([np.sin(np.radians(aside)), np.cos(np.radians(aside)), 0])
    for length, more in zip(lengths, bends, strict=True):
        bend += np.radians(more)
        joints.append(joints[-1] + length * (along * np.cos(bend) - np.array([0, 0, np.sin(bend)])))
    return np.array(joints)


def _along(joints: np.ndarray, thick: float, thin: float) -> np.ndarray:
    lengths = np.linalg.norm(np.diff(joints, axis=0), axis=1)
    place = np.concatenate([[0], np.cumsum(lengths)])
    steps = np.linspace(0, place[-1], int(place[-1] / STEP))
    middles = np.stack([np.interp(steps, place, joints[:, axis]) for axis in range(3)], axis=1)
    # Joints are a little thicker than the bones between them.
    knots = np.exp(-((steps[:, None] - place[None, 1:3]) ** 2).min(axis=1) / 30)
    radii = np.interp(steps, [0, place[-1]], [thick, thin]) * (0.95 + 0.06 * knots)
    return np.column_stack([middles, radii])


def _palm(thickness: float) -> np.ndarray:
    knuckles = np.array([finger[0] for finger in FINGERS])
    across, along = np.meshgrid(np.linspace(0, 3, 13), np.linspace(0, 1, 16))
    across, along = across.ravel(), along.ravel()
    columns = np.arange(4)
    low, high = ([np.interp(across, columns, ends[:, axis]) for axis in range(2)]
                 for ends in (np.array(CARPALS), knuckles))  # fmt: skip
    middles = [a + (b - a) * along for a, b in zip(low, high, strict=True)]
    hollow = -3 * np.sin(np.pi * along)
    radii = (13 - 3 * along) * thickness
    palm = np.column_stack([*middles, hollow, radii])
    thenar = np.array([[22 - 3 * t, 24 + 26 * t, -6, (17 - 3 * t) * thickness] for t in np.linspace(0, 1, 7)])
    return np.concatenate([palm, thenar])


def _forearm(rng: Rng, thickness: float) -> np.ndarray:
    down = np.arange(0, 260, 5.0)
    lean = np.radians(rng.normal(0, 14))
    bend = np.radians(rng.normal(0, 18))
    axis = np.array([np.sin(lean), -np.cos(lean) * np.cos(bend), -np.sin(bend)])
    rows = []
    for side in np.linspace(-1, 1, 7):
        width = np.interp(down, [0, 60, 260], [11, 13, 24])
        radius = np.interp(down, [0, 60, 260], [17, 19, 30]) * thickness
        places = np.array([0, 6, 0]) + down[:, None] * axis + np.column_stack([side * width, 0 * down, 0 * down])
        rows.append(np.column_stack([places, radius]))
    return np.concatenate(rows)
