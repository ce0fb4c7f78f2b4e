"""What a mail means, given what is there already: one table, no wording, no search.

A forward is typed text, and an address can be forged. So a mail may make a request, raise attention, or tell that
we wrote; it never closes a request, never makes the turn the client's, and never stops a ladder. One that came
straight to our address, and that nothing vouches for, moves no turn either: somebody of ours has to press.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from bot.domain.request import State
from bot.domain.same_words import is_part, likeness

SAME_HANDS_WITHIN = timedelta(minutes=10)
"""The same words by the same way are one mail within this, where nothing else tells."""

OTHER_HANDS_WITHIN = timedelta(hours=48)
"""So long after the first may somebody else bring the same mail."""

A_DAY = timedelta(hours=26)
"""Dates of one mail differ by no more, in whatever zones they were printed."""

QUARTER = timedelta(minutes=15)
MOST, NEARLY_ALL, ALL_BUT_NOTHING = 0.7, 0.9, 0.97

_LIVE = frozenset({State.OPEN, State.PROMISED, State.WAITING})


class Meaning(StrEnum):
    """What a mail is to us."""

    NEW = "a new request"
    CHASE = "the client asks again"
    PERHAPS_AGAIN = "again, or something new"
    PERHAPS_THEIRS = "under a client's address, unverified: somebody has to look"
    ANSWER = "the client's answer"
    REOPENS = "the client writes about what was closed"
    BELONGS = "more on what nobody has been found for yet"
    NOISE = "noise"
    PERHAPS_NOISE = "noise that belongs with nothing, and a colleague brings it: somebody has to say"
    OUR_COPY = "a copy of our own mail to the client"
    WHICH_COPY = "a copy of our own mail, and nobody knows about what"
    FROM_OUTSIDE = "an outsider's, straight to the address"
    NOTHING = "nothing that concerns a request"


@dataclass(frozen=True, slots=True)
class Kin:
    """A request that a mail may belong with: where it stands, and what speaks for it.

    `by_thread`: the mail names another of that request as its forerunner; else only client and subject agree;
    or, `by_turn`, no more than that it is this client's turn.
    """

    state: State
    by_thread: bool
    by_turn: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be seen of a mail: a colleague `handed_over` a client's mail, or it is `ours` to the client; else it
    came from outside. `is_noise`: an automatic reply, a delivery report, or thanks and nothing else. `is_vouched_for`:
    our own mail server has verified whose it is.
    """

    handed_over: bool
    ours: bool
    is_noise: bool
    is_vouched_for: bool = False

    @property
    def is_unverified(self) -> bool:
        """Whether neither a colleague nor our mail server stands behind it."""
        return not (self.handed_over or self.ours or self.is_vouched_for)


def meaning_of(signs: Signs, kin: Kin | None) -> Meaning:
    """What the mail is."""
    if signs.ours:
        return Meaning.OUR_COPY if kin is not None and kin.state in _LIVE else Meaning.WHICH_COPY
    if kin is None:
        return _without_kin(signs)
    return Meaning.NOISE if signs.is_noise else _by_state(signs, kin)


def _without_kin(signs: Signs) -> Meaning:
    """Noise from outside that belongs with nothing is nothing; a colleague who hands it over may mean it."""
    if signs.handed_over:
        return Meaning.PERHAPS_NOISE if signs.is_noise else Meaning.NEW
    return Meaning.NOTHING if signs.is_noise else Meaning.FROM_OUTSIDE


def _by_state(signs: Signs, kin: Kin) -> Meaning:
    if kin.state is State.TRIAGE:
        return Meaning.BELONGS
    if signs.is_unverified and kin.state in {State.WAITING, State.CLOSED}:
        return Meaning.PERHAPS_THEIRS
    if kin.state is State.WAITING and not kin.by_turn:
        return Meaning.ANSWER
    if signs.handed_over and not kin.by_thread:
        return Meaning.PERHAPS_AGAIN
    return Meaning.REOPENS if kin.state is State.CLOSED else Meaning.CHASE


@dataclass(frozen=True, slots=True)
class Arrived:
    """How a mail came: `own_id` is its Message-ID, where that is known; `sent` its date as it was written, in one
    spelling; `brought_by` the colleague who forwarded it, None where it came by itself; `at` when (UTC). `written_at`
    is what that date says (UTC), `writer` stands for the sender's address, `shingles` is the print of its words.
    """

    own_id: str | None
    sent: str | None
    brought_by: int | None
    at: datetime
    written_at: datetime | None = None
    writer: bytes | None = None
    shingles: bytes = b""


def is_same_mail(known: Arrived, new: Arrived) -> bool:
    """Whether two mails in the same words, of the same writer, are one: the surest sign decides.

    One person's mail program writes dates in one way, so that different ones tell two mails; two people's may differ.
    """
    if known.own_id and new.own_id:
        return known.own_id == new.own_id
    if known.sent and new.sent and known.sent == new.sent:
        return True
    if known.brought_by != new.brought_by:
        return new.at - known.at < OTHER_HANDS_WITHIN and _days_agree(known, new)
    return not (known.sent and new.sent) and new.at - known.at < SAME_HANDS_WITHIN


def _days_agree(known: Arrived, new: Arrived) -> bool:
    """Whether both were written within a day, as far as their dates can be read: the zone is not always named."""
    if known.written_at is None or new.written_at is None:
        return True
    return abs(new.written_at - known.written_at) <= A_DAY


def is_nearly_the_same(known: Arrived, new: Arrived) -> bool:
    """Whether two mails of one writer in nearly the same words, brought by two people, are one.

    Zones differ by quarters of an hour: what was written at another minute of it is another mail, unless no word is
    another. Where both dates agree to the minute, one may have more around it than the other.
    """
    if known.own_id and new.own_id:
        return known.own_id == new.own_id
    if known.brought_by == new.brought_by or new.at - known.at >= OTHER_HANDS_WITHIN or not _days_agree(known, new):
        return False
    alike = likeness(known.shingles, new.shingles)
    if known.written_at is None or new.written_at is None:
        return alike >= NEARLY_ALL
    if (new.written_at - known.written_at) % QUARTER:
        return alike >= ALL_BUT_NOTHING
    return alike >= MOST or is_part(known.shingles, new.shingles)


def digest_of_writer(address: str) -> bytes:
    """Stands for the address of whoever wrote a mail."""
    return blake2b(address.strip().casefold().encode(), digest_size=16).digest()


def digest_of_mail(writer: str, words: str) -> bytes:
    """What tells one mail's words from another's, however mail programs break their lines. `writer` is whose they are,
    else what else tells that.
    """
    return blake2b(f"{writer.casefold()}\0{''.join(words.split())}".encode(), digest_size=16).digest()
