"""The clients and decryption functions that the documents print, run as they stand there."""

import asyncio
import contextlib
import io
import itertools
import json
import unittest
from unittest import mock

import documents
import pictures
import places
from frame_stream import play
from host_process import start_module_host


# Longer than a session lives: its end comes first, and says more than a time-out.
SESSION_SECONDS = 330


def setUpModule():
    global host
    reason = places.missing_shared(documents.GUIDE)
    if reason:
        raise unittest.SkipTest(f"THE DOCUMENTS' CLIENTS ARE NOT TESTED: {reason}")
    host = start_module_host()


class Camera:
    """`cv2.VideoCapture` that plays the clip."""

    def __init__(self, index):
        assert index == 0
        self.frames = itertools.cycle([pictures.pixels(frame) for frame in pictures.clip()])
        self.is_open = True

    def read(self):
        return self.is_open, next(self.frames)

    def release(self):
        self.is_open = False


def run_block(code, **names):
    """Executes a document's block as a module would be."""
    namespace = {"__name__": "documented", **names}
    exec(compile(code, "documented", "exec"), namespace)
    return namespace


def recorded_json(read):
    """Whatever is parsed meanwhile, as the client prints only types."""
    parse = json.loads

    def loads(*arguments, **options):
        value = parse(*arguments, **options)
        read.append(value)
        return value

    return mock.patch("json.loads", loads)


class DocumentedClient(unittest.TestCase):
    def test_the_complete_python_client_enrols(self):
        tenant = host.tenant()
        code = documents.code_block(documents.GUIDE, "### Complete Python Client")
        with mock.patch("asyncio.run", side_effect=lambda coroutine: coroutine.close()) as ran:
            client_class = run_block(code)["FaceAuthClient"]
        self.assertEqual(ran.call_count, 1)
        client = client_class(tenant.api_key, tenant.api_secret, host.url + "/")
        output, read = io.StringIO(), []
        with mock.patch("cv2.VideoCapture", Camera), contextlib.redirect_stdout(output), recorded_json(read):
            asyncio.run(asyncio.wait_for(client.run_enrollment("user123"), SESSION_SECONDS))
        session, *received = output.getvalue().splitlines()
        print(f"\nthe documented client received: {[(k, len(list(g))) for k, g in itertools.groupby(received)]}")
        self.assertRegex(session, r"^Session: sess_[\w-]{43}$")
        self.assertEqual(received[0], "Received: connection_established")
        self.assertEqual(received[-1], "Received: enrollment_complete")
        self.assertGreaterEqual(received.count("Received: frame_processed"), 3)
        # The client neither waits for answers nor reads errors. On a loaded machine its frames arrive in bunches or
        # faster than they are looked at, which may cost frames and never the session.
        self.assertLessEqual(set(received[1:-1]), {"Received: frame_processed", "Received: error"})
        messages = [message for message in read if "type" in message]
        self.assertEqual(["Received: " + message["type"] for message in messages], received)
        for message in messages:
            if message["type"] == "error":
                self.assertIn(message["details"]["reason"], ("frame_rate", "frame_dropped"), message)
        self.assertTrue(messages[-1]["success"], messages[-1])
        faces = tenant.call("GET", "/api/users/user123/faces/").json()["results"]
        self.assertEqual(len(faces), 3)


class DocumentedDecryption(unittest.TestCase):
    """Each document's `decrypt_response`, unmodified, on results of sessions made as that document says."""

    @classmethod
    def setUpClass(cls):
        cls.tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")

    def finished(self, headers):
        session = self.tenant.enrollment("user123", headers, require_liveness=False)
        _, last, code = play(session, pictures.clip(), 60)
        self.assertEqual((last["type"], last["success"], code), ("enrollment_complete", True, 1000))
        return session, last["encrypted_data"]["encrypted_payload"]

    def check(self, result, session):
        self.assertEqual(result["id"], session["enrollment_id"])
        self.assertEqual(result["session_type"], "enrollment")
        self.assertEqual(result["session_token"], session["session_token"])

    def test_guide_with_the_api_key(self):
        code = documents.code_block(documents.GUIDE, "### Step 5: Decrypt", containing="def decrypt_response")
        session, payload = self.finished({"Authorization": f"JWT {self.tenant.core_token()}"})
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            names = run_block(code, json=json, encrypted_payload=payload, api_key=self.tenant.api_key)
        self.check(names["decrypted"], session)
        self.assertEqual(output.getvalue().splitlines()[0], f"Enrollment ID: {session['enrollment_id']}")

    def secret_key_document(self, headers):
        code = documents.code_block(
            documents.IMPLEMENTATION, "### Client-side Decryption", containing="def decrypt_response")
        session, payload = self.finished(headers)
        decrypt = run_block(code, json=json)["decrypt_response"]
        self.check(decrypt(payload, self.tenant.api_secret), session)

    def test_implementation_document_with_the_secret_after_its_token(self):
        self.secret_key_document({"Authorization": f"Bearer {self.tenant.web_token()}"})

    def test_implementation_document_with_the_secret_after_an_api_key(self):
        self.secret_key_document(self.tenant.key_header)


if __name__ == "__main__":
    unittest.main()
