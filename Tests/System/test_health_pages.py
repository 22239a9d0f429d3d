"""`/health/` and its kin, which need no credential and tell nothing secret."""

import unittest

import places
from host_process import eventually, kenali, start_module_host


def setUpModule():
    global host, tenant
    host = start_module_host(shipped_checks=True)
    tenant = host.tenant()


def get(path):
    return tenant.call("GET", path, headers={})


class HealthPages(unittest.TestCase):
    def test_health(self):
        version = kenali("version").stdout.split()[1]
        for path in ("/health/", "/health"):
            self.assertEqual((get(path).status_code, get(path).json()), (200, {"status": "healthy", "version": version}))

    def test_live(self):
        self.assertEqual((get("/health/live/").status_code, get("/health/live/").json()), (200, {"status": "alive"}))

    def test_ready(self):
        eventually(lambda: get("/health/ready/").json()["galleries"] == "healthy", what="the look at the galleries")
        self.assertEqual(
            (get("/health/ready/").status_code, get("/health/ready/").json()),
            (200, {"status": "ready", "galleries": "healthy"}))

    def test_detailed(self):
        tenant.authentication()
        body = get("/health/detailed/").json()
        self.assertEqual(body["status"], "healthy")
        self.assertEqual((body["damaged_galleries"], body["incomplete_galleries"], body["sessions"]), (0, 0, 1))
        self.assertEqual(body["plugins_not_loaded"], [])
        parts = body["components"]
        self.assertEqual((parts["database"], parts["store"]), ("healthy", "store.faiss"))
        self.assertEqual(parts["liveness"], [
            "liveness.blink", "liveness.head_motion", "liveness.temporal",
            "liveness.anti_spoofing" if places.HAS_ANTI_SPOOFING else "liveness.texture", "liveness.screen"])
        for role, prefix in [("decoder", "image.decoder."), ("detector", "face.detector."),
                             ("landmarker", "face.landmarker."), ("quality", "face.quality."),
                             ("embedder", "face.embedder.")]:
            self.assertTrue(parts[role].startswith(prefix), parts)

    def test_nothing_secret_is_told(self):
        for path in ("/health/", "/health/live/", "/health/ready/", "/health/detailed/"):
            text = get(path).text
            for secret in (tenant.client_id, tenant.api_key, tenant.api_secret, str(host.data), "/tmp", ".so"):
                self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main()
