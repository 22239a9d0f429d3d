"""Draws masks on faces: surgical, respirator, plain, patterned, dark and skin-coloured cloth."""

import cv2
import numpy

from .faces import Face
from .mask_shapes import MaskSurface, draw_straps

STYLES = ("surgical", "respirator", "cloth", "dark", "skin", "stripes", "dots", "checks", "blotches", "nose_out")
# Blue, green, red.
SURGICAL = ((228, 205, 160), (205, 215, 170), (240, 240, 238), (200, 190, 232), (60, 55, 52))


def draw_mask(image: numpy.ndarray, face: Face, style: str, random: numpy.random.Generator) -> numpy.ndarray:
    """A copy of the image with a mask of this style over the face's nose, mouth and chin."""
    drop = random.uniform(0.85, 1.0) if style == "nose_out" else random.uniform(0.0, 0.45)
    surface = MaskSurface(face, image.shape[:2], drop, random.uniform(0.02, 0.12))
    base = _base_colour(image, face, style, random)
    albedo = _texture(surface, base, style, random)
    light = _light(image, face, surface, random)
    noise = random.normal(0, random.uniform(1, 4), image.shape[:2])[..., None]
    cloth = numpy.clip(albedo * light[..., None] + noise, 0, 255)
    if image.ndim == 3 and _is_grey(image):
        cloth = numpy.repeat(cloth.mean(2, keepdims=True), 3, 2)
    cloth = cv2.GaussianBlur(cloth, (0, 0), max(0.4, face.size / 300))
    drawn = image.astype(numpy.float32)
    shadow = cv2.GaussianBlur(surface.cover, (0, 0), face.size / 40)[..., None] * 0.25
    drawn *= 1 - shadow * (1 - surface.cover[..., None])
    if style != "skin":
        draw_straps(drawn, face, surface, numpy.clip(base * 0.9, 0, 255) if not _is_grey(image) else
                    numpy.full(3, float(base.mean() * 0.9)))
    alpha = surface.cover[..., None]
    return numpy.clip(drawn * (1 - alpha) + cloth * alpha, 0, 255).astype(numpy.uint8)


def _is_grey(image: numpy.ndarray) -> bool:
    return bool(numpy.abs(image[..., 0].astype(int) - image[..., 2]).mean() < 1)


def _base_colour(image: numpy.ndarray, face: Face, style: str, random: numpy.random.Generator) -> numpy.ndarray:
    if style in ("surgical", "nose_out"):
        return numpy.array(SURGICAL[random.integers(len(SURGICAL))]) * random.uniform(0.85, 1.05)
    if style == "respirator":
        return numpy.full(3, 240.0) * random.uniform(0.85, 1.03)
    if style == "dark":
        return numpy.full(3, random.uniform(20, 55)) + random.uniform(-8, 8, 3)
    if style == "skin":
        cheek = face.mesh[[50, 280, 151], :2].astype(int)
        inside = [image[min(max(y, 0), image.shape[0] - 1), min(max(x, 0), image.shape[1] - 1)] for x, y in cheek]
        return numpy.median(inside, 0) * random.uniform(0.9, 1.15) + random.uniform(-10, 10, 3)
    return random.uniform(30, 245, 3)


def _texture(surface: MaskSurface, base: numpy.ndarray, style: str, random: numpy.random.Generator) -> numpy.ndarray:
    """Colours of the cloth, 0…255, before light falls on it."""
    across, down = surface.across, surface.down
    factor = numpy.ones_like(across)
    if style in ("surgical", "nose_out"):
        for pleat in numpy.linspace(0.3, 0.75, 3) + random.uniform(-0.03, 0.03, 3):
            factor -= 0.16 * numpy.exp(-(((down - pleat) / 0.018) ** 2))
            factor += 0.08 * numpy.exp(-(((down - pleat - 0.03) / 0.02) ** 2))
        factor -= 0.1 * ((down < 0.06) & (down > 0.045))
    elif style == "respirator":
        factor -= 0.18 * numpy.exp(-(((across - 0.5) / 0.012) ** 2))
        factor += 0.06 * numpy.sign(across - 0.5) * random.choice([-1, 1])
    else:
        factor -= 0.12 * numpy.exp(-(((across - 0.5) / 0.01) ** 2)) * random.integers(0, 2)
    colours = base * factor[..., None]
    other = random.uniform(20, 250, 3)
    if style == "stripes":
        where = numpy.sin((across * random.uniform(-1, 1) + down) * random.uniform(30, 80)) > 0
        colours = numpy.where(where[..., None], other, colours)
    elif style == "dots":
        count = random.uniform(8, 18)
        where = (numpy.sin(across * count * 3.14) * numpy.sin(down * count * 2.2)) > 0.55
        colours = numpy.where(where[..., None], other, colours)
    elif style == "checks":
        count = random.uniform(6, 14)
        where = ((across * count * 1.4).astype(int) + (down * count).astype(int)) % 2 == 0
        colours = numpy.where(where[..., None], other * 0.5 + colours * 0.5, colours)
    elif style == "blotches":
        coarse = random.normal(0, 1, (9, 13)).astype(numpy.float32)
        spread = cv2.remap(coarse, across * 12, down * 8, cv2.INTER_CUBIC)
        colours = numpy.where((spread > 0.4)[..., None], other, colours)
    return colours


def _light(image: numpy.ndarray, face: Face, surface: MaskSurface, random: numpy.random.Generator) -> numpy.ndarray:
    """The face's own light, from its blurred brightness, with the roundness of the cloth."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(numpy.float32)
    smooth = cv2.GaussianBlur(grey, (0, 0), face.size * 0.12)
    inside = smooth[surface.cover > 0.5]
    mean = float(inside.mean()) if inside.size else 128.0
    relative = 0.5 + 0.5 * smooth / max(mean, 1)
    exposure = numpy.clip(mean / 150, 0.45, 1.05)
    round_ = 1 - 0.45 * numpy.abs(surface.across - 0.5) ** 2 * 4 * random.uniform(0.4, 1) - 0.12 * surface.down
    return relative * exposure * round_
