"""`nudge audit`: what the record says."""

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.domain.events import RecordedEvent
from bot.services import audit, operating
from bot.settings import Settings
from bot.texts import trail
from bot.texts import verification as texts
from bot.texts.moments import Watch

_HEX = frozenset("0123456789abcdef")


async def verify(settings: Settings, workspace: str | None, anchor: str | None) -> tuple[str, bool]:
    """Whether the record is what was sealed, in words and as a yes or no."""
    if anchor is not None and (len(anchor) != 64 or not set(anchor.lower()) <= _HEX):
        raise CannotDo("An anchor is the 64 hexadecimal digits that the digest or the log gave.")
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        verdict = await transactions.run(workspace_id, audit.verify, anchor.lower() if anchor else None)
        return texts.verdict(verdict), verdict.holds


async def log_of(settings: Settings, workspace: str | None, number: int) -> list[str]:
    """The trail of a request, a line an event; raises NotFound."""
    async with transactions_on(settings) as transactions:
        found = await transactions.run(await workspace_of(transactions, workspace), operating.trail_of, number)
        return [_line(event, found) for event in found.events]


def _line(event: RecordedEvent, found: operating.Trail) -> str:
    watch = Watch.in_zone(found.zone, event.at)
    return f"{watch.stamp(event.at)}  {trail.line(event, found.people, watch)}"
