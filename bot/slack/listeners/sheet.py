"""The makings of a form about a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.life import On, TransitionRefused
from bot.domain.moments import Moment
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.request import State
from bot.services import reading
from bot.slack.listeners.desk import Desk, Told
from bot.texts.errors import sentence

LIVE = (State.OPEN, State.PROMISED, State.WAITING)
UNCLOSED = (State.TRIAGE, *LIVE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is made of: the request, whoever fills it in, times to offer, the stamp and the time of now."""

    facts: RequestFacts
    reader: Person
    moments: Sequence[Moment]
    stamp: str
    now: datetime


async def about(desk: Desk, workspace_id: str, who: str, number: int, action: Action, states: Sequence[State]) -> Sheet:
    """The makings of a form that belongs to these states; Told where the request has moved on since it was drawn."""
    (facts, reader, moments, stamp), now = await desk.read(workspace_id, reading.form_facts, number, who, action)
    if facts.request.state not in states:
        error = TransitionRefused(facts.request.state, On.TAKEN)
        raise Told(sentence(error)) from error
    return Sheet(facts, reader, moments, stamp, now)
