"""The record: what sealing costs those who write, and how fast it is sealed, verified and exported."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from statistics import median

from sqlalchemy import text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered, command, dispatch
from benchmarks.racing import REPEATS, Call, race
from benchmarks.stage import OPENING, Stage, stage
from bot.cli.exporting import JsonLines
from bot.domain.export import Count, Header
from bot.domain.extract import Extract
from bot.scheduler import SEAL_EVERY, Heartbeat
from bot.services import exporting, sealing
from bot.services.audit import anchor, verify
from bot.services.transaction import Transactions, Tx

WRITERS, COMMANDS = 8, 240
MANY, A_MILLION = 50_000, 1_000_000
PLAIN, SEALED = "plain", "sealed"

_EVENTS = text(
    """
    INSERT INTO audit_event (workspace_id, at, kind, request_id, actor_id, data)
    SELECT :workspace, CAST(:at AS timestamptz) + n * interval '1 second', 'step sent', n / 12, n % 50,
        jsonb_build_object('cycle', 0, 'rung', n % 5, 'repetition', 0, 'recipient', n % 50)
    FROM generate_series(1, :events) AS n
    """
)


async def audit(databases: Databases, *, full: bool = False) -> list[Figure]:
    """Commands with and without a sealer beside them; then a long record, read from end to end."""
    return [*await _sealed_or_not(databases), *await _read(databases, A_MILLION if full else MANY)]


# --- what sealing costs ----------------------------------------------------------------------------------------------


async def _sealed_or_not(databases: Databases) -> list[Figure]:
    async with stage(databases.fresh("plain")) as plain, stage(databases.fresh("sealed")) as sealed:
        committed = asyncio.Event()
        async with _sealing(sealed.transactions, committed):
            contestants = {PLAIN: _typing(plain), SEALED: _typing(sealed, committed)}
            result = await race(contestants, COMMANDS, at_once=WRITERS)
        ratio = median(
            one.p99 / other.p99 for one, other in zip(result.heats[SEALED], result.heats[PLAIN], strict=True)
        )
        if (await sealed.transactions.run(sealed.workspace.team_id, anchor)).event_count < COMMANDS:
            raise Unanswered("hardly anything was sealed")
    return [
        Figure(f"a command, {WRITERS} writers, {PLAIN}: p99", f"{result.p99(PLAIN) * 1000:.0f} ms"),
        Figure(f"a command, {WRITERS} writers, {SEALED}: p99", f"{result.p99(SEALED) * 1000:.0f} ms"),
        Figure(f"a command, {WRITERS} writers, p99: {SEALED} ÷ {PLAIN}", f"{ratio:.2f}", "1.2"),
    ]


def _typing(here: Stage, committed: asyncio.Event | None = None) -> Call:
    reporters, numbers = cycle(here.reporters), count(1)

    async def call() -> None:
        words = f"acme please reach out to the head of department {next(numbers)}, they may have more work for us"
        if not await dispatch(here.app, command(here.workspace.team_id, next(reporters), words)):
            raise Unanswered("nothing was said")
        if committed is not None:
            committed.set()

    return call


@asynccontextmanager
async def _sealing(transactions: Transactions, committed: asyncio.Event) -> AsyncIterator[None]:
    """Seal as often as the heartbeat does."""

    heartbeat = Heartbeat(transactions)

    async def seal() -> None:
        while True:
            await committed.wait()
            committed.clear()
            await heartbeat.seal()
            await asyncio.sleep(SEAL_EVERY.total_seconds())

    sealer = asyncio.create_task(seal())
    try:
        yield
    finally:
        sealer.cancel()
        await asyncio.gather(sealer, return_exceptions=True)


# --- reading it ------------------------------------------------------------------------------------------------------


async def _read(databases: Databases, events: int) -> list[Figure]:
    async with stage(databases.fresh("record")) as here:
        run, team = here.transactions.run, here.workspace.team_id
        async with here.background.begin() as connection:
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
            given = {"workspace": team, "at": OPENING - timedelta(days=60), "events": events}
            await connection.execute(_EVENTS, given)
        began = time.perf_counter()
        while await run(team, sealing.seal_batch):
            continue
        sealed = time.perf_counter() - began
        async with here.background.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
        turns = [(await _timed(_verify, here, events), await _timed(_export, here, events)) for _ in range(REPEATS)]
    verified, exported = (median(seconds) for seconds in zip(*turns, strict=True))
    return [
        Figure(f"{events:,} events: sealed", f"{events / sealed:,.0f}/s"),
        Figure(f"{events:,} events: verified", f"{events / verified:,.0f}/s", "200,000/s"),
        Figure(f"{events:,} events: exported", f"{events / exported:,.0f}/s"),
    ]


async def _timed(work: Callable[[Stage, int], Awaitable[None]], here: Stage, events: int) -> float:
    began = time.perf_counter()
    await work(here, events)
    return time.perf_counter() - began


async def _verify(here: Stage, events: int) -> None:
    verdict = await here.transactions.at_one_moment().run(here.workspace.team_id, verify)
    if not verdict.holds or verdict.reached.event_count < events:
        raise Unanswered(str(verdict))


async def _export(here: Stage, events: int) -> None:
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as folder:
        written = await here.transactions.at_one_moment().run(
            here.workspace.team_id, _written_to, Path(folder) / "record.jsonl"
        )
    if written < events:
        raise Unanswered(f"{written} of {events} events were exported")


async def _written_to(tx: Tx, file: Path) -> int:
    with file.open("w", encoding="utf-8") as out:
        wanted = Extract()
        writer = JsonLines(out, Header(tx.workspace_id, tx.now, with_words=True, filters=wanted.filters))
        count = Count()
        async with aclosing(exporting.export(tx, wanted, writer)) as batches:
            async for so_far in batches:
                count = so_far
        writer.end(count)
    return count.events
