"""The forms: each returns a whole modal, whose fields come back under the names of `bot.slack.names.Field`.

`private_metadata` always holds `request_id` where there is a request.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import ProjectFacts, RequestFacts
from bot.domain.moments import Moment
from bot.domain.people import Person
from bot.domain.request import Outcome, Promise, TouchChannel, Turn
from bot.slack.names import Field, Form
from bot.slack.views import inputs
from bot.slack.views.inputs import View, by_when, client_knows, field, modal, radio, select, text
from bot.slack.views.message import Block, context, option, section
from bot.texts import forms, labels
from bot.texts.moments import Watch

OTHER = "other"
"""The choice that stands for whoever is named in the field below."""

REPORTER = "reporter"

_SHORT = 300
_MOST_PROJECTS = 99


def loading(title: str) -> View:
    """What opens at once, while the real form is made ready."""
    return modal(Form.LOADING, title, [section(forms.ONE_MOMENT)])


def message(title: str, said: str) -> View:
    """Something to read, and nothing to fill in."""
    return modal(Form.SHOW, title, [section(said)])


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


def take(facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime) -> View:
    """The owner has it: what next, and by when the client hears from us."""
    return _promise_form(Form.TAKE, forms.TAKE_TITLE, facts, moments, Watch.of(reader, now))


def move(facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime) -> View:
    """The date moves: the same questions, what is known filled in."""
    return _promise_form(Form.MOVE, forms.MOVE_TITLE, facts, moments, Watch.of(reader, now))


def _promise_form(form: Form, title: str, facts: RequestFacts, moments: Sequence[Moment], watch: Watch) -> View:
    promise = facts.request.promise
    so_far = forms.promise_so_far(facts, watch)
    blocks = [
        _about(facts, *([so_far] if so_far else [])),
        field(Field.WHAT, forms.WHAT_LABEL, _what(promise)),
        *by_when(forms.by_label(facts), moments, watch),
        client_knows(forms.knows_label(facts), promise.client_knows if promise else None),
    ]
    return modal(form, title, blocks, submit=forms.KEEP, metadata=_of(facts))


def contact(
    facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime, *, turn: Turn | None = None
) -> View:
    """The client has heard from us: how, whose turn is it now, until when. `turn` is chosen beforehand."""
    watch = Watch.of(reader, now)
    channels = [option(labels.CHANNELS[channel], str(channel)) for channel in TouchChannel]
    turns = {which: option(forms.turn(which, facts)[0], str(which), forms.turn(which, facts)[1]) for which in Turn}
    blocks = [
        _about(facts),
        field(Field.CHANNEL, forms.CHANNEL_LABEL, select(channels, initial=channels[0])),
        field(
            Field.TURN,
            forms.TURN_LABEL,
            radio(list(turns.values()), initial=turns[turn] if turn else None),
        ),
        *by_when(forms.CONTACT_BY_LABEL, moments, watch),
        field(Field.WHAT, forms.CONTACT_WHAT_LABEL, _what(facts.request.promise), optional=True),
        field(Field.LESSON, forms.LESSON_LABEL, text(most=_SHORT), optional=True),
    ]
    return modal(Form.CONTACT, forms.CONTACT_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts))


def _what(promise: Promise | None) -> Block:
    return text(initial=promise.what if promise else "", placeholder=forms.WHAT_PLACEHOLDER, most=_SHORT)


def not_mine(facts: RequestFacts, reader: Person | None = None) -> View:
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
    return modal(Form.NOT_MINE, forms.NOT_MINE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts))


def snooze(facts: RequestFacts, moments: Sequence[Moment], reader: Person, now: datetime) -> View:
    """Reminders rest for a while, for a reason."""
    watch = Watch.of(reader, now)
    blocks = [
        _about(facts),
        *by_when(forms.SNOOZE_BY_LABEL, moments, watch, hint=forms.snooze_bound(facts, watch)),
        field(Field.WHY, forms.REASON_LABEL, text(most=_SHORT), hint=forms.SNOOZE_WHY_HINT),
    ]
    return modal(Form.SNOOZE, forms.SNOOZE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts))


def close(facts: RequestFacts, outcome: Outcome = Outcome.DONE) -> View:
    """What became of it, and what was learned. Withdrawing is its reporter's, and has a button of its own."""
    offered = [which for which in Outcome if which is not Outcome.WITHDRAWN or outcome is Outcome.WITHDRAWN]
    options = {which: option(forms.outcome(which), str(which)) for which in offered}
    blocks = [
        _about(facts),
        field(Field.OUTCOME, forms.OUTCOME_LABEL, radio(list(options.values()), initial=options[outcome])),
        field(Field.LESSON, forms.LESSON_LABEL, text(multiline=True, most=_SHORT), optional=True),
    ]
    return modal(Form.CLOSE, forms.CLOSE_TITLE, blocks, submit=forms.KEEP, metadata=_of(facts))


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


def _of(facts: RequestFacts) -> dict[str, object]:
    return {"request_id": facts.request.id}
