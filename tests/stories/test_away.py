"""Somebody is away: others are asked to look after what is theirs, and it comes back."""

from bot.app.seed import SETUP
from bot.domain.channels import ChannelFacts
from bot.domain.events import EventKind
from bot.domain.offers import OfferKind
from bot.domain.request import Cause, Outcome, State, Turn
from bot.domain.setup_reading import read_setup
from bot.sandbox import Message, Player
from bot.services import setup
from bot.slack.names import ActionId, Field
from tests.stories.people import NEXT_STEP, SUBJECT, Agency, buttons, shown
from tests.stories.test_reminder import with_clients


def spelled(here: Agency, days: int) -> str:
    """A day as somebody types it."""
    return here.moment(days, 12).strftime("%-d %b")


async def away(here: Agency, first: int, last: int, more: str = "") -> str:
    """Bob types that he is away; the answer."""
    await here.bob.slash(f"away {spelled(here, first)} - {spelled(here, last)} {more}".strip())
    await here.settle()
    return here.answer(here.bob)


def packet(here: Agency, who: Player) -> Message:
    """The newest packet."""
    return here.latest(who, "meanwhile?")


async def test_taken_over_while_bob_is_away_and_handed_back(asked: Agency) -> None:
    """Bob promises, goes away and names Pia; she accepts, speaks with Jane, and Bob finds it as it stands."""
    await asked.take(asked.bob, asked.moment(9, 12))
    answer = await away(asked, 1, 8, "@pia")
    assert "You are away from" in answer
    assert "Pia will be asked" in answer

    await asked.at(1, 9, 30)
    asking = packet(asked, asked.pia)
    assert "Bob is away until" in asking.text
    assert NEXT_STEP in asking.text, "what was promised to whom"
    assert "Dana handed it over" in asking.text, "its history"
    assert {ActionId.ACCEPT, ActionId.DECLINE} <= set(buttons(asking.blocks))
    await asked.pia.slash("why 1")
    behind = shown(await asked.form(asked.pia))
    assert "Bob is away until" in behind
    assert "You were named as the stand-in." in behind
    assert "Without an answer by" in behind
    assert "Lea is asked" in behind
    before = len(asked.sent_to(asked.bob))

    await asked.pia.press(asking, ActionId.ACCEPT)
    await asked.settle()
    request = await asked.request()
    assert (request.state, request.loan is not None) == (State.PROMISED, True)
    assert "You have it, until Bob is back" in packet(asked, asked.pia).text
    assert "Pia has it while Bob is away" in asked.sent_to(asked.dana)[-1].text
    await asked.pia.slash("show 1")
    shown_now = asked.pia.heard[-1]
    assert "Looked after for Bob, who is back on Wed" in shown_now.text
    letter = str(shown_now.letters[0])
    assert "Bob%20Keller%20is%20away%20and%20back%20on%20Wednesday" in letter
    assert "looking%20after%20your%20request%20meanwhile" in letter, "Jane reads who speaks, in her language"

    await asked.contact(asked.pia, Turn.CLIENTS, asked.moment(15, 12), on=shown_now)
    await asked.at(8, 18)
    assert len(asked.sent_to(asked.bob)) == before, "nobody who is away is nudged"
    await asked.at(9, 10)
    back = asked.latest(asked.bob, "Welcome back")
    assert "Pia looked after it" in back.text
    request = await asked.request()
    assert (request.state, request.loan) == (State.WAITING, None)
    assert request.owner_id == (await asked.events())[1].data["owner"], "it is Bob's again"
    kinds = await asked.kinds()
    assert {EventKind.OFFERED, EventKind.ACCEPTED, EventKind.RETURNED} <= set(kinds)


async def test_where_lead_and_fallback_owner_are_one_person_and_away_whom_they_named_hears_in_the_end(
    here: Agency,
) -> None:
    max_ = here.meet("max")
    await here.change("max", real_name="Max Neu")
    await here.lea.slash(f"away {spelled(here, 0)} - {spelled(here, 15)} @max")
    await here.forward()
    await here.at(8, 12)
    reminded = here.sent_to(max_)[-1]
    assert "Bob" in reminded.text
    await max_.press(reminded, ActionId.OFFER_HELP, value="1")
    await here.settle()
    assert (await here.request()).owner_id != (await here.events())[1].data["owner"], "he may take it over"


async def test_the_question_whether_to_ask_again_goes_along_and_comes_back(asked: Agency) -> None:
    """It is asked of Pia while Bob is away, and of Bob again as soon as he is back: nobody waits for us."""
    await asked.take(asked.bob, asked.moment(0, 16))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(2, 10))
    await away(asked, 2, 4, "@pia")
    await asked.at(2, 10, 30)
    asking = packet(asked, asked.pia)
    assert "The day to ask Jane again has come." in asking.text
    await asked.pia.press(asking, ActionId.ACCEPT)
    await asked.settle()
    card = asked.card(asked.pia)
    assert "The day to ask Jane again has come. Ask again, keep waiting, or close?" in card.text
    assert list(buttons(card.blocks))[:3] == [ActionId.ASK_AGAIN, ActionId.WAIT_ON, ActionId.CLOSE]

    await asked.at(4, 12)
    assert asked.latest(asked.pia, "Shall we ask Jane again, keep waiting, or close this?")
    await asked.pia.slash("why 1")
    assert "after the change of hands" in shown(await asked.form(asked.pia))
    assert "is waiting to hear" not in "".join(one.text for one in asked.said)

    await asked.at(7, 10)
    back = asked.latest(asked.bob, "Welcome back")
    assert "The day to ask Jane again has come. It is open, and with you again." in back.text
    opened = await asked.press(asked.bob, ActionId.OPEN, back)
    assert list(buttons(opened.blocks))[:3] == [ActionId.ASK_AGAIN, ActionId.WAIT_ON, ActionId.CLOSE]


async def test_what_was_closed_meanwhile_and_is_opened_after_the_return_comes_as_open_again(asked: Agency) -> None:
    await away(asked, 1, 1)
    await asked.at(1, 10)
    await asked.pia.press(packet(asked, asked.pia), ActionId.ACCEPT)
    await asked.settle()
    await asked.close(asked.pia)
    await asked.at(3, 10)
    await asked.forward(body="Hi Dana,\n\none more thing is missing.\n\nJane", in_reply_to=asked.mail_id())
    await asked.settle()
    assert asked.card(asked.bob).text.startswith("*Open again: Jane Doe")
    cycle = (await asked.request()).cycle
    assert cycle.cause is Cause.REOPENED
    [opened] = [event for event in await asked.events() if event.kind is EventKind.REOPENED]
    assert opened.data["cycle"] == cycle.number, "and no second run for the return"


async def test_whoever_is_away_until_friday_is_back_on_monday(asked: Agency) -> None:
    await away(asked, 1, 4, "@pia")
    await asked.at(1, 9, 30)
    await asked.pia.press(packet(asked, asked.pia), ActionId.ACCEPT)
    await asked.settle()
    await asked.pia.slash("show 1")
    card = asked.pia.heard[-1]
    assert "Looked after for Bob, who is back on Mon" in card.text
    assert "back%20on%20Monday" in str(card.letters[0])


async def test_new_requests_go_the_same_way_at_once_and_come_in_one_packet_each(here: Agency) -> None:
    await away(here, 0, 8)
    await here.forward()
    asking = packet(here, here.pia)
    assert "three department heads" in asking.text
    assert here.sent_to(here.bob) == []
    assert "asked to take it" in here.card(here.dana).text

    await here.pia.press(asking, ActionId.ACCEPT)
    await here.settle()
    card = here.card(here.pia)
    assert "What comes next, and by when" in card.text
    await here.take(here.pia, here.moment(2, 12))
    assert (await here.request()).state is State.PROMISED


async def test_who_cannot_take_it_is_followed_by_the_lead(here: Agency) -> None:
    await away(here, 0, 8)
    await here.forward()
    await here.pia.press(packet(here, here.pia), ActionId.DECLINE)
    await here.settle()
    assert "Lea is asked" in packet(here, here.pia).text
    assert EventKind.DECLINED in await here.kinds()
    asking = packet(here, here.lea)
    await here.lea.press(asking, ActionId.ACCEPT)
    await here.settle()
    request = await here.request()
    assert request.loan is not None
    assert "You have it" in packet(here, here.lea).text


async def test_silence_passes_on_after_a_working_day_and_the_last_asked_hears(here: Agency) -> None:
    await away(here, 0, 8)
    await here.forward()
    await here.at(1, 9, 30)
    assert len(here.sent_to(here.lea)) == 0, "Pia has a working day"
    await here.at(1, 11)
    assert "Can you look after" in packet(here, here.lea).text
    assert EventKind.UNANSWERED in await here.kinds()

    await here.at(3, 11)
    assert ActionId.TAKE in buttons(here.card(here.lea).blocks), "nobody else is left: she hears in Bob's place"
    assert here.sent_to(here.bob) == []


async def test_a_packet_that_waits_for_the_next_day_is_answered_from_then_on(here: Agency) -> None:
    """Pia may get one message a day besides the reminder: what comes later waits, and so does its answer."""
    await with_clients(here, budget=2)
    await away(here, 0, 8)
    await here.forward(subject="First", body="First: could you look at this?")
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    for topic in ("Second", "Third"):
        await here.forward(subject=topic, body=f"{topic}: could you look at this?")
    assert "Second" not in packet(here, here.pia).text, "she has had enough for today"
    for number in (2, 3):
        (moved,) = [event for event in await here.events(number) if event.kind is EventKind.STEP_MOVED]
        assert (moved.data["reason"], moved.data["purpose"]) == ("budget", "hand-over packet")
    await here.lea.slash("log 2")
    assert "The question for Pia waits until" in shown(await here.form(here.lea))

    await here.at(2, 11)
    assert "these 2 requests" in packet(here, here.pia).text, "one message, after the card of the first on Tuesday"
    assert EventKind.UNANSWERED not in [*await here.kinds(2), *await here.kinds(3)], "she was asked this morning"
    await here.at(4, 11)
    assert EventKind.UNANSWERED in await here.kinds(2), "a working day later"


async def test_whoever_is_asked_next_hears_of_it_and_silence_is_not_thanked_for(here: Agency) -> None:
    """Lea has one of Bob's requests to answer already when another comes to her: that is a message of its own."""
    await here.forward()
    await away(here, 1, 8)
    await here.at(1, 9, 30)
    await here.lea.slash("log 1")
    assert "Bob is away: Pia is to be asked" in shown(await here.form(here.lea))
    await here.at(1, 10)
    await here.forward(subject="Seats", body="Seats: ten more, please.")
    await here.pia.press(packet(here, here.pia), ActionId.DECLINE)
    await here.settle()
    assert "Thanks for saying so: Lea is asked" in packet(here, here.pia).text
    first = packet(here, here.lea)
    assert "this request" in first.text

    await here.at(2, 9, 30)
    second = packet(here, here.lea)
    assert second.ts != first.ts, "an edit would notify nobody"
    assert SUBJECT in second.text
    silent = next(m for m in here.sent_to(here.pia) if SUBJECT in m.text)
    assert "A working day went by: Lea is asked" in silent.text
    assert "Thanks" not in silent.text


async def test_who_is_writing_is_said_once(here: Agency) -> None:
    await here.forward(subject="First", body="First: could you look at this?")
    await away(here, 1, 8)
    await here.at(1, 10)
    assert "I'm Nudge" in packet(here, here.pia).text
    await here.forward(subject="Second", body="Second: could you look at this?")
    assert "I'm Nudge" not in packet(here, here.pia).text
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    assert "I'm Nudge" not in here.card(here.pia).text


async def test_a_circle_and_whoever_is_away_too_end_at_the_lead(here: Agency) -> None:
    await here.pia.slash(f"away {spelled(here, 1)} - {spelled(here, 8)} @bob")
    await here.settle()
    await here.bob.slash(f"away {spelled(here, 1)} - {spelled(here, 8)} @pia")
    assert "Pia is away just then" in here.answer(here.bob)
    await away(here, 1, 8)
    await here.at(1, 10)
    await here.forward()
    assert "Can you look after" in packet(here, here.lea).text
    assert [m for m in here.sent_to(here.pia) if "meanwhile?" in m.text] == []


async def test_several_are_one_message_and_one_press_takes_them_all(here: Agency) -> None:
    for topic in ("First", "Second", "Third"):
        await here.forward(body=f"{topic}: could you look at this?", subject=topic)
    await away(here, 1, 8)
    await here.at(1, 10)
    packets = [m for m in here.sent_to(here.pia) if "meanwhile?" in m.text]
    assert len(packets) == 1
    assert "these 3 requests" in packets[0].text
    await here.pia.press(packets[0], ActionId.ACCEPT_ALL)
    await here.settle()
    loans = [(await here.request(number)).loan for number in (1, 2, 3)]
    assert all(loans)

    await here.bob.slash("back")
    await here.settle()
    assert "You are back" in here.answer(here.bob)
    assert "First" in here.latest(here.bob, "Welcome back").text
    assert [(await here.request(number)).loan for number in (1, 2, 3)] == [None, None, None]


async def test_what_the_list_on_the_return_shows_is_not_asked_again_by_a_card(here: Agency) -> None:
    """Pia has the first, and nobody took the second: on his return Bob has one list, and a day later the rest."""
    await here.forward(subject="First", body="First: could you look at this?")
    await here.at(1, 10)
    await here.bob.slash("away")
    form = await here.form(here.bob)
    last = here.moment(4, 12).date()
    await here.kept(here.bob, form, {Field.AWAY_FROM: here.moment(1, 12).date(), Field.AWAY_UNTIL: last})
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    await here.forward(subject="Second", body="Second: could you look at this?")
    before = {m.ts for m in here.sent_to(here.bob)}

    await here.at(7, 17)
    new = [m for m in here.sent_to(here.bob) if m.ts not in before]
    assert [("Welcome back" in m.text, "First" in m.text, "Second" in m.text) for m in new] == [(True, True, True)]
    withheld = [event for event in await here.events(1) if event.kind is EventKind.STEP_WITHHELD]
    assert withheld[-1].data["reason"] == "the list on their return shows it"
    await here.at(8, 17)
    assert any("First" in m.text for m in here.sent_to(here.bob) if m.ts not in before and m not in new)


async def test_a_promise_breaks_whoever_is_away_and_who_is_asked_hears(here: Agency) -> None:
    await here.forward()
    await here.take(here.bob, here.moment(2, 12))
    await away(here, 1, 8)
    await here.at(1, 10)
    before = len(here.sent_to(here.bob))
    await here.at(2, 13)
    assert EventKind.PROMISE_BROKEN in await here.kinds()
    assert "has passed" in here.latest(here.lea, "has passed").text, "Pia had a working day; news waits for nobody"
    assert len(here.sent_to(here.bob)) == before, "nobody who is away is told"


async def test_a_status_is_asked_about_once_and_never_taken_for_granted(here: Agency) -> None:
    until = here.moment(8, 23, 59)
    status = {"status_text": "Urlaub", "status_emoji": ":palm_tree:", "status_expiration": int(until.timestamp())}
    await here.change("bob", **status)
    asking = here.latest(here.bob, "Are you away until")
    assert "Shall Pia be asked to look after your requests meanwhile?" in asking.text
    await here.forward()
    assert here.sent_to(here.pia) == [], "a question is no absence"

    await here.change("bob", real_name="Bob Keller")
    assert len([m for m in here.sent_to(here.bob) if "Are you away until" in m.text]) == 1
    await here.bob.press(asking, ActionId.AWAY_YES)
    await here.settle()
    assert "Can you look after" in packet(here, here.pia).text

    noted = here.latest(here.bob, "You are away from")
    assert noted.ts == asking.ts, "the question itself shows the answer"
    await here.bob.press(noted, ActionId.BACK)
    await here.settle()
    assert (await here.request()).offer is None


async def test_a_leave_that_is_noted_stays_whole_when_the_days_before_it_are_said_as_well(here: Agency) -> None:
    await away(here, 2, 9, "@pia")
    answer = await away(here, 1, 2)
    assert "Pia will be asked" in answer
    await here.at(4, 10)
    await here.forward()
    assert here.sent_to(here.bob) == [], "he is away, as he said before"
    assert "Can you look after" in packet(here, here.pia).text


async def test_a_status_that_ends_sooner_than_a_leave_that_is_noted_shortens_nothing(here: Agency) -> None:
    until = here.moment(2, 23, 59)
    await here.change("bob", status_text="Urlaub", status_emoji=":palm_tree:", status_expiration=int(until.timestamp()))
    asking = here.latest(here.bob, "Are you away until")
    await away(here, 0, 9, "@pia")
    await here.bob.press(asking, ActionId.AWAY_YES)
    await here.settle()
    await here.at(4, 10)
    before = len(here.sent_to(here.bob))
    await here.forward()
    assert len(here.sent_to(here.bob)) == before, "he is away, as he said himself"


async def test_a_status_before_a_leave_that_is_noted_joins_it(here: Agency) -> None:
    await away(here, 2, 9, "@pia")
    until = here.moment(2, 23, 59)
    await here.change("bob", status_text="Urlaub", status_emoji=":palm_tree:", status_expiration=int(until.timestamp()))
    await here.bob.press(here.latest(here.bob, "Are you away until"), ActionId.AWAY_YES)
    await here.settle()
    await here.at(4, 10)
    before = len(here.sent_to(here.bob))
    await here.forward()
    assert len(here.sent_to(here.bob)) == before
    assert "Can you look after" in packet(here, here.pia).text


async def test_i_take_them_all_takes_what_is_left_once_one_of_the_packet_is_answered(here: Agency) -> None:
    for topic in ("First", "Second", "Third"):
        await here.forward(body=f"{topic}: could you look at this?", subject=topic)
    await away(here, 1, 8)
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.DECLINE, value="1")
    await here.settle()
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT_ALL)
    await here.settle()
    assert [(await here.request(number)).loan is not None for number in (1, 2, 3)] == [False, True, True]


async def test_i_take_them_all_goes_with_what_was_taken_before(here: Agency) -> None:
    for topic in ("First", "Second", "Third"):
        await here.forward(body=f"{topic}: could you look at this?", subject=topic)
    await away(here, 1, 8)
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT, value="1")
    await here.settle()
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT_ALL)
    await here.settle()
    assert [(await here.request(number)).loan is not None for number in (1, 2, 3)] == [True, True, True]
    assert await here.refusals() == 0


async def test_the_backup_or_lead_may_note_it_and_nobody_else(here: Agency) -> None:
    days = f"{spelled(here, 1)} - {spelled(here, 8)}"
    await here.dana.slash(f"away @bob {days}")
    assert "backup or lead" in here.answer(here.dana)
    await here.pia.slash(f"away @bob {days}")
    await here.settle()
    assert "Bob is away from" in here.answer(here.pia)
    assert "Pia noted this for you" in here.latest(here.bob, "noted this").text

    await here.bob.slash("away")
    assert "You are away from" in here.answer(here.bob)
    await here.bob.slash("away some other time, perhaps")
    assert "I can't read" in here.answer(here.bob)
    await here.bob.slash("back")
    assert "not away after all" in here.answer(here.bob)
    await here.bob.slash("back")
    assert "No absence" in here.answer(here.bob)


async def test_what_others_noted_ends_with_its_buttons_when_bob_says_that_he_is_back(here: Agency) -> None:
    await here.pia.slash(f"away @bob {spelled(here, 1)} - {spelled(here, 8)}")
    await here.settle()
    told = here.latest(here.bob, "noted this")
    assert buttons(told.blocks)
    await here.bob.slash("back")
    await here.settle()
    assert (told.text, buttons(told.blocks)) == (
        "You are not away after all: from now on everything comes as usual.",
        {},
    )


async def test_what_others_noted_says_so_when_it_is_over(here: Agency) -> None:
    await here.pia.slash(f"away @bob {spelled(here, 1)}")
    await here.settle()
    told = here.latest(here.bob, "noted this")
    await here.at(3, 10)
    assert "You are back" in told.text


async def test_days_that_have_begun_count_from_when_they_began(here: Agency) -> None:
    """Bob has been ill since Friday, and says so on Monday."""
    await here.forward()
    answer = await away(here, -3, 4, "@pia")
    assert f"You are away from {day(here, -3)} until {day(here, 4)}." in answer
    assert "Can you look after" in packet(here, here.pia).text


async def test_next_week_is_all_of_it(here: Agency) -> None:
    await here.bob.slash("away next week @pia")
    await here.settle()
    assert f"You are away from {day(here, 7)} until {day(here, 13)}." in here.answer(here.bob)
    assert "Pia will be asked" in here.answer(here.bob)


async def test_the_form_does_the_same_and_overlaps_become_one(here: Agency) -> None:
    await here.bob.slash("away")
    form = await here.form(here.bob)
    first, last = here.moment(1, 12).date(), here.moment(3, 12).date()
    wrong = await here.submit(here.bob, form, {Field.AWAY_FROM: last, Field.AWAY_UNTIL: first})
    assert "before the first" in str(wrong)
    await here.kept(here.bob, form, {Field.AWAY_FROM: first, Field.AWAY_UNTIL: last, Field.STAND_IN: "lea"})
    answer = await away(here, 3, 8)
    assert "Lea will be asked" in answer
    assert "from" in answer

    await here.at(1, 10)
    await here.forward()
    assert "Can you look after" in packet(here, here.lea).text


async def test_days_within_an_absence_take_its_place(here: Agency) -> None:
    await away(here, 1, 8)
    answer = await away(here, 2, 4)
    assert f"You are away from {day(here, 2)} until {day(here, 4)}." in answer
    assert f"Until now it was noted from {day(here, 1)} until {day(here, 8)}." in answer
    assert "Until now" not in await away(here, 2, 4), "nothing has changed"
    await here.at(1, 10)
    await here.forward()
    assert ActionId.TAKE in buttons(here.card(here.bob).blocks), "he is there on the first day"


async def test_an_absence_that_has_begun_is_shortened_and_comes_back_on_the_new_day(here: Agency) -> None:
    await here.forward()
    await away(here, 1, 8)
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    await here.at(2, 10)
    await here.bob.slash(f"away {spelled(here, 2)}")
    await here.settle()
    assert f"You are away from {day(here, 1)} until {day(here, 2)}." in here.answer(here.bob)
    assert f"until {day(here, 2)}" in packet(here, here.pia).text
    assert (await here.request()).loan is not None, "until this evening"
    await here.at(3, 10)
    assert "Welcome back" in here.latest(here.bob, "Welcome back").text
    assert (await here.request()).loan is None


def day(here: Agency, days: int) -> str:
    """A day as texts tell it."""
    return f"{here.moment(days, 12):%a %-d %b}"


async def test_a_word_ahead_that_waited_goes_to_nobody_twice(here: Agency) -> None:
    """Pia's and Bob's were moved to the morning of his return: she has it no longer, and his list shows the date."""
    await with_clients(here, budget=2)
    await here.forward()
    await here.take(here.bob, here.moment(9, 10, 30))
    await away(here, 1, 8, "@pia")
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    await here.at(8, 10)
    await here.forward(subject="Seats", body="Seats: ten more, please.")
    await here.at(8, 18)
    before = len(here.sent_to(here.pia))

    await here.at(9, 10)
    assert len(here.sent_to(here.pia)) == before
    (back,) = [m for m in here.sent_to(here.bob) if m.ts > here.sent_to(here.bob)[0].ts]
    assert "Welcome back" in back.text
    assert NEXT_STEP in back.text, "the date is in it"
    withheld = [event.data["reason"] for event in await here.events() if event.kind is EventKind.STEP_WITHHELD]
    assert sorted(map(str, withheld)) == ["somebody else has it by now", "the list on their return shows it"]


async def test_a_word_ahead_later_on_the_day_of_the_return_comes(here: Agency) -> None:
    await here.forward()
    await here.take(here.bob, here.moment(9, 16))
    await away(here, 1, 8, "@pia")
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    await here.at(9, 10)
    assert "Welcome back" in here.sent_to(here.bob)[-1].text
    before = len(here.sent_to(here.pia))
    await here.at(9, 14, 5)
    assert "The date is near" in here.sent_to(here.bob)[-1].text
    assert len(here.sent_to(here.pia)) == before


async def looked_after_by_pia(here: Agency) -> None:
    """Bob has promised to be in touch on the day of his return, and Pia has his request until then."""
    await here.forward()
    await here.take(here.bob, here.moment(9, 16))
    await away(here, 1, 8, "@pia")
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()


async def test_a_flag_raised_on_the_last_evening_is_on_the_list_of_whoever_is_back(here: Agency) -> None:
    """Pia would have read of it in the morning, when she has it no longer."""
    await looked_after_by_pia(here)
    await here.at(8, 20)
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.settle()
    before = len(here.sent_to(here.pia)), len(here.sent_to(here.bob))

    await here.at(9, 10)
    assert len(here.sent_to(here.pia)) == before[0]
    (back,) = here.sent_to(here.bob)[before[1] :]
    assert "Welcome back" in back.text
    assert "⚑ Red flag by Dana: the client talks of leaving" in back.text


async def test_a_flag_raised_on_the_eve_of_an_absence_is_told_to_nobody_twice(here: Agency) -> None:
    """Bob's line waited over his absence: Pia reads of the flag in the packet, Bob in his list."""
    await here.forward()
    await here.take(here.bob, here.moment(9, 16))
    await away(here, 1, 8, "@pia")
    await here.at(0, 20)
    await here.dana.slash("flag 1 the client talks of leaving")
    before = len(here.sent_to(here.bob))
    await here.at(1, 10)
    assert "Dana raised a red flag: the client talks of leaving" in packet(here, here.pia).text
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()

    await here.at(9, 10)
    (back,) = here.sent_to(here.bob)[before:]
    assert "⚑ Red flag by Dana: the client talks of leaving" in back.text


async def test_a_flag_raised_after_the_return_has_a_line_of_its_own(here: Agency) -> None:
    await looked_after_by_pia(here)
    await here.at(9, 10)
    before = len(here.sent_to(here.pia))
    await here.dana.slash("flag 1 the client talks of leaving")
    await here.settle()
    assert here.sent_to(here.bob)[-1].text.startswith("#1 · ⚑ Red flag by Dana")
    assert len(here.sent_to(here.pia)) == before


async def test_closed_meanwhile_stays_closed_and_is_told(here: Agency) -> None:
    await here.forward()
    await away(here, 1, 4)
    await here.at(1, 10)
    await here.pia.press(packet(here, here.pia), ActionId.ACCEPT)
    await here.settle()
    await here.close(here.pia, Outcome.DONE)
    await here.at(7, 10)
    assert "Done: Jane has what was asked for" in here.latest(here.bob, "Welcome back").text
    assert (await here.request()).state is State.CLOSED


async def test_who_is_noted_as_away_late_at_night_hears_of_it_in_the_morning_and_can_end_it(here: Agency) -> None:
    await here.at(0, 22)
    await here.pia.slash(f"away @bob {spelled(here, 1)} - {spelled(here, 4)}")
    await here.settle()
    assert not here.sent_to(here.bob)
    await here.at(1, 9, 5)
    assert here.latest(here.bob, "away"), "though that is the first day of it"


async def test_lines_below_ones_own_message_come_to_nobody_who_is_away_and_to_nobody_at_night(asked: Agency) -> None:
    await asked.at(0, 23)
    before = len(asked.sent_to(asked.dana))
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 12))
    assert len(asked.sent_to(asked.dana)) == before
    await asked.at(1, 9, 5)
    assert len(asked.sent_to(asked.dana)) == before + 1

    await asked.dana.slash(f"away {spelled(asked, 2)} - {spelled(asked, 4)}")
    await asked.at(2, 12)
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(8, 12))
    await asked.at(5, 12)
    assert len(asked.sent_to(asked.dana)) == before + 1
    assert "We ask again on Tue 1 Dec" in asked.card(asked.dana).text, "her own message shows it"


async def lea_asks_dana(asked: Agency) -> None:
    """Bob is away, and Pia declined, so Lea was asked; she thinks that it is Dana's."""
    await away(asked, 1, 8)
    await asked.at(1, 9, 30)
    await asked.pia.press(packet(asked, asked.pia), ActionId.DECLINE)
    await asked.settle()
    await asked.lea.slash("show 1")
    await asked.settle()
    form = await asked.press(asked.lea, ActionId.NOT_MINE, asked.lea.heard[-1])
    await asked.kept(asked.lea, form, {Field.WHO: "other", Field.PERSON: "dana", Field.WHY: "she knows Jane"})


async def test_what_the_lead_passed_on_meanwhile_comes_back_to_the_lead_and_asks_nobody_twice(asked: Agency) -> None:
    await lea_asks_dana(asked)
    assert "You asked Dana whether it is theirs." in packet(asked, asked.lea).text
    before = {who.user.id: len(asked.sent_to(who)) for who in (asked.pia, asked.lea, asked.bob)}
    await asked.dana.press(asked.latest(asked.dana, "thinks that this is yours"), ActionId.DECLINE)
    await asked.settle()
    assert "Dana can't take #1 just now" in asked.sent_to(asked.lea)[-1].text
    await asked.at(2, 12)
    sent = {who.user.id: len(asked.sent_to(who)) - before[who.user.id] for who in (asked.pia, asked.lea, asked.bob)}
    assert sent[asked.pia.user.id] == sent[asked.bob.user.id] == 0
    offer = (await asked.request()).offer
    assert offer is not None
    assert (offer.kind, offer.lapsed) == (OfferKind.ABSENCE, True), "Lea hears in Bob's place until he is back"


async def test_who_comes_back_early_gets_their_list_and_no_card_beside_it(asked: Agency) -> None:
    await away(asked, 1, 8)
    await asked.at(1, 9, 30)
    await asked.pia.press(packet(asked, asked.pia), ActionId.ACCEPT)
    await asked.at(2, 12)
    before = len(asked.sent_to(asked.bob))
    await asked.bob.slash("back")
    await asked.at(2, 13)
    (found,) = asked.sent_to(asked.bob)[before:]
    assert "Welcome back" in found.text


async def test_the_days_of_an_absence_are_those_of_whoever_is_away(here: Agency) -> None:
    await here.change("bob", tz="Asia/Tokyo")
    await here.pia.slash(f"away @bob {spelled(here, 2)} - {spelled(here, 4)}")
    assert "from Wed 25 Nov until Fri 27 Nov" in here.answer(here.pia)


async def test_who_notes_that_somebody_is_away_gets_no_part_of_theirs_by_that(here: Agency) -> None:
    """Bob is the fallback owner, too. Pia, the backup of one project of his, has no part in Globex's."""
    globex = """
[[client]]
name = "Globex"
[[project]]
client = "Globex"
name = "Shop"
owner = "lea@agency.example"
"""
    text = SETUP.replace('fallback_owner = "lea@', 'fallback_owner = "bob@') + globex
    known = {one.name: ChannelFacts(one.id, one.name) for one in here.workspace.channels.values() if one.name}
    await here.run(setup.apply, read_setup(text), known)
    await here.dana.slash("globex please send the offer")
    await here.settle()

    days = f"{spelled(here, 0)} - {spelled(here, 4)}"
    await here.pia.slash(f"away @bob {days} @pia")
    await here.settle()
    assert "You will be asked to look after requests meanwhile" in here.answer(here.pia)
    await here.pia.slash("show 1")
    assert "send the offer" not in here.answer(here.pia)

    await here.bob.slash(f"away {days} @pia")
    await here.settle()
    await here.pia.slash("show 1")
    assert "send the offer" in here.answer(here.pia), "Bob himself may entrust her with all of it"


async def test_what_others_noted_and_called_off_at_night_is_never_told(here: Agency) -> None:
    await here.at(0, 20)
    await here.pia.slash(f"away @bob {spelled(here, 1)} - {spelled(here, 2)}")
    await here.pia.slash("back @bob")
    await here.at(1, 12)
    assert [one.text for one in here.sent_to(here.bob) if "noted this" in one.text or "not away" in one.text] == []


async def test_what_others_noted_shows_the_days_into_which_it_was_joined(here: Agency) -> None:
    await here.pia.slash(f"away @bob {spelled(here, 7)} - {spelled(here, 9)}")
    await here.bob.slash(f"away {spelled(here, 1)} - {spelled(here, 2)}")
    await here.settle()
    told = here.latest(here.bob, "noted this")
    await here.bob.slash(f"away {spelled(here, 2)} - {spelled(here, 7)}")
    await here.settle()
    whole = f"{here.moment(1, 12):%a %-d %b} until {here.moment(9, 12):%a %-d %b}"
    assert f"You are away from {whole}" in told.text
    await here.bob.press(told, ActionId.BACK)
    await here.settle()
    assert "not away after all" in told.text
