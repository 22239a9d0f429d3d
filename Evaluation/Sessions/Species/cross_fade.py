"""Two live people in one picture, which fades from one to the other and back all the time."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..cast import Cast, LivePerson
from ..morph import morphed


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Fades to and fro, each of 1 to 4 s one way."""
    assert cast.other is not None
    rng = cast.rng
    first, second, camera = cast.portrait(), cast.portrait(cast.other), cast.camera()
    seconds = rng.uniform(1, 4)
    cast.notes.append(f"fades of {seconds:.1f} s")
    # The second person's face lies on the first's: a fade between two places would be two faces.
    aligned = morphed(first, second, 1.0, keep_shape=True)
    one, other = LivePerson(first, cast.times[-1], rng), LivePerson(aligned, cast.times[-1], rng)
    for time in cast.times:
        share = 0.5 - 0.5 * np.cos(np.pi * time / seconds)
        yield camera.capture(cv2.addWeighted(one.scene(time), 1 - share, other.scene(time), share, 0), time)
