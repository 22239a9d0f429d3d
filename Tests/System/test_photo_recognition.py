"""`/api/verify/`, `/api/identify/` and `/api/detect/` on real faces."""

import base64
import unittest

import cv2

import pictures
from host_process import start_module_host
from problem_answers import ProblemAssertions


def setUpModule():
    global host, tenant
    host = start_module_host()
    tenant = host.tenant()
    tenant.enroll("barack", pictures.photo("obama.jpg"))
    tenant.enroll("joe", pictures.photo("biden.jpg"))


def post(path, photo, **fields):
    return tenant.call("POST", path, files={"image": photo}, data=fields)


class Verifying(unittest.TestCase, ProblemAssertions):
    def test_the_right_user(self):
        body = post("/api/verify/", pictures.photo("obama2.jpg"), user_id="barack").json()
        self.assertEqual((body["verdict"], body["verified"], body["user_id"]), ("match", True, "barack"))
        self.assertGreater(body["similarity"], body["threshold"])

    def test_another_user(self):
        body = post("/api/verify/", pictures.photo("obama2.jpg"), user_id="joe").json()
        self.assertEqual((body["verdict"], body["verified"]), ("unknown", False))
        self.assertLess(body["similarity"], body["threshold"])

    def test_json_and_form_answer_the_same(self):
        photo = pictures.photo("obama3.jpg")
        bare = base64.b64encode(photo).decode()
        form = post("/api/verify/", photo, user_id="barack").json()
        for image in (bare, "data:image/jpeg;base64," + bare, bare.rstrip("=")):
            answer = tenant.call("POST", "/api/verify/", json={"user_id": "barack", "image": image})
            self.assertEqual(answer.json(), form)

    def test_an_unknown_user(self):
        self.assert_problem(post("/api/verify/", pictures.photo("obama2.jpg"), user_id="nobody"), 404, "not_found")

    def test_a_user_without_faces(self):
        tenant.enroll("gone", pictures.photo("biden.jpg"))
        tenant.call("DELETE", "/api/users/gone/faces/")
        self.assert_problem(post("/api/verify/", pictures.photo("biden.jpg"), user_id="gone"), 404, "not_found")

    def test_the_best_of_several_samples_counts(self):
        tenant.enroll("several", pictures.photo("32bit.png"))
        before = post("/api/verify/", pictures.photo("obama3.jpg"), user_id="several").json()["similarity"]
        tenant.enroll("several", pictures.photo("obama3.jpg"))
        after = post("/api/verify/", pictures.photo("obama3.jpg"), user_id="several").json()["similarity"]
        tenant.call("DELETE", "/api/users/several/faces/")
        self.assertLess(before, after)
        self.assertGreater(after, 0.999)


class Identifying(unittest.TestCase):
    def test_known_people(self):
        for name, user in [("obama2.jpg", "barack"), ("obama3.jpg", "barack"), ("32bit.png", "barack"),
                           ("biden.jpg", "joe")]:
            found = tenant.identify(pictures.photo(name))
            self.assertEqual((found["verdict"], found.get("user_id")), ("match", user), name)
            self.assertEqual(found["candidates"][0]["user_id"], user)
            self.assertGreater(found["candidates"][0]["similarity"], found["threshold"])
            self.assertEqual((found["gallery_size"], found["store"]), (2, "store.faiss"))

    def test_a_stranger(self):
        for photo in (pictures.photo("Tom_Hanks_54745.png"), pictures.clip()[0]):
            found = tenant.identify(photo)
            self.assertEqual(found["verdict"], "unknown")
            self.assertNotIn("user_id", found)
            self.assertEqual(len(found["candidates"]), 2, "the nearest are shown, but are nobody's verdict")
            self.assertTrue(all(c["similarity"] < found["threshold"] for c in found["candidates"]))

    def test_an_empty_gallery(self):
        found = host.tenant().identify(pictures.photo("obama.jpg"))
        self.assertEqual((found["verdict"], found["candidates"], found["gallery_size"]), ("unknown", [], 0))

    def test_two_names_for_one_face_are_ambiguous(self):
        own = host.tenant()
        own.enroll("a", pictures.photo("obama.jpg"))
        own.enroll("b", pictures.photo("obama.jpg"))
        found = own.identify(pictures.photo("obama2.jpg"))
        self.assertEqual(found["verdict"], "ambiguous")
        self.assertNotIn("user_id", found)

    def test_the_number_of_candidates(self):
        self.assertEqual(len(tenant.identify(pictures.photo("obama2.jpg"), limit=1)["candidates"]), 1)
        self.assertEqual(len(tenant.identify(pictures.photo("obama2.jpg"), limit=100)["candidates"]), 2)

    def test_candidates_may_be_hidden(self):
        own = host.tenant(recognition__show_candidates="false")
        own.enroll("barack", pictures.photo("obama.jpg"))
        found = own.identify(pictures.photo("obama2.jpg"))
        self.assertEqual((found["verdict"], found["user_id"]), ("match", "barack"))
        self.assertNotIn("candidates", found)

    def test_a_tenants_threshold_counts_at_once(self):
        own = host.tenant()
        own.enroll("barack", pictures.photo("obama.jpg"))
        self.assertEqual(own.identify(pictures.photo("obama2.jpg"))["verdict"], "match")
        own.configure(recognition__similarity_threshold=0.99)
        found = own.identify(pictures.photo("obama2.jpg"))
        self.assertEqual((found["verdict"], found["threshold"]), ("unknown", 0.99))


class Detecting(unittest.TestCase):
    def test_no_face(self):
        body = post("/api/detect/", pictures.empty()).json()
        self.assertEqual(body, {"width": 320, "height": 240, "faces": []})

    def test_one_face(self):
        photo = pictures.photo("obama.jpg")
        height, width = pictures.pixels(photo).shape[:2]
        body = post("/api/detect/", photo).json()
        self.assertEqual((body["width"], body["height"], len(body["faces"])), (width, height, 1))
        face = body["faces"][0]
        left, top, right, bottom = face["bbox"]
        self.assertTrue(0 <= left < right <= width and 0 <= top < bottom <= height, face["bbox"])
        self.assertTrue(face["confidence"] > 0.6 and face["quality_score"] > 0.5, face)
        self.assertEqual(set(face["quality"]), {"sharpness", "brightness", "pose", "size", "occlusion"})
        self.assertTrue(all(abs(angle) < 25 for angle in face["pose"].values()), face["pose"])
        for x, y in face["landmarks"]:
            self.assertTrue(left < x < right and top < y < bottom, "landmarks lie in the box")
        self.assertEqual(len(face["landmarks"]), 5)

    def test_six_faces(self):
        faces = post("/api/detect/", pictures.photo("t1.jpg")).json()["faces"]
        self.assertEqual(len(faces), 6)
        self.assertEqual(len({tuple(face["bbox"]) for face in faces}), 6)

    def test_formats_agree(self):
        whole = pictures.pixels(pictures.photo("biden.jpg"))
        image = cv2.resize(whole, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        boxes = []
        for extension, *parameters in [(".png",), (".jpg", cv2.IMWRITE_JPEG_QUALITY, 95),
                                       (".webp", cv2.IMWRITE_WEBP_QUALITY, 95)]:
            answer = post("/api/detect/", pictures.encoded(image, extension, *parameters))
            self.assertEqual(answer.status_code, 200, extension)
            boxes.append(answer.json()["faces"][0]["bbox"])
        for box in boxes[1:]:
            self.assertLess(max(abs(a - b) for a, b in zip(box, boxes[0])), 5, boxes)

    def test_grey_pictures(self):
        grey = cv2.cvtColor(pictures.pixels(pictures.photo("obama.jpg")), cv2.COLOR_BGR2GRAY)
        self.assertEqual(len(post("/api/detect/", pictures.encoded(grey)).json()["faces"]), 1)
        found = tenant.identify(pictures.encoded(grey))
        self.assertEqual((found["verdict"], found["user_id"]), ("match", "barack"))


if __name__ == "__main__":
    unittest.main()
