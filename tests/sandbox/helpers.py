"""A card, a modal, and waiting for something that the bot does in its own time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.sandbox import Sandbox

Json = dict[str, Any]


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, text: str, value: str = "12") -> Json:
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": text},
        "value": value,
    }


CARD = [
    section("*Acme GmbH*: is it yours?"),
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            button("take", "I have it …"),
            {
                "type": "overflow",
                "action_id": "more",
                "options": [
                    {"text": {"type": "plain_text", "text": "History"}, "value": "history"},
                    {"text": {"type": "plain_text", "text": "Why this?"}, "value": "why"},
                ],
            },
        ],
    },
]
MODAL: Json = {
    "type": "modal",
    "callback_id": "take",
    "private_metadata": "12",
    "title": {"type": "plain_text", "text": "I have it"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What happens next?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "when",
            "label": {"type": "plain_text", "text": "By when?"},
            "element": {"type": "datepicker", "action_id": "date"},
        },
    ],
}


@asynccontextmanager
async def connection(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[None]:
    """One more connection of the app by Socket Mode, for as long as the `with` block lasts."""
    handler = AsyncSocketModeHandler(app, "xapp-sandbox", web_client=app.client, ping_interval=0.3)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    await sandbox.sockets.links.connected()
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


async def eventually(condition: Callable[[], bool], seconds: float = 2.0) -> None:
    """Wait until something is the case."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition is about another's state, which tells nobody
            await asyncio.sleep(0.01)
