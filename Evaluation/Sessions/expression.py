"""Moves the features of a portrait: lids that close over the eyes, eyes that look about, a mouth that speaks."""

from dataclasses import dataclass

import cv2
import numpy as np

from . import landmarks


@dataclass(frozen=True)
class Expression:
    """How a face differs from its portrait.

    `closure` is how far the lids are shut (0 as in the portrait, 1 shut), `gaze` the eyes' shift in eye widths to the
    picture's right, `jaw` and `smile` the lower lip's fall and the mouth's widening in mouth widths.
    """

    closure: float = 0.0
    gaze: float = 0.0
    jaw: float = 0.0
    smile: float = 0.0


class Eye:
    """The lids of one eye: the upper lid's skin stretches down over the eye, as it does when the eye shuts."""

    def __init__(self, mesh: np.ndarray, upper: tuple[int, ...], lower: tuple[int, ...], brow: tuple[int, ...]) -> None:
        lid, under = mesh[list(upper), :2], mesh[list(lower), :2]
        order, order_under = np.argsort(lid[:, 0]), np.argsort(under[:, 0])
        left, right = lid[order[0], 0], lid[order[-1], 0]
        self.width = float(right - left)
        margin = self.width * 0.6
        self.x0, self.x1 = int(left - self.width * 0.2), int(right + self.width * 0.2) + 1
        self.y0, self.y1 = int(lid[:, 1].min() - margin), int(under[:, 1].max() + margin) + 1
        columns = np.arange(self.x0, self.x1, dtype=np.float32)
        self._x, self._y = np.meshgrid(columns, np.arange(self.y0, self.y1, dtype=np.float32))
        self._upper = np.interp(columns, lid[order, 0], lid[order, 1])[None].astype(np.float32)
        self._lower = np.interp(columns, under[order_under, 0], under[order_under, 1])[None].astype(np.float32)
        # The mesh's lids lie a little inside the real ones.
        opening = np.maximum(self._lower - self._upper, 0)
        self._upper, self._lower = self._upper - 0.08 * opening, self._upper + 1.15 * opening
        middle = len(upper) // 2
        to_brow = mesh[upper[middle], 1] - mesh[list(brow), 1].mean()
        # The skin that stretches begins below the brow, which stays where it is.
        self._crease = self._upper - np.float32(np.clip(0.8 * to_brow, 2.0, margin * 0.9))
        self._along = np.clip((columns - left) / max(self.width, 1.0), 0, 1)[None].astype(np.float32)

    def move(self, image: np.ndarray, closure: float, gaze: float) -> None:
        """Draws the eye into `image` as `closure` and `gaze` say."""
        upper, lower, crease, y = self._upper, self._lower, self._crease, self._y
        opening = lower - upper
        rim = lower - 0.12 * closure * opening  # the lower lid rises a little
        edge = upper + closure * (rim - upper)
        # The lashes move with the lid's edge and keep their size; the skin above them stretches.
        lashes = np.minimum(0.25 * opening, 0.5 * (upper - crease))
        skin = crease + (y - crease) * (upper - lashes - crease) / np.maximum(edge - lashes - crease, 1e-3)
        skin = np.where(y > edge - lashes, y - edge + upper, skin)
        below = 0.5 * opening + 3
        under = lower + (y - rim) * below / np.maximum(below + lower - rim, 1e-3)
        from_y = np.where((y > crease) & (y < edge), skin, y)
        from_y = np.where((y >= rim) & (y >= edge) & (y < lower + below), under, from_y)
        across = np.clip((y - upper) / np.maximum(opening, 1e-3), 0, 1)
        inside = np.clip(16 * across * (1 - across) * self._along * (1 - self._along), 0, 1) * (y >= edge)
        from_x = self._x - gaze * self.width * inside
        image[self.y0:self.y1, self.x0:self.x1] = cv2.remap(
            image, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE)


class Mouth:
    """Soft movements of a mouth that stays as open or shut as in the portrait."""

    def __init__(self, mesh: np.ndarray, size: tuple[int, int]) -> None:
        corners = mesh[[landmarks.MOUTH_RIGHT, landmarks.MOUTH_LEFT], :2]
        self._width = float(np.linalg.norm(corners[1] - corners[0]))
        middle, lip = corners.mean(0), mesh[landmarks.LIP_LOWER, :2]
        reach = self._width * 1.1
        self.x0, self.x1 = max(0, int(middle[0] - reach)), min(size[0], int(middle[0] + reach))
        self.y0, self.y1 = max(0, int(middle[1] - reach * 0.6)), min(size[1], int(middle[1] + reach))
        self._x, self._y = np.meshgrid(np.arange(self.x0, self.x1, dtype=np.float32),
                                       np.arange(self.y0, self.y1, dtype=np.float32))
        unit = self._width
        across, down = (self._x - middle[0]) / unit, (self._y - middle[1]) / unit
        self._jaw = np.exp(-(across / 0.38) ** 2 / 2 - ((self._y - lip[1] - 0.12 * unit) / (0.2 * unit)) ** 2 / 2)
        self._smile = across * np.exp(-(across / 0.42) ** 2 / 2 - (down / 0.22) ** 2 / 2)

    def move(self, image: np.ndarray, jaw: float, smile: float) -> None:
        """Draws the mouth into `image`."""
        from_x = self._x - smile * self._width * self._smile
        from_y = self._y - jaw * self._width * self._jaw
        image[self.y0:self.y1, self.x0:self.x1] = cv2.remap(
            image, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE)


class Features:
    """The movable features of one portrait."""

    def __init__(self, mesh: np.ndarray, size: tuple[int, int]) -> None:
        self._eyes = (
            Eye(mesh, landmarks.RIGHT_UPPER_LID, landmarks.RIGHT_LOWER_LID, landmarks.RIGHT_BROW),
            Eye(mesh, landmarks.LEFT_UPPER_LID, landmarks.LEFT_LOWER_LID, landmarks.LEFT_BROW))
        self._mouth = Mouth(mesh, size)

    def draw(self, image: np.ndarray, expression: Expression) -> np.ndarray:
        """A copy of the portrait's picture with this expression."""
        drawn = image.copy()
        if expression.closure > 0 or expression.gaze != 0:
            for eye in self._eyes:
                eye.move(drawn, expression.closure, expression.gaze)
        if expression.jaw != 0 or expression.smile != 0:
            self._mouth.move(drawn, expression.jaw, expression.smile)
        return drawn
