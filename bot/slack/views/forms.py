"""The forms: each returns a whole modal, whose fields come back under the names of `bot.slack.names.Field`.

`private_metadata` always holds `request_id` where there is a request, and `seen` where the listener gave the
stamp of what the form was opened on.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.moments import Moment
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.domain.request import Outcome, Promise, TouchChannel, Turn
from bot.slack.names import Field, Form
from bot.slack.views import inputs, parts
from bot.slack.views.inputs import View, by_when, client_knows, field, modal, radio, select, text
from bot.slack.views.message import Block, context, option, section
from bot.slack.views.pages import loading, message, show, whole_text
from bot.slack.views.set_up import project
from bot.texts import cards, forms, labels
from bot.texts.moments import Watch

__all__ = [
    "OTHER",
    "REPORTER",
    "add_words",
    "close",
    "contact",
    "flag",
    "hand_over",
    "loading",
    "message",
    "move",
    "not_mine",
    "project",
    "route_person",
    "show",
    "snooze",
    "take",
    "wait_on",
    "whole_text",
]

OTHER = "other"
"""The choice that stands for whoever is named in the field below."""

REPORTER = "reporter"

_SHORT = 300
_MOST_PROJECTS = 99


def hand_over(
    projects: Sequence[ProjectFacts],
    *,
    words: str = "",
    promised_what: str = "",
    promised_by: datetime | None = None,
    request_id: int | None = None,
    note: str | None = None,
) -> View:
    """To hand something over; with `request_id` to say whose a kept draft is. `note` is a sentence at the top."""
    blocks = [
        *([section(note)] if note else []),
        *_whose(projects),
        field(Field.WISH, forms.WISH_LABEL, text(initial=words, placeholder=forms.WISH_PLACEHOLDER, multiline=True)),
        field(
            Field.PROMISED_WHAT,
            forms.PROMISED_WHAT_LABEL,
            text(initial=promised_what, placeholder=forms.PROMISED_WHAT_PLACEHOLDER, most=_SHORT),
            optional=True,
        ),
        field(Field.PROMISED_BY, forms.PROMISED_BY_LABEL, inputs.moment_picker(initial=promised_by), optional=True),
    ]
    metadata = {} if request_id is None else {"request_id": request_id}
    return modal(Form.HAND_OVER, forms.HAND_OVER_TITLE, blocks, submit=forms.HAND_OVER_SUBMIT, metadata=metadata)


def _whose(projects: Sequence[ProjectFacts]) -> list[Block]:
    """Which project, or else which person; a workspace where nothing is set up is asked for a person alone."""
    if not projects:
        return [field(Field.PERSON, forms.PERSON_LABEL, inputs.person())]
    choices = [option(forms.project_choice(facts), str(facts.project.id)) for facts in projects[:_MOST_PROJECTS]]
    initial = choices[0] if len(choices) == 1 else None
    everybody = [*choices, option(forms.PROJECT_OTHER, OTHER)]
    menu = select(everybody, initial=initial, placeholder=forms.PROJECT_PLACEHOLDER)
    return [
        field(Field.PROJECT, forms.PROJECT_LABEL, menu),
        field(Field.PERSON, forms.PERSON_INSTEAD_LABEL, inputs.person(), optional=True, hint=forms.PERSON_HINT),
    ]


def take(
    facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime, *, seen: str | None = None
) -> View:
    """The owner has it: what next, and by when the client hears from us."""
    blocks = _promise_fields(facts, moments, Watch.of(reader, now))
    return modal(Form.TAKE, forms.TAKE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def move(
    facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime, *, seen: str | None = None
) -> View:
    """The date moves: the same questions, what is known filled in."""
    blocks = _promise_fields(facts, moments, Watch.of(reader, now))
    return modal(Form.MOVE, forms.MOVE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def _promise_fields(facts: RequestFacts, moments: Sequence[Moment], watch: Watch) -> list[Block]:
    promise = facts.request.promise
    is_known = promise is not None and promise.client_knows
    so_far = forms.promise_so_far(facts, watch)
    return [
        _about(facts, *([so_far] if so_far else [])),
        field(Field.WHAT, forms.WHAT_LABEL, _what(promise)),
        *by_when(forms.by_label(facts), _within(facts, moments), watch, hint=forms.promise_bound(facts, watch)),
        context([forms.known_date(facts, watch)])
        if is_known
        else client_knows(forms.knows_label(facts), promise.client_knows if promise else None),
    ]


def _within(facts: RequestFacts, moments: Sequence[Moment]) -> list[Moment]:
    """The times that the plan allows for a promise."""
    last = facts.bounds.promise if facts.bounds else None
    return [moment for moment in moments if last is None or moment.at <= last]


def contact(
    facts: RequestFacts,
    moments: Sequence[Moment],
    reader: Person,
    now: datetime,
    *,
    turn: Turn | None = None,
    seen: str | None = None,
) -> View:
    """The client has heard from us: how, whose turn is it now, until when. `turn` is chosen beforehand.

    That nothing is left to do is for those to say who may close it.
    """
    channels = [option(labels.CHANNELS[channel], str(channel)) for channel in TouchChannel]
    if facts.request.is_keeping_in_touch:
        return _in_touch(facts, channels, seen)
    watch = Watch.of(reader, now)
    offered = [which for which in Turn if which is not Turn.NOBODYS or parts.allowed(facts, reader, Action.CLOSE)]
    turns = {which: option(forms.turn(which, facts)[0], str(which), forms.turn(which, facts)[1]) for which in offered}
    blocks = [
        _about(facts),
        field(Field.CHANNEL, forms.CHANNEL_LABEL, select(channels, initial=channels[0])),
        field(
            Field.TURN,
            forms.TURN_LABEL,
            radio(list(turns.values()), initial=turns.get(turn) if turn else None),
        ),
        *by_when(forms.CONTACT_BY_LABEL, moments, watch, hint=forms.CONTACT_BY_HINT, optional=True),
        field(Field.WHAT, forms.CONTACT_WHAT_LABEL, _what(facts.request.promise), optional=True),
        field(Field.LESSON, forms.LESSON_LABEL, text(most=_SHORT), optional=True),
    ]
    return modal(Form.CONTACT, forms.CONTACT_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def _in_touch(facts: RequestFacts, channels: Sequence[Block], seen: str | None) -> View:
    """There was contact, of our own accord: how, and perhaps about what. Nothing is left to do afterwards."""
    blocks = [
        _about(facts),
        field(Field.CHANNEL, forms.CHANNEL_LABEL, select(channels, initial=channels[0])),
        field(Field.WHAT, forms.IN_TOUCH_WHAT_LABEL, text(most=_SHORT), optional=True),
    ]
    metadata = {**_of(facts, seen), "turn": str(Turn.NOBODYS)}
    return modal(Form.CONTACT, forms.CONTACT_TITLE, blocks, submit=forms.KEEP, metadata=metadata)


def _what(promise: Promise | None) -> Block:
    return text(initial=promise.what if promise else "", placeholder=forms.WHAT_PLACEHOLDER, most=_SHORT)


def not_mine(facts: RequestFacts, reader: Person | None = None, *, seen: str | None = None) -> View:
    """Somebody else has it: who, and why."""
    other = option(forms.WHO_OTHER, OTHER)
    reporter = facts.reporter
    named = reporter is not None and reporter.id != facts.request.owner_id
    first = option(forms.reporter_has_it(facts, reader), REPORTER)
    who = radio([first, other]) if named else radio([other], initial=other)
    blocks = [
        _about(facts),
        field(Field.WHO, forms.WHO_LABEL, who),
        field(Field.PERSON, forms.NOT_MINE_PERSON_LABEL, inputs.person(), optional=True),
        field(Field.WHY, forms.REASON_LABEL, text(most=_SHORT), optional=True, hint=forms.REASON_HINT),
    ]
    return modal(Form.NOT_MINE, forms.NOT_MINE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def snooze(
    facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime, *, seen: str | None = None
) -> View:
    """Reminders rest for a while, for a reason."""
    watch = Watch.of(reader, now)
    promise = facts.request.promise
    bounds = [promise.due_at if promise else None, facts.bounds.snooze if facts.bounds else None]
    before = [moment for moment in moments if all(bound is None or moment.at <= bound for bound in bounds)]
    blocks = [
        _about(facts),
        *by_when(forms.SNOOZE_BY_LABEL, before, watch, hint=forms.snooze_bound(facts, watch)),
        field(Field.WHY, forms.REASON_LABEL, text(most=_SHORT), hint=forms.SNOOZE_WHY_HINT),
    ]
    return modal(Form.SNOOZE, forms.SNOOZE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def wait_on(
    facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime, *, seen: str | None = None
) -> View:
    """The client's turn goes on: when do we ask again?"""
    blocks = [_about(facts), *by_when(forms.wait_on_label(facts), moments, Watch.of(reader, now))]
    return modal(Form.WAIT_ON, forms.WAIT_ON_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def close(
    facts: RequestFacts, outcome: Outcome = Outcome.DONE, *, others: Sequence[Line] = (), seen: str | None = None
) -> View:
    """What became of it, and what was learned. Withdrawing is its reporter's, and has a button of its own.

    `others` are requests of the same client that this one may be the same as.
    """
    withdrawn = outcome is Outcome.WITHDRAWN
    offered = [Outcome.WITHDRAWN] if withdrawn else [which for which in Outcome if which is not Outcome.WITHDRAWN]
    if facts.request.is_keeping_in_touch:
        outcome, offered = Outcome.NOT_NEEDED, [Outcome.NOT_NEEDED]
    options = {which: option(forms.outcome(which), str(which)) for which in offered}
    blocks = [
        _about(facts),
        field(Field.OUTCOME, forms.OUTCOME_LABEL, radio(list(options.values()), initial=options[outcome])),
        *(_same_as(others) if Outcome.DUPLICATE in offered else []),
        field(Field.LESSON, forms.LESSON_LABEL, text(most=_SHORT), optional=True),
    ]
    title = forms.WITHDRAW_TITLE if withdrawn else forms.CLOSE_TITLE
    return modal(Form.CLOSE, title, blocks, submit=forms.KEEP, metadata=_of(facts, seen))


def flag(facts: RequestFacts, reader: Person, *, reason: str = "", seen: str | None = None) -> View:
    """A red flag: why; where one is raised already, what it says, and for those who may lift it a way to."""
    raised = cards.flag_line(facts, reader)
    if raised is None:
        field_ = text(initial=reason, most=_SHORT)
        blocks = [_about(facts), field(Field.WHY, forms.FLAG_REASON_LABEL, field_, hint=forms.FLAG_HINT)]
        return modal(Form.FLAG, forms.FLAG_TITLE, blocks, submit=forms.FLAG_SUBMIT, metadata=_of(facts, seen))
    may_lift = parts.allowed(facts, reader, Action.LIFT_FLAG)
    submit = forms.LIFT_SUBMIT if may_lift else None
    blocks = [_about(facts), section(raised)]
    return modal(Form.LIFT_FLAG, forms.FLAG_TITLE, blocks, submit=submit, metadata=_of(facts, seen))


def _same_as(others: Sequence[Line]) -> list[Block]:
    """Which one it is the same as, where there is any to choose."""
    if not others:
        return []
    menu = select(
        [option(forms.same_as(one), str(one.request.id)) for one in others], placeholder=forms.SAME_AS_PLACEHOLDER
    )
    return [field(Field.SAME_AS, forms.SAME_AS_LABEL, menu, optional=True)]


def route_person(facts: RequestFacts) -> View:
    """Nobody of the list: somebody by name."""
    blocks = [section(forms.route_person_note(facts)), field(Field.PERSON, forms.PERSON_LABEL, inputs.person())]
    return modal(Form.ROUTE_PERSON, forms.ROUTE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts))


def add_words(facts: RequestFacts) -> View:
    """More of what the client said, or of what helps."""
    words = field(Field.WISH, forms.ADD_WORDS_LABEL, text(multiline=True))
    return modal(Form.ADD_WORDS, forms.ADD_WORDS_TITLE, [_about(facts), words], submit=forms.KEEP, metadata=_of(facts))


def _about(facts: RequestFacts, *more: str) -> Block:
    return context([forms.about(facts), *more])


def _of(facts: RequestFacts, seen: str | None = None) -> dict[str, object]:
    return {"request_id": facts.request.id, **({} if seen is None else {"seen": seen})}
