"""Draws training samples: a real face, something or nothing put on it, photographed, cut into crops."""

from dataclasses import dataclass

import numpy as np

import lookalikes
from camera import photograph
from crops import TEMPLATES
from detector import FaceDetector
from faces import Face
from glasses import wear_glasses
from headwear import HEADWEAR
from masks import wear_mask
from scene import Scene

Rng = np.random.Generator
OUTPUTS = {"eyes": ("glasses", "dark"), "head": ("hat", "mask"), "hand": ("hand",)}
UNKNOWN = -1.0
LEAST_VISIBLE = 0.4
DISTRACTIONS = (
    (lookalikes.things_behind, 0.25), (lookalikes.grow_hair, 0.18), (lookalikes.make_up, 0.22),
    (lookalikes.hair_over_eyes, 0.12), (lookalikes.marks, 0.15), (lookalikes.cast_shadow, 0.2),
)  # fmt: skip


@dataclass
class Sample:
    """Crops in 8-bit RGB and what is known of each one's outputs (1 there, 0 not, -1 unknown), both by the crop's name;
    what was drawn, and where the face comes from."""

    crops: dict[str, np.ndarray]
    labels: dict[str, tuple[float, ...]]
    kind: str
    group: str
    source: str


def draw_sample(face: Face, detector: FaceDetector, rng: Rng) -> Sample | None:
    """One random sample from a face; nothing where what was drawn cannot be seen."""
    scene = face.scene.to_paint_on()
    worn = {thing: face.wears(thing) for thing in ("glasses", "hat", "mask")}
    dark, kind = face.labels["glasses"] == "dark", "bare"
    for paint, chance in DISTRACTIONS:
        if rng.random() < chance and not (paint is lookalikes.grow_hair and worn["hat"]):
            paint(scene, rng)
    if not worn["mask"] and rng.random() < 0.22:
        wear_mask(scene, rng)
        worn["mask"], kind = True, "mask"
    if worn["glasses"] is False and rng.random() < 0.5:
        dark = bool(rng.random() < 0.3)
        wear_glasses(scene, rng, dark)
        worn["glasses"], kind = True, "dark glasses" if dark else "glasses"
    if worn["hat"] is False and rng.random() < 0.5:
        kind = str(rng.choice(list(HEADWEAR), p=[0.28, 0.28, 0.18, 0.1, 0.16]))
        before = scene.picture.copy()
        HEADWEAR[kind](scene, rng)
        if not _is_seen(scene, before):
            return None
        worn["hat"] = True
    if not worn["hat"] and rng.random() < 0.12:
        lookalikes.wear_band(scene, rng)
    photo, points = photographed(scene, detector, rng)
    known = {thing: UNKNOWN if state is None else float(state) for thing, state in worn.items()}
    labels = {"eyes": (known["glasses"], UNKNOWN if worn["glasses"] is None else float(dark)),
              "head": (known["hat"], known["mask"])}  # fmt: skip
    crops = {name: TEMPLATES[name].crop(photo, points) for name in labels}
    return Sample(crops, labels, kind, face.group, face.source)


def photographed(scene: Scene, detector: FaceDetector, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """A photo of the scene and the five points that the server would find in it."""
    distance = float(np.linalg.norm(scene.points[1] - scene.points[0]))
    photo = photograph(scene.picture, distance, scene.enlargement, scene.is_grey, rng)
    points = scene.points * (photo.shape[1] / scene.picture.shape[1])
    # What hides a part of the face moves the detector's points too; they are found anew, as the server would.
    middle, size = points.mean(axis=0), np.ptp(points, axis=0).max()
    found = [d for d in detector(photo) if np.linalg.norm(d.points.mean(axis=0) - middle) < size * 0.4]
    if found:
        points = found[0].points
    return photo, points + rng.normal(0, 0.02 * size, points.shape) + rng.normal(0, 0.03 * size, 2)


def _is_seen(scene: Scene, before: np.ndarray) -> bool:
    """Whether enough of what was drawn lies inside the picture: a picture may end above the brows."""
    changed = np.abs(scene.picture - before).max(axis=2) > 12
    rows = slice(0, int(scene.head.origin[1]))
    head_columns = slice(int(scene.head.origin[0]) - 60, int(scene.head.origin[0]) + 60)
    return changed[rows, head_columns].mean() > 0.12 and scene.inside[rows, head_columns].mean() > LEAST_VISIBLE

