"""What the reporter has in hand: their own confirmation, edited in place, and the lines in its thread."""

from datetime import datetime

from bot.domain.events import EventKind
from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.request import State
from bot.slack.names import ActionId, MoreChoice
from bot.slack.views import parts, writing
from bot.slack.views.message import Message, composed, context, section
from bot.texts import cards, coming, reporter
from bot.texts.moments import PrintedWatch


def confirmation(facts: RequestFacts, reader: Person, now: datetime) -> Message:
    """How the request stands, for whoever handed it over; the same function draws it anew when that changes."""
    watch = PrintedWatch.of(reader, now)
    headline = reporter.headline(facts, reader, watch)
    lines = cards.essentials(facts, reader, watch, below=headline)
    ahead = coming.what_next(facts, reader, watch)
    closed = facts.request.is_closed
    blocks = [
        section(f"*{headline}*"),
        *parts.words(facts),
        context([f"#{facts.request.id} · {lines[0]}", *lines[1:]]),
        *parts.files(facts, watch),
        *([context([ahead])] if ahead else []),
        *writing.offered(facts, reader, now),
        *parts.row(
            facts,
            reader,
            _buttons(facts),
            quiet=True,
            menu=parts.menu(facts, reader, (MoreChoice.HISTORY,) if closed else parts.FOR_REPORTER),
        ),
    ]
    return composed(blocks)


def _buttons(facts: RequestFacts) -> tuple[ActionId, ...]:
    cut = (ActionId.WHOLE_TEXT,) if parts.is_cut(facts) else ()
    match facts.request.state:
        case State.TRIAGE | State.CLOSED:
            return (*parts.for_state(facts), *cut)
        case State.WAITING:
            return (ActionId.CONTACT, *cut)
        case _:
            return (ActionId.TALK, ActionId.CONTACT, *cut)


def line(event: EventKind, facts: RequestFacts, reader: Person, now: datetime, *, by: int | None = None) -> Message:
    """One line in the thread of the confirmation: contact, reassignment, close. `by` is whoever did it."""
    return composed([section(reporter.line(event, facts, reader, PrintedWatch.of(reader, now), by=by))])
