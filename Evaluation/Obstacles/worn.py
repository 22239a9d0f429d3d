"""This project's own networks for glasses, headwear and hands, run apart from the program that trains them."""

import cv2
import numpy

from .networks import ROOT, network

# ArcFace's 112×112 template.
ALIGNED = numpy.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655],
                       [70.7299, 92.2041]])
# Width, height, distance of the eyes, their middle; in pixels.
CROPS = {"glasses": ("face-eyes.tflite", 128, 64, 50.0, (64.0, 28.0)),
         "hat": ("face-head.tflite", 96, 112, 24.0, (48.0, 66.0)),
         "hand_covering": ("face-hand.tflite", 112, 112, 28.0, (56.0, 46.0))}


def probability(image: numpy.ndarray, points: numpy.ndarray, kind: str) -> float:
    """How sure the network of a kind is."""
    file, width, height, apart, middle = CROPS[kind]
    eyes = ALIGNED[:2]
    target = (ALIGNED - eyes.mean(0)) * (apart / numpy.linalg.norm(eyes[1] - eyes[0])) + middle
    # The similarity nearest to the template, as one least-squares problem in its four numbers.
    rows = [row for x, y in points for row in ((x, -y, 1, 0), (y, x, 0, 1))]
    a, b, x, y = numpy.linalg.lstsq(numpy.array(rows), target.ravel(), rcond=None)[0]
    crop = cv2.warpAffine(image, numpy.array([[a, -b, x], [b, a, y]]), (width, height))
    weights = str(ROOT / "config" / "weights" / file)
    return float(network(weights, 1, height, width, 3)(crop[None, :, :, ::-1] / 255)[0].ravel()[0])
