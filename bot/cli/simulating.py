"""`nudge simulate`: another policy, tried on what is on record or on made-up requests."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

import typer

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.domain.policy import Policy
from bot.domain.setup_reading import read_policies
from bot.domain.simulation import Arrival, totals
from bot.domain.synthetic import BACKUP, LEAD, OWNERS, REPORTER
from bot.services.errors import UnknownPerson, UnknownPolicy
from bot.services.simulating import MadeUp, Record, recorded
from bot.settings import Settings
from bot.texts import commands
from bot.texts import simulation as texts
from bot.texts.naming import told_apart


class Format(StrEnum):
    """How the outcome is printed."""

    TEXT = "text"
    JSON = "json"


def policies_in(file: Path | None) -> tuple[Policy, ...]:
    """The policies of a file; none for no file. Raises SetupRefused and CannotDo."""
    if file is None:
        return ()
    try:
        return read_policies(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise CannotDo(commands.no_text(file)) from None


async def from_record(
    settings: Settings, workspace: str | None, since: date, policies: Sequence[Policy], how: Format
) -> str:
    """What `policies` would have said of the requests handed over from that day (UTC) on, beside what was said."""
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        start = datetime.combine(since, time(), UTC)
        try:
            record = await transactions.run(workspace_id, recorded, start, policies)
        except UnknownPolicy as error:
            raise CannotDo(commands.unknown_policy(error.name)) from None
        except UnknownPerson as error:
            raise CannotDo(commands.unknown_in_policy(error.who)) from None
    return _of_record(record, how)


def _of_record(record: Record, how: Format) -> str:
    trial = record.trial
    found = _with_progress(trial.lived(), trial.days)
    names = told_apart(record.people.values())
    before, after = totals(record.reached, trial.calendars), totals(found, trial.calendars)
    if how is Format.JSON:
        sides = {
            "went_out": texts.as_data(names, record.reached, before),
            "would_go_out": texts.as_data(names, found, after),
        }
        return json.dumps({"requests": len(trial.requests), **sides}, indent=2)
    lines = texts.table(names, ((texts.WENT_OUT, before), (texts.WOULD_GO_OUT, after)))
    return "\n".join([texts.of_record(len(trial.requests), trial.until), "", *lines])


def made_up(count: int, weeks: int, seed: int, policies: Sequence[Policy], how: Format) -> str:
    """What a policy would say of made-up requests, beside what the standard one would. Raises CannotDo."""
    if len(policies) > 1:
        raise CannotDo(commands.ONE_POLICY)
    work = MadeUp(count, weeks, seed)
    tried = {texts.USUAL: work.usual} | {texts.called(policy.name): policy for policy in policies}
    found = {name: _with_progress(work.lived(policy), work.days) for name, policy in tried.items()}
    calendars = work.calendars
    names = {number: texts.owner(number) for number in range(1, OWNERS + 1)}
    names |= {LEAD: texts.LEAD, BACKUP: texts.BACKUP, REPORTER: texts.REPORTER}
    counted = {name: totals(arrived, calendars) for name, arrived in found.items()}
    if how is Format.JSON:
        sides = {name: texts.as_data(names, arrived, counted[name]) for name, arrived in found.items()}
        return json.dumps({"requests": count, "weeks": weeks, "seed": seed, **sides}, indent=2)
    lines = texts.table(names, tuple(counted.items()))
    return "\n".join([texts.of_made_up(count, weeks, seed), "", *lines])


def _with_progress(each: Iterable[list[Arrival]], length: int) -> list[Arrival]:
    """All of it in one list, with a bar on the terminal while it is worked out."""
    with typer.progressbar(each, length=length, label=commands.SIMULATING, file=sys.stderr) as days:
        return [arrival for day in days for arrival in day]
