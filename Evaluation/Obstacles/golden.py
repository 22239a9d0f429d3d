"""Writes the golden numbers of Tests/ObstaclesTests: what this folder's own implementation sees.

    python -m Evaluation.Obstacles.golden --shared ../shared
"""

import argparse
import json
import pathlib

import cv2
import numpy

from .faces import Face, find_faces
from .hands import find_hands
from .lower_face import measures
from .masks import mask_score
from .networks import ROOT
from .photos import TEST_DATA
from .worn import CROPS, probability

GOLDEN = ROOT / "Tests" / "ObstaclesTests" / "Golden"
PALM_CONFIDENCE = 0.3
HAND_MARGIN = 2.5


def rounded(values: numpy.ndarray, digits: int) -> list[float]:
    """Plain numbers for JSON."""
    return [round(float(value), digits) for value in numpy.asarray(values).ravel()]


def numbers(image: numpy.ndarray, face: Face) -> dict[str, object]:
    """Everything that is compared of one face."""
    middle = (float(face.box[0] + face.box[2]) / 2, float(face.box[1] + face.box[3]) / 2)
    hands = find_hands(image, middle, face.size * HAND_MARGIN, PALM_CONFIDENCE)
    return {
        "box": rounded(face.box, 2), "points": rounded(face.points, 2),
        "mask260": round(mask_score(image, face.box, 260, 1.6), 4),
        "mask130": round(mask_score(image, face.box, 130, 1.4), 4),
        "worn": {kind: round(probability(image, face.points, kind), 4) for kind in CROPS},
        "lower_face": rounded(measures(image, face.mesh), 4),
        "hands": [{"palm": round(hand.palm, 4), "presence": round(hand.presence, 4), "points": rounded(hand.points, 1)}
                  for hand in hands],
    }


def main() -> None:
    """Writes registry.json, and shared.json for the photos that only some machines have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    shared = options.shared / "faces"
    names = ("masks/mask_1.jpg", "groups/2_faces_010.jpg", "groups/4_faces_013.jpg")
    sources = {
        "registry.json": [(TEST_DATA / "photos", name) for name in ("biden.jpg", "obama.jpg", "t1.jpg")],
        "shared.json": [(shared, name) for name in names],
    }
    GOLDEN.mkdir(exist_ok=True)
    for file, photos in sources.items():
        found = {}
        for folder, name in photos:
            image = cv2.imread(str(folder / name))
            found[name] = [numbers(image, face) for face in find_faces(image)]
        (GOLDEN / file).write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
