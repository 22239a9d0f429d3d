"""`kenali plugins test`: the conformance suites on any plugin file."""

import json
import pathlib
import tempfile
import unittest

from guide_plugin import BUILD, compile_guide
from host_process import kenali

CRASH = "what was acknowledged is there after kill -9, and nothing is there by half"


class Trial(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kenali-trial-")))

    def trial(self, library, *arguments):
        """The command's answer; it must leave nothing behind."""
        temporary = self.folder / "tmp"
        temporary.mkdir()
        done = kenali("plugins", "test", library, *arguments, env={"TMPDIR": str(temporary)}, timeout=600)
        self.assertEqual(list(temporary.iterdir()), [])
        temporary.rmdir()
        return done

    def rules(self, done):
        component, = json.loads(done.stdout)["components"]
        return {rule["rule"]: rule["result"] for rule in component["rules"]}

    def test_a_right_store_passes(self):
        done = self.trial(BUILD / "libFAISSStore.so", "--json", "--set", "compact_after=50")
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual((answer["id"], answer["passed"]), ("FAISSStore", True))
        rules = self.rules(done)
        self.assertGreater(len(rules), 35)
        self.assertEqual(set(rules.values()), {"holds"})
        self.assertIn(CRASH, rules)

    def test_the_guides_store_passes(self):
        done = self.trial(compile_guide(self.folder))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"\nstore\.simple: \d+ rules hold, 0 do not\n")
        self.assertIn(f"  holds   {CRASH}\n", done.stdout)

    def test_a_store_that_writes_nothing_fails(self):
        library = compile_guide(self.folder, ("      try write(try JSONEncoder().encode(new))", "      _ = try JSONEncoder().encode(new)"),
                                ("    } catch {\n      log.write(.error,", "      if false { try write(Data()) }\n    } catch {\n      log.write(.error,"))
        done = self.trial(library, "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("not every rule holds for store.simple", done.stderr)
        self.assertFalse(json.loads(done.stdout)["passed"])
        rules = self.rules(done)
        self.assertEqual(rules[CRASH], "failed")
        self.assertEqual(rules["everything is there after a restart, and searches answer as before"], "failed")
        self.assertEqual(rules["equal vectors under different ids are different faces"], "holds")

    def test_what_has_no_suite_is_said_to_be_untested(self):
        done = self.trial(BUILD / "libVision.so")
        self.assertEqual(done.returncode, 1)
        self.assertIn("face.detector.yunet: NOT TESTED: its suite (FaceDetectorConformance) needs pictures", done.stdout)
        self.assertIn("image.decoder.standard: NOT TESTED: there is no conformance suite", done.stdout)
        self.assertIn("nothing was tested", done.stderr)

    def test_settings_are_checked_first(self):
        done = self.trial(BUILD / "libFAISSStore.so", "--set", "compact_after=many", "--set", "x=1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("store.faiss.compact_after: must be a whole number", done.stderr)
        self.assertIn("store.faiss.x: unknown key", done.stderr)
        file = self.folder / "settings.yaml"
        file.write_text("compact_after: few\n")
        done = self.trial(BUILD / "libFAISSStore.so", "--settings", file)
        self.assertIn("store.faiss.compact_after: must be a whole number", done.stderr)

    def test_a_wrong_command_line(self):
        for arguments, said in [
                ([BUILD / "libFAISSStore.so", "--component", "store.x"], "it has: store.faiss"),
                ([BUILD / "libVision.so", "--set", "a=1"], "name it by --component"),
                ([], "expected: <PATH>")]:
            done = kenali("plugins", "test", *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(said, done.stderr)

    def test_a_file_that_is_no_plugin(self):
        done = kenali("plugins", "test", self.folder / "libNone.so")
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no such file", done.stderr)


if __name__ == "__main__":
    unittest.main()
