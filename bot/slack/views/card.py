"""The owner's card, and the reminders of it."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.last_look import Newer
from bot.domain.people import Person, Role
from bot.domain.policy import Tone
from bot.domain.reminder import tells_of_cause
from bot.domain.request import State
from bot.domain.step import StepKey
from bot.slack.names import ActionId
from bot.slack.views import parts, writing
from bot.slack.views.message import Block, Message, composed, context, section
from bot.texts import cards, coming, nudges
from bot.texts.moments import PrintedWatch, Watch

WORDS_IN_A_REMINDER = 300


def card(facts: RequestFacts, reader: Person, now: datetime) -> Message:
    """The card as it stands for `reader` at `now`; the same function draws it anew whenever something changes."""
    return composed(card_blocks(facts, reader, now))


def card_blocks(facts: RequestFacts, reader: Person, now: datetime) -> list[Block]:
    """The blocks of a card, for a message and for a modal alike."""
    watch = PrintedWatch.of(reader, now)
    headline = cards.headline(facts, reader, watch)
    lines = cards.essentials(facts, reader, watch, below=headline)
    ahead = coming.what_next(facts, reader, watch)
    return [
        *parts.introduction(reader),
        section(f"*{headline}*"),
        *parts.words(facts),
        context([f"#{facts.request.id} · {lines[0]}", *lines[1:]]),
        *parts.files(facts, watch),
        *([context([ahead])] if ahead else []),
        *writing.offered(facts, reader, now),
        *parts.row(
            facts,
            reader,
            (*parts.for_state(facts), *([ActionId.WHOLE_TEXT] if parts.is_cut(facts) else [])),
            menu=parts.menu(facts, reader),
        ),
    ]


def outdated(facts: RequestFacts, newer: Newer) -> Message:
    """What is left of a message once another one shows the request as it is: one line, nothing to press."""
    return composed([context([cards.moved_on(facts, newer)])])


def nudge(facts: RequestFacts, reader: Person, key: StepKey, tone: Tone, now: datetime) -> Message:
    """A reminder in the tone of its rung. It says what the client waits for, and who hears of it next, and when."""
    watch = PrintedWatch.of(reader, now)
    is_news = tells_of_cause(key, facts.request)
    opening = nudges.opening(facts, reader, tone, is_news=is_news, watch=watch)
    lines = cards.essentials(facts, reader, watch, below=opening)
    if tone is Tone.FACTS:
        lines += nudges.plain_facts(facts, reader, watch)
    blocks = [
        *parts.introduction(reader),
        section(f"*{opening}*"),
        *_stands_in(facts, reader, watch),
        *parts.words(facts, WORDS_IN_A_REMINDER),
        context([f"#{facts.request.id} · {lines[0]}", *lines[1:]]),
        *parts.files(facts, watch),
        *_closing(facts, reader, tone, key.rung if key.repetition == 0 else -1, watch),
        *writing.offered(facts, reader, now),
        *parts.row(facts, reader, (*pressed(facts, reader, tone), *_cut(facts)), menu=parts.menu(facts, reader)),
    ]
    return composed(blocks)


def _closing(facts: RequestFacts, reader: Person, tone: Tone, rung: int, watch: Watch) -> list[Block]:
    said = (nudges.told_as_well(facts, reader, tone, rung), nudges.closing_line(facts, reader, watch))
    lines = [line for line in said if line]
    return [context(lines)] if lines else []


def _stands_in(facts: RequestFacts, reader: Person, watch: Watch) -> list[Block]:
    return [section(nudges.in_the_place_of(facts, watch))] if facts.stands_in(reader) else []


def _cut(facts: RequestFacts) -> tuple[ActionId, ...]:
    return (ActionId.WHOLE_TEXT,) if parts.is_cut(facts, WORDS_IN_A_REMINDER) else ()


def pressed(facts: RequestFacts, reader: Person, tone: Tone) -> tuple[ActionId, ...]:
    """The buttons of a reminder in this tone: an owner is asked for the next step, everybody else for help."""
    reached_as_owner = reader.id in {facts.request.owner_id, facts.cast.reachable(Role.OWNER)}
    if facts.request.state not in {State.OPEN, State.PROMISED} or reached_as_owner:
        return _for_owner(facts, reader, tone)
    return (ActionId.OFFER_HELP, ActionId.CONTACT, ActionId.TALK)


def _for_owner(facts: RequestFacts, reader: Person, tone: Tone) -> tuple[ActionId, ...]:
    shown = parts.for_state(facts)
    if facts.request.state is not State.OPEN or tone is Tone.CARD or ActionId.TAKE not in shown:
        return shown
    suggested = nudges.suggests_call(facts, reader, tone)
    return (ActionId.TALK, *parts.REMINDED) if suggested else parts.REMINDED


def heads_up(facts: RequestFacts, reader: Person, now: datetime) -> Message:
    """A short word before a promise falls due: what was promised, and who hears if the date passes."""
    watch = PrintedWatch.of(reader, now)
    promised = cards.promise_line(facts, watch) or cards.headline(facts, reader, watch)
    besides = [line for line in (cards.pending_line(facts, watch), cards.snooze_line(facts, watch)) if line]
    blocks = [
        *parts.introduction(reader),
        section(f"*{nudges.heads_up(facts, watch)}*"),
        *parts.words(facts, WORDS_IN_A_REMINDER),
        context([f"#{facts.request.id} · {promised}", *besides]),
        context([nudges.after_heads_up(facts, reader)]),
        *writing.offered(facts, reader, now),
        *parts.row(facts, reader, parts.for_state(facts), menu=parts.menu(facts, reader)),
    ]
    return composed(blocks)
