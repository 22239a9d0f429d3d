"""Writes the labelled pictures of the evaluation: real faces as they are, and with drawn masks and pasted hands."""

import collections.abc
import dataclasses
import hashlib
import json
import pathlib

import cv2
import numpy

from .downloads import fetch
from .hand_cutting import HandCutout, cut_hand, hands_beside_faces
from .hand_pasting import TARGETS, paste_beside, paste_over
from .hands import find_hands
from .mask_drawing import STYLES, draw_mask
from .photos import TEST_DATA, Photo, framed, photos, read

# A hand that takes less of the face than this covers nothing that counts, and is not written.
LEAST_COVER = 0.1
# A hand beside the face may touch its outline.
MOST_BESIDE = 0.01


@dataclasses.dataclass
class Sample:
    """One picture with its labels: `species` says how it was made, `kinds` what is on it."""

    name: str
    species: str
    photo: Photo
    image: numpy.ndarray
    kinds: dict[str, bool]

    def label(self, file: str) -> dict[str, object]:
        """Its entry in labels.json."""
        box = self.photo.face.box
        size = [float(box[0]), float(box[1]), float(box[2] - box[0]), float(box[3] - box[1])]
        return {"file": file, "box": [round(x, 1) for x in size], "source": self.photo.source,
                "person": self.photo.person, "species": self.species, "synthetic": self.species != "real",
                "kinds": self.kinds}


def cut_hands(shared: pathlib.Path, downloads: dict[str, pathlib.Path]) -> list[HandCutout]:
    """The hands that are pasted: from group photos and one scanned palm; none from the video of a hand over a face,
    which is kept for the figures."""
    groups = shared / "faces" / "groups"
    sources = [groups / f"{name}.jpg" for name in ("2_faces_010", "3_faces_011", "4_faces_013", "5_faces_014")]
    found = []
    for path in [*sources, TEST_DATA / "photos" / "t1.jpg"]:
        found += hands_beside_faces(read(path), path.stem, 25)
    # Fingers before a forehead cannot be told from it.
    found = [hand for hand in found if hand.name != "2_faces_010-1"]
    palm = read(downloads["palm.png"])[128:485, 41:517]
    for hand in find_hands(palm, (240, 180), 933, 0.3)[:1]:
        found.append(cut_hand(palm, hand, "palm"))
    return found


def samples(shared: pathlib.Path, cache: pathlib.Path) -> collections.abc.Iterator[Sample]:
    """Every sample; the same ones each time."""
    downloads = fetch(cache)
    hands = cut_hands(shared, downloads)
    seen: dict[str, int] = {}
    for photo in photos(shared, downloads):
        yield Sample(photo.name, "real", photo, photo.image, photo.kinds)
        # Of a person with many pictures the first few carry the synthetic ones.
        seen[photo.person] = seen.get(photo.person, 0) + 1
        if seen[photo.person] <= (1 if photo.source == "orl" else 4) and not any(photo.kinds.values()):
            yield from _covered(photo, hands)


def _covered(photo: Photo, hands: list[HandCutout]) -> collections.abc.Iterator[Sample]:
    seed = int.from_bytes(hashlib.sha256(photo.name.encode()).digest()[:8], "big")
    random = numpy.random.default_rng(seed)
    photo = framed(photo, random)
    image, face = photo.image, photo.face
    for style in random.choice(STYLES, 2, replace=False):
        yield Sample(f"{photo.name}-mask-{style}", f"mask {style}", photo, draw_mask(image, face, str(style), random),
                     {**photo.kinds, "mask": True})
    for target in random.choice(list(TARGETS), 2, replace=False):
        hand = hands[random.integers(len(hands))]
        covered, share = paste_over(image, face, hand, str(target), random)
        if share >= LEAST_COVER:
            yield Sample(f"{photo.name}-hand-{target}", f"hand {target}", photo, covered,
                         {**photo.kinds, "hand_covering": True})
    beside, share = paste_beside(image, face, hands[random.integers(len(hands))], random)
    if share <= MOST_BESIDE:
        yield Sample(f"{photo.name}-beside", "hand beside", photo, beside, photo.kinds)


def write(folder: pathlib.Path, shared: pathlib.Path, cache: pathlib.Path) -> int:
    """Writes every sample and labels.json into a folder; the number of samples."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = []
    for sample in samples(shared, cache):
        file = f"{sample.photo.source}-{sample.name}.jpg".replace(" ", "_")
        cv2.imwrite(str(folder / file), sample.image, [cv2.IMWRITE_JPEG_QUALITY, 95])
        labels.append(sample.label(file))
    (folder / "labels.json").write_text(json.dumps({"samples": labels}, indent=1))
    return len(labels)
