"""Writes the error rates of an evaluation as Markdown tables, in the terms of ISO/IEC 30107-3.

    python -m Evaluation.report FOLDER [--split test|dev|all]

FOLDER holds `sessions.json` and `results.json`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from .outcomes import Mismatch, Outcome, load
from .statistics import Rate, quantile

_PURPOSES = ("authentication", "enrollment")
# What `liveness.temporal` watches for by default: a shorter video ends before anybody can pass.
_SHORTEST_DECISION = 3.5


def report(outcomes: list[Outcome]) -> str:
    """All tables of these outcomes."""
    people = len({outcome.person for outcome in outcomes})
    sessions = len({outcome.name for outcome in outcomes})
    bona_fide = [outcome for outcome in outcomes if outcome.is_bona_fide]
    attacks = [outcome for outcome in outcomes if not outcome.is_bona_fide]
    parts = [
        f"{sessions} sessions of {people} people. Brackets: 95 % Clopper-Pearson intervals.",
        "### Attack presentations that passed (APCER)", _rates(attacks, "species", lambda outcome: outcome.species),
        "### Bona fide presentations that did not pass (BPCER)",
        _rates(bona_fide, "source", _length), _rates(bona_fide, "", lambda outcome: "all"),
        f"Bona fide sessions that passed as somebody else: {sum(outcome.is_mistaken for outcome in bona_fide)}.",
        "### APCER per source", _rates(attacks, "source", lambda outcome: outcome.source),
        "### Seconds to a decision", _latencies(outcomes),
        "### What ended the sessions", _reasons(outcomes),
        "### What each check said at the end", _verdicts(outcomes),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _length(outcome: Outcome) -> str:
    """The source, apart for videos that are too short for any decision."""
    return outcome.source + (f", under {_SHORTEST_DECISION:g} s" if outcome.recorded < _SHORTEST_DECISION else "")


def _rates(outcomes: list[Outcome], title: str, key: Callable[[Outcome], str]) -> str:
    rows = []
    for name in _ordered(key(outcome) for outcome in outcomes):
        cells = [name]
        for purpose in _PURPOSES:
            chosen = [outcome for outcome in outcomes if key(outcome) == name and outcome.purpose == purpose]
            cells.append(_cell(Rate(sum(outcome.is_error for outcome in chosen), len(chosen))))
        rows.append(cells)
    return _table([title, *_PURPOSES], rows)


def _cell(rate: Rate) -> str:
    if rate.total == 0:
        return "–"
    low, high = rate.interval()
    return f"{100 * rate.value:.1f} % ({rate.errors}/{rate.total}) [{100 * low:.1f}–{100 * high:.1f}]"


def _latencies(outcomes: list[Outcome]) -> str:
    rows = []
    for name in _ordered(outcome.species for outcome in outcomes):
        for purpose in _PURPOSES:
            chosen = [outcome for outcome in outcomes if outcome.species == name and outcome.purpose == purpose]
            seconds = [outcome.seconds for outcome in chosen if outcome.seconds is not None]
            if seconds:
                rows.append([name, purpose, f"{len(seconds)}/{len(chosen)}", f"{quantile(seconds, 0.5):.1f}",
                             f"{quantile(seconds, 0.95):.1f}"])
    return _table(["species", "purpose", "decided", "median", "95 %"], rows)


def _reasons(outcomes: list[Outcome]) -> str:
    rows = []
    for name in _ordered(outcome.species for outcome in outcomes):
        for purpose in _PURPOSES:
            chosen = [outcome for outcome in outcomes if outcome.species == name and outcome.purpose == purpose]
            counts = Counter("passed" if outcome.passed else outcome.reason for outcome in chosen)
            if chosen:
                rows.append([name, purpose, ", ".join(f"{reason} {count}" for reason, count in counts.most_common())])
    return _table(["species", "purpose", "outcomes"], rows)


def _verdicts(outcomes: list[Outcome]) -> str:
    checks = _ordered(check for outcome in outcomes for check in outcome.verdicts)
    rows = []
    for name in _ordered(outcome.species for outcome in outcomes):
        chosen = [outcome for outcome in outcomes if outcome.species == name]
        rows.append([name, *(_verdict_cell([outcome.verdicts[check] for outcome in chosen if check in outcome.verdicts])
                             for check in checks)])
    return _table(["species", *checks], rows)


def _verdict_cell(verdicts: list[str]) -> str:
    return ", ".join(f"{verdict} {count}" for verdict, count in Counter(verdicts).most_common()) or "–"


def _table(titles: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _ordered(names: Iterable[str]) -> list[str]:
    """Each name once, in the order of its first appearance."""
    return list(dict.fromkeys(names))


def main() -> int:
    """The command's entry."""
    parser = argparse.ArgumentParser(
        prog="python -m Evaluation.report", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", choices=["dev", "test", "all"], default="test", help="people to report on (test)")
    options = parser.parse_args()
    try:
        outcomes = load(options.folder)
    except Mismatch as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    chosen = [outcome for outcome in outcomes if options.split in ("all", outcome.split)]
    if not chosen:
        print(f"error: {options.folder} has no sessions of the split {options.split}", file=sys.stderr)
        return 1
    sys.stdout.write(report(chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main())
