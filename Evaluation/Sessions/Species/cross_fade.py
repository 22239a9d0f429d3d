"""Two live people in one picture: fades from one to the other and back, or a blend of both that lives."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..cast import Cast, LivePerson
from ..morph import morphed


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Two in three fade to and fro all the time, 1 to 4 s one way; the others show a morph of 35 to 65 % of both."""
    assert cast.other is not None
    rng = cast.rng
    first, second, camera = cast.portrait(), cast.portrait(cast.other), cast.camera()
    if rng.random() < 1 / 3:
        share = rng.uniform(0.35, 0.65)
        cast.notes.append(f"morph, {share:.2f} of the second")
        blend = LivePerson(morphed(first, second, share), cast.times[-1], rng)
        for time in cast.times:
            yield camera.capture(blend.scene(time), time)
        return
    seconds = rng.uniform(1, 4)
    cast.notes.append(f"fades of {seconds:.1f} s")
    # The second person's face lies on the first's: a fade between two places would be two faces.
    aligned = morphed(first, second, 1.0, keep_shape=True)
    one, other = LivePerson(first, cast.times[-1], rng), LivePerson(aligned, cast.times[-1], rng)
    for time in cast.times:
        share = 0.5 - 0.5 * np.cos(np.pi * time / seconds)
        yield camera.capture(cv2.addWeighted(one.scene(time), 1 - share, other.scene(time), share, 0), time)
