"""A live head before its background: a portrait with depth that turns, blinks and speaks."""

from dataclasses import dataclass

import cv2
import numpy as np

from .expression import Expression, Features
from .head_shape import HeadShape
from .matte import background_plate, person_colours, person_matte
from .portrait import Portrait
from .relief import rotation, turned_view

# The view is computed on a coarser grid: the head's depth is smooth.
_COARSE = 4


@dataclass(frozen=True)
class HeadState:
    """Where the head is and what it does: degrees, pixels, and a scale about the picture's middle."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    expression: Expression = Expression()


class LiveHead:
    """Renders a person, of whom only one portrait is known, in any state within some 30 degrees of it."""

    def __init__(self, portrait: Portrait, rng: np.random.Generator) -> None:
        image, mesh = portrait.image, portrait.mesh
        self.size = image.shape[1], image.shape[0]
        matte = person_matte(image, mesh)
        self._matte = np.rint(255 * matte).astype(np.uint8)
        self._image = person_colours(image, matte)
        self._background = background_plate(image, matte)
        self._features = Features(mesh, self.size)
        shape = HeadShape.draw(mesh, self.size, rng)
        coarse = self.size[0] // _COARSE, self.size[1] // _COARSE
        self._depth = cv2.resize(shape.depth, coarse, interpolation=cv2.INTER_AREA) / _COARSE
        self._center = (shape.center + 0.5) / _COARSE - 0.5
        self._reach = shape.radius / _COARSE
        self._weight = self._head_weight(shape)
        self._grid = _grid(self.size)
        self._coarse_grid = _grid(coarse)
        self._normals = _normals(self._depth)
        light = np.array([rng.uniform(-0.8, 0.8), rng.uniform(-0.9, -0.1), 1.0])
        self._light = light / np.linalg.norm(light)
        self._directed = rng.uniform(0.1, 0.35)

    def render(self, state: HeadState, smear: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
        """The scene with the head in this state, BGR; `smear` is how far the head moves while the shutter is open."""
        turn = rotation(state.yaw, state.pitch, state.roll)
        x, y = self._coarse_grid
        seen_x, seen_y = turned_view(self._depth, self._center, self._reach, turn)
        shade = _sampled(self._shading(turn), seen_x, seen_y)
        shade = 1 + (shade - 1) * self._weight
        moves = (cv2.GaussianBlur((seen - own) * self._weight, (0, 0), 0.8) for seen, own in ((seen_x, x), (seen_y, y)))
        body_x, body_y = self._body(state)
        # The whole way of each pixel: first with the body, then with the head; computed on the coarse grid.
        from_x, from_y = (
            own + cv2.resize(_COARSE * (body - coarse + _sampled(move, body_x, body_y)), self.size)
            for own, body, coarse, move in zip(self._grid, (body_x, body_y), (x, y), moves))
        face = self._features.draw(self._image, state.expression)
        layers = cv2.remap(cv2.merge([face, self._matte]), from_x, from_y, cv2.INTER_LINEAR,
                           borderMode=cv2.BORDER_REPLICATE)
        window = (max(1, round(abs(smear[0]))), max(1, round(abs(smear[1]))))
        if window != (1, 1):
            layers = cv2.blur(layers, window)
        person, opacity = layers[:, :, :3], layers[:, :, 3].astype(np.float32) / 255
        if abs(shade - 1).max() > 0.005:
            bright = np.rint(128 * cv2.resize(_sampled(shade, body_x, body_y), self.size)).astype(np.uint8)
            person = cv2.multiply(person, cv2.merge([bright] * 3), scale=1 / 128)
        return cv2.blendLinear(np.ascontiguousarray(person), self._background, opacity, 1 - opacity)

    def _body(self, state: HeadState) -> list[np.ndarray]:
        """Where each node of the coarse grid lies before the whole person was shifted and scaled."""
        return [((axis - (size / 2 + float(shift)) / _COARSE) / state.scale + size / 2 / _COARSE)
                for axis, size, shift in zip(self._coarse_grid, self.size, state.shift)]

    def _shading(self, turn: np.ndarray) -> np.ndarray:
        """How much brighter each place is than in the portrait: Lambert's law for a lamp and its surroundings."""
        turned = self._normals @ (turn.T @ self._light)
        before = self._normals @ self._light
        lit = (1 - self._directed + self._directed * np.clip(turned, 0, None))
        return (lit / (1 - self._directed + self._directed * np.clip(before, 0, None))).astype(np.float32)

    def _head_weight(self, shape: HeadShape) -> np.ndarray:
        """How far each place follows the head's turn: the neck follows it less and less, the shoulders not at all."""
        rows, columns = self._depth.shape
        x, y = np.meshgrid(np.arange(columns) * _COARSE, np.arange(rows) * _COARSE)
        away = np.hypot(x - shape.center[0], y - shape.center[1]) / shape.radius
        below = (y - shape.chin) / (shape.radius * 0.55)
        return (_fall(away, 1.0, 1.5) * _fall(below, 0.0, 1.0)).astype(np.float32)


def _grid(size: tuple[int, int]) -> list[np.ndarray]:
    return list(np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32)))


def _sampled(values: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _fall(value: np.ndarray, start: float, end: float) -> np.ndarray:
    """1 up to `start`, 0 from `end`, smooth between."""
    share = np.clip((end - value) / (end - start), 0, 1)
    return share * share * (3 - 2 * share)


def _normals(depth: np.ndarray) -> np.ndarray:
    """Unit normals of a height field, smoothed as skin scatters light."""
    smooth = cv2.GaussianBlur(depth, (0, 0), 2)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8)
    normals = np.stack([-across, -down, np.ones_like(depth)], -1)
    return normals / np.linalg.norm(normals, axis=-1, keepdims=True)
