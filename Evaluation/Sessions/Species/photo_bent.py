"""A photograph on paper that is bent or twisted, and turned, to imitate the roundness of a head."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast
from ..hand import Hand, Sway
from ..paper import head_and_shoulders, photograph
from ..paper_scene import PaperScene
from ..sheet import Pose, cylinder, twisted


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Bent by up to 110 degrees round an axis that leans, or twisted by up to 35, still or in motion, and turned."""
    rng = cast.rng
    steady = rng.uniform(20, 90)
    change = Sway(rng.choice([0.0, 1.0]) * rng.uniform(5, 20), rng)
    lean = rng.choice([0.0, 90.0], p=[0.75, 0.25]) + rng.normal(0, 12)
    twists = bool(rng.random() < 0.25)
    twist = Sway(rng.uniform(10, 35), rng)
    yaw, pitch = Sway(rng.uniform(5, 30), rng), Sway(rng.uniform(0, 15), rng)
    cast.notes.append("twisted" if twists else f"bent by {steady:.0f} degrees")
    paper = photograph(head_and_shoulders(cast.portrait(), rng), rng.choice([0.0, 0.04]), rng)
    width = rng.uniform(0.6, 0.85)
    scene, camera, hand = PaperScene(paper, cast.size, rng, width), cast.camera(), Hand(rng)
    for time in cast.times:
        shape = twisted(twist.at(time)) if twists else cylinder(steady + change.at(time), lean)
        pose = hand.hold(Pose(width, 0.0, 0.02, yaw.at(time), pitch.at(time)), time)
        yield camera.capture(scene.render(pose, shape), time)
