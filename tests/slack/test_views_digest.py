"""The digest: it fits whatever stands in it, names nobody where nobody is to be named, and its picture says what it
shows.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from hypothesis import given, settings
from PIL import Image

from bot import charts
from bot.domain.digest_figures import Times
from bot.domain.facts import DigestLesson, DigestLines
from bot.domain.forgetting import Naming, left_of_message
from bot.domain.survival import Quantiles
from bot.slack.views import digest
from bot.texts import digest as texts
from bot.texts import digest_figures, digest_picture
from tests.slack.hostile import assert_fits, assert_view_fits, hostile
from tests.texts.weeks import ENOUGH, FEW, facts, line, quiet, week

DOCS = Path(__file__).parents[2] / "docs" / "digest.md"


def test_it_opens_with_how_the_week_stands_and_ends_with_the_anchor() -> None:
    post = digest.digest(facts())
    assert_fits(post)
    first, last = post.text.splitlines()[0], post.text.splitlines()[-1]
    assert first == ("Week 2026-W48: 1 request waits for us, for 5 working days (7 days); 5 answered, 9 open in all.")
    assert last == "Record sealed: 344 events, anchor ab12cd34"
    assert "!" not in post.text


def test_a_thread_says_how_long_with_whom_what_was_promised_and_what_happened_last() -> None:
    said = digest.digest(facts()).text
    assert "Waiting for 5 working days (7 days) · with Bob · promised by" in said
    assert "last: the client asked again," in said


def test_words_that_are_erased_take_nothing_of_the_rest_along() -> None:
    """Not the counts of what is left out, the promises kept, and least of all the anchor."""
    many = DigestLines((line(),) * 2, 40)
    for lists in ({}, {"decisions": many}, {"promises": many}, {"went_well": many}):
        said = digest.digest(facts(**lists)).text
        left = left_of_message(said, {line().request.id}, Naming())
        assert line().request.wish not in left
        for kept in said.splitlines():
            if "more" in kept or "kept" in kept or "anchor" in kept or kept.startswith("*"):
                assert kept in left or f"#{line().request.id}" in kept, kept


def test_a_quiet_week_is_said_in_one_sentence() -> None:
    post = digest.digest(quiet())
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
    many = DigestLines((line(words, name, name, words),) * 10, 40)
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
    assert "*Turn really theirs, median:* too few to say (n = 3, 1 not yet)" in said
    assert "*First word from us, nine in ten:* not reached (n = 12, 2 not yet)" in said
    assert "*Promises kept:* 3 of 4\\n" in said
    assert "*Answered before anybody else was told:* 8 of 9 (89 %)" in said


def test_what_a_figure_means_is_one_press_away_and_in_the_docs() -> None:
    docs = " ".join(DOCS.read_text(encoding="utf-8").split())
    meanings = str(digest.meanings())
    assert_view_fits(digest.meanings())
    for figure in digest_figures.EVERY_FIGURE:
        assert figure.name in meanings
        assert f"**{figure.name}.** {figure.means}" in docs


def test_erased_words_are_shown_as_such() -> None:
    assert "#13: a lesson whose words were erased" in str(digest.figures(facts()))


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


def test_the_next_attempt_at_a_picture_need_not_draw_it_again() -> None:
    """Else a picture that takes longer than one attempt may last would never be shown."""
    picture = digest_picture.picture(facts())
    with ThreadPoolExecutor(2) as attempts:
        first, second = attempts.map(charts.png, [picture, picture])
    assert first is second
    assert charts.png(replace(picture, title="Another week")) != first


def test_a_picture_of_nothing_says_so() -> None:
    empty = replace(facts().figures, weeks=tuple(week(n, heard=FEW, open_by_state={}, answered=0) for n in range(8)))
    assert charts.png(digest_picture.picture(facts(figures=empty))).startswith(b"\x89PNG")
    assert "too few, too few" in digest_picture.alt_text(facts(figures=empty))


def test_a_week_in_which_half_have_not_heard_yet_is_no_gap_in_the_picture() -> None:
    late = Times(Quantiles(9, 3, None, None), Quantiles(9, 3, None, None))
    weeks = tuple(week(n, heard=late if n == 7 else ENOUGH) for n in range(8))
    picture = digest_picture.picture(facts(figures=replace(facts().figures, weeks=weeks)))
    assert picture.median_labels[-2:] == ("27 h", "not\nreached")
    assert digest_picture.alt_text(facts(figures=replace(facts().figures, weeks=weeks))).endswith("27 h, not reached.")
    assert charts.png(picture).startswith(b"\x89PNG")


def test_every_lesson_of_a_busy_week_is_shown_whole_and_how_many_there_are_beyond() -> None:
    ten = tuple(DigestLesson(number, f"{number} " + "<&" * 140) for number in range(1, 11))
    view = digest.figures(facts(lessons=ten, figures=replace(facts().figures, more_lessons=2)))
    assert_view_fits(view)
    said = str(view)
    assert all(f"#{number}: {number} " in said for number in range(1, 11))
    assert "…" not in said
    assert "and 2 more" in said
