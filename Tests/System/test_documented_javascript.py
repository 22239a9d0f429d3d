"""The guide's JavaScript, run as it stands there by Node with a stand-in for the browser's camera."""

import base64
import functools
import json
import pathlib
import shutil
import subprocess
import unittest

import documents
import pictures
import places
from frame_stream import play
from host_process import start_module_host

BROWSER = pathlib.Path(__file__).with_name("documented_browser.js")
CRYPTOJS = pathlib.Path("/usr/share/javascript/cryptojs/aes.js")
NODE_SECONDS = 120


def node(task, **arguments):
    """What the browser printed."""
    done = subprocess.run(
        ["node", "--experimental-websocket", str(BROWSER), task], input=json.dumps(arguments), capture_output=True,
        text=True, timeout=NODE_SECONDS, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@functools.cache
def missing_node():
    """Why Node can't run the client, or None: it needs a WebSocket of its own."""
    if not shutil.which("node"):
        return "node is not in PATH"
    probe = subprocess.run(
        ["node", "--experimental-websocket", "--eval", "process.exit(typeof WebSocket === 'function' ? 0 : 1)"],
        capture_output=True, timeout=NODE_SECONDS, check=False)
    return None if probe.returncode == 0 else "node has no WebSocket: version 20.10 or later is needed"


def setUpModule():
    global host
    reason = places.missing_shared(documents.GUIDE) or missing_node()
    if reason:
        raise unittest.SkipTest(f"THE DOCUMENTS' JAVASCRIPT IS NOT TESTED: {reason}")
    host = start_module_host()


class DocumentedJavaScript(unittest.TestCase):
    def test_the_complete_client_enrols(self):
        tenant = host.tenant()
        code = documents.code_block(documents.GUIDE, "### Complete JavaScript Client", "javascript")
        frames = [base64.b64encode(frame).decode() for frame in pictures.clip()]
        session, *received, closed = node(
            "enroll", code=code, frames=frames, apiKey=tenant.api_key, secret=tenant.api_secret, url=host.url + "/",
            user="user123").splitlines()
        self.assertRegex(session, r"^Session: sess_[\w-]{43}$")
        # The client sets its handler only after the handshake, so the greeting may have gone by unseen.
        if received[0] == "Received: connection_established":
            received.pop(0)
        self.assertEqual(received[-2:], ["Received: enrollment_complete", "Enrollment complete!"])
        # A loaded machine may be behind the client's ten frames a second; it says so and goes on.
        self.assertLessEqual(set(received[:-2]), {"Received: frame_processed", "Received: error"})
        self.assertGreaterEqual(received.count("Received: frame_processed"), 3)
        self.assertEqual(closed, "Closed: 1000")
        faces = tenant.call("GET", "/api/users/user123/faces/").json()["results"]
        self.assertEqual(len(faces), 3)

    @unittest.skipUnless(CRYPTOJS.exists(), f"THE DOCUMENT'S JAVASCRIPT DECRYPTION IS NOT TESTED: {CRYPTOJS} is not "
                         "here (Debian package libjs-cryptojs)")
    def test_decryption_with_the_api_key(self):
        tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")
        code = documents.code_block(documents.GUIDE, "### Step 5: Decrypt", "javascript")
        session = tenant.enrollment(
            "user123", {"Authorization": f"JWT {tenant.core_token()}"}, require_liveness=False)
        _, last, _ = play(session, pictures.clip(), 60)
        result = json.loads(node(
            "decrypt", code=code, payload=last["encrypted_data"]["encrypted_payload"], apiKey=tenant.api_key))
        self.assertEqual(result["id"], session["enrollment_id"])
        self.assertEqual((result["session_type"], result["session_token"]), ("enrollment", session["session_token"]))


if __name__ == "__main__":
    unittest.main()
