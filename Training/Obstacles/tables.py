"""Prints the tables of docs/obstacles.md from the reports; runs in the training's own environment."""

import json
from collections.abc import Iterable
from pathlib import Path

from rates import interval

HERE = Path(__file__).resolve().parent


def rate(counts: dict, hits: str, trials: str) -> str:
    """For example "58 of 63, 92.1 % [82.4, 97.4]", with the 95 % interval."""
    if not counts[trials]:
        return "–"
    low, high = (100 * bound for bound in counts[f"{hits}_interval"])
    share = 100 * counts[hits] / counts[trials]
    return f"{counts[hits]} of {counts[trials]}, {share:.1f} % [{low:.1f}, {high:.1f}]"


def added(parts: Iterable[dict]) -> dict:
    """The counts of several sets of faces as one."""
    parts = list(parts)
    total = {name: sum(counts[name] for counts in parts) for name in ("there", "caught", "free", "falsely_refused")}
    for hits, trials in (("caught", "there"), ("falsely_refused", "free")):
        if total[trials]:
            total[f"{hits}_interval"] = interval(total[hits], total[trials])
    return total


def rows(output: str, found: dict) -> list[str]:
    """The table of one output: a line for each set of faces."""
    parts = {"drawn, people not trained on": found["drawn"], "real, people not trained on": found["real"]}
    parts["– of these all but ORL (28×23 pixels)"] = added(counts for source, counts in found["real_by_source"].items()
                                                           if source != "orl")  # fmt: skip
    parts |= {f"– of these {source}": counts for source, counts in found["real_by_source"].items()}
    parts |= {f"real, trained without {name}": counts for name, counts in found["real_without_the_source"].items()}
    title = f"### {output}, above {found['threshold']:.2f}"
    lines = [f"| {name} | {rate(counts, 'caught', 'there')} | {rate(counts, 'falsely_refused', 'free')} |"
             for name, counts in parts.items()]  # fmt: skip
    return [title, "", "| faces | caught | falsely refused |", "|---|---|---|", *lines]


def kinds(output: str, found: dict) -> str:
    """What was drawn last and how much of it was caught, on one line."""
    caught = {kind: rate(counts, "caught", "there") for kind, counts in found["drawn_by_kind"].items()}
    return f"{output}: " + "; ".join(f"{kind} {text}" for kind, text in caught.items() if text != "–")


if __name__ == "__main__":
    for crop in ("eyes", "head", "hand"):
        report = json.loads((HERE / f"report-{crop}.json").read_text())
        for output, found in report["outputs"].items():
            print("\n".join(rows(output, found)), "\n")
            print(kinds(output, found), "\n")
