"""Galleries move between stores while enrolments and searches go on."""

import json
import pathlib
import time
import unittest

import pictures
from gallery_load import GalleryLoad
from host_process import HostProcess, eventually, kenali
from services import Postgres, configuration

FAISS, PGVECTOR = "store.faiss", "store.pgvector"


class Moves(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = Postgres()
        cls.addClassCleanup(cls.postgres.remove)
        cls.postgres.start()
        cls.config = configuration(
            {"default": FAISS, "available": f"[{PGVECTOR}]", "recall_sample": 1},
            f"store.pgvector: {cls.postgres.settings()}")
        cls.addClassCleanup(cls.config.unlink)
        cls.host = HostProcess(config=cls.config).start()
        cls.addClassCleanup(cls.host.finish)

    def setUp(self):
        self.tenant = self.host.tenant(self.id().rsplit(".", 1)[1])

    def store(self, *arguments, tenant=None):
        return kenali("tenant", "store", tenant or self.tenant.client_id, "--data", self.host.data, *arguments)

    def copies(self):
        done = self.store("--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {copy["store"]: copy for copy in json.loads(done.stdout)}

    def roles(self):
        return {store: copy["role"] for store, copy in self.copies().items()}

    def test_a_gallery_moves_under_load_and_back(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        with GalleryLoad(self.tenant) as load:
            eventually(lambda: len(load.acknowledged) > 10, 60, "load before the move")
            done = self.store("--to", "pgvector")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("store.pgvector (target): ", done.stdout)
            count = len(load.acknowledged)
            eventually(lambda: len(load.acknowledged) > count + 5, 60, "load after the move")
        self.assertEqual(load.failures, [])
        self.assertEqual(set(load.stores), {FAISS, PGVECTOR})
        self.assertEqual(self.roles(), {PGVECTOR: "primary", FAISS: "kept"})
        moved = self.copies()[PGVECTOR]
        self.assertEqual((moved["phase"], len(moved["checksum"])), ("ready", 16))
        self.assertGreater(moved["verified_faces"], 10)
        self.assertEqual(load.lost(PGVECTOR), [])
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

        self.assertEqual(self.tenant.call("DELETE", "/api/users/barack/faces/").status_code, 200)
        self.assertEqual(self.store("--to", "faiss").returncode, 0)
        self.assertEqual(self.roles(), {FAISS: "primary", PGVECTOR: "kept"})
        self.assertEqual(load.lost(FAISS), [])
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["gallery_size"], len(load.acknowledged))
        self.assertEqual(self.store("--drop-old").returncode, 0)
        self.assertEqual(self.roles(), {FAISS: "primary"})
        # The same faces in the same order have the same checksum, in whichever store.
        self.assertEqual(self.store("--fallback", "pgvector").returncode, 0)
        self.assertEqual(self.copies()[PGVECTOR]["verified_faces"], len(load.acknowledged))
        self.assertEqual(self.store("--rebuild", "faiss").returncode, 0)
        self.assertEqual(self.copies()[FAISS]["checksum"], self.copies()[PGVECTOR]["checksum"])

    def test_a_move_goes_on_after_the_host_was_killed(self):
        frames = pictures.clip()
        for number in range(20):
            self.tenant.enroll(f"user-{number}", frames[number])
        # Away, so that the kill comes in the middle of the move.
        self.postgres.stop()
        try:
            asked = self.store("--to", "pgvector", "--no-wait")
            self.assertEqual(asked.returncode, 0, asked.stderr)
            eventually(lambda: self.roles().get(PGVECTOR) == "target", 10, "the host takes the request")
            self.assertEqual(self.tenant.identify(frames[3])["store"], FAISS)
            self.host.kill()
        finally:
            self.postgres.start()
        pathlib.Path(self.host.log_path).unlink()
        self.host.start()
        eventually(lambda: self.roles().get(PGVECTOR) == "primary", 60, "the end of the move")
        self.assertEqual(self.copies()[PGVECTOR]["verified_faces"], 20)
        for number in range(20):
            answer = self.tenant.call(
                "POST", "/api/verify/", files={"image": frames[number]}, data={"user_id": f"user-{number}"}).json()
            self.assertEqual(answer["store"], PGVECTOR)
            self.assertGreater(answer["similarity"], 0.99)

    def test_tenants_are_moved_one_by_one(self):
        other = self.host.tenant("other")
        for tenant in (self.tenant, other):
            tenant.enroll("barack", pictures.photo("obama.jpg"))
        self.assertEqual(self.store("--to", "pgvector").returncode, 0)
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["store"], PGVECTOR)
        self.assertEqual(other.identify(pictures.photo("obama2.jpg"))["store"], FAISS)
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    def test_recall_is_measured_for_each_tenant(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        self.assertEqual(self.store("--to", "pgvector").returncode, 0)

        def sampled():
            self.tenant.identify(pictures.photo("obama2.jpg"))
            return self.copies()[PGVECTOR].get("recall_probes")
        eventually(sampled, 30, "a sample")
        copy = self.copies()[PGVECTOR]
        self.assertEqual((copy["recall_at_1"], copy["recall_at_10"]), (1, 1))
        stores = self.tenant.call("GET", "/health/detailed/", headers={}).json()["stores"]
        self.assertGreater(next(s for s in stores if s["id"] == PGVECTOR)["recall"]["probes"], 0)

    def test_what_makes_no_sense_is_refused(self):
        for arguments, said in [
            (["--to", "milvus"], "store.milvus is not part of the host's configuration"),
            (["--to", "faiss"], "the gallery is in store.faiss already"),
            (["--cancel"], "no move is under way"), (["--drop-old"], "no copy is kept"),
            (["--fallback", "none"], "there is no fallback"),
            (["--fallback", "faiss"], "store.faiss is the primary"),
        ]:
            refused = self.store(*arguments)
            self.assertEqual(refused.returncode, 1, (arguments, refused.stdout, refused.stderr))
            self.assertIn(said, refused.stderr)
        both = self.store("--to", "pgvector", "--cancel")
        self.assertEqual(both.returncode, 2)
        self.assertIn("exclude each other", both.stderr)
        unknown = self.store(tenant="nobody")
        self.assertEqual(unknown.returncode, 2)
        self.assertIn("there is no tenant with this id", unknown.stderr)

    def test_a_request_waits_for_a_host(self):
        with HostProcess(config=self.config) as host:
            tenant = host.tenant()
            tenant.enroll("barack", pictures.photo("obama.jpg"))
            host.stop()
            asked = kenali("tenant", "store", tenant.client_id, "--data", host.data, "--to", "pgvector", "--no-wait")
            self.assertEqual(asked.returncode, 0, asked.stderr)
            host.start()
            eventually(lambda: tenant.identify(pictures.photo("obama2.jpg"))["store"] == PGVECTOR, 30, "the move")


if __name__ == "__main__":
    unittest.main()
