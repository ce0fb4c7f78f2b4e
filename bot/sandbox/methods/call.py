"""One call of one method: what a handler is given, and how a method is described."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.sandbox import limits
from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Json, Kind, User
from bot.sandbox.scopes import FAMILY
from bot.sandbox.state import Workspace

Item = TypeVar("Item")


class Tier(StrEnum):
    """How often a method may be called: Slack's tiers, and the two with rules of their own."""

    TWO = "20 a minute"
    THREE = "50 a minute"
    FOUR = "100 a minute"
    GENEROUS = "300 a minute"
    POSTING = "one a second a channel"


@dataclass(frozen=True)
class Call:
    """A call by the bot: the workspace it is about, its arguments, and the address of this server."""

    workspace: Workspace
    method: str
    arguments: Arguments
    address: str

    def need(self, scope: str) -> None:
        """Raise SlackError(missing_scope) unless the app was granted `scope`."""
        granted = self.workspace.scopes
        if scope not in granted:
            raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))

    def user(self, name: str = "user") -> User:
        """The person that an argument names. Raises SlackError(user_not_found)."""
        found = self.workspace.users.get(self.arguments.required(name))
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names by id, as far as the bot can see it.

        Raises SlackError(channel_not_found) for an unknown one, and for private ones without the bot in them.
        """
        found = self.workspace.channels.get(self.arguments.required(name))
        if found is None or (found.kind is not Kind.PUBLIC and self.workspace.bot.id not in found.members):
            raise SlackError("channel_not_found")
        return found

    def need_for(self, channel: Channel, right: str) -> None:
        """Raise SlackError(missing_scope) unless the app has `right` (read, history, write) for that kind of place."""
        self.need(f"{FAMILY[channel.kind]}:{right}")

    def page(self, items: Sequence[Item], default: int = limits.PAGE) -> tuple[list[Item], str]:
        """The part of `items` that `cursor` and `limit` ask for, and the cursor of the next part ('' at the end)."""
        limit = self.arguments.integer("limit", default, limits.PAGE_MOST)
        cursor = self.arguments.text("cursor") or "from:0"
        start = cursor.removeprefix("from:")
        if not start.isdigit() or not cursor.startswith("from:"):
            raise SlackError("invalid_cursor")
        end = int(start) + limit
        return list(items[int(start) : end]), f"from:{end}" if end < len(items) else ""


@dataclass(frozen=True)
class Method:
    """A method: what carries it out, which scopes it always asks for, and how often it may be called."""

    carry_out: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    tier: Tier = Tier.THREE
