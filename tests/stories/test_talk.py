"""Let's talk: a call is proposed, agreed on, held."""

from bot.domain.events import EventKind
from bot.sandbox import Message
from bot.slack.names import ActionId, Field, Form, TalkResult
from tests.stories.people import Agency, buttons
from tests.stories.test_away import away


async def test_owner_and_reporter_are_brought_together_with_the_card_and_two_times(asked: Agency) -> None:
    await asked.bob.press(asked.card(asked.bob), ActionId.TALK)
    await asked.settle()

    talk = asked.latest(asked.dana, "proposes a short call")
    members = asked.workspace.channels[talk.channel].members
    assert set(members) == {asked.dana.user.id, asked.bob.user.id, asked.workspace.bot.id}
    assert "three department heads" in talk.text
    assert [name for name in buttons(talk.blocks) if name.startswith(ActionId.TALK_TIME)] == [
        "talk.time.0",
        "talk.time.1",
    ]

    await asked.dana.press(talk, "talk.time.1")
    await asked.settle()
    assert "Settled" in talk.text
    await asked.bob.press(talk, f"{ActionId.TALK_RESULT}.{TalkResult.AGREED.name.lower()}")
    await asked.settle()
    assert "it is agreed what comes next" in talk.text
    assert [kind for kind in await asked.kinds() if kind.value.startswith(("call", "what"))] == [
        EventKind.CALL_PROPOSED,
        EventKind.CALL_AGREED,
        EventKind.CALL_RESULT,
    ]


async def test_the_first_time_that_is_chosen_stands_and_the_other_is_told(asked: Agency) -> None:
    await asked.dana.press(asked.card(asked.dana), ActionId.TALK)
    await asked.settle()
    talk = asked.latest(asked.bob, "proposes a short call")
    old = talk.as_seen()
    await asked.bob.press(old, "talk.time.0")
    await asked.settle()
    settled = talk.text

    before = len(asked.dana.heard)
    await asked.dana.press(old, "talk.time.1")
    assert "settled already" in await asked.heard_by(asked.dana, before)
    await asked.settle()
    assert talk.text == settled


async def test_pressed_again_while_a_proposal_stands_it_says_where_that_is(asked: Agency) -> None:
    await asked.bob.press(asked.card(asked.bob), ActionId.TALK)
    await asked.settle()
    before, posts = len(asked.bob.heard), len(asked.sent_to(asked.dana))
    await asked.bob.press(asked.card(asked.bob), ActionId.TALK)
    assert "proposed already" in await asked.heard_by(asked.bob, before)
    await asked.settle()
    assert len(asked.sent_to(asked.dana)) == posts


async def test_a_proposal_whose_times_have_passed_or_whose_people_have_changed_makes_way(asked: Agency) -> None:
    await asked.bob.press(asked.card(asked.bob), ActionId.TALK)
    await asked.settle()
    first = asked.latest(asked.dana, "proposes a short call")
    await asked.at(4, 12)
    await asked.bob.press(asked.card(asked.bob), ActionId.TALK)
    await asked.settle()
    second = asked.latest(asked.dana, "proposes a short call")
    assert second.ts != first.ts
    await asked.dana.press(second, "talk.time.0")
    await asked.settle()
    assert "Settled" in second.text
    assert "Settled" not in first.text, "the older proposal is not drawn as if it were the newer"

    form = await asked.press(asked.bob, ActionId.NOT_MINE, on=_own_card(asked))
    await asked.kept(asked.bob, form, {Field.WHO: "other", Field.PERSON: "pia"})
    await asked.pia.press(asked.card(asked.pia), ActionId.ACCEPT)
    await asked.settle()
    await asked.pia.press(asked.card(asked.pia), ActionId.TALK)
    await asked.settle()
    third = asked.latest(asked.pia, "proposes a short call")
    assert asked.dana.user.id in asked.workspace.channels[third.channel].members


def _own_card(here: Agency) -> Message:
    return [m for m in here.bob.dm() if ActionId.NOT_MINE in buttons(m.blocks)][-1]


async def test_what_is_agreed_in_a_call_becomes_a_promise(asked: Agency) -> None:
    talk = await settled_call(asked)
    form = await asked.press(asked.bob, f"{ActionId.TALK_RESULT}.{TalkResult.AGREED.name.lower()}", on=talk)
    await asked.settle()
    assert form.callback_id == Form.TAKE
    assert "Bob, what is it, and by when does Jane hear from us?" in talk.text
    await asked.kept(asked.bob, form, {Field.WHAT: "write to all three", Field.BY_PICKED: asked.moment(2, 12)})
    promised = await asked.request()
    assert promised.promise is not None and promised.promise.due_at == asked.moment(2, 12)
    assert "by when does Jane" not in talk.text
    assert ActionId.TAKE not in buttons(talk.blocks)


async def test_where_the_reporter_tells_that_it_is_agreed_the_owner_finds_the_question_there(asked: Agency) -> None:
    talk = await settled_call(asked)
    await asked.dana.press(talk, f"{ActionId.TALK_RESULT}.{TalkResult.AGREED.name.lower()}")
    await asked.settle()
    assert asked.dana.modal() is None
    assert await asked.refusals() == 0
    form = await asked.press(asked.bob, ActionId.TAKE, on=talk)
    await asked.kept(asked.bob, form, {Field.WHAT: "write to them", Field.BY_PICKED: asked.moment(2, 12)})


async def test_after_a_call_without_a_result_the_reminders_go_on(asked: Agency) -> None:
    talk = await settled_call(asked)
    await asked.bob.press(talk, f"{ActionId.TALK_RESULT}.{TalkResult.NOTHING.name.lower()}")
    await asked.settle()
    assert "the reminders go on as before" in talk.text
    before = len(asked.sent_to(asked.bob))
    await asked.at(2, 12)
    assert len(asked.sent_to(asked.bob)) > before


async def test_for_a_call_that_was_not_held_new_times_are_one_press_away(asked: Agency) -> None:
    talk = await settled_call(asked)
    await asked.at(1, 15)
    await asked.dana.press(talk, f"{ActionId.TALK_RESULT}.{TalkResult.NOT_HELD.name.lower()}")
    await asked.settle()
    assert "One press proposes new times" in talk.text
    await asked.dana.press(talk, ActionId.TALK)
    await asked.settle()
    again = asked.latest(asked.bob, "proposes a short call")
    assert again.ts != talk.ts
    assert "talk.time.0" in buttons(again.blocks)


async def test_a_second_silence_suggests_a_call_by_one_press_before_anybody_else_hears(asked: Agency) -> None:
    await asked.at(2, 10, 30)
    reminder = asked.latest(asked.bob, "Would a short call with Dana settle who does what?")
    assert next(iter(buttons(reminder.blocks))) == ActionId.TALK
    assert not asked.sent_to(asked.pia) and not asked.sent_to(asked.lea)
    await asked.bob.press(reminder, ActionId.TALK)
    await asked.settle()
    asked.latest(asked.dana, "proposes a short call")


async def settled_call(here: Agency) -> Message:
    """Bob proposed a call, Dana chose the first time."""
    await here.bob.press(here.card(here.bob), ActionId.TALK)
    await here.settle()
    talk = here.latest(here.dana, "proposes a short call")
    await here.dana.press(talk, "talk.time.0")
    await here.settle()
    return talk


async def test_while_the_owner_is_away_a_call_is_proposed_to_who_hears_in_their_place(asked: Agency) -> None:
    await away(asked, 1, 8)
    await asked.at(1, 12)
    before = len(asked.sent_to(asked.bob))
    await asked.dana.press(asked.card(asked.dana), ActionId.TALK)
    await asked.settle()
    assert asked.latest(asked.pia, "proposes a short call")
    assert len(asked.sent_to(asked.bob)) == before


async def test_a_call_that_is_proposed_at_night_waits_for_the_morning(asked: Agency) -> None:
    await asked.at(0, 23)
    before = len(asked.sent_to(asked.bob))
    await asked.dana.press(asked.card(asked.dana), ActionId.TALK)
    await asked.settle()
    assert len(asked.sent_to(asked.bob)) == before
    await asked.at(1, 9, 30)
    assert asked.latest(asked.bob, "proposes a short call")


async def test_a_call_that_waited_for_the_morning_is_not_proposed_once_the_request_is_closed(asked: Agency) -> None:
    await asked.at(0, 18)
    await asked.dana.press(asked.card(asked.dana), ActionId.TALK)
    await asked.settle()
    await asked.close(asked.bob)
    await asked.at(1, 11)
    assert [
        one.text for who in (asked.bob, asked.dana) for one in asked.sent_to(who) if "short call with" in one.text
    ] == []
