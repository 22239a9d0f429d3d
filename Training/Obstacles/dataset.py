"""Draws many samples with all cores and keeps them in one file."""

from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from detector import FaceDetector
from faces import Face
from samples import Sample, draw_sample

PROCESSES = 2
_worker: tuple[list[list[Face]], FaceDetector] | None = None


@dataclass
class Dataset:
    """Samples as arrays: crops in 8-bit RGB, labels (1, 0, or -1 unknown), and what each sample is and comes from."""

    eyes: np.ndarray
    head: np.ndarray
    eye_labels: np.ndarray
    head_labels: np.ndarray
    kind: np.ndarray
    group: np.ndarray
    source: np.ndarray

    @classmethod
    def of(cls, samples: list[Sample]) -> "Dataset":
        return cls(*(np.array([getattr(sample, field) for sample in samples]) for field in cls.__dataclass_fields__))

    @classmethod
    def load(cls, path: Path) -> "Dataset":
        with np.load(path) as arrays:
            return cls(*(arrays[field] for field in cls.__dataclass_fields__))

    def save(self, path: Path) -> None:
        np.savez(path, **vars(self))

    def where(self, chosen: np.ndarray) -> "Dataset":
        return Dataset(*(getattr(self, field)[chosen] for field in self.__dataclass_fields__))


def draw_dataset(faces: list[Face], models: Path, count: int, seed: int) -> Dataset:
    """`count` samples; every group of people has the same chance. The same seed gives the same samples."""
    groups: dict[str, list[Face]] = {}
    for face in faces:
        if face.presence > 0.5:
            groups.setdefault(face.group + face.source, []).append(face)
    chunks = [(seed + i, 50) for i in range(0, count // 50)]
    # Forked copies of a process that has used OpenVINO hang.
    with get_context("spawn").Pool(PROCESSES, _start_worker, (list(groups.values()), models)) as pool:
        drawn = pool.map(_draw_chunk, chunks, chunksize=1)
    return Dataset.of([sample for chunk in drawn for sample in chunk])


def _start_worker(groups: list[list[Face]], models: Path) -> None:
    global _worker
    cv2.setNumThreads(1)
    _worker = groups, FaceDetector(models, sizes=(320,))


def _draw_chunk(task: tuple[int, int]) -> list[Sample]:
    assert _worker is not None
    groups, detector = _worker
    seed, count = task
    rng = np.random.default_rng(seed)
    samples: list[Sample] = []
    while len(samples) < count:
        group = groups[rng.integers(len(groups))]
        sample = draw_sample(group[rng.integers(len(group))], detector, rng)
        if sample is not None:
            samples.append(sample)
    return samples
