"""Reading a table of TOML's values key by key, and collecting what is wrong with it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from bot.domain.setup import Problem
from bot.domain.setup_lines import Path
from bot.domain.setup_values import Reader, Unfit

T = TypeVar("T")

LONGEST_SHOWN = 80


class Table:
    """A table being read: what is wrong with it is collected in `problems`, which all tables of a text share."""

    def __init__(self, content: Mapping[str, Any], path: Path, problems: list[Problem], keys: tuple[str, ...]) -> None:
        self._content, self._path, self._keys = content, path, keys
        self.problems = problems
        for key in content:
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                expected = f"the key {near[0]}" if near else f"one of the keys {', '.join(keys)}"
                self.refuse((key,), Unfit(content[key], expected))

    def get(self, key: str, read: Reader[T]) -> T | None:
        """The value of `key`; None where it is not given, or is no good."""
        if key not in self._content:
            return None
        try:
            return read(self._content[key])
        except Unfit as error:
            self.refuse((key,), error)
            return None

    def need(self, key: str, read: Reader[T], instead: T) -> T:
        """The value of `key`, which must be there; `instead` where a problem was noted."""
        if key not in self._content:
            self.problems.append(Problem((*self._path, key), "", "a value; it can't be left out"))
        value = self.get(key, read)
        return instead if value is None else value

    def table(self, key: str, keys: tuple[str, ...]) -> "Table | None":
        """The table under `key`."""
        found = self.get(key, _table)
        return None if found is None else Table(found, (*self._path, key), self.problems, keys)

    def tables(self, key: str, keys: tuple[str, ...]) -> "list[Table]":
        """The tables of the array under `key`."""
        found = self.get(key, _tables) or []
        return [Table(each, (*self._path, key, place), self.problems, keys) for place, each in enumerate(found)]

    def refuse(self, below: Path, error: Unfit) -> None:
        """Note what can't be used under this table."""
        self.problems.append(Problem((*self._path, *below), spelled(error.part), error.expected))


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit(value, "a table")
    return value


def _tables(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Unfit("…", "tables, each under a heading in double square brackets")
    return value


def spelled(part: object) -> str:
    """A value as it may have been written, cut short where it is long."""
    if isinstance(part, dict):
        return "{…}"
    written = f'"{part}"' if isinstance(part, str) and part != "…" else str(part)
    return written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"
