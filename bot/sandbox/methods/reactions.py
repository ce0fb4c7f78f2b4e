"""Reactions: reactions.add."""

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.model import Json


def add(call: Call) -> Json:
    """Put the bot's reaction under a message."""
    channel = call.channel()
    message = channel.message(call.arguments.required("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    name = call.arguments.required("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    users = message.reactions.setdefault(name, [])
    if call.workspace.bot.id in users:
        raise SlackError("already_reacted")
    users.append(call.workspace.bot.id)
    return {}


METHODS = {"reactions.add": Method(add, ("reactions:write",))}
