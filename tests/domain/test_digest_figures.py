"""The figures of the digest against an independent computation from exported lines, figure by figure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Calendar
from bot.domain.digest_figures import WEEKS, DigestFigures, Scope, Tally
from bot.domain.events import EventKind, RecordedEvent
from bot.domain.export import ExportedEvent, event_lines
from bot.domain.request import Evidence, State
from bot.domain.seal import sealed_fields
from bot.domain.survival import Durations
from bot.domain.weeks import Week
from bot.domain.working_hours import WorkingHours
from tests.domain import naive_digest, told_digest
from tests.domain.naive_hours import Hours, worked_by
from tests.domain.trails import BEGINS, trail

WEEK = timedelta(days=7)
HOURS = {
    None: Hours("UTC", "Mon-Fri 08:00-16:00"),
    1: Hours("UTC", "Mon-Fri 09:00-17:00"),
    2: Hours("America/New_York", "Mon-Thu 08:00-18:00"),
    3: Hours("Asia/Kolkata", "Tue-Sat 09:00-12:30, 13:30-17:30"),
}
OFFICES = {
    who: Calendar(ZoneInfo(hours.zone), WorkingHours.parse(hours.text), frozenset()) for who, hours in HOURS.items()
}
Trail = dict[int, list[RecordedEvent]]


def counted(trail: Trail, end: datetime, scope: Scope | None = None) -> DigestFigures:
    bounds = [end - WEEK * weeks for weeks in range(2 * WEEKS - 1, -1, -1)]
    tally = Tally(bounds, end + WEEK, OFFICES.__getitem__, scope)
    for number, events in trail.items():
        tally.add(number, events)
    return tally.figures()


def exported(trail: Trail) -> Sequence[naive_digest.Life]:
    """The lives that an export of the trail tells of."""
    events = [ExportedEvent(sealed_fields(event)) for theirs in trail.values() for event in theirs]
    return naive_digest.read(event_lines(events)).lives


def naive_figures(lives: Sequence[naive_digest.Life], end: datetime) -> dict[str, object]:
    return naive_digest.figures(lives, naive_digest.weeks_until(end.date(), "UTC"), worked_by(HOURS))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 60), st.integers(1, 22))
def test_every_figure_of_every_week_is_what_the_definitions_say(seed: int, requests: int, weeks: int) -> None:
    made = trail(seed, requests)
    end = BEGINS + weeks * WEEK
    lives = exported(made)
    figures = counted(made, end)
    for week in figures.weeks:
        assert told_digest.figures(week) == naive_figures(lives, week.end)
    assert told_digest.threads(figures) == naive_digest.threads(lives, end - WEEK, end, "UTC")


def test_a_quarter_of_a_thousand_requests_figure_by_figure() -> None:
    made = trail(47, 1_000)
    figures = counted(made, BEGINS + 20 * WEEK)
    assert len(figures.weeks) == WEEKS
    assert figures.week.heard.calendar.n > 100
    lives = exported(made)
    for week in figures.weeks:
        assert told_digest.figures(week) == naive_figures(lives, week.end)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_what_came_after_the_end_changes_nothing(seed: int, requests: int) -> None:
    made, end = trail(seed, requests), BEGINS + 12 * WEEK
    cut = {number: [event for event in events if event.at < end] for number, events in made.items()}
    assert counted(made, end) == counted({number: events for number, events in cut.items() if events}, end)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_a_week_is_the_same_beside_a_later_one(seed: int, requests: int) -> None:
    """But for whose it was: a request belongs where it is at the end."""
    made, end = trail(seed, requests), BEGINS + 12 * WEEK
    assert counted(made, end).weeks[-1] == counted(made, end + WEEK).weeks[-2]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 60))
def test_the_parts_of_a_whole_add_up(seed: int, requests: int) -> None:
    made, end = trail(seed, requests), BEGINS + 15 * WEEK
    begun = {n: [one for one in e if one.at < end] for n, e in made.items()}
    routed = {n: e for n, e in begun.items() if len(e) > 1 and e[1].kind is EventKind.ROUTED}
    whole = counted(routed, end).week
    parts = [counted(routed, end, Scope(projects=frozenset([project]))).week for project in (10, 20, 30)]
    assert whole.new == sum(part.new for part in parts)
    assert whole.open == sum(part.open for part in parts)
    assert whole.heard.calendar.n == sum(part.heard.calendar.n for part in parts)


lengths = st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40)


@given(lengths)
def test_kaplan_and_meier_by_the_book(given_lengths: list[tuple[int, bool]]) -> None:
    durations = Durations()
    for minutes, is_over in given_lengths:
        durations.add(minutes, has_ended=is_over)
    found = durations.quantiles()
    assert (found.median, found.ninetieth) == naive_digest.kaplan_meier(given_lengths)
    assert (found.n, found.happened) == (len(given_lengths), sum(is_over for _, is_over in given_lengths))


def test_who_still_waits_is_not_left_out() -> None:
    """Three were answered within an hour, four wait since a week: half of them have not heard within the hour."""
    durations = Durations()
    for minutes, is_over in [(30, True)] * 3 + [(10_080, False)] * 4:
        durations.add(minutes, has_ended=is_over)
    assert durations.quantiles().median is None


def event(number: int, kind: EventKind, day: float, **data: object) -> RecordedEvent:
    at = BEGINS + timedelta(days=day)
    return RecordedEvent(number, "T1", at, kind, 1, 1, data, None)  # type: ignore[arg-type]  # a test's own data


def handed_over(day: float) -> list[RecordedEvent]:
    return [event(1, EventKind.HANDED_OVER, day, source="mail"), event(2, EventKind.ROUTED, day, owner=1, project=10)]


CLIENTS = {"turn": "client's", "evidence": "claimed", "channel": "call"}


def test_a_request_that_is_opened_again_neither_flatters_nor_spoils() -> None:
    first = [*handed_over(1), event(3, EventKind.TOUCHED, 2, **CLIENTS), event(4, EventKind.CLOSED, 3, outcome="done")]
    again = [
        *first,
        event(5, EventKind.REOPENED, 9),
        event(6, EventKind.TOUCHED, 10, **CLIENTS),
        event(7, EventKind.CLOSED, 11, outcome="done"),
    ]
    end = BEGINS + 2 * WEEK
    once, twice = counted({1: first}, end), counted({1: again}, end)
    assert twice.week.heard == once.week.heard
    assert (twice.week.new, twice.week.answered, twice.week.closed, twice.week.reopened) == (0, 0, 0, 1)
    assert twice.week.touches == {Evidence.CLAIMED: 1}


def test_a_holding_reply_is_a_word_but_not_their_turn_and_their_wait_goes_on() -> None:
    ours = {"turn": "ours", "evidence": "claimed", "until": (BEGINS + timedelta(days=9)).isoformat()}
    figures = counted({1: [*handed_over(1), event(3, EventKind.TOUCHED, 2, **ours)]}, BEGINS + WEEK)
    assert (figures.week.heard.calendar.happened, figures.week.turned.calendar.happened) == (1, 0)
    assert figures.week.open_by_state == {State.PROMISED: 1}
    [thread] = figures.decisions.first
    assert thread.standing.asked_at == BEGINS + timedelta(days=1)
    [promise] = figures.promises.first
    assert promise.standing.promised_in == 3


def test_a_wait_counts_from_the_mails_own_date_unless_the_client_has_heard_from_us_since() -> None:
    def written(day: float) -> str:
        return (BEGINS + timedelta(days=day)).isoformat()

    new = [event(1, EventKind.HANDED_OVER, 3, source="mail", written=written(1))]
    [thread] = counted({1: new}, BEGINS + WEEK).decisions.first
    assert thread.standing.asked_at == BEGINS + timedelta(days=1)
    for wrote, since in ((4.5, 4.5), (3.5, 5), (9, 5)):
        answered = [event(3, EventKind.TOUCHED, 4, **CLIENTS), event(4, EventKind.ANSWERED, 5, written=written(wrote))]
        [thread] = counted({1: [*new, *answered]}, BEGINS + WEEK).decisions.first
        assert thread.standing.asked_at == BEGINS + timedelta(days=since)


@pytest.mark.parametrize(("monday", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169)])
def test_a_promise_for_the_last_hour_of_a_week_stands_among_its_own_also_where_the_clocks_change(
    monday: date, hours: int
) -> None:
    """The coming week of Berlin ends on a Sunday of 23 or 25 hours."""
    zone, coming = ZoneInfo("Europe/Berlin"), Week(monday)
    start, end = coming.start(zone), coming.end(zone)
    assert end - start == timedelta(hours=hours)
    for due, is_there in ((end - timedelta(minutes=1), True), (end, False)):
        ours = {"turn": "ours", "evidence": "claimed", "until": due.isoformat()}
        made = [*handed_over(1), event(3, EventKind.TOUCHED, 2, **ours)]
        begun = [replace(one, at=coming.before().start(zone) + (one.at - BEGINS)) for one in made]
        tally = Tally([coming.before().start(zone), start], end, OFFICES.__getitem__)
        tally.add(1, begun)
        assert tally.figures().promises.count == is_there
        told = naive_digest.threads(exported({1: begun}), coming.before().start(zone), start, zone.key)
        assert told["promises"][0] == is_there


def test_working_time_is_the_owners() -> None:
    """From Saturday noon to Monday ten is one hour of work."""
    made = [*handed_over(5.5), event(3, EventKind.TOUCHED, 7 + 10 / 24, **CLIENTS)]
    heard = counted({1: made}, BEGINS + 2 * WEEK).week.heard
    assert (heard.calendar.median, heard.working.median) == (46 * 60, 60)


def test_the_longest_waits_come_first_and_no_more_than_ten() -> None:
    made = {n: [replace(one, request_id=n) for one in handed_over(6 - n / 10)] for n in range(1, 31)}
    order = list(made)
    Random(1).shuffle(order)
    figures = counted({n: made[n] for n in order}, BEGINS + WEEK)
    assert [thread.request_id for thread in figures.decisions.first] == list(range(30, 20, -1))
    assert figures.decisions.count == 30


@pytest.mark.parametrize("name", ["2026-W47", "2026-W53", "2027-W01", "2025-W01"])
def test_weeks_are_read_as_they_are_told(name: str) -> None:
    assert str(Week.named(name)) == name


@pytest.mark.parametrize("name", ["2026-47", "2025-W53", "2026-W00", "0001-W01", "9999-W52", "last", ""])
def test_what_is_no_week_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Week.named(name)


def test_a_week_begins_and_ends_on_the_clocks_of_its_zone() -> None:
    week, berlin = Week(date(2026, 10, 19)), ZoneInfo("Europe/Berlin")
    assert (week.start(berlin), week.end(berlin)) == (
        datetime(2026, 10, 18, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    )
    assert Week.of(datetime(2026, 10, 25, 22, 30, tzinfo=UTC), berlin) == week
    assert Week.of(datetime(2026, 10, 25, 23, tzinfo=UTC), berlin) == week.before(-1)


def test_whose_turn_it_is_after_a_contact_on_record_is_no_second_contact() -> None:
    ours = {"turn": "ours", "evidence": "copy seen"}
    answered = {**CLIENTS, "evidence": "copy seen", "same_contact": True}
    trail = [*handed_over(1), event(3, EventKind.TOUCHED, 2, **ours), event(4, EventKind.TOUCHED, 2.1, **answered)]
    figures = counted({1: trail}, BEGINS + WEEK)
    assert sum(figures.week.touches.values()) == 1
