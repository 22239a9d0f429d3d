"""Tables of an evaluation: what was caught, what was rejected falsely, per kind and source, and what it cost."""

import collections
import collections.abc
import json
import pathlib

from .intervals import clopper_pearson

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
            if kind not in label["kinds"]:
                continue
            found = answer["detectors"][detector]["confidences"].get(kind, 0) > THRESHOLDS.get(kind, 0.5)
            for row in _rows(kind, label):
                groups[row].append(found)
        for (truth, name), found in sorted(groups.items()):
            low, high = clopper_pearson(sum(found), len(found))
            yield (f"  {kind:14} {truth:9} {name:24} {sum(found):4} of {len(found):4} = "
                   f"{100 * sum(found) / len(found):5.1f} %  [{100 * low:.1f}, {100 * high:.1f}]")


def _rows(kind: str, label: dict) -> collections.abc.Iterator[tuple[str, str]]:
    """Which rows of the table a sample counts in."""
    if label["kinds"][kind]:
        truth = "caught"
    elif any(label["kinds"].values()):
        # Something else covers the face: rejecting it is right, only the name is wrong.
        truth = "misnamed"
    else:
        truth = "rejected"
    origin = "synthetic" if label["synthetic"] else "real"
    yield truth, f"all {origin}"
    yield truth, f"{label['source']} {origin}"
    if label["synthetic"]:
        yield truth, f"- {label['species']}"
