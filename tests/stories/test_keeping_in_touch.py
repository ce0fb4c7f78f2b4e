"""Keeping in touch: the owner is asked once when there was no contact for long; and what was learned is listed."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.app.seed import SETUP
from bot.db.tables import touch
from bot.domain.channels import ChannelFacts
from bot.domain.draft import Source
from bot.domain.events import EventKind
from bot.domain.incoming import Mail
from bot.domain.permissions import Refused
from bot.domain.request import Outcome, State, Turn
from bot.domain.setup_reading import read_setup
from bot.sandbox import Message
from bot.services import digesting, mail_copies, mails, setup
from bot.services.errors import NotFound
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field, MoreChoice
from bot.texts import keeping
from tests.stories.people import Agency, buttons, choices, shown
from tests.stories.test_mail_copies import REPLY, bobs, forwards, in_copy


async def keep_in_touch(here: Agency, every: str = 'touch_every = "3d"') -> None:
    """The set-up asks for contact with Acme every three working days, or for something else."""
    slack = here.workspace.channels.values()
    channels = {channel.name: ChannelFacts(channel.id, channel.name) for channel in slack if channel.name}
    await here.run(setup.apply, read_setup(f"{SETUP}{every}\n"), channels)
    await here.settle()


async def test_the_owner_is_asked_once_when_there_was_no_contact_for_so_long(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 9, 55)
    assert not here.sent_to(here.bob)

    await here.at(3, 10, 1)
    asked = await here.request()
    assert (asked.source, asked.state, asked.reporter_id) == (Source.KEEPING_IN_TOUCH, State.OPEN, None)
    assert asked.client_waits_since is None
    card = here.card(here.bob)
    assert "A good moment to be in touch with Acme GmbH about Portal: none is on record so far." in card.text
    assert "every 3 working days; no request of the client's is behind this" in card.text
    assert list(buttons(card.blocks))[:3] == [ActionId.CONTACT, ActionId.NOT_MINE, ActionId.CLOSE]
    assert choices(card) == [MoreChoice.SNOOZE, MoreChoice.HISTORY, MoreChoice.WHY]

    why = shown(await here.more(here.bob, MoreChoice.WHY))
    assert "there was no contact with Acme GmbH for 3 working days: none is on record so far" in why
    assert "hand-over" not in why
    assert "taking it" not in why
    await here.lea.slash("policy keeping-in-touch")
    assert "*keeping-in-touch*, version 1" in here.answer(here.lea)

    await here.bob.slash("flag 1 they are quiet")
    assert here.answer(here.bob) == keeping.NO_FLAG
    assert (await here.request()).cycle.number == 1

    await here.at(14, 12)
    assert await here.count_of_requests() == 1
    reminders = here.sent_to(here.bob)
    assert len(reminders) > 2
    assert not any("wait" in message.text for message in reminders)
    assert not here.sent_to(here.lea), "nobody above hears of it"
    week, _ = await here.run(digesting.current_week, here.lea.user.id)
    assert (week.decisions.count, week.figures.week.open) == (0, 0)


async def test_the_form_asks_for_it_and_shows_what_is_kept(here: Agency) -> None:
    text = SETUP.replace('language = "en"', 'language = "en"\ntiers = { small = "relaxed" }', 1)
    slack = here.workspace.channels.values()
    await here.run(
        setup.apply, read_setup(text), {one.name: ChannelFacts(one.id, one.name) for one in slack if one.name}
    )
    await here.lea.slash("project acme portal")
    form = await here.form(here.lea)
    assert "Small: the plan “relaxed”" in shown(form)
    wrong = await here.submit(here.lea, form, {Field.TOUCH_EVERY: "now and then", Field.TIER: "small"})
    assert wrong["errors"] == {Field.TOUCH_EVERY: "Expected: a length such as 10d, which is ten working days"}
    taken = await here.submit(here.lea, form, {Field.TOUCH_EVERY: "3d", Field.TIER: "small"})
    assert "In touch at least every 3 working days." in str(taken["view"])
    await here.bob.slash("projects")
    assert "In touch at least every 3 working days." in here.answer(here.bob)

    await here.at(3, 10, 1)
    assert (await here.request()).source is Source.KEEPING_IN_TOUCH
    await here.lea.slash("project acme portal")
    form = await here.form(here.lea)
    await here.kept(here.lea, form, {Field.TOUCH_EVERY: ""})
    await here.settle()
    assert (await here.request()).outcome is Outcome.NOT_NEEDED, "it is asked for no longer"
    await here.forward()
    assert (await here.request(2)).policy_name == "relaxed"


async def test_a_contact_ends_it_and_the_days_are_counted_anew(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    form = await here.press(here.bob, ActionId.CONTACT)
    assert "Whose turn" not in shown(form)
    await here.kept(here.bob, form, {Field.CHANNEL: "call", Field.WHAT: "the budget of next year"})
    ended = await here.request()
    assert (ended.state, ended.outcome) == (State.CLOSED, Outcome.DONE)
    assert "There was contact with Acme GmbH about Portal" in here.sent_to(here.bob)[-1].text
    assert EventKind.TOUCHED in await here.kinds()
    assert "by call, as Bob says" in shown(await here.more(here.bob, MoreChoice.HISTORY))

    await here.at(8, 10, 30)  # Thursday, Friday, Monday, Tuesday
    assert await here.count_of_requests() == 1
    await here.at(8, 11, 1)
    assert await here.count_of_requests() == 2
    assert "the last contact on record was" in here.card(here.bob).text


async def test_a_word_after_the_command_ends_it_as_well_and_puts_off_the_next(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(2, 15)
    await here.bob.slash("touched acme portal call about the invoice")
    assert "On record: contact by call with Acme GmbH, Portal." in here.answer(here.bob)
    await here.at(7, 14, 30)
    assert await here.count_of_requests() == 0
    await here.at(7, 15, 1)
    assert await here.count_of_requests() == 1
    await here.pia.slash("touched Acme GmbH, meeting!")
    await here.settle()
    assert (await here.request()).is_closed


async def test_a_copy_of_our_mail_ends_it_once_somebody_says_that_it_was_that_contact(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    await in_copy(here, here.bob, "jane@acme.example", subject="How are things?")
    assert (await here.request()).state is State.OPEN, "no mail closes anything by itself"
    question = here.latest(here.bob, "Which request was it about?")
    await here.bob.press(question, ActionId.COPY_ABOUT, option=_about(question, 1))
    await here.settle()
    assert (await here.request()).outcome is Outcome.DONE
    assert "the mail's own date: Thu 26 Nov 2026, 11:00" in shown(await here.more(here.bob, MoreChoice.HISTORY))
    await here.at(8, 10, 30)  # Thursday, Friday, Monday, Tuesday
    assert await here.count_of_requests() == 1
    await here.at(8, 11, 1)
    assert await here.count_of_requests() == 2


async def test_a_copy_of_our_mail_is_that_contact_before_it_is_asked_for_once_somebody_says_so(here: Agency) -> None:
    """Slack verifies nobody: whoever sent the copy is asked, in the very answer that they get to it."""
    await keep_in_touch(here)
    await here.at(2, 15)
    await in_copy(here, here.bob, "jane@acme.example", subject="How are things?")
    question = here.latest(here.bob, "Was it to keep in touch?")
    assert "Until you say, nothing changes" in question.text
    await here.bob.press(question, f"{ActionId.COPY_IN_TOUCH}.0")
    await here.settle()
    assert "is on record as contact with Acme GmbH, Portal" in question.text
    assert await contacts(here) == ["copy seen"]

    await here.at(7, 14, 30)
    assert await here.count_of_requests() == 0, "they heard from us on Wednesday"
    await here.at(7, 15, 1)
    assert await here.count_of_requests() == 1
    assert "the last contact on record was" in here.card(here.bob).text


async def test_a_copy_that_nobody_says_anything_about_puts_nothing_off(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(2, 15)
    await in_copy(here, here.bob, "jane@acme.example", subject="How are things?")
    await here.at(3, 10, 1)
    assert (await here.request()).source is Source.KEEPING_IN_TOUCH
    assert await contacts(here) == []


async def test_a_copy_that_our_mail_server_vouches_for_counts_by_itself_and_from_when_it_was_written(
    here: Agency,
) -> None:
    await keep_in_touch(here)
    await here.at(2, 17)
    for _ in range(2):
        await here.run(mails.take_mail, to_jane(here.moment(2, 15)))
        await here.settle()
    assert "is on record as contact with Acme GmbH, Portal" in here.latest(here.bob, "Our mail to").text
    assert await contacts(here) == ["authenticated"], "it came twice and counts once"
    await here.at(7, 14, 30)
    assert await here.count_of_requests() == 0
    await here.at(7, 15, 1)
    assert await here.count_of_requests() == 1


async def test_the_same_mail_brought_by_two_counts_once(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(2, 15)
    for who in (here.bob, here.pia):
        await forwards(here, who, bobs(f"{REPLY}\n\nAs {who.user.name} has it."))
        await who.press(here.latest(who, "Was it to keep in touch?"), f"{ActionId.COPY_IN_TOUCH}.0")
        await here.settle()
    assert await contacts(here) == ["copy seen"]


async def test_where_a_request_could_be_meant_as_well_a_verified_copy_is_asked_about(here: Agency) -> None:
    await keep_in_touch(here)
    for subject in ("One", "Two"):
        await here.forward(subject=subject, body=f"{subject}: a wish.")
    await here.run(mails.take_mail, to_jane(here.moment(0, 15)))
    await here.settle()
    question = here.latest(here.bob, "Which request was it about?")
    assert await contacts(here) == []
    await here.bob.press(question, f"{ActionId.COPY_IN_TOUCH}.0")
    await here.settle()
    assert await contacts(here) == ["authenticated"]


async def test_an_old_mail_chosen_from_the_menu_leaves_asked_for_what_is_asked_for_since(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    for subject in ("One", "Two"):
        await here.forward(subject=subject, body=f"{subject}: a wish.")
    await here.run(mails.take_mail, to_jane(here.moment(-7, 15)))
    await here.settle()
    question = here.latest(here.bob, "Which request was it about?")
    await here.bob.press(question, ActionId.COPY_ABOUT, option=_about(question, 1))
    await here.settle()
    assert await contacts(here) == ["authenticated"]
    assert (await here.request(1)).state is State.OPEN, "that contact was too long ago for this project"


async def test_only_who_was_asked_says_what_a_copy_was(here: Agency) -> None:
    await keep_in_touch(here)
    await in_copy(here, here.bob, "jane@acme.example", subject="How are things?")
    question = here.latest(here.bob, "Was it to keep in touch?")
    (button,) = [one for block in question.blocks for one in block.get("elements", []) if "value" in one]
    project, _, key = str(button["value"]).partition(":")
    with pytest.raises(Refused):
        await here.run(mail_copies.is_contact, int(project), key, here.pia.user.id)
    with pytest.raises(Refused):
        await here.run(mail_copies.is_contact, int(project) + 1, key, here.bob.user.id)
    with pytest.raises(NotFound):
        await here.run(mail_copies.is_contact, int(project), "0" * 64, here.bob.user.id)
    assert await contacts(here) == []


async def contacts(here: Agency) -> list[str]:
    """How it is known of each contact with the client that is on record as such, the oldest first."""
    found: list[str] = await here.run(_contacts)
    return found


async def _contacts(tx: Tx) -> list[str]:
    query = select(touch.c.evidence).where(touch.c.workspace_id == tx.workspace_id, touch.c.request_id.is_(None))
    return [str(one) for one in (await tx.conn.execute(query.order_by(touch.c.id))).scalars()]


def to_jane(written_at: datetime) -> Mail:
    """Bob's mail to the client, in the mailbox, with his address verified."""
    mail = Mail("<calm@agency.example>", "bob@agency.example", "Bob", "How are things?", REPLY, None, None, written_at)
    return replace(mail, to=("jane@acme.example",), is_authenticated=True)


async def test_a_copy_about_a_request_counts_once_somebody_says_what_it_means(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    await here.forward()
    await forwards(here, here.bob, bobs())
    assert (await here.request(1)).state is State.OPEN
    await here.bob.press(here.latest(here.bob, "Whose turn is it now?"), ActionId.COPY_CLIENTS)
    await here.settle()
    assert (await here.request(1)).is_closed
    assert (await here.request(2)).state is State.WAITING


async def test_who_has_no_part_in_the_project_is_not_asked_whether_a_mail_was_the_contact(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    await forwards(here, here.dana, bobs())
    assert "Nothing open here fits it" in here.sent_to(here.dana)[-1].text


def _about(question: Message, number: int) -> str:
    """The choice that a copy was about this request."""
    menus = [one for block in question.blocks for one in block.get("elements", []) if "options" in one]
    values = [str(option["value"]) for menu in menus for option in menu["options"]]
    return next(value for value in values if value.startswith(f"{number}:"))


async def test_contact_about_a_request_counts_as_well(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    await here.forward()
    await here.take(here.bob, here.moment(4, 12))
    await here.contact(here.bob, Turn.CLIENTS, here.moment(9, 10))
    assert (await here.request(1)).is_closed
    assert (await here.request(2)).state is State.WAITING


async def test_what_is_no_client_no_channel_or_somebody_elses_is_told(here: Agency) -> None:
    await here.bob.slash("touched bolt call")
    assert "I don't know a client or project called" in here.answer(here.bob)
    await here.bob.slash("touched acme yesterday")
    assert "How was it?" in here.answer(here.bob)
    await here.dana.slash("touched acme call")
    assert "those who take part in the project" in here.answer(here.dana)
    assert await here.refusals() == 1


async def test_left_for_now_or_no_longer_wanted_it_is_over(here: Agency) -> None:
    await keep_in_touch(here)
    await here.at(3, 11)
    form = await here.press(here.bob, ActionId.CLOSE)
    await here.kept(here.bob, form)
    assert (await here.request()).outcome is Outcome.NOT_NEEDED
    await here.at(8, 12)
    assert await here.count_of_requests() == 2
    await keep_in_touch(here, "")
    assert (await here.request(2)).outcome is Outcome.NOT_NEEDED
    await here.at(18, 12)
    assert await here.count_of_requests() == 2


async def test_what_would_be_done_differently_is_listed_by_project_and_names_nobody(here: Agency) -> None:
    await here.bob.slash("lessons")
    assert "Nothing has been noted so far" in here.answer(here.bob)
    await here.forward()
    await here.close(here.bob, lesson="Ask for the budget first")
    await here.at(1, 10)
    await here.dana.slash("acme please send the price list")
    await here.settle()
    await here.take(here.bob, here.moment(4, 12))
    form = await here.press(here.bob, ActionId.CONTACT)
    assert "What would we do differently?" in shown(form)
    values = {Field.CHANNEL: "mail", Field.TURN: Turn.NOBODYS, Field.LESSON: "Send the list with the offer"}
    await here.kept(here.bob, form, values)

    await here.bob.slash("lessons")
    said = here.answer(here.bob)
    assert said.index("#2: Send the list with the offer") < said.index("#1: Ask for the budget first")


async def test_lessons_are_for_those_who_take_part(here: Agency) -> None:
    await here.forward()
    await here.close(here.bob, lesson="Ask for the budget first")
    for who in (here.bob, here.dana, here.lea):
        await who.slash("lessons acme")
        said = here.answer(who)
        assert "*Acme GmbH, Portal*" in said
        assert "· #1: Ask for the budget first" in said
        assert "Bob" not in said
    kim = here.meet("kim")
    await kim.slash("lessons acme")
    assert "those who take part" in here.answer(kim)
    await kim.slash("lessons")
    assert "Ask for the budget" not in here.answer(kim)
