"""Text that somebody might wish to be more than text, and a check that it is none."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from hypothesis import strategies as st

from bot.sandbox.blocks import checked_message, checked_view
from bot.sandbox.mrkdwn import letters, links, parsed_texts, pings
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
        for text, _ in _texts(message.blocks):
            assert text in message.text or not text.strip()


def _texts(blocks: list[Any]) -> list[tuple[str, bool]]:
    """What Slack reads as markup, but for letters, which are looked at for themselves."""
    ours = {f"<{url}>" for url in letters(blocks)}
    return [(text, may_link) for text, may_link in parsed_texts(blocks) if text not in ours]


def assert_one_letter(url: str) -> None:
    """A link opens one letter to one recipient: each field once, and no header that anybody's words brought along."""
    assert len(url) <= 1500
    assert url.isascii() and url.isprintable() and not set(url) & set(' <>|"')
    parts = urlsplit(url)
    assert parts.scheme == "mailto" and not parts.fragment
    recipient, fields = unquote(parts.path), parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)
    assert recipient.count("@") == 1 and not set(recipient) & set(' ,;:<>"()\r\n')
    names = [name for name, _ in fields]
    assert len(names) == len(set(names)) and set(names) <= {"subject", "bcc", "body"}
    said = dict(fields)
    assert "\r" not in said["subject"] and "\n" not in said["subject"]
    assert said.get("bcc", "a@b").count("@") == 1 and "," not in said.get("bcc", "")


def assert_view_fits(view: dict[str, Any]) -> None:
    """The modal or Home passes Slack's limits, and nobody's words do anything."""
    checked_view(view, view["type"])
    assert_inert(view["blocks"])


def assert_inert(blocks: list[Any]) -> None:
    """No markup with angle brackets, no address that becomes a link by itself; letters to one address at most."""
    for url in letters(blocks):
        assert_one_letter(url)
    for text, may_link in _texts(blocks):
        assert not may_link
        assert "<" not in text
        assert not pings(text)
        assert not links(text)
