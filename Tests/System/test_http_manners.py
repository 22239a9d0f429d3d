"""What every answer has, whatever was asked: ids, CORS, refusals of paths and methods."""

import socket
import unittest

import requests

import pictures
import places
from host_process import HostProcess, start_module_host
from problem_answers import ProblemAssertions

GENERATED = r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
PAGE = "https://login.example.com"


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant()


def call(method, path, **headers):
    return tenant.call(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def raw(request):
    """An answer to bytes that no client library would send."""
    with socket.create_connection(("127.0.0.1", host.port), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer.decode("latin-1")


class RequestIDs(unittest.TestCase):
    def test_a_clients_own_id_comes_back_and_is_logged(self):
        for sent in ("order-4711", "a", "A_b.c-9", "x" * 128):
            for path in ("/health/", "/api/nothing/", "/api/identify/"):
                self.assertEqual(call("GET", path, X_Request_Id=sent).headers["X-Request-Id"], sent)
        self.assertIn("order-4711", {line["request_id"] for line in host.events("request")})

    def test_an_id_that_could_do_harm_is_replaced(self):
        for sent in ("a b", 'a"b', "{}", "x" * 129, "<script>", "a;b", "%0d%0a", "..%2f", "\u00e9".encode("utf-8")):
            answer = call("GET", "/health/", X_Request_Id=sent)
            self.assertRegex(answer.headers["X-Request-Id"], GENERATED, sent)

    def test_every_answer_has_its_own(self):
        answers = [call(method, path) for method, path in [
            ("GET", "/health/"), ("GET", "/health/"), ("HEAD", "/health/"), ("GET", "/no/"), ("PATCH", "/health/"),
            ("POST", "/api/identify/"), ("OPTIONS", "/health/")]]
        ids = [answer.headers["X-Request-Id"] for answer in answers]
        self.assertEqual(len(set(ids)), len(ids))
        for given in ids:
            self.assertRegex(given, GENERATED)

    def test_also_where_the_request_is_no_http(self):
        for request, status in [(b"GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "400"),
                                (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 20_000 + b"\r\n\r\n", "431"),
                                (b"nonsense\r\n\r\n", "400")]:
            head, _, body = raw(request).partition("\r\n\r\n")
            self.assertTrue(head.startswith(f"HTTP/1.1 {status} "), head)
            self.assertIn("\r\nX-Request-Id: ", head)
            self.assertIn(f'"code":{status}', body)


class Paths(unittest.TestCase, ProblemAssertions):
    def test_unknown_paths(self):
        for path in ("/", "/api/", "/api/nothing/", "/health/x/", "//", "/api//identify/", "/health/../api/",
                     "/API/identify/", "/api/users/ana/", "/api/users/ana/faces/a/b/", "/ws/auth/process-image/x/"):
            # Built by hand, because the client library would tidy the path up.
            answer = raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            self.assertTrue(answer.startswith("HTTP/1.1 404 "), (path, answer[:200]))
        self.assert_problem(call("GET", "/api/nothing/"), 404, "not_found")

    def test_wrong_methods_name_the_right_ones(self):
        for method, path, allowed in [
            ("POST", "/health/", "GET"), ("DELETE", "/health/live/", "GET"), ("GET", "/api/identify/", "POST"),
            ("HEAD", "/api/identify/", "POST"), ("PUT", "/api/users/ana/faces/", "DELETE, GET, POST"),
            ("GET", "/api/users/ana/faces/1/", "DELETE"), ("OPTIONS", "/api/verify/", "POST"),
            ("GET", "/api/core/auth/client/", "POST"), ("BREW", "/health/", "GET")]:
            answer = call(method, path)
            self.assertEqual((answer.status_code, answer.headers["Allow"]), (405, allowed), (method, path))
            if method != "HEAD":
                self.assert_problem(answer, 405, "method_not_allowed")

    def test_head_is_get_without_the_body(self):
        for path in ("/health/", "/health/ready/", "/api/schema/"):
            head, get = call("HEAD", path), call("GET", path)
            self.assertEqual((head.status_code, head.content), (200, b""))
            self.assertEqual(head.headers["Content-Length"], str(len(get.content)))
            self.assertEqual(head.headers["Content-Type"], get.headers["Content-Type"])

    def test_answers_are_for_no_cache(self):
        self.assertEqual(call("GET", "/health/").headers["Cache-Control"], "no-store")
        answer = tenant.call("POST", "/api/identify/", files={"image": pictures.empty()})
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")


class CrossOrigin(unittest.TestCase):
    def preflight(self, url, origin=PAGE):
        return requests.options(url + "/api/auth/enrollment/", timeout=20, headers={
            "Origin": origin, "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type"})

    def test_any_page_may_call_by_default(self):
        answer = self.preflight(host.url)
        self.assertEqual((answer.status_code, answer.content), (204, b""))
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertIn("POST", answer.headers["Access-Control-Allow-Methods"])
        for name in ("Authorization", "Content-Type", "X-Session-Token"):
            self.assertIn(name, answer.headers["Access-Control-Allow-Headers"])
        self.assertNotIn("Access-Control-Allow-Credentials", answer.headers)

    def test_a_page_reads_refusals_too(self):
        for path in ("/health/", "/api/nothing/", "/api/identify/"):
            answer = call("GET", path, Origin=PAGE)
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
            self.assertIn("X-Request-Id", answer.headers["Access-Control-Expose-Headers"])

    def test_no_origin_no_cors(self):
        self.assertFalse([name for name in call("GET", "/health/").headers if name.lower().startswith("access-control")])


class ListedOrigins(unittest.TestCase):
    """With `server.allowed_origins`, which only a file can set."""

    @classmethod
    def setUpClass(cls):
        text = (places.HOME / "config/kenali.yaml").read_text()
        config = host.data / "origins.yaml"
        config.write_text(text + f"\nserver:\n  allowed_origins: [{PAGE}]\n")
        cls.host = cls.enterClassContext(HostProcess(config=config))

    def test_only_listed_pages_may_call(self):
        for origin, allowed in [(PAGE, PAGE), ("https://evil.example", None), ("null", None), (PAGE + ".evil", None)]:
            answer = requests.get(self.host.url + "/health/", headers={"Origin": origin}, timeout=20)
            self.assertEqual(answer.headers.get("Access-Control-Allow-Origin"), allowed, origin)
            self.assertEqual(answer.headers["Vary"], "Origin")


if __name__ == "__main__":
    unittest.main()
