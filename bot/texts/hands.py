"""In whose hands a request is for now, and who is asked to take it: one line each, for cards and lists."""

from bot.domain.facts import RequestFacts
from bot.domain.offers import OfferKind
from bot.domain.people import Person
from bot.texts import naming
from bot.texts.moments import Watch, sentence
from bot.texts.naming import is_reader, you_or


def asked_line(facts: RequestFacts, reader: Person | None, watch: Watch) -> str | None:
    """Who is asked whether they can take it, while that is open."""
    offer = facts.request.offer
    if offer is None or not offer.stands or facts.request.is_closed:
        return None
    asked = you_or(facts.person(offer.to_id), reader)
    is_are = "are" if asked == "you" else "is"
    if offer.kind is OfferKind.OWNERSHIP:
        return f"{sentence(asked)} {is_are} asked whose it is; the reminders rest until there is an answer."
    if offer.kind is OfferKind.ABSENCE:
        return f"{sentence(naming.owner(facts, reader))} {_be(facts, reader)} away; {asked} {is_are} asked to take it."
    return f"{sentence(asked)} {is_are} asked to take it; the reminders rest until there is an answer."


def _be(facts: RequestFacts, reader: Person | None) -> str:
    return "are" if is_reader(facts.owner, reader) else "is"


def lent_line(facts: RequestFacts, reader: Person | None, watch: Watch) -> str | None:
    """Whose it is again later."""
    loan = facts.request.loan
    if loan is None or facts.request.is_closed:
        return None
    back = f"on {watch.plain_date(facts.lender_back_on)}" if facts.lender_back_on is not None else "later"
    return f"Looked after for {you_or(facts.person(loan.owner_id), reader)}, who is back {back}."
