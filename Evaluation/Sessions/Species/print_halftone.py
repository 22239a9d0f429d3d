"""A four-colour print with halftone dots, held before the camera and tilted."""

from collections.abc import Iterator

import numpy as np

from ..cast import Cast
from ..hand import Hand, Sway
from ..paper import dots_across, halftone, head_and_shoulders
from ..paper_scene import PaperScene
from ..sheet import Pose


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """100 to 200 lines an inch, the face 25 mm (a magazine) to 140 mm (life size) wide; tilts up to 25 degrees."""
    rng = cast.rng
    lines, face = rng.uniform(100, 200), rng.uniform(25, 140)
    cast.notes.append(f"{lines:.0f} lines an inch, face of {face:.0f} mm")
    portrait = cast.portrait()
    image = head_and_shoulders(portrait, rng)
    dots = dots_across(image.shape[1], portrait.face_width, face, lines)
    paper = halftone(image, rng.choice([0.0, 0.04, 0.08]), dots, rng)
    width = rng.uniform(0.6, 0.95)
    yaw, pitch = Sway(rng.uniform(0, 25), rng), Sway(rng.uniform(0, 20), rng)
    scene, camera, hand = PaperScene(paper, cast.size, rng, width), cast.camera(), Hand(rng)
    for time in cast.times:
        yield camera.capture(scene.render(hand.hold(Pose(width, 0, 0.02, yaw.at(time), pitch.at(time)), time)), time)
