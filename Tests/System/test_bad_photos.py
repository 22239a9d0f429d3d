"""Photos and bodies that must be refused: a clear error with its code, and nothing stored."""

import base64
import json
import unittest

import hostile_pictures
import pictures
from host_process import start_module_host
from problem_answers import ProblemAssertions
from stored_faces import faces_of, gallery_size

FACES = "/api/users/barack/faces/"
ROUTES = (FACES, "/api/verify/", "/api/identify/", "/api/detect/")


def setUpModule():
    global host
    host = start_module_host()


def multipart(*parts, boundary="frontier"):
    """A body by hand: (header, content) for each part."""
    body = b"".join(
        b"--" + boundary.encode() + b"\r\n" + header.encode() + b"\r\n\r\n" + content + b"\r\n"
        for header, content in parts)
    return body + b"--" + boundary.encode() + b"--\r\n"


class Refusals(unittest.TestCase, ProblemAssertions):
    @classmethod
    def setUpClass(cls):
        cls.tenant = host.tenant()
        cls.tenant.enroll("joe", pictures.photo("biden.jpg"))

    def tearDown(self):
        self.assertEqual(faces_of(self.tenant, "barack"), [], "a refused photo was stored")
        self.assertEqual(gallery_size(self.tenant), 1, "a refused photo is searched")

    def post(self, path, **arguments):
        return self.tenant.call("POST", path, **arguments)

    def raw(self, path, body, content_type):
        headers = self.tenant.key_header | ({"Content-Type": content_type} if content_type else {})
        return self.post(path, headers=headers, data=body)

    def assert_refused(self, photo, kind, routes=ROUTES):
        """Both as a file and as base64."""
        for path in routes:
            answers = [self.post(path, files={"image": ("a.jpg", photo)}, data={"user_id": "joe"})]
            if photo:
                answers.append(self.post(path, json={"user_id": "joe", "image": base64.b64encode(photo).decode()}))
            for answer in answers:
                self.assert_problem(answer, 400, kind)

    def test_no_face(self):
        self.assert_refused(pictures.empty(), "no_face", (FACES, "/api/verify/", "/api/identify/"))

    def test_several_faces(self):
        self.assert_refused(pictures.photo("t1.jpg"), "multiple_faces", (FACES, "/api/verify/", "/api/identify/"))
        answer = self.post(FACES, files={"image": pictures.photo("t1.jpg")})
        self.assertIn("6 faces", answer.json()["detail"])

    def test_poor_quality(self):
        for photo in (pictures.blurred(), pictures.tiny()):
            body = self.assert_problem(self.post(FACES, files={"image": photo}), 400, "low_quality")
            self.assertLess(float(body["details"]["quality_score"]), float(body["details"]["quality_threshold"]))

    def test_broken_images(self):
        for name, photo, kind in hostile_pictures.broken():
            with self.subTest(name):
                self.assert_refused(photo, kind)

    def test_a_picture_of_too_many_bytes(self):
        photo = pictures.photo("obama.jpg") + b"\0" * (2 << 20)
        self.assert_refused(photo, "image_too_large", (FACES, "/api/detect/"))

    def test_text_that_is_no_base64(self):
        for image in ("", "!!!!", "data:image/jpeg;base64,", "data:text/html;base64,PGI+", "data:image/jpeg,abc", "YWJj\n",
                      "http://localhost/x.jpg", "/etc/passwd", "YW Jj"):
            for path in ROUTES:
                body = self.assert_problem(self.post(path, json={"user_id": "joe", "image": image}), 400, "invalid_image")
                self.assertNotIn("/etc/passwd", json.dumps(body))

    def test_missing_images(self):
        for body in ({}, {"image": None}, {"image": 5}, {"image": ["a"]}, {"image": {"x": 1}}, {"picture": "YWJj"}):
            for path in ROUTES:
                self.assert_problem(self.post(path, json={"user_id": "joe"} | body), 400, "image_missing")
        for body in ({"images": []}, {"images": "YWJj"}, {"images": [None]}, {"images": [{}]}):
            self.assert_problem(self.post(FACES, json=body), 400, "image_missing")
        for path in ROUTES:
            self.assert_problem(self.raw(path, multipart(), "multipart/form-data; boundary=frontier"), 400, "image_missing")
            field = ('Content-Disposition: form-data; name="user_id"', b"joe")
            self.assert_problem(
                self.raw(path, multipart(field), "multipart/form-data; boundary=frontier"), 400, "image_missing")

    def test_two_images_where_one_is_wanted(self):
        files = [("image", ("a.jpg", pictures.photo("obama.jpg"))), ("image", ("b.jpg", pictures.photo("obama2.jpg")))]
        for path in ROUTES[1:]:
            self.assert_problem(self.post(path, files=files, data={"user_id": "joe"}), 400, "image_missing")

    def test_missing_user(self):
        photo = pictures.photo("biden.jpg")
        for fields in ({}, {"user_id": ""}, {"user_id": "x" * 256}):
            body = self.assert_problem(self.post("/api/verify/", files={"image": photo}, data=fields), 400, "invalid_user_id")
            self.assertEqual(set(body["details"]), {"user_id"})
        for user in (None, [], {}, True):
            answer = self.post("/api/verify/", json={"user_id": user, "image": base64.b64encode(photo).decode()})
            self.assert_problem(answer, 400, "invalid_user_id")

    def test_limits_that_make_no_sense(self):
        photo = pictures.photo("biden.jpg")
        for limit in ("0", "-1", "101", "1.5", "many", "99999999999999999999"):
            body = self.assert_problem(
                self.post("/api/identify/", files={"image": photo}, data={"limit": limit}), 400, "invalid_limit")
            self.assertEqual(set(body["details"]), {"limit"})
        for limit in (0, 101, 1.5, True, [], 1e300):
            answer = self.post("/api/identify/", json={"limit": limit, "image": base64.b64encode(photo).decode()})
            self.assert_problem(answer, 400, "invalid_limit")

    def test_wrong_content_types(self):
        for path in ROUTES:
            for kind in ("text/plain", "application/x-www-form-urlencoded", "image/jpeg", "application/jsonp", "nonsense"):
                self.assert_problem(self.raw(path, pictures.photo("obama.jpg"), kind), 415, "unsupported_media_type")

    def test_damaged_forms(self):
        header = 'Content-Disposition: form-data; name="image"; filename="a.jpg"'
        whole = multipart((header, pictures.photo("obama.jpg")))
        kind = "multipart/form-data; boundary=frontier"
        for body, content_type in [
            (whole, "multipart/form-data"), (whole, "multipart/form-data; boundary="),
            (whole, "multipart/form-data; boundary=other"), (whole, "multipart/form-data; boundary=" + "x" * 71),
            (b"", kind), (whole[:-12], kind), (whole[:200], kind), (b"--frontier", kind),
            (multipart(("Content-Type: image/jpeg", b"x")), kind), (multipart(("no colon", b"x")), kind),
            (multipart(*[(header, b"x")] * 101), kind)]:
            self.assert_problem(self.raw(FACES, body, content_type), 400, "invalid_multipart")

    def test_too_many_photos(self):
        files = [("images", ("a.jpg", b"x"))] * 51
        self.assert_problem(self.post(FACES, files=files), 400, "too_many_images")
        self.assert_problem(self.post(FACES, json={"images": ["YWJj"] * 51}), 400, "too_many_images")

    def test_bodies_that_are_no_json_object(self):
        deep = b'{"image":' + b'{"image":' * 200_000
        for body in (b"", b"{", b"null", b'"x"', b"[]", b"\xff\xfe", b'{"image":"x"} x', b"[" * 1_000_000, deep,
                     deep + b"1" + b"}" * 200_001, b'{"images":' + b"[" * 500_000 + b"]" * 500_000 + b"}"):
            for path in ROUTES:
                self.assert_problem(self.raw(path, body, "application/json"), 400, "invalid_json")

    def test_a_body_over_the_limit(self):
        # The server answers before it has everything; a client that goes on sending may see the connection end.
        answer = self.raw(FACES, b"x" * (33 << 20), "application/json")
        self.assertEqual(answer.status_code, 413)
        self.assertEqual((answer.json()["code"], answer.json()["details"]), (413, {}))
        self.assertRegex(answer.headers["X-Request-Id"], r"^[\w-]+$")


if __name__ == "__main__":
    unittest.main()
