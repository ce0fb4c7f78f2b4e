"""What the sender asks just before it sends: is this still wanted, and what does it say by now?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, MovedBy
from bot.slack.views.message import Message


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to be shared: its bytes (at least one), its name, its title, and what it shows, for who can't see it."""

    content: bytes
    filename: str
    title: str
    alt_text: str


@dataclass(frozen=True, slots=True)
class Ready:
    """It is wanted, and says this.

    Where a post goes, its intention says; `channel`, or the person `recipient_slack_id`, where that leaves it open.
    An upload has its `file`; of its message only the text is said with it.
    """

    message: Message
    recipient_slack_id: str | None = None
    channel: str | None = None
    file: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class NotWanted:
    """It is not wanted any more, and why."""

    reason: Withheld | str


@dataclass(frozen=True, slots=True)
class Later:
    """It is wanted, but not before `due_at` (UTC, by the Clock), and what makes it wait."""

    due_at: datetime
    moved_by: MovedBy = MovedBy.HOURS


@dataclass(frozen=True, slots=True)
class Joins:
    """It needs no message of its own: the post `message`, which is in Slack, will show it."""

    message: int


Rendered = Ready | NotWanted | Later | Joins


class Renderer(Protocol):
    """Looks at the state of the moment. Called under the lease of the delivery, right before it is sent."""

    async def render(self, delivery: Delivery) -> Rendered:
        """What becomes of this delivery."""
        ...
