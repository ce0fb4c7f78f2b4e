"""Answers to commands: what was created, lists, help, plain sentences."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, ProjectLessons, RequestFacts
from bot.domain.people import Person
from bot.domain.request import TouchChannel
from bot.slack.names import ActionId
from bot.slack.views import pages, parts
from bot.slack.views.message import Message, button, composed, context, section
from bot.texts import help as helping
from bot.texts import keeping, labels, reporter
from bot.texts import lists as texts
from bot.texts.moments import Watch

_MOST_LINES = 40
_MOST_PROJECTS = 45


def answer(said: str) -> Message:
    """A plain sentence or two."""
    return composed([section(said)])


def given_back(said: str, typed: str) -> Message:
    """A sentence, and under it what was typed, so that nobody has to type it again."""
    return composed([section(said), *pages.plain_paragraphs(typed)])


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


def listing(lines: Sequence[Line], reader: Person, now: datetime) -> Message:
    """What this reader takes part in, worst first, each with a button that opens it."""
    if not lines:
        return answer(texts.NOTHING_LISTED)
    watch = Watch.of(reader, now)
    return _each_to_open(lines, lambda line: texts.entry(line, reader, watch))


def promises(lines: Sequence[Line], reader: Person, now: datetime) -> Message:
    """This reader's own promises, the soonest first, each with a button that opens its request."""
    if not lines:
        return answer(texts.NO_PROMISES)
    watch = Watch.of(reader, now)
    return _each_to_open(lines, lambda line: texts.promise(line, reader, watch))


def _each_to_open(lines: Sequence[Line], said: Callable[[Line], str]) -> Message:
    left = len(lines) - _MOST_LINES
    blocks = [
        section(said(line), accessory=button(labels.OPEN, ActionId.OPEN, line.request.id))
        for line in lines[:_MOST_LINES]
    ]
    return composed([*blocks, *([context([texts.more(left)])] if left > 0 else [])])


def projects(found: Sequence[ProjectFacts], reader: Person, now: datetime) -> Message:
    """Every project, with the address to forward its mails to."""
    watch = Watch.of(reader, now)
    if not found:
        return answer(texts.NO_PROJECTS)
    left = len(found) - _MOST_PROJECTS
    blocks = [section(texts.project(facts, reader, watch)) for facts in found[:_MOST_PROJECTS]]
    return composed([*blocks, *([context([texts.more(left)])] if left > 0 else [])])


def lessons(found: Sequence[ProjectLessons], reader: Person, now: datetime) -> Message:
    """What was learned, project by project, the newest first."""
    watch = Watch.of(reader, now)
    blocks = [section(texts.lessons(one, watch)) for one in found[:_MOST_PROJECTS] if one.lessons]
    return composed(blocks) if blocks else answer(texts.NO_LESSONS)


def touched(about: Sequence[ProjectFacts], channel: TouchChannel, reader: Person, now: datetime) -> Message:
    """A contact is on record."""
    return answer(keeping.noted(about, channel, Watch.of(reader, now)))


def plain_words(reader: Person) -> Message:
    """The answer to whoever writes to the bot as to a colleague."""
    return composed([section(helping.PLAIN_WORDS), section("\n".join(helping.lines(reader)))])


def help_text(reader: Person, unknown: str | None = None) -> Message:
    """What can be typed; `unknown` is the word that led here."""
    first = helping.unknown(unknown) if unknown else f"*{helping.WHAT_IT_IS}*"
    return composed([section(first), section("\n".join(helping.lines(reader)))])
