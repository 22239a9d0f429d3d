"""Faces and their meshes: YuNet and MediaPipe's face mesh."""

import dataclasses

import cv2
import numpy

from .networks import network, sigmoid, suppressed


@dataclasses.dataclass
class Face:
    """One face: box (left, top, right, bottom), five points, mesh of 468 points (x, y, z) in pixels."""

    box: numpy.ndarray
    confidence: float
    points: numpy.ndarray
    mesh: numpy.ndarray
    presence: float

    @property
    def size(self) -> float:
        """The longer side of the box."""
        return float(max(self.box[2] - self.box[0], self.box[3] - self.box[1]))


def find_faces(image: numpy.ndarray, confidence: float = 0.6) -> list[Face]:
    """Every face that is at least this certain, largest first."""
    side = 640
    height, width = image.shape[:2]
    # Enlarged, the face of a small portrait is larger than those the detector knows.
    ratio = min(1, side / height, side / width)
    canvas = numpy.zeros((side, side, 3), numpy.uint8)
    small = cv2.resize(image, (round(width * ratio), round(height * ratio)), interpolation=cv2.INTER_AREA)
    canvas[: small.shape[0], : small.shape[1]] = small
    outputs = network("yunet_n_dynamic.onnx", 1, 3, side, side)(canvas.transpose(2, 0, 1)[None])
    boxes, scores, points = [], [], []
    for level, stride in enumerate((8, 16, 32)):
        cells = side // stride
        y, x = numpy.mgrid[:cells, :cells]
        x, y = x.ravel(), y.ravel()
        score = numpy.sqrt(numpy.clip(outputs[level][0, :, 0], 0, 1) * numpy.clip(outputs[level + 3][0, :, 0], 0, 1))
        box = outputs[level + 6][0]
        middle = (box[:, :2] + numpy.stack([x, y], 1)) * stride
        size = numpy.exp(box[:, 2:]) * stride
        five = (outputs[level + 9][0].reshape(-1, 5, 2) + numpy.stack([x, y], 1)[:, None]) * stride
        sure = score > confidence
        boxes.append(numpy.concatenate([middle - size / 2, middle + size / 2], 1)[sure])
        scores.append(score[sure])
        points.append(five[sure])
    boxes, scores, points = (numpy.concatenate(part) for part in (boxes, scores, points))
    faces = []
    for index in suppressed(boxes, scores, 0.4):
        box, five = boxes[index] / ratio, points[index] / ratio
        mesh, presence = fit_mesh(image, box, five)
        faces.append(Face(box, float(scores[index]), five, mesh, presence))
    return sorted(faces, key=lambda face: -face.size)


def fit_mesh(image: numpy.ndarray, box: numpy.ndarray, points: numpy.ndarray) -> tuple[numpy.ndarray, float]:
    """The mesh of the face in a box, in pixels of the image, and how certainly a face is there."""
    left, right = points[0], points[1]
    angle = numpy.arctan2(right[1] - left[1], right[0] - left[0])
    scale = 192 / (max(box[2] - box[0], box[3] - box[1]) * 1.3)
    cosine, sine = numpy.cos(angle) * scale, numpy.sin(angle) * scale
    matrix = numpy.array([[cosine, sine, 0], [-sine, cosine, 0]])
    matrix[:, 2] = 96 - matrix[:, :2] @ ((box[:2] + box[2:]) / 2)
    crop = cv2.warpAffine(image, matrix, (192, 192), flags=cv2.INTER_LINEAR)
    mesh, presence = network("face_landmark.tflite", 1, 192, 192, 3)(crop[None, :, :, ::-1] / 255)
    mesh = mesh.reshape(468, 3)
    back = cv2.invertAffineTransform(matrix)
    flat = mesh[:, :2] @ back[:, :2].T + back[:, 2]
    return numpy.concatenate([flat, mesh[:, 2:] / scale], 1), float(sigmoid(presence.ravel())[0])
