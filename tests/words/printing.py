"""A message as the page shows it: what phones show, and below it what can be pressed."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.views.message import Message

_LINK = re.compile(r"<[^|>]+\|([^>]+)>")


@dataclass(frozen=True)
class Said:
    """Something that Nudge says: `when` it does, the words, and the labels of what can be pressed."""

    when: str
    words: str
    labels: tuple[str, ...] = ()

    @classmethod
    def by(cls, when: str, message: Message) -> "Said":
        """What a message says."""
        return cls(when, html.unescape(_LINK.sub(r"\1", message.text)), tuple(_labels(message.blocks)))

    @classmethod
    def of_blocks(cls, when: str, lines: Iterable[str], blocks: Sequence[Mapping[str, Any]]) -> "Said":
        """What these lines say, above whatever can be pressed in the blocks; choices of a form are in the lines."""
        pressed = [block for block in blocks if block.get("type") != "input"]
        return cls(when, html.unescape(_LINK.sub(r"\1", "\n".join(lines))), tuple(_labels(pressed)))

    @property
    def ours(self) -> str:
        """The words without those of clients and colleagues, which are quoted."""
        lines = [line for line in self.words.splitlines() if not line.lstrip().startswith(">")]
        return re.sub(r"“[^”]*”", "“…”", "\n".join(lines))


@dataclass(frozen=True)
class Chapter:
    """All that is said on one occasion."""

    title: str
    said: tuple[Said, ...]


def printed(chapters: Iterable[Chapter], before: str) -> str:
    """The page."""
    return "\n".join([before, *(line for chapter in chapters for line in _chapter(chapter))]) + "\n"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"\n## {chapter.title}"
    quoted: set[str] = set()
    for one in chapter.said:
        yield f"\n**{one.when}**\n"
        yield from (f"> {line}".rstrip() + ("  " if line.strip() else "") for line in _lines(one.words, quoted))
        if one.labels:
            yield f"\n{' · '.join(f'[{label}]' for label in one.labels)}"


def _lines(words: str, quoted: set[str]) -> Iterator[str]:
    """The lines; what is quoted stands in a chapter once, then only that it is there."""
    for line in words.strip().splitlines():
        if not line.startswith(">"):
            yield line
        elif line not in quoted:
            quoted.add(line)
            yield line
        elif "Dana," in line:
            yield "> …"


def _labels(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if part.get("type") == "button" or ("value" in part and "text" in part and "action_id" not in part):
            yield str(part["text"]["text"])
        else:
            for key in ("elements", "accessory", "options", "blocks"):
                yield from _labels(part.get(key, ()))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from _labels(one)
