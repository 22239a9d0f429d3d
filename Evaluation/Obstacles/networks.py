"""The networks that this folder needs, and what is done with the boxes they find."""

import functools
import pathlib

import numpy

from ..inference import Network

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODELS = ROOT / ".deps" / "models"


@functools.cache
def network(file: str, *shape: int) -> Network:
    """The network of a file under .deps/models, compiled once for an input shape."""
    return Network(MODELS / file, list(shape))


def sigmoid(values: numpy.ndarray) -> numpy.ndarray:
    """1 / (1 + e^-x), without overflow."""
    return 1 / (1 + numpy.exp(-numpy.clip(values, -50, 50)))


def suppressed(boxes: numpy.ndarray, scores: numpy.ndarray, overlap: float) -> list[int]:
    """Indices of the boxes (left, top, right, bottom) that no better one overlaps by more than `overlap`."""
    kept: list[int] = []
    for index in numpy.argsort(-scores):
        if all(intersection_over_union(boxes[index], boxes[other]) <= overlap for other in kept):
            kept.append(int(index))
    return kept


def intersection_over_union(a: numpy.ndarray, b: numpy.ndarray) -> float:
    """Of two boxes (left, top, right, bottom)."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return float(both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both))
