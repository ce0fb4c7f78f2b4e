"""A proposed call, in the group conversation of owner and reporter."""

from datetime import datetime

from bot.domain.facts import RequestFacts, Talk
from bot.domain.people import Person
from bot.slack.names import ActionId, TalkResult
from bot.slack.views import parts
from bot.slack.views.message import Block, Message, actions, button, composed, context, section
from bot.texts import cards, labels, talks
from bot.texts.moments import PrintedWatch, Watch, sentence

_RESULTS = {
    TalkResult.AGREED: labels.TALK_AGREED,
    TalkResult.NOTHING: labels.TALK_NOTHING,
    TalkResult.NOT_HELD: labels.TALK_NOT_HELD,
}


def proposal(facts: RequestFacts, talk: Talk, reader: Person | None, now: datetime) -> Message:
    """The call as it stands: times to choose from, the time that was chosen, what came of it.

    Two people read it, so every time is said in both their zones; `reader` names a third where there is one.
    """
    watches = _watches(facts, talk, reader, now)
    lines = cards.essentials(facts, None, watches[0])
    if len({watch.zone for watch in watches}) > 1:
        lines.append(talks.times_in(watches[0]))
    blocks = [
        section(f"*{talks.proposal(facts, talk)}*"),
        *parts.words(facts),
        context([f"#{facts.request.id} · {lines[0]}", *lines[1:]]),
        *(_as_it_stands(facts, talk, watches) if not facts.request.is_closed else [section(cards.closing(facts))]),
    ]
    return composed(blocks)


def _watches(facts: RequestFacts, talk: Talk, reader: Person | None, now: datetime) -> list[Watch]:
    both = (facts.person(talk.proposed_by), facts.person(talk.with_id), reader)
    return [PrintedWatch.of(person, now) for person in both if person is not None] or [PrintedWatch.in_zone("UTC", now)]


def _as_it_stands(facts: RequestFacts, talk: Talk, watches: list[Watch]) -> list[Block]:
    if talk.result is not None:
        return [section(talks.result(facts, talk)), *_afterwards(facts, talk)]
    if talk.chosen_at is not None:
        return [section(talks.chosen(talk, watches)), actions(_results(talk))]
    times = [
        button(sentence(talks.in_every_zone(at, watches)), f"{ActionId.TALK_TIME}.{index}", f"{talk.id}:{index}")
        for index, at in enumerate(talk.times[:5])
    ]
    offered = [talks.in_every_zone(at, watches) for at in talk.times[:5]]
    shown = section("\n".join((talks.which_time(bool(times)), *(sentence(time) for time in offered))))
    return [shown, actions(times or _results(talk))]


def _afterwards(facts: RequestFacts, talk: Talk) -> list[Block]:
    """What was agreed becomes a promise; a call that was not held is proposed anew, while no other is."""
    if talks.asks_by_when(facts, talk):
        return [actions([button(labels.TAKE, ActionId.TAKE, facts.request.id, style="primary")])]
    if talk.result == TalkResult.NOT_HELD:
        return [actions([button(labels.NEW_TIMES, ActionId.TALK, facts.request.id)])]
    return []


def _results(talk: Talk) -> list[Block]:
    return [
        button(label, f"{ActionId.TALK_RESULT}.{result.name.lower()}", f"{talk.id}:{result}")
        for result, label in _RESULTS.items()
    ]
