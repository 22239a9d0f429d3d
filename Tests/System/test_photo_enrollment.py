"""`/api/users/{user_id}/faces/`: photos from a trusted backend, stored, listed and deleted."""

import base64
import unittest

import pictures
from host_process import start_module_host
from stored_faces import faces_of, gallery_size


def setUpModule():
    global host
    host = start_module_host()


def text(photo):
    return base64.b64encode(photo).decode()


class Enrolling(unittest.TestCase):
    def setUp(self):
        self.tenant = host.tenant()

    def assert_enrolled(self, answer, user, count):
        self.assertEqual(answer.status_code, 201, answer.text)
        body = answer.json()
        self.assertEqual((body["user_id"], body["enrolled"], len(body["results"])), (user, count, count))
        self.assertEqual([result["index"] for result in body["results"]], list(range(count)))
        for result in body["results"]:
            self.assertIs(result["success"], True)
            self.assertTrue(0.5 <= result["quality_score"] <= 1, result)
        stored = {face["face_id"] for face in faces_of(self.tenant, user)}
        self.assertEqual(stored, {result["face_id"] for result in body["results"]})
        self.assertEqual(gallery_size(self.tenant), count)

    def test_one_file(self):
        answer = self.tenant.call("POST", "/api/users/barack/faces/", files={"image": pictures.photo("obama.jpg")})
        self.assert_enrolled(answer, "barack", 1)
        face = faces_of(self.tenant, "barack")[0]
        self.assertEqual(set(face), {"face_id", "model", "quality_score", "source", "created_at"})
        self.assertEqual(face["source"], "photo")
        self.assertRegex(face["created_at"], r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_several_files(self):
        files = [("images", (name, pictures.photo(name))) for name in ("obama.jpg", "obama2.jpg", "32bit.png")]
        self.assert_enrolled(self.tenant.call("POST", "/api/users/barack/faces/", files=files), "barack", 3)

    def test_json_forms(self):
        photo = text(pictures.photo("obama.jpg"))
        bodies = {
            "one": {"image": photo}, "url": {"image": "data:image/jpeg;base64," + photo},
            "list": {"images": [photo]}, "objects": {"images": [{"image": photo}]}}
        for user, body in bodies.items():
            answer = self.tenant.call("POST", f"/api/users/{user}/faces/", json=body)
            self.assertEqual((answer.status_code, len(faces_of(self.tenant, user))), (201, 1), (user, answer.text))
        self.assertEqual(gallery_size(self.tenant), len(bodies))

    def test_several_in_json(self):
        photos = [text(pictures.photo(name)) for name in ("obama.jpg", "obama2.jpg")]
        self.assert_enrolled(
            self.tenant.call("POST", "/api/users/barack/faces/", json={"images": photos}), "barack", 2)

    def test_tokens_of_both_endpoints(self):
        for number, token in enumerate((self.tenant.core_token(), self.tenant.web_token())):
            for scheme in ("JWT", "Bearer"):
                user = f"{scheme}{number}"
                answer = self.tenant.call(
                    "POST", f"/api/users/{user}/faces/", headers={"Authorization": f"{scheme} {token}"},
                    files={"image": pictures.photo("obama.jpg")})
                self.assertEqual(answer.status_code, 201, answer.text)
                self.assertEqual(len(faces_of(self.tenant, user)), 1)

    def test_no_credential_stores_nothing(self):
        for headers in ({}, {"Authorization": f"ApiKey {self.tenant.api_key}:wrong"}):
            answer = self.tenant.call(
                "POST", "/api/users/barack/faces/", headers=headers, files={"image": pictures.photo("obama.jpg")})
            self.assertEqual(answer.status_code, 401)
        self.assertEqual((faces_of(self.tenant, "barack"), gallery_size(self.tenant)), ([], 0))

    def test_later_photos_are_added(self):
        first = self.tenant.enroll("barack", pictures.photo("obama.jpg"))["results"][0]["face_id"]
        second = self.tenant.enroll("barack", pictures.photo("obama2.jpg"))["results"][0]["face_id"]
        self.assertEqual([face["face_id"] for face in faces_of(self.tenant, "barack")], [first, second])

    def test_each_photo_answers_for_itself(self):
        photos = [pictures.photo("obama.jpg"), pictures.empty(), b"no picture", pictures.photo("obama2.jpg")]
        answer = self.tenant.call("POST", "/api/users/barack/faces/", files=[("images", ("a", p)) for p in photos])
        self.assertEqual(answer.status_code, 207)
        results = answer.json()["results"]
        self.assertEqual([result["success"] for result in results], [True, False, False, True])
        self.assertEqual([result.get("kind") for result in results], [None, "no_face", "invalid_image", None])
        self.assertEqual([results[1]["code"], results[2]["code"]], [400, 400])
        self.assertEqual(answer.json()["enrolled"], 2)
        self.assertEqual(len(faces_of(self.tenant, "barack")), 2)
        self.assertEqual(gallery_size(self.tenant), 2)

    def test_the_same_face_under_another_name_is_reported(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        again = self.tenant.enroll("impostor", pictures.photo("obama2.jpg"))["results"][0]
        self.assertEqual(again["duplicate_of"], "barack")
        other = self.tenant.enroll("joe", pictures.photo("biden.jpg"))["results"][0]
        self.assertNotIn("duplicate_of", other)

    def test_a_tenant_may_refuse_duplicates(self):
        self.tenant.configure(recognition__refuse_duplicates="true")
        self.tenant.enroll("barack", pictures.photo("obama.jpg"))
        answer = self.tenant.call("POST", "/api/users/impostor/faces/", files={"image": pictures.photo("obama2.jpg")})
        self.assertEqual((answer.status_code, answer.json()["details"]), (409, {"duplicate_of": "barack"}))
        self.assertEqual((faces_of(self.tenant, "impostor"), gallery_size(self.tenant)), ([], 1))
        self.tenant.enroll("barack", pictures.photo("obama2.jpg"))

    def test_a_user_has_a_limit(self):
        self.tenant.configure(recognition__max_samples_per_user=2)
        self.tenant.enroll("barack", pictures.photo("obama.jpg"), pictures.photo("obama2.jpg"))
        answer = self.tenant.call("POST", "/api/users/barack/faces/", files={"image": pictures.photo("obama3.jpg")})
        self.assertEqual(answer.status_code, 409)
        self.assertEqual(answer.json()["type"].rsplit("/", 1)[1], "too_many_samples")
        self.assertEqual((len(faces_of(self.tenant, "barack")), gallery_size(self.tenant)), (2, 2))


class UserNames(unittest.TestCase):
    def setUp(self):
        self.tenant = host.tenant()

    def test_names_of_every_kind(self):
        for escaped, name in [
            ("ana@example.com", "ana@example.com"), ("a%2Fb", "a/b"), ("J%C3%BCrgen%20M%C3%BCller", "Jürgen Müller"),
            ("%E4%BA%8C", "二"), ("..%2F..%2Fetc%2Fpasswd", "../../etc/passwd"), ("'%20OR%201=1%20--", "' OR 1=1 --"),
            ("100%25", "100%"), ("x" * 255, "x" * 255)]:
            answer = self.tenant.call("POST", f"/api/users/{escaped}/faces/", json={
                "image": text(pictures.photo("biden.jpg"))})
            self.assertEqual((answer.status_code, answer.json().get("user_id")), (201, name), answer.text)
            self.assertEqual(len(faces_of(self.tenant, escaped)), 1, name)
            deleted = self.tenant.call("DELETE", f"/api/users/{escaped}/faces/").json()
            self.assertEqual((deleted["user_id"], deleted["deleted"]), (name, 1))

    def test_names_that_are_refused(self):
        for escaped in ("x" * 256, "a%0Ab", "%7F", "a%C2%85b", ""):
            answer = self.tenant.call("POST", f"/api/users/{escaped}/faces/", json={
                "image": text(pictures.photo("biden.jpg"))})
            self.assertEqual(answer.status_code, 400, escaped)
            self.assertEqual(set(answer.json()["details"]), {"user_id"})
        self.assertEqual(gallery_size(self.tenant), 0)


class Deleting(unittest.TestCase):
    def setUp(self):
        self.tenant = host.tenant()

    def test_one_face(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"), pictures.photo("obama2.jpg"))
        first, second = [face["face_id"] for face in faces_of(self.tenant, "barack")]
        answer = self.tenant.call("DELETE", f"/api/users/barack/faces/{first}/")
        self.assertEqual(answer.json(), {"user_id": "barack", "deleted": 1, "face_ids": [first]})
        self.assertEqual([face["face_id"] for face in faces_of(self.tenant, "barack")], [second])
        self.assertEqual(gallery_size(self.tenant), 1)
        again = self.tenant.call("DELETE", f"/api/users/barack/faces/{first}/")
        self.assertEqual((again.status_code, gallery_size(self.tenant)), (404, 1))

    def test_every_face(self):
        self.tenant.enroll("barack", pictures.photo("obama.jpg"), pictures.photo("obama2.jpg"))
        self.tenant.enroll("joe", pictures.photo("biden.jpg"))
        self.assertEqual(self.tenant.identify(pictures.photo("obama3.jpg"))["user_id"], "barack")
        answer = self.tenant.call("DELETE", "/api/users/barack/faces/")
        self.assertEqual((answer.status_code, answer.json()["deleted"]), (200, 2))
        self.assertEqual(faces_of(self.tenant, "barack"), [])
        found = self.tenant.identify(pictures.photo("obama3.jpg"))
        self.assertEqual((found["verdict"], found["gallery_size"]), ("unknown", 1))
        self.assertEqual([candidate["user_id"] for candidate in found["candidates"]], ["joe"])
        again = self.tenant.call("DELETE", "/api/users/barack/faces/")
        self.assertEqual((again.status_code, again.json()["deleted"]), (200, 0))

    def test_another_users_face_is_not_found(self):
        face = self.tenant.enroll("barack", pictures.photo("obama.jpg"))["results"][0]["face_id"]
        self.tenant.enroll("joe", pictures.photo("biden.jpg"))
        answer = self.tenant.call("DELETE", f"/api/users/joe/faces/{face}/")
        self.assertEqual((answer.status_code, gallery_size(self.tenant)), (404, 2))

    def test_an_unknown_user(self):
        for method in ("GET", "DELETE"):
            self.assertEqual(self.tenant.call(method, "/api/users/nobody/faces/").status_code, 404)


if __name__ == "__main__":
    unittest.main()
