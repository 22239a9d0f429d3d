"""`scripts/fetch-models` with a catalogue whose model lies in the repository."""

import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import places

SOURCE = "LICENSE"


class FromTheRepository(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kenali-fetch-")))

    def fetch(self, sha256):
        file = {"path": "own.tflite", "sha256": sha256, "sources": [{"kind": "repository", "path": SOURCE}]}
        every = {"summary": "own", "models": ["own"], "components": {}}
        catalogue = {"format": 1, "sets": {"open": every, "standard": every}, "models": [{"id": "own", "files": [file]}]}
        path = self.folder / "models.json"
        path.write_text(json.dumps(catalogue))
        command = [sys.executable, str(places.HOME / "scripts/fetch-models"), "--set", "open"]
        command += ["--catalogue", str(path), "--dest", str(self.folder / "models")]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def test_an_intact_file_is_taken(self):
        content = (places.HOME / SOURCE).read_bytes()
        done = self.fetch(hashlib.sha256(content).hexdigest())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "models/own.tflite").read_bytes(), content)
        self.assertIn(f"from this repository's {SOURCE}", done.stdout)

    def test_a_file_that_is_not_the_pinned_one_is_refused(self):
        done = self.fetch("0" * 64)
        self.assertEqual(done.returncode, 1)
        self.assertIn("its sha256 is", done.stderr)
        self.assertFalse((self.folder / "models/own.tflite").exists())


if __name__ == "__main__":
    unittest.main()
