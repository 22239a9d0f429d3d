"""Connecting to a session: who is let in, who is turned away with which code, and what is left after an end."""

import contextlib
import threading
import time
import unittest

import websockets.exceptions
from websockets.sync.client import connect

import pictures
from frame_stream import FrameStream, greeted, play, reconnected
from host_process import HostProcess, eventually, start_module_host

OVER = "This session is over; a token is good for one session. Create a new session."


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")
    tenant.enroll("obama", pictures.photo("obama.jpg"))


def socket_url(token):
    return host.url.replace("http", "ws", 1) + f"/ws/auth/process-image/{token}/"


class TurnedAway(unittest.TestCase):
    def check(self, url, close_code, code, reason, says):
        """A browser's script sees no HTTP status, so the refusal is a message and a close code."""
        with FrameStream(url) as stream:
            self.assertEqual(stream.close_code(), close_code)
        self.assertEqual(stream.messages, [{
            "type": "error", "error": says, "code": code, "details": {"reason": reason}}])

    def test_a_token_that_never_was(self):
        for token in ("sess_" + "A" * 43, "sess_", "x", "..", "A" * 5000, tenant.api_key, tenant.core_token()):
            with self.subTest(token[:20]):
                self.check(socket_url(token), 4404, 404, "session_not_found", "Session not found.")

    def test_a_token_changed_by_one_letter(self):
        token = tenant.authentication()["session_token"]
        changed = token[:-1] + ("A" if token[-1] != "A" else "B")
        self.check(socket_url(changed), 4404, 404, "session_not_found", "Session not found.")

    def test_a_token_of_another_host(self):
        with HostProcess() as other:
            token = other.tenant().authentication()["session_token"]
        self.check(socket_url(token), 4404, 404, "session_not_found", "Session not found.")

    def test_a_second_client(self):
        session = tenant.authentication()
        with greeted(session) as first:
            for _ in range(2):
                self.check(session["websocket_url"], 4403, 403, "session_taken",
                           "Another client is connected to this session.")
            # The first one notices nothing.
            self.assertEqual(first.ask_frame(pictures.photo("obama.jpg"))["frames_processed"], 1)

    def test_many_clients_at_once(self):
        session = tenant.authentication()
        greeted_ones, refused = [], []
        together = threading.Barrier(8)

        def come():
            together.wait()
            stream = FrameStream(session)
            if stream.receive()["type"] == "connection_established":
                greeted_ones.append(stream)
            else:
                refused.append(stream.close_code())

        threads = [threading.Thread(target=come) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for stream in greeted_ones:
            stream.socket.close()
        self.assertEqual((len(greeted_ones), refused), (1, [4403] * 7))

    def test_a_token_that_was_used(self):
        session = tenant.authentication("obama", require_liveness=False)
        _, last, code = play(session, [pictures.photo("obama.jpg")] * 9, fps=60)
        self.assertEqual((last["reason"], code), ("authenticated", 1000))
        self.check(session["websocket_url"], 4401, 401, "session_over", OVER)

    def test_handshakes_carry_a_request_id(self):
        url = tenant.authentication()["websocket_url"]
        for address in (url, url.replace("sess_", "sess_x")):
            with connect(address, proxy=None, additional_headers={"X-Request-Id": "my-request.1"}) as socket:
                self.assertEqual(socket.response.headers["X-Request-Id"], "my-request.1")
        with connect(tenant.authentication()["websocket_url"], proxy=None) as socket:
            self.assertRegex(socket.response.headers["X-Request-Id"], r"^[0-9a-f-]{36}$")

    def test_another_path(self):
        token = tenant.authentication()["session_token"]
        for path in (f"/ws/auth/other/{token}/", f"/ws/{token}/", "/ws/auth/process-image/", "/", "/health/"):
            with self.subTest(path), self.assertRaises(websockets.exceptions.InvalidStatus) as refused:
                connect(host.url.replace("http", "ws", 1) + path, proxy=None)
            answer = refused.exception.response
            self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (404, "application/problem+json"))
            self.assertRegex(answer.headers["X-Request-Id"], r"^[0-9a-f-]{36}$")

    def test_the_path_without_its_slash(self):
        session = tenant.authentication()
        with greeted(session["websocket_url"].rstrip("/")) as stream:
            self.assertEqual(stream.ask({"type": "ping"}), {"type": "pong"})

    def test_no_upgrade(self):
        token = tenant.authentication()["session_token"]
        answer = tenant.call("GET", f"/ws/auth/process-image/{token}/")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")


class Reconnecting(unittest.TestCase):
    def test_a_session_goes_on_where_it_stood(self):
        session = tenant.authentication("obama", require_liveness=False)
        photo = pictures.photo("obama.jpg")
        with greeted(session) as stream:
            self.assertEqual(stream.ask_frame(photo)["frames_processed"], 1)
        with reconnected(session) as stream:
            answer = stream.ask_frame(photo)
            self.assertEqual(answer["frames_processed"], 2)
            self.assertEqual(answer["visual_data"]["liveness_indicators"]["frame_counter"], 2)
            # Gone without a word this time.
            stream.cut()
        with reconnected(session) as stream:
            last = stream.play([photo] * 5, fps=60)
            self.assertEqual((last["authenticated"], last["frames_processed"]), (True, 3))
            self.assertEqual(stream.close_code(), 1000)


class Ends(unittest.TestCase):
    def test_the_client_stops_it(self):
        session = tenant.enrollment("someone")
        with greeted(session) as stream:
            stream.ask_frame(pictures.photo("obama.jpg"))
            stream.send({"type": "stop"})
            self.assertEqual(stream.close_code(), 1000)
        last = stream.messages[-1]
        self.assertEqual((last["type"], last["success"], last["reason"], last["message"]), (
            "enrollment_complete", False, "manual_stop", "Session stopped"))
        self.assertNotIn("encrypted_data", last)
        self.assertEqual(tenant.call("GET", "/api/users/someone/faces/").status_code, 404)
        with FrameStream(session) as stream:
            self.assertEqual(stream.close_code(), 4401)

    def test_messages_after_the_end_change_nothing(self):
        session = tenant.enrollment("eager", require_liveness=False)
        photo = pictures.photo("obama.jpg")
        with greeted(session) as stream:
            # Frames, stops and rubbish behind the three that are enough, all on their way at once.
            for _ in range(3):
                stream.send_frame(photo)
                time.sleep(0.05)
            with contextlib.suppress(websockets.exceptions.ConnectionClosed):
                for _ in range(5):
                    stream.send_frame(photo)
                    stream.send({"type": "stop"})
                    stream.send("{")
            code = stream.close_code()
        completes = stream.of_type("enrollment_complete")
        self.assertEqual((len(completes), code), (1, 1000))
        faces = tenant.call("GET", "/api/users/eager/faces/")
        # One end, and what is told is what is stored: which of the two it was is the network's choice.
        self.assertEqual(faces.status_code == 200, completes[0]["success"], completes[0])
        if completes[0]["success"]:
            self.assertEqual(len(faces.json()["results"]), 3)

    def test_a_disabled_tenants_session(self):
        other = host.tenant()
        session = other.authentication()
        with greeted(session) as stream:
            other.disable()
            self.assertEqual(stream.close_code(), 4401)
        self.assertEqual(
            (stream.messages[-1]["type"], stream.messages[-1]["success"]), ("authentication_complete", False))
        with FrameStream(session) as stream:
            self.assertEqual(stream.close_code(), 4401)

    def test_the_server_goes_away(self):
        with HostProcess() as other:
            session = other.tenant().authentication()
            stream = greeted(session)
            stream.ask_frame(pictures.clip()[0])
            stopping = threading.Thread(target=other.stop)
            stopping.start()
            self.assertEqual(stream.close_code(), 1001)
            stopping.join()


class Records(unittest.TestCase):
    def test_the_log_tells_a_session_without_its_token(self):
        session = tenant.authentication("obama", require_liveness=False)
        play(session, [pictures.photo("obama.jpg")] * 9, fps=60)

        def ended():
            return [line for line in host.events("face_authenticated") if line["client_id"] == tenant.client_id]
        line = eventually(ended, what="the log's line")[-1]
        self.assertEqual((line["session_type"], line["reason"]), ("verification", "authenticated"))
        self.assertGreater(float(line["confidence"]), 0.9)
        mine = [other for other in host.log_lines() if other.get("session_id") == line["session_id"]]
        self.assertEqual(
            [other["event"] for other in mine[:3]], ["session_created", "connection_established", "face_authenticated"])
        for secret in (session["session_token"], tenant.api_key, tenant.api_secret):
            self.assertNotIn(secret, host.log())


if __name__ == "__main__":
    unittest.main()
