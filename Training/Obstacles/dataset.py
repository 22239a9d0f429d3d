"""Draws many samples with all cores and keeps them in one file."""

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from detector import FaceDetector
from faces import Face
from samples import Sample

PROCESSES = 2
# How arrays are named in the file.
CROP, LABELS = "crop-", "labels-"
Draw = Callable[[Face, FaceDetector, np.random.Generator], Sample | None]
_worker: tuple[Draw, list[list[Face]], FaceDetector] | None = None


@dataclass
class Dataset:
    """Samples as arrays: crops in 8-bit RGB and labels (1, 0, or -1 unknown), both by the crop's name, and what each
    sample is and comes from."""

    crops: dict[str, np.ndarray]
    labels: dict[str, np.ndarray]
    kind: np.ndarray
    group: np.ndarray
    source: np.ndarray

    @classmethod
    def of(cls, samples: list[Sample]) -> "Dataset":
        crops, labels = ({name: np.array([getattr(sample, field)[name] for sample in samples])
                          for name in samples[0].crops} for field in ("crops", "labels"))  # fmt: skip
        rest = (np.array([getattr(sample, field) for sample in samples]) for field in ("kind", "group", "source"))
        return cls(crops, labels, *rest)

    @classmethod
    def load(cls, path: Path) -> "Dataset":
        with np.load(path) as arrays:
            crops, labels = ({key.removeprefix(prefix): arrays[key] for key in arrays if key.startswith(prefix)}
                             for prefix in (CROP, LABELS))  # fmt: skip
            return cls(crops, labels, arrays["kind"], arrays["group"], arrays["source"])

    def save(self, path: Path) -> None:
        parts = {CROP + name: crop for name, crop in self.crops.items()}
        parts |= {LABELS + name: labels for name, labels in self.labels.items()}
        np.savez(path, **parts, kind=self.kind, group=self.group, source=self.source)


def draw_dataset(draw: Draw, faces: list[Face], models: Path, count: int, seed: int) -> Dataset:
    """`count` samples by `draw`; every group of people has the same chance. The same seed gives the same samples."""
    groups: dict[str, list[Face]] = {}
    for face in faces:
        if face.presence > 0.5:
            groups.setdefault(face.group + face.source, []).append(face)
    chunks = [(seed + i, 50) for i in range(0, count // 50)]
    # Forked copies of a process that has used OpenVINO hang.
    with get_context("spawn").Pool(PROCESSES, _start_worker, (draw, list(groups.values()), models)) as pool:
        drawn = pool.map(_draw_chunk, chunks, chunksize=1)
    return Dataset.of([sample for chunk in drawn for sample in chunk])


def _start_worker(draw: Draw, groups: list[list[Face]], models: Path) -> None:
    global _worker
    cv2.setNumThreads(1)
    _worker = draw, groups, FaceDetector(models, sizes=(320,))


def _draw_chunk(task: tuple[int, int]) -> list[Sample]:
    assert _worker is not None
    draw, groups, detector = _worker
    seed, count = task
    rng = np.random.default_rng(seed)
    samples: list[Sample] = []
    while len(samples) < count:
        group = groups[rng.integers(len(groups))]
        sample = draw(group[rng.integers(len(group))], detector, rng)
        if sample is not None:
            samples.append(sample)
    return samples
