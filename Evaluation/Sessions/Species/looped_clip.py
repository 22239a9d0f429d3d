"""A short piece of the live victim's video, injected over and over."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..camera import recompress
from ..cast import Cast

_STYLES = ("same frames", "encoded again", "to and fro", "drifting")


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """0.8 to 3 s: the same frames, frames encoded again, run to and fro, or with a drift of brightness and place."""
    rng = cast.rng
    style = _STYLES[int(rng.integers(len(_STYLES)))]
    camera = cast.camera()
    film = [scene if cast.person.clips else camera.capture(scene, time)
            for time, scene in zip(cast.times, cast.scenes())]
    length = min(int(rng.integers(8, 31)), len(film))
    # The attacker picks a piece in which something happens: the one that changes most.
    changes = np.array([0.0] + [float(cv2.absdiff(a, b).mean()) for a, b in zip(film, film[1:])])
    spans = np.convolve(changes, np.ones(length), "valid")
    start = int(spans.argmax())
    piece = film[start : start + length]
    cast.notes.append(f"{length / cast.rate:.1f} s, {style}")
    order = piece + piece[-2:0:-1] if style == "to and fro" else piece
    pace, reach = rng.uniform(0.02, 0.08), rng.uniform(1, 4, 2)
    for index in range(cast.count):
        frame = order[index % len(order)]
        if style == "encoded again":
            frame = recompress(frame, int(rng.integers(50, 90)))
        elif style == "drifting":
            frame = _drifted(frame, index * pace, reach)
        yield frame


def _drifted(frame: np.ndarray, phase: float, reach: np.ndarray) -> np.ndarray:
    """A little brighter or darker, and shifted by some pixels."""
    warp = np.array([[1, 0, reach[0] * np.sin(phase * 2)], [0, 1, reach[1] * np.sin(phase * 3)]])
    moved = cv2.warpAffine(frame, warp, (frame.shape[1], frame.shape[0]), borderMode=cv2.BORDER_REPLICATE)
    return cv2.convertScaleAbs(moved, alpha=1 + 0.03 * np.sin(phase * 5))
