"""The host and the operator's commands on one database at the same time: what was acknowledged is there after a crash."""

import unittest

import pictures
from host_process import HostProcess


class SharedDatabase(unittest.TestCase):
    def test_commands_take_nothing_away_from_the_host(self):
        """A process that closes the database must not take itself for the last one and delete the host's log."""
        with HostProcess() as host:
            log = host.data / "kenali.sqlite3-wal"
            inode = log.stat().st_ino
            tenant = host.tenant("first", sessions__target_samples=4)
            others = [host.tenant(f"tenant {number}", sessions__target_samples=5) for number in range(3)]
            self.assertEqual(log.stat().st_ino, inode, "the host writes to a log that is no longer in the directory")
            for other in others:
                self.assertEqual(other.authentication()["min_frames_required"], 5)
            # Acknowledged after other processes have come and gone.
            tenant.enroll("obama", pictures.photo("obama.jpg"))
            host.kill()
            host.start()
            self.assertEqual(tenant.authentication("obama")["min_frames_required"], 4)
            found = tenant.identify(pictures.photo("obama2.jpg"))
            self.assertEqual((found["verdict"], found["user_id"]), ("match", "obama"))


if __name__ == "__main__":
    unittest.main()
