"""What Slack hands over, as Socket Mode delivers it."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest


class Unanswered(Exception):
    """The app did not answer as it should have."""


async def dispatch(app: AsyncApp, body: dict[str, Any]) -> str:
    """Hand a payload to a Bolt app as its Socket Mode adapter does; the body of the answer. Raises Unanswered."""
    answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body, headers={}))
    if answer is None or answer.status != 200:
        raise Unanswered(str(answer and answer.status))
    return answer.body or ""


def command(workspace_id: str, who: str, text: str) -> dict[str, Any]:
    """Somebody types `/nudge …`."""
    return {
        "token": "unused",
        "team_id": workspace_id,
        "team_domain": "agency",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": who,
        "user_name": "colleague",
        "command": "/nudge",
        "text": text,
        "api_app_id": "A0NUDGE0000",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.invalid/commands/1",
        "trigger_id": "1.2.3",
    }


def mail(workspace_id: str, number: int) -> dict[str, Any]:
    """A mail arrives in a channel."""
    said = f"Could you reach out to our department head number {number}? There may be more work for you. " * 10
    file = {
        "id": f"F{number:010}",
        "created": 1772614800,
        "timestamp": 1772614800,
        "name": "Our departments",
        "title": "Our departments",
        "mimetype": "text/html",
        "filetype": "email",
        "pretty_type": "Email",
        "user": "USLACKBOT",
        "size": 6212,
        "mode": "email",
        "subject": "Our departments",
        "to": [{"address": "", "name": "Email", "original": "Email <>"}],
        "from": [{"address": "jane@acme.example", "name": "Jane", "original": "Jane <jane@acme.example>"}],
        "cc": [],
        "attachments": [],
        "plain_text": said,
        "preview": f"<p>{said}</p>",
        "preview_plain_text": said,
        "headers": {"date": "Wed, 4 Mar 2026 09:00:00 +0000", "message_id": f"<{number}@acme.example>"},
    }
    return {
        "token": "unused",
        "team_id": workspace_id,
        "api_app_id": "A0NUDGE0000",
        "event": {
            "type": "message",
            "subtype": "file_share",
            "text": "",
            "files": [file],
            "upload": True,
            "user": "USLACKBOT",
            "display_as_bot": True,
            "bot_id": "B0EMAIL0000",
            "ts": f"1772614800.{number:06}",
            "channel": "C0CLIENTACME",
            "event_ts": f"1772614800.{number:06}",
            "channel_type": "channel",
        },
        "type": "event_callback",
        "event_id": f"Ev{number:010}",
        "event_time": 1772614800,
        "authorizations": [{"enterprise_id": None, "team_id": workspace_id, "user_id": "U0NUDGE", "is_bot": True}],
    }
