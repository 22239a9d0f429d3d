"""Fits the rule of `obstacle.mask_classical`: logistic regression on the measures of the lower face."""

import argparse
import pathlib

import numpy

from .downloads import fetch
from .faces import fit_mesh
from .light import relit
from .lower_face import NAMES, measures
from .mask_drawing import STYLES, draw_mask
from .photos import framed, photos

# The API's threshold for masks: the rule's even chance is moved there.
THRESHOLD = 0.3
PENALTY = 0.5


def fit(values: numpy.ndarray, masked: numpy.ndarray) -> numpy.ndarray:
    """Weights of the measures and, last, the constant; both classes count the same. Newton's method."""
    mean, deviation = values.mean(0), values.std(0)
    scaled = numpy.c_[(values - mean) / deviation, numpy.ones(len(values))]
    share = numpy.where(masked, 1 / masked.sum(), 1 / (~masked).sum()) * len(values) / 2
    penalty = PENALTY * numpy.append(numpy.ones(values.shape[1]), 0)
    weights = numpy.zeros(scaled.shape[1])
    for _ in range(50):
        chance = 1 / (1 + numpy.exp(-scaled @ weights))
        slope = scaled.T @ (share * (chance - masked)) + penalty * weights
        bend = (scaled * (share * chance * (1 - chance))[:, None]).T @ scaled + numpy.diag(penalty + 1e-9)
        weights = weights - numpy.linalg.solve(bend, slope)
    plain = weights[:-1] / deviation
    return numpy.append(plain, weights[-1] - plain @ mean)


def chances(values: numpy.ndarray, weights: numpy.ndarray) -> numpy.ndarray:
    """The rule's probabilities."""
    return 1 / (1 + numpy.exp(-(values @ weights[:-1] + weights[-1])))


def examples(shared: pathlib.Path, cache: pathlib.Path) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Measures, whether masked, and source, of real faces and the same with drawn masks, each also under other light."""
    random = numpy.random.default_rng(20261121)
    values, masked, sources = [], [], []
    for photo in photos(shared, fetch(cache)):
        if photo.kinds.get("hand_covering"):
            continue
        photo = framed(photo, random)
        pictures = [(photo.image, photo.kinds["mask"])]
        if not photo.kinds["mask"]:
            count = 1 if photo.source in ("orl", "pexels") else 4
            pictures += [(draw_mask(photo.image, photo.face, str(style), random), True)
                         for style in random.choice(STYLES, count, replace=False)]
        for image, label in pictures:
            for seen in (image, relit(image, random)):
                mesh, _ = fit_mesh(seen, photo.face.box, photo.face.points)
                values.append(measures(seen, mesh))
                masked.append(label)
                sources.append(photo.source)
    return numpy.array(values), numpy.array(masked), numpy.array(sources)


def main() -> None:
    """Prints figures per source, each from a rule that was fitted without it, and the rule for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True)
    options = parser.parse_args()
    values, masked, sources = examples(options.shared, options.cache)
    for source in sorted(set(sources)):
        out = sources == source
        found = chances(values[out], fit(values[~out], masked[~out])) > 0.5
        bare, covered = ~masked[out], masked[out]
        print(f"{source}: {found[bare].sum()} of {bare.sum()} bare rejected, {found[covered].sum()} of {covered.sum()} "
              "masked caught")
    weights = fit(values, masked)
    weights[-1] += numpy.log(THRESHOLD / (1 - THRESHOLD))
    for name, weight in zip((*NAMES, "constant"), weights):
        print(f"{name}: {weight:.3f}")


if __name__ == "__main__":
    main()
