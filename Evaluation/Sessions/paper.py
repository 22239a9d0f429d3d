"""A photo on paper: a glossy photograph or a halftone print, with its border, as a texture that a sheet carries."""

from dataclasses import dataclass

import cv2
import numpy as np

from .light import to_light
from .portrait import Portrait

# Above so many dots over the paper a webcam resolves none of them: only their inks are left to see.
_MOST_DOTS = 600
# Texture pixels for each dot: enough for its first harmonic, which is all that optics leave of it.
_DOT_PIXELS = 3
# Screen angles of cyan, magenta, yellow and black (ISO 12647-2).
_ANGLES = (15.0, 75.0, 0.0, 45.0)
# What share of blue, green and red each of these inks lets through: real ones are not pure.
_INKS = np.array([[0.80, 0.55, 0.10], [0.35, 0.12, 0.82], [0.12, 0.85, 0.92], [0.06, 0.06, 0.06]], np.float32)


@dataclass(frozen=True)
class Paper:
    """Light that a sheet reflects, 0 to 1, BGR."""

    reflectance: np.ndarray

    @property
    def aspect(self) -> float:
        return self.reflectance.shape[0] / self.reflectance.shape[1]


def photograph(image: np.ndarray, border: float, rng: np.random.Generator) -> Paper:
    """A photograph on paper, with a white border (a share of the width, or 0)."""
    black, white = rng.uniform(0.01, 0.04), rng.uniform(0.85, 0.95)
    light = black + (white - black) * to_light(image) ** rng.uniform(0.95, 1.2)
    return _bordered(light, border, white)


def dots_across(pixels: int, face_pixels: float, face_millimetres: float, lines_per_inch: float) -> float:
    """How many halftone dots go over a print of a picture so many pixels wide, by how wide the face is printed."""
    return pixels / face_pixels * face_millimetres / 25.4 * lines_per_inch


def halftone(image: np.ndarray, border: float, dots: float, rng: np.random.Generator) -> Paper:
    """A four-colour print with so many dots over its width."""
    fine = dots > _MOST_DOTS
    width = image.shape[1] if fine else round(dots * _DOT_PIXELS)
    size = width, round(width * image.shape[0] / image.shape[1])
    wanted = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR).astype(np.float32) / 255
    ink = 1 - wanted[..., ::-1]
    black = 0.8 * ink.min(-1)
    light = np.ones_like(wanted)
    for index, angle in enumerate(_ANGLES):
        amount = black if index == 3 else np.clip((ink[..., index] - black) / np.maximum(1 - black, 0.05), 0, 1)
        # Dot gain: a printed dot covers more than was meant in the middle tones.
        amount = amount + 0.15 * amount * (1 - amount)
        cover = amount if fine else _screened(amount, angle + rng.normal(0, 1.0))
        light *= 1 - cover[..., None] * (1 - _INKS[index])
    white = rng.uniform(0.8, 0.92)
    return _bordered(light * white, border, white)


def _screened(amount: np.ndarray, angle: float) -> np.ndarray:
    """Dots on a grid at this angle, each as large as the amount of ink there."""
    rows, columns = amount.shape
    x, y = (axis.astype(np.float32) * (2 * np.pi / _DOT_PIXELS)
            for axis in (np.arange(columns)[None, :], np.arange(rows)[:, None]))
    cosine, sine = float(np.cos(np.radians(angle))), float(np.sin(np.radians(angle)))
    screen = 0.5 - (np.cos(x * cosine + y * sine) + np.cos(y * cosine - x * sine)) / 4
    return np.clip((amount - screen) * (_DOT_PIXELS / 1.5) + 0.5, 0, 1)


def prefiltered(paper: Paper, pixels_across: float, blur: float) -> np.ndarray:
    """The texture as a camera that sees it `pixels_across` wide may sample it: after the blur of optics and pixel."""
    ratio = paper.reflectance.shape[1] / pixels_across
    # A pixel's square aperture blurs about as a Gaussian of 0.29 pixels.
    deviation = ratio * float(np.hypot(blur, 0.29))
    return cv2.GaussianBlur(paper.reflectance, (0, 0), deviation) if deviation > 0.3 else paper.reflectance


def head_and_shoulders(portrait: Portrait, rng: np.random.Generator) -> np.ndarray:
    """The part of a portrait that goes on paper."""
    height, width = portrait.image.shape[:2]
    middle = portrait.mesh[:, :2].mean(0)
    half = min(portrait.face_width * rng.uniform(0.95, 1.3), middle[0], width - middle[0])
    top, bottom = max(0.0, middle[1] - 1.3 * half), min(float(height), middle[1] + 1.3 * half)
    return portrait.image[int(top) : int(bottom), int(middle[0] - half) : int(middle[0] + half)]


def _bordered(light: np.ndarray, border: float, white: float) -> Paper:
    edge = round(border * light.shape[1])
    framed = cv2.copyMakeBorder(light, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=(white, white, white))
    return Paper(framed.astype(np.float32))
