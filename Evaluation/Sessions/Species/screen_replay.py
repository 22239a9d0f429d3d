"""A video of the live victim, blinks and turns included, on a display before the camera."""

from collections.abc import Iterator

import cv2
import numpy as np

from ..camera import Camera
from ..cast import Cast
from ..display import Display, Sensor
from ..hand import Hand
from ..room import room
from ..sheet import Pose, SheetView

# Columns of the displays' pixels: telephones, tablets, laptops, monitors.
_COLUMNS = (720, 1080, 1280, 1366, 1920, 2048, 2560)


def frames(cast: Cast) -> Iterator[np.ndarray]:
    """Half of the sessions show the display's edge and the room; in the others it fills the frame."""
    rng = cast.rng
    edge, held = bool(rng.random() < 0.5), bool(rng.random() < 0.6)
    columns = int(rng.choice(_COLUMNS))
    aspect = cast.size[1] / cast.size[0]
    display, sensor = Display(columns, aspect, rng), Sensor.draw(rng)
    width = rng.uniform(0.72, 0.92) if edge else rng.uniform(1.12, 1.4)
    steady = Pose(width, rng.normal(0, 0.01), rng.normal(0, 0.01), rng.normal(0, 5), rng.normal(0, 4), rng.normal(0, 1.5))
    cast.notes.append(f"{columns} columns, {'edge in sight' if edge else 'fills the frame'}, {'held' if held else 'stands'}")
    hand, view = Hand(rng, 0.6), SheetView(cast.size, aspect)
    recorder = cast.camera()
    # The display's light was blurred by this camera's optics already, in the sensor's own terms.
    camera = Camera(cast.size, rng, optics=(0.25, 0.35))
    behind = cv2.convertScaleAbs(room(cast.size, rng), alpha=rng.uniform(0.15, 0.8))
    bezel, dark = rng.uniform(0.01, 0.06), rng.uniform(5, 40)
    for time, scene in zip(cast.times, cast.scenes()):
        across, down = view.places(hand.hold(steady, time) if held else steady)
        seen = display.photographed(recorder.capture(scene, time), across, down, sensor, time)
        if edge:
            framed = cv2.blendLinear(np.full_like(seen, dark), behind, *_shares(across, down, bezel, cast.size))
            seen = cv2.blendLinear(seen, framed, *_shares(across, down, 0.0, cast.size))
        yield camera.capture(seen, time)


def _shares(across: np.ndarray, down: np.ndarray, margin: float, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """How far a pixel is on a rectangle `margin` larger than the display on all sides, and how far off it."""
    inner = np.minimum(np.minimum(across, 1 - across), np.minimum(down, 1 - down)) + margin
    inside = np.clip(inner * size[0] * 0.8 + 0.5, 0, 1).astype(np.float32)
    return inside, 1 - inside
