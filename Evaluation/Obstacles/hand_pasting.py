"""Pastes cut-out hands over faces and beside them."""

import cv2
import numpy

from .faces import Face
from .hand_cutting import HandCutout

# Points of the face mesh a hand is laid on: mouth, chin, nose, cheeks, eyes, forehead.
TARGETS = {"mouth": 13, "chin": 199, "nose": 4, "left_cheek": 50, "right_cheek": 280, "left_eye": 159,
           "right_eye": 386, "forehead": 151}
# MediaPipe's outline of the face.
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
        150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
SKIN = (50, 280, 101, 330, 151)


def covered_share(face: Face, cover: numpy.ndarray) -> float:
    """How much of the face's oval a cover (0…1 per pixel) takes, 0…1."""
    oval = numpy.zeros(cover.shape, numpy.uint8)
    cv2.fillPoly(oval, [numpy.round(face.mesh[list(OVAL), :2]).astype(numpy.int32)], 1)
    return float((cover * oval).sum() / max(1, oval.sum()))


def paste_over(image: numpy.ndarray, face: Face, hand: HandCutout, target: str, random: numpy.random.Generator
               ) -> tuple[numpy.ndarray, float]:
    """A copy with the hand's middle on a point of the face, and the share of the face that it covers."""
    at = face.mesh[TARGETS[target], :2] + random.normal(0, 0.06, 2) * face.size
    return _paste(image, face, hand, at, random)


def paste_beside(image: numpy.ndarray, face: Face, hand: HandCutout, random: numpy.random.Generator
                 ) -> tuple[numpy.ndarray, float]:
    """A copy with the hand next to the face, waving or near the shoulder, and the share of the face it covers."""
    middle = (face.box[:2] + face.box[2:]) / 2
    width = face.box[2] - face.box[0]
    side = random.choice([-1, 1])
    at = middle + numpy.array([side * width * random.uniform(1.15, 1.5), face.size * random.uniform(-0.3, 0.8)])
    return _paste(image, face, hand, at, random)


def _paste(image: numpy.ndarray, face: Face, hand: HandCutout, at: numpy.ndarray, random: numpy.random.Generator
           ) -> tuple[numpy.ndarray, float]:
    pixels, cover, points = hand.pixels, hand.cover, hand.points
    palm = max(numpy.linalg.norm(points[9] - points[0]), 1.3 * numpy.linalg.norm(points[5] - points[17]))
    scale = (face.box[2] - face.box[0]) * random.uniform(0.62, 0.85) / palm
    angle = numpy.radians(random.uniform(-75, 75))
    cosine, sine = numpy.cos(angle) * scale, numpy.sin(angle) * scale
    mirror = random.choice([-1, 1])
    matrix = numpy.array([[cosine * mirror, -sine, 0], [sine * mirror, cosine, 0]])
    matrix[:, 2] = at - matrix[:, :2] @ points.mean(0)
    size = (image.shape[1], image.shape[0])
    alpha = numpy.clip(cv2.warpAffine(cover, matrix, size, flags=cv2.INTER_AREA), 0, 1)
    colours = _with_skin_of(image, face, pixels, cover, random)
    layer = cv2.warpAffine(colours, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shadow = cv2.GaussianBlur(alpha, (0, 0), face.size / 18)
    shadow = numpy.roll(shadow, int(face.size / 30), 0) * random.uniform(0.1, 0.4)
    below = image.astype(numpy.float32) * (1 - shadow[..., None])
    mixed = below * (1 - alpha[..., None]) + layer * alpha[..., None]
    return numpy.clip(mixed, 0, 255).astype(numpy.uint8), covered_share(face, alpha)


def _with_skin_of(image: numpy.ndarray, face: Face, pixels: numpy.ndarray, cover: numpy.ndarray,
                  random: numpy.random.Generator) -> numpy.ndarray:
    """The hand in the tone of the face, a little lighter or darker."""
    height, width = image.shape[:2]
    places = face.mesh[list(SKIN), :2].astype(int).clip([0, 0], [width - 1, height - 1])
    skin = numpy.median([image[y, x] for x, y in places], 0).astype(numpy.float32)
    own = numpy.median(pixels[cover > 0.9], 0).astype(numpy.float32)
    wanted = numpy.clip(skin * random.uniform(0.85, 1.12), 15, 245)
    return numpy.clip(pixels.astype(numpy.float32) * (wanted / numpy.maximum(own, 1)), 0, 255)
