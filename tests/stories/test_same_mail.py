"""The very same mail, and another in the same words: told apart by id, date and hands."""

from bot.domain.events import EventKind
from bot.domain.request import Outcome, State, Turn
from bot.sandbox import Player
from bot.slack.names import ActionId
from tests.stories.people import SUBJECT, Agency, day_of_mail

NEWS = "Hi Dana,\n\nany news?\n\nJane"
FIRST_ID = "<one@acme.example>"


async def news(
    here: Agency, day: int, *, who: Player | None = None, body: str = NEWS, sender: str = "Jane Doe <jane@acme.example>"
) -> None:
    """Somebody (Dana) forwards Jane's "any news?" of that day, in the thread of her first mail."""
    head = f"From: {sender}\nDate: {day_of_mail(day)} at 9:12 AM\nSubject: {SUBJECT}\nTo: Dana <dana@agency.example>"
    text = f"---------- Forwarded message ---------\n{head}\n\n{body}\n"
    await (who or here.dana).forward_mail("#client-acme", subject=f"Fwd: {SUBJECT}", body=text, in_reply_to=FIRST_ID)
    await here.settle()


async def test_any_news_twice_is_asked_twice(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    for day in (1, 2):
        await here.at(day, 11)
        await news(here, day)
    assert (await here.request()).chases == 2


async def test_the_same_words_as_before_are_the_answer_while_it_is_the_clients_turn(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await here.at(1, 11)
    await news(here, 1)
    await here.contact(here.bob, Turn.CLIENTS, here.moment(7, 10))
    await here.at(2, 11)
    await news(here, 2)
    assert (await here.request()).state is State.OPEN
    here.latest(here.bob, "Jane has answered")


async def test_the_same_mail_by_two_programs_that_break_lines_differently_is_one(here: Agency) -> None:
    await here.forward(in_reply_to=FIRST_ID)
    await news(here, 1)
    await here.at(0, 14)
    await news(here, 1, who=here.pia, body=NEWS.replace("any news", "any\nnews"))
    assert (await here.request()).chases == 1


async def test_a_strangers_mail_forwarded_by_two_is_one_request_in_triage_with_both_as_reporters(here: Agency) -> None:
    stranger = "Hank <hank@globex.example>"
    await here.forward(client=stranger, channel="#general")
    await here.at(0, 11)
    await here.forward(here.pia, client=stranger, channel="#general")
    assert await here.count_of_requests() == 1
    assert (await here.request()).state is State.TRIAGE
    assert "don't know yet whose it is" in here.card(here.pia).text
    assert EventKind.JOINED in await here.kinds()


async def test_another_mail_while_that_is_asked_is_kept_with_the_question_and_said(
    asked: Agency,
) -> None:
    await asked.forward(body="Have you had a chance yet?")
    question = asked.latest(asked.dana, "or for something new?")
    await asked.forward(body="And could you quote for Vienna?")
    assert await asked.count_of_requests() == 2
    assert "Vienna" in question.text
    line = asked.latest(asked.dana, "is kept with it")
    assert line.thread_ts == question.ts

    await asked.dana.press(question, ActionId.AGAIN)
    await asked.settle()
    assert (await asked.request(2)).outcome is Outcome.DUPLICATE
    assert "Vienna" in (await asked.request(1)).words
