"""Text that somebody might wish to be more than text, and a check that it is none."""

from typing import Any

from hypothesis import strategies as st

from bot.sandbox.blocks import checked_message, checked_view
from bot.sandbox.mrkdwn import links, parsed_texts, pings
from bot.slack.views.message import Message

_NASTY = (
    "<!channel>",
    "<@U1>",
    "<https://evil.example|bank>",
    "&lt;!here&gt;",
    "https://evil.example",
    "\u202egnp.exe",
    "*_~`bold",
    "> quoted",
    "\n" * 300,
    "&" * 5000,
    "😀" * 2000,
    "word " * 9000,
    "",
    "   ",
)

hostile = st.lists(
    st.one_of(st.sampled_from(_NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=80)), max_size=4
).map("".join)


def assert_fits(message: Message) -> None:
    """The message passes Slack's limits, says all of itself in `text`, and nobody's words do anything."""
    checked_message(message.blocks)
    assert message.text.strip()
    assert len(message.text) <= 4000
    assert "<" not in message.text
    assert_inert(message.blocks)
    if len(message.text) < 3800:
        for text, _ in parsed_texts(message.blocks):
            assert text in message.text or not text.strip()


def assert_view_fits(view: dict[str, Any]) -> None:
    """The modal or Home passes Slack's limits, and nobody's words do anything."""
    checked_view(view, view["type"])
    assert_inert(view["blocks"])


def assert_inert(blocks: list[Any]) -> None:
    """No markup with angle brackets, and no address that becomes a link by itself."""
    for text, may_link in parsed_texts(blocks):
        assert not may_link
        assert "<" not in text
        assert not pings(text)
        assert not links(text)
