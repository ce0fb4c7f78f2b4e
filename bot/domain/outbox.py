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
    REMINDER = "reminder"
    REMINDER_LINE = "reminder line"
    HEADS_UP = "heads-up"
    TRIAGE_QUESTION = "triage question"
    AGAIN_QUESTION = "again question"
    COPY_QUESTION = "copy question"
    WHICH_COPY = "which copy"
    COPY_NOTED = "copy noted"
    NOISE_QUESTION = "noise question"
    TRIAGE_ESCALATION = "triage escalation"
    CONFIRMATION = "confirmation"
    REPORTER_LINE = "reporter line"
    CALL = "call"
    OFFER = "offer"
    WHOSE = "whose is it"
    PACKET = "hand-over packet"
    HAND_BACK = "hand-back"
    AWAY_QUESTION = "away question"
    OWNER_LINE = "owner line"
    FLAG_LINE = "flag line"
    LOG = "log"
    DIGEST = "digest"
    DIGEST_PICTURE = "digest picture"
    ANSWER = "answer"
    OPERATOR = "operator"
    ERASURE = "erasure"
    CHANNEL_WORD = "word in the channel"


GONE = "gone"
"""The fact of a message that somebody has deleted from Slack."""


class MovedBy(StrEnum):
    """Why something is said later than it was meant to be."""

    HOURS = "hours"
    BUDGET = "budget"


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
    """An intention under way: the row that a sender has leased. `token` is in the message's metadata.

    `attempts` counts this attempt too, and tells it from every other. For an update, `sent_channel` and `sent_ts` say
    where the message to be changed stands (None: it was never sent), `shown_digest` what it shows now, if that is
    known. `thread_channel` and `thread_ts` say which message a post answers. `attempted_at` is when the first attempt
    began, `lease_until` how long this one has (real time, UTC). `file_id` is Slack's own id of the file that the last
    attempt at an upload was about to share, or that the message to be changed shows; `said` the words to go with it.
    """

    id: int
    workspace_id: str
    intention: Intention
    token: str
    attempts: int
    uncertain: bool
    lane: str = ""
    recipient_slack_id: str | None = None
    opened_channel: str | None = None
    sent_channel: str | None = None
    sent_ts: str | None = None
    thread_channel: str | None = None
    thread_ts: str | None = None
    shown_digest: bytes | None = None
    attempted_at: datetime | None = None
    lease_until: datetime | None = None
    file_id: str | None = None
    said: str | None = None

    @property
    def users(self) -> str | None:
        """The Slack ids of those that a direct or group conversation is opened with, separated by commas."""
        group = self.intention.facts.get("users")
        return str(group) if group else self.recipient_slack_id


@dataclass(frozen=True, slots=True)
class Backlog:
    """What has not arrived yet: how many rows wait, are under way, or are uncertain; and how many of the uncertain
    ones Slack does not let us look for.
    """

    pending: int
    sending: int
    uncertain: int
    unreadable: int
