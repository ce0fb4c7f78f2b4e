"""The bricks of a message: blocks that are safe and within Slack's limits by construction.

Every text goes through `escape` here and nowhere else, so nobody's words can ping, link or break out. No
markup with angle brackets is ever written: people are called by their names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.slack.names import ActionId

Block = dict[str, object]
"""One block, element or composition object of Block Kit, as Slack takes it."""

BLOCKS_A_MESSAGE = 50
BLOCKS_A_VIEW = 100
_SECTION = 3000
_CONTEXT = 2000
_HEADER = 150
_BUTTON = 75
_OPTION = 75
_OPTION_VALUE = 150
_TEXT = 3900
"""What `chat.update` takes is 4,000; a little less leaves room for an ellipsis."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. `text` says everything that the blocks say: phones show nothing else."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """`text` with the three characters that Slack gives a meaning as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clipped(text: str, limit: int) -> str:
    """`text`, at most `limit` characters of it, an ellipsis in the place of what is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def escaped(text: str, limit: int) -> str:
    """`text` escaped, at most `limit` characters long, never cut inside an entity."""
    return _cut(escape(text), limit)


def _cut(said: str, limit: int) -> str:
    """`said`, which is escaped already, within `limit`, never cut inside an entity."""
    if len(said) <= limit:
        return said
    cut = said[: limit - 1]
    entity = cut.rfind("&")
    whole = entity <= cut.rfind(";") or len(cut) - entity >= len("&amp;")
    return (cut if whole else cut[:entity]).rstrip() + "…"


def mrkdwn(text: str, limit: int = _SECTION) -> Block:
    """A text that may be bold; plain addresses and channel names in it stay plain."""
    return {"type": "mrkdwn", "text": escaped(text if text.strip() else "–", limit), "verbatim": True}


def plain(text: str, limit: int) -> Block:
    """A text without any markup."""
    return {"type": "plain_text", "text": clipped(" ".join(text.split()), limit) or "–", "emoji": False}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """A paragraph, with a button or a menu beside it."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def sections(lines: Sequence[str]) -> list[Block]:
    """Lines below each other, none of them cut, in as few paragraphs as hold them."""
    found: list[str] = []
    for line in lines:
        joined = f"{found[-1]}\n{line}" if found else line
        if found and len(escape(joined)) <= _SECTION:
            found[-1] = joined
        else:
            found.append(line)
    return [section(each) for each in found]


def quote(words: str) -> Block:
    """Somebody's words, set off from ours."""
    lines = escaped(words, _SECTION - 400).splitlines() or ["–"]
    quoted = "\n".join(f"> {line}" for line in lines)
    return {"type": "section", "text": {"type": "mrkdwn", "text": clipped(quoted, _SECTION), "verbatim": True}}


def context(lines: Iterable[str]) -> Block:
    """Small print, one sentence a line."""
    return {"type": "context", "elements": [mrkdwn("\n".join(lines), _CONTEXT)]}


def linked(label: str, url: str, *, before: str = "", after: str = "") -> Block:
    """A line with a link in it that may open a mail program, which a button can't: it takes addresses of the web."""
    link: Block = {"type": "link", "url": url, "text": clipped(label, _BUTTON), "style": {"bold": True}}
    pieces = [_piece(before), link, _piece(after)]
    line: Block = {"type": "rich_text_section", "elements": [piece for piece in pieces if piece]}
    return {"type": "rich_text", "elements": [line]}


def pieced(pieces: Iterable[tuple[str, str | None]]) -> Block:
    """A line of which some stretches are links: each a text, and the address that it leads to or None."""
    said = (
        {"type": "link", "url": url, "text": clipped(text, _BUTTON)} if url else _piece(text) for text, url in pieces
    )
    line: Block = {"type": "rich_text_section", "elements": [piece for piece in said if piece]}
    return {"type": "rich_text", "elements": [line]}


def _piece(text: str) -> Block | None:
    return {"type": "text", "text": clipped(text, _BUTTON * 4)} if text else None


def header(text: str) -> Block:
    """A title."""
    return {"type": "header", "text": plain(text, _HEADER)}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(
    label: str, action: ActionId | str, value: object, *, style: str | None = None, confirm: Block | None = None
) -> Block:
    """A button; `value` comes back with the press."""
    block: Block = {"type": "button", "text": plain(label, _BUTTON), "action_id": str(action), "value": str(value)}
    extras = {"style": style, "confirm": confirm}
    return {**block, **{key: extra for key, extra in extras.items() if extra is not None}}


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question back, before something that is not undone by a press."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(label: str, value: str, description: str | None = None) -> Block:
    """One choice of a menu or a row of radio buttons. Raises ValueError where the value could not come back whole."""
    if len(value) > _OPTION_VALUE:
        raise ValueError("an option's value holds 150 characters")
    block: Block = {"text": plain(label, _OPTION), "value": value}
    return block if description is None else {**block, "description": plain(description, _OPTION)}


def overflow(action: ActionId, options: Sequence[Block]) -> Block:
    """The menu behind three dots; five choices at most."""
    return {"type": "overflow", "action_id": str(action), "options": list(options[:5])}


def actions(elements: Iterable[Block], block_id: str | None = None) -> Block:
    """A row of buttons."""
    block: Block = {"type": "actions", "elements": list(elements)[:25]}
    return block if block_id is None else {**block, "block_id": block_id}


def composed(blocks: Sequence[Block]) -> Message:
    """The message made of these blocks; its text is all that they say, in their order."""
    shown = list(blocks)[:BLOCKS_A_MESSAGE]
    return Message(_cut(_all_said(shown), _TEXT) or "–", shown)


def says_it_all(blocks: Sequence[Block]) -> bool:
    """Whether the text of a message made of these blocks would hold all that they say."""
    return len(_all_said(blocks)) <= _TEXT


def _all_said(blocks: Iterable[Block]) -> str:
    return "\n".join(text for block in blocks for text in _texts(block))


def _texts(block: Block) -> list[str]:
    if block.get("type") == "rich_text":
        return [escape("".join(str(piece["text"]) for piece in _pieces(block)))]
    parts = [block.get("text"), *_elements(block)]
    return [_said(part) for part in parts if isinstance(part, dict) and part.get("type") in {"mrkdwn", "plain_text"}]


def _pieces(block: Block) -> list[Block]:
    lines = [line for line in _elements(block) if isinstance(line, dict)]
    return [piece for line in lines for piece in _elements(line) if isinstance(piece, dict)]


def _elements(block: Block) -> list[object]:
    elements = block.get("elements")
    return list(elements) if isinstance(elements, list) else []


def _said(part: Block) -> str:
    text = str(part.get("text", ""))
    return text if part.get("type") == "mrkdwn" else escape(text)
