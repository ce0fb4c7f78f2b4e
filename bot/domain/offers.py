"""Being asked whether one can take a request: what is asked of whom, and what was lent to whom meanwhile."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.delay import Delay

ANSWER_WITHIN = Delay.parse("1d")
"""How long an offer waits for its answer: a working day of whoever is asked."""

MOST_PASSES = 2
"""The pass at which the lead is asked whose it is, instead of one more colleague."""


class OfferKind(StrEnum):
    """What is asked, and why."""

    ABSENCE = "absence"
    """Its owner is away: who looks after it meanwhile?"""
    NOT_MINE = "not mine"
    """Its owner says that it is somebody else's."""
    OWNERSHIP = "whose is it"
    """It was passed on twice, or nobody answered: the lead is asked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One question to one person (`to_id`), asked at `made_at` (UTC); `by_id` is None where Nudge asks by itself.

    `asked` are those who were asked before in the same matter, `suggested` whom the question of ownership names.
    An offer for an absence says which, and until when (UTC); so does a question of whose it is that was raised
    meanwhile, to go back to that. Once `lapsed` nobody is waited for any more: somebody
    is at it, or all were asked; whoever was asked last may still accept, and hears in the owner's place. Where the
    message waited because its reader had had enough for one day, `heard_from` (UTC) is when it can reach them.
    """

    kind: OfferKind
    to_id: int
    made_at: datetime
    by_id: int | None = None
    words: str | None = None
    asked: tuple[int, ...] = ()
    suggested: int | None = None
    absence_id: int | None = None
    until: datetime | None = None
    lapsed: bool = False
    heard_from: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether an answer is waited for."""
        return not self.lapsed


@dataclass(frozen=True, slots=True)
class Loan:
    """A request in other hands while `owner_id` is away, since `since` until about `until` (both UTC)."""

    owner_id: int
    since: datetime
    until: datetime | None
    absence_id: int | None = None


def seen_to(offer: Offer | None) -> Offer | None:
    """What is left of an offer once somebody is at it, or nobody wants it: of an absence, who hears meanwhile, and that
    is whoever raised the question whose it is; else nothing.
    """
    if offer is None:
        return None
    if offer.kind is OfferKind.ABSENCE:
        return replace(offer, lapsed=True)
    if offer.absence_id is None:
        return None
    asked, hears = (*offer.asked, offer.to_id), offer.by_id if offer.by_id is not None else offer.to_id
    return Offer(
        OfferKind.ABSENCE,
        hears,
        offer.made_at,
        asked=tuple(one for one in asked if one != hears),
        absence_id=offer.absence_id,
        until=offer.until,
        lapsed=True,
    )
