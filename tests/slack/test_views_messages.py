"""Messages about a request: whatever a client writes, whatever the state, they fit, are inert and say it all."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.alarms import News
from bot.domain.events import EventKind
from bot.domain.facts import ReminderFacts, ReminderLine, RequestFacts
from bot.domain.ladder import StepKey
from bot.domain.people import Person
from bot.domain.policy import Tone
from bot.domain.request import Cause, Outcome, Pending, Snooze, State, TouchChannel
from bot.slack.views import card, lists, reminder, reporter, talks, triage
from bot.slack.views.message import Message
from bot.texts import reminders
from bot.texts.moments import PrintedWatch
from tests.slack.hostile import assert_fits, hostile
from tests.texts.sample import BOB, DANA, DAY, KIM, LEA, PIA, T0, cycle, facts, project, promise, reached, request, talk

READERS = (BOB, DANA, PIA, LEA, KIM)
SITUATIONS = tuple(product(State, Cause))
BLAME = ("fail", "forgot", "ignor", "overdue", "neglect", "fault", "should have", "too late", "guilty", "!")
NOW = T0 + timedelta(hours=1)


def everything_said(shown: RequestFacts, reader_index: int = 0) -> list[Message]:
    """Every message there is about a request, for one reader."""
    reader = READERS[reader_index]
    return [
        card.card(shown, reader, NOW),
        card.heads_up(shown, reader, NOW),
        *(card.nudge(shown, reader, StepKey(1, rung, 0, reader.id), tone, NOW) for rung, tone in enumerate(Tone)),
        card.nudge(shown, reader, StepKey(1, 4, 2, reader.id), Tone.FACTS, NOW),
        *reminders_of(shown, reader),
        reporter.confirmation(shown, reader, NOW),
        *(reporter.line(kind, shown, reader, NOW) for kind in EventKind),
        triage.question(shown, [project()], reader, NOW),
        triage.escalation(shown, [], reader, NOW),
        talks.proposal(shown, talk(), reader, NOW),
        talks.proposal(shown, talk(chosen_at=T0 + DAY), None, NOW),
        talks.proposal(shown, talk(chosen_at=T0 + DAY, result="agreed"), None, NOW),
        lists.created(shown, reader, NOW),
        lists.joined(shown, reader),
    ]


def reminders_of(shown: RequestFacts, reader: Person) -> list[Message]:
    """The reminder of a day, as long as it gets, and what is left of it."""
    lines = tuple(
        ReminderLine(
            replace(shown, request=replace(shown.request, id=number)), StepKey(1, rung, 0, reader.id), tone, live
        )
        for number, (tone, rung, live) in enumerate(product(tuple(Tone)[1:], (1, 4), (True, True)), 100)
    )
    return [
        reminder.reminder(ReminderFacts(lines[:10], 4, 3), reader, NOW),
        reminder.reminder(ReminderFacts((*lines[:2], replace(lines[2], is_live=False)), 0, 0), reader, NOW),
        reminder.reminder(ReminderFacts(lines[:1], is_alone=True), reader, NOW),
        reminder.reminder(ReminderFacts((replace(lines[0], is_live=False),), is_alone=True), reader, NOW),
        reminder.reminder(ReminderFacts(), reader, NOW),
        reminder.line_below(shown),
        reminder.put_right("#12", 1, reader),
        reminder.stuck(12),
        reminder.digests_missed(2, "2026-W45", "2026-W46", reader),
        *(reminder.unsealed(news, timedelta(minutes=1), reader, NOW) for news in News),
    ]


def labels_of(message: Message) -> list[str]:
    """What stands on the buttons."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row if element["type"] == "button"]  # type: ignore[attr-defined]  # blocks are plain JSON


def choices_of(message: Message) -> list[str]:
    """What stands in the menu behind three dots."""
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    menus = [element for row in rows for element in row if element["type"] == "overflow"]  # type: ignore[attr-defined]  # blocks are plain JSON
    return [choice["text"]["text"] for menu in menus for choice in menu["options"]]


@pytest.mark.parametrize(("state", "cause"), SITUATIONS)
def test_every_message_of_every_situation_fits_and_blames_nobody(state: State, cause: Cause) -> None:
    shown = facts(request(state, cause, cycle=cycle(cause, number=2, rung=2), chases=2, holding_replies=1, passes=1))
    for reader_index in range(len(READERS)):
        for message in everything_said(shown, reader_index):
            assert_fits(message)
            assert not [word for word in BLAME if word in message.text.lower()]


@settings(max_examples=40, deadline=None)
@given(
    text=hostile,
    name=hostile,
    situation=st.sampled_from(SITUATIONS),
    reader=st.integers(0, len(READERS) - 1),
    outcome=st.sampled_from(Outcome),
    address=st.one_of(hostile, st.emails()),
    is_via=st.booleans(),
)
def test_hostile_text_stays_text(
    text: str,
    name: str,
    situation: tuple[State, Cause],
    reader: int,
    outcome: Outcome,
    address: str,
    is_via: bool,
) -> None:
    state, cause = situation
    shown = request(
        state, cause, words=text, wish=text[:150], subject_key="a mail's", lesson=text, snooze=Snooze(T0 + DAY, text)
    )
    if shown.promise is not None:
        shown = replace(shown, promise=promise(what=text), pending=Pending(text, T0 + DAY))
    if state is State.CLOSED:
        shown = replace(shown, outcome=outcome)
    people = {each.id: replace(each, name=name) for each in READERS}
    reach = reached(
        address=address, intake=name, phone=text, is_via=is_via, language=name[:2], preferred=TouchChannel.CALL
    )
    for message in everything_said(
        facts(
            shown,
            client_name=name,
            project_name=name,
            contact_name=name,
            contact_address=name,
            people=people,
            reached=reach,
        ),
        reader,
    ):
        assert_fits(message)


def test_the_first_card_asks_whose_it_is_with_three_buttons() -> None:
    first = card.card(facts(), BOB, NOW)
    assert "Is it yours?" in first.text
    assert labels_of(first) == ["I have it …", "Not mine …", "Let's talk"]
    assert choices_of(first) == ["Snooze …", "History", "Why this?", "Done …", "Add words …"]


def test_the_first_card_ever_introduces_the_bot_in_one_sentence() -> None:
    assert "I'm Nudge" in card.card(facts(), replace(BOB, introduced=False), NOW).text
    assert "I'm Nudge" not in card.card(facts(), BOB, NOW).text


def test_once_taken_the_card_offers_contact_and_another_date() -> None:
    taken = card.card(facts(request(State.PROMISED)), BOB, NOW)
    assert labels_of(taken) == ["Contact made …", "Move the date …", "Not mine …", "Let's talk"]
    assert "You have it. Jane hears from us by Thu 26 Nov, 10:00." in taken.text


def test_while_it_is_the_clients_turn_the_card_offers_to_ask_again() -> None:
    waiting = card.card(facts(request(State.WAITING)), BOB, NOW)
    assert labels_of(waiting) == ["Contact made …", "Ask again …", "Not mine …"]
    assert "We ask again on Fri 27 Nov, 10:00." in waiting.text


def test_a_closed_card_says_what_became_of_it_and_can_be_reopened() -> None:
    closed = card.card(facts(request(State.CLOSED, lesson="Ask on the phone first.")), BOB, NOW)
    assert labels_of(closed) == ["Reopen"]
    assert "Done: Jane has what was asked for." in closed.text
    assert "Learned: Ask on the phone first." in closed.text


def test_when_the_day_to_ask_again_has_come_the_card_asks_which_of_three() -> None:
    asked = card.card(facts(request(cause=Cause.ASK_AGAIN)), BOB, NOW)
    assert labels_of(asked) == ["Ask again …", "Keep waiting …", "Close …"]
    assert "Ask again, keep waiting, or close?" in asked.text


def test_a_card_after_a_broken_promise_or_a_chase_says_so_first() -> None:
    broken = request(cause=Cause.BROKEN_PROMISE, cycle=cycle(Cause.BROKEN_PROMISE, number=2, rung=2))
    assert card.card(facts(broken), BOB, NOW).text.startswith("*The date we set for Jane has passed.")
    chased = request(State.PROMISED, Cause.CHASE, cycle=cycle(Cause.CHASE, number=2, rung=1))
    assert card.card(facts(chased), BOB, NOW).text.startswith("*Jane has asked again. You have it.")


def test_a_card_that_changed_hands_leaves_its_former_owner_nothing_to_press() -> None:
    gone = card.card(facts(), KIM, NOW)
    assert "It is with Bob." in gone.text
    assert labels_of(gone) == []


def test_long_words_are_trimmed_with_the_whole_behind_a_button() -> None:
    long = card.card(facts(request(words="please look at this " * 100)), BOB, NOW)
    assert labels_of(long)[-1] == "Whole text"
    assert "Whole text" not in labels_of(card.card(facts(), BOB, NOW))


def test_every_reminder_says_who_hears_of_it_next_and_when() -> None:
    for rung, tone in enumerate(Tone):
        reminder = card.nudge(facts(), BOB, StepKey(1, rung, 0, BOB.id), tone, NOW)
        assert "I come back to you on Tue 24 Nov, 10:00" in reminder.text
        assert "if nothing changes, Pia hears of it on Thu 26 Nov, 10:00." in reminder.text
    alone = card.nudge(facts(next_nudge=None, next_above=None), BOB, StepKey(1, 4, 1, BOB.id), Tone.FACTS, NOW)
    assert "The weekly digest shows it to the leads as well." in alone.text


def test_the_second_reminder_suggests_a_call_with_the_reporter() -> None:
    firm = card.nudge(facts(), BOB, StepKey(1, 2, 0, BOB.id), Tone.FIRM, NOW)
    assert "Would a short call with Dana settle who does what?" in firm.text
    assert labels_of(firm)[0] == "Let's talk"


def test_owner_and_backup_are_asked_about_help_each_in_their_own_way() -> None:
    owner = card.nudge(facts(), BOB, StepKey(1, 3, 0, BOB.id), Tone.HELP, NOW)
    backup = card.nudge(facts(), PIA, StepKey(1, 3, 0, PIA.id), Tone.HELP, NOW)
    assert "Can Pia help?" in owner.text
    assert "Pia hears of it as well." in owner.text
    assert "Can you help Bob with this one?" in backup.text
    assert labels_of(backup)[0] == "I can help"


def test_the_heads_up_says_who_hears_if_the_date_passes() -> None:
    soon = card.heads_up(facts(request(State.PROMISED, cycle=cycle(rung=2))), BOB, NOW)
    assert "Jane hears from us by Thu 26 Nov, 10:00" in soon.text
    assert "if the date passes, I ask you again and Pia hears of it." in soon.text


def test_whoever_stands_in_is_told_for_whom() -> None:
    shown = facts()
    away = replace(shown, cast=replace(shown.cast, inactive=frozenset({BOB.id})))
    assert "who can't be reached just now" in card.nudge(away, PIA, StepKey(1, 1, 0, PIA.id), Tone.GENTLE, NOW).text
    assert "Bob can't be reached just now, so this comes to you." in card.card(away, PIA, NOW).text


@pytest.mark.parametrize(("rung", "tone"), [(3, Tone.HELP), (4, Tone.FACTS)])
def test_whoever_stands_in_is_asked_as_the_owner_would_be_and_reads_until_when(rung: int, tone: Tone) -> None:
    shown = facts(owner_away_until=(NOW + timedelta(days=9)).date())
    away = replace(shown, cast=replace(shown.cast, inactive=frozenset({BOB.id})))
    asking = card.nudge(away, PIA, StepKey(1, rung, 0, PIA.id), tone, NOW)
    assert "It is with Bob, who is away until " in asking.text
    assert "hear from us?" in asking.text or "Is there a next step that Jane could hear of?" in asking.text
    assert "help Bob" not in asking.text
    assert "For your information" not in asking.text
    assert "With: Bob" not in asking.text
    assert labels_of(asking)[0] == "I have it …"


def test_a_long_reason_for_a_rest_cuts_no_question_off() -> None:
    rested = request(cycle=cycle(rung=1))
    snooze = Snooze(rested.cycle.anchor_at, "we wait for the price list of the second supplier " * 4)
    line = replace(several(2).lines[0], facts=facts(replace(rested, snooze=snooze)))
    for tone, question in ((Tone.GENTLE, "could hear of?"), (Tone.FACTS, "by when does Jane hear from us?")):
        said = reminders.live(replace(line, tone=tone), BOB, PrintedWatch.of(BOB, NOW))[0]
        assert said.startswith("This rested")
        assert said.endswith(question)
        assert len(said) <= 130


def test_what_was_created_says_for_whom_and_when_reminders_come() -> None:
    created = lists.created(facts(), DANA, NOW)
    assert "#12 is handed over to Bob" in created.text
    assert "The first reminder goes to Bob tomorrow at 10:00" in created.text
    assert "Pia hears of it on Thu 26 Nov, 10:00." in created.text


def test_the_forwarder_is_asked_with_a_menu_until_somebody_is_found() -> None:
    asked = triage.question(facts(request(State.TRIAGE)), [project()], DANA, NOW)
    assert [block for block in asked.blocks if block["type"] == "actions"]
    assert labels_of(asked) == ["Somebody else …"]
    assert "it is with Bob now" in triage.question(facts(), [project()], DANA, NOW).text


def test_the_reporter_may_withdraw_only_until_the_client_has_heard() -> None:
    assert "Withdraw" in choices_of(reporter.confirmation(facts(), DANA, NOW))
    assert "Withdraw" not in choices_of(reporter.confirmation(facts(request(touched_at=T0)), DANA, NOW))


def test_a_call_names_both_zones_where_they_differ() -> None:
    assert (
        "Tue 24 Nov, 10:00 (Berlin) · Tue 24 Nov, 09:00 (London)"
        in talks.proposal(facts(), talk(with_id=PIA.id), None, NOW).text
    )
    same = talks.proposal(facts(), talk(), None, NOW)
    assert labels_of(same) == ["Tue 24 Nov, 10:00", "Tue 24 Nov, 12:00"]
    chosen = talks.proposal(facts(), talk(chosen_at=T0 + DAY), None, NOW)
    assert labels_of(chosen) == ["We agreed what's next", "Nothing came of it", "It didn't take place"]


def test_the_card_offers_to_write_to_jane_and_says_when_she_would_rather_be_called() -> None:
    offered = card.card(facts(), BOB, NOW)
    assert "Write to Jane" in offered.text
    assert "prefers" not in offered.text
    rather = facts(reached=reached(phone="+49 30 1234567", preferred=TouchChannel.CALL))
    assert "Jane prefers a call: +49 30 1234567 · Write to Jane" in card.card(rather, BOB, NOW).text
    assert (
        "Write to Jane or call +49 30 1234567"
        in card.card(facts(reached=reached(phone="+49 30 1234567")), BOB, NOW).text
    )


def test_the_agency_between_comes_before_what_the_contact_prefers() -> None:
    between = reached(address="desk@between.example", is_via=True, phone="+49 30 1234567", preferred=TouchChannel.CALL)
    said = card.card(facts(reached=between), BOB, NOW).text
    assert "Write to Jane via desk@between.example" in said
    assert "+49" not in said


def test_only_who_may_speak_with_the_client_is_offered_the_letter_and_only_while_it_matters() -> None:
    for reader in (BOB, PIA, LEA, DANA):
        assert "Write to Jane" in reporter.confirmation(facts(), reader, NOW).text
    assert "Write to Jane" not in card.card(facts(), KIM, NOW).text
    assert "Write to Jane" not in card.card(facts(request(State.CLOSED)), BOB, NOW).text
    assert "Write to Jane" not in card.card(facts(reached=None), BOB, NOW).text


def test_a_moved_date_says_which_one_counts_and_waits_for_one_press() -> None:
    moved = facts(request(State.PROMISED, pending=Pending("call them", T0 + 4 * DAY)))
    said = card.card(moved, BOB, NOW)
    assert "Moved to Fri 27 Nov, 10:00, once Jane has been told; until then Thu 26 Nov, 10:00 counts." in said.text
    assert "Jane knows now" in labels_of(said)
    assert "Jane knows now" not in labels_of(reporter.confirmation(moved, DANA, NOW)), "that is for the owner"
    assert "until then Thu 26 Nov, 10:00 counts" in card.heads_up(moved, BOB, NOW).text


def several(count: int, **changes: object) -> ReminderFacts:
    """A reminder of so many requests that all wait, two rungs among them."""
    shown = [facts(request(id=number), **changes) for number in range(1, count + 1)]
    lines = [ReminderLine(one, StepKey(1, 2, 0, BOB.id), Tone.FIRM, True) for one in shown]
    return ReminderFacts(tuple(lines), 0, 1)


def test_a_list_gives_each_request_its_buttons_and_says_who_hears_of_it_next() -> None:
    message = reminder.reminder(several(3), BOB, NOW)
    assert labels_of(message) == ["Let's talk", "I have it …", "Contact made …", "Not mine …"] * 3
    assert message.text.count("Pia hears of it on Thu 26 Nov") == 3
    values = [e["value"] for b in message.blocks if b["type"] == "actions" for e in b["elements"] if "value" in e]  # type: ignore[attr-defined]  # blocks are plain JSON
    assert sorted(set(values)) == ["1", "2", "3"]


def test_ten_requests_of_wordy_clients_are_all_in_the_text_that_phones_show() -> None:
    wordy = several(10, client_name="Acme " * 20, contact_name="Jane " + "Miller" * 20)
    message = reminder.reminder(replace(wordy, more=4), BOB, NOW)
    assert message.text.endswith("and 4 more in Home")
    assert all(f"#{number} · " in message.text for number in range(1, 11))
    assert len(message.blocks) <= 50


def test_who_stands_in_for_an_owner_is_told_so_in_a_list_too() -> None:
    away = replace(facts().cast, inactive=frozenset({BOB.id}))
    message = reminder.reminder(several(2, cast=away), PIA, NOW)
    assert message.text.count("With Bob, who can't be reached just now") == 2


def test_what_was_taken_is_one_line_that_opens_it() -> None:
    taken = replace(several(2).lines[0], facts=facts(request(State.PROMISED, id=1)), is_live=False)
    message = reminder.reminder(ReminderFacts((taken, several(2).lines[1]), 0, 1), BOB, NOW)
    assert "#1 · Acme GmbH, Portal: More work in three departments · You have it." in message.text
    assert len(labels_of(message)) == 4, "the buttons of the other one"
    [opens] = [block["accessory"] for block in message.blocks if "accessory" in block]
    assert opens["value"] == "1"  # type: ignore[index]  # blocks are plain JSON
