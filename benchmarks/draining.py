"""Draining the outbox into a Slack that takes no time, beside a bare loop of two commits and one post.

The loop is what anybody would write first: note that it goes out, commit, post, note that it did, commit. Nudge's
sender draws each message anew besides, from the request as it stands, and writes its step's outcome and the trail.
"""

import time
from itertools import count
from statistics import median

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import BigInteger, Column, Identity, MetaData, Table, Text, insert, text, update

from benchmarks.databases import Databases
from benchmarks.figures import Figure
from benchmarks.payloads import Unanswered
from benchmarks.racing import REPEATS
from benchmarks.requests import Wanted, hand_over
from benchmarks.stage import Stage, stage
from benchmarks.standin import stand_in
from bot.slack.rendering import Renderer
from bot.slack.sender import Sender
from bot.slack.web import slack_client

REQUESTS = 80
"""Four for each owner: more than seven on one day would go beyond what may notify a person."""
_NOTIFIED_YESTERDAY = text("UPDATE outbox SET sent_at = sent_at - interval '1 day' WHERE sent_at IS NOT NULL")

metadata = MetaData()
message = Table(
    "bare_message",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("ts", Text),
)


async def draining(databases: Databases) -> list[Figure]:
    """Messages a second: a card and a confirmation for each request."""
    numbers = count()
    with stand_in() as api_url:
        async with stage(databases.fresh("draining")) as here, slack_client("xoxb-0", base_url=api_url) as client:
            async with here.background.begin() as connection:
                await connection.run_sync(metadata.create_all)
            sender = Sender(
                here.transactions, client, here.workspace.team_id, Renderer(here.transactions.quiet(), client)
            )
            turns = [(await _drain(here, sender, next(numbers)), await _bare(here, client)) for _ in range(REPEATS + 1)]
    found, bare = (median(seconds) for seconds in zip(*turns[1:], strict=True))
    ratio = median(of_bare / of_nudge for of_nudge, of_bare in turns[1:])
    return [
        Figure("draining: Nudge", f"{2 * REQUESTS / found:.0f}/s"),
        Figure("draining: a bare loop of two commits and one post", f"{2 * REQUESTS / bare:.0f}/s"),
        Figure("draining ÷ a bare loop of two commits and one post", f"{ratio:.2f}", "0.5"),
    ]


async def _drain(here: Stage, sender: Sender, turn: int) -> float:
    async with here.background.begin() as connection:
        await connection.execute(_NOTIFIED_YESTERDAY)
        await hand_over(connection, here.workspace.team_id, Wanted(f"turn {turn}", REQUESTS, ("card", "confirmation")))
    began = time.perf_counter()
    sent = await sender.drain()
    if sent != 2 * REQUESTS:
        raise Unanswered(f"{sent} of {2 * REQUESTS} messages were sent")
    return time.perf_counter() - began


async def _bare(here: Stage, client: AsyncWebClient) -> float:
    async with here.background.begin() as connection:
        rows = [{"channel": f"D{number % 46}", "words": "A wish"} for number in range(2 * REQUESTS)]
        waiting = list(await connection.scalars(insert(message).values(rows).returning(message.c.id)))
    began = time.perf_counter()
    for id_ in waiting:
        one = update(message).where(message.c.id == id_)
        async with here.background.begin() as connection:
            channel = await connection.scalar(one.values(state="sending").returning(message.c.channel))
        answer = await client.chat_postMessage(channel=channel, text="A wish")
        async with here.background.begin() as connection:
            await connection.execute(one.values(state="sent", ts=answer["ts"]))
    return time.perf_counter() - began
