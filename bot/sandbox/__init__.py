"""A Slack workspace on this machine: what the bot uses of Slack, strict, and able to misbehave.

It stands alone: the bot reaches it by its address, as it reaches Slack.
"""

from bot.sandbox.errors import BadAnswer, FormIncomplete, NotAcknowledged, NotThere
from bot.sandbox.faults import Faults
from bot.sandbox.model import Channel, File, Message, User, View
from bot.sandbox.player import Player
from bot.sandbox.server import Sandbox
from bot.sandbox.state import Workspace

__all__ = [
    "BadAnswer",
    "Channel",
    "Faults",
    "File",
    "FormIncomplete",
    "Message",
    "NotAcknowledged",
    "NotThere",
    "Player",
    "Sandbox",
    "User",
    "View",
    "Workspace",
]
