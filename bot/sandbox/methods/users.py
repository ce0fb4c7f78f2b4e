"""People: users.info, users.list, users.lookupByEmail."""

from bot.sandbox import wire
from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method, Tier
from bot.sandbox.model import Json, User


def info(call: Call) -> Json:
    """One person."""
    return {"user": _shown(call, call.user())}


def listing(call: Call) -> Json:
    """Everybody, the bot, Slackbot and those who left included, page by page."""
    known = [user for user in call.workspace.users.values() if not user.stranger]
    members, cursor = call.page(known)
    return {
        "members": [_shown(call, user) for user in members],
        "cache_ts": int(call.workspace.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> Json:
    """The person with an address; those who left are not found."""
    address = call.arguments.required("email").lower()
    for user in call.workspace.users.values():
        if user.email.lower() == address and not user.deleted and not user.stranger:
            return {"user": _shown(call, user)}
    raise SlackError("users_not_found")


def _shown(call: Call, user: User) -> Json:
    return wire.user_json(
        call.workspace,
        user,
        with_email="users:read.email" in call.workspace.scopes,
        with_locale=call.arguments.flag("include_locale"),
    )


METHODS = {
    "users.info": Method(info, ("users:read",), Tier.FOUR),
    "users.list": Method(listing, ("users:read",), Tier.TWO),
    "users.lookupByEmail": Method(lookup_by_email, ("users:read.email",)),
}
