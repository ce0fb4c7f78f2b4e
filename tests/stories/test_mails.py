"""Mails: each row of what a mail can be, as the forwarder, the owner and the trail see it; and forged ones by name."""

from dataclasses import replace
from typing import Any

from bot.db import directory, people
from bot.domain.events import EventKind
from bot.domain.incoming import Mail
from bot.domain.request import Outcome, State, Turn
from bot.domain.routing import Client, Project
from bot.sandbox import Player
from bot.services import mails
from bot.services.transaction import Tx
from bot.slack.names import ActionId, MoreChoice
from tests.stories.people import SUBJECT, WISH, Agency, forwarded

AGAIN = "Hi Dana,\n\nhave you had a chance to speak with our department heads yet?\n\nBest, Jane"
FIRST_ID = "<one@acme.example>"


async def jane_writes(here: Agency, body: str, *, subject: str = SUBJECT) -> None:
    """Jane writes straight to the channel's address."""
    await here.here.sandbox.deliver_mail("#client-acme", "jane@acme.example", "Jane Doe", subject=subject, body=body)
    await here.settle()


async def bob_writes(here: Agency, who: Player | None = None, *, subject: str = f"Re: {SUBJECT}") -> None:
    """Bob answers Jane, with the channel's address in Bcc."""
    sender = who or here.bob
    await here.here.sandbox.deliver_mail(
        "#client-acme",
        sender.user.email,
        sender.user.real_name,
        subject=subject,
        body="Hi Jane,\n\nwe'll get going on this.\n\nBob",
        cc=["jane@acme.example"],
    )
    await here.settle()


async def test_a_new_mail_is_said_to_be_the_clients(asked: Agency) -> None:
    assert "Said to be from jane@acme.example." in asked.card(asked.bob).text


async def test_the_same_mail_forwarded_by_two_is_one_request_and_both_are_told(asked: Agency) -> None:
    await asked.forward(asked.pia)
    assert await asked.count_of_requests() == 1
    assert "Bob" in asked.card(asked.pia).text
    assert (await asked.request()).chases == 0


async def test_a_mail_in_the_thread_of_an_open_request_is_a_chase(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await here.at(0, 12)
    await here.forward(body=AGAIN, in_reply_to=FIRST_ID)
    assert await here.count_of_requests() == 1
    assert (await here.request()).chases == 1
    nudge = here.latest(here.bob, "Jane has asked again")
    assert "have you had a chance" in nudge.text
    assert EventKind.CHASED in await here.kinds()


async def test_where_only_subject_and_client_agree_the_forwarder_is_asked_and_says_again(asked: Agency) -> None:
    await asked.at(0, 12)
    await asked.forward(body=AGAIN)
    question = asked.latest(asked.dana, "asking again for #1, or for something new?")
    assert asked.sent_to(asked.bob) == [asked.card(asked.bob)], "nobody is nudged before that is known"

    await asked.dana.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request(1)).chases == 1
    assert (await asked.request(2)).outcome is Outcome.DUPLICATE
    asked.latest(asked.bob, "Jane has asked again")


async def test_where_only_subject_and_client_agree_the_forwarder_is_asked_and_says_something_new(asked: Agency) -> None:
    await asked.forward(body="Hi Dana,\n\nand could you quote for the Vienna office, too?\n\nBest, Jane")
    question = asked.latest(asked.dana, "or for something new?")
    await asked.dana.press(question, ActionId.SOMETHING_NEW)
    await asked.settle()
    assert (await asked.request(1)).chases == 0
    second = await asked.request(2)
    assert (second.state, second.perhaps_of) == (State.OPEN, None)
    asked.latest(asked.bob, "Vienna")


async def test_a_question_nobody_answers_comes_to_the_fallback_owner_after_a_working_day(asked: Agency) -> None:
    await asked.forward(body=AGAIN)
    assert (await asked.request(2)).state is State.TRIAGE
    await asked.at(1, 11)
    question = asked.latest(asked.lea, "A question of Dana waits since")
    await asked.lea.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request(1)).chases == 1


async def test_a_mail_while_it_is_the_clients_turn_is_the_answer(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 10))
    await asked.forward(body="Hi Dana,\n\nyes, all three would like to talk.\n\nBest, Jane")
    assert (await asked.request()).state is State.OPEN
    asked.latest(asked.bob, "Jane has answered")


async def test_noise_changes_nothing_until_somebody_presses_that_it_counts(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await here.at(1, 11)
    await here.contact(here.bob, Turn.CLIENTS, here.moment(7, 10))
    await here.forward(body="Thank you!", in_reply_to=FIRST_ID, subject=f"Re: {SUBJECT}")
    assert (await here.request()).state is State.WAITING
    assert (await here.kinds())[-1] is EventKind.NOISE
    card = here.card(here.bob)
    assert "changed nothing" in card.text

    await here.bob.press(card, ActionId.MORE, option=f"{MoreChoice.COUNT_IT}:1")
    await here.settle()
    assert (await here.request()).state is State.OPEN
    here.latest(here.bob, "Jane has answered")


async def test_the_files_of_noise_come_along_once_it_counts(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    away = "I am out of the office until Monday."
    subject = "Automatic reply: your mail"
    await here.forward(body=away, in_reply_to=FIRST_ID, subject=subject, attachments=["contract.pdf"])
    assert "contract.pdf" not in here.card(here.bob).text
    await here.bob.press(here.card(here.bob), ActionId.MORE, option=f"{MoreChoice.COUNT_IT}:1")
    await here.settle()
    assert [one.name for one in (await here.request()).attachments] == ["contract.pdf"]


async def test_a_copy_of_our_mail_counts_as_a_holding_reply_until_its_sender_says_more(asked: Agency) -> None:
    await asked.at(0, 12)
    await bob_writes(asked)
    request = await asked.request()
    assert (request.state, request.holding_replies) == (State.OPEN, 1)
    assert request.touched_at is not None
    question = asked.latest(asked.bob, "Whose turn is it now?")
    await asked.at(1, 11)
    assert len(asked.sent_to(asked.bob)) > 2, "a copy stops no ladder"

    await asked.bob.press(question, ActionId.COPY_CLIENTS)
    await asked.settle()
    assert (await asked.request()).state is State.WAITING


async def test_an_outsiders_mail_waits_for_somebody_and_makes_no_project(here: Agency) -> None:
    await here.here.sandbox.deliver_mail(
        "#client-acme", "eve@elsewhere.example", "Eve", subject="An offer", body="Buy this."
    )
    await here.settle()
    request = await here.request()
    assert (request.state, request.owner_id) == (State.TRIAGE, None)
    assert "not verified" in here.latest(here.lea, "Whose is it?").text
    assert here.sent_to(here.bob) == []


async def test_what_an_answer_teaches_is_kept_and_finds_the_way_the_next_time(here: Agency) -> None:
    await here.run(_add_second_client)
    unknown = "Jo Roe <jo@private.example>"
    await here.forward(client=unknown, channel="#general", subject="One")
    question = here.latest(here.dana, "Whose is it?")
    portal = next(one for one in await here.run(_projects) if one.name == "Portal")
    await here.dana.press(question, ActionId.ROUTE, option=f"1:{portal.id}")
    await here.settle()
    await here.forward(client=unknown, channel="#general", subject="Two", body="Another wish of mine.")
    assert (await here.request(2)).project_id == portal.id
    assert EventKind.SET_UP in await here.kinds(1)


async def test_files_of_a_mail_are_named_on_the_card(here: Agency) -> None:
    await here.forward(attachments=["estimate.pdf"])
    card = here.card(here.bob)
    assert "With it: estimate.pdf (48 KB)." in card.text
    links = [piece["url"] for block in card.blocks if block["type"] == "rich_text" for piece in pieces_of(block)]
    assert any(url.endswith("/estimate.pdf") for url in links)


def pieces_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [piece for piece in block["elements"][0]["elements"] if piece["type"] == "link"]


# --- forged mail, and what it achieves -------------------------------------------------------------------------------


async def test_a_block_inside_the_clients_words_does_not_change_who_it_is_from(here: Agency) -> None:
    inner = forwarded("We cancel everything.", sender="Boss <boss@globex.example>", subject="Globex")
    await here.forward(body=f"Please see below.\n\n{inner}")
    assert "jane@acme.example" in here.card(here.bob).text
    assert (await here.request()).client_id is not None


async def test_a_forged_reply_from_the_pm_neither_closes_nor_stops_anything(asked: Agency) -> None:
    await bob_writes(asked)  # whoever sent it: an address can be forged
    request = await asked.request()
    assert request.state is State.OPEN
    before = len(asked.sent_to(asked.bob))
    await asked.at(1, 11)
    assert len(asked.sent_to(asked.bob)) > before


async def test_an_automatic_reply_straight_to_the_address_is_nothing(here: Agency) -> None:
    await jane_writes(here, "I am out of the office until Monday.", subject="Automatic reply: your mail")
    assert await here.count_of_requests() == 0


async def test_a_direct_mail_under_a_known_subject_raises_attention_and_no_more(asked: Agency) -> None:
    await asked.at(0, 12)
    await jane_writes(asked, AGAIN, subject=f"Re: {SUBJECT}")
    request = await asked.request()
    assert (request.state, request.chases) == (State.OPEN, 1)
    for who in (asked.bob, asked.dana):
        assert "unverified: straight to our address, from jane@acme.example" in asked.card(who).text
        assert "Jane has asked again" not in asked.card(who).text
    await asked.forward(body="Hi Dana,\n\nit is urgent now.\n\nJane", in_reply_to=asked.mail_id())
    assert "unverified" not in asked.card(asked.bob).text


async def test_a_name_beside_a_direct_mails_address_is_not_believed(asked: Agency) -> None:
    await asked.here.sandbox.deliver_mail(
        "#client-acme", "jane@acme.example", "Your Chief Executive", subject=f"Re: {SUBJECT}", body=AGAIN
    )
    await asked.settle()
    assert all("Chief" not in message.text for who in (asked.bob, asked.dana) for message in asked.sent_to(who))


async def test_a_direct_mail_while_it_is_the_clients_turn_waits_for_a_press(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 10))
    await jane_writes(asked, "Yes, all three would like to talk.", subject=f"Re: {SUBJECT}")
    assert (await asked.request()).state is State.WAITING
    question = asked.latest(asked.lea, "from jane@acme.example, unverified. Is it about #1")
    await jane_writes(asked, "Are you there?", subject=f"Re: {SUBJECT}")
    assert await asked.count_of_requests() == 2, "one question is enough"

    await asked.lea.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request()).state is State.OPEN
    asked.latest(asked.bob, "Jane has answered")


async def test_a_direct_mail_about_what_is_closed_waits_for_a_press(asked: Agency) -> None:
    await asked.close(asked.bob)
    await jane_writes(asked, AGAIN, subject=f"Re: {SUBJECT}")
    assert (await asked.request()).state is State.CLOSED
    assert (await asked.request(2)).state is State.TRIAGE
    question = asked.latest(asked.lea, "Is it about #1")
    await asked.lea.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request()).state is State.OPEN


async def test_a_mail_that_our_own_server_vouches_for_is_the_answer(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 10))
    words = "Yes, all three would like to talk."
    mail = Mail("<9@acme.example>", "jane@acme.example", "Jane Doe", SUBJECT, words, None, None, None)
    await asked.run(mails.take_mail, replace(mail, is_authenticated=True))
    await asked.settle()
    assert (await asked.request()).state is State.OPEN
    assert "unverified" not in asked.latest(asked.bob, "Jane has answered").text


async def test_what_a_colleague_hands_over_is_stronger_than_the_same_from_outside(here: Agency) -> None:
    await jane_writes(here, "Could you call?")
    assert (await here.request(1)).state is State.TRIAGE
    await here.forward()
    first, second = await here.request(1), await here.request(2)
    assert (first.outcome, second.state) == (Outcome.DUPLICATE, State.OPEN)
    assert "Could you call?" in second.words, "what it said besides is kept"
    assert "Is it yours?" in here.card(here.bob).text
    assert EventKind.CLOSED in await here.kinds(1)


async def test_the_very_mail_that_came_straight_is_handed_over_and_routed(here: Agency) -> None:
    await jane_writes(here, WISH)
    await here.forward()
    assert (await here.request(1)).outcome is Outcome.DUPLICATE
    assert (await here.request(2)).state is State.OPEN


async def test_an_outsiders_mail_to_a_clients_channel_is_not_the_clients(asked: Agency) -> None:
    await asked.here.sandbox.deliver_mail(
        "#client-acme", "eve@elsewhere.example", "Jane Doe", subject=f"Re: {SUBJECT}", body="Pay me."
    )
    await asked.settle()
    assert (await asked.request()).chases == 0
    triage = await asked.request(2)
    assert (triage.state, triage.client_id) == (State.TRIAGE, None)
    await asked.forward(asked.pia, body="Hi Pia,\n\none more thing.\n\nJane", in_reply_to=asked.mail_id())
    assert (await asked.request()).chases == 1
    assert "Pay me" not in (await asked.request()).words


async def _add_second_client(tx: Tx) -> None:
    globex = await directory.insert_client(tx.conn, tx.workspace_id, Client(0, "Globex", domains=("globex.example",)))
    lea = next(one for one in await people.everybody(tx.conn, tx.workspace_id) if one.first_name == "Lea")
    await directory.insert_project(tx.conn, tx.workspace_id, Project(0, globex.id, "Shop", lea.id))


async def _projects(tx: Tx) -> tuple[Project, ...]:
    return (await directory.directory(tx.conn, tx.workspace_id)).projects
