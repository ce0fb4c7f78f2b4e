"""How a client is best reached, in the line that offers to write to them."""

from bot.domain.facts import Reached, RequestFacts
from bot.domain.request import TouchChannel
from bot.texts import labels
from bot.texts.naming import contact, one_line

_PREFERS = {
    TouchChannel.CALL: "{name} prefers a call",
    TouchChannel.CHAT: "{name} prefers a chat",
    TouchChannel.MEETING: "{name} prefers to meet",
}


def label(facts: RequestFacts) -> str:
    """What stands on the link."""
    return labels.WRITE.format(name=contact(facts))


def before(facts: RequestFacts, reached: Reached) -> str:
    """What the contact prefers to a mail, with the number where that is a call; an agency between us comes first."""
    if reached.is_via or reached.preferred not in _PREFERS:
        return ""
    said = _PREFERS[reached.preferred].format(name=contact(facts))
    number = f": {_number(reached)}" if reached.preferred is TouchChannel.CALL and reached.phone else ""
    return f"{said}{number} · "


def after(facts: RequestFacts, reached: Reached) -> str:
    """By whom they are reached, another way to, and what the letter is about where a date has moved."""
    said = [
        f"via {one_line(reached.address, 80)}" if reached.is_via else "",
        f"or call {_number(reached)}" if _is_second(reached) else "",
        "with the new date" if facts.request.pending else "",
    ]
    found = ", ".join(part for part in said if part)
    return f" {found}" if found else ""


def _is_second(reached: Reached) -> bool:
    return bool(reached.phone) and not reached.is_via and reached.preferred is not TouchChannel.CALL


def _number(reached: Reached) -> str:
    return one_line(reached.phone or "", 40)
