"""The sealed form: held fast by known values, and by a second reading of the words that describe it."""

import hashlib
import json
import random
import struct
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import EventKind, RecordedEvent
from bot.domain.seal import (
    Anchor,
    SealedFields,
    canonical,
    canonical_forms,
    genesis,
    leaf,
    moment,
    next_seal,
    sealed_fields,
)

AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
EVENT = RecordedEvent(
    id=42,
    workspace_id="T0123",
    at=AT,
    kind=EventKind.STEP_SENT,
    request_id=12,
    actor_id=None,
    data={"rung": 1, "late": False, "due_at": "2026-11-21T08:30:00+00:00", "note": None},
    commitment=None,
    text="never sealed",
)

words = st.text(st.characters(codec="utf-8"), max_size=20)
values = st.one_of(words, st.integers(), st.booleans(), st.none())
fields = st.builds(
    SealedFields,
    actor_id=st.none() | st.integers(1, 2**62),
    at=st.datetimes(timezones=st.just(UTC)).map(moment),
    commitment=st.none() | words,
    data=st.dictionaries(words, values, max_size=5),
    id=st.integers(1, 2**62),
    kind=words,
    request_id=st.none() | st.integers(1, 2**62),
    workspace_id=words,
)


def as_any_library_writes(event: SealedFields) -> str:
    return json.dumps(event._asdict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_the_canonical_form_is_the_one_that_is_written_down() -> None:
    assert canonical(sealed_fields(EVENT)).decode() == (
        '{"actor_id":null,"at":"2026-11-21T08:30:00.000000+00:00","commitment":null,'
        '"data":{"due_at":"2026-11-21T08:30:00+00:00","late":false,"note":null,"rung":1},'
        '"id":42,"kind":"step sent","request_id":12,"workspace_id":"T0123"}'
    )


def test_leaf_and_seal_never_change_their_form() -> None:
    event = sealed_fields(EVENT)
    seal = next_seal("T0123", genesis("T0123"), [event], AT)
    assert leaf(event).hex() == "b30fa2a85596dd453cc9279f35b8dfffabd04e33f8f1ea8134ca41cdb07cd457"
    assert seal.hash == "c39bd0613695be0784ccf741c0e2464759ada366f9be9af1fdf495658e56a202"


@given(fields)
def test_any_json_library_finds_the_same_canonical_form(event: SealedFields) -> None:
    assert canonical(event) == as_any_library_writes(event).encode()


@given(st.lists(fields, max_size=6), st.randoms(use_true_random=False))
def test_many_at_a_time_have_the_form_that_each_has_alone(events: list[SealedFields], chance: random.Random) -> None:
    events += [event._replace(data=chance.choice(events).data) for event in events]  # the same object, several times
    assert canonical_forms(events) == [as_any_library_writes(event) for event in events]


@pytest.mark.parametrize("odd", ["}\n{", "},{", '"}\n{"', "}\0{", "\n", ",", "{}", "[]"])
def test_no_words_in_the_data_pass_for_the_end_of_an_event(odd: str) -> None:
    events = [sealed_fields(EVENT)._replace(data=data) for data in ({}, {odd: odd}, {}, {"a": odd, odd: 1})]
    assert canonical_forms(events) == [as_any_library_writes(event) for event in events]


@pytest.mark.parametrize("odd", [[], None, {"a": 1.0}, {"a": {}}, {"a": [{}, {}]}])
def test_one_that_no_event_may_hold_spoils_the_form_of_many(odd: object) -> None:
    good = sealed_fields(EVENT)
    with pytest.raises(ValueError):
        canonical_forms([good, good._replace(data=odd), good])


@given(st.lists(fields, unique_by=lambda event: event.id, max_size=4), st.integers(0, 9), st.integers(0, 99))
def test_a_seal_can_be_computed_from_its_description(events: list[SealedFields], number: int, count: int) -> None:
    before = Anchor(number, count, hashlib.sha256(b"before").hexdigest())
    seal = next_seal("T1", before, events, AT)
    ordered = sorted(events, key=lambda event: event.id)
    sealed = hashlib.sha256(b"nudge seal 1\0")
    sealed.update(
        f"{before.hash}\n{number + 1}\n{count + len(events)}\n2026-11-21T08:30:00.000000+00:00\n".encode("ascii")
    )
    sealed.update(b"".join(struct.pack(">q", event.id) for event in ordered))
    sealed.update(b"".join(hashlib.sha256(b"nudge event 1\0" + canonical(event)).digest() for event in ordered))
    assert seal.anchor == Anchor(number + 1, count + len(events), sealed.hexdigest())


def test_a_moment_is_the_same_from_wherever_it_is_seen() -> None:
    assert moment(AT.astimezone(timezone(timedelta(hours=5, minutes=30)))) == moment(AT)


def test_the_words_of_a_text_are_not_sealed_only_their_commitment() -> None:
    assert b"never sealed" not in canonical(sealed_fields(EVENT))


def test_workspaces_begin_differently() -> None:
    assert genesis("T1") != genesis("T2")


@pytest.mark.parametrize("data", [[], None, "text", {"a": 1.0}, {"a": []}, {"a": {}}, {"a": "\ud83d"}])
def test_what_no_event_may_hold_has_no_canonical_form(data: object) -> None:
    with pytest.raises(ValueError):
        canonical(sealed_fields(EVENT)._replace(data=data))
