"""*Not mine*: somebody else is asked, who accepts or declines; at the second pass the lead says whose it is."""

import pytest

from bot.app.seed import SETUP
from bot.domain.channels import ChannelFacts
from bot.domain.events import EventKind
from bot.domain.life import TransitionRefused
from bot.domain.permissions import Refused
from bot.domain.request import State, Turn
from bot.domain.setup_reading import read_setup
from bot.services import offering, setup
from bot.slack.names import ActionId, Field
from bot.slack.views.forms import OTHER, REPORTER
from bot.texts.errors import sentence
from tests.stories.people import Agency, buttons, shown


async def not_mine(here: Agency, to: str | None = "pia", why: str = "she spoke with Jane last week") -> None:
    """Bob says that it is somebody else's, or back to whoever handed it over."""
    form = await here.press(here.bob, ActionId.NOT_MINE)
    values = {Field.WHO: REPORTER} if to is None else {Field.WHO: OTHER, Field.PERSON: to}
    await here.kept(here.bob, form, {**values, Field.WHY: why})


async def test_accepted_it_is_theirs_and_who_passed_it_on_hears(asked: Agency) -> None:
    await not_mine(asked)
    request = await asked.request()
    assert request.owner_id == (await asked.events())[1].data["owner"], "until she answers it stays Bob's"
    asking = asked.latest(asked.pia, "thinks that this is yours")
    assert "Bob said: “she spoke with Jane last week”" in asking.text
    assert {ActionId.ACCEPT, ActionId.DECLINE} <= set(buttons(asking.blocks))
    assert "Pia is asked to take it" in asked.card(asked.bob).text
    await asked.at(1, 9, 50)
    assert len(asked.sent_to(asked.bob)) == 1, "its reminders rest while she is asked"

    await asked.pia.press(asking, ActionId.ACCEPT)
    await asked.settle()
    card = asked.card(asked.pia)
    assert "What comes next, and by when does Jane" in card.text
    assert "Bob said" in card.text
    assert "Pia has #1 now" in asked.sent_to(asked.bob)[-1].text
    assert "Pia has it now" in asked.sent_to(asked.dana)[-1].text
    assert (await asked.request()).state is State.OPEN


async def test_whoever_accepts_is_asked_what_was_asked_before_and_reads_what_was_said_with_it(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(0, 16))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(1, 9, 30))
    await not_mine(asked)
    await asked.at(1, 9, 40)
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.ACCEPT)
    await asked.settle()
    card = asked.card(asked.pia)
    assert "The day to ask Jane again has come. Ask again, keep waiting, or close?" in card.text
    assert "Bob said: “she spoke with Jane last week”" in card.text


async def test_declined_it_stays_and_the_reminders_go_on(asked: Agency) -> None:
    await not_mine(asked)
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.DECLINE)
    await asked.settle()
    assert "Pia can't take #1 just now, so it stays with you" in asked.sent_to(asked.bob)[-1].text
    assert EventKind.DECLINED in await asked.kinds()
    await asked.at(1, 11)
    assert ActionId.TAKE in buttons(asked.card(asked.bob).blocks)
    assert (await asked.request()).offer is None


async def test_back_to_the_developer_with_a_word(asked: Agency) -> None:
    await not_mine(asked, to=None, why="this is about the build, which is yours")
    asking = asked.latest(asked.dana, "thinks that this is yours")
    assert "this is about the build" in asking.text
    await asked.dana.press(asking, ActionId.ACCEPT)
    await asked.settle()
    request = await asked.request()
    assert request.owner_id == request.reporter_id


async def test_at_the_second_pass_the_lead_is_asked_whose_it_is(asked: Agency) -> None:
    await not_mine(asked, to=None)
    await asked.dana.press(asked.latest(asked.dana, "thinks that this is yours"), ActionId.DECLINE)
    await asked.settle()
    await not_mine(asked, to="pia")
    assert asked.sent_to(asked.pia) == [], "not one more colleague"
    asking = asked.latest(asked.lea, "Whose is this?")
    assert "two people" not in asking.text, "Bob pressed twice; Dana only said that she can't"
    assert "After a working day without an answer" in asking.text
    names = buttons(asking.blocks)
    assert {"Pia Lorenz", "Bob Keller", "Dana Weber"} <= set(names.values())

    await asked.lea.press(asking, "Pia Lorenz")
    await asked.settle()
    assert "it is settled whose it is" in asked.card(asked.pia).text
    assert "Pia has it now" in asked.sent_to(asked.dana)[-1].text
    await asked.dana.slash("log 1")
    assert "Lea settled whose it is: Pia has it" in shown(await asked.form(asked.dana))


async def test_who_takes_what_was_declined_reads_that_it_has_moved_on(asked: Agency) -> None:
    await not_mine(asked)
    asking = asked.latest(asked.pia, "thinks that this is yours")
    await asked.pia.press(asking, ActionId.DECLINE)
    await asked.settle()
    with pytest.raises(TransitionRefused) as refused:
        await asked.run(offering.accept, 1, asked.lea.user.id)
    assert "This has moved on" in sentence(refused.value), "it is not with her already"


async def test_the_lead_may_name_anybody(asked: Agency) -> None:
    kim = asked.meet("kim")
    await not_mine(asked)
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.DECLINE)
    await asked.settle()
    await not_mine(asked, to="dana")
    form = await asked.press(asked.lea, ActionId.WHOSE_OTHER, asked.latest(asked.lea, "Whose is this?"))
    await asked.kept(asked.lea, form, {Field.PERSON: "lea"})
    assert "settled" in asked.card(asked.lea).text
    assert asked.sent_to(kim) == []


async def with_set_up(here: Agency, text: str) -> None:
    """Take over another set-up."""
    known = {one.name: ChannelFacts(one.id, one.name) for one in here.workspace.channels.values() if one.name}
    await here.run(setup.apply, read_setup(text), known)


async def test_where_no_lead_is_named_the_fallback_owner_says_whose_it_is(here: Agency) -> None:
    await with_set_up(here, SETUP.replace('lead = "lea@agency.example"\n', ""))
    await here.forward()
    await not_mine(here, to=None)
    await here.dana.press(here.latest(here.dana, "thinks that this is yours"), ActionId.DECLINE)
    await here.settle()
    await not_mine(here, to="pia")
    asking = here.latest(here.lea, "Whose is this?")
    assert "After a working day without an answer it stays there" in asking.text
    assert "Lea is asked whose it is" in here.card(here.bob).text
    await here.lea.press(asking, "Pia Lorenz")
    await here.settle()
    assert "it is settled whose it is" in here.card(here.pia).text
    assert (await here.request()).offer is None


async def test_where_the_lead_does_not_answer_the_fallback_owner_is_asked_and_then_it_stays(here: Agency) -> None:
    kim = here.meet("kim")
    await here.change("kim", real_name="Kim Neu")
    fallback = 'fallback_owner = "lea@agency.example"'
    await with_set_up(here, SETUP.replace(fallback, fallback.replace("lea", "kim")))
    await here.forward()
    await not_mine(here)
    await here.pia.press(here.latest(here.pia, "thinks that this is yours"), ActionId.DECLINE)
    await here.settle()
    await not_mine(here, to="dana")
    assert "without an answer Kim is asked" in here.latest(here.lea, "Whose is this?").text
    await here.at(1, 11)
    assert "so Kim is asked whose this is" in here.latest(here.lea, "A working day went by").text
    asking = here.latest(kim, "Whose is this?")
    assert "without an answer it stays there" in asking.text
    assert {"Dana Weber", "Bob Keller"} <= set(buttons(asking.blocks).values())
    await here.at(2, 12)
    assert (await here.request()).offer is None
    assert "this stays with Bob" in here.latest(kim, "A working day went by").text
    assert ActionId.TAKE in buttons(here.card(here.bob).blocks)


async def test_without_an_answer_the_lead_is_asked_and_then_it_stays(asked: Agency) -> None:
    await not_mine(asked)
    await asked.at(1, 11)
    assert "Whose is this?" in asked.latest(asked.lea, "Whose is this?").text
    assert EventKind.UNANSWERED in await asked.kinds()
    await asked.at(2, 12)
    assert (await asked.request()).offer is None
    assert ActionId.TAKE in buttons(asked.card(asked.bob).blocks), "it stays with Bob, who is reminded again"
    assert "this stays with Bob, and its reminders go on" in asked.latest(asked.lea, "A working day went by").text


async def test_only_the_one_who_is_asked_answers(asked: Agency) -> None:
    await not_mine(asked)
    for who in (asked.dana, asked.bob):
        with pytest.raises(Refused):
            await asked.run(offering.accept, 1, who.user.id)
    await asked.run(offering.accept, 1, asked.lea.user.id)
    assert (await asked.kinds())[-1] is EventKind.REASSIGNED, "the lead may"


async def test_nobody_is_asked_who_is_away(asked: Agency) -> None:
    tomorrow = asked.moment(0, 12).strftime("%-d %b")
    await asked.pia.slash(f"away {tomorrow}")
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    answer = await asked.submit(asked.bob, form, {Field.WHO: OTHER, Field.PERSON: "pia"})
    assert "Pia is away just then" in answer["errors"][Field.PERSON]


async def test_what_was_taken_can_still_be_passed_on_and_the_date_goes_along(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(3, 12))
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    await asked.kept(asked.bob, form, {Field.WHO: "other", Field.PERSON: "pia", Field.WHY: "she knows Jane"})
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.ACCEPT)
    await asked.settle()
    request = await asked.request()
    assert request.promise is not None
    assert request.promise.due_at == asked.moment(3, 12)
    assert ActionId.TAKE in buttons(asked.card(asked.pia).blocks)
