"""What holds of every ladder in every zone, through outages and hours that do not exist or exist twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import life
from bot.domain.calendar import Absence, Calendar
from bot.domain.delay import Delay
from bot.domain.ladder import HEADS_UP_RUNG, upcoming
from bot.domain.life import DateRefused, TransitionRefused
from bot.domain.people import Cast, Role
from bot.domain.policy import KEY_CLIENT, RELAXED, STANDARD, Policy, Rung, Tone, checked
from bot.domain.request import Cycle, Outcome, Request, State
from bot.domain.working_hours import WorkingHours
from tests.domain.lives import BOB, DANA, KIM, LEA, PIA, Life, a_request
from tests.domain.zones import DAY, MINUTE, calendars, hours, office

ODD = checked(
    Policy(
        "odd",
        7,
        (
            Rung(Delay.parse("0"), (Role.OWNER,), Tone.CARD),
            Rung(Delay.parse("50m"), (Role.LEAD, Role.BACKUP), Tone.HELP),
            Rung(Delay.parse("18h wall"), (Role.BACKUP, Role.OWNER), Tone.FIRM),
            Rung(Delay.parse("3d"), (Role.LEAD, Role.REPORTER), Tone.FACTS),
        ),
        Delay.parse("26h wall"),
    )
)
POLICIES = st.sampled_from([STANDARD, KEY_CLIENT, RELAXED, ODD])
MANY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FURTHEST = 20 * DAY


@st.composite
def lives(
    draw: st.DrawFn, state: State = State.OPEN, kind: st.SearchStrategy[WorkingHours] = hours, is_away: bool = True
) -> Life:
    """A request of people in any zones, close to a change of their clocks; some hold several parts.

    Unless `is_away` nobody goes away: who hears changes with that, and so it matters when one looks.
    """
    theirs = [draw(calendars(kind)) for _ in range(draw(st.integers(1, 2)))]
    people: dict[int, Calendar] = {
        person: theirs[draw(st.integers(0, len(theirs) - 1))][0] for person in (DANA, BOB, PIA, LEA, KIM)
    }
    if not is_away:
        people = {person: replace(calendar, absences=()) for person, calendar in people.items()}
    start = theirs[0][1] + MINUTE * draw(st.integers(-1440, 2880))
    backup, lead = draw(st.sampled_from([PIA, None, BOB])), draw(st.sampled_from([LEA, None, BOB, PIA]))
    inactive = draw(st.frozensets(st.sampled_from([BOB, PIA, LEA]), max_size=1))
    policy = draw(POLICIES)
    one = Life(a_request(state, start, policy), policy, Cast(BOB, backup, lead, DANA, KIM, inactive), people)
    rung = draw(st.integers(0, policy.top)) if state is State.OPEN else 0
    cycle = one.request.cycle
    one.request = replace(one.request, cycle=Cycle(cycle.number, cycle.cause, start, start, rung, rung))
    one.look(start)
    return one


pauses = st.lists(
    st.integers(1, 600).map(lambda n: MINUTE * n)
    | st.integers(1, 90).map(lambda n: timedelta(hours=n))
    | st.integers(3, 20).map(lambda n: DAY * n),
    max_size=6,
)


def looked_at(one: Life, start: datetime, gaps: list[timedelta]) -> datetime:
    """Look after each of these pauses; returns the last moment."""
    now = start
    for gap in gaps:
        now += gap
        one.look(now)
    return now


@MANY
@given(lives(), pauses)
def test_whenever_one_looks_each_step_gets_one_outcome_in_office_hours(one: Life, gaps: list[timedelta]) -> None:
    looked_at(one, one.request.handed_over_at, gaps)  # `Life` checks at each look
    assert not set(one.sent) & set(one.overtaken)


@st.composite
def absences(draw: st.DrawFn, start: datetime) -> tuple[Absence, ...]:
    """When somebody is away, from hours to weeks after `start`, and perhaps who was named to stand in."""
    edges = st.tuples(st.integers(-1440, 20 * 1440), st.integers(1, 12 * 1440))
    return tuple(
        Absence(
            start + MINUTE * begin, start + MINUTE * (begin + length), draw(st.sampled_from([None, PIA, LEA])), number
        )
        for number, (begin, length) in enumerate(draw(st.lists(edges, max_size=2)), start=1)
    )


@MANY
@given(lives() | lives(State.PROMISED), st.lists(st.none() | st.integers(1, 6000), max_size=14), st.data())
def test_no_step_is_ever_due_for_somebody_who_is_away(one: Life, gaps: list[int | None], data: st.DataObject) -> None:
    now = one.request.handed_over_at
    one.calendars = {
        person: replace(calendar, absences=data.draw(absences(now))) for person, calendar in one.calendars.items()
    }
    one.foreseen = {}
    for gap in gaps:
        timely = one.request.due_at if gap is None else None
        now = timely or now + MINUTE * (gap or 60)
        progress = one.look(now)
        for step in (*progress.due, *progress.overtaken):
            assert one.calendars[step.key.recipient].absence_at(now) is None
        assert all(one.calendars[key.recipient].absence_at(now) is None for key in one.foreseen), "others hear instead"
        for key, due_at in one.foreseen.items():
            assert one.calendars[key.recipient].absence_at(due_at) is None


@MANY
@given(lives(is_away=False), pauses)
def test_rare_looks_and_timely_ones_find_the_same_steps(rare: Life, gaps: list[timedelta]) -> None:
    start = rare.request.handed_over_at
    timely = Life(rare.request, rare.policy, rare.cast, rare.calendars, dict(rare.sent), dict(rare.overtaken))
    end = looked_at(rare, start, gaps)
    while timely.request.due_at is not None and timely.request.due_at <= end:
        timely.look(timely.request.due_at)
    fallen_due = {step.key for step in upcoming(rare.situation(), end) if step.due_at <= end}
    assert timely.done == fallen_due
    assert rare.done <= fallen_due
    assert all(not rare.calendars[key.recipient].is_open(end) for key in fallen_due - rare.done)
    assert set(rare.sent) <= set(timely.sent) | set(rare.overtaken)


@MANY
@given(lives(is_away=False))
def test_from_due_time_to_due_time_there_is_always_something_to_do(one: Life) -> None:
    for _ in range(12):
        assert one.request.due_at is not None
        before = one.request.due_at
        progress = one.look(before)
        assert progress.due or progress.overtaken, "nobody looks in vain"
        assert one.request.due_at is None or one.request.due_at > before


@MANY
@given(lives())
def test_looking_again_finds_nothing_new(one: Life) -> None:
    for _ in range(8):
        assert one.request.due_at is not None
        now = one.request.due_at
        settled = replace(one.look(now).request)
        again = one.look(now)
        assert (again.request, again.due, again.overtaken, again.events) == (settled, (), (), ())


@MANY
@given(lives(), st.integers(1, 60))
def test_each_persons_steps_rise_and_never_fall_back(one: Life, days: int) -> None:
    now = one.request.handed_over_at + DAY * days
    heard: dict[int, list[tuple[datetime, int]]] = {}
    for step in upcoming(one.situation(), now):
        assert one.calendars[step.key.recipient].is_open(step.due_at)
        heard.setdefault(step.key.recipient, []).append((step.due_at, step.key.rung + step.key.repetition))
    for places in heard.values():
        assert places == sorted(places)
        assert len({place for _, place in places}) == len(places)


@MANY
@given(lives(State.PROMISED), st.integers(1, 14 * 1440), pauses)
def test_a_promise_has_at_most_one_heads_up_and_breaks_on_time(one: Life, minutes: int, gaps: list[timedelta]) -> None:
    start = one.request.handed_over_at
    one.becomes(life.taken(one.request, what="call", by=start + MINUTE * minutes, now=start))
    one.look(start)
    end = looked_at(one, start, gaps)
    heads_ups = [at for key, at in one.sent.items() if key.rung == HEADS_UP_RUNG]
    assert len(heads_ups) <= 1
    assert all(at < start + MINUTE * minutes for at in heads_ups)
    assert (one.request.state is State.OPEN) == (end >= start + MINUTE * minutes)


def _later(now: datetime, minutes: int) -> datetime:
    return now + MINUTE * minutes


ACTS: dict[str, Callable[[Life, datetime, int], Request]] = {
    "take": lambda one, now, n: life.taken(one.request, what="call", by=_later(now, n), now=now),
    "reply": lambda one, now, n: life.touched_ours(one.request, what="call", by=_later(now, n), now=now),
    "ask": lambda one, now, n: life.touched_clients(one.request, ask_again_at=_later(now, n), now=now),
    "wait on": lambda one, now, n: life.waited_on(one.request, ask_again_at=_later(now, n), now=now),
    "chase": lambda one, now, _: life.chased(one.request, one.policy, now),
    "answer": lambda one, now, _: life.answered(one.request, now),
    "pass on": lambda one, now, n: life.reassigned(one.request, owner_id=(BOB, PIA, LEA, DANA)[n % 4], now=now),
    "snooze": lambda one, now, n: life.snoozed(
        one.request, until=_later(now, n), reason="fair", now=now, furthest=now + FURTHEST
    ),
    "close": lambda one, now, _: life.closed(one.request, Outcome.DONE, now),
    "reopen": lambda one, now, _: life.reopened(one.request, now),
}
acts = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 10_000), st.integers(1, 6_000).map(lambda n: MINUTE * n)),
    max_size=12,
)


@MANY
@given(lives(), acts)
def test_over_a_whole_life_nothing_is_lost_or_doubled(one: Life, deeds: list[tuple[str, int, timedelta]]) -> None:
    now = one.request.handed_over_at
    for name, minutes, pause in deeds:
        now += pause
        one.look(now)
        before = one.request
        try:
            one.becomes(ACTS[name](one, now, minutes))
        except (TransitionRefused, DateRefused):
            continue
        if name == "chase":
            assert one.request.cycle.rung >= one.policy.capped(before.cycle.rung)
        if name == "snooze":
            silent = one.look(now)
            assert not silent.due
        one.look(now)
    assert not set(one.sent) & set(one.overtaken)


@MANY
@given(lives(kind=office, is_away=False), st.integers(0, 8), st.integers(60, 12_000))
def test_after_a_snooze_the_owner_hears_at_once_and_higher(one: Life, looks: int, minutes: int) -> None:
    now = one.request.handed_over_at
    for _ in range(looks):
        assert one.request.due_at is not None
        now = one.request.due_at
        one.look(now)
    stood, until = one.request.cycle.rung, now + MINUTE * minutes
    one.becomes(life.snoozed(one.request, until=until, reason="fair", now=now, furthest=now + FURTHEST))
    one.look(now)
    owner = one.situation().cast.reachable(Role.OWNER)
    assert owner is not None
    opening = one.calendars[owner].next_open(until)
    while one.request.due_at is not None and opening is not None and one.request.due_at <= opening:
        assert one.request.due_at >= until
        one.look(one.request.due_at)
    place = {key.rung + key.repetition for key, at in one.sent.items() if key.recipient == owner and at == opening}
    to_owner = one.policy is not ODD or stood + 1 in {2, *range(one.policy.top + 1, 99)}
    assert place == {stood + 1} or not to_owner
