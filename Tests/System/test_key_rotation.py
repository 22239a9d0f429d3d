"""Embeddings are sealed at rest, and sealed anew under another key by one command."""

import sqlite3
import unittest

import pictures
from host_process import HostProcess, eventually, kenali


class Rotation(unittest.TestCase):
    def test_everything_is_sealed_anew_while_the_host_serves(self):
        with HostProcess() as host:
            tenant = host.tenant()
            for user, name in [("barack", "obama.jpg"), ("joe", "biden.jpg")]:
                tenant.enroll(user, pictures.photo(name))
            before = self.sealed(host)
            self.assertEqual(len(before), 2)
            old, = self.keys(host)
            gallery, = (host.data / "components").rglob("*.gallery")
            self.assertIn(old.encode(), gallery.read_bytes(), "the file names the key that seals it")

            done = kenali("keys", "rotate", "--data", host.data)
            self.assertEqual(done.returncode, 0, done.stderr)
            new, = self.keys(host)
            self.assertNotEqual(new, old)
            after = self.sealed(host)
            self.assertEqual({key for _, key in after}, {new})
            self.assertTrue({sealed for sealed, _ in before}.isdisjoint(sealed for sealed, _ in after))
            self.assertNotIn(old.encode(), gallery.read_bytes())
            self.assertIn(new.encode(), gallery.read_bytes())
            self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")
            host.kill()
            host.start()
            self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")
            tenant.enroll("ana", pictures.clip()[0])

    def test_a_rotation_without_a_host_is_finished_by_the_next(self):
        with HostProcess() as host:
            tenant = host.tenant()
            tenant.enroll("barack", pictures.photo("obama.jpg"))
            host.stop()
            done = kenali("keys", "rotate", "--data", host.data, "--no-wait")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(self.keys(host)), 2)
            host.start()
            eventually(lambda: len(self.keys(host)) == 1, 30, "the end of the rotation")
            self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    @staticmethod
    def keys(host):
        return [line.split()[0] for line in kenali("keys", "list", "--data", host.data).stdout.splitlines()]

    @staticmethod
    def sealed(host):
        database = sqlite3.connect(f"file:{host.data}/kenali.sqlite3?mode=ro", uri=True)
        try:
            return database.execute("SELECT sealed, data_key FROM embeddings").fetchall()
        finally:
            database.close()


if __name__ == "__main__":
    unittest.main()
