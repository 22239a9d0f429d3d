"""Which sessions a set has: species, people, seeds. The same arguments give the same plan."""

import hashlib
from dataclasses import dataclass

from .people import Person
from .Species import SPECIES

FRAMES_PER_SECOND = 10.0


@dataclass(frozen=True)
class Session:
    """One session to make."""

    name: str
    species: str
    person: Person
    other: Person | None
    seed: int
    size: tuple[int, int]
    count: int


def plan(
    people: list[Person], species: list[str], sessions: int, bona_fide: int, count: int, seed: int
) -> list[Session]:
    """`sessions` of each attack species and `bona_fide` of the bona fide, over the people in turn."""
    planned = []
    for kind in species:
        needs = SPECIES[kind]
        cast = [person for person in people if person.photos or (needs.filmed and person.clips)]
        if needs.recognised:
            cast = [person for person in cast if person.in_gallery]
        if needs.pair:
            cast = [person for person in cast if _partners(person, people)]
        if not cast:
            raise ValueError(f"nobody can be shown in {kind}: photos are missing; run scripts/fetch-test-data")
        for index in range(bona_fide if kind == "bona_fide" else sessions):
            person = cast[index % len(cast)]
            draw = _draw(seed, kind, index)
            partners = _partners(person, people)
            other = partners[draw % len(partners)] if needs.pair else None
            size = (640, 480) if draw // 7 % 3 == 0 else (480, 360)
            planned.append(Session(f"{kind}-{index:03}", kind, person, other, draw, size, count))
    return planned


def _partners(person: Person, people: list[Person]) -> list[Person]:
    """Who can take part beside a person: others of the same split, so that no one is in both."""
    return [other for other in people if other.name != person.name and other.split == person.split and other.photos]


def _draw(seed: int, species: str, index: int) -> int:
    """A number that depends on nothing but these three: sessions added later change no other."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{species}/{index}".encode()).digest()[:6], "big")
