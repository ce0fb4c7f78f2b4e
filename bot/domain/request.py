"""A request: one thing that the client wants and that needs the owner."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.draft import Source
from bot.domain.incoming import Attached
from bot.domain.offers import Loan, Offer
from bot.domain.policy import ChosenBy


class State(StrEnum):
    """Where a request stands (DESIGN section 3)."""

    TRIAGE = "triage"
    OPEN = "open"
    PROMISED = "promised"
    WAITING = "waiting"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    NOT_NEEDED = "not needed"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """What began a cycle."""

    HANDED_OVER = "handed over"
    BROKEN_PROMISE = "broken promise"
    CHASE = "chase"
    ANSWER = "answer"
    ASK_AGAIN = "ask again"
    REASSIGNED = "reassigned"
    TAKEN_OVER = "taken over"
    SETTLED = "settled whose it is"
    RETURNED = "returned"
    REOPENED = "reopened"


class Turn(StrEnum):
    """Whose turn it is after a contact with the client."""

    OURS = "ours"
    CLIENTS = "client's"
    NOBODYS = "nobody's"


class TouchChannel(StrEnum):
    """How we spoke with the client."""

    MAIL = "mail"
    CALL = "call"
    CHAT = "chat"
    MEETING = "meeting"


class Evidence(StrEnum):
    """How we know of a touch; reports keep the three apart."""

    CLAIMED = "claimed"
    COPY_SEEN = "copy seen"
    AUTHENTICATED = "authenticated"


@dataclass(frozen=True, slots=True)
class Promise:
    """What happens next, and that the client hears from us by `due_at` (UTC).

    `ordinal` counts the promises of a request; `client_knows` is None while nobody has said.
    """

    what: str
    due_at: datetime
    made_at: datetime
    ordinal: int
    client_knows: bool | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """Another date (UTC) than the one that the client knows: it counts once the client has been told of it."""

    what: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Snooze:
    """No reminder before `until` (UTC), for a reason that is shown when it ends."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag: who raised it and why, and the policy that it chose. `at` is UTC."""

    by: int
    reason: str
    policy: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run up the ladder.

    The ladder is counted from `anchor_at`, where `anchor_rung` is due at once; a snooze moves the anchor
    on and leaves the cycle as it is. `rung` is the highest that has come due so far in this cycle, at first
    the one that it begins at. In both, the repetitions count on beyond the top of the ladder. `snoozes` counts how
    often reminders have been put off in it.
    """

    number: int
    cause: Cause
    started_at: datetime
    anchor_at: datetime
    anchor_rung: int
    rung: int
    snoozes: int = 0


@dataclass(frozen=True)
class Request:
    """One request as it stands. `id` is the number that people see: #12. All times are UTC.

    `words` is all that was handed over, the first first; `latest_words` what the client wrote last, where they wrote
    more than once; `noise_words` what came last and was taken for noise, with its files in `noise_attachments`;
    `note` what the last forwarder wrote above the client's words. `perhaps_of` is the request that this may
    be the same as, while that is asked. `unverified_from` is the address that the last words claim to be from, where
    they came straight to our address and nothing vouches for them. `offer` is the question whether somebody takes it,
    `loan` whose it is again once they are back; `passes` counts how often somebody said that it isn't theirs.
    `policy_by` is what chose its policy, `moves` how often its date was put off since a cycle began or the client
    heard from us. `touched_at` and `wrote_at` say when the client heard from us and when they wrote last, by the mails'
    own dates where these can be read; `returned_at` when a mail of ours came back, and `noise_is_return` whether the
    noise says so. `erased_at` is when its words were erased.
    """

    id: int
    workspace_id: str
    state: State
    outcome: Outcome | None
    client_id: int | None
    project_id: int | None
    contact_id: int | None
    owner_id: int | None
    reporter_id: int | None
    wish: str
    words: str
    subject_key: str | None
    handed_over_at: datetime
    client_waits_since: datetime | None
    cycle: Cycle
    policy_name: str
    policy_version: int
    promise: Promise | None = None
    pending: Pending | None = None
    ask_again_at: datetime | None = None
    snooze: Snooze | None = None
    promises_made: int = 0
    holding_replies: int = 0
    chases: int = 0
    touched_at: datetime | None = None
    passes: int = 0
    due_at: datetime | None = None
    closed_at: datetime | None = None
    lesson: str | None = None
    latest_words: str | None = None
    noise_words: str | None = None
    noise_attachments: tuple[Attached, ...] = ()
    noise_is_return: bool = False
    returned_at: datetime | None = None
    wrote_at: datetime | None = None
    unverified_from: str | None = None
    note: str | None = None
    perhaps_of: int | None = None
    attachments: tuple[Attached, ...] = ()
    offer: Offer | None = None
    loan: Loan | None = None
    policy_by: ChosenBy = ChosenBy.WORKSPACE
    moves: int = 0
    flag: Flag | None = None
    source: Source = Source.COMMAND
    erased_at: datetime | None = None

    @property
    def is_keeping_in_touch(self) -> bool:
        """Whether no client asked for it: a project wants contact every so often. Then nobody waits for us."""
        return self.source is Source.KEEPING_IN_TOUCH

    @property
    def asks_whether_to_ask(self) -> bool:
        """Whether its owner is asked: ask the client again, wait on, or close?"""
        return self.state is State.OPEN and self.cycle.cause is Cause.ASK_AGAIN

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self.state is State.CLOSED
