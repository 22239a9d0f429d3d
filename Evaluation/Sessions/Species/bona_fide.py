"""A live person who looks at the camera, blinks and turns the head."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Real video passes as it is; a portrait is made to live and seen by a camera."""
    cast.live_person = cast.person.name
    if cast.person.clips:
        yield from cast.scenes()
        return
    camera = cast.camera()
    for time, scene in zip(cast.times, cast.scenes()):
        yield camera.capture(scene, time)
