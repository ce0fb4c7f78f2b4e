"""The modal behind "Why this?": short lines for a phone, another reminder to look at, and "Not needed"."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.not_needed import NotNeeded
from bot.domain.people import Person
from bot.domain.request import State
from bot.domain.step import StepKey
from bot.domain.why import Asked, Why
from bot.slack.names import ActionId, Form
from bot.slack.views import parts
from bot.slack.views.inputs import View, modal, select
from bot.slack.views.message import Block, actions, button, context, divider, option, section
from bot.texts import asked as asked_texts
from bot.texts import forms
from bot.texts import why as texts
from bot.texts.moments import PrintedWatch, Watch

_NEXT: dict[NotNeeded, tuple[ActionId, frozenset[State]]] = {
    NotNeeded.HEARD: (ActionId.CONTACT, frozenset({State.OPEN, State.PROMISED, State.WAITING})),
    NotNeeded.NOT_MINE: (ActionId.NOT_MINE, frozenset({State.OPEN, State.PROMISED, State.WAITING})),
    NotNeeded.TOO_SOON: (ActionId.SNOOZE, frozenset({State.OPEN, State.PROMISED})),
    NotNeeded.DONE: (ActionId.CLOSE, frozenset(State) - {State.CLOSED}),
}
"""The form that fits a reason, and where the request must stand for it."""

_MOST_CHOICES = 99


def why(working: Why, now: datetime) -> View:
    """One step laid open."""
    watch = PrintedWatch.of(working.reader, now)
    formula, waits = texts.formula(working, watch), texts.waits(working, watch)
    told = [texts.skipped(working, watch), *texts.stretches(working, watch)]
    earlier, ahead = texts.earlier(working, watch), texts.ahead(working, watch)
    blocks = [
        context([forms.about(working.facts)]),
        section(f"*{texts.first(working, watch)}*"),
        section(texts.plan(working, watch)),
        *([section(f"*{formula}*")] if formula else []),
        *([context(lines)] if (lines := [line for line in told if line]) else []),
        *([section(waits)] if waits else []),
        *([section("\n".join(ahead))] if ahead else []),
        *([divider(), context([f"*{texts.EARLIER}*", *earlier])] if earlier else []),
        _below(working, watch),
        *parts.flag_button(working.facts, working.reader),
    ]
    return modal(Form.SHOW, forms.WHY_TITLE, blocks, metadata={"request_id": working.facts.request.id})


def asked(of: Asked, now: datetime) -> View:
    """A question whether somebody can take it, laid open."""
    lines = asked_texts.why(of, PrintedWatch.of(of.reader, now))
    blocks = [context([forms.about(of.facts)]), section("\n".join(lines))]
    return modal(Form.SHOW, forms.WHY_TITLE, blocks, metadata={"request_id": of.facts.request.id})


def _below(working: Why, watch: Watch) -> Block:
    number = working.facts.request.id
    press = button(texts.NOT_NEEDED, ActionId.NOT_NEEDED, _named(working.step.key, number))
    if len(working.others) < 2:
        return actions([press])
    choices = [
        option(texts.choice(one, working, watch), _named(one.key, number)) for one in working.others[:_MOST_CHOICES]
    ]
    menu = select(choices, placeholder=texts.CHOOSE_STEP)
    return actions([press, {**menu, "action_id": str(ActionId.WHY_STEP)}])


def not_needed(working: Why) -> View:
    """The choice of reasons; each is one press."""
    number, named = working.facts.request.id, _named(working.step.key, working.facts.request.id)
    watch = PrintedWatch.of(working.reader, working.step.due_at)
    reasons = [
        button(texts.REASONS[reason], f"{ActionId.NOT_NEEDED_REASON}.{reason.name.lower()}", f"{reason.name}.{named}")
        for reason in NotNeeded
    ]
    blocks = [
        context([forms.about(working.facts), texts.first(working, watch)]),
        section(texts.NOT_NEEDED_QUESTION),
        actions(reasons),
    ]
    return modal(Form.SHOW, texts.NOT_NEEDED_TITLE, blocks, metadata={"request_id": number})


def noted(facts: RequestFacts, reader: Person, reason: NotNeeded) -> View:
    """It is on record; the form that fits is one press away."""
    action, states = _NEXT.get(reason, (None, frozenset()))
    offered = parts.row(facts, reader, [action]) if action and facts.request.state in states else []
    blocks = [
        context([forms.about(facts)]),
        section(f"*{texts.noted(reason, reader)}*"),
        section(texts.GOES_ON if offered else texts.NOTHING_ELSE),
        *offered,
    ]
    return modal(Form.SHOW, texts.NOT_NEEDED_TITLE, blocks, metadata={"request_id": facts.request.id})


def _named(key: StepKey, number: int) -> str:
    return f"{key.cycle}.{key.rung}.{key.repetition}.{key.recipient}:{number}"
