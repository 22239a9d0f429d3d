"""A damaged store is told of and never served; the other tenants' galleries go on."""

import pathlib
import unittest

import pictures
from host_process import HostProcess, eventually, kenali
from problem_answers import ProblemAssertions
from stored_faces import faces_of, gallery_size


def change_byte(file):
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def cut_end(file):
    file.write_bytes(file.read_bytes()[:-1000])


def change_header(file):
    file.write_bytes(b"X" + file.read_bytes()[1:])


def tear_last_write(file):
    """As a power failure in the middle of a write that nobody was told of."""
    data = file.read_bytes()
    file.write_bytes(data + data[-500:-200])


class DamagedGalleries(unittest.TestCase, ProblemAssertions):
    """Each tenant's file is hurt in another way while the host is down."""

    HURT = {"a changed byte": change_byte, "a lost end": cut_end, "a changed header": change_header}

    @classmethod
    def setUpClass(cls):
        cls.host = HostProcess().start()
        cls.addClassCleanup(cls.end)
        cls.tenants, files = {}, {}
        for name in [*cls.HURT, "torn", "lost", "whole"]:
            tenant = cls.tenants[name] = cls.host.tenant(name)
            before = cls.galleries()
            tenant.enroll("barack", pictures.photo("obama.jpg"))
            tenant.enroll("joe", pictures.photo("biden.jpg"))
            files[name], = cls.galleries() - before
        cls.files = files
        cls.host.kill()
        for name, change in cls.HURT.items():
            change(files[name])
        tear_last_write(files["torn"])
        files["lost"].unlink()
        pathlib.Path(cls.host.log_path).unlink()
        cls.host.start()
        eventually(lambda: cls.host.events("gallery_verified"), what="the look at every gallery")

    @classmethod
    def end(cls):
        if cls.host.process.poll() is None:
            cls.host.kill()
        cls.host.remove()

    @classmethod
    def galleries(cls):
        return set((cls.host.data / "components").rglob("*.gallery"))

    @classmethod
    def health(cls, page):
        return cls.tenants["whole"].call("GET", f"/health/{page}/", headers={}).json()

    def test_damage_is_never_served(self):
        for name in self.HURT:
            tenant = self.tenants[name]
            for path, fields in [("/api/identify/", {}), ("/api/verify/", {"user_id": "barack"}),
                                 ("/api/users/ana/faces/", {})]:
                answer = tenant.call("POST", path, files={"image": pictures.photo("obama.jpg")}, data=fields)
                body = self.assert_problem(answer, 503, "gallery_damaged")
                self.assertNotIn(".gallery", str(body))
            self.assertEqual(faces_of(tenant, "ana"), [], "a refused enrolment leaves nothing")

    def test_damage_is_kept_for_a_rescue(self):
        for name in self.HURT:
            content = self.files[name].read_bytes()
            self.tenants[name].call("DELETE", "/api/users/joe/faces/")
            self.assertEqual(self.files[name].read_bytes(), content, name)

    def test_the_log_names_each_damaged_gallery_once(self):
        events = self.host.events("gallery_damaged")
        self.assertEqual({event["level"] for event in events}, {"ERROR"})
        self.assertEqual(
            sorted(event["tenant"] for event in events), sorted(self.tenants[name].client_id for name in self.HURT))

    def test_health_tells_before_anybody_asks_the_gallery(self):
        self.assertEqual(self.health("ready"), {"status": "ready", "galleries": "damaged"})
        detailed = self.health("detailed")
        self.assertEqual((detailed["status"], detailed["components"]["galleries"]), ("degraded", "damaged"))
        self.assertEqual((detailed["damaged_galleries"], detailed["incomplete_galleries"]), (len(self.HURT), 0))

    def test_a_lost_file_is_told_of_and_filled_again(self):
        event, = self.host.events("gallery_incomplete")
        self.assertEqual(
            (event["level"], event["client_id"], event["expected"], event["faces"]),
            ("ERROR", self.tenants["lost"].client_id, "2", "0"))
        self.assertEqual(self.tenants["lost"].identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    def test_a_torn_write_is_cut_off(self):
        tenant = self.tenants["torn"]
        event, = self.host.events("gallery_torn_tail_dropped")
        self.assertEqual((event["level"], event["bytes"], event["tenant"]), ("WARNING", "300", tenant.client_id))
        self.assertEqual(gallery_size(tenant), 2)
        self.assertEqual(tenant.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    def test_the_other_tenants_are_served(self):
        self.assertEqual(gallery_size(self.tenants["whole"]), 2)
        self.assertEqual(self.tenants["whole"].identify(pictures.photo("obama2.jpg"))["user_id"], "barack")


class DamagedDatabase(unittest.TestCase):
    def test_the_host_does_not_start(self):
        with HostProcess() as host:
            host.tenant()
            host.stop()
            database = host.data / "kenali.sqlite3"
            whole = database.read_bytes()
            for name, content in [("no database", b"x" * 8192), ("a changed header", b"\0" * 100 + whole[100:])]:
                database.write_bytes(content)
                for command in (["serve", "--port", "0"], ["tenant", "list"]):
                    refused = kenali(*command, "--data", host.data)
                    self.assertEqual(refused.returncode, 1, (name, command, refused.stderr))
                    self.assertIn("the database is damaged or is not Kenali's", refused.stderr)
                    self.assertEqual(refused.stdout, "")
                self.assertEqual(database.read_bytes(), content, "what is left is kept for a rescue")


if __name__ == "__main__":
    unittest.main()
