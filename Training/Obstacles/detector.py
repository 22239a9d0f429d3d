"""Faces with five points by YuNet, the detector that the server uses."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from runtime import Network

STRIDES = (8, 16, 32)
INPUT_SIZES = (640, 320, 160)
LEAST_CONFIDENCE = 0.6
MOST_OVERLAP = 0.4


@dataclass(frozen=True)
class Detection:
    """A face in pixels of its image: corners, confidence, and eyes, nose tip, mouth corners as seen from the left."""

    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    points: np.ndarray

    @property
    def eye_distance(self) -> float:
        return float(np.linalg.norm(self.points[1] - self.points[0]))


class FaceDetector:
    """YuNet; a face that fills its picture is found only where the picture fills a part of the input."""

    def __init__(self, models: Path, sizes: tuple[int, ...] = INPUT_SIZES) -> None:
        self._sizes = sizes
        self._network = Network(models / "yunet_n_dynamic.onnx")

    def __call__(self, image: np.ndarray) -> list[Detection]:
        """The faces of a BGR image, the most confident first, at the first input size where there are any."""
        return next(filter(None, (self._look(image, size) for size in self._sizes)), [])

    def _look(self, image: np.ndarray, size: int) -> list[Detection]:
        scale = size / max(image.shape[:2])
        width, height = (max(1, round(side * scale)) for side in image.shape[1::-1])
        shrinks = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        canvas = np.zeros((size, size, 3), np.uint8)
        canvas[:height, :width] = cv2.resize(image, (width, height), interpolation=shrinks)
        outputs = self._network(canvas.transpose(2, 0, 1)[None])
        boxes, scores, points = zip(*(self._decode(outputs[i::3], s, size) for i, s in enumerate(STRIDES)), strict=True)
        boxes, scores, points = np.concatenate(boxes) / scale, np.concatenate(scores), np.concatenate(points) / scale
        sides = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
        kept = cv2.dnn.NMSBoxes(sides.tolist(), scores.tolist(), LEAST_CONFIDENCE, MOST_OVERLAP)
        return [Detection(*map(float, boxes[i]), float(scores[i]), points[i].astype(np.float64)) for i in kept]

    def _decode(self, outputs: list[np.ndarray], stride: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        classes, objects, boxes, points = (output[0] for output in outputs)
        cells = size // stride
        grid = np.stack(np.meshgrid(np.arange(cells), np.arange(cells)), axis=-1).reshape(-1, 2)
        centres = (grid + boxes[:, :2]) * stride
        halves = np.exp(boxes[:, 2:]) * stride / 2
        scores = np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1))
        confident = scores >= LEAST_CONFIDENCE
        corners = np.concatenate([centres - halves, centres + halves], axis=1)
        marks = (points.reshape(-1, 5, 2) + grid[:, None]) * stride
        return corners[confident], scores[confident], marks[confident]
