"""Delivery: what is meant to be said, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ladder import StepKey


class Kind(StrEnum):
    """How it reaches Slack."""

    POST = "post"
    UPDATE = "update"
    UPLOAD = "upload"


class Purpose(StrEnum):
    """What it is for; the words and blocks follow from that and from the state of the moment."""

    CARD = "card"
    NUDGE = "nudge"
    HEADS_UP = "heads-up"
    TRIAGE_QUESTION = "triage question"
    TRIAGE_ESCALATION = "triage escalation"
    CONFIRMATION = "confirmation"
    REPORTER_LINE = "reporter line"
    CALL = "call"
    DIGEST = "digest"
    ANSWER = "answer"
    OPERATOR = "operator"


class DeliveryState(StrEnum):
    """Where an intention stands (DESIGN section 5, Outbox)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    WITHHELD = "withheld"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Intention:
    """Something to be said. Rendered when it is sent, from the state of that moment.

    Either `recipient_id` (a direct message) or `channel` says where; `dedupe_key` makes it happen once.
    `due_at` (UTC, by the Clock) holds it back until then; `in_office_hours` moves it into the recipient's.
    """

    purpose: Purpose
    dedupe_key: str
    kind: Kind = Kind.POST
    recipient_id: int | None = None
    channel: str | None = None
    thread_of: int | None = None
    target_id: int | None = None
    request_id: int | None = None
    step: StepKey | None = None
    due_at: datetime | None = None
    in_office_hours: bool = False
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An intention under way: the row that a sender has leased. `token` is in the message's metadata."""

    id: int
    workspace_id: str
    intention: Intention
    token: str
    attempts: int
    uncertain: bool
    sent_channel: str | None = None
    sent_ts: str | None = None
    thread_channel: str | None = None
    thread_ts: str | None = None
