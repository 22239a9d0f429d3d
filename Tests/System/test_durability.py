"""What was acknowledged outlives a kill -9; what was not leaves no trace."""

import os
import pathlib
import queue
import threading
import unittest

import requests

import pictures
from host_process import HostProcess, kenali
from stored_faces import faces_of, gallery_size


def enroll_until_dead(tenant, name, frames, acknowledged, attempted):
    """Enrols one frame after the other under names of its own until the host is gone."""
    http = requests.Session()
    http.trust_env = False
    for number, frame in enumerate(frames):
        user = f"{name}-{number}"
        attempted.append(user)
        try:
            answer = http.post(
                f"{tenant.host.url}/api/users/{user}/faces/", headers=tenant.key_header, files={"image": frame}, timeout=30)
        except requests.exceptions.RequestException:
            return
        if answer.status_code == 201:
            acknowledged.put((user, answer.json()["results"][0]["face_id"], frame))


class KilledHost(unittest.TestCase):
    def setUp(self):
        self.host = HostProcess().start()
        self.addCleanup(self.end)

    def end(self):
        if self.host.process.poll() is None:
            self.host.kill()
        self.host.remove()

    def restart(self, kill=True):
        self.host.kill() if kill else self.host.stop()
        pathlib.Path(self.host.log_path).unlink()
        self.host.start()

    def test_every_acknowledged_enrolment_is_there(self):
        tenant = self.host.tenant()
        acknowledged, attempted = queue.Queue(), []
        clip = pictures.clip()
        threads = [
            threading.Thread(
                target=enroll_until_dead, args=(tenant, f"camera{number}", clip[number::3], acknowledged, attempted))
            for number in range(3)]
        for thread in threads:
            thread.start()
        known = [acknowledged.get(timeout=60) for _ in range(25)]
        self.host.kill()
        for thread in threads:
            thread.join()
        while not acknowledged.empty():
            known.append(acknowledged.get())
        self.assertLess(len(known), len(clip), "the host was killed in the middle")

        pathlib.Path(self.host.log_path).unlink()
        self.host.start()
        for user, face, frame in known:
            self.assertEqual([stored["face_id"] for stored in faces_of(tenant, user)], [face], user)
            answer = tenant.call("POST", "/api/verify/", files={"image": frame}, data={"user_id": user}).json()
            self.assertGreater(answer["similarity"], 0.9999, "it is this photo's vector")
        listed = sum(len(faces_of(tenant, user)) for user in attempted)
        self.assertEqual(gallery_size(tenant), listed, "nothing is searched that is not listed")
        self.assertIn(listed - len(known), range(4), "at most one enrolment a camera was under way")

    def test_deleting_outlives_a_kill_and_a_restart(self):
        tenant = self.host.tenant()
        tenant.enroll("barack", pictures.photo("obama.jpg"))
        tenant.enroll("joe", pictures.photo("biden.jpg"))
        tenant.call("DELETE", "/api/users/barack/faces/")
        for kill in (True, False):
            self.restart(kill)
            self.assertEqual((faces_of(tenant, "barack"), gallery_size(tenant)), ([], 1))
            self.assertEqual(tenant.identify(pictures.photo("obama.jpg"))["verdict"], "unknown")
            self.assertEqual(tenant.identify(pictures.photo("biden.jpg"))["user_id"], "joe")

    def test_commands_beside_the_host_take_nothing_away(self):
        """A command is the last to close the database where the host has lost its locks, and deletes the WAL then."""
        tenant = self.host.tenant()
        for number in range(4):
            kenali("tenant", "list", "--data", self.host.data)
            tenant.enroll(f"user{number}", pictures.photo("biden.jpg"))
        folder = pathlib.Path(f"/proc/{self.host.process.pid}/fd")
        open_files = [os.readlink(link) for link in folder.iterdir() if link.is_symlink()]
        self.assertTrue(any(name.endswith("kenali.sqlite3-wal") for name in open_files), open_files)
        self.assertFalse([name for name in open_files if name.endswith("(deleted)") and str(self.host.data) in name])
        self.restart()
        self.assertEqual([len(faces_of(tenant, f"user{number}")) for number in range(4)], [1] * 4)
        self.assertEqual(gallery_size(tenant), 4)


if __name__ == "__main__":
    unittest.main()
