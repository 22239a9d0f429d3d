"""Paints glasses: frames of many shapes in the head's own space, lenses, reflections, shadows and temples.

Sizes are those of the trade (ISO 8624, boxed system): lens 40 to 60 mm wide, bridge 14 to 22 mm.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from head import SIDES
from scene import HEIGHT, Scene

Rng = np.random.Generator


@dataclass(frozen=True)
class Frame:
    """One pair of glasses, in millimetres."""

    lens_width: float
    lens_height: float
    bridge: float
    squareness: float
    droop: float
    rim: float
    rimmed_below: bool
    rimmed: bool
    double_bridge: bool
    drop: float
    distance: float
    wrap: float
    colour: np.ndarray

    @classmethod
    def random(cls, rng: Rng, dark: bool) -> "Frame":
        width = rng.uniform(44, 64) if dark else rng.uniform(40, 58)
        style = rng.choice(["wire", "thick", "half", "rimless"], p=[0.42, 0.36, 0.12, 0.10])
        rim = {"wire": rng.uniform(0.7, 2.0), "thick": rng.uniform(2.2, 6.5)}.get(style, rng.uniform(0.8, 3.0))
        shade = rng.choice(["black", "brown", "metal", "any"], p=[0.45, 0.2, 0.22, 0.13])
        colour = {
            "black": rng.uniform(5, 45) * np.ones(3),
            "brown": np.array([20, 40, 80]) * rng.uniform(0.5, 1.6),
            "metal": np.array([1.0, 1.0, 1.0]) * rng.uniform(70, 210) * np.array([rng.uniform(0.6, 1), 0.92, 1]),
        }.get(shade, rng.uniform(10, 230, 3))
        return cls(
            lens_width=width, lens_height=width * rng.uniform(0.55, 1.0), bridge=rng.uniform(13, 23),
            squareness=rng.uniform(2.0, 5.0), droop=rng.uniform(-0.10, 0.16), rim=rim,
            rimmed_below=style != "half", rimmed=style != "rimless", double_bridge=bool(rng.random() < 0.15),
            drop=rng.uniform(-2, 9), distance=rng.uniform(12, 20), wrap=rng.uniform(2, 16), colour=colour,
        )  # fmt: skip

    def bend(self, flat: np.ndarray) -> np.ndarray:
        """Puts the frame's plane (N×2) before the face, bent back towards the ears."""
        x, y = flat[:, 0], flat[:, 1]
        return np.column_stack([x, y + self.drop, -self.distance + self.wrap * (x / 65) ** 2 + 0.12 * y])

    def lens(self, side: int) -> np.ndarray:
        """The outline of one lens (side -1 left in the picture, 1 right), a superellipse that may droop outwards."""
        angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        cosine, sine = np.cos(angle), np.sin(angle)
        x = np.sign(cosine) * np.abs(cosine) ** (2 / self.squareness) * self.lens_width / 2
        y = np.sign(sine) * np.abs(sine) ** (2 / self.squareness) * self.lens_height / 2
        y = y + self.droop * x * (y > 0)
        centre = (self.lens_width + self.bridge) / 2
        return self.bend(np.column_stack([side * (centre + x), y]))


def wear_glasses(scene: Scene, rng: Rng, dark: bool) -> None:
    """Puts a random pair on the head; `dark` ones hide the eyes."""
    frame = Frame.random(rng, dark)
    brightness, side_light = scene.light()
    colour = frame.colour * np.clip(brightness * 1.5, 0.35, 1.2)
    roll = rng.normal(0, 0.02)
    turn = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    place = lambda places: scene.head.project(places @ turn)  # noqa: E731
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


def _stroke(scene: Scene, path, width, closed, colour, side_light, rng) -> None:
    scene.paint(scene.line(path, width, closed), colour)
    if width > 2.2 and rng.random() < 0.7:  # acetate and metal shine where the light falls
        shine = path + np.array([-np.sign(side_light) * width * 0.2, -width * 0.25])
        scene.paint(scene.line(shine, width * 0.3, closed, 0.9) * rng.uniform(0.1, 0.5), colour + rng.uniform(60, 160))


def _bridge(scene: Scene, frame: Frame, place, width, colour, side_light, rng) -> None:
    heights = [-frame.lens_height * rng.uniform(0.05, 0.3)]
    if frame.double_bridge:
        heights.append(-frame.lens_height * 0.48)
    for height in heights:
        x = np.linspace(-frame.bridge / 2 - 1, frame.bridge / 2 + 1, 9)
        arch = height - 3 * (1 - (2 * x / frame.bridge) ** 2)
        _stroke(scene, place(frame.bend(np.column_stack([x, arch]))), width, False, colour, side_light, rng)


def _temples(scene: Scene, frame: Frame, place, width, colour) -> None:
    for side, ear in zip((-1, 1), SIDES, strict=True):
        hinge = frame.bend(np.array([[side * (frame.lens_width + frame.bridge / 2), -frame.lens_height * 0.22]]))
        end = scene.head.in_mm(ear) + np.array([side * 3, -8, 4])
        start, stop = place(hinge)[0], scene.head.project(end[None])[0]
        outward = np.sign(scene.head.axes[0, 0]) * side * (stop[0] - start[0])
        if outward > 0:  # else the face hides it
            scene.paint(scene.line(np.stack([start, stop]), width, False), colour * 0.85)


def _cast_shadow(scene: Scene, lenses, rim: float, rng) -> None:
    shift = np.array([rng.normal(0, 2.5), rng.uniform(2, 9)])
    strength = rng.uniform(0, 0.35)
    for outline in lenses:
        scene.darken(scene.line(outline + shift, rim * 1.5 + 1, True, rng.uniform(1.5, 4)), strength)


def _look_through(scene: Scene, area, outline, rng) -> None:
    """A lens makes what lies behind it a little smaller or larger, and brighter or darker."""
    centre = outline.mean(axis=0)
    scale = rng.uniform(0.93, 1.06)
    transform = np.array([[scale, 0, centre[0] * (1 - scale)], [0, scale, centre[1] * (1 - scale)]])
    behind = cv2.warpAffine(scene.picture, transform, area.shape[::-1], flags=cv2.INTER_LINEAR)
    tint = 1 + rng.normal(0, 0.02, 3)
    scene.paint(area, behind * rng.uniform(0.85, 1.08) * tint)


def _vertical_fade(outline, above: float, below: float) -> np.ndarray:
    top, bottom = outline[:, 1].min(), outline[:, 1].max()
    rows = np.clip((np.arange(HEIGHT, dtype=np.float32) - top) / max(bottom - top, 1), 0, 1)
    return (above + (below - above) * rows)[:, None]


def _reflect(scene: Scene, area, outline, rng, strong: bool) -> None:
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
