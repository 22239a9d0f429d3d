"""Liveness over the WebSocket: what shows life, what does not, and that it is the samples' own."""

import itertools
import unittest

import cv2
import numpy

import pictures
from frame_stream import greeted, play
from host_process import start_module_host

CLIP_FPS = 30
# Frames after which a session without liveness fails.
BUDGET = 48


def setUpModule():
    global host, tenant
    host = start_module_host()
    # So many sessions fail here that users would be locked out.
    tenant = host.tenant(sessions__max_fps=60, sessions__frame_budget=BUDGET, security__lockout__failures=0)
    tenant.enroll("obama", pictures.photo("obama.jpg"), pictures.photo("obama2.jpg"))


def moved(name):
    """A photo held before the camera: shifted, turned in its plane and brought nearer, a little from frame to frame."""
    image = pictures.pixels(pictures.photo(name))
    height, width = image.shape[:2]
    for step in itertools.count():
        angle, scale = 4 * numpy.sin(step / 5), 1 + 0.05 * numpy.sin(step / 7)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
        matrix[:, 2] += (20 * numpy.sin(step / 4), 12 * numpy.cos(step / 6))
        yield pictures.encoded(cv2.warpAffine(image, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))


class Photos(unittest.TestCase):
    def check(self, session, frames):
        messages, last, code = play(session, frames, CLIP_FPS)
        self.assertEqual((last["success"], last["reason"], code), (False, "liveness_failed", 4429))
        self.assertEqual((last["liveness_verified"], last["blinks_detected"], last["motion_verified"]), (False, 0, False))
        self.assertEqual(last["message"], "Liveness could not be verified: blink and move your head, and start a new session")
        self.assertNotIn("encrypted_data", last)
        # The pictures were good ones, and it was their liveness that failed.
        self.assertEqual(last["frames_processed"], 3)
        answers = [m for m in messages if m["type"] == "frame_processed"]
        self.assertEqual(len(answers), BUDGET)
        self.assertFalse(any(answer["liveness_verified"] for answer in answers))
        self.assertTrue(all(answer["success"] for answer in answers))

    def test_a_still_photo(self):
        for session in (tenant.authentication("obama"), tenant.authentication(), tenant.enrollment("photo")):
            self.check(session, itertools.repeat(pictures.photo("obama.jpg")))

    def test_a_photo_that_is_moved(self):
        self.check(tenant.authentication("obama"), moved("obama.jpg"))

    def test_two_photos_in_turn(self):
        self.check(tenant.authentication("obama"), itertools.cycle(
            [pictures.photo("obama.jpg"), pictures.photo("obama2.jpg")]))


def answers_of(session, frames):
    """The answers to frames that are not enough to end the session."""
    with greeted(session) as stream:
        last = stream.play(frames, CLIP_FPS)
        assert last["type"] == "frame_processed", last
        return stream.of_type("frame_processed")


class Rules(unittest.TestCase):
    """The first forty frames hold a movement and no blink: enough for one rule and not for the other."""

    def test_enrollment_needs_both(self):
        strict = host.tenant(sessions__max_fps=60)
        last = answers_of(strict.enrollment("driver"), pictures.clip()[:38])[-1]
        self.assertEqual((last["motion_ok"], last["blinks_ok"], last["liveness_verified"]), (True, False, False))

    def test_authentication_needs_one(self):
        _, last, _ = play(tenant.authentication(), pictures.clip()[:38], CLIP_FPS)
        self.assertEqual((last["type"], last["liveness_verified"]), ("authentication_complete", True))
        self.assertEqual((last["motion_verified"], last["blinks_detected"]), (True, 0))

    def test_a_tenant_may_want_both_for_authentication(self):
        strict = host.tenant(sessions__max_fps=60, sessions__authentication_liveness="all")
        last = answers_of(strict.authentication(), pictures.clip()[:38])[-1]
        self.assertEqual((last["motion_ok"], last["liveness_verified"]), (True, False))
        _, last, _ = play(strict.authentication(), pictures.clip(), CLIP_FPS)
        self.assertEqual((last["liveness_verified"], last["motion_verified"]), (True, True))
        self.assertGreaterEqual(last["blinks_detected"], 1)

    def test_more_blinks_where_the_session_asks_for_them(self):
        messages, last, _ = play(
            host.tenant(sessions__max_fps=60).enrollment("driver", metadata={"required_blinks": 2}), pictures.camera(),
            CLIP_FPS)
        self.assertEqual(last["reason"], "enrolled")
        self.assertGreaterEqual(last["blinks_detected"], 2)
        self.assertTrue(any(m.get("blinks_detected") == 1 and not m["blinks_ok"] for m in messages))

    def test_without_liveness_only_where_the_tenant_allows_it(self):
        answer = tenant.call("POST", "/api/auth/authentication/", json={"require_liveness": False})
        self.assertEqual(answer.status_code, 400)
        lax = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")
        messages, last, _ = play(
            lax.enrollment("obama", require_liveness=False), itertools.repeat(pictures.photo("obama.jpg"), 9), 60)
        self.assertEqual((last["success"], last["liveness_verified"]), (True, False))
        self.assertEqual(messages[1]["message"], "Frame 1/3")


def nobody(frames=3):
    """Pictures without a face."""
    return [pictures.encoded(numpy.full((288, 352, 3), 90, numpy.uint8))] * frames


class WhoseLife(unittest.TestCase):
    """Somebody's photo, and then the face of whoever holds it, must not add up to a living somebody."""

    def test_a_face_that_turns_into_another_ends_the_session(self):
        frames = itertools.chain([pictures.photo("obama3.jpg")] * 5, pictures.camera(45))
        _, last, code = play(tenant.authentication(), frames, CLIP_FPS)
        self.assertEqual((last["authenticated"], last["reason"], code), (False, "liveness_failed", 4429), last)

    def test_a_photo_and_then_another_living_face(self):
        for claimed in ("obama", None):
            frames = itertools.chain([pictures.photo("obama3.jpg")] * 5, nobody(), pictures.camera(45))
            _, last, _ = play(tenant.authentication(claimed), frames, CLIP_FPS)
            self.assertEqual((last["authenticated"], last["reason"]), (False, "not_recognized"), last)
            self.assertNotIn("user_id", last)

    def test_another_living_face_and_then_a_photo(self):
        # Pictures too dark to count still show the life of whoever is on them.
        dark = [pictures.darkened(frame) for frame in pictures.clip()[45:85]]
        frames = itertools.chain(dark, itertools.repeat(pictures.photo("obama3.jpg")))
        messages, last, _ = play(tenant.authentication("obama"), frames, CLIP_FPS)
        answers = [m for m in messages if m["type"] == "frame_processed"]
        before, after = answers[len(dark) - 1], answers[len(dark)]
        self.assertEqual((before["frames_processed"], before["liveness_verified"]), (0, True))
        # The photo takes nothing of it over.
        self.assertEqual((after["frames_processed"], after["liveness_verified"]), (1, False))
        self.assertEqual((last["authenticated"], last["reason"]), (False, "liveness_failed"))

    def test_faces_in_turn(self):
        frames = itertools.chain.from_iterable(
            zip(pictures.camera(0), itertools.repeat(pictures.photo("obama3.jpg"))))
        _, last, _ = play(tenant.authentication("obama"), frames, CLIP_FPS)
        self.assertEqual(last["authenticated"], False, last)

    def test_an_enrollment_has_one_person_only(self):
        own = host.tenant(sessions__max_fps=60)
        frames = itertools.chain([pictures.photo("obama3.jpg")] * 2, nobody(), pictures.camera())
        _, last, _ = play(own.enrollment("driver"), frames, CLIP_FPS)
        self.assertEqual((last["reason"], last["frames_processed"]), ("enrolled", 3))
        # The living one is who was enrolled, and nobody else with them.
        self.assertEqual(own.identify(pictures.clip()[60])["verdict"], "match")
        self.assertEqual(own.identify(pictures.photo("obama3.jpg"))["verdict"], "unknown")


if __name__ == "__main__":
    unittest.main()
