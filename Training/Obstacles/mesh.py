"""The 468 points of a face by MediaPipe's face mesh (roles of the points: its canonical face model)."""

from pathlib import Path

import cv2
import numpy as np

from detector import Detection
from runtime import Network

SIDE = 192
MARGIN = 1.3


class FaceMesh:
    """Finds the mesh in a square turned so that the eyes are level, 1.3 times the box."""

    def __init__(self, models: Path) -> None:
        self._network = Network(models / "face_landmark.tflite")

    def __call__(self, image: np.ndarray, face: Detection) -> tuple[np.ndarray, float]:
        """The points (468×3: x, y in pixels of the image, z in the same scale, smaller is nearer) and 0…1 presence."""
        right_eye, left_eye = face.points[0], face.points[1]
        angle = np.degrees(np.arctan2(*(left_eye - right_eye)[::-1]))
        centre = ((face.left + face.right) / 2, (face.top + face.bottom) / 2)
        scale = SIDE / (MARGIN * max(face.right - face.left, face.bottom - face.top))
        transform = cv2.getRotationMatrix2D(centre, angle, scale)
        transform[:, 2] += SIDE / 2 - np.asarray(centre)
        crop = cv2.warpAffine(image, transform, (SIDE, SIDE))[:, :, ::-1] / 255.0
        marks, presence = self._network(crop[None])
        marks = marks.reshape(468, 3).astype(np.float64)
        back = cv2.invertAffineTransform(transform)
        flat = marks[:, :2] @ back[:, :2].T + back[:, 2]
        logit = float(presence.reshape(-1)[0])
        return np.column_stack([flat, marks[:, 2] / scale]), 1 / (1 + np.exp(-logit))
