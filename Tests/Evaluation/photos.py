"""The photos that the tests of the generator use, from the registries."""

import functools
from pathlib import Path

import cv2
import numpy as np

from Evaluation.Sessions.cast import Cast
from Evaluation.Sessions.networks import FaceReader
from Evaluation.Sessions.people import Person, Photo
from Evaluation.Sessions.portrait import Studio

_DEPS = Path(__file__).resolve().parents[2] / ".deps"
SIZE = 240, 180


@functools.cache
def studio() -> Studio:
    """One studio for all tests: reading models and photos takes longest."""
    models, photos = _DEPS / "models", _DEPS / "testdata" / "photos"
    for path in (models / "face_landmark.tflite", photos / "obama.jpg", photos / "biden.jpg"):
        if not path.is_file():
            raise FileNotFoundError(f"{path} is not there: run scripts/setup, which fetches models and photos")
    cv2.setNumThreads(1)
    return Studio(FaceReader(models))


def person(name: str) -> Person:
    """A person of one photo."""
    return Person(name, "registry", (Photo(_DEPS / "testdata" / "photos" / f"{name}.jpg"),))


def cast(seed: int, count: int = 6, size: tuple[int, int] = SIZE) -> Cast:
    """A cast of two people for a short session."""
    return Cast(size, count, 10.0, np.random.default_rng(seed), studio(), person("obama"), person("biden"))
