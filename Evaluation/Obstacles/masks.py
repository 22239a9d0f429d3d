"""AIZOO's mask detector (FaceMaskDetection, 260×260): an SSD with five levels of anchors."""

import numpy

from .hands import crop_around
from .networks import intersection_over_union, network

# Side of the small and of the large square anchor, in parts of the 260 pixels that the network was trained at.
LEVELS = ((0.04, 0.056), (0.08, 0.11), (0.16, 0.22), (0.32, 0.45), (0.64, 0.72))
RATIOS = (0.62, 0.42)


def anchors(side: int) -> numpy.ndarray:
    """Centre x, centre y, width, height of every anchor, in pixels of an input of this side."""
    cells, parts = -(-side // 8), []
    for level, (small, large) in enumerate(LEVELS):
        sizes = [(small, small), (large, large)]
        sizes += [(small * ratio**0.5, small / ratio**0.5) for ratio in RATIOS]
        y, x = numpy.mgrid[:cells, :cells]
        centres = numpy.stack([(x + 0.5) / cells, (y + 0.5) / cells], -1).reshape(-1, 1, 2) * side
        shape = (cells * cells, len(sizes), 2)
        parts.append(numpy.concatenate([numpy.broadcast_to(centres, shape),
                                        numpy.broadcast_to(numpy.array(sizes) * 260, shape)], 2).reshape(-1, 4))
        cells = cells - 2 if level == 3 else -(-cells // 2)
    return numpy.concatenate(parts)


def mask_score(image: numpy.ndarray, box: numpy.ndarray, side: int, margin: float) -> float:
    """How sure the network is that the face in a box (left, top, right, bottom) wears a mask: the best of the
    detections that overlap the box; zero where there is none."""
    middle = (float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2)
    crop, back = crop_around(image, middle, float(max(box[2] - box[0], box[3] - box[1])) * margin, side)
    offsets, classes = network("face_mask_detection.tflite", 1, side, side, 3)(crop[None, :, :, ::-1] / 255)
    start = anchors(side)
    centres = offsets[0, :, :2] * 0.1 * start[:, 2:] + start[:, :2]
    sizes = numpy.exp(offsets[0, :, 2:] * 0.2) * start[:, 2:]
    boxes = numpy.concatenate([centres - sizes / 2, centres + sizes / 2], 1) * back[0, 0] + numpy.tile(back[:, 2], 2)
    scores = classes[0, :, 0]
    return max((float(scores[index]) for index in numpy.flatnonzero(scores > 0.05)
                if intersection_over_union(boxes[index], box) >= 0.3), default=0.0)
