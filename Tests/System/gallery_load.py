"""Cameras and backends that do not stop: enrolments and identifications for as long as a test goes on."""

import threading

import pictures


class GalleryLoad:
    """Enrols frames under names of their own and identifies others, all the time.

    Every answer that is neither 201 nor 200 is kept in `failures`; every acknowledged enrolment in `acknowledged`.
    """

    def __init__(self, tenant, name="load"):
        self.tenant, self.name = tenant, name
        self.acknowledged, self.stores, self.failures = [], [], []
        self.ending = threading.Event()
        self.threads = [threading.Thread(target=self.enroll), threading.Thread(target=self.identify)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def enroll(self):
        for number, frame in enumerate(pictures.camera()):
            if self.ending.is_set():
                return
            user = f"{self.name}-{number}"
            answer = self.tenant.call("POST", f"/api/users/{user}/faces/", files={"image": frame})
            if answer.status_code == 201:
                self.acknowledged.append((user, frame))
            else:
                self.failures.append(("enroll", answer.status_code, answer.text))

    def identify(self):
        for frame in pictures.camera(start=60):
            if self.ending.is_set():
                return
            answer = self.tenant.call("POST", "/api/identify/", files={"image": frame})
            if answer.status_code == 200:
                self.stores.append(answer.json()["store"])
            else:
                self.failures.append(("identify", answer.status_code, answer.text))

    def lost(self, store):
        """The acknowledged enrolments that this store does not answer for."""
        lost = []
        for user, frame in self.acknowledged:
            answer = self.tenant.call("POST", "/api/verify/", files={"image": frame}, data={"user_id": user})
            body = answer.json()
            if answer.status_code != 200 or body["store"] != store or body["similarity"] < 0.99:
                lost.append((user, answer.status_code, body))
        return lost
