"""`nudge import` and `nudge export-setup`."""

from collections.abc import Callable

from bot.cli.workplace import slack, transactions_on, workspace_of
from bot.domain.setup import SetupRefused
from bot.domain.setup_lines import Lines
from bot.domain.setup_reading import read_setup
from bot.domain.setup_writing import written
from bot.services import roster as roster_service
from bot.services import setup
from bot.settings import Settings
from bot.slack import roster
from bot.texts import setup as texts

Say = Callable[[str], None]


async def import_setup(settings: Settings, text: str, *, agreed: Callable[[], bool], say: Say) -> None:
    """Show what the set-up in `text` would change and, once `agreed`, change it; raises SetupRefused with lines."""
    wanted = read_setup(text)
    async with slack(settings) as client, transactions_on(settings) as transactions:
        here = await roster.sync(client, transactions)
        guests = await transactions.run(here.workspace_id, roster_service.guests)
        channels = await roster.channels_named(client, wanted.channels(), guests)
        try:
            diff = await transactions.run(here.workspace_id, setup.plan, wanted, channels)
        except SetupRefused as refused:
            raise refused.located(Lines(text)) from None
        for line in texts.lines(diff):
            say(line)
        if not diff.changes:
            say(texts.NO_CHANGE)
        elif not agreed():
            say(texts.NOT_APPLIED)
        else:
            say(texts.applied(await transactions.run(here.workspace_id, setup.apply, wanted, channels)))


async def export_setup(settings: Settings, workspace: str | None) -> str:
    """The set-up of the workspace as the text of a file that `nudge import` takes."""
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        return written(await transactions.run(workspace_id, setup.current))
