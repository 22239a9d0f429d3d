"""The log: JSON lines with the documented keys, and nothing in them that a log must not have."""

import base64
import unittest

import requests

import pictures
import places
from host_process import HostProcess
from stored_faces import faces_of

PERSONAL = "ana.maria@example.com"


class Logs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """One run with everything in it that could leak; the log is read after its end."""
        host = HostProcess(env={"KENALI__LOG_LEVEL": "debug"})
        cls.addClassCleanup(host.remove)
        host.start()
        tenant = cls.tenant = host.tenant()
        cls.secrets = {
            "the API secret": tenant.api_secret, "the API key": tenant.api_key, "a core token": tenant.core_token(),
            "a web token": tenant.web_token(), "a user's id": PERSONAL, "the data directory": str(host.data),
            "the program's home": str(places.HOME), "a photo": base64.b64encode(pictures.photo("obama.jpg")).decode()[:60],
            "the master key": (host.data / "master.key").read_text().strip(), "a wrong secret": "wrong-secret-5150",
            "SQL": "SELECT ", "a traceback": "Fatal error",
        }
        for token in (cls.secrets["a core token"], cls.secrets["a web token"]):
            tenant.call("GET", f"/api/users/{PERSONAL}/faces/", headers={"Authorization": f"JWT {token}"})
        cls.face = tenant.enroll(PERSONAL, pictures.photo("obama.jpg"))["results"][0]["face_id"]
        tenant.call("POST", f"/api/users/{PERSONAL}/faces/", files={"image": b"broken"})
        tenant.call("POST", f"/api/users/{PERSONAL}/faces", json={"image": base64.b64encode(pictures.empty()).decode()})
        tenant.identify(pictures.photo("obama2.jpg"))
        tenant.call("POST", "/api/core/auth/client/", headers={}, json={
            "api_key": tenant.api_key, "api_secret": "wrong-secret-5150"})
        session = tenant.authentication(PERSONAL)
        cls.secrets["a session token"] = session["session_token"]
        # What a client gets wrong in a path is a credential all the same.
        for path in (f"/ws/auth/process-image/{session['session_token']}/", f"/api/{tenant.api_key}/",
                     f"/{tenant.api_secret}", f"//api/users/{PERSONAL}/faces/", f"/api/users/{PERSONAL}/",
                     f"/api/identify/?token={cls.secrets['a core token']}"):
            requests.get(host.url + path, timeout=20)
        tenant.call("DELETE", f"/api/users/{PERSONAL}/faces/{cls.face}/")
        cls.left = faces_of(tenant, PERSONAL)
        host.stop()
        cls.text, cls.lines = host.log(), host.log_lines()

    def test_nothing_secret_is_logged(self):
        for name, secret in self.secrets.items():
            self.assertGreater(len(secret), 6, name)
            self.assertFalse([line for line in self.text.splitlines() if secret in line], f"{name} is in the log")

    def test_no_vector_is_logged(self):
        for line in self.lines:
            for value in line.values():
                self.assertNotIsInstance(value, (list, dict))
                self.assertLess(len(str(value)), 300)

    def test_every_line_has_the_documented_keys(self):
        self.assertGreater(len(self.lines), 10)
        for line in self.lines:
            self.assertEqual(list(line)[:5], ["timestamp", "level", "service", "component", "event"], line)
            self.assertRegex(line["timestamp"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertIn(line["level"], ("DEBUG", "INFO", "WARNING", "ERROR"))
            self.assertEqual(line["service"], "face_recognition")
        self.assertEqual([line["timestamp"] for line in self.lines], sorted(line["timestamp"] for line in self.lines))

    def of(self, event):
        return [line for line in self.lines if line["event"] == event]

    def test_requests(self):
        for line in self.of("request"):
            self.assertIsInstance(line["processing_time"], (int, float))
            self.assertIsInstance(line["status"], int)
        shown = {(line["method"], line["path"], line["status"]) for line in self.of("request")}
        for wanted in [
            ("GET", "/api/users/{user_id}/faces/", 404), ("POST", "/api/users/{user_id}/faces/", 201),
            ("POST", "/api/users/{user_id}/faces/", 400), ("DELETE", "/api/users/{user_id}/faces/{face_id}/", 200),
            ("POST", "/api/identify/", 200), ("GET", "/api/identify/", 405), ("POST", "/api/core/auth/client/", 401),
            ("GET", "/*/auth/*/*", 404), ("GET", "/api/users/*", 404)]:
            self.assertIn(wanted, shown)

    def test_an_enrolled_photo(self):
        line, = self.of("face_enrolled")
        self.assertEqual((line["client_id"], line["face_id"]), (self.tenant.client_id, self.face))
        self.assertRegex(line["user_id"], r"^[0-9a-f-]{36}$")
        self.assertIsInstance(line["processing_time"], (int, float))
        self.assertIn(line["request_id"], {request["request_id"] for request in self.of("request")})

    def test_a_refused_credential(self):
        line, = self.of("client_authentication_failed")
        self.assertEqual(line["level"], "WARNING")

    def test_start_and_end(self):
        self.assertEqual(self.of("stopping")[0]["signal"], "SIGTERM")
        self.assertEqual(self.lines[-1]["event"], "stopped")
        self.assertIn("store.faiss", {line["id"] for line in self.of("component")})

    def test_a_level_leaves_lines_out(self):
        with HostProcess(env={"KENALI__LOG_LEVEL": "error"}) as host:
            requests.get(host.url + "/health/", timeout=20)
            host.stop()
            self.assertEqual(host.log(), "")


if __name__ == "__main__":
    unittest.main()
