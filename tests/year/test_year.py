"""Weeks of an agency's life in the suite; `make year` plays a whole year. What went wrong names its seed."""

import os
from pathlib import Path

import pytest

from bot.cli import exporting
from bot.services import audit
from tests.domain.naive_hours import worked_by
from tests.year import checks, digests
from tests.year.deeds import QUARTER
from tests.year.play import Scale, Year, year

SEED = int(os.environ.get("NUDGE_YEAR_SEED", "4"))
"""Another one with NUDGE_YEAR_SEED."""


async def test_weeks_with_outages_and_two_planners_keep_every_rule(database_url: str, tmp_path: Path) -> None:
    await _holds(database_url, tmp_path, Scale(requests=12, owners=6, weeks=2, seed=SEED))


async def test_every_figure_of_a_quarters_digests_is_what_the_exported_record_tells(
    database_url: str, tmp_path: Path
) -> None:
    scale = Scale(requests=8, owners=2, weeks=13, seed=8, replicas=1)
    async with year(database_url, scale, QUARTER) as played:
        await played.play()
        await _digests_hold(played, await _found(played), database_url, tmp_path / "record.jsonl")
    assert digests.never_told(played.weeks) <= {"undecided", "undelivered"}, "a figure that never occurs proves nothing"


async def test_two_runs_of_one_seed_tell_the_same(database_url: str, second_database_url: str) -> None:
    scale = Scale(requests=4, owners=3, weeks=1, seed=SEED, at_once=False)
    stories = []
    for url in (database_url, second_database_url):
        async with year(url, scale) as played:
            await played.play()
            stories.append(checks.story(await _found(played)))
    assert stories[0] == stories[1], f"seed {SEED}"


@pytest.mark.year
async def test_a_year_of_five_hundred_requests_keeps_every_rule(database_url: str, tmp_path: Path) -> None:
    await _holds(database_url, tmp_path, Scale(requests=500, owners=20, weeks=52, seed=SEED))


async def _holds(database_url: str, folder: Path, scale: Scale) -> None:
    print(f"seed {scale.seed}")
    async with year(database_url, scale) as played:
        await played.play()
        await _check(played, database_url, folder)


async def _check(played: Year, database_url: str, folder: Path) -> None:
    known = await _found(played)
    said = f"seed {played.scale.seed}"
    assert checks.out_of_hours(known) == [], said
    assert checks.to_nobody(known) == [], said
    assert checks.to_whoever_is_away(known) == [], said
    assert checks.second_reminders(known) == {}, said
    assert checks.over_budget(known) == {}, said
    assert checks.without_one_outcome(known) == {}, said
    assert checks.due_more_than_once(known) == {}, said
    assert checks.unneeded(known) == [], said
    assert checks.weekly_sent(known) == {}, said
    await _digests_hold(played, known, database_url, folder / "record.jsonl")
    verdict = await played.run(audit.verify)
    assert verdict.is_whole, said
    assert not verdict.unsealed, said
    _was_a_year(played, known)


async def _found(played: Year) -> checks.Found:
    return await checks.found(played.replicas[0].engine, played.clock.time)


async def _digests_hold(played: Year, known: checks.Found, database_url: str, file: Path) -> None:
    """Each digest was told when its week was over; the record is exported when all of it is, and verifies."""
    export = await digests.exported(database_url, file)
    assert len(played.weeks) == played.scale.weeks
    assert digests.differing(played.weeks, export, worked_by(known.hours())) == {}, f"seed {played.scale.seed}"
    assert exporting.verify_file(file, played.weeks[-1].anchor)[1]


def _was_a_year(played: Year, known: checks.Found) -> None:
    """It was no quiet one: reminders went out, Slack was gone, answers were lost, processes died."""
    sent = sum(row.outcome == "sent" for row in known.steps.values())
    assert sent > played.scale.requests
    assert played.scale.weeks < 10 or (played.edge.refused and played.edge.lost)
    figures = f"{len(known.posts)} posts, {played.edge.edits} edits, {sent} steps sent, {len(known.steps)} due"
    crashes = sum(replica.crashes for replica in played.replicas)
    print(f"{figures}; {played.stops} stops, {played.edge.lost} answers lost, {crashes} crashes; {dict(played.deeds)}")
