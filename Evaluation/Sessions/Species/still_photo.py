"""A photo that does not move: injected as it is, seen by a camera that stands, or by one that is held."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..cast import Cast
from ..hand import Hand
from ..sheet import Pose


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """One in four injected without even noise; otherwise a camera's frames, every other held by a trembling hand."""
    picture = cast.portrait().image
    injected, held = bool(cast.rng.random() < 0.25), bool(cast.rng.random() < 0.5)
    if injected:
        cast.notes.append("injected, identical frames")
        for _ in cast.times:
            yield picture
        return
    cast.notes.append("hand-held" if held else "at rest")
    camera, hand = cast.camera(), Hand(cast.rng, 0.6)
    for time in cast.times:
        yield camera.capture(_shaken(picture, hand.hold(Pose(), time)) if held else picture, time)


def _shaken(picture: np.ndarray, pose: Pose) -> np.ndarray:
    """The whole picture shifted, turned and scaled in its plane."""
    height, width = picture.shape[:2]
    warp = cv2.getRotationMatrix2D((width / 2, height / 2), pose.roll, pose.width / Pose().width)
    warp[:, 2] += np.array([pose.x, pose.y]) * width
    return cv2.warpAffine(picture, warp, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
