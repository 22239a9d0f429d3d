"""The lower half of a face against its upper half: what a mask changes, measured at points of the face mesh."""

import numpy

# MediaPipe's mesh: forehead and root of the nose; cheeks, upper lip and chin; lips; nostrils and the nose around them.
UPPER = (9, 8, 168, 193, 417, 151, 108, 337, 69, 299)
CHEEKS = (205, 425, 207, 427, 187, 411, 50, 280)
MOUTH_SKIN = (164, 165, 391, 18, 200, 199, 194, 418, 43, 273)
LIPS = (0, 37, 267, 17, 84, 314, 39, 269, 181, 405)
# From the upper lip over the gap between the lips to the lower.
MOUTH_LINE = (0, 11, 12, 13, 14, 15, 16, 17)
NOSTRILS = (97, 326, 98, 327, 2)
NOSE = (4, 5, 195, 51, 281)
NAMES = ("cheek colour", "cheek light", "mouth colour", "mouth light", "lip colour", "lip light", "nostril light",
         "colour spread", "mouth contrast")


def measures(image: numpy.ndarray, mesh: numpy.ndarray) -> numpy.ndarray:
    """Nine numbers, in the order of `NAMES`, of one face; all are logarithms of ratios."""
    radius = float(numpy.linalg.norm(mesh[234, :2] - mesh[454, :2])) * 0.02
    upper = numpy.median(_colours(image, mesh, UPPER, radius), 0)
    cheeks = numpy.median(_colours(image, mesh, CHEEKS, radius), 0)
    around = numpy.median(_colours(image, mesh, MOUTH_SKIN, radius), 0)
    lips = numpy.median(_colours(image, mesh, LIPS, radius), 0)
    nostrils = _colours(image, mesh, NOSTRILS, radius).min(0)
    nose = numpy.median(_colours(image, mesh, NOSE, radius), 0)
    line = _colours(image, mesh, MOUTH_LINE, radius)[:, 0]
    below = _colours(image, mesh, CHEEKS + MOUTH_SKIN, radius)
    return numpy.array([
        numpy.linalg.norm(cheeks[1:] - upper[1:]), abs(cheeks[0] - upper[0]),
        numpy.linalg.norm(around[1:] - upper[1:]), abs(around[0] - upper[0]),
        lips[1] - around[1], lips[0] - around[0], nostrils[0] - nose[0],
        float(below[:, 1:].std(0).sum()), numpy.ptp(line),
    ])


def _colours(image: numpy.ndarray, mesh: numpy.ndarray, points: tuple[int, ...], radius: float) -> numpy.ndarray:
    """Per point: logarithm of green, of red by green and of blue by green, of the mean of a square around it."""
    height, width = image.shape[:2]
    rows = []
    for x, y in mesh[list(points), :2]:
        left, right = int(max(0, min(width - 1, round(x - radius)))), int(max(0, min(width - 1, round(x + radius))))
        top, bottom = int(max(0, min(height - 1, round(y - radius)))), int(max(0, min(height - 1, round(y + radius))))
        blue, green, red = image[top : bottom + 1, left : right + 1].reshape(-1, 3).mean(0) + 8
        rows.append((numpy.log(green), numpy.log(red / green), numpy.log(blue / green)))
    return numpy.array(rows)
