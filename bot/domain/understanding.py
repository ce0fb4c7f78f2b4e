"""What a mail means, given what is there already: one table, no wording, no search.

A forward is typed text, and an address can be forged. So a mail may make a request, raise attention, or tell that
we wrote; it never closes a request, never makes the turn the client's, and never stops a ladder.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.request import State


class Meaning(StrEnum):
    """What a mail is to us."""

    NEW = "a new request"
    SAME = "the same mail once more"
    CHASE = "the client asks again"
    PERHAPS_AGAIN = "again, or something new"
    ANSWER = "the client's answer"
    REOPENS = "the client writes about what was closed"
    BELONGS = "more on what nobody has been found for yet"
    NOISE = "noise"
    OUR_COPY = "a copy of our own mail to the client"
    FROM_OUTSIDE = "an outsider's, straight to the address"
    NOTHING = "nothing that concerns a request"


@dataclass(frozen=True, slots=True)
class Kin:
    """A request that a mail may belong with: where it stands, and what speaks for it.

    `by_thread`: the mail names another of that request as its forerunner; else only client and subject agree.
    `same_words`: a mail in these very words belongs to it already.
    """

    state: State
    by_thread: bool
    same_words: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be seen of a mail: a colleague `handed_over` a client's mail, or it is `ours` to the client; else it
    came from outside. `is_noise`: an automatic reply, a delivery report, or thanks and nothing else.
    """

    handed_over: bool
    ours: bool
    is_noise: bool


def meaning_of(signs: Signs, kin: Kin | None) -> Meaning:
    """What the mail is."""
    if signs.ours:
        return Meaning.NOTHING if kin is None or kin.state is State.CLOSED else Meaning.OUR_COPY
    if kin is None:
        return _without_kin(signs)
    if kin.same_words:
        return Meaning.SAME
    if signs.is_noise:
        return Meaning.NOISE
    return _by_state(signs, kin)


def _without_kin(signs: Signs) -> Meaning:
    """A colleague who hands something over means it; noise from outside that belongs with nothing is nothing."""
    if signs.handed_over:
        return Meaning.NEW
    return Meaning.NOTHING if signs.is_noise else Meaning.FROM_OUTSIDE


def _by_state(signs: Signs, kin: Kin) -> Meaning:
    if kin.state is State.TRIAGE:
        return Meaning.BELONGS
    if kin.state is State.WAITING:
        return Meaning.ANSWER
    if signs.handed_over and not kin.by_thread:
        return Meaning.PERHAPS_AGAIN
    return Meaning.REOPENS if kin.state is State.CLOSED else Meaning.CHASE
