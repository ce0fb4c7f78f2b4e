"""A message whose words were erased: what is left of it, and that they were."""

from datetime import date

from bot.slack.views.message import Block, Message, composed, context, section
from bot.texts import erased as texts

_A_BLOCK = 2900
_MOST_BLOCKS = 45


def left(said: str | None, on: date) -> Message:
    """`said` is what may go on standing there, escaped as it was sent; None: nothing may."""
    if not (said or "").strip():
        return composed([section(texts.all_gone(on))])
    return composed([*(_as_sent(part) for part in _parts(said or "")), context([texts.some_gone(on)])])


def _as_sent(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _parts(said: str) -> list[str]:
    """Whole lines, so many at a time as fit into a block."""
    parts: list[str] = []
    for line in said.split("\n"):
        if parts and len(parts[-1]) + len(line) < _A_BLOCK:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line[:_A_BLOCK])
    return [part for part in parts if part.strip()][:_MOST_BLOCKS]
