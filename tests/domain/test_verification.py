"""Whoever alters the record is found out: clumsy forgers at once, clever ones by the anchor that somebody kept."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.seal import Seal, SealedFields, genesis, moment, next_seal, seal_hash
from bot.domain.verification import Finding, Verdict, Wrong, verify

WORKSPACE = "T1"
START = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)

Record = tuple[list[Seal], dict[int, SealedFields]]


def event(number: int) -> SealedFields:
    at = moment(START + timedelta(minutes=number))
    return SealedFields(
        number % 3 or None, at, None, {"rung": number % 5}, number, "step due", 1 + number % 4, WORKSPACE
    )


def chain(listing: list[list[int]], events: dict[int, SealedFields]) -> list[Seal]:
    """The seals over these ids, as an honest sealer, or a forger who has all the time, would make them."""
    seals: list[Seal] = []
    reached = genesis(WORKSPACE)
    for ids in listing:
        seals.append(next_seal(WORKSPACE, reached, [events[number] for number in ids], START))
        reached = seals[-1].anchor
    return seals


@st.composite
def listings(draw: st.DrawFn) -> list[list[int]]:
    """Ids as they come to be sealed: about in order, in batches, some late."""
    ids = draw(st.lists(st.integers(1, 60), min_size=4, max_size=24, unique=True))
    ids.sort(key=lambda number: number + draw(st.integers(0, 5)))
    cuts = sorted(draw(st.sets(st.integers(1, len(ids) - 1), min_size=2, max_size=6)))
    return [ids[start:end] for start, end in zip([0, *cuts], [*cuts, len(ids)], strict=True)]


def record(listing: list[list[int]]) -> Record:
    events = {number: event(number) for ids in listing for number in ids}
    return chain(listing, events), events


def other(fields: SealedFields, chance: random.Random) -> SealedFields:
    changes: dict[str, Any] = {
        "actor_id": 99,
        "at": moment(START - timedelta(microseconds=1)),
        "commitment": "ab" * 32,
        "data": {"rung": 9},
        "kind": "closed",
        "request_id": None,
        "workspace_id": "T2",
    }
    name = chance.choice(sorted(changes))
    return fields._replace(**{name: changes[name]})


# Clumsy forgers change rows and leave the seals as they are, or change one seal.


def edit(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    number = chance.choice(sorted(events))
    events[number] = other(events[number], chance)


def delete(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    del events[chance.choice(sorted(events))]


def swap(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    one, two = chance.sample(sorted(events), 2)
    events[one], events[two] = events[two]._replace(id=one), events[one]._replace(id=two)


def insert(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    number = chance.choice([number for number in range(1, 70) if number not in events])
    events[number] = event(number)


def edit_seal(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    place = chance.randrange(len(seals))
    seal = seals[place]
    seals[place] = chance.choice(
        [
            replace(seal, number=seal.number + 1),
            replace(seal, sealed_at=seal.sealed_at + timedelta(microseconds=1)),
            replace(seal, event_ids=[*seal.event_ids[1:], seal.event_ids[0] + 100]),
            replace(seal, event_ids=seal.event_ids[1:], leaves=seal.leaves[32:]),
            replace(seal, event_ids=[2**70, *seal.event_ids[1:]]),
            replace(seal, leaves=seal.leaves[:-1] + bytes([seal.leaves[-1] ^ 1])),
            replace(seal, event_count=seal.event_count + 1),
            replace(seal, previous="0" * 64),
            replace(seal, hash="0" * 64),
        ]
    )


def delete_seal(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    del seals[chance.randrange(len(seals))]


def swap_seals(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    one, two = chance.sample(range(len(seals)), 2)
    seals[one], seals[two] = seals[two], seals[one]


def fork(seals: list[Seal], events: dict[int, SealedFields], chance: random.Random) -> None:
    place = chance.randrange(len(seals))
    before = seals[place - 1].anchor if place else genesis(WORKSPACE)
    seals.insert(place + 1, next_seal(WORKSPACE, before, [event(80)], START))
    events[80] = event(80)


CLUMSY: list[Callable[[list[Seal], dict[int, SealedFields], random.Random], None]] = [
    edit,
    delete,
    swap,
    insert,
    edit_seal,
    delete_seal,
    swap_seals,
    fork,
]


@given(listings())
def test_what_nobody_touched_holds_up_to_any_anchor(listing: list[list[int]]) -> None:
    seals, events = record(listing)
    for seal in seals:
        verdict = verify(WORKSPACE, seals, events, anchor=seal.hash)
        assert verdict == Verdict(seals[-1].anchor, None, seal.number, compared=len(events))
        assert verdict.holds


@pytest.mark.parametrize("forge", CLUMSY, ids=lambda forge: forge.__name__)
@settings(max_examples=150, deadline=None)
@given(listing=listings(), chance=st.randoms(use_true_random=False))
def test_a_clumsy_forger_is_found_without_any_anchor(
    forge: Callable[[list[Seal], dict[int, SealedFields], random.Random], None],
    listing: list[list[int]],
    chance: random.Random,
) -> None:
    seals, events = record(listing)
    forged_seals, forged_events = list(seals), dict(events)
    forge(forged_seals, forged_events, chance)
    assume((forged_seals, forged_events) != (seals, events))
    verdict = verify(WORKSPACE, forged_seals, forged_events)
    assert not verdict.holds
    assert verdict.reached in [genesis(WORKSPACE), *[seal.anchor for seal in seals]]


@given(listing=listings(), chance=st.randoms(use_true_random=False))
def test_the_finding_names_the_event_and_everything_before_its_seal_is_verified(
    listing: list[list[int]], chance: random.Random
) -> None:
    seals, events = record(listing)
    changed = chance.choice(sorted(events))
    place = next(place for place, ids in enumerate(listing) if changed in ids)
    verdict = verify(WORKSPACE, seals, {**events, changed: other(events[changed], chance)})
    assert verdict.wrong == Finding(Wrong.CHANGED, place + 1, changed)
    assert verdict.reached.seal_number == place
    gone = verify(WORKSPACE, seals, {number: each for number, each in events.items() if number != changed})
    assert gone.wrong == Finding(Wrong.MISSING, place + 1, changed)


# Clever forgers write the whole chain anew.


@dataclass(frozen=True)
class History:
    """What a clever forger works on: the events, and which are sealed together."""

    listing: list[list[int]]
    events: dict[int, SealedFields]


def rewrite(history: History, chance: random.Random, upto: int) -> History:
    """Alter something at or below the seal at place `upto`."""
    listing, events = [list(ids) for ids in history.listing], dict(history.events)
    place = chance.randrange(upto + 1)
    number = chance.choice(listing[place])
    match chance.choice(["edit", "delete", "swap", "insert", "truncate", "split", "merge", "postpone"]):
        case "edit":
            events[number] = other(events[number], chance)
        case "delete":
            listing[place].remove(number)
            del events[number]
        case "swap":
            swap([], events, chance)
            assume(any(events[n] != history.events[n] for ids in listing[: upto + 1] for n in ids))
        case "insert":
            events[80] = event(80)
            listing[place].append(80)
        case "truncate":
            for gone in [n for ids in listing[place:] for n in ids]:
                del events[gone]
            del listing[place:]
        case "split":
            assume(len(listing[place]) > 1)
            listing[place : place + 1] = [listing[place][:1], listing[place][1:]]
        case "merge":
            assume(place + 1 < len(listing))
            listing[place : place + 2] = [listing[place] + listing[place + 1]]
        case "postpone":
            assume(place + 1 < len(listing))
            listing[place].remove(number)
            listing[place + 1].append(number)
    return History([ids for ids in listing if ids], events)


@settings(max_examples=1000, deadline=None)
@given(listing=listings(), chance=st.randoms(use_true_random=False))
def test_a_clever_forger_is_found_at_or_below_a_kept_anchor(listing: list[list[int]], chance: random.Random) -> None:
    seals, events = record(listing)
    upto = chance.randrange(len(seals))
    forged = rewrite(History(listing, events), chance, upto)
    verdict = verify(WORKSPACE, chain(forged.listing, forged.events), forged.events, anchor=seals[upto].hash)
    assert verdict.wrong is not None
    assert verdict.wrong.wrong is Wrong.ANCHOR_NOT_REACHED
    assert verdict.anchor_at is None


def test_an_event_sealed_twice_is_found() -> None:
    events = {1: event(1), 2: event(2)}
    verdict = verify(WORKSPACE, chain([[1, 2], [2]], events), events)
    assert verdict.wrong == Finding(Wrong.LISTED_TWICE, 2, 2)


def test_queued_events_are_counted_and_those_that_are_gone_are_found() -> None:
    seals, events = record([[1, 2], [3]])
    events[4] = event(4)
    assert verify(WORKSPACE, seals, events, queued={4}) == Verdict(seals[-1].anchor, None, None, 1, compared=3)
    assert verify(WORKSPACE, seals, events, queued={4, 5}).wrong == Finding(Wrong.MISSING, None, 5)


def test_the_chain_of_another_workspace_is_refused() -> None:
    seals, events = record([[1, 2], [3]])
    assert verify("T2", seals, events).wrong == Finding(Wrong.FORK, 1)


def test_ids_out_of_order_within_a_seal_are_found_though_its_hash_is_right() -> None:
    events = {1: event(1), 2: event(2)}
    [seal] = chain([[1, 2]], events)
    shuffled = replace(seal, event_ids=[2, 1], leaves=seal.leaves[32:] + seal.leaves[:32])
    shuffled = replace(shuffled, hash=seal_hash(shuffled))
    assert verify(WORKSPACE, [shuffled], events).wrong == Finding(Wrong.ORDER, 1)
