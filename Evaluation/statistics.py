"""Error rates with their uncertainty: exact binomial intervals (Clopper and Pearson 1934), and quantiles.

The intervals take the presentations for independent. Sessions of one person are not quite, so with few people the true
uncertainty is larger; ISO/IEC 30107-3 asks to state how many people and instruments there were.
"""

import math
from dataclasses import dataclass

_PRECISION = 1e-12


@dataclass(frozen=True)
class Rate:
    """A share of presentations, `errors` of `total`."""

    errors: int
    total: int

    @property
    def value(self) -> float:
        """The share; not a number if there were no presentations."""
        return self.errors / self.total if self.total else math.nan

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """The exact interval of the true rate."""
        return clopper_pearson(self.errors, self.total, confidence)


def clopper_pearson(errors: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact confidence interval of a share of which `errors` of `total` were seen; (0, 1) if nothing was."""
    if not 0 <= errors <= total:
        raise ValueError(f"{errors} errors of {total} presentations")
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence {confidence} is not between 0 and 1")
    tail = (1 - confidence) / 2
    lower = 0.0 if errors == 0 else beta_quantile(tail, errors, total - errors + 1)
    upper = 1.0 if errors == total else beta_quantile(1 - tail, errors + 1, total - errors)
    return lower, upper


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the beta distribution's cumulative function reaches `probability`, by bisection."""
    low, high = 0.0, 1.0
    while high - low > _PRECISION:
        middle = (low + high) / 2
        if incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), evaluated after Lentz 1976."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast on the other side
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)) / a
    tiny = 1e-300
    fraction, c, d = 1.0, 1.0, 0.0
    for step in range(1000):
        half = step // 2
        if step == 0:
            term = 1.0
        elif step % 2 == 0:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        else:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        d = 1 / _away_from_zero(1 + term * d, tiny)
        c = _away_from_zero(1 + term / c, tiny)
        fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * (fraction - 1)


def _away_from_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def quantile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie, between neighbours by interpolation; not a number for none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
