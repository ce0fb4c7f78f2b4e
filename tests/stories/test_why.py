""" "Why this?" tells the truth, to whoever may ask and however long ago it was; "Not needed" counts."""

from dataclasses import replace
from datetime import timedelta

from bot.db import policies, workspaces
from bot.domain.company_holiday import CompanyHoliday
from bot.domain.delay import Delay
from bot.domain.events import EventKind
from bot.domain.not_needed import NotNeeded
from bot.domain.policy import STANDARD
from bot.domain.request import State, Turn
from bot.services import explaining
from bot.services.office import office_of
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field, Form, MoreChoice
from tests.stories.people import Agency, choices, shown


async def test_every_reminder_explains_itself_and_goes_on_telling_the_truth(asked: Agency) -> None:
    await asked.at(1, 11)
    why = shown(await asked.more(asked.bob, MoreChoice.WHY))
    assert "Reminder 1, for you" in why
    assert "The plan is “standard”, version 1, the one of the workspace." in why
    assert "Reminder 1 comes 1 working day after the hand-over." in why
    assert "Mon 10:00 + 1 working day = Tue 10:00" in why
    assert "the card for you, sent then" in why
    assert "What would stop it: taking it" in why
    assert "Pia hears" in why

    await asked.change("bob", tz="Asia/Tokyo")
    await asked.take(asked.bob, asked.moment(4, 12))
    moved = shown(await asked.more(asked.bob, MoreChoice.WHY))
    assert "+ 1 working day =" in moved
    assert "in Berlin" in moved, "those were the hours it was counted by"
    assert "No such reminder comes now: somebody has it." in moved


async def test_leads_and_reporters_look_at_anybodys_reminder(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.dana.slash("why 1")
    modal = await asked.form(asked.dana)
    assert "for Bob: due" in shown(modal)
    assert "Bob’s hours" in shown(modal)
    card = next(option for option in _options(modal) if "the card for Bob" in option)
    await asked.dana.press(modal, ActionId.WHY_STEP, option=card)
    await asked.settle()
    assert "The card comes at once after the hand-over" in shown(await asked.form(asked.dana))

    before = await asked.count_of_requests()
    await asked.lea.slash("why 1")
    assert "for Bob: due" in shown(await asked.form(asked.lea))
    assert await asked.count_of_requests() == before


def _options(view: object) -> list[str]:
    elements = [e for b in view.blocks for e in b.get("elements", []) if e.get("action_id") == ActionId.WHY_STEP]  # type: ignore[attr-defined]
    return [str(option["text"]["text"]) for option in elements[0]["options"]]


async def test_not_needed_is_one_press_and_a_reason_and_changes_nothing_by_itself(asked: Agency) -> None:
    await asked.at(1, 11)
    stood = await asked.request()
    modal = await asked.more(asked.bob, MoreChoice.WHY)
    await asked.bob.press(modal, ActionId.NOT_NEEDED)
    await asked.settle()
    reasons = await asked.form(asked.bob)
    assert "Why was this reminder not needed?" in shown(reasons)
    await asked.bob.press(reasons, f"{ActionId.NOT_NEEDED_REASON}.heard")
    await asked.settle()

    noted = await asked.form(asked.bob)
    assert "Noted" in shown(noted)
    event = (await asked.events())[-1]
    assert event.kind is EventKind.NOT_NEEDED
    assert (event.data["reason"], event.data["rung"]) == (NotNeeded.HEARD.value, 1)
    assert replace(await asked.request(), due_at=stood.due_at) == stood
    now = asked.moment(1, 11)
    week = await asked.run(explaining.not_needed_between, now - timedelta(days=1), now + timedelta(days=1))
    assert week == {NotNeeded.HEARD: 1}
    assert "*Not needed:* 1 (the client has heard already: 1)" in await asked.all_figures(asked.lea)
    await asked.dana.slash("log 1")
    told = shown(await asked.form(asked.dana))
    assert "Reminder 1 for Bob was not needed, as Bob says: the client has heard already." in told

    contact = await asked.press(asked.bob, ActionId.CONTACT, noted)
    assert contact.callback_id == Form.CONTACT
    await asked.kept(asked.bob, contact, {Field.TURN: Turn.CLIENTS, Field.BY_PICKED: asked.moment(4, 10)})
    assert (await asked.request()).state is State.WAITING
    assert MoreChoice.NOT_NEEDED in choices(asked.card(asked.bob)), "where the menu has room"
    again = await asked.more(asked.bob, MoreChoice.NOT_NEEDED)
    await asked.bob.press(again, f"{ActionId.NOT_NEEDED_REASON}.too_soon")
    await asked.settle()
    assert ActionId.SNOOZE not in str((await asked.form(asked.bob)).content), "nothing is left to snooze"


async def test_a_company_holiday_moves_the_reminder_and_is_named(here: Agency) -> None:
    day = here.monday + timedelta(days=1)
    await here.run(_days_off, CompanyHoliday(day, "Summer party"))
    await here.at(0, 16)
    await here.forward()
    await here.at(1, 16)
    assert len(here.sent_to(here.bob)) == 1
    await here.at(2, 17)
    why = shown(await here.more(here.bob, MoreChoice.WHY))
    assert "Mon 16:00 + 1 working day = Wed 16:00" in why
    assert ": Summer party" in why
    assert "has been waiting for 2 working days." in here.card(here.bob).text, "it is no holiday of the client's"


async def _days_off(tx: Tx, *days: CompanyHoliday) -> None:
    office = await office_of(tx)
    await workspaces.update(tx.conn, tx.workspace_id, replace(office.workspace, holidays=days))


async def test_even_the_question_whose_it_is_explains_itself(here: Agency) -> None:
    await here.at(0, 16)
    await here.forward(client="Hank <hank@globex.example>", channel="#general")
    await here.at(1, 16, 30)
    why = shown(await here.more(here.lea, MoreChoice.WHY))
    assert "The question whose it is, for you" in why
    assert "Where nobody has been named after 1 working day, somebody else is asked whose it is." in why
    assert "Mon 16:00 + 1 working day = Tue 16:00" in why
    assert "What would stop it: saying whose it is or closing it." in why


async def test_a_heads_up_and_the_word_of_a_chase_explain_themselves(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.at(2, 10, 30)
    why = shown(await asked.more(asked.bob, MoreChoice.WHY))
    assert "The reminder ahead of the date, for you" in why
    assert "of working time = Wed 10:00" in why
    assert "What would stop it: contact with Jane, moving the date" in why

    await asked.forward(body="Any news on this?")
    await asked.dana.press(asked.latest(asked.dana, "asking again for #1"), ActionId.AGAIN)
    await asked.settle()
    why = shown(await asked.more(asked.bob, MoreChoice.WHY))
    assert "after the client's asking again" in why


async def test_why_needs_a_number_of_a_request_that_one_may_see(asked: Agency) -> None:
    await asked.lea.slash("why")
    assert "`/nudge why 12`" in asked.answer(asked.lea)
    await asked.lea.slash("why 77")
    assert "#77" in shown(await asked.form(asked.lea))


async def test_each_reminder_keeps_the_version_of_the_plan_that_it_came_by(asked: Agency) -> None:
    await asked.at(1, 11)
    await asked.run(_another_version)
    await asked.forward(body="Any news on this?")
    await asked.dana.press(asked.latest(asked.dana, "asking again for #1"), ActionId.AGAIN)
    await asked.settle()
    latest = await asked.run(explaining.why, 1, asked.bob.user.id)
    assert (latest.policy.version, latest.step.key.cycle) == (2, 2)
    [first] = [one for one in latest.earlier if one.key.rung == 1]
    before = await asked.run(explaining.why, 1, asked.lea.user.id, first.key)
    assert (before.policy.version, str(before.policy.every)) == (1, "2d")
    assert before.working.due_at == first.due_at


async def _another_version(tx: Tx) -> None:
    await policies.insert_version(tx.conn, tx.workspace_id, replace(STANDARD, version=2, every=Delay.parse("9d")))
