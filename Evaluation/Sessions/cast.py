"""What a species is given to make one session of: who is shown, in which frame, and with which draw."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np

from .camera import Camera
from .live_head import HeadState, LiveHead
from .movements import Liveliness, Script
from .people import Clip, Person, Photo
from .portrait import Portrait, Studio

# How long the shutter is open, seconds: what a moving head is smeared by.
_SHUTTER = 0.02


@dataclass
class Cast:
    """One session's people, frame size, frames per second, and source of chance.

    A species writes to `notes` what was drawn and a reader of the results wants to know, and to `live_person` who is
    truly before the camera at the session's end: who passes as that person is no attacker.
    """

    size: tuple[int, int]
    count: int
    rate: float
    rng: np.random.Generator
    studio: Studio
    person: Person
    other: Person | None = None
    notes: list[str] = field(default_factory=list)
    live_person: str | None = None

    @property
    def times(self) -> list[float]:
        """Seconds of the session's frames."""
        return [index / self.rate for index in range(self.count)]

    def camera(self) -> Camera:
        """A camera of the session's frame size."""
        return Camera(self.size, self.rng)

    def portrait(self, person: Person | None = None, margin: float = 1.0) -> Portrait:
        """A photo of the person (the session's own by default), not the one in the gallery, in the session's frame.

        With a `margin` the picture is so many times larger than the frame, and so is the face.
        """
        photos = session_photos(person or self.person)
        photo = photos[int(self.rng.integers(len(photos)))]
        self.notes.append(f"photo {photo.path.name}")
        return self.studio.portrait(photo, (round(self.size[0] * margin), round(self.size[1] * margin)), self.rng)

    def scenes(self) -> Iterator[np.ndarray]:
        """The live person's scene at each frame: of one of their real videos where there are any, else of a portrait.

        A real video may end before the session's frames do.
        """
        if clips := self.person.clips:
            return self._filmed(clips[int(self.rng.integers(len(clips)))])
        living = LivePerson(self.portrait(), self.times[-1], self.rng)
        return (living.scene(time) for time in self.times)

    def _filmed(self, clip: Clip) -> Iterator[np.ndarray]:
        """The video at another offset, pace, crop, and perhaps mirrored."""
        pace, offset = self.rng.uniform(0.85, 1.15), self.rng.uniform(0, 0.4)
        mirrored = bool(self.rng.random() < 0.5)
        self.notes.append(
            f"{clip.folder.name} from {offset:.2f} s at {pace:.2f} of its pace{', mirrored' if mirrored else ''}")
        zoom, shift = self.rng.uniform(1.0, 1.15), self.rng.uniform(-0.03, 0.03)
        middle = 1 - clip.middle if mirrored else clip.middle
        for time in self.times:
            number = clip.first + round((offset + time * pace) * clip.frames_per_second)
            if number > clip.last:
                return
            image = cv2.imread(str(clip.folder / f"{number:03}.jpg"), cv2.IMREAD_COLOR)
            if image is None:
                raise ValueError(f"{clip.folder} has no frame {number}")
            yield _framed(image[:, ::-1] if mirrored else image, self.size, zoom, middle + shift)


def session_photos(person: Person) -> tuple[Photo, ...]:
    """The photos that sessions may show: all but the first, which is the gallery's, where there are several."""
    return person.photos[1:] or person.photos


class LivePerson:
    """A portrait that lives for some seconds."""

    def __init__(
        self, portrait: Portrait, seconds: float, rng: np.random.Generator, liveliness: Liveliness = Liveliness()
    ) -> None:
        self._head, self._script = LiveHead(portrait, rng), Script(seconds, rng, liveliness)
        # The nose stands so far before the axis of turning.
        self._lever = 0.8 * portrait.face_width

    def scene(self, time: float) -> np.ndarray:
        """The scene at `time` seconds."""
        state, later = self._script.state(time), self._script.state(time + _SHUTTER)
        return self._head.render(state, _smear(state, later, self._lever))


def _smear(before: HeadState, after: HeadState, lever: float) -> tuple[float, float]:
    return (np.radians(after.yaw - before.yaw) * lever + after.shift[0] - before.shift[0],
            np.radians(after.pitch - before.pitch) * lever + after.shift[1] - before.shift[1])


def _framed(image: np.ndarray, size: tuple[int, int], zoom: float, middle: float) -> np.ndarray:
    """The picture scaled to cover the frame and a little more, with what is at `middle` across as central as can be."""
    height, width = image.shape[:2]
    scale = max(size[0] / width, size[1] / height) * zoom
    left = np.clip(middle * width * scale - size[0] / 2, 0, width * scale - size[0])
    warp = np.array([[scale, 0, -left], [0, scale, (size[1] - height * scale) / 2]])
    return cv2.warpAffine(image, warp, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
