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
    steady = Pose(width, *rng.normal(0, 0.01, 2), *rng.normal(0, [5, 4, 1.5]))
    cast.notes.append(
        f"{columns} columns, {'edge in sight' if edge else 'fills the frame'}, {'held' if held else 'stands'}")
    hand, view = Hand(rng, 0.6), SheetView(cast.size, aspect)
    recorder = cast.camera()
    # The display's light was blurred by this camera's optics already, in the sensor's own terms.
    camera = Camera(cast.size, rng, optics=(0.25, 0.35))
    behind = cv2.convertScaleAbs(room(cast.size, rng), alpha=rng.uniform(0.15, 0.8))
    bezel, dark = rng.uniform(0.01, 0.06), rng.uniform(5, 40)
    for time, scene in zip(cast.times, cast.scenes()):
        across, down = view.places(hand.hold(steady, time) if held else steady)
        # Real video has been through a camera; a scene has not.
        shown = scene if cast.person.clips else recorder.capture(scene, time)
        seen = display.photographed(shown, across, down, sensor, time)
        if edge:
            within = np.minimum(np.minimum(across, 1 - across), np.minimum(down, 1 - down))
            on_frame, on_display = (_inside(within + margin, cast.size) for margin in (bezel, 0.0))
            framed = cv2.blendLinear(np.full_like(seen, dark), behind, on_frame, 1 - on_frame)
            seen = cv2.blendLinear(seen, framed, on_display, 1 - on_display)
        yield camera.capture(seen, time)


def _inside(within: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """1 where the distance within an edge is positive, 0 outside, with an edge about a pixel wide."""
    return np.clip(within * (size[0] * 0.8) + 0.5, 0, 1).astype(np.float32)
