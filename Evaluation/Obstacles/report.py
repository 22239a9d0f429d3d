"""Tables of an evaluation: what was caught, what was rejected falsely, per kind and source, and what it cost."""

import collections
import collections.abc
import json
import pathlib

from ..statistics import clopper_pearson

# The API's thresholds (docs/api.md).
THRESHOLDS = {"mask": 0.3, "hand_covering": 0.3, "glasses": 0.5, "hat": 0.3}


def report(folder: pathlib.Path, result: pathlib.Path) -> collections.abc.Iterator[str]:
    """Lines of text for `labels.json` of a folder and what `kenali evaluate obstacles --json` said of it."""
    labels = json.loads((folder / "labels.json").read_text())["samples"]
    answers = json.loads(result.read_text())["samples"]
    seen = [(labels[answer["index"]], answer) for answer in answers if answer["quality"] is not None]
    lost = collections.Counter(labels[answer["index"]]["source"] for answer in answers if answer["quality"] is None)
    yield f"{len(answers)} pictures; no face found in " + (", ".join(f"{n} of {s}" for s, n in lost.items()) or "none")
    for detector in seen[0][1]["detectors"]:
        yield from _of_detector(detector, seen)
    yield from _together(seen)


def _of_detector(detector: str, seen: list[tuple[dict, dict]]) -> collections.abc.Iterator[str]:
    kinds = sorted({kind for _, answer in seen for kind in answer["detectors"][detector]["confidences"]})
    cost = [answer["detectors"][detector]["cpu_ms"] for _, answer in seen]
    bare = [answer["detectors"][detector]["cpu_ms"] for label, answer in seen if not any(label["kinds"].values())]
    yield ""
    yield (f"{detector}: CPU {sum(cost) / len(cost):.2f} ms in the mean, "
           f"{sum(bare) / max(1, len(bare)):.2f} ms on bare faces")
    for kind in kinds:
        groups: dict[tuple[str, str], list[bool]] = collections.defaultdict(list)
        for label, answer in seen:
            if kind in label["kinds"]:
                for row in _rows(_truth(kind, label), label):
                    groups[row].append(_rejects(kind, answer["detectors"][detector]["confidences"].get(kind, 0)))
        yield from _table(kind, groups)


def _together(seen: list[tuple[dict, dict]]) -> collections.abc.Iterator[str]:
    """A frame is rejected by any detector, whatever the name."""
    groups: dict[tuple[str, str], list[bool]] = collections.defaultdict(list)
    for label, answer in seen:
        found = any(_rejects(kind, confidence) for detector in answer["detectors"].values()
                    for kind, confidence in detector["confidences"].items())
        # A face that was not looked at for everything may be covered by something else.
        if any(label["kinds"].values()) or len(label["kinds"]) > 1:
            covering = " or ".join(kind for kind, there in label["kinds"].items() if there)
            for row in _rows(f"covered by {covering}" if covering else "bare", label):
                groups[row].append(found)
    yield ""
    yield "all detectors together"
    yield from _table("anything", groups)


def _table(kind: str, groups: dict[tuple[str, str], list[bool]]) -> collections.abc.Iterator[str]:
    for (truth, name), found in sorted(groups.items()):
        low, high = clopper_pearson(sum(found), len(found))
        yield (f"  {kind:14} {truth:9} {name:24} {sum(found):4} of {len(found):4} = "
               f"{100 * sum(found) / len(found):5.1f} %  [{100 * low:.1f}, {100 * high:.1f}]")


def _rejects(kind: str, confidence: float) -> bool:
    return confidence > THRESHOLDS.get(kind, 0.5)


def _truth(kind: str, label: dict) -> str:
    if label["kinds"][kind]:
        return "caught"
    # Where something else covers the face, rejecting it is right, only the name is wrong.
    return "misnamed" if any(label["kinds"].values()) else "rejected"


def _rows(truth: str, label: dict) -> collections.abc.Iterator[tuple[str, str]]:
    """Which rows of the table a sample counts in."""
    origin = "synthetic" if label["synthetic"] else "real"
    yield truth, f"all {origin}"
    yield truth, f"{label['source']} {origin}"
    if label["synthetic"]:
        yield truth, f"- {label['species']}"
