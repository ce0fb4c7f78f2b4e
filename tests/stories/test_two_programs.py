"""The same mail forwarded by two developers from different mail programs is one request."""

import pytest

from bot.domain.events import EventKind
from bot.domain.request import Outcome, State, Turn
from bot.slack.names import ActionId
from tests.stories.people import Agency, buttons, day_of_mail

BODY = "Hi Dana, hi Pia,\n\ncould you quote for Vienna? See our site{link}\n\nJane"
GMAIL = BODY.format(link=" <https://acme.example/rfq>") + "\n[image: Acme]"
PLAIN = BODY.format(link="")
TO = "Dana <dana@agency.example>"
HEAD = f"From: Jane Doe <jane@acme.example>\nDate: {day_of_mail()} at 9:12 AM\nSubject: Vienna\nTo: {TO}"
BANNER = "CAUTION: This email originated from outside of the organization."
QUOTED = "\n".join(f"> {line}" for line in PLAIN.splitlines())

OTHERS = {
    "proton": f"------- Forwarded Message -------\n{HEAD}\n\n{QUOTED}\n",
    "claws": f"Begin forwarded message:\n\n{HEAD}\n\n\n{PLAIN}\n\n-- \nPia Lorenz\nAgency\n",
    "banner": f"-----Original Message-----\n{HEAD}\n\n{BANNER}\n\n{PLAIN}\n",
    "unknown banner": f"-----Original Message-----\n{HEAD}\n\nZewn: uwaga na tego nadawcę i jego linki\n\n{PLAIN}\n",
    "outlook": f"-----Original Message-----\n{HEAD}\n\n"
    + BODY.format(link="<https://acme.example/rfq>")
    + "\n[cid:image001.png@01D]\n",
}


@pytest.mark.parametrize("program", OTHERS)
async def test_two_programs_make_one_request_with_both_as_reporters(here: Agency, program: str) -> None:
    gmail = f"---------- Forwarded message ---------\n{HEAD}\n\n{GMAIL}\n"
    await here.dana.forward_mail("#client-acme", subject="Fwd: Vienna", body=gmail)
    await here.settle()
    await here.at(0, 11)
    await here.pia.forward_mail("#client-acme", subject="WG: [EXTERNAL] Vienna", body=OTHERS[program])
    await here.settle()
    assert await here.count_of_requests() == 1
    assert EventKind.JOINED in await here.kinds()
    assert (await here.request()).chases == 0
    assert "with Bob" in here.card(here.pia).text or "Bob" in here.card(here.pia).text


@pytest.mark.parametrize("program", ["proton", "claws"])
async def test_neither_quote_marks_nor_the_forwarders_signature_are_the_clients_words(
    here: Agency, program: str
) -> None:
    await here.pia.forward_mail("#client-acme", subject="Fwd: Vienna", body=OTHERS[program])
    await here.settle()
    words = (await here.request()).words
    assert ">" not in words
    assert "Lorenz" not in words
    assert words.endswith("Jane")


async def test_the_question_has_a_third_answer_that_only_joins(asked: Agency) -> None:
    await asked.forward(asked.pia, body="Hi Pia, our heads of department would have work for you. Can you call them?")
    question = asked.card(asked.pia)
    assert ActionId.SAME_MAIL in buttons(question.blocks)
    await asked.pia.press(question, ActionId.SAME_MAIL)
    await asked.settle()
    assert (await asked.request(1)).chases == 0
    assert (await asked.request(2)).outcome is Outcome.DUPLICATE
    assert EventKind.JOINED in await asked.kinds(1)


async def test_a_mail_under_another_subject_while_it_is_the_clients_turn_is_asked_about(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(4, 10))
    await asked.forward(subject="Yes, all three", body="They would all like to talk to you.")
    question = asked.latest(asked.dana, "answer to #1, or something new?")
    await asked.dana.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request(1)).state is State.OPEN
    asked.latest(asked.bob, "Jane has answered")
