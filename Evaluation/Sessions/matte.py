"""Tells the person in a portrait from what is behind: a soft matte, and the background without the person."""

import cv2
import numpy as np

from . import landmarks

# The matte is found on a small copy: its edge is soft anyway.
_SHRINK = 4


def person_matte(image: np.ndarray, mesh: np.ndarray) -> np.ndarray:
    """Opacity of the person, 0 to 1, by GrabCut (Rother et al. 2004) from the face outwards."""
    height, width = image.shape[:2]
    small = cv2.resize(image, (width // _SHRINK, height // _SHRINK), interpolation=cv2.INTER_AREA)
    points = mesh[:, :2] / _SHRINK
    unit = landmarks.face_width(mesh) / _SHRINK
    mask = np.full(small.shape[:2], cv2.GC_PR_BGD, np.uint8)
    middle, chin = points[landmarks.NASION], points[landmarks.CHIN]
    cv2.ellipse(mask, _whole(middle), _whole((unit * 0.75, unit * 1.05)), 0, 0, 360, cv2.GC_PR_FGD, -1)
    shoulders = np.array([
        chin + [-unit * 0.35, 0], chin + [unit * 0.35, 0], [chin[0] + unit * 1.4, small.shape[0]],
        [chin[0] - unit * 1.4, small.shape[0]]])
    cv2.fillPoly(mask, [np.round(shoulders).astype(np.int32)], cv2.GC_PR_FGD)
    cv2.ellipse(mask, _whole(middle), _whole((unit * 0.5, unit * 0.74)), 0, 180, 360, cv2.GC_FGD, -1)  # skull and hair
    cv2.fillConvexPoly(mask, np.round(points[list(landmarks.OVAL)]).astype(np.int32), cv2.GC_FGD)
    cv2.rectangle(mask, _whole(chin + [-unit * 0.2, 0]), _whole(chin + [unit * 0.2, unit * 0.4]), cv2.GC_FGD, -1)
    far = np.abs(np.arange(small.shape[1]) - middle[0]) > unit * 1.6
    mask[: max(1, int(chin[1])), far] = cv2.GC_BGD
    cv2.setRNGSeed(1)  # GrabCut's clusters begin at random
    cv2.grabCut(small, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    person = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.float32)
    person = cv2.GaussianBlur(cv2.morphologyEx(person, cv2.MORPH_CLOSE, np.ones((5, 5))), (0, 0), 1.0)
    return cv2.resize(person, (width, height), interpolation=cv2.INTER_LINEAR)


def person_colours(image: np.ndarray, matte: np.ndarray) -> np.ndarray:
    """The picture with the person's colours carried over the matte's soft edge, where they mix with what is behind."""
    sure = cv2.erode((matte > 0.9).astype(np.float32), np.ones((5, 5)))
    near = cv2.GaussianBlur(sure, (0, 0), 6)[..., None]
    carried = cv2.GaussianBlur(image.astype(np.float32) * sure[..., None], (0, 0), 6) / np.maximum(near, 1e-3)
    weight = cv2.GaussianBlur(sure, (0, 0), 1.0)
    carried = np.where(near > 0.01, carried, image).clip(0, 255).astype(np.uint8)
    return cv2.blendLinear(image, carried, weight, 1 - weight)


def background_plate(image: np.ndarray, matte: np.ndarray) -> np.ndarray:
    """The picture with the person filled in from around (Telea 2004)."""
    height, width = image.shape[:2]
    size = width // _SHRINK, height // _SHRINK
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    hole = cv2.dilate((cv2.resize(matte, size) > 0.05).astype(np.uint8), np.ones((5, 5)))
    filled = cv2.resize(cv2.inpaint(small, hole, 4, cv2.INPAINT_TELEA), (width, height))
    weight = np.clip(cv2.GaussianBlur(cv2.resize(hole.astype(np.float32), (width, height)), (0, 0), 2) * 1.5, 0, 1)
    return cv2.blendLinear(filled, image, weight, 1 - weight)


def _whole(point: np.ndarray | tuple[float, float]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
