"""One face made of two people's, which lives like any other: nothing in it changes from one person to the other."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast, LivePerson
from ..morph import morphed


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Shape and colours are to 35 to 65 % the second person's."""
    assert cast.other is not None
    rng = cast.rng
    first, second, camera = cast.portrait(), cast.portrait(cast.other), cast.camera()
    share = rng.uniform(0.35, 0.65)
    cast.notes.append(f"{share:.2f} of the second")
    blend = LivePerson(morphed(first, second, share), cast.times[-1], rng)
    for time in cast.times:
        yield camera.capture(blend.scene(time), time)
