"""Error rates with exact intervals."""

import numpy as np
from scipy.stats import beta


def interval(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of Clopper and Pearson (Biometrika 26, 1934) for a share."""
    low = beta.ppf(0.025, hits, trials - hits + 1) if hits else 0.0
    high = beta.ppf(0.975, hits + 1, trials - hits) if hits < trials else 1.0
    return float(low), float(high)


def count_errors(scores: np.ndarray, truth: np.ndarray, threshold: float) -> dict:
    """How many obstacles were caught and how many free faces were refused, above a threshold."""
    caught, there = int((scores[truth == 1] > threshold).sum()), int((truth == 1).sum())
    refused, free = int((scores[truth == 0] > threshold).sum()), int((truth == 0).sum())
    result: dict = {"there": there, "caught": caught, "free": free, "falsely_refused": refused}
    if there:
        result["caught_interval"] = [round(bound, 4) for bound in interval(caught, there)]
    if free:
        result["falsely_refused_interval"] = [round(bound, 4) for bound in interval(refused, free)]
    return result
