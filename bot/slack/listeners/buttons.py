"""Buttons, menus and selects. Those with questions open a form at once; the others take effect at once."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.domain.permissions import Action
from bot.domain.request import Outcome, State, Turn
from bot.services import (
    absences,
    acting,
    handing_over,
    mail_answers,
    mail_copies,
    mail_noise,
    offering,
    reading,
    setup_project,
    taking_along,
    talking,
)
from bot.services.transaction import Tx
from bot.slack.listeners import timeline, weekly, why
from bot.slack.listeners.desk import Desk, Told, View
from bot.slack.listeners.payload import Press, press_of
from bot.slack.listeners.sheet import LIVE, UNCLOSED, Sheet, about
from bot.slack.names import ActionId, MoreChoice
from bot.slack.views import absence, forms, lists, pages
from bot.slack.views.timeline import all_words
from bot.texts import absence as absence_texts
from bot.texts import forms as form_texts
from bot.texts.digest import FIGURES_TITLE, MEANINGS_TITLE
from bot.texts.why import NOT_NEEDED_TITLE

FormMaker = Callable[[Desk, Press], Awaitable[View]]
Effect = Callable[[Desk, Press], Awaitable[object]]
UseCase = Callable[[Tx, int, str], Awaitable[object]]
"""What is done with a request of that number, by whoever has that Slack id."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Have every button answered."""
    for action_id, (title, make) in FORMS.items():
        app.action(action_id.value)(_opening(desk, title, make))
    for action_id, effect in EFFECTS.items():
        app.action(re.compile(rf"^{re.escape(action_id.value)}(\.\w+)?$"))(_taking_effect(desk, effect))
    app.action(re.compile(rf"^{re.escape(ActionId.TALK_RESULT.value)}(\.\w+)?$"))(_talk_result(desk))
    app.action(ActionId.MORE.value)(_more(desk))


def _opening(desk: Desk, title: str, make: FormMaker) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await _open(desk, press_of(body), title, make)

    return listener


async def _open(desk: Desk, press: Press, title: str, make: FormMaker) -> None:
    """Open a loading form, then put what `make` draws, or the sentence why not, in its place."""
    open_first = desk.push_loading if press.in_view and press.in_modal else desk.open_loading
    view_id = await open_first(press.trigger_id, title)
    async with desk.filling(view_id, title):
        try:
            view = await make(desk, press)
        except Told as told:
            said = await desk.explained(press.workspace_id, press.who, press.number, told)
            view = pages.message(title, said)
        await desk.show(view_id, view)


def _taking_effect(desk: Desk, effect: Effect) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        press = press_of(body)
        try:
            await effect(desk, press)
        except Told as told:
            await ack()
            said = await desk.explained(press.workspace_id, press.who, press.number, told)
            await _tell(desk, press, respond, said)
            return
        await ack()
        if press.in_modal and press.in_view:
            await desk.show(press.in_view, await _show(desk, press))

    return listener


async def _tell(desk: Desk, press: Press, respond: AsyncRespond, said: str) -> None:
    """One sentence for the one who pressed: beside the message, or over the view."""
    if press.in_view:
        open_it = desk.client.views_push if press.in_modal else desk.client.views_open
        await open_it(trigger_id=press.trigger_id, view=pages.message(form_texts.NOTE_TITLE, said))
    else:
        message = lists.answer(said)
        await respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)


def _more(desk: Desk) -> Callable[..., Awaitable[None]]:
    """The menu of a card: most of its choices open a form, one takes effect at once."""
    count_it = _taking_effect(desk, _on_request(mail_answers.count_noise))

    async def listener(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        press = press_of(body)
        choice = MoreChoice(press.pair[0])
        if choice is MoreChoice.COUNT_IT:
            await count_it(ack, body, respond)
            return
        await ack()
        title, make = MORE[choice]
        await _open(desk, press, title, make)

    return listener


def _talk_result(desk: Desk) -> Callable[..., Awaitable[None]]:
    """What came of a call; where something was agreed, whoever can promise it is asked by when, at once."""

    async def listener(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        press = press_of(body)
        await ack()
        talk, result = press.pair
        try:
            request, asks = await desk.do(press.workspace_id, talking.conclude, int(talk), press.who, result)
        except Told as told:
            await _tell(desk, press, respond, await desk.explained(press.workspace_id, press.who, press.number, told))
            return
        if asks:
            about = replace(press, action_id=ActionId.TAKE.value, value=str(request.id))
            await _open(desk, about, form_texts.TAKE_TITLE, _take)

    return listener


async def _sheet(desk: Desk, press: Press, action: Action, states: Sequence[State]) -> Sheet:
    return await about(desk, press.workspace_id, press.who, press.number, action, states)


async def _take(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.TAKE, [State.OPEN])
    return forms.take(on.facts, on.moments, on.reader, on.now, seen=on.stamp)


async def _move(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.TAKE, [State.PROMISED])
    return forms.move(on.facts, on.moments, on.reader, on.now, seen=on.stamp)


async def _contact(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.RECORD_TOUCH, LIVE)
    return forms.contact(on.facts, on.moments, on.reader, on.now, seen=on.stamp)


async def _ask_again(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.RECORD_TOUCH, LIVE)
    return forms.contact(on.facts, on.moments, on.reader, on.now, turn=Turn.CLIENTS, seen=on.stamp)


async def _wait_on(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.TAKE, [State.OPEN])
    return forms.wait_on(on.facts, on.moments, on.reader, on.now, seen=on.stamp)


async def _not_mine(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.REASSIGN, UNCLOSED)
    return forms.not_mine(on.facts, on.reader, seen=on.stamp)


async def _snooze(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.SNOOZE, [State.OPEN, State.PROMISED])
    return forms.snooze(on.facts, on.moments, on.reader, on.now, seen=on.stamp)


async def _close(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.CLOSE, UNCLOSED)
    others = await desk.do(press.workspace_id, reading.others_of_client, press.number, press.who)
    return forms.close(on.facts, others=others, seen=on.stamp)


async def _flag(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.FLAG, UNCLOSED)
    return forms.flag(on.facts, on.reader, seen=on.stamp)


async def _withdraw(desk: Desk, press: Press) -> View:
    on = await _sheet(desk, press, Action.WITHDRAW, UNCLOSED)
    return forms.close(on.facts, Outcome.WITHDRAWN, seen=on.stamp)


async def _add_words(desk: Desk, press: Press) -> View:
    return forms.add_words((await _sheet(desk, press, Action.ADD_WORDS, list(State))).facts)


async def _route_person(desk: Desk, press: Press) -> View:
    return forms.route_person((await _sheet(desk, press, Action.ROUTE, [State.TRIAGE])).facts)


async def _whole_text(desk: Desk, press: Press) -> View:
    facts, _ = await desk.do(press.workspace_id, reading.show, press.number, press.who)
    return pages.whole_text(facts)


async def _show(desk: Desk, press: Press) -> View:
    (facts, reader), now = await desk.read(press.workspace_id, reading.show, press.number, press.who)
    return pages.show(facts, reader, now)


async def _history(desk: Desk, press: Press) -> View:
    return await timeline.shown(desk, press.workspace_id, press.who, press.number)


async def _log_words(desk: Desk, press: Press) -> View:
    event, _ = press.pair
    find = desk.do(press.workspace_id, taking_along.event_of, press.number, press.who, int(event))
    return all_words(await find)


async def _why(desk: Desk, press: Press) -> View:
    return await why.why(desk, press.workspace_id, press.number, press.who)


async def _hand_over(desk: Desk, press: Press) -> View:
    projects, _ = await desk.do(press.workspace_id, reading.projects, press.who)
    return forms.hand_over(projects)


async def _away(desk: Desk, press: Press) -> View:
    return absence.form(await desk.do(press.workspace_id, absences.present, press.who))


async def _whose_other(desk: Desk, press: Press) -> View:
    return absence.whose_form((await _sheet(desk, press, Action.ANSWER, UNCLOSED)).facts)


async def _new_project(desk: Desk, press: Press) -> View:
    await desk.do(press.workspace_id, setup_project.check_may_set_up, press.who)
    return forms.project(await desk.do(press.workspace_id, reading.set_up))


FORMS: Mapping[ActionId, tuple[str, FormMaker]] = {
    ActionId.TAKE: (form_texts.TAKE_TITLE, _take),
    ActionId.MOVE: (form_texts.MOVE_TITLE, _move),
    ActionId.CONTACT: (form_texts.CONTACT_TITLE, _contact),
    ActionId.ASK_AGAIN: (form_texts.ASK_AGAIN_TITLE, _ask_again),
    ActionId.WAIT_ON: (form_texts.WAIT_ON_TITLE, _wait_on),
    ActionId.NOT_MINE: (form_texts.NOT_MINE_TITLE, _not_mine),
    ActionId.CLOSE: (form_texts.CLOSE_TITLE, _close),
    ActionId.FLAG: (form_texts.FLAG_TITLE, _flag),
    ActionId.SNOOZE: (form_texts.SNOOZE_TITLE, _snooze),
    ActionId.ROUTE_PERSON: (form_texts.ROUTE_TITLE, _route_person),
    ActionId.WHOLE_TEXT: (form_texts.WHOLE_TEXT_TITLE, _whole_text),
    ActionId.OPEN: (form_texts.SHOW_TITLE, _show),
    ActionId.LOG_WORDS: (form_texts.WHOLE_TEXT_TITLE, _log_words),
    ActionId.HAND_OVER: (form_texts.HAND_OVER_TITLE, _hand_over),
    ActionId.NEW_PROJECT: (form_texts.PROJECT_TITLE, _new_project),
    ActionId.DIGEST_FIGURES: (FIGURES_TITLE, weekly.figures),
    ActionId.DIGEST_MEANINGS: (MEANINGS_TITLE, weekly.meanings),
    ActionId.AWAY: (absence_texts.AWAY_TITLE, _away),
    ActionId.WHOSE_OTHER: (absence_texts.WHOSE_TITLE, _whose_other),
}

MORE: Mapping[MoreChoice, tuple[str, FormMaker]] = {
    MoreChoice.SNOOZE: (form_texts.SNOOZE_TITLE, _snooze),
    MoreChoice.HISTORY: (form_texts.HISTORY_TITLE, _history),
    MoreChoice.WHY: (form_texts.WHY_TITLE, _why),
    MoreChoice.NOT_NEEDED: (NOT_NEEDED_TITLE, why.not_needed),
    MoreChoice.DONE: (form_texts.CLOSE_TITLE, _close),
    MoreChoice.ADD_WORDS: (form_texts.ADD_WORDS_TITLE, _add_words),
    MoreChoice.FLAG: (form_texts.FLAG_TITLE, _flag),
    MoreChoice.WITHDRAW: (form_texts.WITHDRAW_TITLE, _withdraw),
}


def _on_request(use_case: UseCase) -> Effect:
    """The effect of a press that says nothing but which request it is about, and who pressed."""

    async def effect(desk: Desk, press: Press) -> object:
        return await desk.do(press.workspace_id, use_case, press.number, press.who)

    return effect


async def _talk_time(desk: Desk, press: Press) -> object:
    talk, index = press.pair
    return await desk.do(press.workspace_id, talking.choose_time, int(talk), press.who, int(index))


async def _told(desk: Desk, press: Press) -> object:
    by, _ = press.pair
    return await desk.do(
        press.workspace_id, acting.client_told, press.number, press.who, by=int(by) if by.isdecimal() else None
    )


async def _copy_clients(desk: Desk, press: Press) -> object:
    number, _, ask_again = press.value.partition("|")
    until = datetime.fromisoformat(ask_again)
    return await desk.do(press.workspace_id, mail_answers.turn_after_copy, int(number), press.who, until)


async def _noise_counts(desk: Desk, press: Press) -> object:
    return await desk.do(press.workspace_id, mail_noise.it_counts, press.value, press.who)


async def _copy_about(desk: Desk, press: Press) -> object:
    number, key = press.pair
    return await desk.do(press.workspace_id, mail_copies.is_about, int(number), key, press.who)


async def _copy_in_touch(desk: Desk, press: Press) -> object:
    project, key = press.pair
    return await desk.do(press.workspace_id, mail_copies.is_contact, int(project), key, press.who)


async def _route(desk: Desk, press: Press) -> object:
    number, project = press.pair
    return await desk.do(press.workspace_id, handing_over.route_to_project, int(number), press.who, int(project))


async def _settle_whose(desk: Desk, press: Press) -> object:
    person, _ = press.pair
    return await desk.do(press.workspace_id, offering.settle_whose, press.number, press.who, to_id=int(person))


async def _away_yes(desk: Desk, press: Press) -> object:
    return await desk.do(press.workspace_id, absences.answer_question, press.who, until=press.value)


async def _away_no(desk: Desk, press: Press) -> object:
    return await desk.do(press.workspace_id, absences.answer_question, press.who, until=None)


async def _back(desk: Desk, press: Press) -> object:
    return await desk.do(press.workspace_id, absences.come_back, press.who, absence_id=press.number)


EFFECTS: Mapping[ActionId, Effect] = {
    ActionId.TALK: _on_request(talking.propose),
    ActionId.TALK_TIME: _talk_time,
    ActionId.OFFER_HELP: _on_request(acting.offer_help),
    ActionId.TOLD: _told,
    ActionId.REOPEN: _on_request(acting.reopen),
    ActionId.ROUTE: _route,
    ActionId.AGAIN: _on_request(mail_answers.same_as_before),
    ActionId.SOMETHING_NEW: _on_request(handing_over.route_as_new),
    ActionId.COPY_CLIENTS: _copy_clients,
    ActionId.COPY_ABOUT: _copy_about,
    ActionId.COPY_IN_TOUCH: _copy_in_touch,
    ActionId.ACCEPT: _on_request(offering.accept),
    ActionId.ACCEPT_ALL: _on_request(offering.accept_all),
    ActionId.DECLINE: _on_request(offering.decline),
    ActionId.WHOSE: _settle_whose,
    ActionId.AWAY_YES: _away_yes,
    ActionId.AWAY_NO: _away_no,
    ActionId.BACK: _back,
    ActionId.NOISE_COUNTS: _noise_counts,
    ActionId.SAME_MAIL: _on_request(mail_answers.same_mail),
}
