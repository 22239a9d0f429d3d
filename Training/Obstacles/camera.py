"""What a camera, its light and its encoder do to a scene, so that networks learn things and not cleanness."""

import cv2
import numpy as np

Rng = np.random.Generator
LEAST_EYE_DISTANCE, MOST_EYE_DISTANCE = 20.0, 75.0


def photograph(picture: np.ndarray, eye_distance: float, enlargement: float, grey: bool, rng: Rng) -> np.ndarray:
    """The scene as an 8-bit BGR photo of some lower resolution; eyes are `eye_distance` pixels apart before."""
    native = eye_distance / max(enlargement, 1)
    highest = max(LEAST_EYE_DISTANCE, min(MOST_EYE_DISTANCE, native * 1.25, eye_distance))
    wanted = np.exp(rng.uniform(np.log(min(LEAST_EYE_DISTANCE, highest)), np.log(highest)))
    if rng.random() < 0.4:
        wanted = highest
    scale = wanted / eye_distance
    size = tuple(max(8, round(side * scale)) for side in picture.shape[1::-1])
    photo = cv2.resize(np.clip(picture, 0, 255), size, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.35:
        photo = _blur(photo, rng)
    photo = _light(photo, rng)
    if grey or rng.random() < 0.25:
        photo = np.repeat(photo.mean(axis=2, keepdims=True), 3, axis=2)
    if rng.random() < 0.6:
        grain = rng.normal(0, rng.uniform(1, 6), photo.shape[:2] + (1 if rng.random() < 0.5 else 3,))
        photo = photo + grain
    photo = np.clip(photo, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        quality = int(rng.uniform(35, 96))
        photo = cv2.imdecode(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return photo


def _blur(photo: np.ndarray, rng: Rng) -> np.ndarray:
    if rng.random() < 0.6:
        return cv2.GaussianBlur(photo, (0, 0), rng.uniform(0.4, 1.6))
    length, angle = rng.integers(2, 6), rng.uniform(0, 180)
    turn = cv2.getRotationMatrix2D((3, 3), angle, 1)
    row = np.zeros((7, 7), np.float32)
    row[3, 3 - length // 2 : 3 + (length + 1) // 2] = 1
    kernel = cv2.warpAffine(row, turn, (7, 7))
    return cv2.filter2D(photo, -1, kernel / kernel.sum())


def _light(photo: np.ndarray, rng: Rng) -> np.ndarray:
    """Exposure, contrast, colour cast, gamma."""
    unit = np.clip(photo / 255, 0, 1) ** np.exp(rng.normal(0, 0.2))
    cast = np.exp(rng.normal(0, 0.08, 3))
    return ((unit - 0.5) * np.exp(rng.normal(0, 0.15)) + 0.5 + rng.normal(0, 0.06)) * 255 * cast
