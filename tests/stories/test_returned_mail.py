"""Delivery reports and automatic replies: on record where they belong, and never a request by themselves."""

from typing import Any

import pytest

from bot.db import directory
from bot.domain.events import EventKind
from bot.domain.request import State
from bot.services.transaction import Tx
from bot.slack.names import ActionId, MoreChoice
from tests.stories.people import SUBJECT, Agency, forwarded, shown
from tests.stories.test_mail_copies import in_copy

POSTMASTER = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"


async def _contacts(tx: Tx) -> list[str]:
    return [one.email for one in await directory.contacts_of_clients(tx.conn, tx.workspace_id)]


async def test_a_bounce_in_the_thread_of_our_mail_is_on_record_and_the_card_says_so(asked: Agency) -> None:
    await in_copy(asked, asked.bob, "jane@acme.example", subject=f"Re: {SUBJECT}")
    ours = list(asked.workspace.files.values())[-1].details["headers"]["message_id"]
    await asked.at(0, 11)
    await asked.here.sandbox.deliver_mail(
        "#client-acme",
        "mailer-daemon@mx.agency.example",
        "Mail Delivery System",
        subject="Undelivered Mail Returned to Sender",
        body="<jane@acme.example>: 550 5.1.1 user unknown",
        in_reply_to=ours,
    )
    await asked.settle()
    assert await asked.count_of_requests() == 1
    assert (await asked.kinds())[-1] is EventKind.NOISE
    card = asked.card(asked.dana).text
    assert "but that mail was returned" in card
    assert "A mail to Jane could not be delivered" in card
    history = await asked.more(asked.dana, MoreChoice.HISTORY)
    assert "could not be delivered" in shown(history)

    await asked.at(0, 12)
    await in_copy(asked, asked.bob, "jane@acme.example", subject=f"Re: {SUBJECT}", body="Hi Jane,\n\nonce more.\n\nBob")
    assert "was returned" not in asked.card(asked.dana).text


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Undelivered Mail Returned to Sender", "<jane@acme.example>: 550 5.1.1 user unknown"),
        ("Delivery Status Notification (Delay)", "Your mail to jane@acme.example is delayed; we keep trying."),
    ],
)
async def test_the_clients_mail_server_is_no_contact_of_theirs(asked: Agency, subject: str, body: str) -> None:
    server: dict[str, Any] = {"subject": subject, "body": body, "in_reply_to": asked.mail_id()}
    await asked.here.sandbox.deliver_mail("#client-acme", "mailer-daemon@acme.example", "Mail Delivery", **server)
    await asked.settle()
    assert (await asked.kinds())[-1] is EventKind.NOISE
    assert await asked.run(_contacts) == ["jane@acme.example"]


async def test_a_forwarded_bounce_without_a_thread_is_asked_about_and_no_request(here: Agency) -> None:
    body = "Your message wasn't delivered to jane@acme.example because the address couldn't be found"
    await here.forward(body=body, client=POSTMASTER, subject="Delivery Status Notification (Failure)")
    assert await here.count_of_requests() == 0
    assert set(await here.run(_contacts)) <= {"jane@acme.example"}
    assert here.sent_to(here.bob) == []
    question = here.latest(here.dana, "reads like an automatic reply")

    await here.dana.press(question, ActionId.NOISE_COUNTS)
    await here.settle()
    assert "it is #1 now" in question.text
    assert (await here.request()).state is State.OPEN
    assert set(await here.run(_contacts)) <= {"jane@acme.example"}
    assert "wasn't delivered" in here.card(here.bob).text


async def test_out_of_office_that_belongs_with_nothing_is_asked_about(here: Agency) -> None:
    away = "I am out of the office until Monday."
    text = forwarded(away, subject="Out of Office: our call")
    await here.dana.forward_mail("#client-acme", subject="Fwd: Out of Office: our call", body=text)
    await here.settle()
    assert await here.count_of_requests() == 0
    here.latest(here.dana, "Does it count as a request?")
