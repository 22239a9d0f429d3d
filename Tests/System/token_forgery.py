"""Tokens that only time or another installation could make: signed here with the host's own key, read from its data."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class TokenForgery:
    """Signs with the key of the installation in `data`; of none that exists where that is None."""

    def __init__(self, data):
        master = os.urandom(32) if data is None else base64.b64decode((pathlib.Path(data) / "master.key").read_bytes())
        self.key = HKDF(hashes.SHA256(), 32, salt=None, info=b"kenali tokens v1").derive(master)

    def again(self, token, **changes):
        """The same token with claims changed; times are seconds from now."""
        header, claims, _ = token.split(".")
        now = int(time.time())
        times = {name: now + changes.pop(name) for name in ("iat", "nbf", "exp") if name in changes}
        claims = json.loads(decode(claims)) | changes | times
        signed = header + "." + encode(json.dumps(claims).encode())
        return signed + "." + encode(hmac.new(self.key, signed.encode(), hashlib.sha256).digest())
