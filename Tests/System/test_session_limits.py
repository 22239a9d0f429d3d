"""What a session is held to: rate, budget, size, time, quality, and how many of them a tenant may have."""

import contextlib
import itertools
import time
import unittest

from websockets.exceptions import ConnectionClosed

import pictures
from frame_stream import FrameStream, greeted, play, reconnected
from host_process import HostProcess, eventually, start_module_host


def setUpModule():
    global host
    host = start_module_host()


class FrameRate(unittest.TestCase):
    def burst(self, session, count):
        """Many small frames at once; every answer, and the stream."""
        stream = greeted(session)
        self.addCleanup(stream.socket.close)
        for _ in range(count):
            stream.send_frame(pictures.tiny(), binary=True)
        return stream, [stream.receive() for _ in range(count)]

    def test_frames_that_come_too_soon_are_dropped_and_said_so(self):
        # One a second, so that no machine is too slow to send a second one too soon.
        tenant = host.tenant(sessions__max_fps=1)
        stream, answers = self.burst(tenant.authentication(), 8)
        taken = [answer for answer in answers if answer["type"] == "frame_processed"]
        refused = [answer for answer in answers if answer["type"] == "error"]
        self.assertEqual(len(taken) + len(refused), 8, "every frame has its answer")
        self.assertTrue(1 <= len(taken) < 8, answers)
        for answer in refused:
            self.assertEqual(set(answer), {"type", "error", "code", "details"})
            self.assertEqual((answer["code"], answer["details"]["reason"]), (429, "frame_rate"))
            self.assertIn("Frame rate too high; reduce it to 1", answer["error"])
            self.assertTrue(0 < float(answer["details"]["retry_after"]) <= 1)
        # The dropped ones were not looked at, and who waits as told is served again.
        time.sleep(max(float(answer["details"]["retry_after"]) for answer in refused) + 0.1)
        answer = stream.ask_frame(pictures.photo("obama.jpg"))
        self.assertEqual((answer["type"], answer["frames_processed"]), ("frame_processed", 1))
        self.assertEqual(answer["visual_data"]["liveness_indicators"]["frame_counter"], len(taken) + 1)

    def test_a_client_that_keeps_on_is_closed(self):
        tenant = host.tenant(sessions__max_fps=1)
        session = tenant.authentication()
        stream, answers = self.burst(session, 20)
        with contextlib.suppress(ConnectionClosed):
            for _ in range(30):
                stream.send_frame(pictures.tiny(), binary=True)
        self.assertEqual(stream.close_code(), 4429)
        self.assertIn("Too many frames", stream.messages[-1]["error"])
        self.assertEqual(stream.messages[-1]["code"], 429)
        # The session itself is not over: who comes back at the right rate goes on.
        with reconnected(session) as again:
            time.sleep(1.1)
            self.assertEqual(again.ask_frame(pictures.tiny())["type"], "frame_processed")

    def test_the_documented_rate_is_the_default(self):
        stream, answers = self.burst(host.tenant().authentication(), 12)
        self.assertIn("frame_processed", [answer["type"] for answer in answers])
        for answer in answers:
            if answer["type"] == "error":
                self.assertEqual(answer["details"]["reason"], "frame_rate")
                self.assertIn("10", answer["error"])

    def test_pings_are_not_frames(self):
        stream = greeted(host.tenant(sessions__max_fps=1).authentication())
        self.addCleanup(stream.socket.close)
        self.assertEqual([stream.ask({"type": "ping"}) for _ in range(50)], [{"type": "pong"}] * 50)


class Budget(unittest.TestCase):
    def test_without_enough_good_frames(self):
        tenant = host.tenant(sessions__max_fps=60, sessions__frame_budget=12)
        session = tenant.enrollment("someone")
        messages, last, code = play(session, itertools.repeat(pictures.empty()), fps=60)
        self.assertEqual(len([m for m in messages if m["type"] == "frame_processed"]), 12)
        self.assertEqual(code, 4429)
        self.assertEqual(last, {
            "type": "enrollment_complete", "success": False, "enrollment_id": session["enrollment_id"],
            "frames_processed": 0, "liveness_verified": False, "blinks_detected": 0, "motion_verified": False,
            "quality_score": 0, "reason": "frame_budget_exceeded",
            "message": "Maximum frames exceeded: start a new session"})
        self.assertEqual(tenant.call("GET", "/api/users/someone/faces/").status_code, 404)

    def test_a_budget_that_is_enough(self):
        tenant = host.tenant(sessions__max_fps=60, sessions__frame_budget=119)
        _, last, code = play(tenant.enrollment("someone"), pictures.clip(), fps=30)
        self.assertEqual((last["reason"], code), ("enrolled", 1000))


class PoorPictures(unittest.TestCase):
    def test_too_many_of_them_running_end_the_session(self):
        tenant = host.tenant(sessions__max_fps=60)
        messages, last, code = play(tenant.authentication(), itertools.repeat(pictures.blurred()), fps=60)
        self.assertEqual([m["success"] for m in messages if m["type"] == "frame_processed"], [False] * 25)
        self.assertEqual(code, 1000)
        self.assertEqual(last, {
            "type": "authentication_complete", "success": False, "authenticated": False, "frames_processed": 0,
            "liveness_verified": False, "blinks_detected": 0, "motion_verified": False, "quality_score": 0,
            "reason": "low_quality_abort",
            "message": "The picture was too poor for too long: find more light and start a new session"})

    def test_a_good_one_among_them_begins_the_count_anew(self):
        tenant = host.tenant(sessions__max_fps=60, sessions__max_low_quality_consecutive=5)
        stream = greeted(tenant.authentication())
        self.addCleanup(stream.socket.close)
        for frame in [pictures.blurred()] * 4 + [pictures.photo("obama.jpg")] + [pictures.blurred()] * 4:
            self.assertEqual(stream.ask_frame(frame)["type"], "frame_processed")
        # The fifth running.
        stream.send_frame(pictures.blurred())
        self.assertEqual(stream.close_code(), 1000)
        self.assertEqual(stream.messages[-1]["reason"], "low_quality_abort")


class Time(unittest.TestCase):
    def test_a_session_whose_time_is_over(self):
        """Ten seconds, the shortest life that can be set, for all of these at once."""
        tenant = host.tenant(sessions__session_ttl_s=10, sessions__max_fps=60)
        idle, busy, unused = tenant.authentication(), tenant.enrollment("someone"), tenant.authentication()
        quiet, stream = greeted(idle), greeted(busy)
        self.addCleanup(quiet.socket.close)
        self.addCleanup(stream.socket.close)
        self.assertEqual(stream.ask_frame(pictures.photo("obama.jpg"))["frames_processed"], 1)

        self.assertEqual(quiet.close_code(timeout=60), 4401)
        self.assertEqual(quiet.messages[-1], {
            "type": "authentication_complete", "success": False, "authenticated": False, "frames_processed": 0,
            "liveness_verified": False, "blinks_detected": 0, "motion_verified": False, "quality_score": 0,
            "reason": "expired", "message": "Session expired: start a new one"})
        self.assertEqual(stream.close_code(timeout=60), 4401)
        last = stream.messages[-1]
        self.assertEqual((last["type"], last["success"], last["reason"], last["frames_processed"]), (
            "enrollment_complete", False, "expired", 1))
        self.assertEqual(tenant.call("GET", "/api/users/someone/faces/").status_code, 404)

        def refused():
            with FrameStream(unused) as late:
                return late.close_code() in (4401, 4404) and late.messages[-1]["type"] == "error"
        eventually(refused, what="the end of the session that nobody used")


class Size(unittest.TestCase):
    def test_a_message_beyond_any_frame_closes_the_connection(self):
        tenant = host.tenant(sessions__max_fps=60)
        for message in (b"\xff" * (3 << 20), "x" * (3 << 20)):
            session = tenant.authentication()
            stream = greeted(session)
            stream.send(message)
            self.assertEqual(stream.close_code(), 1009)
            # Only the connection: the session can be taken up again.
            with reconnected(session) as again:
                self.assertEqual(again.ask_frame(pictures.photo("obama.jpg"))["frames_processed"], 1)


class SessionsOfATenant(unittest.TestCase):
    def test_as_many_as_a_tenant_may_have_alive(self):
        tenant, other = host.tenant(sessions__max_live=3), host.tenant()
        sessions = [tenant.authentication() for _ in range(3)]
        answer = tenant.call("POST", "/api/auth/authentication/", json={})
        self.assertEqual(answer.status_code, 429, answer.text)
        self.assertEqual(answer.json()["type"].rsplit("/", 1)[1], "too_many_sessions")
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        # Nobody else's business.
        other.authentication()
        # One that ends makes room for one.
        with greeted(sessions[0]) as stream:
            stream.send({"type": "stop"})
            self.assertEqual(stream.close_code(), 1000)
        tenant.authentication()
        self.assertEqual(tenant.call("POST", "/api/auth/authentication/", json={}).status_code, 429)


class SessionsOfAHost(unittest.TestCase):
    def test_as_many_as_the_host_can_hold(self):
        with HostProcess(env={"KENALI__SESSIONS__MAX_LIVE": "2"}) as small:
            tenants = [small.tenant(f"tenant {number}") for number in range(3)]
            for tenant in tenants[:2]:
                tenant.authentication()
            answer = tenants[2].call("POST", "/api/auth/authentication/", json={})
            self.assertEqual(answer.status_code, 503, answer.text)
            self.assertEqual(answer.json()["type"].rsplit("/", 1)[1], "overloaded")
            self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)


if __name__ == "__main__":
    unittest.main()
