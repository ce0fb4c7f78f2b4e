"""`nudge digest`: a week as words, as data, or as a picture; and posted."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot import charts
from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.domain.command import spoken
from bot.domain.facts import DigestFacts, DigestLines
from bot.domain.weeks import Week
from bot.services import digesting, weekly
from bot.services.errors import NotBegun
from bot.services.transaction import Tx
from bot.settings import Settings
from bot.slack.views.digest import digest as drawn
from bot.texts import commands, digest_figures, digest_picture
from bot.texts import digest as texts


class Format(StrEnum):
    """How it is given out."""

    TEXT = "text"
    JSON = "json"
    PNG = "png"


async def digest(
    settings: Settings, workspace: str | None, week: str | None, form: Format, *, post: bool = False
) -> tuple[bytes, str | None]:
    """The digest of a week, and what became of posting it; raises CannotDo where no week is called that."""
    if week is not None:
        _check(week)
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        try:
            facts = await transactions.run(workspace_id, digesting.week_called, week)
        except NotBegun as error:
            raise CannotDo(commands.not_begun(error.week)) from None
        said = await transactions.run(workspace_id, _post, facts) if post else None
    match form:
        case Format.TEXT:
            return f"{words(facts)}\n".encode(), said
        case Format.JSON:
            return f"{json.dumps(as_data(facts), indent=2, ensure_ascii=False)}\n".encode(), said
        case Format.PNG:
            return charts.png(digest_picture.picture(facts)), said


def _check(week: str) -> None:
    try:
        Week.named(week)
    except ValueError:
        raise CannotDo(commands.no_week(week)) from None


async def _post(tx: Tx, facts: DigestFacts) -> str:
    if not facts.is_over:
        raise CannotDo(commands.not_over(facts.week))
    if not await weekly.has_channel(tx):
        raise CannotDo(commands.NO_DIGEST_CHANNEL)
    return commands.QUEUED if await weekly.post_week(tx, Week.named(facts.week)) else commands.POSTED_BEFORE


def words(facts: DigestFacts) -> str:
    """The post, and what stands behind its button."""
    watch = texts.watch_of(facts)
    figures = [each.line(facts, watch) for each in digest_figures.FIGURES]
    chapters = {texts.ALL_FIGURES: figures, **digest_figures.besides(facts, watch)}
    below = (line for title, lines in chapters.items() for line in ("", f"*{title}*", *lines))
    return spoken("\n".join([drawn(facts).text, *below]))


def as_data(facts: DigestFacts) -> Mapping[str, Any]:
    """All of it as plain data: moments as ISO 8601 in UTC, lengths of time in whole minutes."""
    lists = {name: _lines(getattr(facts, name)) for name in ("decisions", "promises", "went_well", "triage")}
    return {
        "week": facts.week,
        "starts_at": facts.starts_at.isoformat(),
        "ends_at": facts.ends_at.isoformat(),
        "is_over": facts.is_over,
        "weeks": [_plain(asdict(each)) for each in facts.figures.weeks],
        **lists,
        "lessons": [asdict(each) for each in facts.lessons],
        "more_lessons": facts.figures.more_lessons,
        "anchor": facts.anchor,
        "sealed_events": facts.sealed_events,
    }


def _lines(lines: DigestLines) -> dict[str, Any]:
    told = [
        {
            "request": line.request.id,
            "client": line.client_name,
            "project": line.project_name,
            "wish": line.request.wish,
            "promised": line.promised,
            "waits_days": line.waits_days,
            "waits_working_days": line.waited.working_days if line.waited else None,
            **_plain({name: value for name, value in asdict(line.standing).items() if name != "owner_id"}),
        }
        for line in lines.first
    ]
    return {"count": lines.count, "first": told}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, datetime | date) else value
