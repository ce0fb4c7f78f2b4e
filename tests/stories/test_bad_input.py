"""What bad input gets: the table of that name, row by row."""

import asyncio

from bot.domain.events import EventKind
from bot.domain.request import Outcome, State
from bot.sandbox import Message, Player
from bot.slack.names import ActionId, Field, Form
from tests.stories.people import Agency, shown

LONG = "Please read all of this. " * 400
TOO_LONG = "x" * 40_001


async def test_more_than_a_form_holds_is_kept_whole_and_the_form_shows_its_start(here: Agency) -> None:
    await here.dana.slash(LONG)
    form = await here.form(here.dana)
    assert (await here.request()).words == LONG.strip()
    assert (await here.request()).state is State.TRIAGE
    assert "Please read all of this." in str(form.content)

    await here.kept(
        here.dana,
        form,
        {Field.PROJECT: "Acme GmbH, Portal", Field.PROMISED_WHAT: "a look", Field.PROMISED_BY: here.moment(2, 12)},
    )
    assert (await here.request()).words == LONG.strip(), "what the form could not hold is still there"
    assert "Next: a look" in here.card(here.bob).text
    assert await here.count_of_requests() == 1


async def test_a_long_message_is_kept_whole_by_the_shortcut_as_well(here: Agency) -> None:
    message = await here.bob.say("#general", LONG)
    await here.dana.shortcut(message, Form.HAND_OVER_SHORTCUT)
    form = await here.form(here.dana)
    assert (await here.request()).words == LONG.strip()
    await here.kept(here.dana, form, {Field.PROJECT: "Acme GmbH, Portal"})
    await here.pia.shortcut(message, Form.HAND_OVER_SHORTCUT)
    assert "That is #1 already" in shown(await here.form(here.pia))


async def test_more_than_can_be_kept_is_refused_before_anything_is_stored(here: Agency) -> None:
    for command in (TOO_LONG, f"acme {TOO_LONG}", f"@bob {TOO_LONG}"):
        await here.dana.slash(command)
        assert "more text than I can keep" in here.answer(here.dana)
    assert here.dana.modal() is None
    assert await here.count_of_requests() == 0


async def test_an_unknown_client_gets_the_form_with_the_text_kept(here: Agency) -> None:
    await here.dana.slash("globex please send <https://evil.example|the bank> & call @pia")
    form = await here.form(here.dana)
    assert "globex please send" in str(form.content)
    await here.kept(here.dana, form)
    assert "globex please send" in here.card(here.bob).text


async def test_the_same_person_with_the_same_words_is_told_which_request_it_is(here: Agency) -> None:
    await here.dana.slash("acme please call Jane")
    await here.dana.slash("acme please call Jane")
    assert "That is #1 already" in here.answer(here.dana)
    await asyncio.gather(*(here.dana.slash("acme please call Jane twice") for _ in range(3)))
    assert await here.count_of_requests() == 2
    await here.pia.slash("acme please call Jane")
    assert await here.count_of_requests() == 3, "another person's words are their own"
    await here.at(0, 11)
    await here.dana.slash("acme please call Jane")
    assert await here.count_of_requests() == 4


async def test_a_form_sent_by_two_at_once_takes_effect_once_and_the_other_is_told(asked: Agency) -> None:
    await asked.at(4, 11)
    forms = [await asked.press(who, ActionId.TAKE, on) for who, on in await _both(asked)]
    values = {Field.WHAT.value: "call her", Field.BY_PICKED.value: asked.moment(7, 12)}
    answers = await asyncio.gather(asked.bob.submit(forms[0], values), asked.pia.submit(forms[1], values))
    await asked.settle()

    assert (await asked.kinds()).count(EventKind.TAKEN) == 1
    effects = [(answer or {}).get("response_action") for answer in answers]
    assert sorted(effects, key=str) == ["clear", "update"]
    late = asked.bob if effects[0] == "update" else asked.pia
    assert "Jane hears from us by" in shown(await asked.form(late)), "the other reads how it stands now"


async def _both(here: Agency) -> list[tuple[Player, Message]]:
    """Bob with his card, and Pia, who looks at it with /nudge show."""
    await here.pia.slash("show 1")
    return [(here.bob, here.card(here.bob)), (here.pia, here.pia.heard[-1])]


async def test_a_button_pressed_twice_takes_effect_once(asked: Agency) -> None:
    card = asked.card(asked.bob)
    await asyncio.gather(*(asked.bob.press(card, ActionId.TALK) for _ in range(2)))
    await asked.settle()
    assert (await asked.kinds()).count(EventKind.CALL_PROPOSED) == 1
    await asked.close(asked.bob)
    old = asked.card(asked.bob).as_seen()
    before = len(asked.bob.heard)
    await asyncio.gather(*(asked.bob.press(old, ActionId.REOPEN) for _ in range(2)))
    await asked.settle()
    assert (await asked.kinds()).count(EventKind.REOPENED) == 1
    assert "as it stands" in await asked.heard_by(asked.bob, before)


async def test_an_old_card_of_a_closed_request_says_what_is_the_case_now(asked: Agency) -> None:
    old = asked.card(asked.bob).as_seen()
    await asked.close(asked.bob, Outcome.NOT_NEEDED)
    await asked.at(7, 10)
    for action in (ActionId.TAKE, ActionId.NOT_MINE):
        assert "no longer needs this" in shown(await asked.press(asked.bob, action, old))
    before = len(asked.bob.heard)
    await asked.bob.press(old, ActionId.TALK)
    assert "no longer needs this" in await asked.heard_by(asked.bob, before)
    assert (await asked.request()).state is State.CLOSED


async def test_a_form_that_was_open_for_a_week_changes_nothing(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.TAKE)
    await asked.pia.slash("done 1")
    await asked.kept(asked.pia, await asked.form(asked.pia))
    await asked.at(8, 10)
    answer = await asked.submit(asked.bob, form, {Field.WHAT: "late", Field.BY_PICKED: asked.moment(10, 12)})
    assert answer["response_action"] == "update"
    assert "nothing was changed" in shown(await asked.form(asked.bob))
    assert EventKind.TAKEN not in await asked.kinds()


async def test_whoever_gave_it_away_is_told_who_has_it(asked: Agency) -> None:
    asked.meet("eli")
    old = asked.card(asked.bob).as_seen()
    await asked.dana.slash("@eli please call Globex")
    await asked.settle()
    eli = asked.here.sandbox.player("eli")
    card = asked.card(eli)
    form = await asked.press(eli, ActionId.NOT_MINE)
    old = card.as_seen()
    await asked.kept(eli, form, {Field.WHO: "other", Field.PERSON: "pia"})
    await asked.pia.press(asked.latest(asked.pia, "thinks that this is yours"), ActionId.ACCEPT)
    await asked.settle()
    refused = await asked.press(eli, ActionId.TAKE, old)
    assert "#2 is with Pia now" in shown(refused)
    assert await asked.refusals() == 1


async def test_someone_who_may_not_is_refused_politely_and_once_on_record(asked: Agency) -> None:
    eli = asked.meet("eli")
    for count, command in enumerate(("show 1", "log 1", "done 1", "project"), start=1):
        await eli.slash(command)
        assert asked.answer(eli)
        assert "three department heads" not in asked.answer(eli)
        assert await asked.refusals() == count, command
    await asked.dana.slash("done 1")
    assert "for the owner, the backup or the lead" in asked.answer(asked.dana)
    assert await asked.refusals() == 5
    assert (await asked.request()).state is State.OPEN


async def test_a_guest_may_nothing(asked: Agency) -> None:
    gus = asked.meet("gus", guest=True)
    commands = ("list", "projects", "help", "show 1", "acme please do", "@bob please do", "digest", "project")
    for count, command in enumerate(commands, start=1):
        await gus.slash(command)
        said = asked.answer(gus)
        assert "acme-inbox" not in said
        assert "three department" not in said
        assert await asked.refusals() == count, command
    await gus.slash("")
    assert "people of this workspace" in shown(await asked.form(gus))
    message = await asked.bob.say("#general", "something")
    await gus.shortcut(message, Form.HAND_OVER_SHORTCUT)
    assert "people of this workspace" in shown(await asked.form(gus))
    assert "people of this workspace" in shown(await gus.open_home())
    assert await asked.count_of_requests() == 1
    assert await asked.refusals() == len(commands) + 2
