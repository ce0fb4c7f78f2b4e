"""Why somebody was asked whether they can take a request: whose it is, as whom they were asked, and who comes next."""

from bot.domain.offers import OfferKind
from bot.domain.people import Role
from bot.domain.why import Asked
from bot.texts import naming
from bot.texts.moments import Watch, sentence

_AS = {
    Role.BACKUP: "You are the project's backup.",
    Role.LEAD: "You are the project's lead.",
    Role.FALLBACK: "You hear of what nobody else can be found for.",
}


def why(of: Asked, watch: Watch) -> list[str]:
    """What was behind the question, when it came, and until when its answer is waited for."""
    offer, owner = of.offer, naming.owner(of.facts)
    lines = [f"You were asked {watch.when(offer.made_at)} whether you can take this."]
    if offer.kind is OfferKind.ABSENCE:
        until = f" until {watch.moment(offer.until)}" if offer.until else ""
        lines.append(f"{sentence(owner)} is away{until}. {_as(of)}".strip())
    elif offer.kind is OfferKind.NOT_MINE:
        by = of.facts.person(offer.by_id)
        lines.append(f"{naming.you_or(by, None, 'A colleague')} thinks that it may be yours.")
    else:
        lines.append("It was passed on before, or nobody answered: you are asked whose it is.")
    if offer.stands and of.answer_by is not None:
        until = watch.moment(of.answer_by)
        whom = naming.you_or(of.asked_next, None) if of.asked_next else None
        lines.append(f"Without an answer by {until}, {f'{whom} is asked' if whom else 'it stays with its owner'}.")
    return lines


def _as(of: Asked) -> str:
    return "You were named as the stand-in." if of.is_stand_in else _AS.get(of.role, "") if of.role else ""
