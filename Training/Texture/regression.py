"""Logistic regression with a ridge penalty, by Newton's method."""

from dataclasses import dataclass

import numpy


@dataclass
class Model:
    """Log-odds are `weights · features + bias`."""

    weights: numpy.ndarray
    bias: float

    def log_odds(self, features: numpy.ndarray) -> numpy.ndarray:
        return features @ self.weights + self.bias


def fit(features: numpy.ndarray, labels: numpy.ndarray, importance: numpy.ndarray, penalty: float) -> Model:
    """A model of features that are first brought to mean 0 and deviation 1; `labels` are 0 or 1."""
    mean, deviation = features.mean(0), features.std(0) + 5e-3
    rows = numpy.column_stack([(features - mean) / deviation, numpy.ones(len(features))])
    ridge = numpy.full(rows.shape[1], penalty)
    ridge[-1] = 1e-6
    solution = numpy.zeros(rows.shape[1])
    for _ in range(100):
        probability = 1 / (1 + numpy.exp(-rows @ solution))
        gradient = rows.T @ (importance * (probability - labels)) + ridge * solution
        curvature = importance * numpy.maximum(probability * (1 - probability), 1e-6)
        step = numpy.linalg.solve((rows * curvature[:, None]).T @ rows + numpy.diag(ridge), gradient)
        solution -= step
        if numpy.abs(step).max() < 1e-8:
            break
    weights = solution[:-1] / deviation
    return Model(weights, float(solution[-1] - weights @ mean))


def balanced(labels: numpy.ndarray, groups: numpy.ndarray) -> numpy.ndarray:
    """Importance of each row: both labels weigh the same, within each all groups (sessions), and the mean is 1."""
    importance = numpy.zeros(len(labels))
    for label in (0, 1):
        names = numpy.unique(groups[labels == label])
        for name in names:
            rows = (labels == label) & (groups == name)
            importance[rows] = len(labels) / (2 * len(names) * rows.sum())
    return importance
