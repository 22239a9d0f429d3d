"""A hand that holds a sheet: it trembles, and it moves the sheet on purpose."""

from dataclasses import replace

import numpy as np

from .movements import Wander
from .sheet import Pose


class Hand:
    """Adds a hand's unrest to a pose: slow drift and tremor in all six degrees of freedom."""

    def __init__(self, rng: np.random.Generator, unrest: float = 1.0) -> None:
        self._wander = {
            name: Wander(deviation * unrest, memory, rng)
            for name, deviation, memory in (
                ("width", 0.004, 1.5), ("x", 0.004, 0.8), ("y", 0.004, 0.8), ("yaw", 0.9, 0.8), ("pitch", 0.9, 0.8),
                ("roll", 0.6, 0.8))}

    def hold(self, pose: Pose, time: float) -> Pose:
        """The pose that is meant, as the hand holds it."""
        return replace(pose, **{name: getattr(pose, name) + wander.at(time) for name, wander in self._wander.items()})


class Sway:
    """A movement on purpose: to and fro between two extremes, as quick as a person who imitates a turning head."""

    def __init__(self, reach: float, rng: np.random.Generator) -> None:
        self._reach = reach
        self._period = rng.uniform(1.6, 4.0)
        self._phase = rng.uniform(0, 2 * np.pi)
        self._hold = rng.uniform(1.0, 2.5)

    def at(self, time: float) -> float:
        """Where it is, from -reach to reach; it stays some time at both ends."""
        swing = np.sin(2 * np.pi * time / self._period + self._phase)
        return float(self._reach * np.tanh(self._hold * swing) / np.tanh(self._hold))
