"""Identifiers in Slack's shapes: readable and the same on every run where they name something lasting."""

import hashlib
import itertools
import re
import secrets
from collections.abc import Callable, Container


def named_id(prefix: str, name: str, taken: Container[str]) -> str:
    """An id that can be read, such as `U0BOB000000`; the same name gives the same id on the next run.

    Lasting ids matter: the bot keeps them in its database, and finds the same people again after a restart.
    """
    letters = re.sub(r"[^A-Z0-9]", "", name.upper())[:9] or hashlib.sha256(name.encode()).hexdigest()[:9].upper()
    base = f"{prefix}0{letters:0<9}"
    if base not in taken:
        return base
    return next(other for n in itertools.count(2) if (other := f"{base}{n}") not in taken)


def pair_id(prefix: str, members: list[str]) -> str:
    """The id of a conversation that is defined by its members, whatever their order."""
    digest = hashlib.sha256(",".join(sorted(members)).encode()).hexdigest()
    return f"{prefix}0{digest[:9].upper()}"


def random_id(prefix: str) -> str:
    """An id of something that passes: an event, a view, a file."""
    return f"{prefix}0{secrets.token_hex(5).upper()[:9]}"


def random_key() -> str:
    """An unguessable part of an address, such as a response_url or an upload URL."""
    return secrets.token_hex(12)


class Timestamps:
    """Message timestamps, `seconds.microseconds`: unique and rising even when the clock stands still or steps back."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Go by the clock `now`, in seconds since 1970."""
        self._now, self._last = now, 0

    def next(self) -> str:
        """A timestamp later than every one before."""
        self._last = max(self._last + 1, int(self._now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def after(self, ts: str) -> None:
        """Begin after this one, which was given out in an earlier run."""
        self._last = max(self._last, int(ts.replace(".", "")))
