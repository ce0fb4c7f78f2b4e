"""A week with something of everything, for whatever shows a digest."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.digest_figures import DigestFigures, Share, Thread, Threads, Times, WeekFigures
from bot.domain.events import EventKind
from bot.domain.facts import DigestFacts, DigestLesson, DigestLine, DigestLines, Waited
from bot.domain.lives import Standing
from bot.domain.request import Evidence, State, Turn
from bot.domain.survival import Quantiles
from tests.texts.sample import BOB, DAY, T0, request

ENOUGH = Times(Quantiles(12, 10, 1620, None), Quantiles(12, 10, 500, 1200))
FEW = Times(Quantiles(3, 2, 60, None), Quantiles(3, 2, 60, None))


def week(place: int = 7, **changes: object) -> WeekFigures:
    """The figures of one of eight weeks."""
    start = T0 + (place - 7) * 7 * DAY
    usual = WeekFigures(
        start=start,
        end=start + 7 * DAY,
        new=6,
        answered=5,
        closed=4,
        reopened=1,
        open_by_state={State.OPEN: 3, State.PROMISED: 2, State.WAITING: 4},
        kept=3,
        moved=1,
        broken=1,
        broken_with_copy=0,
        touches={Evidence.CLAIMED: 5, Evidence.AUTHENTICATED: 2},
        holding=2,
        chases=2,
        chases_unverified=1,
        before_escalation=Share(8, 9),
        not_needed={"too soon": 2},
        withheld={"it was snoozed": 3},
        undecided=1,
        undelivered=1,
        heard=ENOUGH,
        turned=FEW,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def line(
    words: str = "Could you call our heads?",
    client: str = "Acme GmbH",
    project: str = "Portal",
    promised: str = "call them",
) -> DigestLine:
    """One thread."""
    return DigestLine(
        request=request(State.OPEN, wish=words, words=words),
        client_name=client,
        project_name=project,
        owner=BOB,
        standing=Standing(State.OPEN, 1, BOB.id, T0, T0 + 8 * DAY, 3, EventKind.CHASED, T0 + 6 * DAY),
        promised=promised,
        took=timedelta(hours=5),
        turned_to=Turn.CLIENTS,
        waits_days=7,
        waited=Waited(5, timedelta(hours=40)),
    )


def facts(**changes: object) -> DigestFacts:
    """All of a digest."""
    thread = Threads((Thread(12, Standing(State.OPEN)),), 1)
    lines = DigestLines((line(),), 1)
    usual = DigestFacts(
        week="2026-W48",
        starts_at=T0,
        ends_at=T0 + 7 * DAY,
        zone="Europe/Berlin",
        figures=DigestFigures(tuple(week(place) for place in range(8)), thread, thread, thread, thread, ()),
        decisions=lines,
        promises=lines,
        went_well=lines,
        triage=lines,
        lessons=(DigestLesson(12, "Ask for dates at once."), DigestLesson(13, None)),
        anchor="ab12cd34",
        sealed_events=344,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test's own choice of fields


def quiet() -> DigestFacts:
    """A week in which nothing was open."""
    empty = week(new=0, answered=0, open_by_state={}, kept=0)
    return facts(
        figures=replace(facts().figures, weeks=(empty,)),
        **dict.fromkeys(("decisions", "promises", "went_well", "triage"), DigestLines()),
    )
