"""Turns logits into probabilities whose documented thresholds are the right operating points.

Scale and shift are fitted on predictions for people that the network was not trained on (Platt, "Probabilistic outputs
for support vector machines", 1999); the shift is then moved so that the documented threshold lies where the wanted
share of faces without the obstacle is refused.
"""

import numpy as np
from scipy.optimize import minimize

# As in the documented API: an obstacle is reported above these.
THRESHOLDS = {"glasses": 0.5, "dark": 0.5, "hat": 0.3, "mask": 0.5, "hand": 0.3}
# The share of drawn faces without the obstacle that may be refused: 3 % is the aim, hats are hard and get all of it;
# hands get 1 %, for a search for palms follows that refuses some too.
FALSE_REFUSALS = {"glasses": 0.02, "dark": 0.02, "hat": 0.03, "mask": 0.02, "hand": 0.01}


def calibrate(logits: np.ndarray, truth: np.ndarray, output: str) -> tuple[float, float]:
    """Scale and shift for one output, from logits and labels (1, 0; others are left out)."""
    known, threshold = truth >= 0, THRESHOLDS[output]
    logits, truth = logits[known], truth[known]

    def loss(parameters: np.ndarray) -> float:
        value = parameters[0] * logits + parameters[1]
        return float(np.mean(np.logaddexp(0, value) - truth * value))

    scale = float(minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x[0])
    limit = float(np.quantile(logits[truth == 0], 1 - FALSE_REFUSALS[output]))
    return scale, float(np.log(threshold / (1 - threshold)) - scale * limit)
