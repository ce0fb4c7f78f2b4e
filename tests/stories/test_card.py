"""The owner's card: every button, in every state."""

from bot.domain.events import EventKind
from bot.domain.request import Outcome, State, TouchChannel, Turn
from bot.sandbox import Message
from bot.slack.names import ActionId, Field, MoreChoice
from bot.slack.views.forms import OTHER, REPORTER
from tests.stories.people import NEXT_STEP, Agency, buttons, choices, shown


async def test_the_first_card_says_who_writes_whose_wish_it_is_and_asks_is_it_yours(asked: Agency) -> None:
    card = asked.card(asked.bob)

    assert "I'm Nudge" in card.text
    assert "Jane Doe (Acme GmbH, Portal)" in card.text
    assert "three department heads" in card.text
    assert "Handed over by Dana" in card.text
    assert "waiting since" in card.text
    assert list(buttons(card.blocks))[:3] == [ActionId.TAKE, ActionId.NOT_MINE, ActionId.TALK]
    assert "Handed over to Bob" in asked.card(asked.dana).text


async def test_taken_moved_spoken_and_done_it_changes_in_place(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    card = asked.card(asked.bob)
    assert (await asked.request()).state is State.PROMISED
    assert NEXT_STEP in card.text
    assert list(buttons(card.blocks))[:3] == [ActionId.CONTACT, ActionId.MOVE, ActionId.NOT_MINE]
    assert {MoreChoice.SNOOZE, MoreChoice.HISTORY, MoreChoice.WHY, MoreChoice.DONE} <= set(choices(card))
    assert MoreChoice.WITHDRAW not in choices(card), "that is for whoever handed it over"
    assert "Bob has it" in asked.card(asked.dana).text

    move = await asked.press(asked.bob, ActionId.MOVE)
    assert NEXT_STEP in str(move.content), "what was promised stands in the form already"
    await asked.kept(asked.bob, move, {Field.BY_PICKED: asked.moment(3, 15), Field.CLIENT_KNOWS: "yes"})
    assert "15:00; Jane knows the date" in asked.card(asked.bob).text
    assert len(asked.sent_to(asked.dana)) == 1, "taking and moving are shown in place, and notify nobody"

    await asked.contact(asked.bob, Turn.OURS, asked.moment(4, 12))
    assert (await asked.request()).holding_replies == 1
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 10))
    assert (await asked.request()).state is State.WAITING
    assert list(buttons(asked.card(asked.bob).blocks))[:2] == [ActionId.CONTACT, ActionId.ASK_AGAIN]
    await asked.contact(asked.bob, Turn.NOBODYS, None)

    assert (await asked.request()).outcome is Outcome.DONE
    assert len(asked.sent_to(asked.bob)) == 1, "one card, edited in place"
    assert list(buttons(asked.card(asked.bob).blocks)) == [ActionId.REOPEN, ActionId.MORE]
    confirmation, *lines = asked.sent_to(asked.dana)
    assert [line.thread_ts for line in lines] == [confirmation.ts] * 3, "a line for each contact, in its thread"
    assert await asked.kinds() == [
        EventKind.HANDED_OVER,
        EventKind.ROUTED,
        EventKind.TAKEN,
        EventKind.DATE_MOVED,
        EventKind.TOUCHED,
        EventKind.PROMISE_KEPT,
        EventKind.TOUCHED,
        EventKind.PROMISE_KEPT,
        EventKind.TOUCHED,
        EventKind.CLOSED,
    ]


async def test_a_contact_needs_what_is_next_only_while_the_turn_is_ours(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.CONTACT, await _reminded(asked))
    answer = await asked.submit(
        asked.bob,
        form,
        {Field.CHANNEL: TouchChannel.MEETING, Field.TURN: Turn.OURS, Field.BY_PICKED: asked.moment(3, 12)},
    )
    assert list(answer["errors"]) == [Field.WHAT]

    late = await asked.submit(asked.bob, form, {Field.WHAT: NEXT_STEP, Field.BY_PICKED: asked.moment(0, 8)})
    assert list(late["errors"]) == [Field.BY_PICKED]
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(3, 12)})


async def _reminded(here: Agency) -> Message:
    """The reminder of the day after, on which contact can be recorded."""
    await here.at(1, 11)
    return here.card(here.bob)


async def test_not_mine_gives_it_back_to_whoever_has_it_or_on_to_somebody_else(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    answer = await asked.submit(asked.bob, form, {Field.WHO: OTHER})
    assert list(answer["errors"]) == [Field.PERSON]
    await asked.kept(asked.bob, form, {Field.WHO: REPORTER, Field.WHY: "it is about the build"})

    asking = asked.latest(asked.dana, "thinks that this is yours")
    assert "Bob said: “it is about the build”" in asking.text
    await asked.dana.press(asking, ActionId.ACCEPT)
    await asked.settle()
    request = await asked.request()
    assert request.owner_id == request.reporter_id
    assert "It is with Dana" in asked.sent_to(asked.bob)[0].text
    assert ActionId.TAKE not in buttons(asked.sent_to(asked.bob)[0].blocks)
    await asked.dana.slash("log 1")
    assert "it is about the build" in shown(await asked.form(asked.dana))


async def test_snoozing_rests_the_reminders_until_the_date_and_never_past_the_promise(asked: Agency) -> None:
    form = await asked.more(asked.bob, MoreChoice.SNOOZE)
    far = await asked.submit(asked.bob, form, {Field.BY_PICKED: asked.moment(20, 12), Field.WHY: "later"})
    assert Field.BY_PICKED in far["errors"]
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(3, 11), Field.WHY: "Bob is at the fair"})
    assert "Bob is at the fair" in asked.card(asked.bob).text

    await asked.at(3, 10)
    assert len(asked.sent_to(asked.bob)) == 1, "nothing comes before"
    await asked.at(3, 12)
    assert len(asked.sent_to(asked.bob)) == 2

    await asked.take(asked.bob, asked.moment(4, 12))
    form = await asked.more(asked.bob, MoreChoice.SNOOZE)
    past = await asked.submit(asked.bob, form, {Field.BY_PICKED: asked.moment(4, 13), Field.WHY: "x"})
    assert Field.BY_PICKED in past["errors"]


async def test_the_menu_shows_history_the_whole_text_why_and_takes_further_words(here: Agency) -> None:
    body = "\n".join(f"Point {number} of what we would like to ask." for number in range(60))
    await here.forward(body=body)

    whole = await here.press(here.bob, ActionId.WHOLE_TEXT)
    assert "Point 59" in shown(whole)
    assert "Point 59" not in here.card(here.bob).text
    form = await here.more(here.bob, MoreChoice.ADD_WORDS)
    await here.kept(here.bob, form, {Field.WISH: "She also rang <!channel>."})
    assert "She also rang <!channel>." in shown(await here.press(here.bob, ActionId.WHOLE_TEXT)), "plain text"
    assert "Dana handed it over" in shown(await here.more(here.bob, MoreChoice.HISTORY))
    assert "card" in shown(await here.more(here.bob, MoreChoice.WHY))
    await here.at(1, 11)
    why = shown(await here.more(here.bob, MoreChoice.WHY))
    assert "working day" in why, why
    assert shown(await here.more(here.dana, MoreChoice.WHY, on=here.card(here.dana)))


async def test_closed_it_can_be_reopened_and_asks_again(asked: Agency) -> None:
    await asked.close(asked.bob, Outcome.NOT_NEEDED, "Ask Jane first.")
    assert "no longer needs this" in asked.card(asked.bob).text
    assert "Learned: Ask Jane first." in asked.sent_to(asked.dana)[-1].text
    before = len(asked.sent_to(asked.bob))
    await asked.at(8, 10)
    assert len(asked.sent_to(asked.bob)) == before, "a closed request is never nudged"

    await asked.bob.press(asked.card(asked.bob), ActionId.REOPEN)
    await asked.settle()
    assert (await asked.request()).state is State.OPEN
    assert "Open again" in asked.card(asked.bob).text
    assert "Is it yours?" in asked.card(asked.bob).text


async def test_on_the_day_to_ask_again_the_owner_asks_waits_on_or_closes(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(3, 10))
    await asked.at(3, 10, 30)
    question = asked.card(asked.bob)
    assert "ask Jane again has come" in question.text
    assert list(buttons(question.blocks))[:3] == [ActionId.ASK_AGAIN, ActionId.WAIT_ON, ActionId.CLOSE]

    form = await asked.press(asked.bob, ActionId.WAIT_ON)
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(4, 10)})
    assert (await asked.request()).state is State.WAITING
    await asked.at(4, 10, 30)
    form = await asked.press(asked.bob, ActionId.ASK_AGAIN)
    await asked.kept(
        asked.bob, form, {Field.CHANNEL: TouchChannel.MAIL, Field.BY_PICKED: asked.moment(7, 10), Field.WHAT: None}
    )
    assert (await asked.request()).state is State.WAITING
    await asked.at(7, 10, 30)
    form = await asked.press(asked.bob, ActionId.CLOSE)
    await asked.kept(asked.bob, form, {Field.OUTCOME: Outcome.DONE})
    assert (await asked.request()).state is State.CLOSED


async def test_asked_whether_she_can_help_the_backup_takes_it_over(asked: Agency) -> None:
    await asked.at(4, 11)
    asking = asked.card(asked.pia)
    assert "Can you help Bob" in asking.text
    assert list(buttons(asking.blocks))[:3] == [ActionId.OFFER_HELP, ActionId.CONTACT, ActionId.TALK]

    await asked.pia.press(asking, ActionId.OFFER_HELP)
    await asked.settle()
    assert "Is it yours?" in asked.card(asked.pia).text or "You have" in asked.card(asked.pia).text
    assert "Pia has it now" in asked.sent_to(asked.dana)[-1].text
