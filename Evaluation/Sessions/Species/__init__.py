"""What a session may show: the bona fide presentation and each attack species, by name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..cast import Cast
from . import (bona_fide, cross_fade, cutout_eyes, face_swap, looped_clip, morph, photo_bent, photo_moved, photo_tilted,
               print_halftone, screen_replay, still_photo)

Frames = Callable[[Cast], Iterator[np.ndarray]]


@dataclass(frozen=True)
class Species:
    """One species: how its frames are made, and what it needs.

    `filmed` says that people of whom there is only video can be shown too, `pair` that a second person takes part,
    `recognised` that the victim must be in the gallery, as the result says nothing without.
    """

    frames: Frames
    filmed: bool = False
    pair: bool = False
    recognised: bool = False


SPECIES: dict[str, Species] = {
    "bona_fide": Species(bona_fide.frames, filmed=True),
    "still_photo": Species(still_photo.frames),
    "photo_moved": Species(photo_moved.frames),
    "photo_tilted": Species(photo_tilted.frames),
    "photo_bent": Species(photo_bent.frames),
    "print_halftone": Species(print_halftone.frames),
    "screen_replay": Species(screen_replay.frames, filmed=True),
    "cutout_eyes": Species(cutout_eyes.frames, pair=True),
    "looped_clip": Species(looped_clip.frames, filmed=True),
    "cross_fade": Species(cross_fade.frames, pair=True),
    "morph": Species(morph.frames, pair=True),
    "face_swap": Species(face_swap.frames, pair=True, recognised=True),
}
