"""Paints what is no obstacle but may look like one: hair, bands, shadows, brows, make-up, marks, things behind."""

import cv2
import numpy as np

from fabric import cloth, hair, hair_colour, random_colour
from headwear import dome, skull
from scene import HEIGHT, WIDTH, Scene
from surface import paint_surface

Rng = np.random.Generator
BROWS = ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336))
UNDER_EYES = ((111, 117, 118, 119, 120), (340, 346, 347, 348, 349))
LIDS = ((33, 160, 158, 133, 153, 144), (362, 385, 387, 263, 373, 380))


def grow_hair(scene: Scene, rng: Rng) -> None:
    """A head of hair with a ragged hairline, at times down to the brows."""
    rim = rng.uniform(-12, 22)
    places = dome(scene, rng.uniform(4, 30), rim, rng.uniform(20, 70), rng.uniform(0, 25))
    ragged = np.convolve(rng.normal(0, 1, 55), np.ones(7) / 7, "valid") * rng.uniform(4, 16)
    fade = np.linspace(1, 0, places.shape[0])[:, None]
    places[:, :, 1] += (ragged[None] + rng.normal(0, rng.uniform(1, 7), 49)[None]) * fade
    paint_surface(scene, places, hair(rng)[::-1])
    _strands(scene, rng, places[0, 12:37], rng.integers(10, 60))


def _strands(scene: Scene, rng: Rng, roots: np.ndarray, count: int) -> None:
    colour, length, lean = hair_colour(rng), rng.uniform(8, 45), rng.normal(0, 12)
    for root in roots[rng.integers(len(roots), size=count)]:
        steps = np.linspace(0, 1, 6)[:, None]
        bend = np.column_stack([lean * steps[:, 0] ** 2, length * steps[:, 0] * rng.uniform(0.4, 1), -6 * steps[:, 0]])
        path = scene.head.project(root + bend + rng.normal(0, 2, 3))
        scene.paint(scene.line(path, rng.uniform(0.7, 3), False) * rng.uniform(0.4, 1), colour * rng.uniform(0.6, 1.4))


def hair_over_eyes(scene: Scene, rng: Rng) -> None:
    """A few strands that fall across the eyes."""
    roots = np.column_stack([rng.uniform(-60, 60, 24), rng.uniform(-80, -60, 24), np.full(24, -8)])
    _strands(scene, rng, roots, rng.integers(6, 30))


def wear_band(scene: Scene, rng: Rng) -> None:
    """Headphones or a hair band: no hat."""
    around = np.radians(np.linspace(-100, 100, 41))
    width, growth = rng.uniform(6, 24), rng.uniform(6, 20)
    lean = rng.uniform(20, 80)
    radius = scene.half_width() + growth
    arch = np.stack([radius * np.sin(around), -42 - (92 + growth) * np.cos(around), np.full(41, lean)], axis=-1)
    places = np.stack([arch, arch + np.array([0, 0, width])])
    colour = np.full((2, 40, 3), random_colour(rng))
    paint_surface(scene, places + np.array([0, width / 3, 0]) * np.array([[[1]], [[0]]]), colour, both_sides=True)
    if rng.random() < 0.6:
        for side in (-1, 1):
            turn = np.linspace(0, 2 * np.pi, 24)
            cup = np.column_stack([np.full(24, side * (radius + 4)), 8 + 34 * np.sin(turn), lean + 28 * np.cos(turn)])
            cup[:, 0] += side * 10 * np.sin(turn)
            scene.paint(scene.area(scene.head.project(cup)) * (1 - scene.face_area()), colour[0, 0])


def make_up(scene: Scene, rng: Rng) -> None:
    """Thick brows, painted lids, dark rings and bags under the eyes."""
    mesh, scale = scene.head.mesh[:, :2], scene.head.pixels_per_mm
    shade = rng.uniform(10, 70, 3)
    if rng.random() < 0.6:
        for brow in BROWS:
            path = mesh[list(brow)] + rng.normal(0, 1, (5, 2))
            stroke = scene.line(path, scale * rng.uniform(2, 8), False, 1.5)
            scene.paint(stroke * rng.uniform(0.3, 0.9), shade)
    if rng.random() < 0.5:
        for lid in LIDS:
            around = mesh[list(lid)]
            around = around.mean(axis=0) + (around - around.mean(axis=0)) * rng.uniform(1.1, 2.2)
            scene.darken(scene.area(around, rng.uniform(2, 6)), rng.uniform(0.1, 0.7))
    if rng.random() < 0.6:
        for bag in UNDER_EYES:
            path = mesh[list(bag)] + rng.normal(0, 1.5, (5, 2)) - np.array([0, rng.uniform(0, 8)])
            scene.darken(scene.line(path, scale * rng.uniform(1, 8), False, rng.uniform(1, 4)), rng.uniform(0.1, 0.5))


def marks(scene: Scene, rng: Rng) -> None:
    """Lines and spots anywhere on the face: tattoos, paint, scars, wires, glints in the eyes."""
    mesh = scene.head.mesh[:, :2]
    for _ in range(rng.integers(1, 5)):
        start = mesh[rng.integers(468)]
        path = start + np.cumsum(rng.normal(0, 7, (rng.integers(2, 6), 2)), axis=0)
        scene.paint(scene.line(path, rng.uniform(0.6, 4), False) * rng.uniform(0.3, 1), random_colour(rng))
    for lid in LIDS:
        if rng.random() < 0.4:
            at = mesh[list(lid)].mean(axis=0) + rng.normal(0, 2, 2)
            glint = scene.area(at + rng.uniform(-2, 2, (4, 2)), 0.8)
            scene.paint(glint, np.full(3, rng.uniform(180, 255)))


def cast_shadow(scene: Scene, rng: Rng) -> None:
    """Light from one side, or a hard shadow over a part of the picture."""
    if rng.random() < 0.5:
        columns = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None] * rng.choice([-1, 1])
        scene.darken(np.clip(0.5 + columns * rng.uniform(1, 4), 0, 1) * np.ones((HEIGHT, 1), np.float32), 0.7)
    else:
        centre = scene.head.origin[:2] + rng.normal(0, 45, 2)
        corners = centre + rng.normal(0, 80, (4, 2))
        scene.darken(scene.area(corners, rng.uniform(1, 10)), rng.uniform(0.15, 0.6))


def things_behind(scene: Scene, rng: Rng) -> None:
    """Boxes, discs and cloth beside and above the head, hidden by it."""
    around = np.linspace(-180, 180, 40)
    head = scene.head.project(skull(scene, 22, around, np.full(40, 0.0)))
    crown = scene.head.project(skull(scene, 22, np.full(40, 90.0), around))
    hull = cv2.convexHull(np.concatenate([head, crown, scene.head.outline()]).astype(np.float32))[:, 0]
    free = 1 - scene.area(hull, 2)
    for _ in range(rng.integers(1, 4)):
        at = scene.head.origin[:2] + np.array([rng.uniform(-160, 160), rng.uniform(-210, 0)])
        shape = at + rng.uniform(-80, 80, (rng.integers(3, 6), 2))
        texture = cv2.resize(cloth(rng).astype(np.float32), (WIDTH, HEIGHT))
        scene.paint(scene.area(cv2.convexHull(shape.astype(np.float32))[:, 0]) * free, np.clip(texture, 0, 255))
