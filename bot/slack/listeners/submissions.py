"""Forms that were filled in: one service each; what can't be is said beside the field, the text stays."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.flags import AlreadyFlagged, NobodyWaits
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.limits import LimitReached
from bot.domain.permissions import Refused
from bot.domain.request import Outcome, State, TouchChannel, Turn
from bot.domain.setup import SetupRefused
from bot.domain.touch import Touch
from bot.services import (
    absences,
    acting,
    errors,
    flagging,
    handing_over,
    offering,
    reading,
    receiving,
    setup_project,
    setup_staying,
    typed_dates,
)
from bot.services.typed_days import Days
from bot.slack import roster
from bot.slack.listeners.desk import Desk, Told
from bot.slack.listeners.payload import Filled, filled_of
from bot.slack.names import Field, Form
from bot.slack.views import forms, pages
from bot.slack.views.inputs import View
from bot.texts import absence as absence_texts
from bot.texts import forms as form_texts
from bot.texts import lists
from bot.texts import setup as setup_texts
from bot.texts.moments import Watch

Submission = Callable[[Desk, Filled], Awaitable[object]]

_INSTEAD = (errors.Stale, TransitionRefused, AlreadyFlagged, NobodyWaits, errors.NotFound, Refused)
"""What makes the whole form pointless: its place is taken by the sentence."""


class Missing(Exception):
    """A field that has to be filled in for what was chosen in another."""

    def __init__(self, field: Field, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The form was taken, and this is shown in its place."""

    view: View


def register(app: AsyncApp, desk: Desk) -> None:
    """Have every form taken."""
    for form, submission in SUBMISSIONS.items():
        app.view(form.value)(_taking(desk, submission))


def _taking(desk: Desk, submission: Submission) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        filled = filled_of(body)
        try:
            done = await submission(desk, filled)
        except Missing as missing:
            await ack(response_action="errors", errors={missing.field.value: missing.sentence})
        except Told as told:
            await _tell(ack, desk, filled, told)
        else:
            await (
                ack(response_action="update", view=done.view)
                if isinstance(done, Confirmed)
                else ack(response_action="clear")
            )

    return listener


async def _tell(ack: AsyncAck, desk: Desk, filled: Filled, told: Told) -> None:
    """Beside the date where the date is the matter, else at the first field; instead of a form that is stale."""
    said = told.sentence
    if "request_id" in filled.metadata:
        said = await desk.explained(filled.workspace_id, filled.who, filled.number, told)
    if _is_with_them(told.__cause__) and Field.WHO.value in filled.values:
        who = Field.WHO if filled.choice(Field.WHO) == forms.REPORTER else Field.PERSON
        await ack(response_action="errors", errors={who.value: said})
        return
    if isinstance(told.__cause__, _INSTEAD):
        await ack(response_action="update", view=pages.message(form_texts.NOTE_TITLE, said))
        return
    if isinstance(told.__cause__, SetupRefused):
        await ack(response_action="errors", errors=_beside(filled, told.__cause__, told.sentence))
        return
    dates = [field for field in (Field.BY_PICKED, Field.BY, Field.PROMISED_BY) if field.value in filled.values]
    people = [field for field in (Field.STAND_IN, Field.PERSON, Field.OWNER) if field.value in filled.values]
    if Field.BY_TYPED.value in filled.values and filled.text(Field.BY_TYPED).strip():
        dates.insert(0, Field.BY_TYPED)
    field = next(iter(filled.values), Field.WHY.value)
    if isinstance(told.__cause__, DateRefused | LimitReached) and dates:
        field = dates[0].value
    elif isinstance(told.__cause__, errors.UnknownPerson | errors.IsAway) and people:
        field = people[0].value
    await ack(response_action="errors", errors={field: said})


def _is_with_them(error: BaseException | None) -> bool:
    """Whether somebody passed it on to whom it is with already: the form stays, with what was written in it."""
    return isinstance(error, TransitionRefused) and error.on is On.REASSIGNED and error.state is not State.CLOSED


def _beside(filled: Filled, refused: SetupRefused, said: str) -> dict[str, str]:
    """Each problem at its field; what has none at the first."""
    first = next(iter(filled.values))
    found = {
        problem.key: f"Expected: {problem.expected}" for problem in refused.problems if problem.key in filled.values
    }
    return found or {first: said}


async def _hand_over(desk: Desk, filled: Filled) -> object:
    project, owner = _whose(filled)
    _check_promise(filled)
    if "request_id" in filled.metadata:
        return await _route_kept(desk, filled, project, owner)
    words = filled.text(Field.WISH)
    if not words.strip():
        raise Missing(Field.WISH, form_texts.WISH_MISSING)
    draft = handing_over.typed(
        words,
        reporter=filled.who,
        owner=owner,
        project_id=project,
        promised_what=filled.text(Field.PROMISED_WHAT) or None,
        promised_by=filled.moment(Field.PROMISED_BY),
        external_id=filled.metadata.get("external_id"),
    )
    return await desk.do(filled.workspace_id, handing_over.hand_over, draft)


def _whose(filled: Filled) -> tuple[int | None, str | None]:
    """The project that was chosen, or the person; raises Missing where there is neither."""
    chosen, person = filled.choice(Field.PROJECT), filled.person(Field.PERSON)
    project = int(chosen) if chosen and chosen.isdecimal() else None
    if project is None and person is None:
        field = Field.PERSON if Field.PERSON.value in filled.values else Field.PROJECT
        raise Missing(field, form_texts.WHOSE_MISSING)
    return project, None if project is not None else person


def _check_promise(filled: Filled) -> None:
    """What the client was promised has a date, or nobody could keep it in view; raises Missing."""
    if filled.text(Field.PROMISED_WHAT).strip() and filled.moment(Field.PROMISED_BY) is None:
        raise Missing(Field.PROMISED_BY, form_texts.PROMISED_BY_MISSING)


async def _route_kept(desk: Desk, filled: Filled, project: int | None, owner: str | None) -> object:
    """Whose a kept draft is, and what its client was promised; its words stay as they were handed over."""
    number, promised = filled.number, (filled.text(Field.PROMISED_WHAT), filled.moment(Field.PROMISED_BY))
    if project is not None:
        return await desk.do(filled.workspace_id, handing_over.route_to_project, number, filled.who, project, *promised)
    return await desk.do(filled.workspace_id, handing_over.route_to_person, number, filled.who, owner or "", *promised)


async def _by_when(desk: Desk, filled: Filled) -> datetime | None:
    """The time that was typed, else picked, else chosen (UTC); raises Missing where what was typed is no time."""
    typed = filled.text(Field.BY_TYPED).strip()
    if not typed:
        return filled.by_when()
    try:
        return await desk.do(filled.workspace_id, typed_dates.typed_moment, filled.who, typed)
    except Told as told:
        raise Missing(Field.BY_TYPED, told.sentence) from told


async def _take(desk: Desk, filled: Filled) -> object:
    return await _promise(desk, filled, acting.take)


async def _move(desk: Desk, filled: Filled) -> object:
    return await _promise(desk, filled, acting.move_date)


async def _promise(desk: Desk, filled: Filled, use_case: Any) -> object:
    by = await _by_when(desk, filled)
    if by is None:
        raise Missing(Field.BY_PICKED, form_texts.BY_MISSING)
    knows = filled.choice(Field.CLIENT_KNOWS)
    return await desk.do(
        filled.workspace_id,
        use_case,
        filled.number,
        filled.who,
        what=filled.text(Field.WHAT),
        by=by,
        client_knows=None if knows is None else knows == "yes",
        seen=filled.stamp,
    )


async def _contact(desk: Desk, filled: Filled) -> object:
    turn = Turn(filled.choice(Field.TURN) or filled.metadata.get("turn") or Turn.OURS)
    until = None if turn is Turn.NOBODYS else await _by_when(desk, filled)
    if until is None and turn is not Turn.NOBODYS:
        raise Missing(Field.BY_PICKED, form_texts.BY_MISSING)
    what = filled.text(Field.WHAT)
    if turn is Turn.OURS and not what.strip():
        raise Missing(Field.WHAT, form_texts.WHAT_MISSING)
    channel = TouchChannel(filled.choice(Field.CHANNEL) or TouchChannel.MAIL)
    touch = Touch(channel, turn, what, until, filled.text(Field.LESSON))
    return await desk.do(filled.workspace_id, acting.record_touch, filled.number, filled.who, touch, seen=filled.stamp)


async def _wait_on(desk: Desk, filled: Filled) -> object:
    until = await _by_when(desk, filled)
    if until is None:
        raise Missing(Field.BY_PICKED, form_texts.BY_MISSING)
    return await desk.do(filled.workspace_id, acting.wait_on, filled.number, filled.who, until=until, seen=filled.stamp)


async def _not_mine(desk: Desk, filled: Filled) -> object:
    to = filled.person(Field.PERSON) if filled.choice(Field.WHO) != forms.REPORTER else None
    if to is None and filled.choice(Field.WHO) != forms.REPORTER:
        raise Missing(Field.PERSON, form_texts.WHOSE_MISSING)
    return await desk.do(
        filled.workspace_id,
        offering.not_mine,
        filled.number,
        filled.who,
        to=to,
        why=filled.text(Field.WHY),
        seen=filled.stamp,
    )


async def _snooze(desk: Desk, filled: Filled) -> object:
    until = await _by_when(desk, filled)
    if until is None:
        raise Missing(Field.BY_PICKED, form_texts.BY_MISSING)
    return await desk.do(
        filled.workspace_id,
        acting.snooze,
        filled.number,
        filled.who,
        until=until,
        reason=filled.text(Field.WHY),
        seen=filled.stamp,
    )


async def _close(desk: Desk, filled: Filled) -> object:
    same_as = filled.choice(Field.SAME_AS) or ""
    is_same = filled.choice(Field.OUTCOME) == Outcome.DUPLICATE
    if is_same and not same_as and Field.SAME_AS.value in filled.values:
        raise Missing(Field.SAME_AS, form_texts.SAME_AS_MISSING)
    return await desk.do(
        filled.workspace_id,
        acting.close,
        filled.number,
        filled.who,
        outcome=Outcome(filled.choice(Field.OUTCOME) or Outcome.DONE),
        lesson=filled.text(Field.LESSON) or None,
        same_as=int(same_as) if same_as.isdecimal() else None,
        seen=filled.stamp,
    )


async def _flag(desk: Desk, filled: Filled) -> object:
    reason = filled.text(Field.WHY)
    if not reason.strip():
        raise Missing(Field.WHY, form_texts.FLAG_REASON_MISSING)
    return await desk.do(
        filled.workspace_id, flagging.raise_flag, filled.number, filled.who, reason=reason, seen=filled.stamp
    )


async def _lift_flag(desk: Desk, filled: Filled) -> object:
    return await desk.do(filled.workspace_id, flagging.lift_flag, filled.number, filled.who, seen=filled.stamp)


async def _route_person(desk: Desk, filled: Filled) -> object:
    owner = filled.person(Field.PERSON)
    if owner is None:
        raise Missing(Field.PERSON, form_texts.WHOSE_MISSING)
    return await desk.do(filled.workspace_id, handing_over.route_to_person, filled.number, filled.who, owner)


async def _away(desk: Desk, filled: Filled) -> object:
    first, last = filled.day(Field.AWAY_FROM), filled.day(Field.AWAY_UNTIL)
    if last is None:
        raise Missing(Field.AWAY_UNTIL, absence_texts.UNTIL_MISSING)
    return await desk.do(
        filled.workspace_id,
        absences.say_away,
        filled.who,
        person=filled.person(Field.PERSON),
        days=Days(first, last),
        stand_in=filled.person(Field.STAND_IN),
    )


async def _settle_whose(desk: Desk, filled: Filled) -> object:
    owner = filled.person(Field.PERSON)
    if owner is None:
        raise Missing(Field.PERSON, form_texts.WHOSE_MISSING)
    return await desk.do(filled.workspace_id, offering.settle_whose, filled.number, filled.who, to=owner)


async def _add_words(desk: Desk, filled: Filled) -> object:
    words = filled.text(Field.WISH) or filled.text(Field.WHY)
    return await desk.do(filled.workspace_id, acting.add_words, filled.number, filled.who, words)


async def _project(desk: Desk, filled: Filled) -> object:
    """A client and a project; the channel is looked at, as Nudge works in no shared ones."""
    channel_id = filled.channel(Field.SLACK_CHANNEL)
    channel = None
    if channel_id is not None:
        guests = await desk.do(filled.workspace_id, receiving.guests)
        channel = await roster.channel(desk.client, channel_id, guests)
    new = setup_project.NewProject(
        client_name=filled.text(Field.CLIENT).strip(),
        domains=tuple(filled.text(Field.DOMAINS).replace(",", " ").split()),
        tier=filled.choice(Field.TIER),
        project_name=filled.text(Field.PROJECT_NAME).strip(),
        owner=filled.person(Field.OWNER) or "",
        backup=filled.person(Field.BACKUP),
        lead=filled.person(Field.LEAD),
        channel_id=channel_id,
        intake=filled.text(Field.INTAKE).strip() or None,
        touch_every=filled.text(Field.TOUCH_EVERY).strip() or None,
        project_id=filled.metadata.get("project_id"),
    )
    kept = await desk.do(filled.workspace_id, setup_project.add_project, filled.who, new, channel)
    (known, reader), now = await desk.read(filled.workspace_id, reading.projects, filled.who)
    (facts,) = (one for one in known if one.project.id == kept.id)
    left = await desk.do(filled.workspace_id, setup_staying.staying, kept)
    said = [lists.project(facts, reader, Watch.of(reader, now)), *map(setup_texts.staying, left)]
    return Confirmed(pages.message(form_texts.PROJECT_KEPT_TITLE, "\n".join(said)))


SUBMISSIONS: Mapping[Form, Submission] = {
    Form.HAND_OVER: _hand_over,
    Form.TAKE: _take,
    Form.MOVE: _move,
    Form.CONTACT: _contact,
    Form.WAIT_ON: _wait_on,
    Form.NOT_MINE: _not_mine,
    Form.SNOOZE: _snooze,
    Form.CLOSE: _close,
    Form.FLAG: _flag,
    Form.LIFT_FLAG: _lift_flag,
    Form.ROUTE_PERSON: _route_person,
    Form.ADD_WORDS: _add_words,
    Form.AWAY: _away,
    Form.WHOSE: _settle_whose,
    Form.PROJECT: _project,
}
