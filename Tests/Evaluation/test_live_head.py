"""A head at rest is its portrait; one that turns and blinks does what it is told, as the mesh network sees it."""

import unittest

import numpy as np

from Evaluation.Sessions import landmarks
from Evaluation.Sessions.expression import Expression
from Evaluation.Sessions.live_head import HeadState, LiveHead

from . import photos

_EYE = (33, 160, 158, 133, 153, 144)


def openness(mesh: np.ndarray) -> float:
    """Eye aspect ratio of the right eye (Soukupova and Cech 2016)."""
    corner, a, b, inner, c, d = (mesh[index, :2] for index in _EYE)
    return float((np.linalg.norm(a - d) + np.linalg.norm(b - c)) / (2 * np.linalg.norm(corner - inner)))


class Head(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.size = 480, 360
        cls.portrait = photos.cast(1, size=cls.size).portrait()
        cls.head = LiveHead(cls.portrait, np.random.default_rng(1))

    def mesh(self, state: HeadState) -> np.ndarray:
        faces = photos.studio().reader.faces(self.head.render(state))
        self.assertEqual(len(faces), 1)
        return faces[0].mesh

    def test_at_rest_the_face_is_the_portrait(self) -> None:
        x, y = np.round(self.portrait.mesh[[33, 263, landmarks.MOUTH_RIGHT, landmarks.MOUTH_LEFT], :2]).astype(int).T
        inner = np.s_[y.min() : y.max(), x.min() : x.max()]
        difference = self.head.render(HeadState())[inner].astype(int) - self.portrait.image[inner]
        self.assertLess(np.abs(difference).mean(), 0.2)

    def test_a_turn_to_the_right_moves_the_nose_before_the_cheeks(self) -> None:
        rest, turned = self.mesh(HeadState()), self.mesh(HeadState(yaw=18))

        def lead(mesh: np.ndarray) -> float:
            cheeks = mesh[[landmarks.LEFT_CHEEK, landmarks.RIGHT_CHEEK], 0].mean()
            return float(mesh[landmarks.NOSE_TIP, 0] - cheeks) / landmarks.face_width(mesh)

        self.assertGreater(lead(turned) - lead(rest), 0.1)
        # The network reads smaller turns than it is shown.
        self.assertGreater(abs(landmarks.pose(turned)[0] - landmarks.pose(rest)[0]), 7)

    def test_looking_up_moves_the_nose_up(self) -> None:
        rest, turned = self.mesh(HeadState()), self.mesh(HeadState(pitch=15))
        self.assertLess(turned[landmarks.NOSE_TIP, 1], rest[landmarks.NOSE_TIP, 1] - 4)

    def test_lids_close(self) -> None:
        open_, half, shut = (openness(self.mesh(HeadState(expression=Expression(closure=c)))) for c in (0, 0.5, 1))
        self.assertLess(shut, 0.8 * open_)
        self.assertLess(half, open_)

    def test_shift_and_scale_move_the_whole_person(self) -> None:
        rest, moved = self.mesh(HeadState()), self.mesh(HeadState(shift=(10.0, -6.0), scale=1.05))
        np.testing.assert_allclose(
            (moved - rest)[landmarks.NOSE_TIP, :2],
            [10 + 0.05 * (rest[4, 0] - 240), -6 + 0.05 * (rest[4, 1] - 180)], atol=1.5)
        self.assertAlmostEqual(landmarks.face_width(moved) / landmarks.face_width(rest), 1.05, delta=0.02)


if __name__ == "__main__":
    unittest.main()
