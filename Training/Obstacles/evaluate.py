"""Cross-validation: each face is judged by networks that saw neither its people nor, in a second round, its source."""

from dataclasses import dataclass

import numpy as np

from calibration import THRESHOLDS, calibrate
from dataset import Dataset
from faces import Face
from rates import count_errors
from samples import OUTPUTS
from train import cells_of, logits_of, train_classifier

FOLDS = 3


@dataclass
class Question:
    """What one network is asked: the cells of drawn and real crops of one kind, and the labels."""

    outputs: tuple[str, ...]
    cells: np.ndarray
    mirrored: np.ndarray
    labels: np.ndarray
    samples: Dataset
    real_cells: np.ndarray
    real_labels: np.ndarray
    faces: list[Face]

    @classmethod
    def about(cls, crop: str, samples: Dataset, faces: list[Face]) -> "Question":
        """The question for `crop` ("eyes", "head" or "hand")."""
        drawn, labels = samples.crops[crop], samples.labels[crop]
        real = cells_of(np.stack([face.crops[crop] for face in faces]))
        known = np.stack([real_labels(faces, output) for output in OUTPUTS[crop]], axis=1)
        mirrored = cells_of(drawn[:, :, ::-1])
        return cls(OUTPUTS[crop], cells_of(drawn), mirrored, labels, samples, real, known, faces)

    def judged_by_others(
        self, drawn_apart: np.ndarray, real_apart: np.ndarray, seed: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Logits for the samples and faces set apart, by a network trained on all other samples."""
        kept = ~drawn_apart
        model = train_classifier(self.cells[kept], self.mirrored[kept], self.labels[kept], seed)
        return logits_of(model, self.cells[drawn_apart]), logits_of(model, self.real_cells[real_apart])

    def by_people(self) -> tuple[np.ndarray, np.ndarray]:
        """Logits for all samples and all real faces, each from a network that was not trained on their people."""
        folds = fold_of([*self.samples.group, *(face.group for face in self.faces)])
        drawn_fold = np.array([folds[group] for group in self.samples.group])
        real_fold = np.array([folds[face.group] for face in self.faces])
        drawn, real = np.zeros(self.labels.shape), np.zeros(self.real_labels.shape)
        for fold in range(FOLDS):
            apart = drawn_fold == fold, real_fold == fold
            drawn[apart[0]], real[apart[1]] = self.judged_by_others(*apart, seed=fold)
        return drawn, real

    def by_sources(self, sources: dict[str, tuple[str, ...]]) -> dict[str, np.ndarray]:
        """Logits for the real faces of each set of sources, from a network that saw no face of it."""
        where = np.array([face.source for face in self.faces])
        result = {}
        for name, members in sources.items():
            apart = np.isin(self.samples.source, members), np.isin(where, members)
            result[name] = self.judged_by_others(*apart, seed=11)[1]
        return result

    def calibration(self, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Scale and shift of each output, from predictions on drawn samples of people not trained on."""
        pairs = [calibrate(logits[:, i], self.labels[:, i], name) for i, name in enumerate(self.outputs)]
        return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def fold_of(groups: list[str]) -> dict[str, int]:
    """Deals the groups of people into folds, after a fixed shuffle."""
    names = sorted(set(groups))
    order = np.random.default_rng(7).permutation(len(names))
    return {names[index]: place % FOLDS for place, index in enumerate(order)}


def real_labels(faces: list[Face], output: str) -> np.ndarray:
    """1, 0 or -1 (unknown) for each real face."""
    if output == "dark":
        answers = [None if f.wears("glasses") is None else f.labels["glasses"] == "dark" for f in faces]
    else:
        answers = [face.wears(output) for face in faces]
    return np.array([-1.0 if answer is None else float(answer) for answer in answers])


def report(question: Question, logits: tuple[np.ndarray, np.ndarray], by_source: dict[str, np.ndarray],
           sources: dict[str, tuple[str, ...]], calibration: tuple[np.ndarray, np.ndarray]) -> dict:  # fmt: skip
    """Error counts by output: on real faces by source, on drawn samples by kind, and without the source's faces."""
    scale, shift = calibration
    drawn, real = (scale * part + shift for part in logits)
    where, kinds = np.array([face.source for face in question.faces]), question.samples.kind
    result: dict = {}
    for index, output in enumerate(question.outputs):
        limit = float(np.log(THRESHOLDS[output] / (1 - THRESHOLDS[output])))
        truth, labels = question.real_labels[:, index], question.labels[:, index]
        result[output] = {
            "threshold": THRESHOLDS[output],
            "real": count_errors(real[:, index], truth, limit),
            "real_by_source": {str(source): count_errors(real[where == source, index], truth[where == source], limit)
                               for source in np.unique(where)},
            "real_without_the_source": {
                name: count_errors((scale * by_source[name] + shift)[:, index], truth[np.isin(where, members)], limit)
                for name, members in sources.items()},
            "drawn": count_errors(drawn[:, index], labels, limit),
            "drawn_by_kind": {str(kind): count_errors(drawn[kinds == kind, index], labels[kinds == kind], limit)
                              for kind in np.unique(kinds)},
            "real_mistakes": sorted(face.picture for face, score, label in
                                    zip(question.faces, real[:, index], truth, strict=True)
                                    if label >= 0 and (score > limit) != (label == 1)),
        }  # fmt: skip
    return result
