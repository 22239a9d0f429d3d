"""Family A's `POST /api/auth/enrollment/` and `POST /api/auth/authentication/`: what they answer and what they refuse."""

import datetime
import unittest

import pictures
from frame_stream import greeted
from host_process import start_module_host
from token_forgery import TokenForgery

ENROLLMENT, AUTHENTICATION = "/api/auth/enrollment/", "/api/auth/authentication/"
SESSION_TOKEN = r"^sess_[\w-]{43}$"
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant()
    tenant.enroll("known", pictures.photo("obama.jpg"))


def post(path, headers=None, **body):
    return tenant.call("POST", path, headers=headers, json=body)


class Answers(unittest.TestCase):
    def check(self, session, seconds=300):
        self.assertRegex(session["session_token"], SESSION_TOKEN)
        address = host.url.replace("http", "ws", 1)
        self.assertEqual(
            session["websocket_url"], f"{address}/ws/auth/process-image/{session['session_token']}/")
        self.assertTrue(session["expires_at"].endswith("Z"), session["expires_at"])
        left = datetime.datetime.fromisoformat(session["expires_at"]) - datetime.datetime.now(datetime.timezone.utc)
        self.assertTrue(seconds - 30 < left.total_seconds() <= seconds, left)

    def test_enrollment(self):
        answer = post(ENROLLMENT, user_id="new", session_type="webcam", metadata={"target_samples": 3})
        self.assertEqual(answer.status_code, 201, answer.text)
        session = answer.json()
        self.check(session)
        self.assertRegex(session["enrollment_id"], UUID)
        self.assertEqual({name: session[name] for name in ("status", "target_samples", "session_type", "message")}, {
            "status": "pending", "target_samples": 3, "session_type": "enrollment",
            "message": "Enrollment session created. Stream frames to continue."})

    def test_verification_and_identification(self):
        for user, kind in (({"user_id": "known"}, "verification"), ({}, "identification"),
                           ({"user_id": None}, "identification")):
            with self.subTest(kind=kind):
                answer = post(AUTHENTICATION, session_type="webcam", require_liveness=True, **user)
                self.assertEqual(answer.status_code, 201, answer.text)
                session = answer.json()
                self.check(session)
                self.assertNotIn("enrollment_id", session)
                self.assertEqual(
                    {name: session[name] for name in ("status", "min_frames_required", "session_type", "message")}, {
                        "status": "active", "min_frames_required": 3, "session_type": kind,
                        "message": "Authentication session created. Stream frames to continue."})

    def test_the_authentication_endpoint_enrols_where_the_session_type_says_so(self):
        answer = post(AUTHENTICATION, user_id="new", session_type="enrollment")
        self.assertEqual(answer.status_code, 201, answer.text)
        session = answer.json()
        self.check(session)
        self.assertRegex(session["enrollment_id"], UUID)
        self.assertEqual((session["status"], session["session_type"]), ("pending", "enrollment"))

    def test_every_session_has_a_token_of_its_own(self):
        tokens = {tenant.authentication()["session_token"] for _ in range(20)}
        self.assertEqual(len(tokens), 20)

    def test_paths_without_their_slash(self):
        self.assertEqual(post(ENROLLMENT.rstrip("/"), user_id="new").status_code, 201)
        self.assertEqual(post(AUTHENTICATION.rstrip("/")).status_code, 201)

    def test_the_clients_host_name_is_in_the_websocket_url(self):
        headers = tenant.key_header | {"Host": "face.example.com"}
        url = post(AUTHENTICATION, headers).json()["websocket_url"]
        self.assertTrue(url.startswith("ws://face.example.com/ws/auth/process-image/sess_"), url)

    def test_the_rules_hold_for_the_session_and_its_tenant(self):
        strict = host.tenant(sessions__target_samples=5, sessions__session_ttl_s=60)
        session = strict.enrollment("new")
        self.check(session, seconds=60)
        self.assertEqual(session["target_samples"], 5)
        # A session may be stricter than its tenant.
        self.assertEqual(strict.enrollment("new", metadata={"target_samples": 7})["target_samples"], 7)
        session = strict.authentication(metadata={"min_frames_required": 6, "required_blinks": 2})
        self.assertEqual(session["min_frames_required"], 6)
        with greeted(session) as stream:
            progress = stream.ask_frame(pictures.clip()[0])
        self.assertEqual((progress["min_frames_required"], progress["blinks_required"]), (6, 2))


class Refusals(unittest.TestCase):
    def refused(self, answer, status, kind):
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json()
        self.assertEqual((problem["status"], problem["code"]), (status, status))
        self.assertTrue(problem["type"].endswith("/" + kind), problem["type"])
        self.assertEqual(problem["error"], problem["detail"])
        self.assertTrue(problem["title"])
        return problem

    def test_an_enrollment_needs_a_user(self):
        for path, body in ((ENROLLMENT, {}), (ENROLLMENT, {"user_id": None}),
                           (AUTHENTICATION, {"session_type": "enrollment"})):
            problem = self.refused(post(path, **body), 400, "missing_fields")
            self.assertEqual(set(problem["details"]), {"user_id"})

    def test_a_user_id_that_is_none(self):
        for user in ("", "a" * 256, "a\0b", "a\nb", [], {}, True, 1.5):
            for path in (ENROLLMENT, AUTHENTICATION):
                problem = self.refused(post(path, user_id=user), 400, "invalid_user_id")
                self.assertEqual(set(problem["details"]), {"user_id"})

    def test_verification_of_a_user_that_nobody_enrolled(self):
        self.refused(post(AUTHENTICATION, user_id="nobody"), 404, "not_found")

    def test_a_session_may_not_be_laxer_than_its_tenant(self):
        wrong = {"target_samples": 1, "required_blinks": 0, "required_motion": "1", "quality_threshold": 0.1}
        problem = self.refused(post(ENROLLMENT, user_id="new", metadata=wrong, require_liveness=False), 400,
                               "invalid_session_settings")
        # All that is wrong, in one answer, each with its bounds.
        self.assertEqual(set(problem["details"]), set(wrong) | {"require_liveness"})
        self.assertEqual(problem["details"]["target_samples"], "must be a whole number from 3 to 20")
        self.refused(post(AUTHENTICATION, metadata={"min_frames_required": 10**30}), 400, "invalid_session_settings")

    def test_a_body_that_is_no_object(self):
        for data in (b"{", b"[]", b"null", b"\xff", b'{"user_id":"a"}{}', b"[" * 100_000, b'{"a":' * 50_000):
            answer = tenant.call(
                "POST", ENROLLMENT, headers=tenant.key_header | {"Content-Type": "application/json"}, data=data)
            self.refused(answer, 400, "invalid_json")
        answer = tenant.call("POST", ENROLLMENT, headers=tenant.key_header | {"Content-Type": "text/plain"}, data=b"{}")
        self.refused(answer, 415, "unsupported_media_type")

    def test_the_wrong_method(self):
        answer = tenant.call("GET", ENROLLMENT)
        self.refused(answer, 405, "method_not_allowed")
        self.assertEqual(answer.headers["Allow"], "POST")


class Tokens(unittest.TestCase):
    def status(self, token):
        return post(AUTHENTICATION, {"Authorization": f"Bearer {token}"}).status_code

    def test_an_expired_token(self):
        forgery = TokenForgery(host.data)
        token = tenant.core_token()
        # The forgery is good: what is refused below is refused for its time alone.
        self.assertEqual(self.status(forgery.again(token)), 201)
        self.assertEqual(self.status(forgery.again(token, iat=-7200, nbf=-7200, exp=-3600)), 401)
        self.assertEqual(self.status(forgery.again(token, iat=-3600, nbf=-3600, exp=-1)), 401)

    def test_a_token_that_is_not_valid_yet(self):
        self.assertEqual(self.status(TokenForgery(host.data).again(tenant.core_token(), nbf=600)), 401)

    def test_the_token_of_an_old_secret(self):
        other = host.tenant()
        token, key = other.core_token(), other.key_header
        self.assertEqual(self.status(token), 201)
        other.rotate()
        self.assertEqual((self.status(token), post(AUTHENTICATION, key).status_code), (401, 401))
        self.assertEqual(self.status(other.core_token()), 201)

    def test_a_token_of_another_installation(self):
        self.assertEqual(self.status(TokenForgery(None).again(tenant.core_token())), 401)

    def test_a_token_for_something_else(self):
        forgery, token = TokenForgery(host.data), tenant.core_token()
        self.assertEqual(self.status(forgery.again(token, typ="access")), 401)
        self.assertEqual(self.status(forgery.again(token, aud="elsewhere")), 401)
        self.assertEqual(self.status(forgery.again(token, sub="nobody")), 401)
        self.assertEqual(self.status(tenant.authentication()["session_token"]), 401)

    def test_a_disabled_tenants_credentials_die_at_once(self):
        other = host.tenant()
        token = other.core_token()
        self.assertEqual(self.status(token), 201)
        other.disable()
        self.assertEqual(self.status(token), 401)
        self.assertEqual(post(AUTHENTICATION, other.key_header).status_code, 401)


class RequestIds(unittest.TestCase):
    def test_every_answer_carries_one(self):
        for answer in (post(AUTHENTICATION), post(ENROLLMENT), post("/api/nowhere/"), post(AUTHENTICATION, {})):
            self.assertRegex(answer.headers["X-Request-Id"], r"^[0-9a-f-]{36}$")

    def test_the_clients_own_comes_back_and_is_in_the_log(self):
        answer = post(AUTHENTICATION, tenant.key_header | {"X-Request-Id": "my-request.1"})
        self.assertEqual(answer.headers["X-Request-Id"], "my-request.1")
        lines = [line for line in host.events("request") if line["request_id"] == "my-request.1"]
        self.assertEqual([(line["method"], line["path"], line["status"]) for line in lines],
                         [("POST", AUTHENTICATION, 201)])

    def test_one_that_could_do_harm_does_not(self):
        for hostile in ("x" * 129, "a b", 'a"b', "<a>", "a;b"):
            answer = post(AUTHENTICATION, tenant.key_header | {"X-Request-Id": hostile})
            self.assertRegex(answer.headers["X-Request-Id"], r"^[0-9a-f-]{36}$")


if __name__ == "__main__":
    unittest.main()
