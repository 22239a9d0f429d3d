"""Other light on a picture: what a rule on colours must bear."""

import cv2
import numpy


def relit(image: numpy.ndarray, random: numpy.random.Generator) -> numpy.ndarray:
    """A copy under slanted, stronger or weaker and coloured light, with noise, as a cheap camera might see it."""
    height, width = image.shape[:2]
    angle = random.uniform(0, 2 * numpy.pi)
    y, x = numpy.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    slope = 1 + random.uniform(0, 0.6) * (x * numpy.cos(angle) + y * numpy.sin(angle))
    colour = random.uniform(0.88, 1.12, 3)
    lit = (image / 255.0) ** random.uniform(0.75, 1.35) * 255 * slope[..., None] * colour
    lit = cv2.GaussianBlur(lit, (0, 0), random.uniform(0.3, 1.2)) + random.normal(0, random.uniform(0, 5), image.shape)
    return numpy.clip(lit, 0, 255).astype(numpy.uint8)
