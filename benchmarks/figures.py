"""What was measured, in a table."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `wanted` is what DESIGN asks for, empty where it asks for nothing."""

    what: str
    found: str
    wanted: str = ""


def table(figures: Iterable[Figure]) -> str:
    """The figures in three columns."""
    rows = [("what", "found", "wanted"), *((each.what, each.found, each.wanted) for each in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * (sum(widths) + 4), *lines[1:]])
