"""A photo that is shifted, turned in its plane and brought nearer: an injected picture, or paper before a camera."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..cast import Cast
from ..hand import Hand, Sway
from ..paper import head_and_shoulders, photograph
from ..paper_scene import PaperScene
from ..sheet import Pose

# The injected picture is so many times larger than the frame that its edge hardly shows.
_MARGIN = 1.5


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Shifts up to 12 % of the frame, turns up to 15 degrees, zooms up to 20 %; half of the sessions are on paper."""
    rng = cast.rng
    shift_x, shift_y = Sway(rng.uniform(0.03, 0.12), rng), Sway(rng.uniform(0.01, 0.06), rng)
    turn, zoom = Sway(rng.uniform(2, 15), rng), Sway(rng.uniform(0.03, 0.2), rng)
    camera, hand = cast.camera(), Hand(rng, 0.7)
    if rng.random() < 0.5:
        cast.notes.append("paper")
        paper = photograph(head_and_shoulders(cast.portrait(), rng), rng.choice([0.0, 0.04]), rng)
        width = rng.uniform(0.62, 0.8)
        scene = PaperScene(paper, cast.size, rng, width)
        for time in cast.times:
            pose = Pose(width * (1 + zoom.at(time)), shift_x.at(time), shift_y.at(time), roll=turn.at(time))
            yield camera.capture(scene.render(hand.hold(pose, time)), time)
        return
    cast.notes.append("injected")
    picture = cast.portrait(margin=_MARGIN).image
    middle = picture.shape[1] / 2, picture.shape[0] / 2
    for time in cast.times:
        warp = cv2.getRotationMatrix2D(middle, turn.at(time), (1 + zoom.at(time)) / _MARGIN)
        warp[:, 2] += np.array(cast.size) / 2 - middle + np.array([shift_x.at(time), shift_y.at(time)]) * cast.size[0]
        moved = cv2.warpAffine(picture, warp, cast.size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        yield camera.capture(moved, time)
