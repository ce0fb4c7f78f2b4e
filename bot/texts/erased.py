"""What stands in Slack where words were erased."""

from datetime import date

from babel.dates import format_date


def all_gone(on: date) -> str:
    """In the place of a whole message."""
    return f"The words of this message were erased on {_day(on)}."


def some_gone(on: date) -> str:
    """Below a message of which some is left."""
    return f"Some of this was erased on {_day(on)}."


def _day(on: date) -> str:
    return format_date(on, "d MMM y", locale="en_GB")
