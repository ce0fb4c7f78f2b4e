"""The line that offers to write to the client, and the word that a moved date has reached them."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.request import State
from bot.slack.names import ActionId
from bot.slack.views import parts
from bot.slack.views.message import Block, actions, button, linked
from bot.texts import labels, letters, naming, reaching

_LIVE = frozenset({State.OPEN, State.PROMISED, State.WAITING})


def offered(facts: RequestFacts, reader: Person, now: datetime) -> list[Block]:
    """The mail to the client, ready to be sent, for whoever may speak with them; *Jane knows now* once it has gone."""
    return [*_letter(facts, reader, now), *_told(facts, reader)]


def _letter(facts: RequestFacts, reader: Person, now: datetime) -> list[Block]:
    reached = facts.reached
    if reached is None or facts.request.state not in _LIVE or not parts.allowed(facts, reader, Action.RECORD_TOUCH):
        return []
    url = letters.link(facts, reader, now)
    if url is None:
        return []
    before, after = reaching.before(facts, reached), reaching.after(facts, reached)
    return [linked(reaching.label(facts), url, before=before, after=after)]


def _told(facts: RequestFacts, reader: Person) -> list[Block]:
    pending = facts.request.pending
    if pending is None or not parts.allowed(facts, reader, Action.TAKE):
        return []
    value = f"{int(pending.due_at.timestamp())}:{facts.request.id}"
    return [actions([button(labels.TOLD.format(name=naming.contact(facts)), ActionId.TOLD, value)])]
