"""docs/openapi.json says what the host does: routes, error kinds, examples, and real answers held against the schemas."""

import json
import re
import time
import unittest

import jsonschema
import referencing
import referencing.jsonschema

import pictures
import places
from frame_stream import FrameStream, greeted, play
from host_process import start_module_host

DOCUMENT = json.loads((places.ROOT / "docs/openapi.json").read_text())
REGISTRY = referencing.Registry().with_resource(
    "urn:kenali", referencing.Resource.from_contents(
        DOCUMENT, default_specification=referencing.jsonschema.DRAFT202012))
PREFIX = "https://kenali.dev/problems/"
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant()


def absolute(schema):
    """A schema of the document with its references as the registry knows them."""
    return json.loads(json.dumps(schema).replace('"$ref": "#/', '"$ref": "urn:kenali#/'))


def validate(value, schema):
    jsonschema.Draft202012Validator(absolute(schema), registry=REGISTRY).validate(value)


def named(name):
    return {"$ref": f"#/components/schemas/{name}"}


def resolved(part):
    while "$ref" in part:
        target = DOCUMENT
        for key in part["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        part = target
    return part


def operations():
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS & set(item):
            yield method.upper(), path, item[method]


def host_sources():
    return "\n".join(path.read_text() for path in sorted((places.ROOT / "Sources/Host").rglob("*.swift")))


def kinds_in_sources():
    """Every kind that a `Problem` of the host's can have."""
    sources = host_sources()
    mapped = (places.ROOT / "Sources/Host/Problems/ProblemOfError.swift").read_text()
    kinds = set(re.findall(r'kind: "([a-z_]+)"', sources))
    return kinds | set(re.findall(r'(?:case [^:\n]*|default): "([a-z_]+)"', mapped))


class Document(unittest.TestCase):
    def test_every_route_is_documented_and_nothing_else(self):
        routes = set(re.findall(r'router\.add\("([A-Z]+)", "([^"]+)"', host_sources()))
        self.assertGreater(len(routes), 10)
        self.assertEqual({(method, path) for method, path, _ in operations()}, routes)

    def test_every_websocket_path_is_documented(self):
        path, = DOCUMENT["x-websockets"]
        for segment in path.split("{")[0].strip("/").split("/"):
            self.assertIn(f'"{segment}"', host_sources())

    def test_every_error_kind_is_documented_and_nothing_else(self):
        rest = set(DOCUMENT["x-problem-kinds"])
        message = DOCUMENT["components"]["schemas"]["ErrorMessage"]
        socket = set(message["properties"]["details"]["properties"]["reason"]["enum"])
        self.assertEqual(rest | socket, kinds_in_sources())
        types = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
        self.assertEqual({kind.removeprefix(PREFIX) for kind in types}, rest)
        used = {kind for _, _, operation in operations() for answer in operation["responses"].values()
                for kind in resolved(answer).get("x-problem-kinds", [])}
        self.assertEqual(used, rest - {"method_not_allowed"}, "405 is for methods that are not documented")

    def test_every_reason_and_close_code_is_documented(self):
        purpose = (places.ROOT / "Sources/Engine/Sessions/SessionPurpose.swift").read_text()
        reasons = purpose.split("enum SessionReason")[1].split("}")[0]
        names = [(text or name) for name, text in re.findall(r'case (\w+)(?: = "(\w+)")?', reasons)]
        self.assertEqual(set(DOCUMENT["components"]["schemas"]["Reason"]["enum"]), set(names))
        socket, = DOCUMENT["x-websockets"].values()
        sessions = "\n".join(path.read_text() for path in (places.ROOT / "Sources/Host/Sessions").glob("*.swift"))
        # 4000 is for reasons that a later Engine may add.
        self.assertLessEqual(set(re.findall(r"\b4[045]\d\d\b", sessions)) - {"4000"}, set(socket["close"]))

    def test_every_example_is_valid(self):
        count = 0
        for where in [answer for _, _, operation in operations() for answer in operation["responses"].values()] + [
                operation["requestBody"] for _, _, operation in operations() if "requestBody" in operation]:
            for media in resolved(where).get("content", {}).values():
                examples = [e["value"] for e in media.get("examples", {}).values()]
                for example in examples + ([media["example"]] if "example" in media else []):
                    validate(example, media["schema"])
                    count += 1
        socket, = DOCUMENT["x-websockets"].values()
        for example in socket["examples"]:
            validate(example, {"oneOf": socket["server"]})
        self.assertGreater(count, 30)


class Served(unittest.TestCase):
    """Real answers against the document."""

    def call(self, method, template, status, kind=None, path=None, **arguments):
        answer = tenant.call(method, path or template, **arguments)
        self.assertEqual(answer.status_code, status, answer.text)
        documented = DOCUMENT["paths"][template][method.lower()]["responses"]
        self.assertIn(str(status), documented)
        response = resolved(documented[str(status)])
        content = response["content"]
        self.assertIn(answer.headers["Content-Type"], content)
        self.assertTrue(answer.headers["X-Request-Id"])
        body = json.loads(answer.content, object_pairs_hook=self.unique)
        validate(body, content[answer.headers["Content-Type"]]["schema"])
        if kind:
            self.assertEqual(body["type"], PREFIX + kind)
            self.assertIn(kind, response["x-problem-kinds"])
        return body

    def unique(self, pairs):
        names = [name for name, _ in pairs]
        self.assertEqual(len(names), len(set(names)), f"a name twice in one object: {names}")
        return dict(pairs)

    def test_schema_is_the_document(self):
        self.assertEqual(self.call("GET", "/api/schema/", 200, headers={}), DOCUMENT)

    def test_health(self):
        for path in ("/health/", "/health/live/", "/health/ready/", "/health/detailed/"):
            self.call("GET", path, 200, headers={})

    def test_credentials(self):
        for path in ("/api/core/auth/client/", "/api/auth/client/"):
            pair = {"api_key": tenant.api_key, "api_secret": tenant.api_secret}
            self.call("POST", path, 200, headers={}, json=pair)
            self.call("POST", path, 401, "unauthorized", headers={}, json=pair | {"api_secret": "x"})
            self.call("POST", path, 400, "missing_fields", headers={}, json={})
            self.call("POST", path, 400, "invalid_json", headers={}, data="{")
            self.call("POST", path, 415, "unsupported_media_type", headers={"Content-Type": "text/plain"}, data="{}")

    def test_photos(self):
        faces, user = "/api/users/{user_id}/faces/", "/api/users/schema/faces/"
        photo, other = pictures.photo("obama.jpg"), pictures.photo("biden.jpg")
        files = lambda *images: [("image", ("a.jpg", image)) for image in images]
        self.call("POST", faces, 201, path=user, files=files(photo, pictures.photo("obama2.jpg")))
        self.call("POST", faces, 207, path=user, files=files(pictures.photo("obama3.jpg"), pictures.empty()))
        self.call("POST", faces, 400, path=user, files=files(b"no image", pictures.empty()))
        self.call("POST", faces, 400, "no_face", path=user, files=files(pictures.empty()))
        self.call("POST", faces, 400, "multiple_faces", path=user, files=files(pictures.photo("t1.jpg")))
        self.call("POST", faces, 400, "invalid_image", path=user, json={"image": "!"})
        self.call("POST", faces, 400, "image_too_large", path=user, files=files(b"0" * (3 << 20)))
        self.call("POST", faces, 400, "image_missing", path=user, json={})
        self.call("POST", faces, 400, "too_many_images", path=user, json={"images": ["aaaa"] * 51})
        self.call("POST", faces, 401, "unauthorized", path=user, headers={}, files=files(photo))
        listed = self.call("GET", faces, 200, path=user)["results"]
        self.assertEqual(len(listed), 3)
        self.call("GET", faces, 404, "not_found", path="/api/users/nobody/faces/")

        self.call("POST", "/api/verify/", 200, files={"image": photo}, data={"user_id": "schema"})
        self.call("POST", "/api/verify/", 200, files={"image": other}, data={"user_id": "schema"})
        self.call("POST", "/api/verify/", 404, "not_found", files={"image": photo}, data={"user_id": "nobody"})
        self.call("POST", "/api/verify/", 400, "invalid_user_id", files={"image": photo})
        self.call("POST", "/api/identify/", 200, files={"image": photo}, data={"limit": 3})
        self.call("POST", "/api/identify/", 200, files={"image": other})
        self.call("POST", "/api/identify/", 400, "invalid_limit", files={"image": photo}, data={"limit": 0})
        self.assertEqual(len(self.call("POST", "/api/detect/", 200, files={"image": photo})["faces"]), 1)
        self.assertEqual(self.call("POST", "/api/detect/", 200, files={"image": pictures.empty()})["faces"], [])

        one = "/api/users/{user_id}/faces/{face_id}/"
        self.call("DELETE", one, 200, path=f"{user}{listed[0]['face_id']}/")
        self.call("DELETE", one, 404, "not_found", path=f"{user}{listed[0]['face_id']}/")
        self.call("DELETE", faces, 200, path=user)

    def test_sessions(self):
        enrollment, authentication = "/api/auth/enrollment/", "/api/auth/authentication/"
        self.call("POST", enrollment, 201, json={"user_id": "someone"})
        self.call("POST", enrollment, 400, "missing_fields", json={})
        self.call("POST", enrollment, 400, "invalid_user_id", json={"user_id": ["a"]})
        self.call("POST", enrollment, 400, "invalid_session_settings", json={"user_id": "a", "target_samples": 0})
        self.call("POST", authentication, 201, json={})
        self.call("POST", authentication, 201, json={"user_id": 7, "session_type": "enrollment"})
        self.call("POST", authentication, 404, "not_found", json={"user_id": "nobody"})
        self.call("POST", authentication, 401, "unauthorized", headers={}, json={})

    def test_refusals_of_the_network_layer(self):
        answer = tenant.call("GET", "/health/", headers={"X": "x" * 20000})
        self.assertEqual(answer.status_code, 431)
        validate(answer.json(), named("TransportProblem"))
        self.assertTrue(answer.headers["X-Request-Id"])


class ServedOverWebSocket(unittest.TestCase):
    """Every message of a session against the document."""

    SOCKET, = DOCUMENT["x-websockets"].values()

    def check(self, messages):
        for message in messages:
            validate(message, {"oneOf": self.SOCKET["server"]})

    def test_whole_sessions(self):
        for extra in ({}, {"security__result_encryption": "AES-256-GCM"}):
            quick = host.tenant(sessions__max_fps=60, sessions__allow_no_liveness="true", **extra)
            for session in (
                    lambda: quick.enrollment("someone", require_liveness=False),
                    lambda: quick.authentication("someone", require_liveness=False),
                    lambda: quick.authentication(require_liveness=False)):
                messages, last, code = play(session(), pictures.clip(), 60)
                self.assertEqual((last["success"], code), (True, 1000))
                self.assertIn("encrypted_data", last)
                self.check(messages)

    def test_errors(self):
        session = tenant.authentication()
        with greeted(session) as stream:
            for message in ({"type": "ping"}, {"type": "hello"}, "no JSON", {"type": "frame"}, b"no image"):
                stream.ask(message)
            time.sleep(0.3)
            self.assertEqual(stream.ask_frame(pictures.photo("t1.jpg"))["type"], "frame_rejected")
            with FrameStream(session) as second:
                self.assertEqual(second.close_code(), 4403)
                self.check(second.messages)
            stream.send({"type": "stop"})
            self.assertEqual(stream.close_code(), 1000)
            self.check(stream.messages)
            reasons = {message["details"]["reason"] for message in stream.of_type("error")}
            self.assertEqual(reasons, {"unknown_message_type", "invalid_message", "invalid_image"})
        for url, code in [(session, 4401), (session["websocket_url"].replace("sess_", "sess_x"), 4404)]:
            with FrameStream(url) as refused:
                self.assertEqual(refused.close_code(), code)
                self.check(refused.messages)


if __name__ == "__main__":
    unittest.main()
