"""The Bolt app: events go to the inbox, everything interactive to its listener."""

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncRespond
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.transaction import Transactions
from bot.slack.inbox import kept_before_ack
from bot.slack.listeners import buttons, commands, shortcuts, submissions, timeline, why
from bot.slack.listeners.desk import Desk
from bot.slack.views import lists, pages
from bot.texts import forms as form_texts
from bot.texts.errors import UNEXPECTED

log = structlog.get_logger(__name__)


def bolt_app(
    client: AsyncWebClient,
    transactions: Transactions,
    *,
    inbox_woken: Callable[[], None],
    signing_secret: str | None = None,
) -> AsyncApp:
    """An app whose listeners stand at one desk."""
    app = AsyncApp(
        name="nudge",  # without one, Bolt walks through every source file on the stack for a name
        client=client,
        signing_secret=signing_secret or "socket mode needs none",
        request_verification_enabled=signing_secret is not None,
        raise_error_for_unhandled_request=True,
        logger=logging.getLogger("slack_bolt"),
    )
    app.middleware(kept_before_ack(transactions, inbox_woken))
    desk = Desk(transactions, client)
    for listener in (commands, buttons, timeline, why, submissions, shortcuts):
        listener.register(app, desk)
    app.error(_unexpected)
    return app


async def _unexpected(error: Exception, body: dict[str, Any], respond: AsyncRespond) -> BoltResponse:
    """The seam of every listener: a fault is logged with its traceback, and the person told; an unknown payload is
    let be.
    """
    if isinstance(error, BoltUnhandledRequestError):
        log.info("unhandled", kind=str(error.body.get("type")))
        return BoltResponse(status=200, body="")
    log.error("listener failed", exc_info=error)
    if body.get("type") == "view_submission":
        view = pages.message(form_texts.NOTE_TITLE, UNEXPECTED)
        return BoltResponse(status=200, body=json.dumps({"response_action": "update", "view": view}), headers=_JSON)
    if body.get("response_url"):
        said = lists.answer(UNEXPECTED)
        await respond(text=said.text, blocks=said.blocks, response_type="ephemeral", replace_original=False)
    return BoltResponse(status=200, body="")


_JSON: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
