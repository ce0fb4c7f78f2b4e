"""Whose is it: the question to whoever forwarded something, and to the fallback owner."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.slack.names import ActionId, MoreChoice
from bot.slack.views import parts
from bot.slack.views.message import Block, Message, actions, button, composed, context, option, plain, section
from bot.texts import cards, coming, forms, labels, triage
from bot.texts.moments import PrintedWatch

_MOST_PROJECTS = 100
_MENU = (MoreChoice.ADD_WORDS, MoreChoice.HISTORY, MoreChoice.WITHDRAW, MoreChoice.DONE, MoreChoice.WHY)


def question(facts: RequestFacts, projects: Sequence[ProjectFacts], reader: Person, now: datetime) -> Message:
    """Asks the forwarder, the likeliest project first; once somebody is found it says who."""
    return _asked(triage.question(facts, reader), facts, projects, reader, now)


def escalation(facts: RequestFacts, projects: Sequence[ProjectFacts], reader: Person, now: datetime) -> Message:
    """Asks the fallback owner, when the forwarder has not said for a working day."""
    watch, earlier = PrintedWatch.of(reader, now), facts.perhaps_of
    if earlier is None or not _is_answerable(facts, reader):
        return _asked(triage.escalation(facts, reader, watch), facts, projects, reader, now)
    return _again(triage.again_escalated(facts, earlier, reader, watch), facts, earlier)


def again(facts: RequestFacts, projects: Sequence[ProjectFacts], reader: Person, now: datetime) -> Message:
    """Asks the forwarder whether the client asks again for what is there, or for something new; the likelier first."""
    earlier = facts.perhaps_of
    if earlier is None or not _is_answerable(facts, reader):
        return question(facts, projects, reader, now)
    return _again(triage.again(facts, earlier), facts, earlier)


def _is_answerable(facts: RequestFacts, reader: Person) -> bool:
    return triage.is_open(facts) and parts.allowed(facts, reader, Action.ROUTE)


def _again(said: str, facts: RequestFacts, earlier: Line) -> Message:
    """The question with its answers, the likelier first, and that it is the very mail which is there already."""
    same = button(triage.same_as(earlier), ActionId.AGAIN, facts.request.id)
    new = button(labels.SOMETHING_NEW, ActionId.SOMETHING_NEW, facts.request.id)
    same_mail = button(labels.THE_SAME_MAIL, ActionId.SAME_MAIL, facts.request.id)
    likelier_first = [new, same] if earlier.request.is_closed else [same, new]
    blocks = [
        section(f"*{said}*"),
        *parts.words(facts),
        context([triage.earlier(earlier)]),
        actions([*likelier_first, same_mail, button(labels.WHOLE_TEXT, ActionId.WHOLE_TEXT, facts.request.id)]),
    ]
    return composed(blocks)


def _asked(said: str, facts: RequestFacts, projects: Sequence[ProjectFacts], reader: Person, now: datetime) -> Message:
    watch = PrintedWatch.of(reader, now)
    lines = cards.essentials(facts, reader, watch)
    ahead = coming.what_next(facts, reader, watch)
    is_open = triage.is_open(facts)
    blocks = [
        section(f"*{said}*"),
        *parts.words(facts),
        context([f"#{facts.request.id} · {lines[0]}", *lines[1:]]),
        *parts.files(facts, watch),
        *([context([ahead])] if ahead else []),
        *([] if projects or not is_open else [context([triage.SET_UP_NOTHING])]),
        *(_choices(facts, projects, reader) if is_open else _afterwards(facts, reader)),
    ]
    return composed(blocks)


def _choices(facts: RequestFacts, projects: Sequence[ProjectFacts], reader: Person) -> list[Block]:
    """The menu of projects, and somebody by name; nothing for those who may not say."""
    if not parts.allowed(facts, reader, Action.ROUTE):
        return []
    number = facts.request.id
    menu: Block = {
        "type": "static_select",
        "action_id": str(ActionId.ROUTE),
        "placeholder": plain(labels.CHOOSE_PROJECT, 150),
        "options": [
            option(forms.project_choice(one), f"{number}:{one.project.id}") for one in projects[:_MOST_PROJECTS]
        ],
    }
    more = parts.menu(facts, reader, _MENU)
    whole = button(labels.WHOLE_TEXT, ActionId.WHOLE_TEXT, number)
    elements = [
        *([menu] if projects else []),
        button(labels.SOMEBODY_ELSE, ActionId.ROUTE_PERSON, number),
        *([whole] if parts.is_cut(facts) else []),
        *([more] if more else []),
    ]
    return [actions(elements)]


def _afterwards(facts: RequestFacts, reader: Person) -> list[Block]:
    cut = (ActionId.WHOLE_TEXT,) if parts.is_cut(facts) else ()
    return parts.row(facts, reader, cut, menu=parts.menu(facts, reader, (MoreChoice.HISTORY,)))
