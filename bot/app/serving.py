"""Small HTTP servers: health and metrics, Slack's requests in HTTP mode, the sandbox's clock."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from bot.app.bot import Bot
from bot.services import audit, auditor, delivery, mailbox, receiving
from bot.services.errors import MaybeRecorded, NothingRecorded
from bot.services.transaction import Tx


class PortTaken(Exception):
    """Somebody else listens at this address already."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"Port {port} on {host} is in use; name another one, or stop what listens there.")


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve at an address until the runner is cleaned up. Raises PortTaken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise PortTaken(host, port) from error
    return runner


def port_of(runner: web.AppRunner) -> int:
    """The port that a runner listens at."""
    return int(runner.addresses[0][1])


def health_app(bot: Bot) -> web.Application:
    """GET /healthz: 200 while the database answers and Slack is connected, else 503. GET /metrics: Prometheus."""

    async def healthz(_: web.Request) -> web.Response:
        try:
            await bot.transactions.run_interactive(bot.workspace_id, _figures)
        except (NothingRecorded, MaybeRecorded):
            return web.json_response({"ok": False, "database": False}, status=503)
        connected = bot.is_connected
        return web.json_response(
            {"ok": connected, "database": True, "slack": connected}, status=200 if connected else 503
        )

    async def metrics(_: web.Request) -> web.Response:
        figures = await bot.transactions.run(bot.workspace_id, _figures)
        registry = CollectorRegistry()
        for name, (meaning, value) in figures.items():
            Gauge(name, meaning, registry=registry).set(value)
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", metrics)
    return app


async def _figures(tx: Tx) -> dict[str, tuple[str, float]]:
    backlog = await delivery.counts(tx)
    unsealed = await audit.unsealed_age(tx)
    box = await mailbox.here(tx)
    return {
        "nudge_outbox_pending": ("Messages that wait to be sent.", backlog.pending),
        "nudge_outbox_sending": ("Messages under way.", backlog.sending),
        "nudge_outbox_uncertain": ("Messages of which it is not known yet whether they arrived.", backlog.uncertain),
        "nudge_outbox_unreadable": ("Those of them that no history could be read for.", backlog.unreadable),
        "nudge_inbox_waiting": ("Deliveries of Slack that wait to be worked through.", await receiving.waiting(tx)),
        "nudge_mailbox_read": ("Mails read from the mailbox.", box.mails_read if box else 0),
        "nudge_mailbox_given_up": ("Mails of it that could not be read.", box.mails_quarantined if box else 0),
        "nudge_steps_put_right": (
            "Due steps that had lost their message and got it back.",
            await auditor.put_right_so_far(tx),
        ),
        "nudge_requests_stuck": (
            "Requests that could not be advanced, each counted once a day.",
            await auditor.stuck_so_far(tx),
        ),
        "nudge_audit_unsealed_seconds": (
            "Age of the oldest event without a seal.",
            unsealed.total_seconds() if unsealed else 0.0,
        ),
    }
