""" "Why this?" and "Not needed": what is pressed in their modal redraws it where it stands."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.not_needed import NotNeeded
from bot.domain.step import StepKey
from bot.services import explaining
from bot.slack.listeners.desk import Desk, Told, View
from bot.slack.listeners.payload import Press, press_of
from bot.slack.names import ActionId
from bot.slack.views import pages
from bot.slack.views import why as views
from bot.texts import forms as form_texts

_STEP = re.compile(r"(\d{1,9})\.(-?\d{1,4})\.(\d{1,9})\.(\d{1,18})")
_NO_STEP = StepKey(0, 0, 0, 0)


def register(app: AsyncApp, desk: Desk) -> None:
    """Have the buttons of the modal answered in it."""
    for action, make in ((ActionId.WHY_STEP, _why_step), (ActionId.NOT_NEEDED, _reasons)):
        app.action(action.value)(_redrawing(desk, make))
    app.action(re.compile(rf"^{re.escape(ActionId.NOT_NEEDED_REASON.value)}\.\w+$"))(_redrawing(desk, _noted))


def _redrawing(desk: Desk, make: Callable[[Desk, Press], Awaitable[View]]) -> Callable[..., Awaitable[None]]:
    async def listener(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = press_of(body)
        if press.in_view is None:
            return
        async with desk.filling(press.in_view, form_texts.WHY_TITLE):
            try:
                view = await make(desk, press)
            except Told as told:
                view = pages.message(form_texts.WHY_TITLE, told.sentence)
            await desk.show(press.in_view, view)

    return listener


async def why(desk: Desk, workspace_id: str, number: int, who: str) -> View:
    """How the last reminder that reached somebody came about; raises Told."""
    asked, now = await desk.read(workspace_id, explaining.asked, number, who)
    if asked is not None:
        return views.asked(asked, now)
    working, now = await desk.read(workspace_id, explaining.why, number, who)
    if working is None:
        return pages.message(form_texts.WHY_TITLE, form_texts.NOTHING_SENT_YET)
    return views.why(working, now)


async def not_needed(desk: Desk, press: Press) -> View:
    """The reasons, for the last reminder that reached somebody; raises Told."""
    working = await desk.do(press.workspace_id, explaining.why, press.number, press.who)
    if working is None:
        return pages.message(form_texts.WHY_TITLE, form_texts.NOTHING_SENT_YET)
    return views.not_needed(working)


async def _why_step(desk: Desk, press: Press) -> View:
    working, now = await desk.read(press.workspace_id, explaining.why, press.number, press.who, _step_of(press.pair[0]))
    return (
        pages.message(form_texts.WHY_TITLE, form_texts.NOTHING_SENT_YET) if working is None else views.why(working, now)
    )


async def _reasons(desk: Desk, press: Press) -> View:
    key = _step_of(press.pair[0])
    working = await desk.do(press.workspace_id, explaining.why, press.number, press.who, key)
    if working is None:
        return pages.message(form_texts.WHY_TITLE, form_texts.NOTHING_SENT_YET)
    return views.not_needed(working)


async def _noted(desk: Desk, press: Press) -> View:
    name, _, step = press.pair[0].partition(".")
    reason = NotNeeded.__members__.get(name, NotNeeded.OTHER)
    key = _step_of(step)
    facts, reader = await desk.do(press.workspace_id, explaining.not_needed, press.number, press.who, key, reason)
    return views.noted(facts, reader, reason)


def _step_of(value: str) -> StepKey:
    found = _STEP.fullmatch(value)
    return StepKey(*map(int, found.groups())) if found else _NO_STEP
