"""The digests of a year beside an independent computation, which reads an export of the record and nothing else.

What an export can't say is what people's working hours are: events know them by number alone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.cli import exporting
from bot.domain.facts import DigestFacts
from bot.services.exporting import Asked
from bot.settings import Settings
from tests.domain import naive_digest, told_digest
from tests.domain.naive_digest import Export, Worked
from tests.year.checks import HOUSE

Both = tuple[Any, Any]
"""What the digest says, and what the export tells."""


async def exported(database_url: str, file: Path) -> Export:
    """The whole record, written by `nudge audit export` and read back."""
    settings = Settings.model_validate({"DATABASE_URL": SecretStr(database_url)})
    await exporting.export(
        settings,
        None,
        Asked(),
        since=None,
        until=None,
        to=file,
        written_as=exporting.Format.JSONL,
        with_words=True,
    )
    with file.open(encoding="utf-8") as lines:
        return naive_digest.read(lines)


def differing(weeks: Sequence[DigestFacts], export: Export, worked: Worked) -> dict[str, Both]:
    """Everything in the digests of these weeks that is not what the export tells."""
    return {
        f"{digest.week} {name}": both
        for digest in weeks
        for name, both in _compared(digest, export, worked).items()
        if both[0] != both[1]
    }


def never_told(weeks: Sequence[DigestFacts]) -> set[str]:
    """The figures of which none of these weeks has anything to tell."""
    every = [told_digest.figures(digest.figures.week) for digest in weeks]
    return {name for name in every[0] if not any(told[name] and told[name] != (0, 0) for told in every)}


def _compared(digest: DigestFacts, export: Export, worked: Worked) -> dict[str, Both]:
    year, week = digest.week.split("-W")
    over = date.fromisocalendar(int(year), int(week), 1) + timedelta(weeks=1)
    found: dict[str, Both] = {}
    for ago, told in enumerate(reversed(digest.figures.weeks)):
        bounds = naive_digest.weeks_until(over - timedelta(weeks=ago), HOUSE.zone)
        counted = naive_digest.figures(export.lives, bounds, worked)
        found |= {
            f"{name}, {ago} weeks before": (said, counted[name]) for name, said in told_digest.figures(told).items()
        }
    start, end = naive_digest.weeks_until(over, HOUSE.zone)[-2:]
    return found | {
        "week": ((digest.starts_at, digest.ends_at), (start, end)),
        "anchor": ((digest.anchor, digest.sealed_events), naive_digest.anchor(export.seals, end)),
        "threads": (told_digest.threads(digest.figures), naive_digest.threads(export.lives, start, end, HOUSE.zone)),
        "words": (told_digest.words(digest), naive_digest.words(export.lives, start, end, HOUSE.zone)),
    }
