"""What must hold of a year: read from the database alone, and reckoned without the bot's own rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.tables import absence, audit_event, outbox, person, step, workspace
from tests.domain.naive_hours import Hours

HOUSE = Hours("Europe/Berlin", "Mon-Fri 09:00-17:30")
NOTIFYING = {
    "card",
    "reminder",
    "reminder line",
    "heads-up",
    "triage escalation",
    "offer",
    "whose is it",
    "hand-over packet",
    "hand-back",
}
"""What comes by itself, and so only within somebody's hours."""

ANSWERING = {"confirmation", "answer", "copy question", "which copy", "copy noted"}
"""What somebody gets for something that they have just done themselves."""

Key: TypeAlias = tuple[int, int, int, int, int]
"""Request, cycle, rung, repetition, recipient."""


@dataclass(frozen=True)
class Row:
    """One message that stands in Slack: `at` is when Slack got it, by its own stamp (UTC)."""

    at: datetime
    id: int
    purpose: str
    reader: int
    request: int | None
    facts: dict[str, Any]
    waits: bool
    step: Key | None


@dataclass(frozen=True)
class Told:
    """One event of the trail."""

    id: int
    at: datetime
    kind: str
    request: int | None
    data: dict[str, Any]

    @property
    def key(self) -> Key:
        """Of which step it tells."""
        of = self.data
        return (self.request or 0, of["cycle"], of["rung"], of["repetition"], of["recipient"])


@dataclass
class Found:
    """Everything that the checks look at."""

    posts: list[Row]
    trail: list[Told]
    steps: dict[Key, Any]
    people: dict[int, Any]
    budget: int
    pending: set[int]
    absences: dict[int, list[tuple[datetime, datetime]]]
    end: datetime

    def local_day(self, row: Row) -> tuple[int, date]:
        """Whose day it was, and which."""
        return row.reader, row.at.astimezone(ZoneInfo(self.people[row.reader].zone)).date()

    def hours(self) -> dict[int | None, Hours]:
        """When everybody works; under None, whoever works as is usual in the house."""
        found: dict[int | None, Hours] = {None: HOUSE}
        for who, one in self.people.items():
            found[who] = Hours(one.zone, one.working_hours or HOUSE.text, one.country)
        return found


async def found(engine: AsyncEngine, end: datetime) -> Found:
    """What the database holds at the end of a year."""
    async with engine.begin() as conn:
        posts = await _rows(conn, select(outbox).where(outbox.c.kind == "post", outbox.c.state == "sent"))
        trail = await _rows(conn, select(audit_event).order_by(audit_event.c.id))
        waiting = await _rows(conn, select(outbox).where(outbox.c.state == "pending", outbox.c.due_at > end))
        steps = await _rows(conn, select(step))
        people = await _rows(conn, select(person))
        away = await _rows(conn, select(absence).where(absence.c.cancelled_at.is_(None)))
        budget = (await conn.execute(select(workspace.c.daily_budget))).scalar_one()
    return Found(
        posts=[_post(row) for row in posts],
        trail=[Told(row.id, row.at, row.kind, row.request_id, row.data) for row in trail],
        steps={(s.request_id, s.cycle, s.rung, s.repetition, s.recipient_id): s for s in steps},
        people={row.id: row for row in people},
        budget=budget,
        pending={row.recipient_id for row in waiting},
        absences={
            # Who says in the morning that they are away today may have been reminded before they said so; and who says
            # that they are back hears in the same second, and Slack's times are known to the second here.
            who: [
                (max(one.starts_at, one.noted_at), one.ends_at.replace(microsecond=0))
                for one in away
                if one.person_id == who
            ]
            for who in {one.person_id for one in away}
        },
        end=end,
    )


async def _rows(conn: AsyncConnection, query: Any) -> list[Any]:
    return list(await conn.execute(query))


def _post(row: Any) -> Row:
    at = datetime.fromtimestamp(int(row.sent_ts.partition(".")[0]), UTC)
    of = (row.request_id, row.step_cycle, row.step_rung, row.step_repetition, row.recipient_id)
    key = of if row.step_rung is not None else None
    return Row(at, row.id, row.purpose, row.recipient_id, row.request_id, row.facts, row.in_office_hours, key)


# --- people ----------------------------------------------------------------------------------------------------------


def out_of_hours(known: Found) -> list[Row]:
    """Messages that came by themselves while their reader's office was closed."""
    hours = known.hours()
    return [row for row in known.posts if row.purpose in NOTIFYING and not hours[row.reader].is_open(row.at)]


def to_whoever_is_away(known: Found) -> list[Row]:
    """Messages that came by themselves to somebody who was away."""
    return [
        row
        for row in known.posts
        if row.purpose in NOTIFYING and any(start <= row.at < end for start, end in known.absences.get(row.reader, ()))
    ]


def to_nobody(known: Found) -> list[Row]:
    """Messages to somebody who had left by then."""
    left = {
        event.data["person_id"]: event.at
        for event in known.trail
        if event.kind == "set up" and event.data.get("what") == "person" and event.data.get("is_active") is False
    }
    return [row for row in known.posts if row.reader in left and row.at >= left[row.reader]]


def second_reminders(known: Found) -> dict[tuple[int, date], int]:
    """Days on which somebody got more than one reminder."""
    days = Counter(known.local_day(row) for row in known.posts if row.purpose == "reminder")
    return {day: count for day, count in days.items() if count > 1}


def over_budget(known: Found) -> dict[tuple[int, date], int]:
    """Days on which somebody was notified more often than the budget allows."""
    days = Counter(known.local_day(row) for row in known.posts if _counts(row))
    return {day: count for day, count in days.items() if count > known.budget}


def _counts(row: Row) -> bool:
    if row.purpose in ANSWERING or row.facts.get("is_answer"):
        return False
    return row.waits if row.purpose in {"triage question", "again question"} else True


# --- steps -----------------------------------------------------------------------------------------------------------


def without_one_outcome(known: Found) -> dict[Key, list[str]]:
    """Steps that have none, or several, by the trail; those whose message waits for tomorrow have none yet."""
    ended: dict[Key, list[str]] = defaultdict(list)
    for event in known.trail:
        if event.kind in {"step sent", "step shown", "step withheld"} and "cycle" in event.data:
            ended[event.key].append(event.kind.removeprefix("step "))
    wrong = {}
    for key, row in known.steps.items():
        expected = [row.outcome] if row.outcome else []
        if ended[key] != expected or not (row.outcome or row.recipient_id in known.pending):
            wrong[key] = ended[key]
    return wrong | {key: kinds for key, kinds in ended.items() if key not in known.steps}


def due_more_than_once(known: Found) -> dict[Key, int]:
    """Steps that fell due twice by the trail, or not at all though they are on record."""
    due = Counter(event.key for event in known.trail if event.kind == "step due")
    overtaken = {event.key for event in known.trail if event.kind == "step withheld" and "due_at" in event.data}
    return {key: due[key] for key in known.steps if due[key] + (key in overtaken) != 1}


# --- whether it was needed -------------------------------------------------------------------------------------------

HEADS_UP, TRIAGE = -1, -2

AFTERWARDS = {
    "handed over": "triage",
    "routed": "open",
    "taken": "promised",
    "client asked again": None,
    "client answered": "open",
    "ask-again date came": "open",
    "promise passed": "open",
    "reassigned": "open",
    "closed": "closed",
    "reopened": "open",
}
"""The state after each event, as the words of the design have it; None: as it was."""


def states(events: list[Told]) -> Iterator[tuple[datetime, str, int]]:
    """When a request stood where, and in which cycle, by its own part of the trail."""
    state, cycle = "triage", 0
    for event in events:
        if event.kind == "client contacted":
            state = {"ours": "promised", "client's": "waiting", "nobody's": "closed"}[event.data["turn"]]
        elif event.kind == "snoozed" and event.data.get("waiting"):
            state = "waiting"
        elif event.kind == "step due":
            cycle = max(cycle, event.data["cycle"])
        elif event.kind == "promise passed" and state == "promised" and "cycle" in event.data:
            state = "open"
        elif event.kind != "promise passed":
            state = AFTERWARDS.get(event.kind) or state
        yield event.at, state, cycle


def unneeded(known: Found) -> list[tuple[Row, str]]:
    """Posts about a request that had stopped needing them when Slack got them."""
    stood = {number: list(states(events)) for number, events in _by_request(known).items()}
    chases = {(e.request, e.data["cycle"]) for e in known.trail if e.kind == "client asked again"}
    wrong = []
    for row, key in _said(known):
        *_, (_, state, cycle) = [then for then in stood[key[0]] if int(then[0].timestamp()) <= row.at.timestamp()]
        if cycle != key[1] or not _is_needed(state, rung=key[2], is_chased=key[:2] in chases):
            wrong.append((row, f"{state}, cycle {cycle}, step {key}"))
    return wrong


def _is_needed(state: str, *, rung: int, is_chased: bool) -> bool:
    if state == "triage":
        return rung == TRIAGE
    return state == "open" or (state == "promised" and (rung == HEADS_UP or is_chased))


def _by_request(known: Found) -> dict[int, list[Told]]:
    theirs: dict[int, list[Told]] = defaultdict(list)
    for event in known.trail:
        if event.request is not None:
            theirs[event.request].append(event)
    return theirs


def _said(known: Found) -> Iterator[tuple[Row, Key]]:
    """Every step that a post told of, with that post; edits notify nobody, but the line below one does."""
    posts = {row.id: row for row in known.posts}
    for key, row in known.steps.items():
        if row.outcome == "sent" and row.carried_by in posts:
            yield posts[row.carried_by], key
    for post in known.posts:
        if post.step is not None:
            yield post, post.step
        elif post.purpose == "reminder line":
            of = post.facts
            yield post, (post.request or 0, of["cycle"], of["rung"], of["repetition"], post.reader)


def weekly_sent(known: Found) -> dict[int, tuple[int, int]]:
    """Weeks in which the steps that are on record as sent are not those that the trail tells of."""
    by_trail = Counter(_week(e.at) for e in known.trail if e.kind == "step sent")
    by_steps = Counter(_week(row.decided_at) for row in known.steps.values() if row.outcome == "sent")
    return {week: (by_trail[week], by_steps[week]) for week in by_trail | by_steps if by_trail[week] != by_steps[week]}


def _week(at: datetime) -> int:
    return (at - datetime(2027, 1, 4, tzinfo=UTC)) // timedelta(weeks=1)


def story(known: Found) -> Counter[tuple[Any, ...]]:
    """Everything that happened, without the numbers that mean nothing: two runs of a seed tell the same."""
    return Counter(
        (event.at, event.kind, event.request, *sorted((k, str(v)) for k, v in event.data.items()))
        for event in known.trail
    )
