"""Certificates for tests, made by openssl."""

import shutil
import subprocess
import unittest


def make(folder, name="server"):
    """A self-signed certificate of 127.0.0.1 and its key, as files in `folder`."""
    if not shutil.which("openssl"):
        raise unittest.SkipTest("TLS IS NOT TESTED: there is no openssl program")
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    return certificate, key
