"""The shared collection of faces: whole groups, people with several photos, strangers."""

import re
import unittest

import cv2

import pictures
import places
from host_process import start_module_host

FACES = "faces"


def setUpModule():
    global host, tenant
    reason = places.missing_shared(FACES)
    if reason:
        raise unittest.SkipTest(f"THE SHARED FACES ARE NOT TESTED: {reason}")
    # Some of the photos are larger than the host takes by default.
    host = start_module_host(env={"KENALI__SERVER__FRAME_BYTES": "33554432", "KENALI__SERVER__FRAME_SIDE": "8192"})
    tenant = host.tenant()


def files(folder, pattern):
    return sorted((places.SHARED / FACES / folder).glob(pattern))


class Groups(unittest.TestCase):
    def test_every_face_of_a_group_is_found(self):
        groups = files("groups", "*_faces_*.jpg")
        self.assertGreater(len(groups), 5)
        for path in groups:
            wanted = int(re.match(r"\d+", path.name)[0])
            faces = tenant.call("POST", "/api/detect/", files={"image": path.read_bytes()}).json()["faces"]
            self.assertEqual(len(faces), wanted, path.name)

    def test_a_group_is_not_enrolled(self):
        for path in files("groups", "*_faces_*.jpg"):
            kind = "no_face" if path.name.startswith("0") else "multiple_faces"
            answer = tenant.call("POST", "/api/users/group/faces/", files={"image": path.read_bytes()})
            # Faces far smaller than the main one are bystanders, which an enrolment ignores.
            if answer.status_code == 201:
                self.assertGreater(int(path.name[0]), 1)
                tenant.call("DELETE", "/api/users/group/faces/")
                continue
            self.assertEqual((answer.status_code, answer.json()["type"].rsplit("/", 1)[1]), (400, kind), path.name)


class People(unittest.TestCase):
    """Everybody's first photo is enrolled; the others are probes."""

    def test_nobody_is_taken_for_somebody_else(self):
        own = host.tenant()
        probes = []
        for person in files("web", "p*"):
            photos = sorted(path for path in person.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
            answer = own.call("POST", f"/api/users/{person.name}/faces/", files={"image": photos[0].read_bytes()})
            # Too poor or crowded a photo may be refused; the person is a stranger then.
            known = answer.status_code == 201
            probes += [(person.name if known else None, photo) for photo in photos[1:]]
        refusals = ("no_face", "multiple_faces")
        verdicts = []
        for user, photo in probes:
            answer = own.call("POST", "/api/identify/", files={"image": photo.read_bytes()})
            if answer.status_code == 400:
                self.assertIn(answer.json()["type"].rsplit("/", 1)[1], refusals, photo)
                continue
            found = answer.json()
            self.assertIn(found.get("user_id"), (user, None), f"{photo} is taken for somebody else")
            if user:
                verdicts.append(found["verdict"] == "match")
        self.assertGreater(len(verdicts), 20)
        self.assertGreater(sum(verdicts), len(verdicts) * 0.7, f"only {sum(verdicts)} of {len(verdicts)} are recognised")

    def test_strangers_are_unknown(self):
        own = host.tenant()
        for person in files("web", "p*"):
            own.call("POST", f"/api/users/{person.name}/faces/",
                     files=[("images", ("a.jpg", path.read_bytes())) for path in sorted(person.iterdir())[:1]])
        for folder in files("orl", "s*")[:8]:
            image = cv2.imread(str(folder / "01.pgm"), cv2.IMREAD_GRAYSCALE)
            larger = cv2.resize(image, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
            found = own.identify(pictures.encoded(larger, ".png"))
            self.assertEqual(found["verdict"], "unknown", (folder, found))
            self.assertGreater(found["gallery_size"], 5)


if __name__ == "__main__":
    unittest.main()
