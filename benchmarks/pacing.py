"""How much of what Slack allows is used, and how often Slack refuses: the sender at work, everything ten times as fast.

The limits of the local workspace and those that the sender keeps to are its own, ten times over; the seconds that Slack
asks for when it refuses stay whole ones, which only hurts.
"""

import asyncio
import time
from collections.abc import Mapping

from sqlalchemy import text

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.stage import Stage, stage
from bot.domain.outbox import Delivery
from bot.sandbox import pacing as limits
from bot.sandbox.journal import Change
from bot.slack.pacing import POST, RATES, Pacing, Rate
from bot.slack.rendered import Ready, Rendered
from bot.slack.sender import Sender
from bot.slack.views.message import Message

FASTER = 10
CHANNELS = (1, 100, 1_000)
SETTLED_SECONDS, WATCHED_SECONDS = 2.5, 8.0
_MESSAGES = text(
    """
    INSERT INTO outbox (workspace_id, kind, purpose, dedupe_key, channel, lane)
    SELECT :workspace, 'post', 'card', 'message ' || n, place, place
    FROM generate_series(1, :messages) AS n
    CROSS JOIN LATERAL (SELECT (CAST(:places AS text[]))[1 + n % cardinality(CAST(:places AS text[]))] AS place) AS its
    """
)


class Plain:
    """Says the same in every message: nothing but the pace is looked at here."""

    async def render(self, delivery: Delivery) -> Rendered:
        """A short sentence."""
        return Ready(Message("Acme waits for an answer", []))


class Limits(limits.Pacing):
    """Slack's limits for posts, ten times over."""

    def _posting(self, channel: str) -> list[limits.Bucket]:
        everywhere = limits.Bucket(FASTER * limits.WORKSPACE_A_MINUTE / 60, limits.WORKSPACE_BURST)
        here = limits.Bucket(FASTER * limits.CHANNEL_A_SECOND, limits.CHANNEL_BURST)
        return [self.buckets.setdefault("posts", everywhere), self.buckets.setdefault(f"posts in {channel}", here)]


async def pacing(databases: Databases) -> list[Figure]:
    """Posts as Slack gets them, once the first burst is over, beside what it would take in that time."""
    figures = []
    for channels in CHANNELS:
        async with stage(databases.fresh(f"pacing_{channels}")) as here:
            share, refused = await _watched(here, channels)
        figures += [
            Figure(f"pacing, channels: {channels:,}; share of what is allowed", f"{share:.2f}", "0.95"),
            Figure(f"pacing, channels: {channels:,}; refused", f"{refused:.2%}", "0.10%"),
        ]
    return figures


async def _watched(here: Stage, channels: int) -> tuple[float, float]:
    places = [here.workspace.add_channel(f"pace-{number}").id for number in range(channels)]
    async with here.background.begin() as connection:
        given = {"workspace": here.workspace.team_id, "places": places, "messages": 2_000}
        await connection.execute(_MESSAGES, given)
    here.sandbox.api.pacing, here.workspace.pacing = Limits(), True
    posted: list[float] = []
    unwatch = here.workspace.watch(lambda change: _note(change, posted))
    sender = Sender(here.transactions, here.client, here.workspace.team_id, Plain(), pacing=_ten_times())
    sending = asyncio.create_task(sender.run())
    try:
        await asyncio.sleep(SETTLED_SECONDS)
        since = time.monotonic()
        await asyncio.sleep(WATCHED_SECONDS)
        until = time.monotonic()
    finally:
        unwatch()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    allowed = FASTER * min(channels * limits.CHANNEL_A_SECOND, limits.WORKSPACE_A_MINUTE / 60) * (until - since)
    refused = here.workspace.journal.refusals.get("ratelimited", 0)
    return sum(since <= at < until for at in posted) / allowed, refused / (len(posted) + refused)


def _note(change: Change, posted: list[float]) -> None:
    if change.what == "posted":
        posted.append(time.monotonic())


def _ten_times() -> Pacing:
    usual = Pacing()
    rates: Mapping[str, Rate] = {**RATES, POST: _faster(RATES[POST])}
    return Pacing(rates=rates, channel_rate=_faster(usual.channel_rate))


def _faster(rate: Rate) -> Rate:
    return Rate(FASTER * rate.a_second, rate.burst)
