"""One living reminder a person and day, and how much else may notify them on that day."""

from bot.app.seed import SETUP
from bot.domain.channels import ChannelFacts
from bot.domain.events import EventKind
from bot.domain.request import Outcome, State
from bot.domain.setup_reading import read_setup
from bot.sandbox import Message, Player
from bot.services import setup
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import Agency, buttons, shown

MORE_CLIENTS = """
[[client]]
name = "Globex"
[[client]]
name = "Initech"
[[project]]
client = "Globex"
name = "Shop"
owner = "bob@agency.example"
lead = "lea@agency.example"
[[project]]
client = "Initech"
name = "Intranet"
owner = "bob@agency.example"
lead = "lea@agency.example"
"""
AGAIN = "Hi Dana,\n\nhave you had a chance to speak with our department heads yet?\n\nBest, Jane"


async def with_clients(here: Agency, budget: int = 8) -> None:
    """Bob has three clients."""
    text = SETUP.replace("[workspace]", f"[workspace]\ndaily_budget = {budget}") + MORE_CLIENTS
    known = {one.name: ChannelFacts(one.id, one.name) for one in here.workspace.channels.values() if one.name}
    await here.run(setup.apply, read_setup(text), known)


async def hand_over(here: Agency, first: int, last: int) -> None:
    """Dana hands requests of all three clients over, with these numbers."""
    for number in range(first, last + 1):
        client = ("acme", "globex", "initech")[number % 3]
        await here.dana.slash(f"{client} please send offer number {number}")
    await here.settle()


def top_level(here: Agency, who: Player) -> list[Message]:
    """What notified this person outside of threads."""
    return [message for message in here.sent_to(who) if message.thread_ts is None]


def below(here: Agency, who: Player, message: Message) -> list[str]:
    """What stands in the thread of a message."""
    return [one.text for one in here.sent_to(who) if one.thread_ts == message.ts]


async def told(here: Agency, number: int) -> list[str]:
    """What people were sent or shown of a request, by its trail."""
    kinds = {EventKind.STEP_SENT, EventKind.STEP_SHOWN}
    return [event.text or "" for event in await here.events(number) if event.kind in kinds]


async def test_eleven_requests_of_three_clients_are_one_message_that_lives_through_the_day(here: Agency) -> None:
    await with_clients(here, budget=20)
    await here.forward()
    await hand_over(here, 2, 11)
    cards = len(top_level(here, here.bob))
    assert cards == 11

    await here.at(1, 11)
    assert len(top_level(here, here.bob)) == cards + 1
    reminder = top_level(here, here.bob)[-1]
    assert reminder.text.startswith("*Three clients are waiting to hear from us.*")
    assert reminder.text.endswith("and 1 more in Home")
    for number in range(1, 11):
        assert f"#{number} · " in reminder.text
    assert "#11 · " not in reminder.text
    assert reminder.text.count("I come back to you") == 10
    assert {ActionId.TAKE, ActionId.CONTACT, ActionId.MORE} <= set(buttons(reminder.blocks))
    card_of_the_second = top_level(here, here.bob)[1]
    assert "further down or in Home" in card_of_the_second.text
    assert "offer number 11 is further down or in Home now" in top_level(here, here.bob)[10].text, "the list counts it"
    assert "offer number 11" in shown(await here.bob.open_home())
    assert [len(await told(here, number)) for number in range(1, 12)] == [2] * 11, "each had its card and its reminder"
    assert (await told(here, 11))[-1] == "and 1 more in Home"
    second = (await told(here, 2))[-1]
    assert "offer number 2" in second
    assert "offer number 3" not in second, "a trail tells nothing of other requests"

    form = await here.press(here.bob, ActionId.TAKE, reminder, value="3")
    await here.kept(here.bob, form, {Field.WHAT: "send it", Field.BY_PICKED: here.moment(3, 12)})
    assert (await here.request(3)).state is State.PROMISED
    assert len(top_level(here, here.bob)) == cards + 1, "an edit notifies nobody"
    line = next(line for line in reminder.text.splitlines() if "#3 · " in line)
    assert "You have it" in line
    assert reminder.text.index("#2 · ") < reminder.text.index("#3 · ") < reminder.text.index("#4 · ")

    await here.forward(body=AGAIN, in_reply_to=here.mail_id())
    assert len(top_level(here, here.bob)) == cards + 1
    assert below(here, here.bob, reminder) == [
        "#1 · Jane has asked again. How it stands is in the list above or in Home."
    ]
    assert "Jane has asked again" in reminder.text
    assert len(await told(here, 1)) == 3
    assert "Jane has asked again" in (await told(here, 1))[-1]

    await here.at(2, 11)
    second_day = top_level(here, here.bob)
    assert len(second_day) == cards + 2
    assert "#3 · " in reminder.text and "offer number 2" not in reminder.text, "the newer list has the others"


async def test_the_ninth_thing_of_a_day_comes_first_on_the_next(here: Agency) -> None:
    await with_clients(here)
    await hand_over(here, 1, 1)
    await here.at(1, 11)
    assert "offer number 1" in top_level(here, here.bob)[-1].text
    before = len(top_level(here, here.bob))

    await hand_over(here, 2, 9)
    today = top_level(here, here.bob)[before:]
    assert len(today) == 7, "with the reminder that is eight"
    assert "offer number 8" in today[-1].text
    moved = [event for event in await here.events(9) if event.kind is EventKind.STEP_MOVED]
    assert [event.data["reason"] for event in moved] == ["budget"]
    await here.bob.slash("list")
    assert "offer number 9" in here.answer(here.bob), "whoever looks sees everything"

    await here.at(2, 9, 30)
    tomorrow = top_level(here, here.bob)[before + 7 :]
    assert [("offer number 9" in message.text) for message in tomorrow] == [True]
    assert len([event for event in await here.events(9) if event.kind is EventKind.STEP_MOVED]) == 1


def said(here: Agency, days: int, clock: str) -> str:
    """A moment as texts tell it."""
    return f"on {here.moment(days, 12):%a %-d %b}, {clock}"


async def test_a_card_that_waited_for_the_next_day_speaks_for_the_reminder_of_that_day(here: Agency) -> None:
    """The second may come on Tuesday first: at 10:30 Bob is not told of it again, and every text says so."""
    await with_clients(here, budget=2)
    await hand_over(here, 1, 1)
    await here.at(0, 10, 30)
    await hand_over(here, 2, 2)
    await here.bob.slash("show 2")
    assert f"I come back to you {said(here, 1, '09:00')};" in here.answer(here.bob), "then the card comes"

    await here.at(1, 9, 5)
    card = top_level(here, here.bob)[-1]
    assert "offer number 2" in card.text
    assert f"I come back to you {said(here, 2, '10:30')}; if nothing changes, Lea hears" in card.text
    await here.at(1, 17)
    reminder = top_level(here, here.bob)[-1]
    assert ("offer number 1" in reminder.text, "offer number 2" in reminder.text) == (True, False)
    assert "Is it yours?" in card.text, "it stands as it was"
    (withheld,) = [event for event in await here.events(2) if event.kind is EventKind.STEP_WITHHELD]
    assert withheld.data["reason"] == "the card of that day, which had waited, told of it"
    await here.at(2, 10, 35)
    assert "offer number 2" in top_level(here, here.bob)[-1].text


async def test_the_reminder_is_never_crowded_out(here: Agency) -> None:
    await with_clients(here, budget=2)
    await hand_over(here, 1, 5)
    assert len(top_level(here, here.bob)) == 1, "one unit is kept for the reminder"
    await here.at(1, 17)
    (card,) = top_level(here, here.bob)[1:2]
    assert "offer number 2" in card.text
    reminder = top_level(here, here.bob)[-1]
    assert len(top_level(here, here.bob)) == 3
    assert "Three clients are waiting" in reminder.text


async def test_after_days_without_slack_there_is_one_catch_up(here: Agency) -> None:
    await with_clients(here)
    await hand_over(here, 1, 3)
    before = len(top_level(here, here.bob))
    here.here.sandbox.faults.refuse_connections()
    for day in (1, 2, 3, 4, 7):
        await here.time_passes_to(day, 11)
    here.here.sandbox.faults.accept_connections()
    await here.settle()

    (reminder,) = top_level(here, here.bob)[before:]
    assert "Three clients are waiting" in reminder.text
    for number in (1, 2, 3):
        steps = [event for event in await here.events(number) if event.kind is EventKind.STEP_WITHHELD]
        assert steps, "what was overtaken meanwhile is on record"


async def test_a_line_whose_reader_may_not_act_alone_offers_help(here: Agency) -> None:
    await with_clients(here)
    await hand_over(here, 3, 3)
    await here.dana.slash("acme please send another offer")
    await here.at(3, 11)
    await here.at(4, 11)  # Pia does not work on Thursdays
    helping = top_level(here, here.pia)[-1]
    assert "Can you help Bob" in helping.text
    assert ActionId.OFFER_HELP in buttons(helping.blocks)


async def _joins_above(here: Agency) -> tuple[Message, Message]:
    """The reminder of the second day, which came before the card or heads-up of #2; and that."""
    reminder = next(one for one in top_level(here, here.bob) if "has been waiting for 1 working day" in one.text)
    newer = top_level(here, here.bob)[-1]
    assert reminder.text.count("#2 · ") == 1, "what joined it stands in it"
    assert "is in the reminder above or in Home now" in newer.text
    assert "Seats" in (await told(here, 2))[-1]
    assert "department heads" not in (await told(here, 2))[-1], "a trail tells nothing of other requests"
    return reminder, newer


async def test_a_chase_of_what_was_handed_over_after_the_reminder_stands_in_it(here: Agency) -> None:
    await here.forward()
    await here.at(1, 11)
    await here.forward(subject="Seats", body="Seats: ten more please.\n\nJane")
    await here.at(1, 14)
    assert "Seats" in top_level(here, here.bob)[-1].text
    await here.forward(subject="Re: Seats", body="Any news on the seats?\n\nJane")
    await here.dana.press(here.latest(here.dana, "asking again"), ActionId.AGAIN)
    await here.settle()
    reminder, _ = await _joins_above(here)
    assert "#2 · Jane has asked again." in below(here, here.bob, reminder)[0]
    assert reminder.text.index("#2 · ") < reminder.text.index("#1 · "), "news come first"
    assert "Jane has asked again" in (await told(here, 2))[-1]


async def test_a_date_that_passes_after_its_heads_up_stands_in_the_older_reminder(here: Agency) -> None:
    await here.forward()
    await here.at(1, 11)
    await here.forward(subject="Seats", body="Seats: ten more please.\n\nJane")
    await here.take(here.bob, here.moment(1, 16))
    await here.at(1, 14, 30)
    assert "The date is near" in top_level(here, here.bob)[-1].text
    await here.at(1, 16, 30)
    reminder, _ = await _joins_above(here)
    assert "The date we set for Jane has passed." in (await told(here, 2))[-1]
    assert "The date we set for Jane has passed." in below(here, here.bob, reminder)[0]


async def test_a_rung_of_the_same_day_joins_a_reminder_older_than_the_card(here: Agency) -> None:
    known = {one.name: ChannelFacts(one.id, one.name) for one in here.workspace.channels.values() if one.name}
    keyed = SETUP.replace('country = "DE"', 'country = "DE"\ntier = "key"', 1)
    await here.run(setup.apply, read_setup(keyed), known)
    await here.forward()
    await here.at(1, 11)
    await here.forward(subject="Seats", body="Seats: ten more please.")
    await here.at(1, 17)
    await _joins_above(here)


async def test_a_word_ahead_over_the_budget_takes_nothing_from_the_card(here: Agency) -> None:
    """It can't come before its date: that is on record, and the card stays as it is."""
    await with_clients(here, budget=2)
    await here.forward()
    await here.take(here.bob, here.moment(1, 16))
    await here.at(1, 9, 30)
    await hand_over(here, 2, 3)
    await here.at(1, 15)
    withheld = [event for event in await here.events(1) if event.kind is EventKind.STEP_WITHHELD]
    assert [event.data["reason"] for event in withheld] == ["it could not come before the date"]
    assert "You have it" in top_level(here, here.bob)[0].text


async def test_a_word_ahead_that_is_moved_takes_over_once_it_is_sent(here: Agency) -> None:
    await with_clients(here, budget=2)
    await here.forward()
    await here.take(here.bob, here.moment(2, 10))
    await here.at(1, 9, 30)
    await hand_over(here, 2, 2)
    await here.at(1, 17, 30)
    assert "You have it" in top_level(here, here.bob)[0].text
    await here.at(2, 9, 30)
    assert any("The date is near" in one.text for one in top_level(here, here.bob))
    assert "is further down now" in top_level(here, here.bob)[0].text


async def test_news_that_waited_for_tomorrow_do_not_come_once_they_are_answered(here: Agency) -> None:
    """Bob has had enough for today when Jane asks again, and closes her request before tomorrow."""
    await with_clients(here, budget=2)
    await here.forward()
    await hand_over(here, 2, 2)
    await here.at(2, 11)
    reminder = top_level(here, here.bob)[-1]
    await hand_over(here, 3, 3)
    await here.forward(body=AGAIN, in_reply_to=here.mail_id())
    await here.settle()
    form = await here.more(here.bob, MoreChoice.DONE, 1, reminder)
    await here.kept(here.bob, form, {Field.OUTCOME: Outcome.DONE})
    await here.at(3, 9, 30)
    assert below(here, here.bob, reminder) == []


async def test_a_reminder_that_somebody_deleted_is_begun_anew_when_there_is_more_to_tell(here: Agency) -> None:
    await with_clients(here)
    await here.forward()
    await hand_over(here, 2, 2)
    await here.at(1, 11)
    deleted = top_level(here, here.bob)[-1]
    here.workspace.delete(deleted)
    await here.forward(body=AGAIN, in_reply_to=here.mail_id())
    await here.settle()
    anew = top_level(here, here.bob)[-1]
    assert (anew.ts > deleted.ts, "has asked again" in anew.text) == (True, True)
    assert "has asked again" in (await told(here, 1))[-1], "the step is on record as sent, not as given up"
    assert EventKind.UNDELIVERED not in [event.kind for event in await here.events(1)]
