"""The page behind "Why this?", and the choice of reasons beside it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings

from bot.domain.calendar import Absence, Calendar
from bot.domain.delay import Delay
from bot.domain.facts import RequestFacts, Waited
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG, Withheld
from bot.domain.not_needed import NotNeeded
from bot.domain.people import Role
from bot.domain.policy import KEY_CLIENT, Tone
from bot.domain.request import Cause, State
from bot.domain.step import StepKey
from bot.domain.stopping import stops
from bot.domain.why import LateBy, PastStep, Why
from bot.domain.working import AT_ONCE, Length, Reckoning, Since
from bot.domain.working_hours import WorkingHours
from bot.services.calendars import zone_of
from bot.slack.names import ActionId
from bot.slack.views import why as views
from tests.slack.hostile import assert_view_fits, hostile
from tests.slack.test_views_forms import said
from tests.texts.sample import BOB, DANA, DAY, LEA, PIA, T0, facts, request

HOUR, FOUR_HOURS = timedelta(hours=1), Delay.parse("4h")
FRIDAY = T0 - 3 * DAY + 6 * HOUR  # 16:00 in Berlin
UNITY = date(2026, 10, 3)
CALENDAR = Calendar(
    zone_of("Europe/Berlin"),
    WorkingHours.parse("Mon-Fri 09:00-17:30"),
    frozenset({date(2026, 11, 23)}),
    holiday_names={date(2026, 11, 23): "Tag der Agentur"},
)
OFFICE = replace(CALENDAR, holidays=frozenset(), holiday_names={})


def past(
    length: Length = FOUR_HOURS,
    *,
    calendar: Calendar = OFFICE,
    rung: int = 1,
    repetition: int = 0,
    since: Since = Since.CYCLE,
    anchor: datetime = FRIDAY,
    **changes: object,
) -> PastStep:
    clock = Reckoning(calendar, anchor, length, since)
    step = PastStep(
        StepKey(1, rung, repetition, BOB.id),
        Role.OWNER,
        Tone.GENTLE,
        clock.due_at,
        clock.due_at,
        "key-client",
        1,
        "sent",
        None,
        clock.due_at,
        Cause.HANDED_OVER,
        "client tier",
        clock,
    )
    return replace(step, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


CARD = past(AT_ONCE, rung=0)


def why(step: PastStep | None = None, about: RequestFacts | None = None, **changes: object) -> Why:
    shown, known = step or past(), about or facts()
    fresh = Why(
        facts=known,
        reader=BOB,
        recipient=BOB,
        step=shown,
        policy=KEY_CLIENT,
        working=shown.reckoning.working() if shown.reckoning else None,
        earlier=(CARD,),
        others=(shown, *([CARD] if shown.key != CARD.key else [])),
        stopped_by=None,
        stops=stops(shown.key, known.request),
    )
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def page(of: Why, now: datetime = T0 + 5 * HOUR) -> str:
    view = views.why(of, now)
    assert_view_fits(view)
    assert "!" not in said(view)
    assert "None" not in said(view)
    return said(view)


def test_the_working_behind_a_reminder_is_laid_open() -> None:
    shown = page(why())
    assert "Reminder 1, for you: due on Mon 23 Nov, 11:30, sent then." in shown
    assert "The plan is “key-client”, version 1, the one for clients of this tier." in shown
    assert "Reminder 1 comes 4 working hours after the hand-over." in shown
    assert "Fri 16:00 + 4 working hours = Mon 11:30" in shown
    assert "Not counted: weekend. Your hours: Mon-Fri 09:00-17:30, in Berlin." in shown
    assert "Fri 16:00 to 17:30: counted, 1 hour 30 minutes" in shown
    assert "Sat 21 Nov to Sun 22 Nov: weekend" in shown
    assert "the card for you, sent then" in shown
    assert "What would stop it: taking it with a next step and a date, contact with Jane, a snooze" in shown
    assert "Pia hears" in shown


def test_holidays_are_called_by_their_names() -> None:
    shown = page(why(past(calendar=CALENDAR)), T0 + 2 * DAY)
    assert "Fri 16:00 + 4 working hours = Tue 11:30" in shown
    assert "Not counted: weekend and Mon 23 Nov: Tag der Agentur." in shown


def test_working_days_are_counted_by_name() -> None:
    shown = page(why(past(Delay.parse("2d"), rung=3)), T0 + 2 * DAY)
    assert "Fri 16:00 + 2 working days = Tue 16:00" in shown
    assert "Mon 23 Nov, Tue 24 Nov: counted, 2 working days" in shown


def test_a_run_that_began_higher_up_says_so() -> None:
    shown = page(why(past(Delay.parse("1d"), rung=3, cause=Cause.CHASE)))
    assert "Reminder 3 comes 1 working day after the client's asking again, as this run began further on." in shown


def test_another_readers_page_names_whose_hours_they_were() -> None:
    assert "Times are shown as in London." in page(why(reader=PIA))
    shown = page(why(reader=LEA, others=(past(),)))
    assert "Times are shown" not in shown
    assert "Reminder 1, for Bob" in shown
    assert "Bob’s hours: Mon-Fri 09:00-17:30, in Berlin." in shown


def test_how_long_the_client_has_waited_is_told_by_their_own_calendar() -> None:
    waited = facts(client_waits_days=5, client_waited=Waited(3, 24 * HOUR))
    assert "Jane has been waiting for 3 working days (5 days), since Mon 23 Nov, 10:00." in page(why(about=waited))


def test_what_has_stopped_it_is_told() -> None:
    waiting = facts(request(State.WAITING))
    assert "No such reminder comes now: it is the client's turn." in page(
        why(about=waiting, stopped_by=Withheld.TURN_OF_CLIENT)
    )


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize(
    ("rung", "repetition", "since", "length"),
    [
        (0, 0, Since.CYCLE, AT_ONCE),
        (2, 0, Since.SNOOZE, Delay.parse("1d")),
        (4, 3, Since.REMINDER, Delay.parse("1d")),
        (HEADS_UP_RUNG, 1, Since.PROMISE, 5 * HOUR),
        (TRIAGE_RUNG, 0, Since.CYCLE, Delay.parse("1d")),
        (4, 0, Since.CYCLE, Delay.parse("30d")),
        (1, 0, Since.CYCLE, Delay.parse("90h wall")),
        (1, 0, Since.CYCLE, Delay.parse("200h")),
    ],
)
def test_every_kind_of_step_has_its_page(
    rung: int, repetition: int, since: Since, length: Length, cause: Cause
) -> None:
    step = past(length, rung=rung, repetition=repetition, since=since, cause=cause, calendar=CALENDAR)
    assert page(why(step))
    assert page(why(replace(step, reckoning=None, cause=None, chosen_by=None, outcome=None)))


def test_a_step_without_effect_says_why() -> None:
    assert "withheld: a later rung was due as well." in page(
        why(past(outcome="withheld", reason=Withheld.OVERTAKEN.value))
    )


def test_late_is_said_with_its_time() -> None:
    late = past()
    assert "due on Mon 23 Nov, 11:30, sent on Mon 23 Nov, 12:30." in page(
        why(replace(late, decided_at=late.due_at + HOUR))
    )


def test_a_long_absence_is_told_with_its_dates() -> None:
    away = replace(OFFICE, absences=(Absence(T0 + DAY, T0 + 10 * DAY),))
    shown = page(why(past(Delay.parse("2d"), calendar=away, rung=2, anchor=T0)))
    assert "Tue 24 Nov" in shown
    assert "Thu 3 Dec" in shown


def test_lateness_is_told_with_its_reason() -> None:
    late = past()
    said = page(why(replace(late, decided_at=late.due_at + HOUR), late_by=LateBy.BUDGET))
    assert "sent on Mon 23 Nov, 12:30 (there were enough messages that day)." in said


def test_the_question_of_an_ask_again_date_is_stopped_by_its_own_buttons() -> None:
    known = facts(replace(request(), cycle=replace(request().cycle, cause=Cause.ASK_AGAIN)))
    shown = page(why(about=known))
    assert "waiting until another date" in shown
    assert "taking it" not in shown


@settings(max_examples=30, deadline=None)
@given(text=hostile, name=hostile)
def test_hostile_text_stays_text(text: str, name: str) -> None:
    known = facts(request(wish=text), client_name=name, contact_name=name)
    assert_view_fits(views.why(why(about=known), T0))
    assert_view_fits(views.not_needed(why(about=known)))
    assert_view_fits(views.noted(known, BOB, NotNeeded.OTHER))


def test_a_hundred_reminders_fit_into_the_menu() -> None:
    many = tuple(past(repetition=number, rung=4) for number in range(150))
    assert page(why(others=many, earlier=many))


@pytest.mark.parametrize(
    ("reason", "offered"),
    [
        (NotNeeded.HEARD, ActionId.CONTACT),
        (NotNeeded.NOT_MINE, ActionId.NOT_MINE),
        (NotNeeded.TOO_SOON, ActionId.SNOOZE),
        (NotNeeded.DONE, ActionId.CLOSE),
        (NotNeeded.OTHER, None),
    ],
)
def test_each_reason_offers_the_form_that_fits(reason: NotNeeded, offered: ActionId | None) -> None:
    view = views.noted(facts(), BOB, reason)
    assert_view_fits(view)
    assert str(offered or "Noted") in str(view)
    others = {ActionId.CONTACT, ActionId.NOT_MINE, ActionId.SNOOZE, ActionId.CLOSE} - {offered}
    assert not any(str(action) in str(view) for action in others)
    closed = str(views.noted(facts(request(State.CLOSED)), BOB, reason))
    assert not any(str(action) in closed for action in {*others, offered} - {None})
    assert str(ActionId.SNOOZE) not in str(views.noted(facts(), DANA, NotNeeded.TOO_SOON)), "that is the owner's"
