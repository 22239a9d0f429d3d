"""The server as a process: what keeps it from starting, and how it ends."""

import pathlib
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

import pictures
import places
from frame_stream import greeted
from host_process import HostProcess, Tenant, environment, eventually, kenali
from stored_faces import faces_of


class Stopping(unittest.TestCase):
    def test_what_is_under_way_is_finished(self):
        host = HostProcess().start()
        self.addCleanup(host.remove)
        tenant = host.tenant(recognition__max_samples_per_user=100)
        session = tenant.authentication()
        stream = greeted(session)
        photos = [("images", ("a.jpg", frame)) for frame in pictures.clip()[:50]]
        answers = []
        # A connection of its own for whoever watches.
        watcher = Tenant(host, tenant.client_id, tenant.api_key, tenant.api_secret)
        thread = threading.Thread(target=lambda: answers.append(
            tenant.call("POST", "/api/users/ana/faces/", files=photos)))
        thread.start()
        eventually(lambda: faces_of(watcher, "ana"), seconds=30, what="the first of fifty photos")
        self.assertEqual(answers, [], "the request is still under way")
        host.stop()
        thread.join()
        self.assertEqual(answers[0].status_code, 201, answers[0].text)
        self.assertEqual(answers[0].json()["enrolled"], 50)
        self.assertEqual(stream.close_code(), 1001, "going away")
        self.assertEqual([line["event"] for line in host.log_lines()][-1], "stopped")
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", host.port), timeout=5)
        # What was answered is there.
        host.start()
        self.assertEqual(len(faces_of(watcher, "ana")), 50)
        host.stop()

    def test_both_signals(self):
        for number, name in ((signal.SIGTERM, "SIGTERM"), (signal.SIGINT, "SIGINT")):
            host = HostProcess().start()
            self.addCleanup(host.remove)
            host.process.send_signal(number)
            self.assertEqual(host.process.wait(timeout=20), 0)
            host.process.stdout.close()
            self.assertEqual(host.events("stopping")[0]["signal"], name)
            # Closed in order, the database leaves nothing to recover.
            self.assertFalse(list(host.data.glob("*-wal")))


class NotStarting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(HostProcess())
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="kenali-start-")))

    def refused(self, *arguments, env=None, status=1):
        done = kenali("serve", *arguments, env=env)
        self.assertEqual((done.returncode, done.stdout), (status, ""), done.stderr)
        return done.stderr

    def test_a_port_in_use(self):
        error = self.refused("--data", self.folder / "a", "--port", self.host.port)
        self.assertIn(f"cannot listen: cannot bind 127.0.0.1 port {self.host.port}: Address already in use", error)

    def test_an_address_of_another_machine(self):
        self.assertIn("cannot bind 192.0.2.1", self.refused("--data", self.folder / "b", "--host", "192.0.2.1"))

    def test_a_data_directory_in_use(self):
        self.assertIn("in use by another process", self.refused("--data", self.host.data, "--port", 0))
        self.assertEqual(self.host.tenant().identify(pictures.photo("biden.jpg"))["gallery_size"], 0, "the first goes on")

    def test_a_data_directory_that_cannot_be(self):
        self.assertIn("cannot be made", self.refused("--data", "/proc/none", "--port", 0))
        file = self.folder / "file"
        file.write_text("x")
        self.assertIn(str(file), self.refused("--data", file, "--port", 0))

    def test_another_master_key(self):
        data = self.folder / "key"
        self.assertEqual(kenali("tenant", "create", "--data", data, "--name", "a").returncode, 0)
        (data / "master.key").unlink()
        error = self.refused("--data", data, "--port", 0)
        self.assertIn("the master key is not the one", error)
        for wrong in ("short", "A" * 43 + "=" * 2, ""):
            self.assertIn("KENALI_MASTER_KEY", self.refused("--data", data, "--port", 0, env={"KENALI_MASTER_KEY": wrong}))

    def test_wrong_settings(self):
        error = self.refused("--data", self.folder / "c", "--port", "99999")
        self.assertEqual(error, "kenali: server.port: must be a whole number from 0 to 65535, not 99999\n")
        self.assertFalse((self.folder / "c").exists(), "nothing is made before the settings are right")

    def test_a_home_without_its_files(self):
        error = self.refused("--data", self.folder / "d", env={"KENALI_HOME": str(self.folder)})
        self.assertIn(f"can't be read: {self.folder}/config/kenali.yaml", error)

    def test_a_free_port_of_the_systems_choice(self):
        process = subprocess.Popen(
            [places.PROGRAM, "serve", "--data", self.folder / "e", "--port", "0"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, env=environment())
        line = process.stdout.readline()
        self.assertRegex(line, r"^kenali \d+\.\d+\.\d+ ready on http://127\.0\.0\.1:[1-9]\d+\n$")
        process.terminate()
        self.assertEqual(process.wait(timeout=20), 0)
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
