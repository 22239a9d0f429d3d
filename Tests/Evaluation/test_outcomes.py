"""What counts as an error, and that files which do not belong together are refused."""

import json
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

from Evaluation.outcomes import Mismatch, Outcome, load
from Evaluation.report import report

ATTACK = Outcome("s1", "still_photo", "web", "test", "p01", None, "authentication", True, "verified", 2.5, "p01",
                 {"liveness.blink": "live"}, 15.0)


class Errors(unittest.TestCase):
    def test_an_attack_that_passes_is_an_error(self) -> None:
        self.assertTrue(ATTACK.is_error)
        self.assertFalse(replace(ATTACK, passed=False).is_error)

    def test_who_is_there_may_pass_as_themselves_only(self) -> None:
        swap = replace(ATTACK, species="face_swap", live_person="p02")
        self.assertTrue(swap.is_error)
        self.assertFalse(replace(swap, matched="p02").is_error)
        self.assertFalse(replace(swap, matched=None).is_error)

    def test_a_bona_fide_session_must_pass(self) -> None:
        genuine = replace(ATTACK, species="bona_fide", live_person="p01")
        self.assertFalse(genuine.is_error)
        self.assertTrue(replace(genuine, passed=False).is_error)
        self.assertTrue(replace(genuine, matched="p02").is_mistaken)


class Report(unittest.TestCase):
    def test_rates_and_latency(self) -> None:
        outcomes = [ATTACK] + [replace(ATTACK, name=f"t{index}", passed=False, reason="spoof", seconds=0.5)
                               for index in range(3)]
        text = report(outcomes)
        self.assertIn("| still_photo | 25.0 % (1/4) [0.6–80.6] | – |", text)
        self.assertIn("| still_photo | authentication | 4/4 | 0.5 | 2.2 |", text)
        self.assertIn("| still_photo | authentication | spoof 3, passed 1 |", text)
        self.assertIn("| still_photo | live 4 |", text)

    def test_videos_too_short_to_decide_stand_apart(self) -> None:
        genuine = replace(ATTACK, species="bona_fide", source="clip")
        text = report([genuine, replace(genuine, name="s2", passed=False, seconds=None, recorded=2.0)])
        self.assertIn("| clip | 0.0 % (0/1)", text)
        self.assertIn("| clip, under 3.5 s | 100.0 % (1/1)", text)
        self.assertIn("| all | 50.0 % (1/2)", text)


class Files(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.session = {"id": "s1", "species": "still_photo", "source": "web", "split": "test", "person": "p01",
                        "live_person": None, "count": 150, "frames_per_second": 10.0, "purposes": ["authentication"]}
        self.result = {"id": "s1", "purpose": "authentication", "passed": False, "reason": "spoof", "seconds": 1.0,
                       "samples": 0, "matched": None, "evidence": {"liveness.blink": {"verdict": "spoof"}}}

    def write(self, results: list[dict], format_: int = 1) -> None:
        (self.folder / "sessions.json").write_text(json.dumps({"format": 1, "sessions": [self.session]}))
        (self.folder / "results.json").write_text(json.dumps({"format": format_, "results": results}))

    def test_joined(self) -> None:
        self.write([self.result])
        self.assertEqual([(outcome.name, outcome.verdicts, outcome.recorded) for outcome in load(self.folder)],
                         [("s1", {"liveness.blink": "spoof"}, 15.0)])

    def test_missing_double_unknown_and_foreign_results_are_refused(self) -> None:
        for results in ([], [self.result, self.result], [{**self.result, "id": "s2"}],
                        [{**self.result, "purpose": "enrollment"}]):
            self.write(results)
            with self.assertRaises(Mismatch):
                load(self.folder)
        self.write([self.result], format_=2)
        with self.assertRaises(Mismatch):
            load(self.folder)


if __name__ == "__main__":
    unittest.main()
