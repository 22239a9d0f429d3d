"""Exact confidence intervals of shares."""

import collections.abc
import math


def clopper_pearson(hits: int, count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a share (Clopper and Pearson, 1934): 0…1 where nothing was counted."""
    if count == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else _bisect(lambda share: 1 - _at_most(hits - 1, count, share) - tail)
    high = 1.0 if hits == count else _bisect(lambda share: tail - _at_most(hits, count, share))
    return low, high


def _at_most(hits: int, count: int, share: float) -> float:
    """The chance of at most `hits` of `count`, each with the chance `share`."""
    if share <= 0 or share >= 1:
        return 1.0 if share <= 0 or hits >= count else 0.0
    return sum(math.exp(math.lgamma(count + 1) - math.lgamma(k + 1) - math.lgamma(count - k + 1)
                        + k * math.log(share) + (count - k) * math.log1p(-share)) for k in range(hits + 1))


def _bisect(rising: collections.abc.Callable[[float], float]) -> float:
    """Where a rising function of 0…1 crosses zero."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
