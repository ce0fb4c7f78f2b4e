"""The permissions that the methods and events here ask for."""

from bot.sandbox.model import Kind

FAMILY = {Kind.PUBLIC: "channels", Kind.PRIVATE: "groups", Kind.DIRECT: "im", Kind.GROUP: "mpim"}

DEFAULT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:write",
        "team:read",
        "users:read",
        "users:read.email",
    }
)
"""Everything that is asked for here; `chat:write.public`, which lets a bot write where it is no member, is extra."""


def reading(kind: Kind) -> str:
    """The scope that shows conversations of this kind, e.g. `channels:read`."""
    return f"{FAMILY[kind]}:read"


def history(kind: Kind) -> str:
    """The scope that shows what was said in conversations of this kind, e.g. `im:history`."""
    return f"{FAMILY[kind]}:history"
