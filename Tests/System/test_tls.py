"""The server's own TLS."""

import pathlib
import socket
import ssl
import tempfile
import unittest

import certificates
import pictures
from frame_stream import greeted
from host_process import HostProcess, free_port, kenali


def settings(certificate, key):
    return {"KENALI__SERVER__TLS__CERTIFICATE": str(certificate), "KENALI__SERVER__TLS__KEY": str(key)}


def setUpModule():
    global folder
    folder = pathlib.Path(unittest.enterModuleContext(tempfile.TemporaryDirectory(prefix="kenali-tls-")))


class Encrypted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.certificate, key = certificates.make(folder)
        cls.host = cls.enterClassContext(HostProcess(env=settings(cls.certificate, key), scheme="https"))
        cls.tenant = cls.host.tenant()
        cls.tenant.http.verify = str(cls.certificate)

    def connect(self, **versions):
        context = ssl.create_default_context(cafile=str(self.certificate))
        for name, version in versions.items():
            setattr(context, name, version)
        with socket.create_connection(("127.0.0.1", self.host.port), timeout=20) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
                return connection.version()

    def test_the_api(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        self.assertEqual(self.tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    def test_a_session(self):
        session = self.tenant.authentication()
        self.assertTrue(session["websocket_url"].startswith(f"wss://127.0.0.1:{self.host.port}/ws/"), session)
        with greeted(session, ssl.create_default_context(cafile=str(self.certificate))) as stream:
            self.assertEqual(stream.ask({"type": "ping"})["type"], "pong")

    def test_only_tls_1_3(self):
        self.assertEqual(self.connect(), "TLSv1.3")
        with self.assertRaises(ssl.SSLError) as refused:
            self.connect(maximum_version=ssl.TLSVersion.TLSv1_2)
        self.assertIn("PROTOCOL_VERSION", str(refused.exception).upper())

    def test_a_plain_request_gets_nothing(self):
        with socket.create_connection(("127.0.0.1", self.host.port), timeout=20) as connection:
            connection.sendall(b"GET /health/ HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                answer = connection.recv(4096)
            except ConnectionResetError:
                answer = b""
        self.assertNotIn(b"healthy", answer)
        self.assertEqual(self.tenant.call("GET", "/health/", headers={}).status_code, 200, "the server goes on")


class WrongFiles(unittest.TestCase):
    def refused(self, environment):
        with tempfile.TemporaryDirectory() as data:
            done = kenali("serve", "--data", data, "--port", free_port(), env=environment)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        return done.stderr

    def test_a_key_of_another_certificate(self):
        certificate, _ = certificates.make(folder, "one")
        _, key = certificates.make(folder, "other")
        self.assertRegex(self.refused(settings(certificate, key)), "cannot set up TLS: .*(match|key)")

    def test_files_that_are_not_there(self):
        certificate, _ = certificates.make(folder, "alone")
        self.assertIn("cannot set up TLS", self.refused(settings(certificate, folder / "none.key")))

    def test_one_without_the_other(self):
        error = self.refused({"KENALI__SERVER__TLS__CERTIFICATE": "/x.pem"})
        self.assertIn("server.tls", error)


if __name__ == "__main__":
    unittest.main()
