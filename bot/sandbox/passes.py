"""What Slack hands out for a short while: trigger ids and response addresses. Measured in real time, never faked."""

import time
from dataclasses import dataclass, field

from bot.sandbox.errors import SlackError
from bot.sandbox.ids import random_key
from bot.sandbox.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, TRIGGER_SECONDS
from bot.sandbox.model import Message


@dataclass
class Trigger:
    """A person's recent action, to be exchanged once for a window in front of that person."""

    user: str
    expires: float
    view: str | None = None
    exchanged: bool = False


@dataclass
class ResponseAddress:
    """Where the bot answers a command or a press: the place, who sees it, and how often it may still be used."""

    channel: str
    user: str
    message: Message | None
    expires: float
    uses_left: int = RESPONSE_URL_USES


@dataclass
class Passes:
    """All trigger ids and response addresses that were given out."""

    triggers: dict[str, Trigger] = field(default_factory=dict)
    addresses: dict[str, ResponseAddress] = field(default_factory=dict)

    def new_trigger(self, user: str, view: str | None = None) -> str:
        """A trigger id for something that `user` did just now, in the window `view` if it was in one."""
        trigger_id = f"{time.time_ns() // 1_000_000}.{len(self.triggers) + 1}.{random_key()}"
        self.triggers[trigger_id] = Trigger(user, time.monotonic() + TRIGGER_SECONDS, view)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger id up. Raises SlackError for one that is unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger

    def new_address(self, channel: str, user: str, message: Message | None = None) -> str:
        """The key of a new response address."""
        key = random_key()
        self.addresses[key] = ResponseAddress(channel, user, message, time.monotonic() + RESPONSE_URL_SECONDS)
        return key

    def use_address(self, key: str) -> ResponseAddress:
        """Count one use of an address. Raises SlackError when it is unknown, too old or used up."""
        address = self.addresses.get(key)
        if address is None:
            raise SlackError("invalid_url")
        if time.monotonic() > address.expires:
            raise SlackError("expired_url")
        if address.uses_left == 0:
            raise SlackError("used_url")
        address.uses_left -= 1
        return address
