"""All that is known of one person, for reading."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

_PARTS = {"colleague": "As a colleague", "contact": "As a contact", "elsewhere": "Where else they are named"}


def told(known: Mapping[str, Any]) -> str:
    """Section by section, each row a paragraph; times are UTC. What is empty is said to be."""
    lines = [f"What is known of {known['asked_for']} (times in UTC)"]
    for part, title in _PARTS.items():
        if part in known:
            lines += ["", f"# {title}"]
            for name, section in known[part].items():
                lines += ["", f"## {_title(name)}", *_section(section)]
    lines += ["", f"Deliveries that wait or were given up and name them: {known['deliveries_waiting']}"]
    return "\n".join(lines) + "\n"


def _section(section: Any) -> list[str]:
    if isinstance(section, Mapping):
        return _fields(section)
    if not section:
        return ["nothing"]
    lines: list[str] = []
    for row in section:
        lines += [f"- {row}"] if isinstance(row, str) else _row(row)
    return lines


def _row(row: Mapping[str, Any]) -> list[str]:
    fields = _fields(row)
    return [f"- {fields[0]}", *(f"  {line}" for line in fields[1:])] if fields else []


def _fields(values: Mapping[str, Any]) -> list[str]:
    return [f"{_title(name)}: {_value(value)}" for name, value in values.items() if value not in (None, "", [], {})]


def _value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(each)}" for key, each in value.items() if each is not None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_value(each) for each in value)
    return "\n    ".join(str(value).splitlines())


def _title(name: str) -> str:
    return name.replace("_", " ")
