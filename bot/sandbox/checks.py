"""Small checks of JSON, to be put together into the shape of a block: each says what is wrong, and where.

A check takes a value, its JSON pointer and the list that it adds its complaints to, worded as Slack words them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Check = Callable[[Any, str, list[str]], None]


def complain(problems: list[str], what: str, where: str) -> None:
    """Add a complaint in Slack's form, `[ERROR] what [json-pointer:where]`."""
    problems.append(f"[ERROR] {what} [json-pointer:{where}]")


def string(most: int, least: int = 0) -> Check:
    """Text of `least` to `most` characters."""

    def check(value: Any, where: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            complain(problems, "must be a string", where)
        elif len(value) > most:
            complain(problems, f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            complain(problems, f"must be more than {least - 1} characters", where)

    return check


def pattern(expression: str, what: str) -> Check:
    """Text that matches a regular expression as a whole; `what` names it in the complaint."""

    def check(value: Any, where: str, problems: list[str]) -> None:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            complain(problems, f"must be {what}", where)

    return check


def among(*allowed: Any) -> Check:
    """One of a few values."""

    def check(value: Any, where: str, problems: list[str]) -> None:
        if value not in allowed:
            complain(problems, "must be a valid enum value", where)

    return check


def flag(value: Any, where: str, problems: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        complain(problems, "must be a boolean", where)


def number(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: Any, where: str, problems: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            complain(problems, f"must be an integer from {least} to {most}", where)

    return check


def anything(value: Any, where: str, problems: list[str]) -> None:
    """No complaint about anything: for parts that are Slack's to know, such as the inside of rich text."""


def many(check: Check, most: int, least: int = 1) -> Check:
    """A list of `least` to `most` items, each of which passes `check`."""

    def check_all(value: Any, where: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            complain(problems, "must provide an array", where)
            return
        if len(value) > most:
            complain(problems, f"no more than {most} items allowed", where)
        if len(value) < least:
            complain(problems, f"no fewer than {least} items allowed", where)
        for index, item in enumerate(value):
            check(item, f"{where}/{index}", problems)

    return check_all


@dataclass(frozen=True)
class Shape:
    """An object: which fields it has to have, which it may have, and which of some it needs at least one of."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    any_of: Iterable[str] = ()
    further: Check = anything

    def __call__(self, value: Any, where: str, problems: list[str]) -> None:
        """Check an object; its `type`, if it has one, has been read already."""
        if not isinstance(value, dict):
            complain(problems, "must provide an object", where)
            return
        for name in self.required:
            if value.get(name) is None:
                complain(problems, f"missing required field: {name}", where)
        if self.any_of and all(value.get(name) is None for name in self.any_of):
            complain(problems, f"must define either `{'` or `'.join(self.any_of)}`", where)
        self._check_fields(value, where, problems)
        self.further(value, where, problems)

    def _check_fields(self, value: Json, where: str, problems: list[str]) -> None:
        known = {**self.required, **self.optional}
        for name, content in value.items():
            if name in known and content is not None:
                known[name](content, f"{where}/{name}", problems)
            elif name not in known and name != "type":
                complain(problems, f"invalid additional property: {name}", where)


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of several shapes it has."""

    def check(value: Any, where: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            complain(problems, "must provide an object", where)
        elif "type" not in value:
            complain(problems, "missing required field: type", where)
        elif value["type"] not in shapes:
            complain(problems, f"unsupported type: {value['type']}", f"{where}/type")
        else:
            shapes[value["type"]](value, where, problems)

    return check
