"""`nudge audit`: what the record says."""

from datetime import UTC, datetime

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.services import audit, operating
from bot.settings import Settings
from bot.texts import commands, log
from bot.texts import verification as texts
from bot.texts.moments import Watch

_HEX = frozenset("0123456789abcdef")


async def verify(settings: Settings, workspace: str | None, anchor: str | None) -> tuple[str, bool]:
    """Whether the record is what was sealed, in words and as a yes or no."""
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        verdict = await transactions.run(workspace_id, audit.verify, anchor_of(anchor))
        return texts.verdict(verdict), verdict.holds


def anchor_of(given: str | None) -> str | None:
    """The anchor as it was given; raises CannotDo where it is none."""
    if given is not None and (len(given) != 64 or not set(given.lower()) <= _HEX):
        raise CannotDo(commands.NO_ANCHOR)
    return given.lower() if given else None


async def log_of(settings: Settings, workspace: str | None, number: int) -> list[str]:
    """The trail of a request as a timeline, in the zone of the workspace; raises NotFound."""
    async with transactions_on(settings) as transactions:
        found = await transactions.run(await workspace_of(transactions, workspace), operating.trail_of, number)
        watch = Watch.in_zone(found.zone, datetime.now(UTC))
        return list(log.timeline(found.events, found.people, watch))
