"""Cuts real hands out of photos."""

import dataclasses

import cv2
import numpy

from .faces import find_faces
from .hands import Hand, find_hands

# The bones of MediaPipe's 21 points; the palm is the polygon of wrist and knuckles.
BONES = [(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8), (9, 10), (10, 11), (11, 12), (13, 14), (14, 15),
         (15, 16), (17, 18), (18, 19), (19, 20)]
PALM = [0, 1, 5, 9, 13, 17]


@dataclasses.dataclass
class HandCutout:
    """A hand's pixels with their cover (0…1), upright: the middle finger points up."""

    name: str
    pixels: numpy.ndarray
    cover: numpy.ndarray
    points: numpy.ndarray


def cut_hand(image: numpy.ndarray, hand: Hand, name: str, size: int = 256) -> HandCutout:
    """The hand alone, by GrabCut started from its bones."""
    wrist, knuckle = hand.points[0], hand.points[9]
    axis = knuckle - wrist
    angle = numpy.arctan2(axis[0], -axis[1])
    cosine, sine = numpy.cos(angle), numpy.sin(angle)
    turned = hand.points @ numpy.array([[cosine, -sine], [sine, cosine]])
    low, high = turned.min(0), turned.max(0)
    extent = max(high - low) * 1.5
    scale = size / extent
    matrix = numpy.array([[cosine, sine, 0], [-sine, cosine, 0]]) * scale
    matrix[:, 2] = size / 2 - matrix[:, :2] @ (((low + high) / 2) @ numpy.array([[cosine, sine], [-sine, cosine]]))
    pixels = cv2.warpAffine(image, matrix, (size, size), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    points = hand.points @ matrix[:, :2].T + matrix[:, 2]
    thickness = numpy.linalg.norm(points[5] - points[17]) / 3
    labels = numpy.full((size, size), cv2.GC_BGD, numpy.uint8)
    for share, label in ((2.0, cv2.GC_PR_BGD), (1.15, cv2.GC_PR_FGD), (0.5, cv2.GC_FGD)):
        _paint(labels, points, thickness * share, label)
    cv2.grabCut(pixels, labels, None, numpy.zeros((1, 65)), numpy.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    cover = numpy.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(numpy.uint8)
    cover = cv2.morphologyEx(cover, cv2.MORPH_OPEN, numpy.ones((5, 5), numpy.uint8))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(cover)
    if count > 1:
        cover = (parts == 1 + numpy.argmax(stats[1:, cv2.CC_STAT_AREA])).astype(numpy.uint8)
    return HandCutout(name, pixels, cv2.GaussianBlur(cover.astype(numpy.float32), (0, 0), 1.5), points)


def _paint(labels: numpy.ndarray, points: numpy.ndarray, thickness: float, label: int) -> None:
    corners = numpy.round(points).astype(int)
    cv2.fillPoly(labels, [corners[PALM].astype(numpy.int32)], label)
    width = max(1, round(thickness))
    for start, end in BONES + list(zip(PALM, PALM[1:])):
        cv2.line(labels, tuple(corners[start].tolist()), tuple(corners[end].tolist()), label, width)


def hands_beside_faces(image: numpy.ndarray, name: str, least: float) -> list[HandCutout]:
    """Every hand near a face that both networks are sure of and that is at least `least` pixels long."""
    found: list[HandCutout] = []
    seen: list[numpy.ndarray] = []
    for face in find_faces(image):
        middle = (float(face.box[0] + face.box[2]) / 2, float(face.box[1] + face.box[3]) / 2)
        for hand in find_hands(image, middle, face.size * 3, 0.5):
            wrist = hand.points[9]
            length = numpy.ptp(hand.points, axis=0).max()
            if hand.presence < 0.9 or length < least or any(numpy.linalg.norm(wrist - o) < length / 2 for o in seen):
                continue
            seen.append(wrist)
            found.append(cut_hand(image, hand, f"{name}-{len(found)}"))
    return found
