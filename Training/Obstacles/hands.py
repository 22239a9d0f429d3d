"""Paints hands before a face or beside it, in the face's own skin tone and light."""

import cv2
import numpy as np

from fabric import cloth
from hand_relief import FAR, Relief, random_relief
from scene import CHEEKS, HEIGHT, PIXELS_PER_MM, WIDTH, Scene

Rng = np.random.Generator


def hold_hand(scene: Scene, rng: Rng, beside: bool) -> float:
    """Paints one random hand, and returns the share of the face that it covers, 0…1."""
    relief = random_relief(scene, rng, beside)
    face = scene.face_area()
    share = float((relief.coverage * face).sum() / max(1.0, face.sum()))
    shadow = np.roll(cv2.GaussianBlur(relief.coverage, (0, 0), rng.uniform(3, 12)), rng.integers(-8, 9, 2), (0, 1))
    scene.darken(shadow, rng.uniform(0.05, 0.5))
    scene.paint(relief.coverage, _colours(relief, scene, rng))
    return share


def _colours(relief: Relief, scene: Scene, rng: Rng) -> np.ndarray:
    """Skin, creases and nails, lit as the face is."""
    there = relief.height > FAR
    weight = cv2.GaussianBlur(there.astype(np.float32), (0, 0), 1.6)
    height = cv2.GaussianBlur(np.where(there, relief.height, 0), (0, 0), 1.6) / np.maximum(weight, 1e-3)
    slope_y, slope_x = np.gradient(height)
    normal = np.dstack([-slope_x, -slope_y, np.ones_like(height)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    brightness, side_light = scene.light()
    towards = np.array([1.4 * side_light + rng.normal(0, 0.25), -0.5 + rng.normal(0, 0.25), 0.8])
    level = np.clip(normal @ (towards / np.linalg.norm(towards)), -0.2, 1)
    contrast = rng.uniform(0.25, 0.65)
    light = 1 - contrast + contrast * level
    # Gaps between fingers lie in the shade of what is nearer.
    nearer = cv2.GaussianBlur(np.where(there, relief.height, height.min()), (0, 0), 5) - height
    light *= 1 - np.clip(nearer / 14, 0, 0.6) * rng.uniform(0.4, 1)
    skin = _tone(scene, rng) * np.ones((HEIGHT, WIDTH, 1), np.float32)
    skin *= 1 + rng.uniform(0, 0.07) * _blotches(rng)[:, :, None]
    if relief.shows_back:
        _nails(skin, relief.joints, rng)
    light *= 1 - _creases(relief.joints, rng)
    if rng.random() < 0.45:
        sleeve = relief.forearm & (_distance_from_thumb(relief) > rng.uniform(5, 70))
        skin[sleeve] = cv2.resize(cloth(rng).astype(np.float32), (WIDTH, HEIGHT))[sleeve] * (0.4 + brightness)
    return np.clip(skin * light[:, :, None], 0, 255)


def _tone(scene: Scene, rng: Rng) -> np.ndarray:
    """The cheeks' colour, lighter or darker, more or less red."""
    places = np.clip(scene.head.mesh[list(CHEEKS), :2].astype(int), 6, [WIDTH - 7, HEIGHT - 7])
    cheek = np.mean([np.median(scene.picture[y - 6 : y + 6, x - 6 : x + 6], axis=(0, 1)) for x, y in places], axis=0)
    return np.clip(cheek * rng.uniform(0.9, 1.55) * np.exp(rng.normal(0, 0.05, 3)), 12, 300)


def _blotches(rng: Rng) -> np.ndarray:
    grid = rng.normal(0, 1, (HEIGHT // 16, WIDTH // 16)).astype(np.float32)
    return cv2.resize(grid, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)


def _creases(joints: np.ndarray, rng: Rng) -> np.ndarray:
    """Short dark lines across the fingers at their joints."""
    drawn = np.zeros((HEIGHT, WIDTH), np.uint8)
    for finger in joints:
        for index in (1, 2):
            along = finger[index + 1, :2] - finger[index - 1, :2]
            length = np.linalg.norm(along)
            if length < 4:
                continue
            across = np.array([-along[1], along[0]]) / length * 7 * PIXELS_PER_MM
            for _ in range(rng.integers(1, 4)):
                at = finger[index, :2] + along / length * rng.normal(0, 2)
                ends = np.round([at - across, at + across]).astype(int)
                cv2.line(drawn, tuple(ends[0].tolist()), tuple(ends[1].tolist()), 255, 1, cv2.LINE_AA)
    return cv2.GaussianBlur(drawn, (0, 0), 0.8).astype(np.float32) / 255 * rng.uniform(0, 0.45)


def _nails(skin: np.ndarray, joints: np.ndarray, rng: Rng) -> None:
    """Paler, or at times painted, ellipses at the fingers' tips."""
    colour = rng.uniform(0, 255, 3) if rng.random() < 0.12 else None
    strength = rng.uniform(0.2, 0.9)
    for finger in joints:
        tip, along = finger[3, :2], finger[3, :2] - finger[2, :2]
        if np.linalg.norm(along) < 8:
            continue
        area = np.zeros((HEIGHT, WIDTH), np.uint8)
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        cv2.ellipse(area, (tuple(np.round(tip).tolist()), (11 * PIXELS_PER_MM, 9 * PIXELS_PER_MM), angle), 255, -1)
        cover = cv2.GaussianBlur(area, (0, 0), 0.8).astype(np.float32)[:, :, None] / 255 * strength
        skin += cover * ((skin * np.array([1.02, 1.06, 1.12]) + 12 if colour is None else colour) - skin)


def _distance_from_thumb(relief: Relief) -> np.ndarray:
    """Pixels from the thumb's root, where a sleeve may begin."""
    x, y = relief.joints[-1, 0, :2]
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.hypot(columns - x, rows - y)
