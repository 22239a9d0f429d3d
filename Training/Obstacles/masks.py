"""Paints face masks: cloth or surgical, over nose and mouth, or only the mouth, with loops to the ears."""

import cv2
import numpy as np

from fabric import cloth
from scene import Scene

Rng = np.random.Generator
# Down one side of the jaw to the chin and up the other, and the upper edge back over the nose.
JAW = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454)
EDGE_OVER_NOSE = (349, 197, 120)
EDGE_OVER_TIP = (425, 4, 205)
LOOPS = ((93, 234), (323, 454))


def wear_mask(scene: Scene, rng: Rng) -> None:
    """Puts a random mask on the face."""
    mesh, centre = scene.head.mesh[:, :2], scene.head.mesh[4, :2]
    edge = EDGE_OVER_NOSE if rng.random() < 0.85 else EDGE_OVER_TIP
    skipped = rng.integers(1, 4)
    outline = np.concatenate([mesh[list(JAW[skipped:-skipped])], mesh[list(edge)]])
    outline = centre + (outline - centre) * rng.uniform(1.0, 1.1) + rng.normal(0, 1, outline.shape)
    texture = cloth(rng)
    if rng.random() < 0.5:  # surgical: white, blue, green or black, pleated
        base = np.array([[235, 235, 230], [225, 190, 130], [190, 205, 140], [40, 38, 38]])[rng.integers(4)]
        pleats = 1 + 0.08 * np.sign(np.sin(np.arange(96) / rng.uniform(4, 8)))
        texture = np.ones((96, 192, 3)) * base * pleats[:, None, None]
    colour = _spread(texture, outline, scene) * np.clip(scene.light()[0] * 1.7, 0.35, 1.2)
    width = scene.head.pixels_per_mm * rng.uniform(1, 4)
    for near, ear in LOOPS:
        scene.paint(scene.line(np.stack([mesh[near], mesh[ear]]), width, False), colour.mean(axis=(0, 1)) * 0.9)
    scene.darken(scene.area(outline + np.array([0, 2]), 3), rng.uniform(0, 0.4))
    # The face's own shading shows through: a mask follows the nose and the cheeks.
    shading = cv2.GaussianBlur(scene.picture.mean(axis=2), (0, 0), 6)
    shading = np.clip(shading / (shading[scene.inside > 0].mean() + 1), 0.6, 1.3) ** rng.uniform(0.1, 0.6)
    scene.paint(scene.area(outline, 1.0), np.clip(colour * shading[:, :, None], 0, 255))


def _spread(texture: np.ndarray, outline: np.ndarray, scene: Scene) -> np.ndarray:
    x, y, width, height = cv2.boundingRect(outline.astype(np.float32))
    rows, columns = texture.shape[:2]
    transform = np.array([[width / columns, 0, x], [0, height / rows, y]], np.float64)
    size = scene.picture.shape[1::-1]
    return cv2.warpAffine(texture.astype(np.float32), transform, size, borderMode=cv2.BORDER_REPLICATE)
