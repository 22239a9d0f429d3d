"""What is behind a sheet that does not fill the frame: an unsharp room of plain surfaces."""

import cv2
import numpy as np


def room(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """A wall with some furniture, windows and shadows, out of focus, BGR."""
    width, height = size
    wall = rng.uniform(70, 200) * (1 + rng.normal(0, 0.06, 3))
    picture = np.ones((height, width, 3), np.float32) * wall
    across, down = np.linspace(-1, 1, width)[None, :], np.linspace(-1, 1, height)[:, None]
    picture += (across * rng.normal(0, 25) + down * rng.normal(0, 25))[..., None].astype(np.float32)
    for _ in range(int(rng.integers(4, 12))):
        x, y = rng.uniform(-0.2, 1, 2) * [width, height]
        across, down = rng.uniform(0.05, 0.5, 2) * [width, height]
        colour = rng.uniform(20, 230) * (1 + rng.normal(0, 0.15, 3))
        cv2.rectangle(picture, (int(x), int(y)), (int(x + across), int(y + down)), colour.tolist(), -1)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(2, 8))
    grain = cv2.resize(rng.normal(0, 6, (height // 6, width // 6, 3)).astype(np.float32), size)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)
