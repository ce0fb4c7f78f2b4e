"""The Bolt app: events go to the inbox, everything interactive to its listener."""

import logging
from collections.abc import Callable

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.transaction import Transactions
from bot.slack.inbox import kept_before_ack
from bot.slack.listeners import buttons, commands, shortcuts, submissions
from bot.slack.listeners.desk import Desk

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
        client=client,
        signing_secret=signing_secret or "socket mode needs none",
        request_verification_enabled=signing_secret is not None,
        raise_error_for_unhandled_request=True,
        logger=logging.getLogger("slack_bolt"),
    )
    app.middleware(kept_before_ack(transactions, inbox_woken))
    desk = Desk(transactions, client)
    for listener in (commands, buttons, submissions, shortcuts):
        listener.register(app, desk)
    app.error(_unexpected)
    return app


async def _unexpected(error: Exception) -> BoltResponse:
    """The seam of every listener: a fault is logged with its traceback, an unknown payload is let be."""
    if isinstance(error, BoltUnhandledRequestError):
        log.info("unhandled", kind=str(error.body.get("type")))
        return BoltResponse(status=200, body="")
    log.error("listener failed", exc_info=error)
    return BoltResponse(status=200, body="")
