"""Reading text the way Slack does: whom it pings, what it links to, what a person typed."""

import re
from collections.abc import Callable, Iterator
from typing import Any

MARKUP = re.compile(r"<([^<>\n]*)>")
BARE_URL = re.compile(r"\bhttps?://[^\s<>|]+")
TYPED_NAME = re.compile(r"(?<![\w@<#])([@#])(\w(?:[\w.-]*\w)?)")

Json = dict[str, Any]


def escape(text: str) -> str:
    """Text as Slack stores what a person typed: the three control characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def pings(text: str) -> list[str]:
    """The markup in `text` that notifies somebody: `<@U…>`, `<!channel>`, `<!here>`, `<!everyone>`, `<!subteam^…>`."""
    return [f"<{found}>" for found in MARKUP.findall(text) if _notifies(found)]


def links(text: str) -> list[str]:
    """The addresses that `text` links to by markup, `<https://…|label>`; the label may hide the address."""
    return [found.partition("|")[0] for found in MARKUP.findall(text) if re.match(r"(https?|mailto|tel):", found)]


def letters(blocks: list[Json]) -> list[str]:
    """The `mailto:` addresses behind link elements of rich text."""
    urls = (str(node.get("url", "")) for node in _nodes(blocks) if node.get("type") == "link")
    return [url for url in urls if url.startswith("mailto:")]


def bare_urls(text: str) -> list[str]:
    """The plain addresses in `text` that Slack turns into links to just what they say."""
    return BARE_URL.findall(MARKUP.sub(" ", text))


def _notifies(markup: str) -> bool:
    word = markup.partition("|")[0]
    if word.startswith("@"):
        return True
    return word in {"!channel", "!here", "!everyone", "!group"} or word.startswith("!subteam^")


def parsed_texts(blocks: list[Json]) -> Iterator[tuple[str, bool]]:
    """Every text in `blocks` that Slack reads as markup, with whether it may turn plain addresses into links.

    Plain text is shown as it is and left out; rich text is translated into the markup it stands for.
    """
    for node in _nodes(blocks):
        kind = node.get("type")
        if kind == "mrkdwn" and isinstance(node.get("text"), str):
            yield node["text"], not node.get("verbatim", False)
        elif kind in RICH_ELEMENTS:
            yield RICH_ELEMENTS[kind](node), False


def _nodes(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from _nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from _nodes(child)


RICH_ELEMENTS: dict[Any, Callable[[Json], str]] = {
    "user": lambda node: f"<@{node.get('user_id', '')}>",
    "usergroup": lambda node: f"<!subteam^{node.get('usergroup_id', '')}>",
    "broadcast": lambda node: f"<!{node.get('range', '')}>",
    "link": lambda node: f"<{node.get('url', '')}>",
}


def with_names(text: str, find: Callable[[str, str], str | None]) -> str:
    """`text` with typed names, `@bob` or `#general`, replaced by markup.

    `find(sign, name)` gives the markup for a known name, or None to leave the words alone.
    """
    return TYPED_NAME.sub(lambda hit: find(hit[1], hit[2]) or hit[0], text)


def with_links(text: str) -> str:
    """`text` with plain addresses as markup, the way Slack stores what a person typed."""
    return BARE_URL.sub(lambda hit: f"<{hit[0]}>", text)
