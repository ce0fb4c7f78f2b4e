"""Copies of our own mails to clients: whose they are, what they are about, and who says what they mean."""

from dataclasses import replace

import pytest

from bot.db import directory
from bot.domain.events import EventKind
from bot.domain.incoming import Mail
from bot.domain.permissions import Refused
from bot.domain.request import Cause, Request, State
from bot.sandbox import Player
from bot.sandbox.errors import NotThere
from bot.services import mail_answers, mails
from bot.services.transaction import Tx
from bot.slack.names import ActionId
from tests.stories.people import SUBJECT, Agency, buttons, day_of_mail, shown

REPLY = "Hi Jane,\n\nwe'll get going on this.\n\nBob"


def bobs(body: str = REPLY, *, subject: str = f"Re: {SUBJECT}", to: str = "Jane Doe <jane@acme.example>") -> str:
    """Bob's answer to the client, as Gmail forwards it."""
    head = f"From: Bob Berg <bob@agency.example>\nDate: {day_of_mail()} at 11:02 AM\nSubject: {subject}\nTo: {to}"
    return f"---------- Forwarded message ---------\n{head}\n\n{body}\n"


async def forwards(here: Agency, who: Player, body: str, *, subject: str = f"Fwd: Re: {SUBJECT}") -> None:
    await who.forward_mail("#client-acme", subject=subject, body=body)
    await here.settle()


async def in_copy(here: Agency, who: Player, to: str, *, subject: str, body: str = REPLY) -> None:
    """Somebody writes to a client, with the channel's address in Bcc."""
    await here.here.sandbox.deliver_mail(
        "#client-acme", who.user.email, who.user.real_name, subject=subject, body=body, cc=[to]
    )
    await here.settle()


async def touches(here: Agency, number: int = 1) -> int:
    return (await here.kinds(number)).count(EventKind.TOUCHED)


async def test_who_wrote_the_reply_is_asked_and_who_forwarded_it_is_told_that_it_is_noted(asked: Agency) -> None:
    await asked.at(0, 12)
    await forwards(asked, asked.dana, bobs())
    asked.latest(asked.dana, "The mail from Bob to Jane is noted on #1. I ask Bob whose turn it is now.")
    assert all("Whose turn" not in message.text for message in asked.sent_to(asked.dana))
    question = asked.latest(asked.bob, "Whose turn is it now?")
    assert (await asked.request()).state is State.OPEN

    ask_again = asked.moment(7, 10)
    with pytest.raises(Refused):
        await asked.run(mail_answers.turn_after_copy, 1, asked.dana.user.id, ask_again)
    await asked.bob.press(question, ActionId.COPY_CLIENTS)
    await asked.settle()
    assert (await asked.request()).state is State.WAITING


async def test_an_unanswered_copy_keeps_no_promise_and_the_record_says_that_there_was_one(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.at(1, 12)
    await in_copy(asked, asked.bob, "jane@acme.example", subject=f"Re: {SUBJECT}")
    promised = await asked.request()
    assert promised.promise is not None, "the promise that stood stands"
    await asked.at(2, 13)
    passed = await asked.request()
    assert (passed.state, passed.cycle.cause) == (State.OPEN, Cause.BROKEN_PROMISE), "a copy never stops a ladder"
    assert "last heard from us" in asked.card(asked.bob).text
    await asked.dana.slash("log 1")
    assert "A copy of our mail had come in before" in shown(await asked.form(asked.dana))
    assert "*Promises broken:* 1 (1 with a copy of our mail before the date)" in await asked.all_figures(asked.bob)


async def test_a_copy_whose_writer_says_what_it_meant_keeps_the_promise(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.at(1, 12)
    await in_copy(asked, asked.bob, "jane@acme.example", subject=f"Re: {SUBJECT}")
    await asked.bob.press(asked.latest(asked.bob, "Whose turn is it now?"), ActionId.COPY_CLIENTS)
    await asked.settle()
    kinds = await asked.kinds()
    assert EventKind.PROMISE_KEPT in kinds and EventKind.PROMISE_BROKEN not in kinds


async def test_a_colleague_who_has_nothing_to_do_with_it_may_say_what_their_own_mail_means(asked: Agency) -> None:
    eli = asked.meet("eli")
    await in_copy(asked, eli, "jane@acme.example", subject=f"Re: {SUBJECT}")
    question = asked.latest(eli, "Whose turn is it now?")
    assert set(buttons(question.blocks)) == {ActionId.COPY_CLIENTS}, "nothing that only others may press"
    await eli.press(question, ActionId.COPY_CLIENTS)
    await asked.settle()
    assert (await asked.request()).state is State.WAITING


async def test_the_same_copy_by_two_ways_counts_once(asked: Agency) -> None:
    await in_copy(asked, asked.bob, "jane@acme.example", subject=f"Re: {SUBJECT}")
    await asked.at(0, 13)
    await forwards(asked, asked.dana, bobs(REPLY.replace("get going", "get\ngoing")))
    await forwards(asked, asked.bob, bobs())
    assert (await asked.request()).holding_replies == 1
    assert await touches(asked) == 1
    asked.latest(asked.dana, "is noted on #1")


async def test_a_recipient_tells_which_of_several_requests_it_is_about(here: Agency) -> None:
    await here.forward(subject="One", body="First wish.")
    await here.forward(subject="Two", body="Second wish.", client="Hank Hill <hank@acme.example>")
    await in_copy(here, here.bob, "hank@acme.example", subject="Our call")
    assert [await touches(here, number) for number in (1, 2)] == [0, 1]


async def test_a_copy_that_fits_several_is_asked_about_and_changes_nothing_until_then(here: Agency) -> None:
    await here.forward(subject="One", body="First wish.")
    await here.forward(subject="Two", body="Second wish.")
    await in_copy(here, here.bob, "jane@acme.example", subject="Our call")
    question = here.latest(here.bob, "Which request was it about?")
    assert [await touches(here, number) for number in (1, 2)] == [0, 0]
    with pytest.raises(NotThere):
        await here.bob.press(question, ActionId.COPY_ABOUT, option="#7: nothing of the kind")

    await here.bob.press(question, ActionId.COPY_ABOUT, option="#1: One, with Bob")
    await here.settle()
    assert "It is noted on #1" in question.text
    assert [await touches(here, number) for number in (1, 2)] == [1, 0]
    here.latest(here.bob, "Whose turn is it now?")


async def test_none_of_these_changes_nothing(here: Agency) -> None:
    await here.forward(subject="One", body="First wish.")
    await here.forward(subject="Two", body="Second wish.")
    await in_copy(here, here.bob, "jane@acme.example", subject="Our call")
    question = here.latest(here.bob, "Which request was it about?")
    await here.bob.press(question, ActionId.COPY_ABOUT, option="None of these")
    await here.settle()
    assert "nothing has changed" in question.text
    assert [await touches(here, number) for number in (1, 2)] == [0, 0]


async def test_a_copy_that_nothing_open_fits_is_answered_kindly(here: Agency) -> None:
    await in_copy(here, here.bob, "jane@acme.example", subject="Our call")
    told = here.latest(here.bob, "Nothing open here fits it")
    assert "forward the client's mail" in told.text
    assert await here.count_of_requests() == 0


async def test_two_who_are_asked_about_one_copy_count_it_once(here: Agency) -> None:
    await here.forward(subject="One", body="First wish.")
    await here.forward(subject="Two", body="Second wish.")
    await in_copy(here, here.bob, "jane@acme.example", subject="Our call")
    await forwards(here, here.dana, bobs(subject="Our call"))
    for who in (here.bob, here.dana):
        await who.press(
            here.latest(who, "Which request was it about?"), ActionId.COPY_ABOUT, option="#1: One, with Bob"
        )
        await here.settle()
    assert await touches(here) == 1


async def test_a_copy_to_an_address_that_was_learned_is_ours(here: Agency) -> None:
    await here.forward(client="Jo Roe <jo@private.example>", subject="One", body="A wish.")
    await in_copy(here, here.bob, "jo@private.example", subject="Re: One")
    assert await here.count_of_requests() == 1
    assert await touches(here) == 1


# --- enclosed mails --------------------------------------------------------------------------------------------------


def enclosed(number: int, sender: str, to: str, words: str, *, subject: str = SUBJECT) -> Mail:
    return Mail(f"<{number}@enclosed.example>", sender, None, subject, words, None, None, None, to=(to,))


def around(*inside: Mail, sender: str = "dana@agency.example", text: str = "See these.") -> Mail:
    """A mail in the mailbox, with others enclosed as files."""
    return Mail("<outer@agency.example>", sender, None, "Fwd", text, None, None, None, originals=inside)


async def take(here: Agency, mail: Mail) -> None:
    await here.run(mails.take_mail, mail)
    await here.settle()


async def test_a_colleagues_mail_enclosed_is_a_copy_of_ours(asked: Agency) -> None:
    await take(asked, around(enclosed(1, "bob@agency.example", "jane@acme.example", REPLY, subject=f"Re: {SUBJECT}")))
    assert await asked.count_of_requests() == 1
    assert await touches(asked) == 1
    asked.latest(asked.bob, "Whose turn is it now?")
    asked.latest(asked.dana, "is noted on #1")


async def test_bobs_own_mail_to_jane_with_hers_attached_is_ours(asked: Agency) -> None:
    hers = enclosed(1, "jane@acme.example", "dana@agency.example", "Something else entirely.")
    mail = around(hers, sender="bob@agency.example", text=REPLY)
    await take(asked, replace(mail, subject=f"Re: {SUBJECT}", to=("jane@acme.example",)))
    assert await asked.count_of_requests() == 1
    assert await touches(asked) == 1


async def test_several_enclosed_mails_are_each_read_and_a_second_delivery_makes_no_more(here: Agency) -> None:
    both = around(
        enclosed(1, "jane@acme.example", "dana@agency.example", "First wish.", subject="One"),
        enclosed(2, "hank@acme.example", "dana@agency.example", "Second wish.", subject="Two"),
    )
    for _ in range(2):
        await take(here, both)
    assert await here.count_of_requests() == 2
    assert [(await here.request(number)).wish for number in (1, 2)] == ["One", "Two"]


async def test_a_typed_forward_goes_before_an_unrelated_file(here: Agency) -> None:
    typed = "---------- Forwarded message ---------\nFrom: Jane Doe <jane@acme.example>\nSubject: Typed\n\nA wish.\n"
    other = enclosed(1, "news@letter.example", "dana@agency.example", "Buy this.", subject="Offer")
    await take(here, around(other, text=typed))
    assert await here.count_of_requests() == 1
    assert (await here.request()).wish == "Typed"


async def test_a_mail_to_a_projects_own_address_is_that_projects(here: Agency) -> None:
    typed = "---------- Forwarded message ---------\nFrom: Hank <hank@elsewhere.example>\nSubject: Typed\n\nA wish.\n"
    await take(here, replace(around(text=typed), delivered_to=("acme-inbox@agency.example",)))
    request: Request = await here.request()
    assert request.state is State.OPEN
    assert request.project_id == (await here.run(_portal))


async def _portal(tx: Tx) -> int:
    projects = (await directory.directory(tx.conn, tx.workspace_id)).projects
    return next(one.id for one in projects if one.name == "Portal")


async def test_a_mail_in_a_language_unknown_to_us_is_a_wish_even_where_it_names_one_of_us_first(here: Agency) -> None:
    people = "Nani: Dana <dana@agency.example>\nTsiku: 23 Novembala 2026 9:12\nWochokera: Jane Doe <jane@acme.example>"
    await forwards(here, here.dana, f"{people}\nMutu: Mtengo\n\nMoni, mtengo?\n", subject="Fwd: Mtengo")
    assert await here.count_of_requests() == 1
    assert "Moni, mtengo?" in here.card(here.bob).text
    assert all("copy" not in message.text for message in here.sent_to(here.dana))
