"""API key and secret, the tokens made of them, and how they are sent."""

import base64
import datetime
import json
import time
import unittest

from host_process import start_module_host

CORE, WEB = "/api/core/auth/client/", "/api/auth/client/"


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant()


def exchange(path, **body):
    return tenant.call("POST", path, headers={}, json=body)


class TokenEndpoints(unittest.TestCase):
    def test_the_core_endpoint(self):
        for field in ("api_secret", "secret_key"):
            answer = exchange(CORE, api_key=tenant.api_key, **{field: tenant.api_secret})
            self.assertEqual(answer.status_code, 200)
            body = answer.json()
            self.assertEqual(set(body), {"access_token", "token_type", "expires_in"})
            self.assertEqual((body["token_type"], body["expires_in"]), ("JWT", 3600))
            header = json.loads(base64.urlsafe_b64decode(body["access_token"].split(".")[0] + "=="))
            self.assertEqual(header, {"alg": "HS256", "typ": "JWT"})

    def test_the_web_endpoint(self):
        for field in ("api_secret", "secret_key"):
            answer = exchange(WEB, api_key=tenant.api_key, **{field: tenant.api_secret})
            self.assertEqual(answer.status_code, 200)
            body = answer.json()
            self.assertEqual(set(body), {"token", "client_id", "expires_at"})
            self.assertEqual(body["client_id"], tenant.client_id)
            left = datetime.datetime.fromisoformat(body["expires_at"]) - datetime.datetime.now(datetime.timezone.utc)
            self.assertTrue(3590 <= left.total_seconds() <= 3601, left)

    def test_a_path_without_its_slash_answers_the_same(self):
        answer = exchange(CORE.rstrip("/"), api_key=tenant.api_key, api_secret=tenant.api_secret)
        self.assertEqual(answer.status_code, 200)

    def test_wrong_pairs_answer_all_the_same(self):
        other = host.tenant()
        pairs = [
            (tenant.api_key, "wrong"), ("frapi_nobody", tenant.api_secret), ("", ""), (tenant.api_key, ""),
            (tenant.api_secret, tenant.api_key), (tenant.api_key, other.api_secret),
            (tenant.api_key + " ", tenant.api_secret), (tenant.api_key, tenant.api_secret + "\0"),
            ("' OR 1=1 --", "x"), ("k" * 100_000, "s" * 100_000)]
        bodies = set()
        for path in (CORE, WEB):
            for key, secret in pairs:
                answer = exchange(path, api_key=key, api_secret=secret)
                self.assertEqual(answer.status_code, 401, key[:40])
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                bodies.add(answer.text)
        self.assertEqual(len(bodies), 1, bodies)

    def test_an_unknown_key_takes_as_long_as_a_wrong_secret(self):
        def fastest(key):
            times = []
            for attempt in range(5):
                began = time.perf_counter()
                exchange(CORE, api_key=key, api_secret=f"wrong {attempt}")
                times.append(time.perf_counter() - began)
            return min(times)

        known, unknown = fastest(tenant.api_key), fastest("frapi_unknown")
        self.assertLess(max(known, unknown) / min(known, unknown), 2, (known, unknown))

    def test_missing_fields_are_named(self):
        for body, missing in [
            ({}, {"api_key", "api_secret"}), ({"api_key": "k"}, {"api_secret"}), ({"api_secret": "s"}, {"api_key"}),
            ({"secret_key": "s", "api_key": 5}, {"api_key"}), ({"api_key": None, "api_secret": []},
                                                              {"api_key", "api_secret"})]:
            answer = exchange(CORE, **body)
            self.assertEqual(answer.status_code, 400, body)
            self.assertEqual(set(answer.json()["details"]), missing)

    def test_a_body_that_is_no_json_object(self):
        for data in (b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"api_key":"k"} x', b"[" * 100_000):
            answer = tenant.call("POST", CORE, headers={"Content-Type": "application/json"}, data=data)
            self.assertEqual(answer.status_code, 400, data[:20])
        answer = tenant.call("POST", CORE, headers={"Content-Type": "text/xml"}, data="<a/>")
        self.assertEqual(answer.status_code, 415)


class AuthorizationHeader(unittest.TestCase):
    def status(self, authorization):
        headers = {} if authorization is None else {"Authorization": authorization}
        answer = tenant.call("POST", "/api/auth/authentication/", headers=headers, json={})
        return answer.status_code

    def test_every_documented_form(self):
        for token in (tenant.core_token(), tenant.web_token()):
            for scheme in ("JWT", "Bearer", "bearer", "jwt"):
                self.assertEqual(self.status(f"{scheme} {token}"), 201, scheme)
        self.assertEqual(self.status(f"ApiKey {tenant.api_key}:{tenant.api_secret}"), 201)
        self.assertEqual(self.status(f"apikey {tenant.api_key}:{tenant.api_secret}"), 201)

    def test_anything_else_is_refused(self):
        token = tenant.core_token()
        head, claims, signature = token.split(".")
        flipped = claims[:-2] + ("A" if claims[-2] != "A" else "B") + claims[-1]
        unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
        for authorization in [
            None, "", "JWT", token, f"Basic {token}", f"JWT {token}x", f"JWT {head}.{flipped}.{signature}",
            f"JWT {unsigned}.{claims}.", f"JWT {head}.{claims}.", f"ApiKey {token}", f"ApiKey {tenant.api_key}",
            f"ApiKey {tenant.api_key}:", f"ApiKey :{tenant.api_secret}", f"JWT {tenant.api_key}:{tenant.api_secret}",
            f"ApiKey {tenant.api_key}:{tenant.api_secret[:-1]}"]:
            self.assertEqual(self.status(authorization), 401, authorization)

    def test_a_refusal_says_how_to_authenticate(self):
        answer = tenant.call("POST", "/api/identify/", headers={}, json={})
        self.assertEqual(answer.status_code, 401)
        self.assertEqual(answer.headers["WWW-Authenticate"], "ApiKey, JWT, Bearer")


if __name__ == "__main__":
    unittest.main()
