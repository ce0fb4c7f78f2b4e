"""What happened in a workspace: changes as they are told, and what a test looks at afterwards."""

from dataclasses import dataclass, field

from bot.sandbox.model import Channel, Json, Message, User, View


@dataclass(frozen=True)
class Change:
    """Something happened in the workspace: `what` in words, and the thing that it happened to."""

    what: str
    message: Message | None = None
    before: Message | None = None
    channel: Channel | None = None
    user: User | None = None
    view: View | None = None


@dataclass(frozen=True)
class Notification:
    """A phone buzzes: a new message in a direct conversation, or a ping. Edits never do this."""

    user: str
    message: Message


@dataclass
class Journal:
    """What a test looks at afterwards: things that Slack would tolerate, and things that went wrong."""

    warnings: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    unknown_methods: list[str] = field(default_factory=list)
    lost_events: list[Json] = field(default_factory=list)
    notifications: list[Notification] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
