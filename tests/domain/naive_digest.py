"""The figures of the digest once more, from docs/digest.md and an exported trail, sharing no code with what counts.

Slow and plain on purpose: every figure goes through the whole list again.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

Exported = dict[str, Any]
"""An event as an export has it: id, at, kind, request, actor, data."""

WEEK = timedelta(days=7)
STATES = {
    "handed over": "triage",
    "routed": "open",
    "taken": "promised",
    "client answered": "open",
    "ask-again date came": "open",
    "reassigned": "open",
    "closed": "closed",
}


def at(event: Exported) -> datetime:
    return datetime.fromisoformat(event["at"])


def state_at(events: Sequence[Exported], moment: datetime) -> str | None:
    """How a request stood just before `moment`; None before it was handed over."""
    state, owned, due = None, False, None
    for event in events:
        if at(event) >= moment:
            break
        kind, data = event["kind"], event["data"]
        state = STATES.get(kind, state)
        owned = owned or kind in {"routed", "reassigned"}
        if kind in {"taken", "client told of the date"} or (kind == "date moved" and not data["pending"]):
            due = data["due_at"]
        if kind == "reopened":
            state = "open" if owned else "triage"
        if kind == "snoozed" and data.get("waiting"):
            state = "waiting"
        if kind == "client contacted" and data["turn"] == "client's":
            state, due = "waiting", None
        if kind == "client contacted" and data["turn"] == "ours" and data["evidence"] == "claimed":
            state, due = "promised", data["until"]
        if kind == "promise passed" and event["actor"] is None and due == data["due_at"]:
            state, due = "open", None
    return state


def waiting_since(events: Sequence[Exported], moment: datetime) -> datetime | None:
    """Since when the client waits for us at `moment`; None where they do not."""
    since, heard_at = None, None
    for event in events:
        if at(event) >= moment:
            break
        kind, data = event["kind"], event["data"]
        written = datetime.fromisoformat(data["written"]) if data.get("written") else at(event)
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


def longest_waits(lives: Sequence[Sequence[Exported]], end: datetime) -> list[tuple[int, datetime]]:
    """The ten whose clients have waited longest at `end`, the longest first: their numbers, and since when."""
    clients = [events for events in lives if events[0]["data"]["source"] != "keeping in touch"]
    waits = [(waiting_since(events, end), events[0]["request"]) for events in clients]
    return [(number, since) for since, number in sorted(one for one in waits if one[0] is not None)[:10] if since]


def first_life(events: Sequence[Exported]) -> list[Exported]:
    """Up to the first time that it was closed, that included."""
    closings = [place for place, event in enumerate(events) if event["kind"] == "closed"]
    return list(events[: closings[0] + 1]) if closings else list(events)


def heard(events: Sequence[Exported], turns: Sequence[str]) -> datetime | None:
    """When the client first heard from us with one of these turns after it, or it was closed as done."""
    found = [
        at(event)
        for event in first_life(events)
        if (event["kind"] == "client contacted" and event["data"]["turn"] in turns)
        or (event["kind"] == "closed" and event["data"]["outcome"] == "done")
    ]
    return min(found, default=None)


def ended(events: Sequence[Exported]) -> datetime | None:
    return next((at(event) for event in events if event["kind"] == "closed"), None)


def escalated(events: Sequence[Exported]) -> datetime | None:
    """When somebody else than the owner was first told."""
    roles = {
        (event["data"]["cycle"], event["data"]["rung"], event["data"]["recipient"]): event["data"]["role"]
        for event in events
        if event["kind"] == "step due"
    }
    found = [
        at(event)
        for event in first_life(events)
        if event["kind"] in {"step sent", "step shown"}
        and roles[event["data"]["cycle"], event["data"]["rung"], event["data"]["recipient"]] in {"backup", "lead"}
    ]
    return min(found, default=None)


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


def lengths(
    lives: Sequence[Sequence[Exported]], turns: Sequence[str], start: datetime, end: datetime
) -> list[tuple[int, bool]]:
    """How long it took, or has lasted by `end`, for what was handed over from `start` on; calendar minutes."""
    found = []
    for events in lives:
        began = at(events[0])
        if not start <= began < end:
            continue
        there = heard(events, turns)
        is_over = there is not None and there < end
        until = min(moment for moment in (there, ended(events), end) if moment is not None)
        found.append((int((until - began).total_seconds() // 60), is_over))
    return found


def figures(lives: Sequence[Sequence[Exported]], start: datetime) -> dict[str, Any]:
    """Everything that is told of the week that begins at `start`; `lives` may go on after it."""
    end = start + WEEK
    lives = [events for events in lives if events[0]["data"]["source"] != "keeping in touch"]
    lives = [seen for events in lives if (seen := [event for event in events if at(event) < end])]
    week = [event for events in lives for event in events if at(event) >= start]
    kinds = Counter(event["kind"] for event in week)
    touches = [event["data"] for event in week if event["kind"] == "client contacted"]
    states = Counter(state_at(events, end) for events in lives)
    either = [
        (word, other)
        for events in lives
        for word, other in [(heard(events, ["ours", "client's", "nobody's"]), escalated(events))]
        if (word or other) and start <= min(moment for moment in (word, other) if moment is not None)
    ]
    return {
        "new": sum(at(events[0]) >= start for events in lives),
        "answered": sum((heard(events, ["ours", "client's", "nobody's"]) or start - WEEK) >= start for events in lives),
        "closed": sum((ended(events) or start - WEEK) >= start for events in lives),
        "reopened": kinds["reopened"],
        "open": {state: count for state, count in states.items() if state != "closed"},
        "kept": kinds["promise kept"],
        "broken": kinds["promise passed"],
        "copied": sum(event["kind"] == "promise passed" and event["data"]["copy_in_time"] for event in week),
        "moved": sum(_is_put_off(event) for event in week),
        "touches": dict(Counter(touch["evidence"] for touch in touches)),
        "holding": sum(touch["turn"] == "ours" for touch in touches),
        "chases": sum(event["kind"] == "client asked again" and event["data"]["verified"] for event in week),
        "unverified": sum(event["kind"] == "client asked again" and not event["data"]["verified"] for event in week),
        "before": (sum(other is None or (word is not None and word <= other) for word, other in either), len(either)),
        "not needed": dict(Counter(e["data"]["reason"] for e in week if e["kind"] == "reminder not needed")),
        "withheld": dict(Counter(e["data"]["reason"] for e in week if e["kind"] == "step withheld")),
        "undecided": sum(_undecided(events, start) for events in lives),
        "heard": _times(lives, ["ours", "client's", "nobody's"], end),
        "turned": _times(lives, ["client's", "nobody's"], end),
    }


def _times(lives: Sequence[Sequence[Exported]], turns: Sequence[str], end: datetime) -> tuple[Any, ...]:
    found = lengths(lives, turns, end - 8 * WEEK, end)
    return (len(found), sum(is_over for _, is_over in found), *kaplan_meier(found))


def _is_put_off(event: Exported) -> bool:
    data = event["data"]
    if event["kind"] == "date moved" and data["pending"]:
        return False
    return event["kind"] in {"date moved", "client told of the date"} and data["due_at"] > data["from"]


def _undecided(events: Sequence[Exported], start: datetime) -> int:
    def key(event: Exported) -> tuple[int, int]:
        return event["data"]["rung"], event["data"]["recipient"]

    decided = {key(event) for event in events if event["kind"] in {"step sent", "step shown", "step withheld"}}
    return sum(event["kind"] == "step due" and at(event) >= start and key(event) not in decided for event in events)
