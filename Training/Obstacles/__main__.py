"""Fetches the pictures, draws samples, cross-validates, trains on everybody, and writes weights and the report.

    scripts/train-obstacles [--samples N] [--crops eyes head hand] [--work FOLDER] [--shared ../shared] [--out FOLDER]
"""

import argparse
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("OMP_NUM_THREADS", "2")

import cv2
import numpy as np
import tensorflow as tf

from catalogue import write_card
from dataset import Dataset, Draw, draw_dataset
from evaluate import Question, report
from export import write_tflite
from faces import Face, load_faces
from hand_samples import draw_hand_sample
from pictures import HERE, REPOSITORY, PictureFolders, fetch_packages
from runtime import Network
from samples import draw_sample
from train import train_classifier

SEED = 1000
WEIGHTS = REPOSITORY / "config" / "weights"
# Each set of sources is judged once by a network that saw nothing of it.
SOURCES = {"ORL": ("orl",), "web photos and groups": ("web", "groups", "masks", "spoof")}


@dataclass(frozen=True)
class Drawing:
    """How samples are drawn, from which seed on, how many where nothing else is asked for, and the label of faces that
    are not drawn on."""

    name: str
    draw: Draw
    seed: int
    count: int
    without: str | None = None


WORN = Drawing("samples", draw_sample, SEED, 4200)
DRAWN_BY = {"eyes": WORN, "head": WORN, "hand": Drawing("hand-samples", draw_hand_sample, 5000, 5000, without="hand")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, help="how many are drawn, if not as many as for config/weights")
    parser.add_argument("--crops", nargs="+", default=list(DRAWN_BY), choices=list(DRAWN_BY))
    parser.add_argument("--work", type=Path, default=REPOSITORY / ".deps" / "training")
    parser.add_argument("--shared", type=Path, default=os.environ.get("KENALI_SHARED", REPOSITORY.parent / "shared"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    tf.config.threading.set_intra_op_parallelism_threads(2)
    tf.config.threading.set_inter_op_parallelism_threads(1)

    options.work.mkdir(parents=True, exist_ok=True)
    fetch_packages(options.work / "pictures")
    dependencies = REPOSITORY / ".deps"
    folders = PictureFolders(options.shared / "faces", dependencies / "testdata", options.work / "pictures")
    faces, missing = load_faces(folders, dependencies / "models")
    if missing:
        print(f"train-obstacles: {len(missing)} of the labelled pictures are missing, {missing[0]} first: the weights "
              "and figures will differ from the repository's; --shared names the folder that holds faces/",
              file=sys.stderr)  # fmt: skip
    for crop in options.crops:
        samples = draw_samples(DRAWN_BY[crop], options.samples, faces, dependencies / "models", options.work)
        question = Question.about(crop, samples, faces)
        logits = question.by_people()
        sources = {name: members for name, members in SOURCES.items() if any(f.source in members for f in faces)}
        calibration = question.calibration(logits[0])
        model = train_classifier(question.cells, question.mirrored, question.labels, SEED)
        path = options.out / f"face-{crop}.tflite"
        write_tflite(model, samples.crops[crop].shape[1:3], *calibration, path)
        is_shipped = options.out == WEIGHTS
        if is_shipped:
            write_card(crop, path)
        found = {"samples": len(samples.group), "faces": len(faces), "people": len({face.person for face in faces}),
                 "missing_pictures": len(missing), "network": describe(path, samples.crops[crop][:64]),
                 "outputs": report(question, logits, question.by_sources(sources), sources, calibration)}  # fmt: skip
        ((HERE if is_shipped else options.out) / f"report-{crop}.json").write_text(json.dumps(found, indent=1) + "\n")
    return 0


def draw_samples(drawing: Drawing, count: int | None, faces: list[Face], models: Path, work: Path) -> Dataset:
    """The samples of an earlier run where they are there (delete them after a change of the drawing), else new ones."""
    count = count or drawing.count
    path = work / f"{drawing.name}-{count}.npz"
    if path.is_file():
        return Dataset.load(path)
    bare = [face for face in faces if drawing.without is None or face.wears(drawing.without) is False]
    samples = draw_dataset(drawing.draw, bare, models, count, drawing.seed)
    samples.save(path)
    return samples


def describe(path: Path, crops: np.ndarray) -> dict:
    """Size and sha256 of a network's file, and that OpenVINO runs it."""
    network = Network(path)
    scores = np.concatenate([network(crop[None] / 255)[0] for crop in crops])
    if not np.isfinite(scores).all():
        raise ValueError(f"{path} gives numbers that are none")
    return {"size": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


if __name__ == "__main__":
    sys.exit(main())
