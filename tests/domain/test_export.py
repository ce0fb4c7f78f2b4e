"""An export verifies by itself, in the bot and in a verifier that knows the documentation alone."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.events import NotAnEvent
from bot.domain.export import Count, ExportedEvent, Header, end_line, event_lines, header_line, seal_line
from bot.domain.export_verification import NotAnExport, verify_export
from bot.domain.seal import Seal, SealedFields, Words, commitment, genesis, next_seal
from bot.domain.verification import Finding, Verdict, Wrong
from tests import record_verifier
from tests.domain.test_verification import START, WORKSPACE, event

SALT = bytes(range(32))
ODD = 'Grüße "Jane" \\ \x07\x7f\u2028 🙂\n=1+1'


def record(sizes: tuple[int, ...] = (3, 1, 4)) -> tuple[list[Seal], list[ExportedEvent]]:
    """Seals of these many events; every other event has words."""
    events: list[ExportedEvent] = []
    for number in range(1, sum(sizes) + 3):
        words = Words(f"{ODD}{number}", SALT) if number % 2 else None
        fields = event(number)._replace(commitment=commitment(words) if words else None)
        if number == 2:
            fields = fields._replace(data={"ü": ODD, "b": True, "n": None, "a": -5})
        events.append(ExportedEvent(fields, words))
    seals, reached, start = [], genesis(WORKSPACE), 0
    for size in sizes:
        seals.append(next_seal(WORKSPACE, reached, [e.fields for e in events[start : start + size]], START))
        reached, start = seals[-1].anchor, start + size
    return seals, events


def export(seals: list[Seal], events: list[ExportedEvent], header: Header | None = None) -> list[str]:
    """The lines of an export of these."""
    by_id = {each.fields.id: each for each in events}
    header = header or Header(WORKSPACE, START)
    lines, count = [header_line(header)], Count(seals=len(seals))
    listed = set()
    for seal in seals:
        lines.append(seal_line(seal))
        theirs = [by_id[one] for one in seal.event_ids if one in by_id]
        lines += event_lines(theirs)
        count.events += len(theirs)
        listed |= set(seal.event_ids)
    waiting = [each for each in events if each.fields.id not in listed]
    count.waiting = len(waiting)
    return [*lines, *event_lines(waiting, are_waiting=True), end_line(count)]


def verdict(lines: list[str], anchor: str | None = None) -> Verdict:
    return verify_export([line.encode() for line in lines], anchor)


def independent(lines: list[str], anchor: str | None = None) -> bool:
    """What the verifier that was written from the documentation says."""
    try:
        record_verifier.verify(lines, anchor)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def test_a_whole_export_holds_up_to_any_anchor_for_both_verifiers() -> None:
    seals, events = record()
    lines = export(seals, events)
    for anchor in [None, genesis(WORKSPACE).hash, *[seal.hash for seal in seals]]:
        found = verdict(lines, anchor)
        assert (found.holds, found.reached, found.unsealed, found.compared) == (True, seals[-1].anchor, 2, 8)
        assert independent(lines, anchor)
    assert verdict(lines, "0" * 64).wrong is not None
    assert not independent(lines, "0" * 64)


def test_an_export_of_nothing_holds() -> None:
    assert verdict(export([], [])).holds
    assert independent(export([], []))


def test_without_words_or_with_some_erased_it_holds_as_well() -> None:
    seals, events = record()
    erased = [ExportedEvent(each.fields) for each in events]
    for kept in (erased, [*events[:3], *erased[3:]]):
        assert verdict(export(seals, kept)).holds
        assert independent(export(seals, kept))


def test_an_extract_holds_for_what_it_lists_and_says_that_it_is_one() -> None:
    seals, events = record()
    lines = export(seals, events[2:5], Header(WORKSPACE, START, filters={"request": "2"}))
    found = verdict(lines)
    assert (found.holds, found.is_whole, found.compared, found.reached) == (True, False, 3, seals[-1].anchor)
    assert independent(lines)
    assert verdict([line.replace('"whole":false', '"whole":true') for line in lines]).wrong is not None
    assert verdict([line.replace('"kind":"step due"', '"kind":"closed"') for line in lines]).wrong is not None


@pytest.mark.parametrize("first", ["", "{}", "[]", "nonsense", '{"format":"nudge export 1","workspace_id":"T1"}'])
def test_what_does_not_begin_as_an_export_is_none(first: str) -> None:
    with pytest.raises(NotAnExport):
        verdict([first])


FORGERIES = {
    "kind": ('"kind":"step due"', '"kind":"closed"', Wrong.CHANGED),
    "person as a text": ('"actor_id":1,', '"actor_id":"1",', Wrong.UNREADABLE),
    "one more field": ('{"event":{', '{"event":{"note":1,', Wrong.UNREADABLE),
    "a key that stands twice": ('{"event":{"actor_id"', '{"event":{"kind":"closed","actor_id"', Wrong.UNREADABLE),
    "something beside an event": ('{"event":{', '{"words":"I promised it","event":{', Wrong.UNREADABLE),
    "an event beside a seal": ('{"seal":{', '{"waiting":{},"seal":{', Wrong.UNREADABLE),
    "something in a seal": ('{"seal":{', '{"seal":{"note":1,', Wrong.UNREADABLE),
    "a fraction": ('"rung":1}', '"rung":1.0}', Wrong.CHANGED),
    "words": ("🙂", "🙃", Wrong.WORDS_CHANGED),
    "salt": ('"salt":"0001', '"salt":"0101', Wrong.WORDS_CHANGED),
    "leaf": ('"leaves":"', '"leaves":"00', Wrong.SEAL_CHANGED),
    "time of a seal": ('"sealed_at":"2026', '"sealed_at":"2027', Wrong.SEAL_CHANGED),
    "number of a seal": ('"number":2', '"number":3', Wrong.SEAL_MISSING),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_was_forged_in_a_line_is_named(forgery: str) -> None:
    old, new, wrong = FORGERIES[forgery]
    lines = export(*record())
    place = next(place for place, line in enumerate(lines) if place and old in line)
    lines[place] = lines[place].replace(old, new, 1)
    found = verdict(lines).wrong
    assert (found.wrong if found else None) == wrong
    assert not independent(lines)


def test_whatever_line_is_dropped_doubled_or_moved_is_found_by_both() -> None:
    lines = export(*record())
    for place in range(1, len(lines)):
        dropped = [*lines[:place], *lines[place + 1 :]]
        doubled = [*lines[: place + 1], *lines[place:]]
        for forged in (dropped, doubled, lines[:place]):
            assert not verdict(forged).holds
            assert not independent(forged)


def test_whichever_sealed_character_of_an_export_is_changed_both_verifiers_agree() -> None:
    chance = random.Random(7)
    lines = export(*record())
    for _ in range(300):
        place = chance.choice([n for n, line in enumerate(lines) if n and not line.startswith('{"waiting"')])
        at = chance.randrange(len(lines[place].partition(',"salt"')[0]))  # words may be gone, they may be erased
        forged = lines[place][:at] + chance.choice('0a"}1,') + lines[place][at + 1 :]
        if forged == lines[place]:
            continue
        changed = [*lines[:place], forged, *lines[place + 1 :]]
        assert not verdict(changed).holds, forged
        assert not independent(changed), forged


def test_the_example_of_the_documentation_is_in_canonical_form() -> None:
    page = (Path(__file__).parents[2] / "docs" / "record.md").read_text()
    shown = re.search(r"^    (\{.*\})$", page, re.MULTILINE)
    assert shown
    fields = SealedFields(7, "2026-11-21T08:30:00.000000+00:00", None, {"rung": 1}, 42, "step sent", 12, "T0123")
    assert event_lines([ExportedEvent(fields)]) == [f'{{"event":{shown.group(1)}}}']


def test_the_independent_verifier_is_small_and_knows_nothing_of_the_bot() -> None:
    source = Path(record_verifier.__file__).read_text()
    assert "bot" not in re.findall(r"^(?:from|import) (\w+)", source, re.MULTILINE)
    assert len([line for line in source.splitlines() if line.strip()]) <= 60


def test_a_seal_that_nobody_made_is_not_taken() -> None:
    seals, events = record()
    lines = export([*seals[:2], replace(seals[2], event_count=99)], events)
    assert not verdict(lines).holds


def test_an_event_without_a_form_is_named_and_nothing_of_the_others_is_written() -> None:
    _, (first, strange, *others) = record()
    forged = replace(strange, fields=strange.fields._replace(data={"rung": 0.5}))
    with pytest.raises(NotAnEvent) as found:
        event_lines([first, forged, *others])
    assert found.value.event_id == strange.fields.id


def test_an_event_that_waits_has_the_form_of_one() -> None:
    lines = export(*record())
    place = next(place for place, line in enumerate(lines) if line.startswith('{"waiting"'))
    changed = [*lines[:place], re.sub(r'"data":\{[^}]*\}', '"data":{"rung":0.5}', lines[place]), *lines[place + 1 :]]
    assert verdict(changed).wrong == Finding(Wrong.UNREADABLE, line=place + 1)
    assert not independent(changed)
