"""Frames of glasses: random shapes and sizes, bent around the face, in the head's millimetres.

Sizes are those of the trade (ISO 8624, boxed system): lens 40 to 60 mm wide, bridge 14 to 22 mm.
"""

from dataclasses import dataclass

import numpy as np

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
