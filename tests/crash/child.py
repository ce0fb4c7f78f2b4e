"""The process that is killed: it drains one workspace's outbox and ends."""

import asyncio
import logging

import structlog

from bot.db.engine import background_engine
from bot.services.clock import RealClock
from bot.services.transaction import Transactions
from bot.slack.sender import Sender, SenderTimes
from bot.slack.web import slack_client
from tests.slack.post_office import WORKSPACE, Plain

TIMES = SenderTimes(
    request_timeout=0.4, settle=0.1, lease=0.8, seat_retry=0.02, longest_sleep=1.0, backoff=0.05, longest_backoff=0.1
)


def run(database_url: str, api_url: str) -> None:
    """Drain until nothing is due."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(_drain(database_url, api_url))


async def _drain(database_url: str, api_url: str) -> None:
    engine = background_engine(database_url)
    transactions = Transactions(interactive=engine, background=engine, clock=RealClock(), woken=lambda: None)
    async with slack_client("xoxb-sandbox", base_url=api_url, timeout=TIMES.request_timeout) as client:
        await Sender(transactions, client, WORKSPACE, Plain(), settings=TIMES).drain()
    await engine.dispose()
