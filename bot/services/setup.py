"""Setting up a workspace: from a file, or project by project from Slack.

From a file: what is, what would change, and changing it, all of it in one transaction or nothing.
"""

from dataclasses import replace

from bot.db import requests
from bot.domain.events import Event, EventKind
from bot.domain.setup import Setup, SetupRefused
from bot.domain.setup_diff import SetupDiff, setup_diff
from bot.services.setup_names import Channels
from bot.services.setup_project import NewProject, add_project, check_may_set_up
from bot.services.setup_state import names_here, setup_now
from bot.services.setup_staying import staying_after
from bot.services.setup_writing import SettingUp
from bot.services.transaction import Tx

__all__ = ["Channels", "NewProject", "add_project", "apply", "check_may_set_up", "current", "plan"]


async def current(tx: Tx) -> Setup:
    """The set-up of the workspace as it is; raises NotSetUp where there is no workspace."""
    return await setup_now(tx, await names_here(tx, {}))


async def plan(tx: Tx, wanted: Setup, channels: Channels) -> SetupDiff:
    """What taking over `wanted` would change; raises SetupRefused (lines not known) and NotSetUp.

    `channels` holds the facts of every channel that `wanted` names and that Nudge can see.
    """
    names = await names_here(tx, channels)
    problems = names.problems(wanted)
    if problems:
        raise SetupRefused(problems)
    diff = setup_diff(await setup_now(tx, names), wanted)
    return replace(diff, staying=await staying_after(tx, names, wanted, diff))


async def apply(tx: Tx, wanted: Setup, channels: Channels) -> SetupDiff:
    """Take over `wanted`, with an event for everything that changes; raises as `plan` does, then nothing has."""
    diff = await plan(tx, wanted, channels)
    setting_up = SettingUp(tx, wanted, await names_here(tx, channels))
    for change in diff.changes:
        data = await setting_up.carry_out(change)
        fields = ",".join(each.field for each in change.fields)
        await tx.record(
            Event(EventKind.SET_UP, data={"what": change.what, "is_new": change.is_new, "fields": fields, **data})
        )
    await requests.watch_again(tx.conn, tx.workspace_id, tx.now)
    return diff
