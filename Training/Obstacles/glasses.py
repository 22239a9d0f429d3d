"""Paints glasses: frames, lenses, reflections, shadows and temples."""

from collections.abc import Callable

import cv2
import numpy as np

from frames import Frame
from head import SIDES
from scene import HEIGHT, Scene

Rng = np.random.Generator
Place = Callable[[np.ndarray], np.ndarray]


def wear_glasses(scene: Scene, rng: Rng, dark: bool) -> None:
    """Puts a random pair on the head; `dark` ones hide the eyes."""
    frame = Frame.random(rng, dark)
    brightness, side_light = scene.light()
    colour = frame.colour * np.clip(brightness * 1.5, 0.35, 1.2)
    roll = rng.normal(0, 0.02)
    turn = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])

    def place(places: np.ndarray) -> np.ndarray:
        return scene.head.project(places @ turn)

    lenses = [place(frame.lens(side)) for side in (-1, 1)]
    scale = scene.head.pixels_per_mm
    _cast_shadow(scene, lenses, frame.rim * scale, rng)
    tint = rng.uniform(5, 60, 3) if rng.random() < 0.4 else np.full(3, rng.uniform(5, 50))
    opacity = rng.uniform(0.72, 0.99)
    for outline in lenses:
        area = scene.area(outline)
        if dark:
            fade = _vertical_fade(outline, opacity, opacity * rng.uniform(0.6, 1.0))
            scene.paint(area * fade, tint * np.clip(brightness * 1.6, 0.4, 1.2))
        else:
            _look_through(scene, area, outline, rng)
        if rng.random() < (0.55 if dark else 0.35):
            _reflect(scene, area, outline, rng, strong=dark)
    width = max(frame.rim * scale, 0.5)
    for outline in lenses:
        if frame.rimmed:
            path = outline if frame.rimmed_below else outline[np.argsort(outline[:, 1])[:26]]
            if not frame.rimmed_below:
                path = path[np.argsort(path[:, 0])]
            _stroke(scene, path, width, frame.rimmed_below, colour, side_light, rng)
        else:
            scene.paint(scene.line(outline, 1, True) * rng.uniform(0.1, 0.4), colour * 0.6 + 60)
    _bridge(scene, frame, place, width, colour, side_light, rng)
    _temples(scene, frame, place, max(width * rng.uniform(0.7, 1.4), 1.2), colour)


def _stroke(
    scene: Scene, path: np.ndarray, width: float, closed: bool, colour: np.ndarray, side_light: float, rng: Rng
) -> None:
    scene.paint(scene.line(path, width, closed), colour)
    if width > 2.2 and rng.random() < 0.7:  # acetate and metal shine where the light falls
        shine = path + np.array([-np.sign(side_light) * width * 0.2, -width * 0.25])
        scene.paint(scene.line(shine, width * 0.3, closed, 0.9) * rng.uniform(0.1, 0.5), colour + rng.uniform(60, 160))


def _bridge(
    scene: Scene, frame: Frame, place: Place, width: float, colour: np.ndarray, side_light: float, rng: Rng
) -> None:
    heights = [-frame.lens_height * rng.uniform(0.05, 0.3)]
    if frame.double_bridge:
        heights.append(-frame.lens_height * 0.48)
    for height in heights:
        x = np.linspace(-frame.bridge / 2 - 1, frame.bridge / 2 + 1, 9)
        arch = height - 3 * (1 - (2 * x / frame.bridge) ** 2)
        _stroke(scene, place(frame.bend(np.column_stack([x, arch]))), width, False, colour, side_light, rng)


def _temples(scene: Scene, frame: Frame, place: Place, width: float, colour: np.ndarray) -> None:
    for side, ear in zip((-1, 1), SIDES, strict=True):
        hinge = frame.bend(np.array([[side * (frame.lens_width + frame.bridge / 2), -frame.lens_height * 0.22]]))
        end = scene.head.in_mm(ear) + np.array([side * 3, -8, 4])
        start, stop = place(hinge)[0], scene.head.project(end[None])[0]
        outward = np.sign(scene.head.axes[0, 0]) * side * (stop[0] - start[0])
        if outward > 0:  # else the face hides it
            scene.paint(scene.line(np.stack([start, stop]), width, False), colour * 0.85)


def _cast_shadow(scene: Scene, lenses: list[np.ndarray], rim: float, rng: Rng) -> None:
    shift = np.array([rng.normal(0, 2.5), rng.uniform(2, 9)])
    strength = rng.uniform(0, 0.35)
    for outline in lenses:
        scene.darken(scene.line(outline + shift, rim * 1.5 + 1, True, rng.uniform(1.5, 4)), strength)


def _look_through(scene: Scene, area: np.ndarray, outline: np.ndarray, rng: Rng) -> None:
    """A lens makes what lies behind it a little smaller or larger, and brighter or darker."""
    centre = outline.mean(axis=0)
    scale = rng.uniform(0.93, 1.06)
    transform = np.array([[scale, 0, centre[0] * (1 - scale)], [0, scale, centre[1] * (1 - scale)]])
    behind = cv2.warpAffine(scene.picture, transform, area.shape[::-1], flags=cv2.INTER_LINEAR)
    tint = 1 + rng.normal(0, 0.02, 3)
    scene.paint(area, behind * rng.uniform(0.85, 1.08) * tint)


def _vertical_fade(outline: np.ndarray, above: float, below: float) -> np.ndarray:
    top, bottom = outline[:, 1].min(), outline[:, 1].max()
    rows = np.clip((np.arange(HEIGHT, dtype=np.float32) - top) / max(bottom - top, 1), 0, 1)
    return (above + (below - above) * rows)[:, None]


def _reflect(scene: Scene, area: np.ndarray, outline: np.ndarray, rng: Rng, strong: bool) -> None:
    """A window, a lamp or the sky in the lens."""
    centre, size = outline.mean(axis=0), np.ptp(outline, axis=0)
    at = centre + rng.uniform(-0.4, 0.4, 2) * size
    light = rng.uniform(150, 255) * np.array([rng.uniform(0.8, 1), rng.uniform(0.85, 1), rng.uniform(0.8, 1)])
    kind = rng.choice(["spot", "band", "sky"])
    if kind == "spot":
        corners = at + (rng.uniform(-1, 1, (4, 2)) * size * rng.uniform(0.05, 0.25))
        spot = scene.area(cv2.convexHull(corners.astype(np.float32))[:, 0], rng.uniform(0.8, 3))
    elif kind == "band":
        lean, width = rng.uniform(-0.6, 0.6) * size[1], size[0] * rng.uniform(0.05, 0.3)
        x, (top, bottom) = at[0], (outline[:, 1].min(), outline[:, 1].max())
        spot = scene.area(np.array([[x, top], [x + width, top], [x + width + lean, bottom], [x + lean, bottom]]), 2)
    else:
        spot = scene.area(outline - np.array([0, size[1] * rng.uniform(0.3, 0.7)]), rng.uniform(3, 10))
    scene.paint(area * spot * rng.uniform(0.15, 0.5 if strong else 0.7), light)
