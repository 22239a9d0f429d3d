"""Draws training samples for the network that sees hands: a hand over a real face, beside it, or none."""

import numpy as np

from crops import HAND
from detector import FaceDetector
from faces import Face
from glasses import wear_glasses
from hands import hold_hand
from headwear import HEADWEAR
from lookalikes import wear_band
from masks import wear_mask
from samples import DISTRACTIONS, UNKNOWN, Rng, Sample, photographed

# A hand counts from this share of the face on; what covers less, but more than one beside the face, is left open.
LEAST_COVER, MOST_BESIDE = 0.08, 0.015


def draw_hand_sample(face: Face, detector: FaceDetector, rng: Rng) -> Sample:
    """One random sample from a face without a hand."""
    scene = face.scene.to_paint_on()
    for paint, chance in DISTRACTIONS:
        if rng.random() < chance:
            paint(scene, rng)
    if rng.random() < 0.15:
        wear_mask(scene, rng)
    if rng.random() < 0.25:
        wear_glasses(scene, rng, bool(rng.random() < 0.4))
    if rng.random() < 0.2:
        HEADWEAR[str(rng.choice(list(HEADWEAR)))](scene, rng)
    elif rng.random() < 0.1:
        wear_band(scene, rng)
    kind = str(rng.choice(["over", "beside", "bare"], p=[0.5, 0.18, 0.32]))
    share = 0.0
    if kind == "over":
        share = hold_hand(scene, rng, beside=False)
        if rng.random() < 0.12:
            share = max(share, hold_hand(scene, rng, beside=False))
    elif kind == "beside":
        share = hold_hand(scene, rng, beside=True)
    label = 1.0 if share >= LEAST_COVER else 0.0 if share <= MOST_BESIDE else UNKNOWN
    photo, points = photographed(scene, detector, rng)
    return Sample({"hand": HAND.crop(photo, points)}, {"hand": (label,)}, kind, face.group, face.source)
