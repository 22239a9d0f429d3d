"""Paints caps, beanies, brimmed hats, helmets, hoods and headscarves as surfaces around the skull."""

import cv2
import numpy as np

from fabric import cloth
from scene import Scene
from surface import paint_surface

Rng = np.random.Generator
SKULL_HEIGHT, SKULL_DEPTH = 92.0, 98.0
SKULL_CENTRE_UP, SKULL_CENTRE_BACK = -42.0, 82.0


def skull(scene: Scene, growth: float, azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
    """Places on an ellipsoid around the skull, `growth` mm off it; azimuth 0 is ahead, elevation 90° the crown."""
    around, up = np.radians(azimuth), np.radians(elevation)
    x = (scene.half_width() + growth) * np.cos(up) * np.sin(around)
    y = SKULL_CENTRE_UP - (SKULL_HEIGHT + growth) * np.sin(up)
    z = SKULL_CENTRE_BACK - (SKULL_DEPTH + growth) * np.cos(up) * np.cos(around)
    return np.stack(np.broadcast_arrays(x, y, z), axis=-1)


def dome(scene: Scene, growth: float, rim: float, tilt: float, slack: float = 0, bulge: float = 1) -> np.ndarray:
    """The skull above a rim: elevation `rim` degrees ahead, `tilt` degrees lower behind; `slack` mm higher on top.

    A `bulge` below 1 makes the sides steeper and the top flatter than the skull's.
    """
    azimuth = np.linspace(-180, 180, 49)
    lowest = rim - tilt * (1 - np.cos(np.radians(azimuth))) / 2
    share = np.linspace(0, 1, 19)[:, None]
    places = skull(scene, growth, azimuth[None], lowest[None] + (88 - lowest[None]) * share)
    low, high = places[:1, :, 1], places[-1:, :, 1]
    places[:, :, 1] = low + (places[:, :, 1] - low) * (1 + slack / np.maximum(low - high, 40))
    axis = np.array([0, SKULL_CENTRE_BACK])
    spread = (np.cos(np.radians(88 * share)) + 1e-3) ** (bulge - 1)
    places[:, :, [0, 2]] = axis + (places[:, :, [0, 2]] - axis) * np.minimum(spread, 2.5)[:, :, None]
    return places


def wear_cap(scene: Scene, rng: Rng) -> None:
    """A cap with a visor, at times worn askew or with its visor behind."""
    rim, texture = rng.uniform(-2, 20), cloth(rng)
    places = dome(scene, rng.uniform(4, 14), rim, rng.uniform(0, 30), rng.uniform(0, 22), rng.uniform(0.75, 1))
    paint_surface(scene, places, texture)
    if rng.random() < 0.12:
        return
    reach = np.radians(rng.uniform(48, 68))
    turn = rng.normal(0, 0.12) if rng.random() < 0.85 else rng.uniform(-0.9, 0.9)
    columns = np.linspace(-1, 1, 21)
    rim_places = np.stack([np.interp(columns * np.degrees(reach) + np.degrees(turn), np.linspace(-180, 180, 49),
                                     places[0, :, k]) for k in range(3)], axis=-1)  # fmt: skip
    length, droop = rng.uniform(45, 80), rng.uniform(-0.05, 0.75)
    out = np.stack([np.sin(columns * reach * 0.6 + turn), np.full(21, droop), -np.cos(columns * 0.6 + turn)], axis=-1)
    curve = rng.uniform(0, 14) * columns**2
    rows = np.linspace(0, 1, 7)[:, None, None]
    visor = rim_places[None] + rows * out[None] * (length * np.sqrt(np.clip(1.02 - columns**2, 0.02, 1)))[None, :, None]
    visor[:, :, 1] += rows[:, :, 0] * curve
    _shade_brow(scene, visor, rng)
    other = cloth(rng) if rng.random() < 0.3 else texture[:8]
    paint_surface(scene, visor, other, both_sides=True)


def wear_beanie(scene: Scene, rng: Rng) -> None:
    """A knitted cap, a skullcap, a turban or a bandana: a dome with no brim, often with a fold."""
    rim, growth = rng.uniform(-14, 24), rng.uniform(3, 20)
    texture = cloth(rng)
    slack = rng.uniform(0, 60) if rng.random() < 0.6 else 0
    places = dome(scene, growth, rim, rng.uniform(0, 35), slack, rng.uniform(0.7, 1.15))
    _shade_brow(scene, places[:1], rng)
    paint_surface(scene, places, texture)
    if rng.random() < 0.45:
        fold = dome(scene, growth + rng.uniform(3, 9), rim, rng.uniform(0, 30))[: rng.integers(4, 8)]
        paint_surface(scene, fold, cloth(rng) if rng.random() < 0.4 else texture * rng.uniform(0.8, 1.1))


def wear_brimmed_hat(scene: Scene, rng: Rng) -> None:
    """A hat with a brim all around."""
    rim, texture, growth = rng.uniform(0, 20), cloth(rng), rng.uniform(4, 14)
    tilt = rng.uniform(0, 22)
    bulge = rng.uniform(0.6, 1)
    places = dome(scene, growth, rim, tilt, rng.uniform(5, 50), bulge)
    width, droop = rng.uniform(30, 120), rng.uniform(-0.35, 0.7)
    azimuth = np.radians(np.linspace(-180, 180, 49))
    out = np.stack([np.sin(azimuth), np.full(49, droop), -np.cos(azimuth)], axis=-1)
    wave = 1 + 0.12 * np.sin(azimuth * rng.integers(1, 4) + rng.uniform(0, 6))
    brim = places[:1] + np.linspace(0, 1, 8)[:, None, None] * (out * width * wave[:, None])[None]
    behind = np.maximum(scene.face_area(), 0)
    back = np.r_[0:13, 36:49]
    for part in (back[:13], back[13:]):
        paint_surface(scene, brim[:, part], texture[:12], hidden_by=behind, both_sides=True)
    _shade_brow(scene, brim[:, 14:35], rng)
    paint_surface(scene, places, texture)
    if rng.random() < 0.5:
        paint_surface(scene, dome(scene, growth + 1.5, rim, tilt, 0, bulge)[: rng.integers(3, 6)], cloth(rng))
    paint_surface(scene, brim[:, 12:37], texture[:12], both_sides=True)


def wear_helmet(scene: Scene, rng: Rng) -> None:
    """A hard, shining shell with a chin strap."""
    shell = np.full((4, 4, 3), cloth(rng).mean(axis=(0, 1)))
    growth, rim = rng.uniform(16, 38), rng.uniform(-8, 16)
    places = dome(scene, growth, rim, rng.uniform(0, 25))
    if rng.random() < 0.6:
        ears = scene.head.project(np.array([[-72, 5, 70], [-55, 75, 30], [0, 122, 10], [55, 75, 30], [72, 5, 70]]))
        scene.paint(scene.line(ears, rng.uniform(6, 14), False), rng.uniform(10, 60, 3))
    _shade_brow(scene, places[:1], rng)
    paint_surface(scene, places, shell, gloss=rng.uniform(40, 160))


def wear_hood(scene: Scene, rng: Rng) -> None:
    """A headscarf or a hood: cloth that leaves only the face free."""
    centre = scene.head.outline().mean(axis=0)
    outline = scene.head.outline() - centre
    spread = np.array([rng.uniform(1.0, 1.2), rng.uniform(0.95, 1.18)])
    inner = outline * spread
    lift = np.clip(-inner[:, 1] / np.abs(inner[:, 1]).max(), 0, 1)
    inner[:, 1] -= lift * rng.uniform(-6, 30)
    width, height = rng.uniform(1.35, 1.9), rng.uniform(1.5, 1.85)
    outer = outline * np.array([width, height])
    neck = outer[:, 1] > 0.75 * outer[:, 1].max()
    outer[neck, 0] *= rng.uniform(1.0, 1.8)
    outer[:, 1] += (outer[:, 1] > 0) * rng.uniform(0, 160)
    texture, (brightness, _) = cloth(rng), scene.light()
    colour = cv2.resize(texture.astype(np.float32), scene.picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    ring = scene.area(centre + outer, 1.5) * (1 - scene.area(centre + inner, 1.0))
    scene.darken(scene.area(centre + inner * 1.05, 6) * (1 - scene.area(centre + inner * 0.9, 8)), rng.uniform(0, 0.4))
    scene.paint(ring, np.clip(colour * np.clip(brightness * 1.7, 0.35, 1.2), 0, 255))


def _shade_brow(scene: Scene, edge: np.ndarray, rng: Rng) -> None:
    """The shadow that an edge casts on the face below it."""
    flat = scene.head.project(edge.reshape(-1, 3))
    lower = flat + np.array([rng.normal(0, 4), rng.uniform(6, 40)])
    hull = cv2.convexHull(np.concatenate([flat, lower]).astype(np.float32))[:, 0]
    scene.darken(scene.area(hull, rng.uniform(2, 9)) * scene.face_area(), rng.uniform(0, 0.55))


HEADWEAR = {
    "cap": wear_cap,
    "beanie": wear_beanie,
    "brim": wear_brimmed_hat,
    "helmet": wear_helmet,
    "scarf": wear_hood,
}
