"""The digest of a week from the command line: words, data, a picture; and posted, once."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.cli.digests import Format, digest, words
from bot.cli.failures import CannotDo
from bot.cli.setting_up import import_setup
from bot.cli.workplace import transactions_on
from bot.db.tables import outbox
from bot.services.transaction import Tx
from bot.settings import Settings
from bot.texts import digest as digest_texts
from bot.texts import digest_figures
from tests.agency import WS
from tests.domain.setup_texts import WHOLE
from tests.texts.weeks import facts


@pytest.fixture(autouse=True)
async def set_up(settings: Settings) -> None:
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)


async def test_the_last_week_that_is_over_in_words(settings: Settings) -> None:
    told, said = await digest(settings, None, None, Format.TEXT)
    assert "nothing is open, and no client is waiting." in told.decode()
    assert "*New:* 0" in told.decode()
    assert said is None


def test_the_words_hold_all_that_stands_behind_the_button() -> None:
    told = words(facts())
    for title in (digest_texts.ALL_FIGURES, digest_texts.UNTOLD, digest_texts.TRIAGE, digest_texts.LESSONS):
        assert f"\n*{title}*\n" in told
    for figure in digest_figures.EVERY_FIGURE:
        assert f"*{figure.name}:*" in told


async def test_the_same_week_is_told_the_same_at_any_time(settings: Settings) -> None:
    once, _ = await digest(settings, None, "2026-W10", Format.TEXT)
    again, _ = await digest(settings, None, "2026-w10", Format.TEXT)
    assert once == again
    assert once.decode().startswith("Week 2026-W10: ")


async def test_as_data_every_week_has_its_figures(settings: Settings) -> None:
    told, _ = await digest(settings, None, "2026-W10", Format.JSON)
    data = json.loads(told)
    assert (data["week"], len(data["weeks"]), data["decisions"]) == ("2026-W10", 8, {"count": 0, "first": []})
    assert data["weeks"][-1]["heard"]["calendar"] == {"n": 0, "happened": 0, "median": None, "ninetieth": None}


async def test_as_a_picture(settings: Settings) -> None:
    told, _ = await digest(settings, None, "2026-W10", Format.PNG)
    assert told.startswith(b"\x89PNG")


async def test_what_is_no_week_is_refused(settings: Settings) -> None:
    with pytest.raises(CannotDo, match="no week"):
        await digest(settings, None, "last", Format.TEXT)


async def test_it_is_posted_once(settings: Settings) -> None:
    _, first = await digest(settings, None, "2026-W10", Format.TEXT, post=True)
    _, second = await digest(settings, None, "2026-W10", Format.TEXT, post=True)
    assert first is not None and "queued" in first
    assert second is not None and "before" in second
    async with transactions_on(settings) as transactions:
        assert await transactions.run(WS, _queued) == ["digest:2026-W10", "digest picture:2026-W10"]


async def _queued(tx: Tx) -> list[str]:
    return list((await tx.conn.execute(select(outbox.c.dedupe_key).order_by(outbox.c.id))).scalars())


async def test_a_week_that_is_running_is_not_posted(settings: Settings) -> None:
    with pytest.raises(CannotDo, match="not over"):
        year, week, _ = datetime.now(UTC).isocalendar()
        await digest(settings, None, f"{year}-W{week:02d}", Format.TEXT, post=True)


async def test_a_week_that_has_not_begun_is_refused(settings: Settings) -> None:
    with pytest.raises(CannotDo, match="has not begun"):
        await digest(settings, None, "2099-W10", Format.TEXT)
