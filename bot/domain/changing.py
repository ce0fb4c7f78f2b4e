"""A request with some things changed: what every step of its life comes down to.

A request has so many fields that `dataclasses.replace`, which sets each of them anew, takes thirteen times as long as
a copy of them all, and it was a sixth of the time of a simulated year.
"""

from typing import TYPE_CHECKING

from bot.domain.request import Request

__all__ = ["changed"]

if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    def changed(request: Request, **changes: object) -> Request:
        """As `dataclasses.replace`, which type checkers take it for: they see to the names and types of the changes."""
        found = object.__new__(Request)
        vars(found).update(vars(request), **changes)
        return found
