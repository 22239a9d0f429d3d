"""What a live person does in a session: looks at the camera, blinks and turns the head, and never keeps still."""

from dataclasses import dataclass

import numpy as np

from .expression import Expression
from .live_head import HeadState


@dataclass(frozen=True)
class Blink:
    """One blink: seconds at which the lids begin to fall, and how long they fall, stay shut and rise."""

    start: float
    falls: float
    shut: float
    rises: float

    @classmethod
    def draw(cls, start: float, rng: np.random.Generator) -> "Blink":
        """A blink of 0.18 to 0.40 s: blinks last 0.1 to 0.4 s (Caffier et al. 2003), those on request the longer."""
        return cls(start, rng.uniform(0.05, 0.10), rng.uniform(0.03, 0.12), rng.uniform(0.10, 0.18))

    def closure(self, time: float) -> float:
        """How far the lids are shut, 0 to 1."""
        since = time - self.start
        if since < self.falls:
            return _ease(since / self.falls)
        return 1 - _ease((since - self.falls - self.shut) / self.rises)


@dataclass(frozen=True)
class Turn:
    """One turn of the head and back: degrees about both axes, reached and left with the least jerk."""

    start: float
    yaw: float
    pitch: float
    goes: float
    stays: float
    returns: float

    @classmethod
    def draw(cls, start: float, rng: np.random.Generator) -> "Turn":
        """12 to 25 degrees left, right or up, at the 30 to 60 degrees a second of a head that is not in a hurry."""
        angle = rng.uniform(12, 25)
        yaw, pitch = [(-angle, 0.0), (angle, 0.0), (0.0, 0.8 * angle)][rng.choice(3, p=[0.4, 0.4, 0.2])]
        slack = rng.normal(0, 2, 2)
        return cls(start, yaw + slack[0], pitch + slack[1], rng.uniform(0.4, 0.8), rng.uniform(0.3, 0.9),
                   rng.uniform(0.4, 0.8))

    @property
    def end(self) -> float:
        return self.start + self.goes + self.stays + self.returns

    def share(self, time: float) -> float:
        """How much of the turn there is, 0 to 1."""
        since = time - self.start
        if since < self.goes + self.stays:
            return _ease(since / self.goes)
        return 1 - _ease((since - self.goes - self.stays) / self.returns)


@dataclass(frozen=True)
class Liveliness:
    """How much a session moves: least and most blinks and turns asked for, and spontaneous blinks a second.

    Attacks that show a calm person ask for less.
    """

    blinks: tuple[int, int] = (1, 3)
    turns: tuple[int, int] = (1, 2)
    spontaneous: float = 0.15


class Script:
    """The states of one person through one session, drawn once."""

    def __init__(self, seconds: float, rng: np.random.Generator, liveliness: Liveliness = Liveliness()) -> None:
        self.blinks: list[Blink] = []
        self.turns: list[Turn] = []
        events = ["blink"] * int(rng.integers(liveliness.blinks[0], liveliness.blinks[1] + 1))
        events += ["turn"] * int(rng.integers(liveliness.turns[0], liveliness.turns[1] + 1))
        at = rng.uniform(0.8, 1.4)  # looks at the camera first
        for index in rng.permutation(len(events)):
            if events[index] == "blink":
                self.blinks.append(Blink.draw(at, rng))
                at += rng.uniform(0.6, 0.9)
            else:
                self.turns.append(Turn.draw(at, rng))
                at = self.turns[-1].end + rng.uniform(0.3, 0.6)
        # Besides those asked for, people blink 17 times a minute at rest, less when they attend (Bentivoglio 1997).
        for start in rng.uniform(0.5, seconds, rng.poisson(liveliness.spontaneous * seconds)):
            if all(abs(start - blink.start) > 0.6 for blink in self.blinks):
                self.blinks.append(Blink.draw(start, rng))
        self._wander = {name: Wander(deviation, pace, rng) for name, deviation, pace in _WANDERS}
        self._speaks = rng.uniform(0, 0.03) if rng.random() < 0.4 else 0.0
        self._syllables = rng.uniform(3, 5), rng.uniform(0, 6)
        self._scale_step = rng.normal(0, 0.004)

    def state(self, time: float) -> HeadState:
        """The state at `time` seconds."""
        wander = {name: process.at(time) for name, process in self._wander.items()}
        shares = [(turn, turn.share(time)) for turn in self.turns]
        closure = max([0.0] + [blink.closure(time) for blink in self.blinks])
        pace, phase = self._syllables
        # Breathing moves the head some four times in fifteen seconds.
        breath = 0.7 * np.sin(2 * np.pi * (0.27 * time + phase))
        return HeadState(
            yaw=wander["yaw"] + sum(turn.yaw * share for turn, share in shares),
            pitch=wander["pitch"] + sum(turn.pitch * share for turn, share in shares),
            roll=wander["roll"], shift=(wander["x"], wander["y"] + breath),
            scale=float(np.clip(1 + self._scale_step * time + wander["scale"], 0.9, 1.12)),
            expression=Expression(
                closure=closure, gaze=round(wander["gaze"] / 0.02) * 0.02,
                jaw=self._speaks * (1 + np.sin(2 * np.pi * pace * time + phase)), smile=wander["smile"]))


# Standard deviation and seconds of memory of each involuntary movement: degrees, pixels, shares.
_WANDERS = (
    ("yaw", 0.9, 1.2), ("pitch", 0.8, 1.2), ("roll", 0.7, 1.5), ("x", 2.0, 1.5), ("y", 1.2, 1.5), ("scale", 0.006, 2.0),
    ("gaze", 0.02, 0.6), ("smile", 0.02, 1.5))


class Wander:
    """A smooth random walk about zero: an Ornstein-Uhlenbeck process on a grid of 50 ms, with tremor on top."""

    _STEP = 0.05

    def __init__(self, deviation: float, memory: float, rng: np.random.Generator, seconds: float = 60.0) -> None:
        count = int(seconds / self._STEP)
        keep = np.exp(-self._STEP / memory)
        noise = rng.standard_normal(count) * deviation * np.sqrt(1 - keep * keep)
        values = np.empty(count)
        value = rng.normal(0, deviation)
        for index in range(count):
            value = keep * value + noise[index]
            values[index] = value
        # Muscles do not jump: the walk is smoothed over 250 ms; what remains of the quick part is the tremor.
        smooth = np.convolve(np.pad(values, 2, mode="edge"), np.ones(5) / 5, "valid")
        self._values = smooth + 0.05 * deviation * rng.standard_normal(count)

    def at(self, time: float) -> float:
        """The value at `time` seconds."""
        return float(np.interp(time / self._STEP, np.arange(len(self._values)), self._values))


def _ease(share: float) -> float:
    """The path of least jerk from 0 to 1 (Flash and Hogan 1985)."""
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10 - 15 * share + 6 * share**2)
