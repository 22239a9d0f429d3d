"""Random cloth, knit, straw and hair as pictures that are laid over a surface."""

import cv2
import numpy as np

Rng = np.random.Generator
ROWS, COLUMNS = 96, 192


def random_colour(rng: Rng) -> np.ndarray:
    """A colour as cloth has it (BGR): often dark, white or grey, at times bright."""
    kind = rng.choice(["dark", "light", "grey", "any"], p=[0.35, 0.15, 0.15, 0.35])
    if kind == "dark":
        return rng.uniform(8, 60) + rng.uniform(0, 30, 3)
    if kind == "light":
        return rng.uniform(180, 235) + rng.uniform(0, 20, 3)
    if kind == "grey":
        return np.full(3, rng.uniform(60, 180)) + rng.uniform(-10, 10, 3)
    hue = np.array([[[rng.uniform(0, 179), rng.uniform(80, 255), rng.uniform(60, 240)]]], np.uint8)
    return cv2.cvtColor(hue, cv2.COLOR_HSV2BGR)[0, 0].astype(np.float64)


def hair_colour(rng: Rng) -> np.ndarray:
    """Black, brown, red, fair or grey (BGR)."""
    shades = np.array([[20, 20, 25], [25, 40, 60], [40, 70, 120], [90, 140, 180], [150, 150, 150], [45, 60, 140]])
    return shades[rng.choice(6, p=[0.34, 0.28, 0.14, 0.1, 0.08, 0.06])] * rng.uniform(0.6, 1.3)


def smooth_noise(rng: Rng, cell_rows: int, cell_columns: int) -> np.ndarray:
    """Noise of about -1…1 whose spots have the given size."""
    grid = rng.normal(0, 0.5, (max(2, ROWS // cell_rows), max(2, COLUMNS // cell_columns))).astype(np.float32)
    return cv2.resize(grid, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC)


def cloth(rng: Rng) -> np.ndarray:
    """Plain, patterned or knitted cloth: ROWS×COLUMNS×3; columns run around the head, rows from the rim up."""
    colour, second = random_colour(rng), random_colour(rng)
    rows, columns = np.mgrid[:ROWS, :COLUMNS].astype(np.float32)
    texture = np.ones((ROWS, COLUMNS, 1), np.float32) * colour
    kind = rng.choice(["plain", "bands", "panels", "checks", "spots", "camouflage", "badge"],
                      p=[0.46, 0.12, 0.08, 0.07, 0.07, 0.08, 0.12])  # fmt: skip
    pattern = {
        "bands": (rows // rng.integers(4, 24)) % 2 == 0,
        "panels": (columns // rng.integers(8, 40)) % 2 == 0,
        "checks": ((rows // 8).astype(int) % 3 == 0) | ((columns // 8).astype(int) % 3 == 0),
        "spots": np.hypot(rows % 16 - 8, columns % 16 - 8) < rng.uniform(2, 5),
        "camouflage": smooth_noise(rng, 10, 10) > 0.1,
        "badge": (np.abs(columns - COLUMNS / 2 + rng.normal(0, 4)) < rng.uniform(5, 22))
        & (np.abs(rows - rng.uniform(14, 40)) < rng.uniform(4, 14)),
    }.get(kind)
    if pattern is not None:
        texture = np.where(pattern[:, :, None], second.astype(np.float32), texture)
    if rng.random() < 0.35:
        texture = texture * _knit(rng, rows, columns)[:, :, None]
    texture = texture * (1 + rng.uniform(0, 0.25) * smooth_noise(rng, 12, rng.integers(3, 30)))[:, :, None]
    return texture + rng.normal(0, rng.uniform(0, 10), (ROWS, COLUMNS, 1))


def _knit(rng: Rng, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    rib = 0.5 + 0.5 * np.cos(2 * np.pi * columns / rng.uniform(3, 8))
    loops = 0.5 + 0.5 * np.cos(2 * np.pi * (rows + 2 * np.abs(columns % 6 - 3)) / rng.uniform(3, 6))
    depth = rng.uniform(0.1, 0.45)
    return 1 - depth * (1 - rib * (0.6 + 0.4 * loops))


def hair(rng: Rng) -> np.ndarray:
    """Strands that run up from the rim, straight or curly."""
    curls = rng.random() < 0.35
    strands = smooth_noise(rng, 6 if curls else rng.integers(20, 60), rng.integers(1, 3) if not curls else 6)
    strands = strands + 0.6 * smooth_noise(rng, 30, 2)
    if not curls:
        lean = rng.uniform(-0.6, 0.6)
        shift = np.array([[1, lean, 0], [0, 1, 0]])
        strands = cv2.warpAffine(strands, shift, (COLUMNS, ROWS), borderMode=cv2.BORDER_REFLECT)
    return hair_colour(rng) * (1 + rng.uniform(0.2, 0.5) * strands)[:, :, None]
