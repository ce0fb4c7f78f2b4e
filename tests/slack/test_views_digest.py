"""The digest: it fits whatever stands in it, names nobody where nobody is to be named, and its picture says what it
shows.
"""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from PIL import Image

from bot import charts
from bot.domain.digest_figures import DigestFigures, Share, Thread, Threads, Times, WeekFigures
from bot.domain.events import EventKind
from bot.domain.facts import DigestFacts, DigestLesson, DigestLine, DigestLines, Waited
from bot.domain.lives import Standing
from bot.domain.request import Evidence, State
from bot.domain.survival import Quantiles
from bot.slack.views import digest
from bot.texts import digest as texts
from bot.texts import digest_figures, digest_picture
from tests.slack.hostile import assert_fits, assert_view_fits, hostile
from tests.texts.sample import BOB, DAY, T0, request

DOCS = Path(__file__).parents[2] / "docs" / "digest.md"
ENOUGH = Times(Quantiles(12, 10, 1620, None), Quantiles(12, 10, 500, 1200))
FEW = Times(Quantiles(3, 2, 60, None), Quantiles(3, 2, 60, None))


def week(place: int = 7, **changes: object) -> WeekFigures:
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


def line(words: str = "Could you call our heads?", name: str = "Acme GmbH", state: State = State.OPEN) -> DigestLine:
    return DigestLine(
        request=request(state, wish=words, words=words),
        client_name=name,
        project_name=name,
        owner=BOB,
        standing=Standing(state, 1, BOB.id, T0, T0 + 8 * DAY, 3, EventKind.CHASED, T0 + 6 * DAY),
        promised=words,
        took=timedelta(hours=5),
        waits_days=7,
        waited=Waited(5, timedelta(hours=40)),
    )


def facts(**changes: object) -> DigestFacts:
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


def test_it_opens_with_how_the_week_stands_and_ends_with_the_anchor() -> None:
    post = digest.digest(facts())
    assert_fits(post)
    first, last = post.text.splitlines()[0], post.text.splitlines()[-1]
    assert first == (
        "Week 2026-W48: 1 request waits for us, the longest for 5 working days (7 days); "
        "5 client requests were answered, 9 open in all."
    )
    assert last == "Record sealed: 344 events, anchor ab12cd34"
    assert "!" not in post.text


def test_a_thread_says_how_long_with_whom_what_was_promised_and_what_happened_last() -> None:
    said = digest.digest(facts()).text
    assert "Waiting for 5 working days (7 days) · with Bob · promised by" in said
    assert "last: the client asked again," in said


def test_a_quiet_week_is_said_in_one_sentence() -> None:
    quiet = week(new=0, answered=0, open_by_state={}, kept=0)
    empty = facts(
        figures=replace(facts().figures, weeks=(quiet,)),
        **dict.fromkeys(("decisions", "promises", "went_well", "triage"), DigestLines()),
    )
    post = digest.digest(empty)
    assert "nothing is open, and no client is waiting." in post.text
    assert texts.PROMISES not in post.text


def test_without_names_nobody_is_named() -> None:
    nobody = facts(names=False)
    assert "Bob" not in digest.digest(nobody).text + str(digest.figures(nobody))


def test_nobody_is_ranked_or_counted() -> None:
    """People stand in the post as owners of a thread, and in the figures not at all."""
    assert "Bob" not in str(digest.figures(facts()))


@settings(max_examples=40, deadline=None)
@given(words=hostile, name=hostile)
def test_hostile_text_stays_text(words: str, name: str) -> None:
    many = DigestLines((line(words, name),) * 10, 40)
    full = facts(decisions=many, promises=many, went_well=many, triage=many, lessons=(DigestLesson(1, words),) * 10)
    assert_fits(digest.digest(full))
    assert_view_fits(digest.figures(full))


def test_the_longest_is_read_in_five_minutes() -> None:
    many = DigestLines((line(),) * 10, 40)
    post = digest.digest(facts(decisions=many, promises=many, went_well=many))
    assert len(post.blocks) <= 50
    assert len(post.text.split()) < 5 * 200
    assert "and 30 more" in post.text


def test_few_are_shown_as_such_and_what_is_not_reached_is_said() -> None:
    said = str(digest.figures(facts()))
    assert "*Turn really theirs, median:* too few to say (n = 3, 1 without)" in said
    assert "*First word from us, nine in ten:* not reached (n = 12, 2 without)" in said
    assert "*Promises kept:* 3 of 4\\n" in said
    assert "*Answered before anybody else was told:* 8 of 9 (89 %)" in said


def test_what_a_figure_means_is_one_press_away_and_in_the_docs() -> None:
    docs = " ".join(DOCS.read_text(encoding="utf-8").split())
    meanings = str(digest.meanings())
    assert_view_fits(digest.meanings())
    for figure in digest_figures.FIGURES:
        assert figure.name in meanings
        assert f"**{figure.name}.** {figure.means}" in docs


def test_erased_words_are_shown_as_such() -> None:
    assert "#13: (erased)" in str(digest.figures(facts()))


def test_the_picture_is_a_square_for_a_phone_with_words_for_who_cannot_see_it() -> None:
    picture = digest_picture.picture(facts())
    with Image.open(BytesIO(charts.png(picture))) as image:
        assert image.size == (1200, 1200)
        assert image.convert("RGB").getpixel((1, 1)) == (255, 255, 255), "its own paper, so that dark mode keeps it"
    assert picture.weeks == ("W41", "W42", "W43", "W44", "W45", "W46", "W47", "W48")
    assert digest_picture.alt_text(facts()) == (
        "Week 2026-W48: the last eight weeks. Open: 3, 3, 3, 3, 3, 3, 3, 3. Promised: 2, 2, 2, 2, 2, 2, 2, 2. "
        "Waiting: 4, 4, 4, 4, 4, 4, 4, 4. Answered: 5, 5, 5, 5, 5, 5, 5, 5. "
        "Median time to a first word, each over eight weeks: 27 h, 27 h, 27 h, 27 h, 27 h, 27 h, 27 h, 27 h."
    )


def test_a_picture_of_nothing_says_so() -> None:
    empty = replace(facts().figures, weeks=tuple(week(n, heard=FEW, open_by_state={}, answered=0) for n in range(8)))
    assert charts.png(digest_picture.picture(facts(figures=empty))).startswith(b"\x89PNG")
    assert "none, none" in digest_picture.alt_text(facts(figures=empty))
