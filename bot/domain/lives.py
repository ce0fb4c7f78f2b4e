"""The life of a request, read from its part of the trail alone, up to any instant.

The trail is what stands still: a request's row says how it stands now, its events say how it stood at the end of any
week. Every rule by which an event changes how a request stands is here, in one function.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.draft import Source
from bot.domain.events import EventKind, RecordedEvent, moment
from bot.domain.people import Role
from bot.domain.request import Evidence, Outcome, State, Turn
from bot.domain.step import StepKey

_ESCALATED = {Role.BACKUP.value, Role.LEAD.value, Role.NAMED.value, Role.FALLBACK.value}

READ: tuple[EventKind, ...] = (
    EventKind.HANDED_OVER,
    EventKind.ROUTED,
    EventKind.TAKEN,
    EventKind.DATE_MOVED,
    EventKind.CLIENT_TOLD,
    EventKind.TOUCHED,
    EventKind.PROMISE_KEPT,
    EventKind.PROMISE_BROKEN,
    EventKind.CHASED,
    EventKind.ANSWERED,
    EventKind.ASK_AGAIN,
    EventKind.REASSIGNED,
    EventKind.ACCEPTED,
    EventKind.RETURNED,
    EventKind.SNOOZED,
    EventKind.NOT_NEEDED,
    EventKind.CLOSED,
    EventKind.REOPENED,
    EventKind.STEP_DUE,
    EventKind.STEP_SENT,
    EventKind.STEP_SHOWN,
    EventKind.STEP_WITHHELD,
    EventKind.UNDELIVERED,
)
"""The kinds of events that a life is read from; all others change nothing in it."""

_TOLD = frozenset(READ) - {
    EventKind.NOT_NEEDED,
    EventKind.STEP_DUE,
    EventKind.STEP_SENT,
    EventKind.STEP_SHOWN,
    EventKind.STEP_WITHHELD,
    EventKind.UNDELIVERED,
    EventKind.PROMISE_KEPT,
    EventKind.ROUTED,
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """When something happened for the first time (UTC), and who had the request then."""

    at: datetime
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stood at some instant. Times are UTC.

    `asked_at` is since when the client waits for us, by their mail's own date where it is believed: a holding
    reply does not change it. `due_at` is by when they hear from us, `promised_in` the event whose words say what.
    `last` is what happened last that changed something, or that the client felt.
    """

    state: State
    project_id: int | None = None
    owner_id: int | None = None
    asked_at: datetime | None = None
    due_at: datetime | None = None
    promised_in: int | None = None
    last: EventKind | None = None
    last_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still expected of somebody."""
        return self.state is not State.CLOSED


@dataclass(slots=True)
class Life:
    """A request as its events tell of it, one after the other.

    `heard`, `turned`, `ended` and `escalated` belong to its first life, up to the first time that it was closed: when
    the client first heard from us, when the turn was first theirs (or nobody's: `turned_to` says which), when it was
    closed, and when somebody else than its owner was first told. `touched_at` is when the client last heard from us.
    `undecided` are the due steps that have no outcome, and since when.
    """

    request_id: int
    began_at: datetime | None = None
    source: str | None = None
    state: State = State.TRIAGE
    project_id: int | None = None
    owner_id: int | None = None
    asked_at: datetime | None = None
    touched_at: datetime | None = None
    due_at: datetime | None = None
    promised_in: int | None = None
    pending_in: int | None = None
    last: EventKind | None = None
    last_at: datetime | None = None
    heard: Milestone | None = None
    turned: Milestone | None = None
    turned_to: Turn | None = None
    ended: Milestone | None = None
    escalated: Milestone | None = None
    outcome: Outcome | None = None
    chased: bool = False
    broken: bool = False
    roles: dict[StepKey, str] = field(default_factory=dict)
    undecided: dict[StepKey, datetime] = field(default_factory=dict)

    @property
    def is_clients(self) -> bool:
        """Whether a client asked for it."""
        return self.began_at is not None and self.source != Source.KEEPING_IN_TOUCH

    @property
    def is_helped(self) -> bool:
        """Whether its first life did not end with nothing done: as a duplicate, withdrawn, or no longer needed."""
        return self.outcome in {None, Outcome.DONE}

    def standing(self) -> Standing:
        """How it stands after the events so far."""
        return Standing(
            state=self.state,
            project_id=self.project_id,
            owner_id=self.owner_id,
            asked_at=self.asked_at,
            due_at=self.due_at,
            promised_in=self.promised_in if self.due_at else None,
            last=self.last,
            last_at=self.last_at,
        )

    def apply(self, event: RecordedEvent) -> None:
        """Take one more event in, in the order of the trail."""
        change = _CHANGES.get(event.kind)
        if change is not None:
            change(self, event)
        if event.kind in _TOLD:
            self.last, self.last_at = event.kind, event.at


def live(request_id: int, events: Iterable[RecordedEvent]) -> Life:
    """The life that these events tell of."""
    life = Life(request_id)
    for event in events:
        life.apply(event)
    return life


def is_holding(event: RecordedEvent) -> bool:
    """Whether it is a contact after which the turn was still ours."""
    return event.kind is EventKind.TOUCHED and event.data.get("turn") == Turn.OURS


def is_put_off(event: RecordedEvent) -> bool:
    """Whether a date for the client became a later one: at once, or when they were told of it."""
    if event.kind is EventKind.DATE_MOVED and event.data.get("pending"):
        return False
    before, after = moment(event.data.get("from")), moment(event.data.get("due_at"))
    is_move = event.kind in {EventKind.DATE_MOVED, EventKind.CLIENT_TOLD}
    return is_move and before is not None and after is not None and after > before


def key_of(data: Mapping[str, object]) -> StepKey | None:
    """The step that an event is about."""
    parts = [data.get(name) for name in ("cycle", "rung", "repetition", "recipient")]
    numbers = [part for part in parts if isinstance(part, int)]
    return StepKey(*numbers) if len(numbers) == len(parts) else None


# --- what each event changes -----------------------------------------------------------------------------------------


def _person(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _written_at(event: RecordedEvent) -> datetime:
    """When the client wrote what came in: the mail's own date, which an event carries where it was believed, else when
    it came.
    """
    return min(moment(event.data.get("written")) or event.at, event.at)


def _asked(life: Life, event: RecordedEvent) -> datetime:
    """Since when the client waits for us again: a mail from before our last contact waits since it came."""
    written_at = _written_at(event)
    has_heard_since = life.touched_at is not None and life.touched_at > written_at
    return event.at if has_heard_since else written_at


def _handed_over(life: Life, event: RecordedEvent) -> None:
    life.began_at, life.asked_at = event.at, _written_at(event)
    life.source = str(event.data.get("source"))


def _routed(life: Life, event: RecordedEvent) -> None:
    life.state = State.OPEN
    life.owner_id, life.project_id = _person(event.data.get("owner")), _person(event.data.get("project"))
    life.due_at = moment(event.data.get("promised_by"))


def _taken(life: Life, event: RecordedEvent) -> None:
    life.state, life.due_at, life.promised_in = State.PROMISED, moment(event.data.get("due_at")), event.id


def _moved(life: Life, event: RecordedEvent) -> None:
    if event.data.get("pending"):
        life.pending_in = event.id
    else:
        life.due_at, life.promised_in = moment(event.data.get("due_at")), event.id


def _told(life: Life, event: RecordedEvent) -> None:
    """What was to happen by the other date was said when it was chosen."""
    life.due_at, life.promised_in = moment(event.data.get("due_at")), life.pending_in


def _touched(life: Life, event: RecordedEvent) -> None:
    turn, until = event.data.get("turn"), moment(event.data.get("until"))
    now = Milestone(event.at, life.owner_id)
    heard_at = _written_at(event)
    life.touched_at = max(heard_at, life.touched_at or heard_at)
    if life.ended is None:
        life.heard = life.heard or now
        if turn != Turn.OURS and life.turned is None:
            life.turned, life.turned_to = now, Turn.CLIENTS if turn == Turn.CLIENTS else Turn.NOBODYS
    if turn == Turn.CLIENTS:
        life.state, life.due_at, life.asked_at = State.WAITING, None, None
    elif turn == Turn.OURS and event.data.get("evidence") == Evidence.CLAIMED:
        # A copy of a mail alone says nothing of whose turn it is: as it stood, it stands.
        life.state, life.due_at, life.promised_in = State.PROMISED, until, event.id
        life.asked_at = life.asked_at or event.at


def _broken(life: Life, event: RecordedEvent) -> None:
    """Somebody's contact that came too late is told after the contact; its own date is another by then."""
    life.broken = True
    if event.actor_id is None and life.due_at == moment(event.data.get("due_at")):
        life.state, life.due_at = State.OPEN, None


def _chased(life: Life, event: RecordedEvent) -> None:
    """Whoever waited for nothing waits from now; who waited before has done so for longer."""
    life.chased, life.asked_at = True, life.asked_at or _asked(life, event)


def _answered(life: Life, event: RecordedEvent) -> None:
    life.state, life.asked_at = State.OPEN, _asked(life, event)


def _asked_again(life: Life, event: RecordedEvent) -> None:
    life.state = State.OPEN


def _reassigned(life: Life, event: RecordedEvent) -> None:
    life.state, life.owner_id = State.OPEN, _person(event.data.get("to"))


def _lent(life: Life, event: RecordedEvent) -> None:
    """Somebody has it while its owner is away, or its owner has it back: it stands where it stood."""
    life.owner_id = _person(event.data.get("to"))


def _snoozed(life: Life, event: RecordedEvent) -> None:
    if event.data.get("waiting"):
        life.state = State.WAITING


def _closed(life: Life, event: RecordedEvent) -> None:
    now = Milestone(event.at, life.owner_id)
    if life.ended is None:
        if event.data.get("outcome") == Outcome.DONE:
            life.heard = life.heard or now
            if life.turned is None:
                life.turned, life.turned_to = now, Turn.NOBODYS
        life.ended, life.outcome = now, Outcome(str(event.data.get("outcome")))
    life.state, life.due_at, life.asked_at = State.CLOSED, None, None


def _reopened(life: Life, event: RecordedEvent) -> None:
    life.state = State.TRIAGE if life.owner_id is None else State.OPEN
    life.asked_at = _asked(life, event)


def _due(life: Life, event: RecordedEvent) -> None:
    key = key_of(event.data)
    if key is not None:
        life.undecided[key] = event.at
        life.roles[key] = str(event.data.get("role") or "")


def _decided(life: Life, event: RecordedEvent) -> None:
    key = key_of(event.data)
    if key is None:
        return
    life.undecided.pop(key, None)
    role = life.roles.pop(key, "")
    was_told = event.kind is not EventKind.STEP_WITHHELD
    is_other = role in _ESCALATED if role else life.owner_id is not None and key.recipient != life.owner_id
    if was_told and is_other and key.rung > 0 and life.ended is None:
        life.escalated = life.escalated or Milestone(event.at, life.owner_id)


_CHANGES = {
    EventKind.HANDED_OVER: _handed_over,
    EventKind.ROUTED: _routed,
    EventKind.TAKEN: _taken,
    EventKind.DATE_MOVED: _moved,
    EventKind.CLIENT_TOLD: _told,
    EventKind.TOUCHED: _touched,
    EventKind.PROMISE_BROKEN: _broken,
    EventKind.CHASED: _chased,
    EventKind.ANSWERED: _answered,
    EventKind.ASK_AGAIN: _asked_again,
    EventKind.REASSIGNED: _reassigned,
    EventKind.ACCEPTED: _lent,
    EventKind.RETURNED: _lent,
    EventKind.SNOOZED: _snoozed,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.STEP_DUE: _due,
    EventKind.STEP_SENT: _decided,
    EventKind.STEP_SHOWN: _decided,
    EventKind.STEP_WITHHELD: _decided,
}
