"""The labelled faces: labels.csv joined with what the detector and the mesh find in the pictures."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crops import TEMPLATES
from detector import Detection, FaceDetector
from mesh import FaceMesh
from pictures import HERE, PictureFolders
from scene import Scene

# Labels that a person could not decide are written "?" and keep the face out of that question.
UNKNOWN = "?"


@dataclass(frozen=True)
class Face:
    """One face of a real picture, its crops by name as the server cuts them, and what it wears.

    `group` is shared by all faces of the same people and pictures.
    """

    scene: Scene
    picture: str
    person: str
    group: str
    source: str
    crops: dict[str, np.ndarray]
    presence: float
    labels: dict[str, str]

    def wears(self, thing: str) -> bool | None:
        """Whether the face has the obstacle; nothing where the label is unknown."""
        value = self.labels[thing]
        return None if value == UNKNOWN else value != "none"


def load_faces(folders: PictureFolders, models: Path) -> tuple[list[Face], list[str]]:
    """Every labelled face that is there, and the names of the pictures that are missing."""
    detector, mesh = FaceDetector(models), FaceMesh(models)
    rows = list(csv.DictReader((HERE / "labels.csv").open()))
    groups = join_groups(rows)
    faces, missing = [], []
    for name in dict.fromkeys(row["picture"] for row in rows):
        image = folders.read(name)
        if image is None:
            missing.append(name)
            continue
        found = detector(image)
        for row in (row for row in rows if row["picture"] == name):
            detection = nearest(found, float(row["x"]), float(row["y"]))
            points, presence = mesh(image, detection)
            labels = {thing: row[thing] for thing in ("glasses", "hat", "mask", "hand")}
            scene = Scene.around(image, detection, points)
            crops = {name: template.crop(image, detection.points) for name, template in TEMPLATES.items()}
            person = row["person"]
            faces.append(Face(scene, name, person, groups[person], row["source"], crops, presence, labels))
    return faces, missing


def nearest(found: list[Detection], x: float, y: float) -> Detection:
    """The detection whose box lies around a labelled place."""
    def away(face: Detection) -> float:
        return float(np.hypot((face.left + face.right) / 2 - x, (face.top + face.bottom) / 2 - y))

    closest = min(found, key=away, default=None)
    if closest is None or away(closest) > (closest.right - closest.left) / 2:
        raise ValueError(f"no face at {x}, {y}: labels.csv and the detector disagree")
    return closest


def join_groups(rows: list[dict[str, str]]) -> dict[str, str]:
    """People who share a picture are kept together, so that neither they nor their background cross folds."""
    group = {row["person"]: row["person"] for row in rows}
    by_picture: dict[str, str] = {}
    changed = True
    while changed:
        changed = False
        for row in rows:
            person, picture = row["person"], row["picture"].split("#")[0]
            least = min(group[person], by_picture.get(picture, group[person]))
            if group[person] != least or by_picture.get(picture) != least:
                group[person], by_picture[picture], changed = least, least, True
    return group
