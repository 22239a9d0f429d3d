"""Two tenants never see each other's users."""

import unittest

import pictures
from host_process import start_module_host
from stored_faces import faces_of


def setUpModule():
    global host
    host = start_module_host()


class TenantsApart(unittest.TestCase):
    def setUp(self):
        self.one, self.other = host.tenant("one"), host.tenant("other")
        self.face = self.one.enroll("barack", pictures.photo("obama.jpg"))["results"][0]["face_id"]

    def test_an_identification_searches_ones_own_gallery(self):
        found = self.other.identify(pictures.photo("obama.jpg"), limit=100)
        self.assertEqual((found["verdict"], found["candidates"], found["gallery_size"]), ("unknown", [], 0))
        self.assertEqual(self.one.identify(pictures.photo("obama.jpg"))["user_id"], "barack")

    def test_nothing_else_reaches_the_others_user(self):
        for method, path in [("GET", "faces/"), ("DELETE", "faces/"), ("DELETE", f"faces/{self.face}/")]:
            answer = self.other.call(method, f"/api/users/barack/{path}")
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn(self.face, answer.text)
        verification = self.other.call(
            "POST", "/api/verify/", files={"image": pictures.photo("obama.jpg")}, data={"user_id": "barack"})
        self.assertEqual(verification.status_code, 404)
        session = self.other.call("POST", "/api/auth/authentication/", json={"user_id": "barack"})
        self.assertEqual(session.status_code, 404, session.text)
        self.assertEqual(len(faces_of(self.one, "barack")), 1)

    def test_tokens_are_bound_to_their_tenant(self):
        for token in (self.other.core_token(), self.other.web_token()):
            headers = {"Authorization": f"JWT {token}"}
            self.assertEqual(self.one.call("GET", "/api/users/barack/faces/", headers=headers).status_code, 404)

    def test_the_same_user_id_is_two_people(self):
        again = self.other.enroll("barack", pictures.photo("biden.jpg"))["results"][0]
        self.assertNotIn("duplicate_of", again)
        self.assertEqual([face["face_id"] for face in faces_of(self.one, "barack")], [self.face])
        self.assertEqual([face["face_id"] for face in faces_of(self.other, "barack")], [again["face_id"]])
        # A face id of one's own user is no way to the other tenant's face either.
        self.assertEqual(self.other.call("DELETE", f"/api/users/barack/faces/{self.face}/").status_code, 404)
        self.assertEqual(self.other.call("DELETE", "/api/users/barack/faces/").json()["deleted"], 1)
        self.assertEqual(self.one.identify(pictures.photo("obama2.jpg"))["user_id"], "barack")

    def test_no_duplicate_is_reported_across_tenants(self):
        self.assertNotIn("duplicate_of", self.other.enroll("somebody", pictures.photo("obama.jpg"))["results"][0])


if __name__ == "__main__":
    unittest.main()
