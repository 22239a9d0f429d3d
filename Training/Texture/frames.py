"""Features of the frames of generated sessions (Evaluation/Sessions)."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy

from Evaluation.Sessions.networks import FaceReader
from Training.Texture.features import features

# Attacks that a camera sees anew. What is fed in from a file, or shows a live person, has a live face's texture.
RECAPTURED = ("photo_moved", "photo_tilted", "photo_bent", "print_halftone", "screen_replay", "cutout_eyes")
BONA_FIDE = "bona_fide"


@dataclass
class Frames:
    """One row for each frame: features, 1 for a live face, and where it comes from."""

    features: numpy.ndarray
    live: numpy.ndarray
    person: numpy.ndarray
    session: numpy.ndarray
    species: numpy.ndarray


def read(folder: Path, models: Path, split: str, every: int) -> Frames:
    """Every `every`th frame of the split's bona fide sessions and recaptured attacks; faces under 80 pixels are left
    out, as the check leaves them out."""
    reader = FaceReader(models)
    rows, live, person, session, species = [], [], [], [], []
    for entry in json.loads((folder / "sessions.json").read_text())["sessions"]:
        if entry["split"] != split or entry["species"] not in (BONA_FIDE, *RECAPTURED):
            continue
        for path in sorted((folder / entry["frames"]).glob("*.jpg"))[::every]:
            image = cv2.imread(str(path))
            faces = reader.faces(image)
            if not faces or min(faces[0].box[2:]) < 80:
                continue
            x, y, width, height = faces[0].box
            rows.append(features(image, [x, y, x + width, y + height]))
            live.append(float(entry["species"] == BONA_FIDE))
            person.append(entry["person"])
            session.append(entry["id"])
            species.append(entry["species"])
    columns = (numpy.array(column) for column in (rows, live, person, session, species))
    return Frames(*columns)
