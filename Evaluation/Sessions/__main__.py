"""Generates a set of sessions.

    python -m Evaluation.Sessions --dest FOLDER [--sessions 40] [--bona-fide 60] [--species NAME ...] [--split dev|test]

Run from the repository's top. Reads photos and models from .deps and, where they are there, the shared faces.
"""

import argparse
import os
import sys
import time
from pathlib import Path

from .generate import generate
from .people import everybody
from .plan import plan
from .Species import SPECIES


def main() -> int:
    """The command's entry."""
    root = Path(__file__).resolve().parents[2]
    shared = Path(os.environ.get("KENALI_SHARED", root.parent / "shared"))
    parser = argparse.ArgumentParser(
        prog="python -m Evaluation.Sessions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dest", type=Path, required=True, help="folder to write to")
    parser.add_argument("--sessions", type=int, default=40, help="sessions of each attack species (40)")
    parser.add_argument("--bona-fide", type=int, default=60, help="bona fide sessions (60)")
    parser.add_argument("--species", nargs="+", choices=list(SPECIES), default=list(SPECIES),
                        help="species to make (all)")
    parser.add_argument("--split", choices=["dev", "test", "all"], default="all", help="people to show (all)")
    parser.add_argument("--frames", type=int, default=150, help="frames of a session, 10 a second (150)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other sessions (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one for each processor)")
    parser.add_argument("--models", type=Path, default=root / ".deps" / "models")
    parser.add_argument("--test-data", type=Path, default=root / ".deps" / "testdata")
    parser.add_argument("--faces", type=Path, default=shared / "faces")
    options = parser.parse_args()

    people = everybody(options.faces, options.test_data)
    people = [person for person in people if options.split in ("all", person.split)]
    if not options.faces.is_dir():
        print(f"NOTE: {options.faces} is not here: sessions show only the people of the registries", file=sys.stderr)
    if not people:
        print("error: no photos: run scripts/fetch-test-data, or name the folders", file=sys.stderr)
        return 1
    try:
        sessions = plan(people, options.species, options.sessions, options.bona_fide, options.frames, options.seed)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if not (options.models / "face_landmark.tflite").is_file():
        print(f"error: {options.models} has no models: run scripts/setup", file=sys.stderr)
        return 1
    gallery = [person for person in people if person.in_gallery]
    start = time.monotonic()
    generate(sessions, gallery, options.dest, options.models, options.jobs, options.seed)
    print(f"{len(sessions)} sessions of {len(people)} people in {time.monotonic() - start:.0f} s: {options.dest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
