"""Intervals and quantiles against values known from elsewhere."""

import math
import unittest

from Evaluation.statistics import Rate, clopper_pearson, incomplete_beta, quantile


class Intervals(unittest.TestCase):
    def test_published_values(self) -> None:
        # Newcombe 1998, table I, method 5 (Clopper-Pearson): 81/263, 15/148, 0/20, 1/29.
        for errors, total, low, high in (
            (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)):
            found = clopper_pearson(errors, total)
            self.assertAlmostEqual(found[0], low, places=4, msg=f"{errors}/{total}")
            self.assertAlmostEqual(found[1], high, places=4, msg=f"{errors}/{total}")

    def test_no_errors_has_the_closed_form(self) -> None:
        self.assertAlmostEqual(clopper_pearson(0, 40)[1], 1 - 0.025 ** (1 / 40), places=10)
        self.assertAlmostEqual(clopper_pearson(40, 40)[0], 0.025 ** (1 / 40), places=10)

    def test_nothing_seen_says_nothing(self) -> None:
        self.assertEqual(clopper_pearson(0, 0), (0.0, 1.0))
        self.assertTrue(math.isnan(Rate(0, 0).value))

    def test_more_errors_than_presentations_are_refused(self) -> None:
        for errors, total in ((3, 2), (-1, 2)):
            with self.assertRaises(ValueError):
                clopper_pearson(errors, total)

    def test_incomplete_beta_is_the_binomial_tail(self) -> None:
        for trials, least, chance in ((10, 4, 0.3), (50, 1, 0.01), (200, 150, 0.8), (7, 7, 0.5)):
            tail = sum(math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(least, trials + 1))
            self.assertAlmostEqual(incomplete_beta(chance, least, trials - least + 1), tail, places=12)


class Quantiles(unittest.TestCase):
    def test_between_neighbours(self) -> None:
        self.assertEqual(quantile([4, 1, 3, 2], 0.5), 2.5)
        self.assertEqual(quantile([5.0], 0.95), 5.0)
        self.assertEqual(quantile([0, 10], 0.95), 9.5)
        self.assertTrue(math.isnan(quantile([], 0.5)))


if __name__ == "__main__":
    unittest.main()
