"""A command with all its rows committed, and an event durable before its acknowledgement, beside bare Bolt."""

from itertools import count, cycle

from slack_bolt.async_app import AsyncApp
from sqlalchemy import func, select

from benchmarks import bare
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered, command, dispatch, mail
from benchmarks.racing import AT_ONCE, Call, race
from benchmarks.stage import Stage, stage
from bot.db.tables import inbox, request

COMMANDS = 400
EVENTS = 600


async def commands(databases: Databases) -> list[Figure]:
    """`/nudge acme …`: a request, its audit events, the owner's card and the reporter's confirmation, committed."""
    async with stage(databases.fresh("commands")) as here:
        await bare.create_tables(here.interactive)
        contestants = {
            "bare Bolt": _typing(here, bare.only_acknowledging(here.client)),
            "bare Bolt, two INSERTs": _typing(here, bare.with_two_inserts(here.client, here.interactive)),
            "Nudge": _typing(here, here.app),
        }
        result = await race(contestants, COMMANDS)
        handed_over = await _count(here, request.c.id)
        expected = COMMANDS // 4 + 5 * COMMANDS
        if handed_over != expected:
            raise Unanswered(f"{handed_over} of {expected} requests are in the database")
    return [
        *(
            Figure(
                f"a command, {AT_ONCE} at once: {name}", f"{result.per_second(name):.0f}/s, p99 {_ms(result.p99(name))}"
            )
            for name in contestants
        ),
        Figure(
            "a command ÷ bare Bolt with two INSERTs", f"{result.ratio('Nudge', 'bare Bolt, two INSERTs'):.2f}", "0.5"
        ),
        Figure("a command ÷ bare Bolt", f"{result.ratio('Nudge', 'bare Bolt'):.2f}"),
        Figure("a command, p99", _ms(result.p99("Nudge")), "100 ms"),
    ]


async def events(databases: Databases) -> list[Figure]:
    """A mail arrives: its event is in the database before Slack hears that we have it."""
    async with stage(databases.fresh("events")) as here:
        await bare.create_tables(here.interactive)
        contestants = {
            "bare Bolt, one INSERT": _arriving(here, bare.with_events_kept(here.client, here.interactive)),
            "Nudge": _arriving(here, here.app),
        }
        result = await race(contestants, EVENTS)
        kept = await _count(here, inbox.c.id)
        expected = EVENTS // 4 + 5 * EVENTS
        if kept != expected:
            raise Unanswered(f"{kept} of {expected} events are in the database")
    return [
        *(
            Figure(
                f"an event, {AT_ONCE} at once: {name}", f"{result.per_second(name):.0f}/s, p99 {_ms(result.p99(name))}"
            )
            for name in contestants
        ),
        Figure("an event ÷ bare Bolt with one INSERT", f"{result.ratio('Nudge', 'bare Bolt, one INSERT'):.2f}", "0.6"),
    ]


def _typing(here: Stage, app: AsyncApp) -> Call:
    """Colleagues in turn ask for something that nobody has asked for yet."""
    reporters, numbers = cycle(here.reporters), count(1)

    async def call() -> None:
        words = f"acme please reach out to the head of department {next(numbers)}, they may have more work for us"
        said = await dispatch(app, command(here.workspace.team_id, next(reporters), words))
        if not said:
            raise Unanswered("nothing was said")

    return call


def _arriving(here: Stage, app: AsyncApp) -> Call:
    numbers = count(1)

    async def call() -> None:
        await dispatch(app, mail(here.workspace.team_id, next(numbers)))

    return call


async def _count(here: Stage, column: object) -> int:
    async with here.interactive.connect() as connection:
        found: int = (await connection.execute(select(func.count(column)))).scalar_one()  # type: ignore[arg-type]  # a column
    return found


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
