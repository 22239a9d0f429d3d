"""Enrollment over the WebSocket, from the first frame to what is stored."""

import itertools
import unittest

import pictures
from frame_stream import greeted, play, reconnected
from host_process import start_module_host
from result_decryption import decrypt_cbc

# The clip's own rate: its blinks and movements take as long as they took.
CLIP_FPS = 30


def setUpModule():
    global host
    host = start_module_host()


def faces(tenant, user):
    """The stored faces of a user; None for a user that is not there."""
    answer = tenant.call("GET", f"/api/users/{user}/faces/")
    return None if answer.status_code == 404 else answer.json()["results"]


class Enrollment(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tenant = host.tenant(sessions__max_fps=60)
        cls.session = cls.tenant.enrollment("driver")
        cls.messages, cls.last, cls.code = play(cls.session, pictures.clip(), CLIP_FPS)

    def test_it_completes(self):
        self.assertEqual(self.code, 1000)
        last = dict(self.last)
        encrypted, quality = last.pop("encrypted_data"), last.pop("quality_score")
        blinks = last.pop("blinks_detected")
        self.assertEqual(last, {
            "type": "enrollment_complete", "success": True, "enrollment_id": self.session["enrollment_id"],
            "frames_processed": 3, "liveness_verified": True, "motion_verified": True, "reason": "enrolled",
            "message": "Enrollment completed successfully"})
        self.assertGreaterEqual(blinks, 1)
        self.assertTrue(0.65 <= quality <= 1, quality)
        result = decrypt_cbc(encrypted, self.tenant.api_secret)
        self.assertEqual(result["id"], self.session["enrollment_id"])

    def test_the_way_there(self):
        """Greeting, one answer a frame, the end; numbers that only grow; liveness as its parts say."""
        self.assertEqual(
            [message["type"] for message in self.messages],
            ["connection_established"] + ["frame_processed"] * (len(self.messages) - 2) + ["enrollment_complete"])
        frames = self.messages[1:-1]
        for name in ("frames_processed", "blinks_detected", "motion_events"):
            values = [frame[name] for frame in frames]
            self.assertEqual(values, sorted(values), name)
        counters = [frame["visual_data"]["liveness_indicators"]["frame_counter"] for frame in frames]
        self.assertEqual(counters, list(range(1, len(frames) + 1)))
        for frame in frames:
            self.assertEqual(frame["blinks_ok"], frame["blinks_detected"] >= 1)
            self.assertEqual(frame["motion_ok"], frame["motion_events"] >= 1)
            # Blink AND motion.
            self.assertEqual(frame["liveness_verified"], frame["blinks_ok"] and frame["motion_ok"])
            self.assertIn(f"({frame['motion_events']}/1)" + (" ✓" if frame["motion_ok"] else ""), frame["message"])
            indicators = frame["visual_data"]["liveness_indicators"]
            self.assertEqual(
                (indicators["blinks"], indicators["motion_events"]), (frame["blinks_detected"], frame["motion_events"]))
        # It ended with the frame that completed it, neither sooner nor later.
        self.assertEqual([frame["liveness_verified"] for frame in frames], [False] * (len(frames) - 1) + [True])

    def test_what_is_stored(self):
        stored = faces(self.tenant, "driver")
        self.assertEqual([face["source"] for face in stored], ["session"] * 3)
        self.assertEqual(len({face["face_id"] for face in stored}), 3)
        found = self.tenant.identify(pictures.clip()[60])
        self.assertEqual((found["verdict"], found["user_id"], found["gallery_size"]), ("match", "driver", 3))

    def test_two_people_do_not_share_it(self):
        self.assertEqual(self.tenant.identify(pictures.photo("obama.jpg"))["verdict"], "unknown")


class AllOrNothing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tenant = host.tenant(sessions__max_fps=60, sessions__frame_budget=30)

    def test_one_that_fails_leaves_nothing(self):
        _, last, code = play(self.tenant.enrollment("still"), itertools.repeat(pictures.photo("biden.jpg")), 60)
        self.assertEqual((last["reason"], last["frames_processed"], code), ("liveness_failed", 3, 4429))
        self.assertNotIn("encrypted_data", last)
        self.assertIsNone(faces(self.tenant, "still"))
        found = self.tenant.identify(pictures.photo("biden.jpg"))
        self.assertEqual((found["verdict"], found["gallery_size"]), ("unknown", 0))

    def test_one_that_is_cut_off_leaves_nothing(self):
        session = self.tenant.enrollment("gone")
        stream = greeted(session)
        for _ in range(4):
            answer = stream.ask_frame(pictures.photo("biden.jpg"))
        self.assertEqual(answer["frames_processed"], 3)
        stream.cut()
        self.assertIsNone(faces(self.tenant, "gone"))
        with reconnected(session) as stream:
            stream.send({"type": "stop"})
            self.assertEqual(stream.close_code(), 1000)
        self.assertIsNone(faces(self.tenant, "gone"))
        self.assertEqual(self.tenant.identify(pictures.photo("biden.jpg"))["gallery_size"], 0)

    def test_samples_are_not_searched_before_it_completes(self):
        stream = greeted(self.tenant.enrollment("early"))
        self.addCleanup(stream.socket.close)
        for _ in range(3):
            stream.ask_frame(pictures.photo("biden.jpg"))
        found = self.tenant.identify(pictures.photo("biden.jpg"))
        self.assertEqual((found["verdict"], found["gallery_size"]), ("unknown", 0))


class MoreThanOnce(unittest.TestCase):
    def setUp(self):
        self.tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")

    def enrol(self, user, photo, **body):
        _, last, code = play(
            self.tenant.enrollment(user, require_liveness=False, **body), itertools.repeat(pictures.photo(photo), 9), 60)
        return last, code

    def test_the_same_user_gets_more_samples(self):
        for total in (3, 6):
            last, code = self.enrol("obama", "obama.jpg")
            self.assertEqual((last["success"], code), (True, 1000))
            # The user's own face is no duplicate.
            self.assertNotIn("duplicate_of", last)
            self.assertEqual(len(faces(self.tenant, "obama")), total)

    def test_as_many_samples_as_were_asked_for(self):
        last, _ = self.enrol("obama", "obama.jpg", metadata={"target_samples": 5})
        self.assertEqual(last["frames_processed"], 5)
        self.assertEqual(len(faces(self.tenant, "obama")), 5)

    def test_up_to_the_tenants_limit(self):
        self.tenant.configure(recognition__max_samples_per_user=5)
        self.enrol("obama", "obama.jpg")
        last, code = self.enrol("obama", "obama2.jpg")
        self.assertEqual((last["success"], last["reason"], code), (False, "error", 4400))
        self.assertEqual(
            last["message"], "This user has as many face samples as allowed (5); delete some first.")
        self.assertEqual(len(faces(self.tenant, "obama")), 3)

    def test_another_users_face_is_reported(self):
        self.enrol("first", "obama.jpg")
        last, code = self.enrol("second", "obama2.jpg")
        self.assertEqual((last["success"], last["duplicate_of"], code), (True, "first", 1000))
        self.assertEqual(len(faces(self.tenant, "second")), 3)
        last, _ = self.enrol("third", "biden.jpg")
        self.assertNotIn("duplicate_of", last)

    def test_another_users_face_is_refused_where_the_tenant_says_so(self):
        self.tenant.configure(recognition__refuse_duplicates="true")
        self.enrol("first", "obama.jpg")
        last, code = self.enrol("second", "obama2.jpg")
        self.assertEqual((last["success"], last["reason"], last["duplicate_of"], code), (False, "error", "first", 1000))
        self.assertEqual(last["message"], "This face is enrolled under another user already")
        self.assertIsNone(faces(self.tenant, "second"))
        # A stranger to the gallery is taken.
        self.assertTrue(self.enrol("second", "biden.jpg")[0]["success"])

    def test_any_user_id(self):
        for user, stored in (("Ünïcode ☺ name", None), ("a/b?c#d", None), (12345, "12345"), ("x" * 255, None)):
            last, _ = self.enrol(user, "biden.jpg")
            self.assertTrue(last["success"], last)
            _, last, _ = play(self.tenant.authentication(stored or user, require_liveness=False),
                              itertools.repeat(pictures.photo("biden.jpg"), 9), 60)
            self.assertEqual((last["authenticated"], last["user_id"]), (True, stored or user))


if __name__ == "__main__":
    unittest.main()
