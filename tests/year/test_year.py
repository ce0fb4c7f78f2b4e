"""Weeks of an agency's life in the suite; `make year` plays a whole year. What went wrong names its seed."""

import os

import pytest

from bot.services import audit
from tests.year import checks
from tests.year.play import Scale, Year, year

SEED = int(os.environ.get("NUDGE_YEAR_SEED", "4"))
"""Another one with NUDGE_YEAR_SEED."""


async def test_weeks_with_outages_and_two_planners_keep_every_rule(database_url: str) -> None:
    await _holds(database_url, Scale(requests=12, owners=6, weeks=2, seed=SEED))


async def test_two_runs_of_one_seed_tell_the_same(database_url: str, second_database_url: str) -> None:
    scale = Scale(requests=4, owners=3, weeks=1, seed=SEED, at_once=False)
    stories = []
    for url in (database_url, second_database_url):
        async with year(url, scale) as played:
            await played.play()
            stories.append(checks.story(await checks.found(played.replicas[0].engine, played.clock.time)))
    assert stories[0] == stories[1], f"seed {SEED}"


@pytest.mark.year
async def test_a_year_of_five_hundred_requests_keeps_every_rule(database_url: str) -> None:
    await _holds(database_url, Scale(requests=500, owners=20, weeks=52, seed=SEED))


async def _holds(database_url: str, scale: Scale) -> None:
    print(f"seed {scale.seed}")
    async with year(database_url, scale) as played:
        await played.play()
        await _check(played)


async def _check(played: Year) -> None:
    known = await checks.found(played.replicas[0].engine, played.clock.time)
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
    assert [checks.recount(known, week) for week in played.weeks] == [{}] * played.scale.weeks, said
    verdict = await played.run(audit.verify)
    assert verdict.is_whole, said
    assert not verdict.unsealed, said
    _was_a_year(played, known)


def _was_a_year(played: Year, known: checks.Found) -> None:
    """It was no quiet one: reminders went out, Slack was gone, answers were lost, processes died."""
    sent = sum(row.outcome == "sent" for row in known.steps.values())
    assert sent > played.scale.requests
    assert played.scale.weeks < 10 or (played.edge.refused and played.edge.lost)
    figures = f"{len(known.posts)} posts, {played.edge.edits} edits, {sent} steps sent, {len(known.steps)} due"
    crashes = sum(replica.crashes for replica in played.replicas)
    print(f"{figures}; {played.stops} stops, {played.edge.lost} answers lost, {crashes} crashes; {dict(played.deeds)}")
