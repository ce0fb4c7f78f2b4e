"""The Web API methods that the bot uses, one file per group; whatever is not here is `unknown_method`."""

from bot.sandbox.methods import basics, chat, conversations, files, history, reactions, users, views
from bot.sandbox.methods.call import Method

METHODS: dict[str, Method] = {
    **basics.METHODS,
    **users.METHODS,
    **conversations.METHODS,
    **history.METHODS,
    **chat.METHODS,
    **views.METHODS,
    **files.METHODS,
    **reactions.METHODS,
}

__all__ = ["METHODS", "Method"]
