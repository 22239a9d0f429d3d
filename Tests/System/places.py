"""Where things are: the program under test, the test data, the documents."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("KENALI_PROGRAM", ROOT / ".build/release/kenali"))
HOME = pathlib.Path(os.environ.get("KENALI_HOME", ROOT))
TESTDATA = ROOT / ".deps/testdata"
SHARED = pathlib.Path(os.environ.get("KENALI_SHARED", ROOT / ".." / "shared"))


def missing_shared(name):
    """Why a test that needs something of the shared folder can't run, or None."""
    return None if (SHARED / name).exists() else f"{SHARED / name} is not here"

# Without the MiniFASNet models, of the `standard` set, the texture check stands in for anti-spoofing.
HAS_ANTI_SPOOFING = (ROOT / ".deps/models/minifasnet_v2_2.7.onnx").exists()
