"""How a client decrypts results, written from api.md §3 and from the `instructions` in the answers."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def decrypt_cbc(encrypted, credential):
    data = base64.b64decode(encrypted["encrypted_payload"], validate=True)
    decryptor = Cipher(algorithms.AES(hashlib.sha256(credential.encode()).digest()), modes.CBC(data[:16])).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    return json.loads(unpadder.update(decryptor.update(data[16:]) + decryptor.finalize()) + unpadder.finalize())


def decrypt_gcm(encrypted, secret, session_token):
    """Raises `InvalidTag` where anything was changed, the session token included."""
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"kenali result v1").derive(secret.encode())
    iv, ciphertext, tag = (base64.b64decode(encrypted[name], validate=True) for name in ("iv", "ciphertext", "tag"))
    return json.loads(AESGCM(key).decrypt(iv, ciphertext + tag, session_token.encode()))
