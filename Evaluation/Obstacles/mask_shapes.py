"""Where a mask lies on a face: a surface between two lines of the face mesh."""

import cv2
import numpy

from .faces import Face

# MediaPipe's mesh, from the image's left to its right: under the eyes and over the bridge of the nose; the same under
# the tip of the nose; and the outline of the jaw.
BRIDGE = (227, 116, 117, 118, 119, 120, 196, 197, 419, 349, 348, 347, 346, 345, 447)
UNDER_NOSE = (93, 137, 123, 205, 206, 165, 167, 164, 393, 391, 426, 425, 352, 366, 323)
JAW = (93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323)
EARS = ((234, 93), (454, 323))


def _even(line: numpy.ndarray, count: int) -> numpy.ndarray:
    """`count` points at even distances along a line."""
    lengths = numpy.concatenate([[0], numpy.cumsum(numpy.linalg.norm(numpy.diff(line, axis=0), axis=1))])
    at = numpy.linspace(0, lengths[-1], count)
    return numpy.stack([numpy.interp(at, lengths, line[:, axis]) for axis in (0, 1)], 1)


class MaskSurface:
    """A mask's cloth in the image: for every pixel how far across (0…1) and down (0…1) it is, and its cover (0…1).

    `drop` moves the upper edge from the bridge of the nose (0) to under its tip (1); `bulge` lets the cloth stand out
    over the jaw, in parts of the face's height.
    """

    columns, rows = 48, 32

    def __init__(self, face: Face, shape: tuple[int, int], drop: float, bulge: float):
        mesh = face.mesh[:, :2]
        upper = _even(mesh[list(BRIDGE)] * (1 - drop) + mesh[list(UNDER_NOSE)] * drop, self.columns + 1)
        lower = _even(mesh[list(JAW)], self.columns + 1)
        middle = mesh[list(JAW)].mean(0)
        lower = middle + (lower - middle) * (1 + bulge)
        share = numpy.linspace(0, 1, self.rows + 1)[:, None, None]
        grid = upper[None] * (1 - share) + lower[None] * share
        self.across = numpy.zeros(shape, numpy.float32)
        self.down = numpy.zeros(shape, numpy.float32)
        for row in range(self.rows):
            for column in range(self.columns):
                quad = numpy.array([grid[row, column], grid[row, column + 1], grid[row + 1, column + 1],
                                    grid[row + 1, column]])
                corners = numpy.round(quad).astype(numpy.int32)
                cv2.fillConvexPoly(self.across, corners, (column + 0.5) / self.columns)
                cv2.fillConvexPoly(self.down, corners, (row + 0.5) / self.rows)
        size = max(3, int(face.size / 24) * 2 + 1)
        self.across = cv2.blur(self.across, (size, size))
        self.down = cv2.blur(self.down, (size, size))
        self.outline = numpy.concatenate([upper, lower[::-1]])
        cover = numpy.zeros(shape, numpy.uint8)
        cv2.fillPoly(cover, [numpy.round(self.outline * 16).astype(numpy.int32)], 255, cv2.LINE_AA, 4)
        softness = max(0.6, face.size / 250)
        self.cover = cv2.GaussianBlur(cover, (0, 0), softness).astype(numpy.float32) / 255


def draw_straps(image: numpy.ndarray, face: Face, surface: MaskSurface, colour: numpy.ndarray) -> None:
    """Straps from the mask's corners to the ears."""
    upper = surface.outline[[0, MaskSurface.columns]]
    lower = surface.outline[[-1, MaskSurface.columns + 1]]
    width = max(1, round(face.size / 70))
    for side, (ear, _) in enumerate(EARS):
        end = face.mesh[ear, :2] + (face.mesh[ear, :2] - face.mesh[4, :2]) * 0.08
        for start in (upper[side], lower[side] * 0.7 + upper[side] * 0.3):
            cv2.line(image, tuple(int(x) for x in start), tuple(int(x) for x in end), tuple(float(x) for x in colour),
                     width, cv2.LINE_AA)
