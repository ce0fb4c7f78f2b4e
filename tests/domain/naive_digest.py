"""The digest once more, from docs/digest.md and the lines of an export, sharing no code with what counts.

Slow and plain on purpose: every figure goes through the whole list again.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

Exported: TypeAlias = dict[str, Any]
"""An event as docs/record.md describes it, and under `text` the words that lie beside it, where they are kept."""

Life: TypeAlias = Sequence[Exported]
"""The events of one request in their order."""

Worked = Callable[[int | None, datetime, datetime], timedelta]
"""How much somebody works between two moments; None: who works as is usual in the house."""

ANY_TURN = ("ours", "client's", "nobody's")
NOT_OURS = ("client's", "nobody's")
STATES = {
    "handed over": "triage",
    "routed": "open",
    "taken": "promised",
    "client answered": "open",
    "ask-again date came": "open",
    "reassigned": "open",
    "closed": "closed",
}
OWNERS = {
    "routed": "owner",
    "reassigned": "to",
    "taken over for a while": "to",
    "back with its owner": "to",
}
"""Which events say who has it from then on, and under what name."""


@dataclass(frozen=True)
class Export:
    """What an export holds: its seals, and request by request what was sealed of it or waits for its seal."""

    seals: Sequence[dict[str, Any]]
    lives: Sequence[Life]


def read(lines: Iterable[str]) -> Export:
    """What these lines hold."""
    parsed = [json.loads(line) for line in lines]
    told = [
        {**line[name], "text": line.get("text")} for line in parsed for name in ("event", "waiting") if name in line
    ]
    about = sorted((one for one in told if one["request_id"] is not None), key=itemgetter("request_id", "id"))
    lives = [list(theirs) for _, theirs in groupby(about, key=itemgetter("request_id"))]
    return Export([line["seal"] for line in parsed if "seal" in line], lives)


def weeks_until(end: date, zone: str, count: int = 8) -> list[datetime]:
    """The moments at which so many weeks begin and, on the Monday `end`, the last one is over."""
    mondays = (end - timedelta(weeks=before) for before in range(count, -1, -1))
    return [datetime.combine(monday, time(), ZoneInfo(zone)) for monday in mondays]


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def at(event: Exported) -> datetime:
    return datetime.fromisoformat(event["at"])


# --- one request -----------------------------------------------------------------------------------------------------


def state(events: Life) -> str:
    """How a request stands after these events."""
    now, owned = "triage", False
    for event, due in zip(events, [None, *(due for due, _ in promises(events))], strict=False):
        kind, data = event["kind"], event["data"]
        now = STATES.get(kind, now)
        owned = owned or kind in {"routed", "reassigned"}
        if kind == "reopened":
            now = "open" if owned else "triage"
        if kind == "snoozed" and data.get("waiting"):
            now = "waiting"
        if kind == "client contacted" and data["turn"] == "client's":
            now = "waiting"
        if kind == "client contacted" and data["turn"] == "ours" and data["evidence"] == "claimed":
            now = "promised"
        if _ends_promise(event, due):
            now = "open"
    return now


def promises(events: Life) -> Iterator[tuple[datetime | None, str | None]]:
    """After each event: by when the client hears from us, and the words that say what."""
    due, what, pending = None, None, None
    for event in events:
        kind, data = event["kind"], event["data"]
        if kind == "routed":
            due, what = moment(data.get("promised_by")), None
        elif kind == "date moved" and data["pending"]:
            pending = event["text"]
        elif kind in {"taken", "date moved"}:
            due, what = moment(data["due_at"]), event["text"]
        elif kind == "client told of the date":
            due, what = moment(data["due_at"]), pending
        elif kind == "client contacted" and data["turn"] == "client's":
            due, what = None, None
        elif kind == "client contacted" and data["turn"] == "ours" and data["evidence"] == "claimed":
            due, what = moment(data["until"]), event["text"]
        elif kind == "closed" or _ends_promise(event, due):
            due, what = None, None
        yield due, what


def _ends_promise(event: Exported, due: datetime | None) -> bool:
    """Whether it says that the date which stood has passed; somebody's contact that came too late set another."""
    return event["kind"] == "promise passed" and event["actor_id"] is None and moment(event["data"]["due_at"]) == due


def owner(events: Life) -> int | None:
    """Who has a request after these events."""
    return next((one["data"][OWNERS[one["kind"]]] for one in reversed(events) if one["kind"] in OWNERS), None)


def waiting_since(events: Life) -> datetime | None:
    """Since when the client waits for us after these events; None where they do not."""
    since, heard_at = None, None
    for event in events:
        kind, data = event["kind"], event["data"]
        written = moment(data.get("written")) or at(event)
        if kind in {"handed over", "client answered", "reopened"}:
            since = written if heard_at is None or heard_at <= written else at(event)
        if kind == "client contacted":
            heard_at = written if heard_at is None or heard_at < written else heard_at
            if data["turn"] == "client's":
                since = None
            if data["turn"] == "ours" and data["evidence"] == "claimed":
                since = since or at(event)
        if kind == "closed":
            since = None
    return since


def first_life(events: Life) -> Life:
    """Up to the first time that it was closed, that included."""
    closings = [place for place, event in enumerate(events) if event["kind"] == "closed"]
    return events[: closings[0] + 1] if closings else events


def first_contact(events: Life, turns: Sequence[str]) -> Exported | None:
    """By what the client first heard from us with one of these turns after it: a contact, or that it was done."""
    for event in first_life(events):
        if event["kind"] == "client contacted" and event["data"]["turn"] in turns:
            return event
        if event["kind"] == "closed" and event["data"]["outcome"] == "done":
            return event
    return None


def closing(events: Life) -> Exported | None:
    """The first one."""
    return next((event for event in events if event["kind"] == "closed"), None)


def escalation(events: Life) -> Exported | None:
    """By what somebody else than the owner was first reminded; below rung 1, somebody is only asked or told."""
    roles = {_step(event): event["data"]["role"] for event in events if event["kind"] == "step due"}
    told = (event for event in first_life(events) if event["kind"] in {"step sent", "step shown"})
    return next((one for one in told if one["data"]["rung"] > 0 and roles[_step(one)] != "owner"), None)


def _step(event: Exported) -> tuple[int, ...]:
    return tuple(event["data"][name] for name in ("cycle", "rung", "repetition", "recipient"))


def _undecided(events: Life, start: datetime) -> int:
    decided = {_step(event) for event in events if event["kind"] in {"step sent", "step shown", "step withheld"}}
    return sum(event["kind"] == "step due" and at(event) >= start and _step(event) not in decided for event in events)


def _is_put_off(event: Exported) -> bool:
    data = event["data"]
    if event["kind"] not in {"date moved", "client told of the date"} or data.get("pending"):
        return False
    before, after = moment(data["from"]), moment(data["due_at"])
    return before is not None and after is not None and after > before


# --- how long it takes -----------------------------------------------------------------------------------------------


def kaplan_meier(lengths: Sequence[tuple[int, bool]]) -> tuple[int | None, int | None]:
    """Median and 90th percentile of (minutes, is over)."""
    without, reached = Fraction(1), {}
    for minutes in sorted({length for length, is_over in lengths if is_over}):
        at_risk = sum(length >= minutes for length, _ in lengths)
        over = sum(length == minutes and is_over for length, is_over in lengths)
        without *= Fraction(at_risk - over, at_risk)
        for share in (Fraction(1, 2), Fraction(1, 10)):
            if without <= share and share not in reached:
                reached[share] = minutes
    return reached.get(Fraction(1, 2)), reached.get(Fraction(1, 10))


def _times(
    lives: Sequence[Life], turns: Sequence[str], bounds: Sequence[datetime], worked: Worked
) -> dict[str, tuple[Any, ...]]:
    """How long it took, or has lasted by the end, for what was handed over within the bounds."""
    calendar, working = [], []
    for events in (events for events in lives if at(events[0]) >= bounds[0]):
        there, closed = first_contact(events, turns), closing(events)
        last = min((one for one in (there, closed) if one is not None), key=itemgetter("id"), default=None)
        began, until = at(events[0]), bounds[-1] if last is None else at(last)
        who = owner(events if last is None else events[: events.index(last)])
        calendar.append(((until - began) // timedelta(minutes=1), there is not None))
        working.append((worked(who, began, until) // timedelta(minutes=1), there is not None))
    happened = sum(is_over for _, is_over in calendar)
    return {
        "calendar": (len(calendar), happened, *kaplan_meier(calendar)),
        "working": (len(working), happened, *kaplan_meier(working)),
    }


# --- a week ----------------------------------------------------------------------------------------------------------


def _by(end: datetime, lives: Sequence[Life]) -> list[Life]:
    """What clients asked for, with what happened until then."""
    clients = [events for events in lives if events[0]["data"]["source"] != "keeping in touch"]
    return [seen for events in clients if (seen := [event for event in events if at(event) < end])]


def figures(lives: Sequence[Life], bounds: Sequence[datetime], worked: Worked) -> dict[str, Any]:
    """Every figure of the week between the last two of these moments, the times of the weeks since the first; `lives`
    may go on after it.
    """
    start, end = bounds[-2:]
    lives = _by(end, lives)
    week = [event for events in lives for event in events if at(event) >= start]
    kinds = Counter(event["kind"] for event in week)
    contacts = [e["data"] for e in week if e["kind"] == "client contacted" and not e["data"].get("same_contact")]
    chases = [event["data"].get("verified") is not False for event in week if event["kind"] == "client asked again"]
    states = Counter(map(state, lives))
    either = [
        min((one for one in (word, other) if one is not None), key=at) is word
        for events in lives
        for word, other in [(first_contact(events, ANY_TURN), escalation(events))]
        if (word or other) and start <= min(at(one) for one in (word, other) if one is not None)
    ]
    return {
        "new": sum(at(events[0]) >= start for events in lives),
        "answered": sum(_is_in_week(first_contact(events, ANY_TURN), start) for events in lives),
        "closed": sum(_is_in_week(closing(events), start) for events in lives),
        "reopened": kinds["reopened"],
        "open": {state: count for state, count in states.items() if state != "closed"},
        "kept": kinds["promise kept"],
        "broken": kinds["promise passed"],
        "copied": sum(event["kind"] == "promise passed" and bool(event["data"].get("copy_in_time")) for event in week),
        "moved": sum(map(_is_put_off, week)),
        "touches": dict(Counter(contact["evidence"] for contact in contacts)),
        "holding": sum(contact["turn"] == "ours" for contact in contacts),
        "chases": sum(chases),
        "unverified": len(chases) - sum(chases),
        "before": (sum(either), len(either)),
        "not needed": dict(Counter(e["data"]["reason"] for e in week if e["kind"] == "reminder not needed")),
        "withheld": dict(Counter(e["data"]["reason"] for e in week if e["kind"] == "step withheld")),
        "undecided": sum(_undecided(events, start) for events in lives),
        "undelivered": kinds["message not delivered"],
        "heard": _times(lives, ANY_TURN, bounds, worked),
        "turned": _times(lives, NOT_OURS, bounds, worked),
    }


def _is_in_week(event: Exported | None, start: datetime) -> bool:
    return event is not None and at(event) >= start


def threads(
    lives: Sequence[Life], start: datetime, end: datetime, zone: str
) -> dict[str, tuple[int, list[tuple[int, Any]]]]:
    """The lists of the week between two moments: how many belong there, and the first ten by what each is sorted by."""
    lives, soon = _by(end, lives), _a_week_later(end, zone)
    waits = [(waiting_since(events), events) for events in lives]
    due = [(_promise(events)[0], events) for events in lives]
    took = [(_went_well(events, start), events) for events in lives]
    triage = [(at(events[0]), events) for events in lives if state(events) == "triage"]
    return {
        "decisions": _first(waits),
        "promises": _first([(by, events) for by, events in due if by is not None and end <= by < soon]),
        "went well": _first(took),
        "triage": (len(triage), [(number, "triage") for number, _ in _first(triage)[1]]),
    }


def _a_week_later(midnight: datetime, zone: str) -> datetime:
    """The midnight seven nights on: the same on the clock, an hour more or less away where the clocks change."""
    day = midnight.astimezone(ZoneInfo(zone)).date() + timedelta(days=7)
    return datetime.combine(day, time(), ZoneInfo(zone))


def _first(found: Iterable[tuple[Any, Life]]) -> tuple[int, list[tuple[int, Any]]]:
    ordered = sorted((key, events[0]["request_id"]) for key, events in found if key is not None)
    return len(ordered), [(number, key) for key, number in ordered[:10]]


def words(lives: Sequence[Life], start: datetime, end: datetime, zone: str) -> dict[str, list[tuple[int, Any]]]:
    """What is said of them: for how many days clients have waited, what they were promised, and the lessons."""
    lists = threads(lives, start, end, zone)
    known = {events[0]["request_id"]: events for events in _by(end, lives)}
    week = [event for events in known.values() for event in events if at(event) >= start]
    lessons = [event for event in week if event["kind"] == "closed" and event["commitment"] is not None]
    lessons.sort(key=lambda event: (at(event), event["id"]), reverse=True)
    return {
        "waits": [(number, (end - since).days) for number, since in lists["decisions"][1]],
        "promised": [(number, _promise(known[number])[1]) for number, _ in lists["promises"][1]],
        "lessons": [(event["request_id"], event["text"]) for event in lessons[:10]],
        "more lessons": [(0, max(0, len(lessons) - 10))],
    }


def _promise(events: Life) -> tuple[datetime | None, str | None]:
    *_, last = promises(events)
    return last


def _went_well(events: Life, start: datetime) -> timedelta | None:
    """How long it took until the turn was theirs in the week, or it was done, where nothing went wrong."""
    there, closed = first_contact(events, NOT_OURS), closing(events)
    if there is None or at(there) < start or escalation(events) is not None:
        return None
    if any(event["kind"] in {"client asked again", "promise passed"} for event in events):
        return None
    if closed is not None and closed["data"]["outcome"] != "done":
        return None
    return at(there) - at(events[0])


def anchor(seals: Sequence[dict[str, Any]], end: datetime) -> tuple[str | None, int]:
    """The hash of the last seal before `end`, and how many events are sealed by then."""
    before = [seal for seal in seals if datetime.fromisoformat(seal["sealed_at"]) < end]
    return (before[-1]["hash"], before[-1]["event_count"]) if before else (None, 0)
