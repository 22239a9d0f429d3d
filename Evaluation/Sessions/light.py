"""Between the values of a picture and the light that they stand for."""

import numpy as np

_GAMMA = 2.2
_LIGHT = ((np.arange(256) / 255.0) ** _GAMMA).astype(np.float32)
_PICTURE = np.round(255 * (np.arange(4096) / 4095.0) ** (1 / _GAMMA)).astype(np.uint8)


def to_light(image: np.ndarray) -> np.ndarray:
    """Linear light, 0 to 1, of a picture of 8 bits."""
    return _LIGHT[image]


def to_picture(light: np.ndarray) -> np.ndarray:
    """The picture of 8 bits of linear light."""
    return _PICTURE[(np.clip(light, 0, 1) * 4095).astype(np.uint16)]
