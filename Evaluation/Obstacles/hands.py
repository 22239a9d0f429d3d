"""Hands: MediaPipe's palm detector and hand landmarks (Zhang et al., "MediaPipe Hands", 2020)."""

import dataclasses

import cv2
import numpy

from .networks import network, sigmoid, suppressed


@dataclasses.dataclass
class Hand:
    """One hand: how sure the palm detector and the landmark network are, and 21 points in pixels."""

    palm: float
    presence: float
    points: numpy.ndarray


def _anchors() -> numpy.ndarray:
    centres = []
    for cells, each in ((24, 2), (12, 6)):
        y, x = numpy.mgrid[:cells, :cells]
        centres.append(numpy.repeat(numpy.stack([(x + 0.5) / cells, (y + 0.5) / cells], -1).reshape(-1, 2), each, 0))
    return numpy.concatenate(centres)


ANCHORS = _anchors()


def crop_around(image: numpy.ndarray, middle: tuple[float, float], side: float, size: int
                ) -> tuple[numpy.ndarray, numpy.ndarray]:
    """A square of the image as `size` × `size` pixels, black outside, and the matrix from crop to image."""
    scale = size / side
    matrix = numpy.array([[scale, 0, size / 2 - middle[0] * scale], [0, scale, size / 2 - middle[1] * scale]])
    return cv2.warpAffine(image, matrix, (size, size)), cv2.invertAffineTransform(matrix)


def find_palms(image: numpy.ndarray, middle: tuple[float, float], side: float, confidence: float = 0.5
               ) -> list[tuple[float, numpy.ndarray, numpy.ndarray]]:
    """Palms in a square of the image: confidence, box (left, top, right, bottom), seven points (wrist first)."""
    crop, back = crop_around(image, middle, side, 192)
    found, scores = network("palm_detection_full.tflite", 1, 192, 192, 3)(crop[None, :, :, ::-1] / 255)
    scores = sigmoid(scores[0, :, 0])
    sure = scores > confidence
    numbers, scores = found[0][sure], scores[sure]
    centres = ANCHORS[sure] * 192
    middles = numbers[:, :2] + centres
    boxes = numpy.concatenate([middles - numbers[:, 2:4] / 2, middles + numbers[:, 2:4] / 2], 1)
    points = numbers[:, 4:].reshape(-1, 7, 2) + centres[:, None]
    shift, scale = back[:, 2], back[0, 0]
    return [(float(scores[index]), boxes[index] * scale + numpy.tile(shift, 2), points[index] * scale + shift)
            for index in suppressed(boxes, scores, 0.3)]


def fit_hand(image: numpy.ndarray, palm: tuple[float, numpy.ndarray, numpy.ndarray]) -> Hand:
    """The hand of a palm: the crop is turned until the middle finger points up, moved by half the palm towards the
    fingers and 2.6 palms wide."""
    confidence, box, points = palm
    wrist, finger = points[0], points[2]
    angle = numpy.pi / 2 - numpy.arctan2(wrist[1] - finger[1], finger[0] - wrist[0])
    size = max(box[2] - box[0], box[3] - box[1])
    up = numpy.array([numpy.sin(angle), -numpy.cos(angle)])
    middle = (box[:2] + box[2:]) / 2 + up * size * 0.5
    scale = 224 / (size * 2.6)
    cosine, sine = numpy.cos(angle) * scale, numpy.sin(angle) * scale
    matrix = numpy.array([[cosine, sine, 0], [-sine, cosine, 0]])
    matrix[:, 2] = 112 - matrix[:, :2] @ middle
    crop = cv2.warpAffine(image, matrix, (224, 224))
    outputs = network("hand_landmark_lite.tflite", 1, 224, 224, 3)(crop[None, :, :, ::-1] / 255)
    back = cv2.invertAffineTransform(matrix)
    flat = outputs[0].reshape(21, 3)[:, :2] @ back[:, :2].T + back[:, 2]
    return Hand(confidence, float(outputs[1].ravel()[0]), flat)


def find_hands(image: numpy.ndarray, middle: tuple[float, float], side: float, confidence: float = 0.5) -> list[Hand]:
    """Every hand in a square of the image."""
    return [fit_hand(image, palm) for palm in find_palms(image, middle, side, confidence)]
