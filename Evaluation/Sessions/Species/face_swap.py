"""One person's face first, another's after: the one who blinks must be the one who is recognised."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast, LivePerson
from ..morph import morphed
from ..movements import Liveliness

_STYLES = ("calm, then the other", "photo, then the other", "in turn")


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """A calm video or a photo of the victim for 1 to 3 s and then the other, alive; or both in turn, frame by frame."""
    assert cast.other is not None
    rng = cast.rng
    style = _STYLES[int(rng.integers(len(_STYLES)))]
    victim, attacker, camera = cast.portrait(), cast.portrait(cast.other), cast.camera()
    # Often the faces lie on the same place, so that nothing jumps but the identity.
    placed = bool(rng.random() < 0.5)
    if placed:
        attacker = morphed(victim, attacker, 1.0, keep_shape=True)
    cut = rng.uniform(1.0, 3.0)
    run = int(rng.integers(1, 6))
    cast.notes.append(f"{style}{f', {run} frames each' if style == 'in turn' else f' at {cut:.1f} s'}, "
                      f"{'same place' if placed else 'own places'}")
    cast.live_person = None if style == "in turn" else cast.other.name
    calm = Liveliness(blinks=(0, 0), turns=(0, 0), spontaneous=0.0)
    first = LivePerson(victim, cast.times[-1], rng, Liveliness() if style == "in turn" else calm)
    second = LivePerson(attacker, cast.times[-1], rng)
    for index, time in enumerate(cast.times):
        if style == "in turn":
            scene = (first if index // run % 2 == 0 else second).scene(time)
        elif time < cut:
            scene = first.scene(time) if style == "calm, then the other" else victim.image
        else:
            scene = second.scene(time)
        yield camera.capture(scene, time)
