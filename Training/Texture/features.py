"""The features of `liveness.texture`: local binary patterns and the spectrum of a face, as the Swift code has them."""

import cv2
import numpy

SIDE = 96
SPECTRUM_SIDE = 64
BANDS = 8
# The crop by the side of the face's box, about its middle: skin from brow to chin, without hair and background.
CROP = 0.9
PATTERNS = 59
COUNT = 3 * PATTERNS + BANDS


def _uniform_patterns() -> numpy.ndarray:
    """The bin of each of the 256 patterns: 58 with at most two changes around the circle, one for all others."""
    bins = numpy.full(256, PATTERNS - 1)
    uniform = 0
    for pattern in range(256):
        turned = (pattern >> 1) | ((pattern & 1) << 7)
        if bin(pattern ^ turned).count("1") <= 2:
            bins[pattern] = uniform
            uniform += 1
    return bins


UNIFORM = _uniform_patterns()
# Row and column of the eight neighbours, in the order of the pattern's bits.
NEIGHBOURS = [(-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1)]


def crop(image: numpy.ndarray, box: list[float]) -> numpy.ndarray:
    """The square of `SIDE` pixels in the middle of the box, sampled bilinearly."""
    scale = SIDE / (CROP * max(box[2] - box[0], box[3] - box[1]))
    middle = numpy.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    shift = SIDE / 2 - scale * middle
    matrix = numpy.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    return cv2.warpAffine(image, matrix, (SIDE, SIDE))


def histogram(channel: numpy.ndarray) -> numpy.ndarray:
    """Square roots of the shares of the uniform patterns (Ojala et al. 2002) of a channel."""
    values = channel.astype(int)
    middle = values[1:-1, 1:-1]
    patterns = numpy.zeros_like(middle)
    for bit, (row, column) in enumerate(NEIGHBOURS):
        neighbour = values[1 + row : SIDE - 1 + row, 1 + column : SIDE - 1 + column]
        patterns |= (neighbour >= middle).astype(int) << bit
    return numpy.sqrt(numpy.bincount(UNIFORM[patterns].ravel(), minlength=PATTERNS) / patterns.size)


def bands(luma: numpy.ndarray) -> numpy.ndarray:
    """Logarithms of the power in rings of the spectrum, by that of the innermost (after Li et al. 2004)."""
    start = (SIDE - SPECTRUM_SIDE) // 2
    square = luma[start : start + SPECTRUM_SIDE, start : start + SPECTRUM_SIDE].astype(numpy.float64)
    index = numpy.arange(SPECTRUM_SIDE)
    window = 0.5 - 0.5 * numpy.cos(2 * numpy.pi * index / SPECTRUM_SIDE)
    power = numpy.abs(numpy.fft.fft2((square - square.mean()) * numpy.outer(window, window))) ** 2
    frequency = numpy.fft.fftfreq(SPECTRUM_SIDE, 1 / SPECTRUM_SIDE)
    radius = numpy.hypot(*numpy.meshgrid(frequency, frequency))
    half = SPECTRUM_SIDE // 2
    inner = power[(radius >= 2) & (radius < 4)].mean()
    edges = 4 + numpy.arange(BANDS + 1) * (half - 4) / BANDS
    # What rounding leaves of a flat picture, so that its logarithm is finite.
    floor = SPECTRUM_SIDE * SPECTRUM_SIDE * 0.01
    return numpy.array([
        numpy.log((power[(radius >= low) & (radius < high)].mean() + floor) / (inner + floor))
        for low, high in zip(edges, edges[1:])
    ])


def features(image: numpy.ndarray, box: list[float]) -> numpy.ndarray:
    """All numbers: patterns of luma, red and blue difference, then the rings."""
    face = crop(image, box)
    luma, red, blue = cv2.split(cv2.cvtColor(face, cv2.COLOR_BGR2YCrCb))
    grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY)
    return numpy.concatenate([histogram(luma), histogram(red), histogram(blue), bands(grey)])
