"""What is written into the trail: the kinds of events, and the form of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

Value = str | int | bool | None
"""What an event may carry: no personal text, no fractions; people under their ids, moments as ISO 8601 in UTC."""

VALUES: frozenset[type] = frozenset({str, int, bool, type(None)})
"""The types of what an event may carry."""


PEOPLE_IN_EVENTS = (
    "owner",
    "from",
    "to",
    "by",
    "recipient",
    "with",
    "author",
    "person",
    "stand_in",
    "person_id",
    "owner_id",
    "backup_id",
    "lead_id",
    "fallback_owner_id",
)
"""The names under which the data of an event hold people, by their ids."""


class EventKind(StrEnum):
    """Everything that the trail tells of."""

    HANDED_OVER = "handed over"
    JOINED = "handed over again"
    ROUTED = "routed"
    TAKEN = "taken"
    DATE_MOVED = "date moved"
    CLIENT_TOLD = "client told of the date"
    TOUCHED = "client contacted"
    PROMISE_KEPT = "promise kept"
    PROMISE_BROKEN = "promise passed"
    CHASED = "client asked again"
    ANSWERED = "client answered"
    CLIENT_WROTE = "client wrote"
    NOISE = "noise"
    ASK_AGAIN = "ask-again date came"
    REASSIGNED = "reassigned"
    OFFERED = "asked whether they can take it"
    ACCEPTED = "taken over for a while"
    DECLINED = "cannot take it"
    UNANSWERED = "not answered"
    RETURNED = "back with its owner"
    STAYED = "stays with who looked after it"
    AWAY = "away"
    SNOOZED = "snoozed"
    CALL_PROPOSED = "call proposed"
    CALL_AGREED = "call time chosen"
    CALL_RESULT = "what came of the call"
    WORDS_ADDED = "words added"
    NOT_NEEDED = "reminder not needed"
    CLOSED = "closed"
    REOPENED = "reopened"
    FLAGGED = "red flag raised"
    FLAG_LIFTED = "red flag lifted"
    STEP_DUE = "step due"
    STEP_SENT = "step sent"
    STEP_SHOWN = "step shown"
    STEP_WITHHELD = "step withheld"
    STEP_MOVED = "step moved"
    CHANNEL_TOLD = "channel told"
    CHANNEL_NOT_TOLD = "channel not told"
    UNDELIVERED = "message not delivered"
    MAIL_GIVEN_UP = "mail could not be read"
    ERASED = "erased"
    REFUSED = "refused"
    SET_UP = "set up"
    EXPORTED = "log exported"
    DIGEST = "digest"
    AUDITOR = "auditor"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact for the trail. `actor_id` is None when Nudge itself acted; `text` goes into the record as a
    commitment only, its words are kept beside it and can be erased.
    """

    kind: EventKind
    request_id: int | None = None
    actor_id: int | None = None
    data: Mapping[str, Value] = field(default_factory=dict)
    text: str | None = None


@dataclass(unsafe_hash=True)
class NotAnEvent(Exception):
    """What stands in the trail under `event_id` is no event of this Nudge's: somebody else wrote it, or changed it."""

    event_id: int


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it stands in the trail. `at` is UTC; `commitment` is the hex HMAC of `text` under its salt."""

    id: int
    workspace_id: str
    at: datetime
    kind: EventKind
    request_id: int | None
    actor_id: int | None
    data: Mapping[str, Value]
    commitment: str | None
    text: str | None = None


_EARLIEST = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
_LATEST = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)


def moment(value: object) -> datetime | None:
    """A moment as events carry it (ISO 8601), in UTC; None where it is none that the clocks of every zone can show."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at if _EARLIEST <= at <= _LATEST else None
