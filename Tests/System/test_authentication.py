"""Verification (1:1) and identification (1:N) over the WebSocket, with liveness, to each of their ends."""

import itertools
import unittest

import pictures
from frame_stream import play
from host_process import start_module_host
from result_decryption import decrypt_cbc

CLIP_FPS = 30


def setUpModule():
    """The clip's man is enrolled as `driver` over the WebSocket, two other people from photos."""
    global host, tenant
    host = start_module_host()
    tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")
    _, last, _ = play(tenant.enrollment("driver"), pictures.clip(), CLIP_FPS)
    assert last["success"], last
    tenant.enroll("obama", pictures.photo("obama.jpg"), pictures.photo("obama2.jpg"))
    tenant.enroll("biden", pictures.photo("biden.jpg"))


def live(session):
    """Other frames of the clip than those that were enrolled."""
    return play(session, pictures.camera(45), CLIP_FPS)


def still(session, photo):
    """A photo, in sessions that need no liveness."""
    return play(session, itertools.repeat(pictures.photo(photo), 9), 60)


class Success(unittest.TestCase):
    def check(self, session, kind):
        messages, last, code = live(session)
        self.assertEqual(code, 1000)
        self.assertEqual({m["type"] for m in messages[1:-1]}, {"frame_processed"})
        for frame in messages[1:-1]:
            # Blink OR motion.
            self.assertEqual(frame["liveness_verified"], frame["blinks_ok"] or frame["motion_ok"])
        last = dict(last)
        encrypted, confidence = last.pop("encrypted_data"), last.pop("confidence")
        quality, blinks, motion = last.pop("quality_score"), last.pop("blinks_detected"), last.pop("motion_verified")
        threshold, candidates = last.pop("threshold"), last.pop("candidates")
        self.assertTrue(blinks >= 1 or motion)
        self.assertTrue(0.65 <= quality <= 1)
        self.assertTrue(0.6 < confidence <= 1, confidence)
        self.assertTrue(0 < threshold < confidence)
        self.assertEqual(candidates[0], {"user_id": "driver", "similarity": confidence})
        result = decrypt_cbc(encrypted, tenant.api_secret)
        self.assertEqual((result["id"], result["session_type"], result["session_token"], result["confidence"]), (
            "driver", kind, session["session_token"], confidence))
        return last, candidates

    def test_verification(self):
        last, candidates = self.check(tenant.authentication("driver"), "verification")
        self.assertEqual(last, {
            "type": "authentication_complete", "success": True, "authenticated": True, "user_id": "driver",
            "verdict": "match", "gallery_size": 3, "store": "store.faiss", "frames_processed": 3,
            "liveness_verified": True, "reason": "authenticated", "message": "Authentication successful"})
        self.assertEqual(len(candidates), 1)

    def test_identification(self):
        last, candidates = self.check(tenant.authentication(), "identification")
        self.assertEqual(last, {
            "type": "authentication_complete", "success": True, "authenticated": True, "user_id": "driver",
            "verdict": "match", "gallery_size": 6, "store": "store.faiss", "frames_processed": 3,
            "liveness_verified": True, "reason": "authenticated", "message": "Authentication successful"})
        self.assertEqual({candidate["user_id"] for candidate in candidates}, {"driver", "obama", "biden"})
        similarities = [candidate["similarity"] for candidate in candidates]
        self.assertEqual(similarities, sorted(similarities, reverse=True))
        self.assertLess(similarities[1], 0.3)

    def test_everybody_is_found_as_themselves(self):
        for photo, user in (("obama3.jpg", "obama"), ("biden.jpg", "biden")):
            for claimed in (None, user):
                _, last, _ = still(tenant.authentication(claimed, require_liveness=False), photo)
                self.assertEqual((last["authenticated"], last["user_id"]), (True, user))

    def test_more_frames_where_the_session_asks_for_them(self):
        _, last, _ = live(tenant.authentication("driver", metadata={"min_frames_required": 6}))
        self.assertEqual((last["authenticated"], last["frames_processed"]), (True, 6))


class Failure(unittest.TestCase):
    def check(self, result, verdict, reason, message):
        _, last, code = result
        self.assertEqual(code, 1000)
        self.assertEqual(
            {name: last[name] for name in ("type", "success", "authenticated", "verdict", "reason", "message")}, {
                "type": "authentication_complete", "success": False, "authenticated": False, "verdict": verdict,
                "reason": reason, "message": message})
        # A failure names nobody and has no result.
        for name in ("user_id", "confidence", "encrypted_data"):
            self.assertNotIn(name, last)
        return last

    def test_somebody_else_than_claimed(self):
        last = self.check(
            live(tenant.authentication("obama")), "unknown", "not_recognized", "Face not recognized")
        self.assertTrue(last["liveness_verified"])
        # The one enrolled person that this face is, is not told: only the claimed one was compared.
        self.assertEqual([candidate["user_id"] for candidate in last["candidates"]], ["obama"])
        self.assertLess(last["candidates"][0]["similarity"], last["threshold"])

    def test_a_stranger_is_unknown(self):
        without = host.tenant(sessions__max_fps=60)
        without.enroll("obama", pictures.photo("obama.jpg"))
        without.enroll("biden", pictures.photo("biden.jpg"))
        last = self.check(live(without.authentication()), "unknown", "not_recognized", "Face not recognized")
        self.assertEqual(last["gallery_size"], 2)
        # Somebody is always nearest, and nearest is not enough.
        self.assertEqual(len(last["candidates"]), 2)
        self.assertLess(last["candidates"][0]["similarity"], last["threshold"])

    def test_nobody_is_enrolled(self):
        last = self.check(
            live(host.tenant(sessions__max_fps=60).authentication()), "unknown", "not_recognized",
            "Face not recognized")
        self.assertEqual((last["gallery_size"], last["candidates"]), (0, []))

    def test_one_face_under_two_names_is_ambiguous(self):
        double = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")
        for user in ("one", "two"):
            double.enroll(user, pictures.photo("obama.jpg"))
        last = self.check(
            still(double.authentication(require_liveness=False), "obama2.jpg"), "ambiguous", "ambiguous",
            "Two people are too similar to tell which of them this is")
        self.assertEqual({candidate["user_id"] for candidate in last["candidates"]}, {"one", "two"})
        # Claimed, it is clear who is meant.
        _, last, _ = still(double.authentication("two", require_liveness=False), "obama2.jpg")
        self.assertEqual((last["authenticated"], last["user_id"]), (True, "two"))

    def test_a_user_whose_faces_are_deleted_meanwhile(self):
        session = tenant.enrollment("leaving", require_liveness=False)
        still(session, "biden.jpg")
        session = tenant.authentication("leaving", require_liveness=False)
        self.assertEqual(tenant.call("DELETE", "/api/users/leaving/faces/").status_code // 100, 2)
        _, last, code = still(session, "biden.jpg")
        self.assertEqual((last["authenticated"], last["reason"], code), (False, "not_recognized", 1000))

    def test_candidates_only_where_the_tenant_allows_it(self):
        private = host.tenant(
            sessions__max_fps=60, sessions__allow_no_liveness="true", recognition__show_candidates="false")
        private.enroll("obama", pictures.photo("obama.jpg"))
        for photo, authenticated in (("obama2.jpg", True), ("biden.jpg", False)):
            _, last, _ = still(private.authentication(require_liveness=False), photo)
            self.assertEqual(last["authenticated"], authenticated)
            self.assertNotIn("candidates", last)


class OtherTenants(unittest.TestCase):
    def setUp(self):
        self.other = host.tenant(sessions__max_fps=60)

    def test_their_users_are_not_found(self):
        for user in ("driver", "obama"):
            answer = self.other.call("POST", "/api/auth/authentication/", json={"user_id": user})
            self.assertEqual(answer.status_code, 404)
        unknown = self.other.call("POST", "/api/auth/authentication/", json={"user_id": "nobody at all"})
        # Word for word what is said of somebody whom no tenant knows.
        self.assertEqual(answer.json(), unknown.json())

    def test_their_users_are_never_matched(self):
        _, last, _ = live(self.other.authentication())
        self.assertEqual((last["verdict"], last["gallery_size"], last["candidates"]), ("unknown", 0, []))
        # The same face at its own tenant is matched.
        _, last, _ = live(tenant.authentication())
        self.assertEqual(last["user_id"], "driver")

    def test_the_same_user_id_is_another_person_there(self):
        self.other.enroll("driver", pictures.photo("obama.jpg"))
        _, last, _ = live(self.other.authentication("driver"))
        self.assertEqual((last["authenticated"], last["reason"]), (False, "not_recognized"))
        _, last, _ = live(tenant.authentication("driver"))
        self.assertEqual((last["authenticated"], last["user_id"]), (True, "driver"))


if __name__ == "__main__":
    unittest.main()
