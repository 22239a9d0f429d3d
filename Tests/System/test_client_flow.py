"""A client's whole day at the documented rate: token, enrollment, verification, identification, results.

It sends and receives at the same time, as the documents' clients do; the other tests wait for each answer.
"""

import asyncio
import base64
import json
import unittest

import websockets

import pictures
from host_process import start_module_host
from result_decryption import decrypt_cbc


def setUpModule():
    global host
    host = start_module_host(shipped_checks=True)


async def stream(url, frames):
    """Sends ten frames a second until the session is complete."""
    async with websockets.connect(url, proxy=None) as socket:

        async def send():
            for frame in frames:
                image = "data:image/jpeg;base64," + base64.b64encode(frame).decode()
                await socket.send(json.dumps({"type": "frame", "image": image}))
                await asyncio.sleep(0.1)

        sender = asyncio.create_task(send())
        received = []
        try:
            async for text in socket:
                received.append(json.loads(text))
        finally:
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        return received, socket.close_code


# Longer than a session lives: its end comes first, and says more than a time-out.
SESSION_SECONDS = 330


def run(session, start=0):
    return asyncio.run(asyncio.wait_for(stream(session["websocket_url"], pictures.camera(start)), SESSION_SECONDS))


class ClientFlow(unittest.TestCase):
    def check_answers(self, messages):
        """A greeting, an answer to each frame, and the end.

        On a loaded machine frames arrive in bunches or faster than they are looked at. That may cost frames, which the
        host says of each, and never the session.
        """
        types = [message["type"] for message in messages]
        self.assertEqual((types[0], types[-1].split("_")[-1]), ("connection_established", "complete"))
        self.assertGreaterEqual(types.count("frame_processed"), 3)
        for message in messages[1:-1]:
            if message["type"] != "frame_processed":
                self.assertEqual((message["type"], message["code"]), ("error", 429), message)
                self.assertIn(message["details"]["reason"], ("frame_rate", "frame_dropped"))

    def test_enrol_verify_identify(self):
        tenant = host.tenant()
        headers = {"Authorization": f"JWT {tenant.core_token()}", "Content-Type": "application/json"}
        session = tenant.enrollment("user123", headers, session_type="webcam", metadata={
            "target_samples": 3, "required_blinks": 1, "device_info": {"platform": "web", "browser": "Chrome"}})
        messages, code = run(session)
        self.check_answers(messages)
        self.assertEqual(code, 1000)
        done = messages[-1]
        self.assertEqual((done["type"], done["success"]), ("enrollment_complete", True))
        self.assertEqual(decrypt_cbc(done["encrypted_data"], tenant.api_key)["id"], session["enrollment_id"])

        for user in ("user123", None):
            with self.subTest(user=user):
                session = tenant.authentication(user, headers, session_type="webcam", require_liveness=True, metadata={
                    "min_frames_required": 3, "required_blinks": 1, "device_info": {"platform": "web"}})
                # Other frames than those that were enrolled.
                messages, code = run(session, start=45)
                self.check_answers(messages)
                done = messages[-1]
                self.assertEqual((done["type"], done["authenticated"]), ("authentication_complete", True))
                self.assertEqual((done["user_id"], code), ("user123", 1000))
                self.assertEqual(decrypt_cbc(done["encrypted_data"], tenant.api_key)["id"], "user123")


if __name__ == "__main__":
    unittest.main()
