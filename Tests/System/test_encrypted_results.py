"""The encrypted results of sessions: which key, which algorithm, what is inside (api.md §3)."""

import base64
import datetime
import itertools
import unittest

from cryptography.exceptions import InvalidTag

import pictures
from frame_stream import play
from host_process import start_module_host
from result_decryption import decrypt_cbc, decrypt_gcm


def setUpModule():
    global host
    host = start_module_host()


def result(session):
    _, last, _ = play(session, itertools.repeat(pictures.photo("obama.jpg"), 9), 60)
    assert last["success"], last
    return last, last["encrypted_data"]


class EncryptedResults(unittest.TestCase):
    def setUp(self):
        self.tenant = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true")

    def enrollment(self, headers=None):
        session = self.tenant.enrollment("obama", headers, require_liveness=False)
        return session, *result(session)

    def check_payload(self, payload, session, **expected):
        stamp = datetime.datetime.fromisoformat(payload.pop("timestamp"))
        self.assertLess(abs((datetime.datetime.now(datetime.timezone.utc) - stamp).total_seconds()), 120)
        self.assertEqual(payload, {"session_token": session["session_token"]} | expected)

    def check_cbc(self, encrypted, key, instructions):
        self.assertEqual({name: value for name, value in encrypted.items() if name != "encrypted_payload"}, {
            "algorithm": "AES-256-CBC", "encryption_method": "AES-256-CBC", "key": key,
            "instructions": instructions})

    def test_the_core_endpoints_token_means_the_api_key(self):
        for scheme in ("JWT", "Bearer"):
            session, _, encrypted = self.enrollment({"Authorization": f"{scheme} {self.tenant.core_token()}"})
            self.check_cbc(encrypted, "sha256(api_key)", "Decrypt with your api_key to access the data")
            self.check_payload(decrypt_cbc(encrypted, self.tenant.api_key), session, id=session["enrollment_id"],
                               session_type="enrollment")
            with self.assertRaises(ValueError):
                decrypt_cbc(encrypted, self.tenant.api_secret)

    def test_any_other_credential_means_the_secret(self):
        for headers in ({"Authorization": f"Bearer {self.tenant.web_token()}"},
                        {"Authorization": f"JWT {self.tenant.web_token()}"}, self.tenant.key_header):
            session, _, encrypted = self.enrollment(headers)
            self.check_cbc(encrypted, "sha256(secret_key)", "Decrypt with your secret_key to access the data")
            self.check_payload(decrypt_cbc(encrypted, self.tenant.api_secret), session, id=session["enrollment_id"],
                               session_type="enrollment")
            with self.assertRaises(ValueError):
                decrypt_cbc(encrypted, self.tenant.api_key)

    def test_a_tenant_can_force_the_secret(self):
        self.tenant.configure(security__result_key="secret")
        session, _, encrypted = self.enrollment({"Authorization": f"JWT {self.tenant.core_token()}"})
        self.check_cbc(encrypted, "sha256(secret_key)", "Decrypt with your secret_key to access the data")
        self.assertEqual(decrypt_cbc(encrypted, self.tenant.api_secret)["id"], session["enrollment_id"])

    def test_authentications_carry_the_confidence(self):
        self.tenant.enroll("obama", pictures.photo("obama2.jpg"))
        for user, kind in (("obama", "verification"), (None, "identification")):
            session = self.tenant.authentication(user, require_liveness=False)
            last, encrypted = result(session)
            self.check_payload(decrypt_cbc(encrypted, self.tenant.api_secret), session, id="obama", session_type=kind,
                               confidence=last["confidence"])

    def test_no_two_payloads_share_their_iv(self):
        payloads = [base64.b64decode(self.enrollment()[2]["encrypted_payload"]) for _ in range(3)]
        self.assertEqual(len({payload[:16] for payload in payloads}), 3)
        self.assertTrue(all(len(payload) % 16 == 0 for payload in payloads))

    def test_gcm(self):
        self.tenant.configure(security__result_encryption="AES-256-GCM")
        for headers in (None, {"Authorization": f"JWT {self.tenant.core_token()}"}):
            session, _, encrypted = self.enrollment(headers)
            self.assertEqual(set(encrypted), {
                "algorithm", "encryption_method", "iv", "ciphertext", "tag", "kid", "key", "instructions"})
            self.assertEqual((encrypted["algorithm"], encrypted["key"]), ("AES-256-GCM", "hkdf-sha256(secret_key)"))
            self.assertEqual([len(base64.b64decode(encrypted[name])) for name in ("iv", "tag")], [12, 16])
            payload = decrypt_gcm(encrypted, self.tenant.api_secret, session["session_token"])
            self.check_payload(payload, session, id=session["enrollment_id"], session_type="enrollment")
            for secret, token in ((self.tenant.api_key, session["session_token"]),
                                  (self.tenant.api_secret, "sess_another")):
                with self.assertRaises(InvalidTag):
                    decrypt_gcm(encrypted, secret, token)
            flipped = bytearray(base64.b64decode(encrypted["ciphertext"]))
            flipped[0] ^= 1
            with self.assertRaises(InvalidTag):
                decrypt_gcm(encrypted | {"ciphertext": base64.b64encode(flipped).decode()}, self.tenant.api_secret,
                            session["session_token"])

    def test_the_key_follows_a_new_secret(self):
        old = self.tenant.api_secret
        kid = self.kid()
        self.tenant.rotate()
        session, _, encrypted = self.enrollment()
        self.assertEqual(decrypt_cbc(encrypted, self.tenant.api_secret)["id"], session["enrollment_id"])
        with self.assertRaises(ValueError):
            decrypt_cbc(encrypted, old)
        self.assertNotEqual(self.kid(), kid)

    def kid(self):
        """What names the tenant's GCM key."""
        self.tenant.configure(security__result_encryption="AES-256-GCM")
        kid = self.enrollment()[2]["kid"]
        self.tenant.configure(security__result_encryption="AES-256-CBC")
        return kid


if __name__ == "__main__":
    unittest.main()
