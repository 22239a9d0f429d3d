"""Writes a set of sessions: frames as JPEG files, and `sessions.json` that describes them (see ../README.md)."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from .cast import Cast
from .networks import FaceReader
from .people import Person
from .plan import FRAMES_PER_SECOND, Session
from .portrait import Studio
from .Species import SPECIES

_QUALITY = 90
# People whose video is too short for a movement beside a blink: no enrolment can be made of it.
_BRIEF_FRAMES = 30

_studio: Studio | None = None
_folder = Path()


def generate(sessions: list[Session], gallery: list[Person], folder: Path, models: Path, jobs: int, seed: int) -> None:
    """Makes the sessions in `jobs` processes, then the gallery, then `sessions.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in ("sessions.json", "results.json"):  # of an earlier set: they would describe frames that are no more
        (folder / stale).unlink(missing_ok=True)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare, initargs=(models, folder)) as pool:
        described = list(pool.map(_make, sessions))
    _prepare(models, folder)
    document = {"format": 1, "seed": seed, "gallery": _write_gallery(gallery), "sessions": described}
    (folder / "sessions.json").write_text(json.dumps(document, indent=1) + "\n")


def _prepare(models: Path, folder: Path) -> None:
    global _studio, _folder
    cv2.setNumThreads(1)
    _studio, _folder = Studio(FaceReader(models)), folder


def _make(session: Session) -> dict:
    """Makes one session and returns what `sessions.json` says of it."""
    assert _studio is not None
    cast = Cast(session.size, session.count, FRAMES_PER_SECOND, np.random.default_rng(session.seed), _studio,
                session.person, session.other)
    place = _folder / session.species / session.name
    place.mkdir(parents=True, exist_ok=True)
    for stale in place.glob("*.jpg"):
        stale.unlink()
    count = 0
    for count, frame in enumerate(SPECIES[session.species].frames(cast), start=1):
        if not cv2.imwrite(str(place / f"{count - 1:03}.jpg"), frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]):
            raise OSError(f"{place} cannot be written")
    filmed = bool(session.person.clips) and SPECIES[session.species].filmed
    return {
        "id": session.name, "species": session.species, "source": "clip" if filmed else session.person.source,
        "person": session.person.name, "other_person": session.other.name if session.other else None,
        "live_person": cast.live_person, "split": session.person.split,
        "frames": f"{session.species}/{session.name}", "frames_per_second": FRAMES_PER_SECOND, "count": count,
        "size": list(session.size), "seed": session.seed,
        "purposes": ["authentication"] if count < _BRIEF_FRAMES else ["authentication", "enrollment"],
        "notes": "; ".join(cast.notes),
    }


def _write_gallery(people: list[Person]) -> list[dict]:
    """One photo of each person that no session shows, as a JPEG file around the face."""
    assert _studio is not None
    written = []
    for person in people:
        path = f"gallery/{person.name}.jpg"
        (_folder / "gallery").mkdir(exist_ok=True)
        cv2.imwrite(str(_folder / path), _studio.crop(person.photos[0]).image, [cv2.IMWRITE_JPEG_QUALITY, 95])
        written.append({"person": person.name, "source": person.source, "split": person.split, "photo": path})
    return written
