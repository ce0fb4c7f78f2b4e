"""Bolt without Nudge: what anybody would write first, beside which Nudge is measured."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import BigInteger, Column, DateTime, Identity, MetaData, Table, Text, func, insert
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine

metadata = MetaData()
wish = Table(
    "bare_wish",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("who", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", DateTime(timezone=True), server_default=func.now()),
)
reminder = Table(
    "bare_reminder",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("about", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), server_default=func.now()),
)
delivery = Table(
    "bare_delivery",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("payload", JSONB, nullable=False),
)


async def create_tables(engine: AsyncEngine) -> None:
    """The tables that the bare listeners write to."""
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


def only_acknowledging(client: AsyncWebClient) -> AsyncApp:
    """An app that acknowledges `/nudge`, and does nothing."""
    app = _app(client)

    async def nudge(ack: AsyncAck) -> None:
        await ack("noted")

    app.command("/nudge")(nudge)
    return app


def with_two_inserts(client: AsyncWebClient, engine: AsyncEngine) -> AsyncApp:
    """An app that writes two rows in one transaction, then acknowledges `/nudge`."""
    app = _app(client)

    async def nudge(ack: AsyncAck, body: dict[str, Any]) -> None:
        async with engine.begin() as connection:
            values = {"who": body["user_id"], "words": body["text"]}
            number = (await connection.execute(insert(wish).returning(wish.c.id), values)).scalar_one()
            await connection.execute(insert(reminder), {"about": number})
        await ack("noted")

    app.command("/nudge")(nudge)
    return app


def with_events_kept(client: AsyncWebClient, engine: AsyncEngine) -> AsyncApp:
    """An app that writes one row for each event before anything acknowledges it, and has a listener for it."""
    app = _app(client)

    async def kept(body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:
        async with engine.begin() as connection:
            await connection.execute(insert(delivery), {"event_id": body["event_id"], "payload": body})
        return await next()

    async def message() -> None:
        """Acknowledged by Bolt; nothing more."""

    app.middleware(kept)
    app.event("message")(message)
    return app


def _app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret="socket mode needs none", request_verification_enabled=False)  # noqa: S106
