"""What was said: conversations.history, conversations.replies."""

from decimal import Decimal, InvalidOperation

from bot.sandbox.errors import SlackError
from bot.sandbox.methods.call import Call, Method
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.wire_messages import message_json


def history(call: Call) -> Json:
    """The messages of a conversation, newest first, without the answers in threads."""
    channel = _readable(call)
    said = [m for m in reversed(channel.messages) if m.thread_ts in {None, m.ts} or m.subtype == "thread_broadcast"]
    return _page(call, [m for m in said if _in_span(call, m)])


def replies(call: Call) -> Json:
    """A thread, oldest first, beginning with the message that it hangs on."""
    channel = _readable(call)
    asked = channel.message(call.arguments.required("ts"))
    if asked is None:
        raise SlackError("thread_not_found")
    first = channel.message(asked.thread_ts or asked.ts) or asked
    answers = [m for m in channel.replies(first.ts) if _in_span(call, m)]
    return _page(call, [first, *answers])


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.need_for(channel, "history")
    if call.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _in_span(call: Call, message: Message) -> bool:
    """Whether a message lies between `oldest` and `latest`; the borders count only with `inclusive`."""
    at = Decimal(message.ts)
    oldest, latest = _time(call, "oldest", "oldest"), _time(call, "latest", "latest")
    if call.arguments.flag("inclusive"):
        return (oldest is None or at >= oldest) and (latest is None or at <= latest)
    return (oldest is None or at > oldest) and (latest is None or at < latest)


def _time(call: Call, name: str, border: str) -> Decimal | None:
    given = call.arguments.text(name)
    if not given or given == "now" or (border == "oldest" and given == "0"):
        return None
    try:
        return Decimal(given)
    except InvalidOperation as error:
        raise SlackError(f"invalid_ts_{border}") from error


def _page(call: Call, messages: list[Message]) -> Json:
    shown, cursor = call.page(messages)
    with_metadata = call.arguments.flag("include_all_metadata")
    return {
        "messages": [message_json(call.workspace, m, with_metadata=with_metadata) for m in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
        **({"response_metadata": {"next_cursor": cursor}} if cursor else {}),
    }


METHODS = {
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
}
