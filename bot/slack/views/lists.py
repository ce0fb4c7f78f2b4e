"""Answers to commands: what was created, lists, the log, help, plain sentences."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.slack.views import parts
from bot.slack.views.message import Message, composed, context, section
from bot.texts import reporter
from bot.texts.moments import Watch


def answer(said: str) -> Message:
    """A plain sentence or two."""
    return composed([section(said)])


def created(facts: RequestFacts, reader: Person, now: datetime) -> Message:
    """What was created, for whom, when the first reminder is due and who hears of it after that."""
    watch = Watch.of(reader, now)
    reminder = reporter.first_reminder(facts, reader, watch)
    blocks = [
        section(reporter.created(facts, reader)),
        *([context([reminder])] if reminder else []),
        *parts.row(facts, reader, (), menu=parts.menu(facts, reader, parts.FOR_REPORTER)),
    ]
    return composed(blocks)


def joined(facts: RequestFacts, reader: Person) -> Message:
    """What was handed over is there already; whoever brought it again takes part from now on."""
    return answer(reporter.joined(facts, reader))
