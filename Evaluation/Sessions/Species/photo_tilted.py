"""A photograph on paper that is tilted to imitate a turning head."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast
from ..hand import Hand, Sway
from ..paper import head_and_shoulders, photograph
from ..paper_scene import PaperScene
from ..sheet import Pose


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Tilts up to 40 degrees about the upright axis and up to 30 about the level one, with the room in sight."""
    rng = cast.rng
    yaw, pitch = Sway(rng.uniform(10, 40), rng), Sway(rng.uniform(0, 30), rng)
    turn, shift = Sway(rng.uniform(0, 6), rng), Sway(rng.uniform(0, 0.05), rng)
    paper = photograph(head_and_shoulders(cast.portrait(), rng), rng.choice([0.0, 0.03, 0.06]), rng)
    width = rng.uniform(0.55, 0.8)
    scene, camera, hand = PaperScene(paper, cast.size, rng, width), cast.camera(), Hand(rng)
    for time in cast.times:
        pose = Pose(width, shift.at(time), 0.02, yaw.at(time), pitch.at(time), turn.at(time))
        yield camera.capture(scene.render(hand.hold(pose, time)), time)
