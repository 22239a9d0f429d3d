"""Sessions and what became of them: `sessions.json` of the generator joined with `results.json` of the runner."""

import json
from dataclasses import dataclass
from pathlib import Path

BONA_FIDE = "bona_fide"


class Mismatch(Exception):
    """The two files do not belong together; the text says why."""


@dataclass(frozen=True)
class Outcome:
    """One session for one purpose. README.md says what the fields mean."""

    name: str
    species: str
    source: str
    split: str
    person: str
    live_person: str | None
    purpose: str
    passed: bool
    reason: str
    seconds: float | None
    matched: str | None
    verdicts: dict[str, str]
    recorded: float
    """Seconds that the session's frames last."""

    @property
    def is_bona_fide(self) -> bool:
        return self.species == BONA_FIDE

    @property
    def is_error(self) -> bool:
        """Whether the decision was wrong.

        A bona fide session must pass. An attack must not; but where another person is truly there at the end, only
        passing as somebody else than that person is an error.
        """
        if self.is_bona_fide:
            return not self.passed
        if self.live_person is not None:
            return self.passed and self.matched not in (None, self.live_person)
        return self.passed

    @property
    def is_mistaken(self) -> bool:
        """Whether a bona fide session passed as somebody else."""
        return self.is_bona_fide and self.passed and self.matched not in (None, self.person)


def load(folder: Path) -> list[Outcome]:
    """The outcomes of a folder's sessions. Each purpose that `sessions.json` names must have one result."""
    sessions = {session["id"]: session for session in _read(folder / "sessions.json")["sessions"]}
    outcomes, seen = [], set()
    for result in _read(folder / "results.json")["results"]:
        session = sessions.get(result["id"])
        key = result["id"], result["purpose"]
        if session is None or result["purpose"] not in session["purposes"]:
            raise Mismatch(f"results.json has {key[0]} for {key[1]}, which sessions.json does not ask for")
        if key in seen:
            raise Mismatch(f"results.json has {key[0]} for {key[1]} twice")
        seen.add(key)
        outcomes.append(Outcome(
            session["id"], session["species"], session["source"], session["split"], session["person"],
            session["live_person"], result["purpose"], result["passed"], result["reason"], result["seconds"],
            result["matched"], {name: check["verdict"] for name, check in result["evidence"].items()},
            session["count"] / session["frames_per_second"]))
    missing = [f"{name} for {purpose}" for name, session in sessions.items() for purpose in session["purposes"]
               if (name, purpose) not in seen]
    if missing:
        raise Mismatch(f"results.json lacks {len(missing)} outcomes, first {missing[0]}")
    return outcomes


def _read(path: Path) -> dict:
    try:
        document = json.loads(path.read_text())
    except OSError as error:
        raise Mismatch(f"{path} cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise Mismatch(f"{path} is not JSON: {error}") from error
    if document.get("format") != 1:
        raise Mismatch(f"{path} has format {document.get('format')}; this program reads format 1")
    return document
