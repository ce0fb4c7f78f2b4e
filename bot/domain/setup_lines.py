"""On which line of a TOML text something stands: `tomllib` reads values, and forgets where it found them."""

import re
from collections.abc import Iterator
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ("project", 0, "owner") is the owner of the first project."""

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_TOKEN = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]')


class Lines:
    """The line of every table and key of a valid TOML text, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        here: Path = ()
        for number, line in _statements(text):
            if header := _HEADER.match(line):
                here = self._table(_parts(header[2]), is_array=header[1] == "[[")
                self._lines.setdefault(here, number)
                self._lines.setdefault(here[:-1], number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*here, *_parts(key[1])), number)

    def of(self, path: Path) -> int | None:
        """The line of `path`, or of the nearest thing around it that has one; None where nothing has."""
        for length in range(len(path), 0, -1):
            if (line := self._lines.get(path[:length])) is not None:
                return line
        return None

    def _table(self, parts: list[str], *, is_array: bool) -> Path:
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            if (count := self._count(path)) > 0:
                path = (*path, count - 1)
        path = (*path, parts[-1])
        return (*path, self._count(path)) if is_array else path

    def _count(self, path: Path) -> int:
        """How many tables of the array at `path` have begun."""
        count = 0
        while (*path, count) in self._lines:
            count += 1
        return count


def _parts(key: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(key)]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a statement begins: none that only carry on a long text or an array."""
    depth, quotes = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not quotes and depth == 0:
            yield number, line
        depth, quotes = _after(line, depth, quotes)


def _after(line: str, depth: int, quotes: str) -> tuple[int, str]:
    """How many brackets, and which long text, are still open after `line`."""
    place = 0
    while place < len(line):
        if quotes:
            end = line.find(quotes, place)
            if end < 0:
                return depth, quotes
            place, quotes = end + 3, ""
            continue
        token = _TOKEN.search(line, place)
        if token is None:
            break
        place = token.end()
        if token[0] in {'"""', "'''"}:
            quotes = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
    return depth, quotes
