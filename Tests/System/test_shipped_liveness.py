"""The shipped configuration's liveness: a living face passes, pictures and recordings of one do not; challenges are asked."""

import itertools
import unittest

import pictures
from frame_stream import greeted, play
from host_process import start_module_host

# The clip has 30 frames a second; at ten it is watched for long enough, and need not be repeated.
FPS = 10


def setUpModule():
    global host, tenant
    host = start_module_host(shipped_checks=True)
    tenant = host.tenant(sessions__frame_budget=100)


class Shipped(unittest.TestCase):
    def test_a_living_face_is_enrolled(self):
        _, last, code = play(tenant.enrollment("driver"), pictures.clip(), FPS)
        self.assertEqual((last["reason"], code), ("enrolled", 1000))

    def test_four_seconds_of_a_living_face_are_enough_to_be_recognised(self):
        own = host.tenant()
        play(own.enrollment("driver"), pictures.clip(), FPS)
        _, last, _ = play(own.authentication(), pictures.clip()[::3], FPS)
        self.assertEqual((last["reason"], last["user_id"]), ("authenticated", "driver"))

    def test_a_still_picture_is_never_alive(self):
        messages, last, _ = play(tenant.authentication(), itertools.repeat(pictures.clip()[60]), FPS)
        self.assertFalse(last["authenticated"])
        self.assertIn(last["reason"], ("liveness_failed", "frame_budget_exceeded"))
        self.assertFalse(any(message.get("liveness_verified") for message in messages))

    def test_a_short_loop_is_never_alive(self):
        # One and a half seconds of the clip with a blink in it, every third frame.
        loop = pictures.clip()[75:120:3]
        messages, last, _ = play(tenant.authentication(), itertools.cycle(loop), FPS)
        self.assertEqual(last["reason"], "liveness_failed")
        self.assertFalse(any(message.get("liveness_verified") for message in messages))


class Challenge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.asked = host.tenant(
            liveness__checks="[liveness.blink, liveness.head_motion, liveness.challenge]",
            sessions__mandatory_checks="[liveness.challenge]")

    def prompts(self, count=8):
        with greeted(self.asked.authentication()) as stream:
            stream.play(pictures.clip()[:count], FPS)
            return [message.get("challenge") for message in stream.messages[1:]]

    def test_frames_carry_what_is_asked(self):
        # The first frames show how the face is held.
        prompts = [prompt for prompt in self.prompts() if prompt]
        self.assertGreater(len(prompts), 3)
        for prompt in prompts:
            self.assertEqual(set(prompt), {"action", "message", "step", "steps", "expires_in"})
            self.assertEqual((prompt["step"], prompt["steps"]), (1, 2))
            self.assertGreater(prompt["expires_in"], 0)
            self.assertTrue(prompt["message"])

    def test_who_does_nothing_is_not_verified(self):
        with greeted(self.asked.authentication()) as stream:
            stream.play(pictures.clip(), FPS)
            self.assertFalse(any(message.get("liveness_verified") for message in stream.messages))

    def test_a_tenant_without_it_is_asked_nothing(self):
        with greeted(tenant.authentication()) as stream:
            stream.play(pictures.clip()[:3], FPS)
            self.assertFalse(any("challenge" in message for message in stream.messages))
