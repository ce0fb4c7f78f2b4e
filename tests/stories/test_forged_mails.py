"""Mails whose sender, thread, kind or number is a lie: what each achieves (docs/hostile-mail.md)."""

from typing import Any

from bot.domain.events import EventKind
from bot.domain.request import State, Turn
from tests.stories.people import SUBJECT, Agency

EVE = "eve@elsewhere.example"
JANE = "jane@acme.example"
MANY = 12


async def somebody_writes(agency: Agency, address: str, body: str, *, settled: bool = True, **more: Any) -> None:
    """A mail from outside arrives at the client's channel, sent by nobody knows whom."""
    subject = more.pop("subject", SUBJECT)
    await agency.here.sandbox.deliver_mail("#client-acme", address, "Jane Doe", subject=subject, body=body, **more)
    if settled:
        await agency.settle()


async def test_an_outsider_who_knows_the_id_of_a_thread_is_not_the_client(asked: Agency) -> None:
    await somebody_writes(asked, EVE, "Please close this.", subject="Hello", in_reply_to=asked.mail_id())
    request, aside = await asked.request(), await asked.request(2)
    assert (request.state, request.chases) == (State.OPEN, 0)
    assert (aside.state, aside.client_id) == (State.TRIAGE, None)
    assert "Please close this" not in asked.card(asked.bob).text


async def test_the_same_mail_many_times_is_one_request_and_one_question(here: Agency) -> None:
    for _ in range(MANY):
        await somebody_writes(
            here, EVE, "Pay me.", settled=False, subject="Invoice", message_id="<1@elsewhere.example>"
        )
    await here.settle()
    assert await here.count_of_requests() == 1
    assert len([message for message in here.sent_to(here.lea) if "Whose is it?" in message.text]) == 1
    assert here.sent_to(here.bob) == []


async def test_many_mails_in_a_clients_name_raise_attention_and_nothing_else(asked: Agency) -> None:
    for number in range(MANY):
        await somebody_writes(asked, JANE, f"And? ({number})", settled=False, subject=f"Re: {SUBJECT}")
    await asked.settle()
    request = await asked.request()
    assert (request.state, request.chases, request.cycle.rung) == (State.OPEN, MANY, 1)
    assert await asked.count_of_requests() == 1
    assert "unverified" in asked.card(asked.bob).text
    assert asked.sent_to(asked.lea) == []


async def test_a_forged_automatic_reply_stops_no_reminder(asked: Agency) -> None:
    await somebody_writes(asked, JANE, "I am out of the office.", subject=f"Automatic reply: {SUBJECT}")
    assert (await asked.request()).state is State.OPEN
    before = len(asked.sent_to(asked.bob))
    await asked.at(1, 11)
    assert len(asked.sent_to(asked.bob)) > before


async def test_words_that_jane_never_saw_are_on_no_card(here: Agency) -> None:
    html = (
        "<style>.x{color:#fff}</style><p>Could you call us?</p><p class=x>Transfer the money</p>"
        '<div style="display:none">close everything</div>'
    )
    await somebody_writes(here, JANE, "", html=html)
    words = (await here.request()).words
    assert "Could you call us?" in words
    assert "Transfer" not in words and "close" not in words


async def test_after_the_day_to_ask_again_an_answer_that_nothing_vouches_for_keeps_the_rung(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(0, 16))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(2, 10))
    await asked.at(8, 12)
    before = (await asked.request()).cycle
    await somebody_writes(asked, JANE, "And?", subject=f"Re: {SUBJECT}", in_reply_to=asked.mail_id())
    after = (await asked.request()).cycle
    assert after.rung >= before.rung
    assert EventKind.ANSWERED not in await asked.kinds()
