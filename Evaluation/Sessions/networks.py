"""Finds a face and its mesh in a photo: YuNet and MediaPipe's face landmarks, through OpenVINO on one thread."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..inference import Network

_DETECTOR_SIDE = 640
_STRIDES = (8, 16, 32)
_MESH_SIDE = 192
# MediaPipe's own margin around the box of the face.
_MESH_MARGIN = 1.3
_PRESENCE_NEEDED = 0.5


@dataclass(frozen=True)
class Face:
    """A face in a picture: its box (x, y, width, height), the detector's five points, 468 mesh points with depth."""

    box: np.ndarray
    points: np.ndarray
    mesh: np.ndarray


class FaceReader:
    """Reads the faces of a picture."""

    def __init__(self, models: Path) -> None:
        side = _DETECTOR_SIDE
        self._detector = Network(models / "yunet_n_dynamic.onnx", [1, 3, side, side])
        self._mesh = Network(models / "face_landmark.tflite", [1, _MESH_SIDE, _MESH_SIDE, 3])

    def faces(self, image: np.ndarray) -> list[Face]:
        """The confident faces of a BGR picture, the widest first."""
        boxes, points = self._detect(image)
        order = np.argsort([-box[2] for box in boxes])
        found = [self._face(image, boxes[index], points[index]) for index in order]
        return [face for face in found if face is not None]

    def _detect(self, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        height, width = image.shape[:2]
        ratio = min(1.0, _DETECTOR_SIDE / max(height, width))
        canvas = np.zeros((_DETECTOR_SIDE, _DETECTOR_SIDE, 3), np.uint8)
        size = max(1, round(width * ratio)), max(1, round(height * ratio))
        canvas[: size[1], : size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        outputs = self._detector(canvas.transpose(2, 0, 1)[None])
        boxes, scores, points = [], [], []
        for index, stride in enumerate(_STRIDES):
            score = np.sqrt(np.clip(outputs[index][0, :, 0], 0, 1) * np.clip(outputs[index + 3][0, :, 0], 0, 1))
            kept = score > 0.7
            y, x = np.divmod(np.flatnonzero(kept), _DETECTOR_SIDE // stride)
            cell = np.stack([x, y], 1) * stride
            box = outputs[index + 6][0][kept] * stride
            center, extent = box[:, :2] + cell, np.exp(box[:, 2:] / stride) * stride
            boxes.append(np.concatenate([center - extent / 2, extent], 1))
            scores.append(score[kept])
            points.append(outputs[index + 9][0][kept].reshape(-1, 5, 2) * stride + cell[:, None])
        all_boxes, all_scores, all_points = (np.concatenate(part) for part in (boxes, scores, points))
        kept = np.array(cv2.dnn.NMSBoxes(all_boxes.tolist(), all_scores.tolist(), 0.7, 0.4), int).reshape(-1)
        return all_boxes[kept] / ratio, all_points[kept] / ratio

    def _face(self, image: np.ndarray, box: np.ndarray, points: np.ndarray) -> Face | None:
        angle = np.arctan2(*(points[1] - points[0])[::-1])
        ratio = _MESH_SIDE / (max(box[2:]) * _MESH_MARGIN)
        cosine, sine = np.cos(angle) * ratio, np.sin(angle) * ratio
        warp = np.array([[cosine, sine, 0], [-sine, cosine, 0]])
        warp[:, 2] = _MESH_SIDE / 2 - warp[:, :2] @ (box[:2] + box[2:] / 2)
        crop = cv2.warpAffine(image, warp, (_MESH_SIDE, _MESH_SIDE), borderMode=cv2.BORDER_REPLICATE)
        landmarks, presence = self._mesh(crop[:, :, ::-1].astype(np.float32)[None] / 255)[:2]
        if 1 / (1 + np.exp(-float(presence.ravel()[0]))) < _PRESENCE_NEEDED:
            return None
        landmarks = landmarks.reshape(468, 3)
        back = cv2.invertAffineTransform(warp)
        flat = landmarks[:, :2] @ back[:, :2].T + back[:, 2]
        return Face(box, points, np.concatenate([flat, landmarks[:, 2:] / ratio], 1))
