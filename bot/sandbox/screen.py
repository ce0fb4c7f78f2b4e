"""What a person sees in blocks: finding the element that is meant by its id or by the words on it."""

from collections.abc import Iterator

from bot.sandbox.errors import NotThere
from bot.sandbox.model import Json
from bot.sandbox.values import SINGLE, Found, options, usable


def find(blocks: list[Json], wanted: str, *, value: str | None = None, block: str | None = None) -> Found:
    """The element that `wanted` means: its action_id, the beginning of it, or words that stand on it.

    `value` narrows it to the button with that value, `block` to block ids that begin so. Raises NotThere.
    """
    candidates = [
        found
        for found in _within([*usable(blocks), *_options(blocks)], block)
        if value is None or found.element["type"] != "button" or found.element.get("value") == value
    ]
    for matches in (_by_id, _by_prefix, _by_words, _by_part):
        for found in candidates:
            if matches(found, wanted):
                return found
    seen = ", ".join(sorted({f"{f.element['action_id']} “{words(f)}”" for f in candidates})) or "nothing to press"
    raise NotThere(f"there is no {wanted!r} here, but {seen}")


def _within(seen: list[Found], block: str | None) -> list[Found]:
    """What stands in the block with this id, else in those whose id begins so."""
    if block is None:
        return seen
    exactly = [found for found in seen if found.block["block_id"] == block]
    return exactly or [found for found in seen if found.block["block_id"].startswith(block)]


def _options(blocks: list[Json]) -> Iterator[Found]:
    for found in usable(blocks):
        if found.element["type"] in SINGLE:
            for option in options(found.element):
                yield Found(found.block, found.element, option)


def _by_id(found: Found, wanted: str) -> bool:
    return found.option is None and found.element["action_id"] == wanted


def _by_prefix(found: Found, wanted: str) -> bool:
    return found.option is None and found.element["action_id"].startswith(wanted)


def _by_words(found: Found, wanted: str) -> bool:
    return words(found).casefold() == wanted.casefold().strip()


def _by_part(found: Found, wanted: str) -> bool:
    return wanted.casefold().strip() in words(found).casefold()


def words(found: Found) -> str:
    """What stands on an element, an option of it, or the label of a field."""
    if found.option:
        return str(found.option["text"]["text"]).strip()
    named = found.element.get("text") or found.element.get("placeholder") or found.block.get("label") or {}
    return str(named.get("text", "")).strip()
