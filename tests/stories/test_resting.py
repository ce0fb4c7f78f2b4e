"""Snooze, and the client's turn: who is left in peace until when, and what is said when that is over."""

from bot.domain.request import Cause, State, Turn
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import WISH, Agency, buttons
from tests.stories.test_digest import posted
from tests.stories.test_not_mine import not_mine
from tests.stories.test_reminder import AGAIN, hand_over, with_clients

REASON = "waiting for the price list"
THANKS = "Thank you, I am out of office until next week."


async def let_rest(here: Agency, days: int, hour: int) -> None:
    """Bob lets the reminders rest until then."""
    form = await here.more(here.bob, MoreChoice.SNOOZE)
    await here.kept(here.bob, form, {Field.BY_PICKED: here.moment(days, hour), Field.WHY: REASON})


async def test_the_reminder_after_a_rest_says_what_it_was_for(asked: Agency) -> None:
    await let_rest(asked, 3, 11)
    before = len(asked.sent_to(asked.bob))
    await asked.at(3, 10, 55)
    assert len(asked.sent_to(asked.bob)) == before
    await asked.at(3, 11, 5)
    assert len(asked.sent_to(asked.bob)) == before + 1
    first, *_ = asked.sent_to(asked.bob)[-1].text.splitlines()
    assert f"This rested until today: {REASON}." in first or f": {REASON}." in first

    await asked.take(asked.bob, asked.moment(7, 12))
    assert REASON not in asked.card(asked.bob).text


async def test_a_chase_ends_the_rest_and_says_so(asked: Agency) -> None:
    await let_rest(asked, 3, 11)
    before = len(asked.sent_to(asked.bob))
    await asked.at(1, 10)
    await asked.forward(body="Hi Dana, did you hear anything?\n\nJane", in_reply_to=asked.mail_id())
    await asked.settle()
    chased = await asked.request()
    assert chased.cycle.cause is Cause.CHASE
    assert len(asked.sent_to(asked.bob)) == before + 1
    said = asked.sent_to(asked.bob)[-1].text
    assert f"Reminders were to rest ({REASON}); as Jane has asked again, they don't." in said


async def test_the_end_of_a_rest_is_no_news_of_what_was_told_before_it(here: Agency) -> None:
    """Jane asked again on Tuesday, and Bob let it rest; on Wednesday it joins the reminder without a word."""
    await with_clients(here)
    await here.forward()
    await hand_over(here, 2, 2)
    await here.at(1, 9, 30)
    await here.forward(body=AGAIN, in_reply_to=here.mail_id())
    form = await here.more(here.bob, MoreChoice.SNOOZE)
    await here.kept(here.bob, form, {Field.BY_PICKED: here.moment(2, 15), Field.WHY: REASON})
    await here.at(2, 14)
    before = len(here.sent_to(here.bob))
    await here.at(2, 16)
    assert len(here.sent_to(here.bob)) == before, "an edit notifies nobody"
    assert "This rested until" in here.sent_to(here.bob)[-1].text


async def test_noise_does_not_end_the_rest(asked: Agency) -> None:
    await let_rest(asked, 3, 11)
    before = len(asked.sent_to(asked.bob))
    await asked.at(1, 10)
    await asked.forward(body=THANKS, subject="Automatic reply: your mail", in_reply_to=asked.mail_id())
    resting = await asked.request()
    assert resting.snooze is not None and resting.snooze.until == asked.moment(3, 11)
    await asked.at(3, 10)
    assert len(asked.sent_to(asked.bob)) == before


async def test_nobody_is_reminded_of_the_clients_slowness_until_we_ask_again(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 12))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(9, 10))
    before = len(asked.sent_to(asked.bob))
    await asked.at(9, 9, 55)
    assert len(asked.sent_to(asked.bob)) == before
    await asked.at(9, 10, 5)
    card = asked.card(asked.bob)
    assert "The day to ask Jane again has come. Ask again, keep waiting, or close?" in card.text
    assert list(buttons(card.blocks))[:3] == [ActionId.ASK_AGAIN, ActionId.WAIT_ON, ActionId.CLOSE]

    await asked.at(10, 10, 5)
    assert "Shall we ask Jane again, keep waiting, or close this?" in asked.card(asked.bob).text
    form = await asked.press(asked.bob, ActionId.WAIT_ON)
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(14, 10)})
    assert (await asked.request()).state is State.WAITING
    before = len(asked.sent_to(asked.bob))
    await asked.at(14, 9)
    assert len(asked.sent_to(asked.bob)) == before


async def test_an_answer_that_comes_after_the_day_to_ask_again_is_an_answer(asked: Agency) -> None:
    """Bob is asked whether to ask Jane again; she writes by herself, and is one who waits, not one who asks again."""
    await asked.take(asked.bob, asked.moment(0, 12))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(1, 10))
    await asked.at(1, 11)
    await asked.forward(body="Hi Dana,\n\nall three have said yes.\n\nJane", in_reply_to=asked.mail_id())
    await asked.settle()

    request = await asked.request()
    assert (request.cycle.cause, request.chases) == (Cause.ANSWER, 0)
    assert request.client_waits_since is not None and request.client_waits_since >= asked.moment(1, 11)
    card = asked.card(asked.bob)
    assert "Jane has answered: the turn is ours again." in card.text
    assert "Jane has been waiting since" in card.text
    await asked.bob.slash("list")
    assert "waiting since" in asked.answer(asked.bob)
    await asked.at(7, 9, 30)
    [post] = posted(asked)
    assert "1 request waits for us" in post.text


async def test_who_answers_after_their_request_has_changed_hands_waits_for_us(asked: Agency) -> None:
    """It was Jane's turn, Pia took it over, and Jane writes before anything else has happened."""
    await asked.take(asked.bob, asked.moment(0, 12))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(9, 10))
    await not_mine(asked)
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.ACCEPT)
    await asked.at(1, 11)
    await asked.forward(body="Hi Dana,\n\nhere is my answer.\n\nJane", in_reply_to=asked.mail_id())
    await asked.settle()
    request = await asked.request()
    assert request.cycle.cause is Cause.ANSWER
    assert request.client_waits_since is not None and request.client_waits_since >= asked.moment(1, 11)


async def test_the_owner_is_asked_where_the_lead_is_told(asked: Agency) -> None:
    await asked.at(7, 12)
    told = asked.latest(asked.lea, "For your information")
    assert "has been waiting" in told.text
    owners = asked.latest(asked.bob, "What comes next, and by when does Jane hear from us?")
    assert "For your information" not in owners.text
    assert WISH.splitlines()[2][:20] in owners.text
