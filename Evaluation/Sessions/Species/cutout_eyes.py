"""A paper photo of the victim with holes for the eyes, worn or held by another person, whose live eyes are seen."""

from collections.abc import Iterator

import cv2
import numpy as np

from .. import landmarks
from ..cast import Cast, LivePerson
from ..hand import Hand, Sway
from ..movements import Liveliness
from ..paper import dots_across, halftone, photograph
from ..paper_scene import PaperScene
from ..portrait import Portrait
from ..sheet import Pose


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """The paper is held before the other's face and tilted by up to 15 degrees; the other blinks and looks about."""
    assert cast.other is not None
    rng = cast.rng
    victim, wearer = cast.portrait(), cast.portrait(cast.other)
    worn = _fitted(victim, wearer)
    printed = bool(rng.random() < 0.5)
    cast.notes.append("halftone" if printed else "photograph")
    # The whole frame goes on the paper, so that paper and frame have the same coordinates.
    if printed:
        dots = dots_across(cast.size[0], worn.face_width, rng.uniform(60, 140), rng.uniform(100, 200))
        paper = halftone(worn.image, 0.0, dots, rng)
    else:
        paper = photograph(worn.image, 0.0, rng)
    scene = PaperScene(paper, cast.size, rng, 1.0, cut=_cut_out(worn.mesh, cast.size, rng))
    yaw, pitch = Sway(rng.uniform(0, 15), rng), Sway(rng.uniform(0, 8), rng)
    hand, camera = Hand(rng, 0.5), cast.camera()
    behind = LivePerson(wearer, cast.times[-1], rng, Liveliness(blinks=(2, 4), turns=(0, 0)))
    for time in cast.times:
        pose = hand.hold(Pose(1.0, yaw=yaw.at(time), pitch=pitch.at(time)), time)
        yield camera.capture(scene.render(pose, behind=behind.scene(time)), time)


def _fitted(victim: Portrait, wearer: Portrait) -> Portrait:
    """The victim's photo scaled and shifted so that its eyes lie on the wearer's."""
    source, target = (np.array(landmarks.eye_centers(part.mesh)) for part in (victim, wearer))
    across, wanted = source[1] - source[0], target[1] - target[0]
    turn = complex(*wanted) / complex(*across)
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    warp = np.column_stack([linear, target[0] - linear @ source[0]])
    size = victim.image.shape[1], victim.image.shape[0]
    image = cv2.warpAffine(victim.image, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    flat = victim.mesh[:, :2] @ linear.T + warp[:, 2]
    return Portrait(image, np.concatenate([flat, victim.mesh[:, 2:] * abs(turn)], 1))


def _holes(mesh: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Where the eyes are cut out: along the lids, some way outside them."""
    holes = np.zeros((size[1], size[0]), np.uint8)
    grown = rng.uniform(1.15, 1.5)
    for lids in (
        landmarks.RIGHT_UPPER_LID + landmarks.RIGHT_LOWER_LID, landmarks.LEFT_UPPER_LID + landmarks.LEFT_LOWER_LID
    ):
        points = mesh[list(lids), :2]
        middle = points.mean(0)
        outline = middle + (points - middle) * [grown, grown * 1.35]
        cv2.fillConvexPoly(holes, cv2.convexHull(np.round(outline).astype(np.int32)), 255)
    return holes


def _cut_out(mesh: np.ndarray, size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Opacity of the paper: the face and some way around it, without the eyes."""
    middle = mesh[[landmarks.FOREHEAD, landmarks.CHIN], :2].mean(0)
    unit = landmarks.face_width(mesh)
    sheet = np.zeros((size[1], size[0]), np.uint8)
    top = np.round(middle - [unit * 0.85, unit * 1.05]).astype(int)
    bottom = np.round(middle + [unit * 0.85, unit * 1.0]).astype(int)
    cv2.rectangle(sheet, tuple(top.tolist()), tuple(bottom.tolist()), 255, -1)
    return cv2.subtract(sheet, _holes(mesh, size, rng))
