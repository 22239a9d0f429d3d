"""`kenali tenant …` on the data directory of a host that runs: both see and keep what the other writes."""

import os
import pathlib
import unittest

import pictures
from host_process import HostProcess, kenali


class CommandsBesideTheHost(unittest.TestCase):
    def test_what_each_writes_is_seen_and_kept(self):
        with HostProcess() as host:
            first = host.tenant("first")
            first.enroll("before", pictures.photo("obama.jpg"))
            token = first.web_token()
            # Each command ends with no other connection of its own: a host without locks would lose its log now.
            for name in ("second", "third"):
                other = host.tenant(name)
                self.assertEqual(other.call("POST", "/api/auth/authentication/", json={}).status_code, 201, name)
            opened = [os.readlink(link) for link in pathlib.Path(f"/proc/{host.process.pid}/fd").iterdir()]
            self.assertEqual([name for name in opened if "sqlite3" in name and name.endswith("(deleted)")], [])
            first.enroll("after", pictures.photo("biden.jpg"))

            done = kenali("tenant", "disable", first.client_id, "--data", host.data)
            self.assertEqual(done.returncode, 0, done.stderr)
            for headers in (first.key_header, {"Authorization": f"JWT {token}"}):
                # Both reading threads of the host answer in turn.
                for _ in range(6):
                    answer = first.call("POST", "/api/auth/authentication/", headers=headers, json={})
                    self.assertEqual(answer.status_code, 401)
            self.assertEqual(first.call("GET", "/health/ready/", headers={}).status_code, 200)
            done = kenali("tenant", "enable", first.client_id, "--data", host.data)
            self.assertEqual(done.returncode, 0, done.stderr)
            host.kill()

            with HostProcess(data=host.data) as first.host:
                for user in ("before", "after"):
                    faces = first.call("GET", f"/api/users/{user}/faces/").json()["results"]
                    self.assertEqual(len(faces), 1, user)


if __name__ == "__main__":
    unittest.main()
