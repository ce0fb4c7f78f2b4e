"""The running week for whoever asks, and what stands behind the digest's one button."""

import asyncio

import structlog

from bot.services import digesting
from bot.slack.listeners.desk import Desk, Told, View
from bot.slack.listeners.payload import Press
from bot.slack.views import digest
from bot.texts.digest import WEEK_TITLE

log = structlog.get_logger(__name__)


async def window(desk: Desk, workspace_id: str, who: str, whose: str, trigger_id: str) -> None:
    """A window that says to wait, and shows the running week once that is counted, after the command was answered.

    For where there is too much to count while Slack waits for an answer.
    """
    view_id = await desk.open_loading(trigger_id, WEEK_TITLE)
    task = asyncio.create_task(_fill(desk, workspace_id, who, whose, view_id))
    _COUNTING.add(task)
    task.add_done_callback(_counted)


async def _fill(desk: Desk, workspace_id: str, who: str, whose: str, view_id: str) -> None:
    async with desk.filling(view_id, WEEK_TITLE):
        facts, _ = await desk.wait_for(workspace_id, digesting.current_week, who, whose)
        await desk.show(view_id, digest.window(facts))


_COUNTING: set[asyncio.Task[None]] = set()
"""Holds what is under way: the event loop itself would forget it."""


def _counted(task: asyncio.Task[None]) -> None:
    _COUNTING.discard(task)
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, Told):  # whoever asked has been told
        log.error("digest not shown", exc_info=error)


async def figures(desk: Desk, press: Press) -> View:
    """All figures of the week that the button names, of what the reader may read; raises Told."""
    facts, _ = await desk.wait_for(
        press.workspace_id, digesting.asked_for, press.who, press.value, in_channel=press.channel
    )
    return digest.figures(facts)


async def meanings(_desk: Desk, _press: Press) -> View:
    """What each figure means."""
    return digest.meanings()
