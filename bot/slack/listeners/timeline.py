"""Turning the pages of a timeline, and taking it along."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.services import reading, taking_along
from bot.slack.listeners.desk import Desk, Told, View
from bot.slack.listeners.payload import Press, press_of
from bot.slack.names import ActionId
from bot.slack.views import pages
from bot.slack.views.timeline import timeline
from bot.texts import forms as texts


def register(app: AsyncApp, desk: Desk) -> None:
    """Have the buttons below a timeline answered."""

    async def turn(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = press_of(body)
        page = press.pair[0]
        await _put(desk, press, int(page) if page.isdecimal() and len(page) < 6 else 0)

    async def export(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = press_of(body)
        await _put(desk, press, 0, exports=True)

    app.action(re.compile(rf"^{re.escape(ActionId.LOG_PAGE)}\.\w+$"))(turn)
    app.action(ActionId.LOG_EXPORT.value)(export)


async def shown(desk: Desk, workspace_id: str, who: str, number: int, page: int = 0, note: str | None = None) -> View:
    """A page of the timeline of a request for this person; Told where they may not see it."""
    facts, reader, events = await desk.do(workspace_id, reading.history, number, who)
    return timeline(facts, events, reader, page, note)


async def _put(desk: Desk, press: Press, page: int, *, exports: bool = False) -> None:
    """Show a page in the place of the one that the button stands on."""
    if press.in_view is None:
        return
    note = None
    try:
        if exports:
            await desk.do(press.workspace_id, taking_along.ask_for_log, press.number, press.who)
            note = texts.LOG_COMES
        view = await shown(desk, press.workspace_id, press.who, press.number, page, note)
    except Told as told:
        view = pages.message(texts.HISTORY_TITLE, told.sentence)
    await desk.show(press.in_view, view)
