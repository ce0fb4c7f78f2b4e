"""Two bots on one database: together they do what one would."""

import asyncio
import random
import re
from itertools import groupby

from sqlalchemy import func, select

from bot.app.story import Story
from bot.db.tables import audit_event
from bot.slack.names import ActionId
from tests.stories.opening import agency, assert_spotless, one_bot
from tests.stories.people import Agency


async def test_one_event_three_times_shuffled_over_two_bots_is_one_request(here: Agency, database_url: str) -> None:
    sandbox = here.here.sandbox
    async with one_bot(database_url, sandbox, here.control.moved):
        await _both_connected(here)
        subjects = [f"Wish {number}" for number in range(6)]
        for subject in subjects:
            await here.dana.forward_mail("#client-acme", subject=f"Fwd: {subject}", body=f"{subject}, please")
        mails = [sent for sent in sandbox.feed.sent if sent["event"].get("subtype") == "file_share"]
        again = [mail for mail in mails for _ in range(2)]
        random.Random(7).shuffle(again)
        await sandbox.feed.settled([sandbox.redeliver(mail) for mail in again])
        await here.settle()

        assert await here.count_of_requests() == len(subjects)
        assert len(here.sent_to(here.bob)) == len(subjects)
        assert len(here.sent_to(here.dana)) == len(subjects)
        assert sandbox.workspace.journal.lost_events == []


async def test_the_same_mail_forwarded_by_two_at_once_is_one_request(here: Agency, database_url: str) -> None:
    async with one_bot(database_url, here.here.sandbox, here.control.moved):
        await _both_connected(here)
        await asyncio.gather(here.forward(here.dana), here.forward(here.pia), here.forward(here.lea))
        await here.settle()
        assert await here.count_of_requests() == 1
        assert (await here.request()).chases == 0


async def test_people_at_two_bots_press_at_once_and_one_effect_follows(asked: Agency, database_url: str) -> None:
    async with one_bot(database_url, asked.here.sandbox, asked.control.moved):
        await _both_connected(asked)
        presses = [(asked.bob, asked.card(asked.bob)), (asked.dana, asked.card(asked.dana))] * 2
        await asyncio.gather(*(who.press(card, ActionId.TALK) for who, card in presses))
        await asked.settle()
        calls = [m for m in asked.sent_to(asked.bob) if "proposes a short call" in m.text]
        assert len(calls) == 1


async def test_two_bots_tell_the_same_story_as_one(database_url: str, second_database_url: str) -> None:
    alone = await _story(database_url, 1)
    together = await _story(second_database_url, 2)
    assert together == alone


async def _story(database_url: str, bots: int) -> list[str]:
    told: list[str] = []
    async with agency(database_url) as here:
        if bots == 1:
            await Story(here.here, told.append).play()
        else:
            async with one_bot(database_url, here.here.sandbox, here.control.moved):
                await _both_connected(here)
                await Story(here.here, told.append).play()
        assert_spotless(here.workspace)
        told += await _events(here)
    return _by_scene([re.sub(r"[0-9a-f]{64}|Record sealed: \d+ events", "…", line) for line in told])


async def _events(here: Agency) -> list[str]:
    """Which events are on record, so that a difference says which one it is."""
    counted = select(audit_event.c.request_id, audit_event.c.kind, func.count()).group_by(
        audit_event.c.request_id, audit_event.c.kind
    )
    async with here.here.bot.transactions.background.connect() as conn:
        return sorted(f"{count} of {kind} for {number}" for number, kind, count in await conn.execute(counted))


def _by_scene(told: list[str]) -> list[str]:
    """The transcript with what was said at the same minute in one order: different people's messages have none."""
    entries: list[str] = []
    for line in told:
        if entries and line.startswith("      "):
            entries[-1] += f"\n{line}"
        else:
            entries.append(line)
    minute = re.compile(r"  \w{3} \d\d:\d\d  ")
    ordered: list[str] = []
    for _, said in groupby(entries, key=lambda entry: found[0] if (found := minute.match(entry)) else entry):
        ordered += sorted(said)
    return ordered


async def _both_connected(here: Agency) -> None:
    for _ in range(200):
        if here.here.sandbox.sockets.links.count >= 2:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the second bot is not connected")
