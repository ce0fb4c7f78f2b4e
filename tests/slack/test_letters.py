"""Mails in channels: what of Slack's file becomes the letter, and what of the files that came with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from aiohttp import ClientError, web

from bot.domain.incoming import Attached, Mail
from bot.slack.letters import letter_of
from bot.slack.web import slack_client

TOKEN = "xoxb-of-the-test"


@dataclass
class Files:
    """A stand-in for Slack that knows one mail, and the files that came with it."""

    held: dict[str, bytes] = field(default_factory=dict)
    status: int = 200
    shown: list[str | None] = field(default_factory=list)
    date: str | None = None
    mail: dict[str, Any] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer `files.info`, and hand a file out to whoever shows the token."""
        if request.path.endswith("files.info"):
            return web.json_response({"ok": True, "file": self.mail})
        self.shown.append(request.headers.get("Authorization"))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.held[request.match_info["name"]], status=self.status)


@asynccontextmanager
async def served(files: Files) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", files.answer)
    app.router.add_get("/files/{name}", files.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def read(files: Files, *attached: dict[str, Any], is_patient: bool = False) -> Mail:
    """The letter of a mail that came with these files; `at` in their addresses stands for the stand-in's own."""
    async with served(files) as address:
        files.mail["headers"] = {"date": files.date, "message_id": "<1@acme.example>"}
        listed = [one | {"url": one["url"].replace("at:", f"{address}files/")} for one in attached]
        files.mail |= {"id": "F1", "filetype": "email", "plain_text": "For Bob", "attachments": listed}
        event = {"channel": "C1", "user": "USLACKBOT", "files": [{"id": "F1", "filetype": "email"}]}
        async with slack_client(TOKEN, base_url=f"{address}api/") as client:
            [letter] = await letter_of(client, event, is_patient=is_patient)
            return letter


def written(subject: str, **files: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jane Doe <jane@acme.example>", subject
    mail.set_content(f"About the {subject}.")
    for name, content in files.items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    return bytes(mail)


async def test_the_mails_that_came_with_a_mail_are_read_with_their_own_files() -> None:
    files = Files({"1": written("offer"), "2": written("plan", plan=b"12345"), "3": b"%PDF"})
    letter = await read(
        files,
        {"filename": "Offer.EML", "url": "at:1", "size": 3},
        {"filename": "scan.pdf", "url": "at:3", "size": 4},
        {"filename": "", "mimetype": "message/rfc822", "url": "at:2"},
    )
    assert [each.subject for each in letter.originals] == ["offer", "plan"]
    assert [each.attachments for each in letter.originals] == [(), (Attached("plan.pdf", 5),)]
    assert [each.name for each in letter.attachments] == ["Offer.EML", "scan.pdf", ""]
    assert len(files.shown) == 2


async def test_a_file_that_only_calls_itself_a_mail_or_is_gone_stays_a_file() -> None:
    assert (await read(Files({"1": b"no mail"}), {"filename": "a.eml", "url": "at:1"})).originals == ()
    assert (await read(Files({"1": b""}, status=404), {"filename": "a.eml", "url": "at:1"})).originals == ()


async def test_the_token_is_shown_to_slack_alone() -> None:
    files, elsewhere = Files({}), Files({"1": written("trap")})
    async with served(elsewhere) as foreign:
        urls = (f"{foreign}files/1", "http://files.slack.com/x", "https://slack.com.evil.example/x", "at", "https://[")
        letter = await read(files, *({"filename": "a.eml", "url": url} for url in urls))
    assert (letter.originals, files.shown, elsewhere.shown) == ((), [], [])


@pytest.mark.parametrize("status", [429, 503])
async def test_a_slack_that_stumbles_is_asked_again_as_long_as_there_is_patience(status: int) -> None:
    files = Files({"1": written("offer")}, status=status)
    with pytest.raises(ClientError):
        await read(files, {"filename": "a.eml", "url": "at:1"}, is_patient=True)
    assert (await read(files, {"filename": "a.eml", "url": "at:1"})).originals == ()


@pytest.mark.parametrize(
    "date", [None, "", "soon", "Fri, 31 Dec 9999 23:59:59 -2300", "Fri, 31 Dec 9999 23:59:59 +0000"]
)
async def test_a_date_that_no_mail_can_have_is_none(date: str | None) -> None:
    assert (await read(Files(date=date))).sent_at is None


async def test_a_date_is_read_as_utc() -> None:
    sent_at = (await read(Files(date="Mon, 23 Nov 2026 09:30:00 +0100"))).sent_at
    assert sent_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
