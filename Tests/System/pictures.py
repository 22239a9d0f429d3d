"""Real faces: a clip of a talking man who blinks and moves, photos, and pictures made worse on purpose."""

import functools
import itertools

import cv2
import numpy

import places


@functools.cache
def clip():
    """The clip's frames (30 a second) as JPEG."""
    frames = [path.read_bytes() for path in sorted((places.TESTDATA / "carphone").glob("*.jpg"))]
    assert len(frames) == 120, "the clip is incomplete: run scripts/setup"
    return frames


def camera(start=0):
    """The clip over and over, as a camera that does not stop."""
    frames = clip()
    return itertools.cycle(frames[start:] + frames[:start])


@functools.cache
def photo(name):
    return (places.TESTDATA / "photos" / name).read_bytes()


def pixels(data):
    return cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)


def encoded(image, extension=".jpg", *parameters):
    done, data = cv2.imencode(extension, image, list(parameters))
    assert done
    return data.tobytes()


@functools.cache
def empty():
    """A picture without any face: a soft gradient."""
    ramp = numpy.linspace(60, 180, 320, dtype=numpy.uint8)
    return encoded(cv2.merge([numpy.tile(ramp, (240, 1))] * 3))


@functools.cache
def blurred(name="obama.jpg"):
    image = pixels(photo(name))
    side = max(image.shape[:2])
    return encoded(cv2.GaussianBlur(image, (0, 0), side / 50))


@functools.cache
def tiny(name="obama.jpg", width=90):
    image = pixels(photo(name))
    height = image.shape[0] * width // image.shape[1]
    return encoded(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA))


@functools.cache
def scaled(name, factor):
    return encoded(cv2.resize(pixels(photo(name)), None, fx=factor, fy=factor))


@functools.cache
def side_by_side(left, right, height=480):
    """Two photos next to each other."""
    images = [pixels(photo(name)) for name in (left, right)]
    return encoded(numpy.hstack([
        cv2.resize(image, (image.shape[1] * height // image.shape[0], height)) for image in images]))


def plain(width, height):
    """Grey pixels."""
    return numpy.full((height, width, 3), 127, numpy.uint8)


@functools.cache
def darkened(data, share=0.4):
    return encoded(cv2.convertScaleAbs(pixels(data), alpha=share))
