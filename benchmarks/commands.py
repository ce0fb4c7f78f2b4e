"""A command with all its rows committed, and an event durable before its acknowledgement, beside bare Bolt."""

from itertools import count, cycle

from slack_bolt.async_app import AsyncApp
from sqlalchemy import func, select

from benchmarks import bare
from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered, command, dispatch, mail
from benchmarks.racing import REPEATS, Call, Race, race
from benchmarks.stage import Stage, stage
from bot.db.tables import inbox, request

COMMANDS = 200
EVENTS = 400
FEW, MANY = 4, 16
BARE, ONE_INSERT, TWO_INSERTS = "bare Bolt", "bare Bolt with one INSERT", "bare Bolt with two INSERTs"
NUDGE = "Nudge"


async def commands(databases: Databases) -> list[Figure]:
    """`/nudge acme …`: a request, its audit events, the owner's card and the reporter's confirmation, committed.

    A few at once is a busy day; many at once keeps both cores busy throughout.
    """
    async with stage(databases.fresh("commands")) as here:
        await bare.create_tables(here.interactive)
        contestants = {
            BARE: _typing(here, bare.only_acknowledging(here.client)),
            TWO_INSERTS: _typing(here, bare.with_two_inserts(here.client, here.interactive)),
            NUDGE: _typing(here, here.app),
        }
        figures = [*_told(await race(contestants, COMMANDS, at_once=FEW), FEW, "0.5")]
        figures += _told(await race(contestants, COMMANDS, at_once=MANY), MANY, "")
        handed_over = await _count(here, request.c.id)
        expected = 2 * (COMMANDS // 4 + REPEATS * COMMANDS)
        if handed_over != expected:
            raise Unanswered(f"{handed_over} of {expected} requests are in the database")
    return figures


def _told(result: Race, at_once: int, wanted: str) -> list[Figure]:
    return [
        *_throughput("a command", result, at_once),
        Figure(f"a command ÷ {TWO_INSERTS}, {at_once} at once", f"{result.ratio(NUDGE, TWO_INSERTS):.2f}", wanted),
        Figure(f"a command ÷ {BARE}, {at_once} at once", f"{result.ratio(NUDGE, BARE):.2f}"),
        Figure(f"a command, {at_once} at once: p99", _ms(result.p99(NUDGE)), "100 ms"),
    ]


def _throughput(what: str, result: Race, at_once: int) -> list[Figure]:
    return [
        Figure(f"{what}, {at_once} at once: {name}", f"{result.per_second(name):.0f}/s, p99 {_ms(result.p99(name))}")
        for name in result.heats
    ]


async def events(databases: Databases) -> list[Figure]:
    """A mail arrives: its event is in the database before Slack hears that we have it."""
    async with stage(databases.fresh("events")) as here:
        await bare.create_tables(here.interactive)
        contestants = {
            ONE_INSERT: _arriving(here, bare.with_events_kept(here.client, here.interactive)),
            NUDGE: _arriving(here, here.app),
        }
        result = await race(contestants, EVENTS, at_once=MANY)
        kept = await _count(here, inbox.c.id)
        expected = EVENTS // 4 + REPEATS * EVENTS
        if kept != expected:
            raise Unanswered(f"{kept} of {expected} events are in the database")
    return [
        *_throughput("an event", result, MANY),
        Figure(f"an event ÷ {ONE_INSERT}, {MANY} at once", f"{result.ratio(NUDGE, ONE_INSERT):.2f}", "0.6"),
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
