"""Random alterations at or below a kept anchor, by clumsy and by clever forgers: every one is found.

NUDGE_MUTATIONS says how many; `make mutations` makes ten thousand.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.domain.seal import Seal, SealedFields, Words, commitment, genesis, next_seal
from bot.domain.verification import verify
from tests.domain.test_verification import START, WORKSPACE, event, other

MANY = int(os.environ.get("NUDGE_MUTATIONS", "500"))
SALT = bytes(32)


@dataclass
class Record:
    """What a forger has before them; `listing` says which events are sealed together."""

    listing: list[list[int]]
    events: dict[int, SealedFields]
    words: dict[int, Words]
    seals: list[Seal]

    @property
    def contents(self) -> tuple[object, ...]:
        return (self.listing, self.events, self.words, self.seals)

    def copy(self) -> "Record":
        return Record([list(ids) for ids in self.listing], dict(self.events), dict(self.words), list(self.seals))

    def seal_anew(self) -> None:
        """As a clever forger does: the whole chain, so that it holds by itself."""
        self.seals, reached = [], genesis(WORKSPACE)
        for ids in filter(None, self.listing):
            self.seals.append(next_seal(WORKSPACE, reached, [self.events[number] for number in ids], START))
            reached = self.seals[-1].anchor


def honest(chance: random.Random) -> Record:
    """A record of a few seals, some of whose events committed late; every third event has words."""
    ids = sorted(range(1, chance.randint(8, 40)), key=lambda number: number + chance.randint(0, 4))
    cuts = sorted(chance.sample(range(1, len(ids)), min(5, len(ids) - 1)))
    listing = [sorted(ids[start:end]) for start, end in zip([0, *cuts], [*cuts, len(ids)], strict=True)]
    words = {number: Words(f"word {number}", SALT) for number in ids if number % 3 == 0}
    events = {
        number: event(number)._replace(commitment=commitment(words[number]) if number in words else None)
        for number in ids
    }
    record = Record(listing, events, words, [])
    record.seal_anew()
    return record


def edit(record: Record, place: int, chance: random.Random) -> None:
    number = chance.choice(record.listing[place])
    record.events[number] = other(record.events[number], chance)


def edit_words(record: Record, place: int, chance: random.Random) -> None:
    number = chance.choice(record.listing[place])
    said = Words(f"never said {number}", SALT)
    record.words[number] = said
    if chance.random() < 0.5:
        record.events[number] = record.events[number]._replace(commitment=commitment(said))


def delete(record: Record, place: int, chance: random.Random) -> None:
    number = chance.choice(record.listing[place])
    del record.events[number]
    record.words.pop(number, None)
    record.listing[place].remove(number)


def swap(record: Record, place: int, chance: random.Random) -> None:
    one = chance.choice(record.listing[place])
    two = chance.choice([number for number in record.events if number != one])
    events = record.events
    events[one], events[two] = events[two]._replace(id=one), events[one]._replace(id=two)


def insert(record: Record, place: int, chance: random.Random) -> None:
    number = chance.randint(100, 200)
    record.events[number] = event(number)
    record.listing[place].append(number)


def truncate(record: Record, place: int, chance: random.Random) -> None:
    for number in [number for ids in record.listing[place:] for number in ids]:
        del record.events[number]
        record.words.pop(number, None)
    del record.listing[place:], record.seals[place:]


def fork(record: Record, place: int, chance: random.Random) -> None:
    """Another history from here on."""
    truncate(record, place, chance)
    for number in range(300, 300 + chance.randint(1, 6)):
        record.events[number] = event(number)
        record.listing.append([number])
    before = record.seals[-1].anchor if record.seals else genesis(WORKSPACE)
    for ids in record.listing[place:]:
        record.seals.append(next_seal(WORKSPACE, before, [record.events[number] for number in ids], START))
        before = record.seals[-1].anchor


def drop_seal(record: Record, place: int, chance: random.Random) -> None:
    del record.seals[place]
    first = min(place, len(record.listing) - 2)
    record.listing[first : first + 2] = [[*record.listing[first], *record.listing[first + 1]]]


def edit_seal(record: Record, place: int, chance: random.Random) -> None:
    seal = record.seals[place]
    leaves = bytearray(seal.leaves)
    leaves[chance.randrange(len(leaves))] ^= 1 << chance.randrange(8)
    changes = ({"leaves": bytes(leaves)}, {"event_ids": seal.event_ids[:-1]}, {"hash": "0" * 64})
    record.seals[place] = replace(seal, **chance.choice(changes))


MUTATIONS: list[Callable[[Record, int, random.Random], None]] = [
    edit,
    edit_words,
    delete,
    swap,
    insert,
    truncate,
    fork,
    drop_seal,
    edit_seal,
]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_every_alteration_at_or_below_a_kept_anchor_is_found(mutate: Callable[..., None]) -> None:
    chance = random.Random(f"{mutate.__name__} 2026")
    for _ in range(-(-MANY // len(MUTATIONS))):
        record = honest(chance)
        kept = chance.randrange(len(record.seals))
        anchor = record.seals[kept].hash
        assert verify(WORKSPACE, record.seals, record.events, anchor=anchor, words=record.words).holds
        forged = record.copy()
        while forged.contents == record.contents:
            mutate(forged, chance.randint(0, kept), chance)
        if chance.random() < 0.5 and mutate is not edit_seal:
            forged.seal_anew()
        found = verify(WORKSPACE, forged.seals, forged.events, anchor=anchor, words=forged.words)
        assert not found.holds, (mutate.__name__, record, forged)
