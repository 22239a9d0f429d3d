"""The conformance suite on the built store.pgvector, as an operator runs it before going live."""

import unittest

import places
from host_process import kenali
from services import Postgres


class PgVectorPlugin(unittest.TestCase):
    def test_it_passes_the_suite_and_leaves_nothing(self):
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        postgres.start()
        plugin = places.PROGRAM.parent / "libPgVectorStore.so"
        done = kenali(
            "plugins", "test", plugin, "--set", f"port={postgres.port}", "--set", "database=postgres",
            "--set", "user=postgres", timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"\nstore\.pgvector: \d+ rules hold, 0 do not\n")
        self.assertIn("  holds   what was acknowledged is there after kill -9", done.stdout)
        self.assertEqual(postgres.query("SELECT sum(faces) FROM kenali.tally"), "0")


if __name__ == "__main__":
    unittest.main()
