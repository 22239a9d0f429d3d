"""A broken primary loses nothing: PostgreSQL is killed, paused, restarted and cut off under load."""

import time
import unittest

import pictures
from gallery_load import GalleryLoad
from host_process import HostProcess, eventually, kenali
from problem_answers import ProblemAssertions
from services import Postgres, configuration

PRIMARY, FALLBACK = "store.pgvector", "store.faiss"


class WithFallback(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postgres = Postgres()
        cls.addClassCleanup(cls.postgres.remove)
        cls.postgres.start()
        cls.config = configuration(
            {"default": PRIMARY, "fallback": FALLBACK},
            f"store.pgvector: {cls.postgres.settings(statement_timeout_ms=2000)}")
        cls.addClassCleanup(cls.config.unlink)
        cls.host = HostProcess(config=cls.config).start()
        cls.addClassCleanup(cls.host.finish)

    def store(self):
        stores = self.host_health()["stores"]
        return next(store for store in stores if store["id"] == PRIMARY)

    def host_health(self):
        return self.tenant.call("GET", "/health/detailed/", headers={}).json()

    def setUp(self):
        self.tenant = self.host.tenant(self.id().rsplit(".", 1)[1])

    def strike(self, blow, seconds_after=0.0):
        """Load, a blow in its middle, load; then nothing may be missing in the primary."""
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["store"], PRIMARY)
        with GalleryLoad(self.tenant) as load:
            eventually(lambda: len(load.acknowledged) > 10, 60, "load before the blow")
            blow()
            time.sleep(seconds_after)
            count = len(load.acknowledged)
            eventually(lambda: len(load.acknowledged) > count + 10, 60, "load after the blow")
        self.assertEqual(load.failures, [], "the fallback answers for the primary")
        eventually(lambda: self.store() | {"recall": None} == {
            "id": PRIMARY, "status": "up", "pending_writes": 0, "recall": None}, 60, f"{PRIMARY} in step: {self.store()}")
        self.assertEqual(load.lost(PRIMARY), [])
        answer = self.tenant.identify(pictures.photo("obama2.jpg"))
        self.assertEqual((answer["user_id"], answer["store"]), ("barack", PRIMARY))
        self.assertEqual(answer["gallery_size"], len(load.acknowledged) + 1)
        return load

    def test_the_server_is_killed_and_started_again(self):
        def blow():
            self.postgres.kill()
            time.sleep(3)
            self.postgres.start()
        load = self.strike(blow)
        self.assertIn(FALLBACK, load.stores)

    def test_the_server_hangs(self):
        load = self.strike(lambda: self.postgres.pause(6))
        self.assertIn(FALLBACK, load.stores)

    def test_the_server_is_restarted_at_once(self):
        def blow():
            self.postgres.stop()
            self.postgres.start()
        self.strike(blow)

    def test_the_connections_are_dropped_again_and_again(self):
        dropped = []

        def blow():
            for _ in range(10):
                dropped.append(self.postgres.drop_connections())
                time.sleep(0.3)
        self.strike(blow)
        # Four for calls at the first blow; how many there are at the next depends on how soon the host comes back.
        self.assertGreaterEqual(dropped[0], 4)

    def test_the_host_starts_while_the_server_is_away(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        self.host.stop()
        self.postgres.stop()
        try:
            self.host.start()
            answer = self.tenant.identify(pictures.photo("obama2.jpg"))
            self.assertEqual((answer["user_id"], answer["store"]), ("barack", FALLBACK))
            self.tenant.enroll("joe", pictures.photo("biden.jpg"))
            self.assertEqual(self.tenant.identify(pictures.photo("biden.jpg"))["user_id"], "joe")
            health = self.host_health()
            self.assertEqual((health["status"], self.store()["status"]), ("degraded", "down"))
            self.assertGreater(self.store()["pending_writes"], 0)
            # A deletion of that time reaches both in the end.
            self.assertEqual(self.tenant.call("DELETE", "/api/users/barack/faces/").status_code, 200)
            self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["verdict"], "unknown")
        finally:
            self.postgres.start()
        eventually(lambda: self.store()["status"] == "up" and not self.store()["pending_writes"], 60, "catching up")
        answer = self.tenant.identify(pictures.photo("biden.jpg"))
        self.assertEqual((answer["user_id"], answer["store"], answer["gallery_size"]), ("joe", PRIMARY, 1))
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["verdict"], "unknown")
        self.assertEqual({event["store"] for event in self.host.events("store_not_started")}, {PRIMARY})


class WithoutFallback(unittest.TestCase, ProblemAssertions):
    def test_what_cannot_be_answered_is_refused_and_nothing_is_lost(self):
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        config = configuration({"default": PRIMARY}, f"store.pgvector: {postgres.settings()}")
        self.addCleanup(config.unlink)
        refused = kenali("serve", "--data", "/tmp/kenali-never", "--port", "0", "--config", config)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("store.pgvector could not be started", refused.stderr)
        postgres.start()
        with HostProcess(config=config) as host:
            tenant = host.tenant()
            tenant.enroll("barack", pictures.photo("obama.jpg"))
            postgres.stop()
            for path, fields in [("/api/identify/", {}), ("/api/users/joe/faces/", {})]:
                answer = tenant.call("POST", path, files={"image": pictures.photo("biden.jpg")}, data=fields)
                body = self.assert_problem(answer, 503, "store_unavailable")
                self.assertNotIn(str(postgres.port), str(body))
            postgres.start()
            eventually(lambda: tenant.call(
                "POST", "/api/identify/", files={"image": pictures.photo("obama2.jpg")}).status_code == 200, 60)
            self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")
            self.assertEqual(tenant.call("GET", "/api/users/joe/faces/").status_code, 404)


if __name__ == "__main__":
    unittest.main()
