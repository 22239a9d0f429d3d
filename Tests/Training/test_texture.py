"""The training of liveness.texture: regression on numbers made up, and features of drawn pictures."""

import unittest

import numpy

from Training.Texture.features import COUNT, PATTERNS, features
from Training.Texture.regression import balanced, fit


class Regression(unittest.TestCase):
    def setUp(self) -> None:
        random = numpy.random.default_rng(1)
        self.features = random.normal(size=(4000, 3)) * [1, 10, 0.1] + [0, 5, -2]
        self.odds = self.features @ [1.5, -0.2, 0] + 1
        self.labels = (random.random(4000) < 1 / (1 + numpy.exp(-self.odds))).astype(float)

    def test_finds_the_model_that_made_the_labels(self) -> None:
        found = fit(self.features, self.labels, numpy.ones(4000), 1e-3)
        numpy.testing.assert_allclose(found.log_odds(self.features), self.odds, atol=0.6)
        self.assertAlmostEqual(found.weights[0], 1.5, delta=0.15)

    def test_a_large_penalty_knows_nothing_but_the_shares(self) -> None:
        found = fit(self.features, self.labels, numpy.ones(4000), 1e9)
        share = self.labels.mean()
        numpy.testing.assert_allclose(found.log_odds(self.features), numpy.log(share / (1 - share)), atol=0.01)

    def test_both_labels_and_all_sessions_weigh_the_same(self) -> None:
        labels, groups = numpy.array([1, 1, 1, 0, 0, 0, 0, 0]), numpy.array(list("aabccccd"))
        importance = balanced(labels, groups)
        self.assertAlmostEqual(importance.mean(), 1)
        for rows in ([0, 1], [2], [3, 4, 5, 6], [7]):
            self.assertAlmostEqual(importance[rows].sum(), 2)


class Features(unittest.TestCase):
    def test_a_flat_picture_has_one_pattern_and_no_fine_detail(self) -> None:
        found = features(numpy.full((200, 200, 3), 90, numpy.uint8), [40, 40, 160, 160])
        self.assertEqual(len(found), COUNT)
        for channel in range(3):
            histogram = found[channel * PATTERNS : (channel + 1) * PATTERNS]
            self.assertEqual(histogram[PATTERNS - 2], 1)
            self.assertAlmostEqual((histogram**2).sum(), 1)
        numpy.testing.assert_allclose(found[3 * PATTERNS :], 0)

    def test_noise_has_more_fine_detail_than_a_smooth_picture(self) -> None:
        random = numpy.random.default_rng(1)
        ramp = numpy.repeat(numpy.repeat(numpy.arange(200)[None, :, None], 200, 0), 3, 2)
        smooth = features(ramp.astype(numpy.uint8), [40, 40, 160, 160])
        noisy = features((ramp + random.integers(0, 30, ramp.shape)).astype(numpy.uint8), [40, 40, 160, 160])
        self.assertTrue((noisy[3 * PATTERNS :] > smooth[3 * PATTERNS :] + 1).all())


if __name__ == "__main__":
    unittest.main()
