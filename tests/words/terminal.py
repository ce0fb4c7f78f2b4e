"""What the command line prints, for whoever runs Nudge."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.app.serving import PortTaken
from bot.cli import failures
from bot.db.migrate import SchemaOutdated
from bot.domain import checkup
from bot.domain.checkup import Check, Trouble
from bot.domain.events import NotAnEvent
from bot.domain.export import Count
from bot.domain.forgetting import Cause, Gone
from bot.domain.policy import RELAXED
from bot.domain.request import State
from bot.domain.seal import Anchor
from bot.domain.setup import Problem, SetupRefused
from bot.domain.setup_diff import Change, SetupDiff, Staying
from bot.domain.simulation import totals
from bot.domain.verification import Finding, Verdict, Wrong
from bot.services.errors import NotFound, NotSetUp
from bot.services.simulating import MadeUp
from bot.texts import commands, doctor, forgetting, setup, simulation, verification
from tests.cli.test_failures import refused as refused_by_slack
from tests.words.printing import Chapter, Said

_REACHED = Anchor(12, 3456, "5e" * 32)


def chapters() -> Iterator[Chapter]:
    """Command by command."""
    yield Chapter("On the command line: what keeps a command from its work", tuple(_failures()))
    yield Chapter("On the command line: what is missing or can't be read", tuple(_given()))
    yield Chapter("On the command line: said beside the answer", tuple(_beside()))
    yield Chapter("On the command line: `nudge doctor`", tuple(_examining()))
    yield Chapter("On the command line: `nudge erase`", tuple(_erasing()))
    yield Chapter("On the command line: `nudge audit`", tuple(_auditing()))
    yield Chapter("On the command line: `nudge simulate`", tuple(_simulating()))


def _said(when: str, lines: Iterable[str]) -> Said:
    """Lines as they are printed; what is indented stands as a list."""
    return Said(when, "\n".join(f"· {line.strip()}" if line.startswith("  ") else line for line in lines))


def _failures() -> Iterator[Said]:
    refused = [Problem(("project", "owner"), "bob", "the e-mail address of somebody")]
    known: dict[str, Exception] = {
        "A set-up that can't be": SetupRefused(refused),
        "No such request": NotFound(99),
        "Nothing is set up": NotSetUp("workspace"),
        "An old schema": SchemaOutdated("0012", "0034"),
        "An empty database": SchemaOutdated(None, "0034"),
        "A port that is taken": PortTaken("127.0.0.1", 8080),
        "Slack is out of reach": aiohttp.ClientError(),
        "`audit log`: an event that this Nudge doesn't know": NotAnEvent(42),
        "The database's address": ArgumentError("url"),
        "The database": PoolTimeout(),
        **{f"Slack: {code}": refused_by_slack(code) for code in _CODES},
    }
    for when, error in known.items():
        yield _said(when, failures.sentence(error).splitlines())


_CODES = (*commands.SLACK_REFUSES, "other")


_FILE, _DUMP, _NO = Path("policies.toml"), Path("record.jsonl"), "Permission denied"
_GIVEN = {
    "No token, to run": commands.NO_BOT_TOKEN,
    "No token, to import": commands.NO_TOKEN_TO_LOOK_UP,
    "Another kind of token": commands.WRONG_BOT_TOKEN,
    "No app token": commands.NO_APP_TOKEN,
    "Another kind of app token": commands.WRONG_APP_TOKEN,
    "No signing secret": commands.NO_SIGNING_SECRET,
    "`run --http`: no address": commands.no_address("3000"),
    "No workspace is known": commands.NEVER_ANYWHERE,
    "Several workspaces are known": commands.which_workspace(["T0NUDGE", "T0OTHER"]),
    "A file that is no text": commands.no_text(_FILE),
    "A file that can't be read": commands.unreadable(_DUMP, _NO),
    "A file that can't be written": commands.unwritable(_DUMP, _NO),
    "A file that is there already": commands.exists(_DUMP),
    "`digest --week`: no week": commands.no_week("47"),
    "`digest --week`: a week to come": commands.not_begun("2026-W49"),
    "`digest --post`: this week": commands.not_over("2026-W48"),
    "`digest --post`: no channel": commands.NO_DIGEST_CHANNEL,
    "`audit export`: no client of that name": commands.no_project("Nobody Ltd"),
    "`audit export`, `erase`: nobody of that address": commands.nobody_under("sam@agency.example"),
    "`audit export`: an event that Nudge can't have written": commands.not_exported(42),
    "`audit export`: no day": commands.no_moment("last week"),
    "`audit verify --file`: no export": commands.no_export(_DUMP),
    "`audit verify --anchor`: no anchor": commands.NO_ANCHOR,
    "`erase`: whom?": commands.WHOM_TO_FORGET,
    "`export-person`: nobody of that address": commands.nothing_known("sam@agency.example"),
    "`simulate`: of which requests?": commands.SINCE_OR_SYNTHETIC,
    "`simulate --synthetic`: several policies": commands.ONE_POLICY,
    "`simulate --since`: no policy of that name": commands.unknown_policy("close"),
    "`simulate --since`: a policy names a stranger": commands.unknown_in_policy("sam@agency.example"),
}
"""What was typed, or set, and can't be worked with."""


def _given() -> Iterator[Said]:
    yield from (Said(when, words) for when, words in _GIVEN.items())


def _beside() -> Iterator[Said]:
    yield Said("`run`, without a database of one's own", commands.embedded(Path("data")))
    yield Said("`sandbox`", commands.ready("http://127.0.0.1:8080"))
    yield Said("`migrate`", commands.NEWEST_SCHEMA)
    yield Said("`import`, before it is applied", commands.APPLY)
    yield Said("`import`, of a project that has another owner", setup.staying(Staying("Portal", "Bob", (12, 14))))
    yield Said("`import`: applied", setup.applied(SetupDiff((Change("client", "Acme GmbH", True, ()),))))
    yield Said("`import`: not applied", setup.NOT_APPLIED)
    yield Said("`import`, of what is there already", setup.NO_CHANGE)
    yield Said("`digest --post`", commands.QUEUED)
    yield Said("`digest --post`, once more", commands.POSTED_BEFORE)
    yield Said("`erase`, before it", commands.ERASE)
    yield Said("`simulate --since`", simulation.of_record(1, datetime(2026, 11, 25, 10, tzinfo=UTC)))
    yield Said("`simulate --synthetic`", simulation.of_made_up(1_000, 52, 1))


_ABOUT = {
    Check.SCHEMA: (doctor.step("0012"), "0034"),
    Check.DATABASE: ("", "The embedded database could not be created"),
    Check.SCOPES: ("chat:write, im:history", ""),
    Check.CLOCK: ("+75", ""),
    Check.PEOPLE: ("Acme GmbH, Portal", "owner"),
    Check.CHANNEL: ("#client-acme", ""),
    Check.MAILBOX: ("nudge@agency.example", "mx.agency.example"),
    Check.MAILBOX_OF_ANYBODY: ("nudge@agency.example", ""),
}


def _examining() -> Iterator[Said]:
    """Whatever can be well, and whatever can't, in the order in which the doctor looks."""
    for check in Check:
        about, detail = _ABOUT.get(check, ("", "invalid_auth"))
        for trouble in (None, *(one for one in Trouble if (check, one) in doctor.TROUBLES)):
            when = f"{check.value}, {trouble.value}" if trouble else f"{check.value}, well"
            yield _found(when.capitalize(), checkup.Finding(check, trouble, about, detail))
    silent = checkup.Finding(Check.BOT_TOKEN, Trouble.UNREACHABLE, detail="no answer in 10 seconds")
    yield _found("Slack, unreachable", silent)
    yield _said("At the end", [doctor.summary(count) for count in (0, 1, 3)])


def _found(when: str, finding: checkup.Finding) -> Said:
    first, *rest = doctor.line(finding).splitlines()
    return _said(when, [" · ".join(_one_gap(first).split("  ")), *rest])


def _erasing() -> Iterator[Said]:
    gone = Gone(texts=2, record=5, mails=1, messages=frozenset({1, 2, 3}), edits=frozenset({1, 2}), inbox=1)
    states = {12: State.OPEN, 13: State.CLOSED}
    yield _said("Before it", forgetting.would_go(states, [14], gone, is_known=True))
    yield _said("With nothing to erase", forgetting.would_go({}, [], Gone(), is_known=False))
    yield _said("What it can't take", forgetting.out_of_reach(Cause.PERSON))
    yield _said("Not agreed to", [forgetting.NOTHING_ERASED])
    yield _said("Done", [forgetting.erased(gone)])
    yield _said("Messages that stay", forgetting.unedited([("C1 1.2", None), ("C2 3.4", "cant_update_message")]))
    yield _said("Somebody who is needed", [forgetting.still_needed(["the owner of Portal", "the fallback owner"])])


def _auditing() -> Iterator[Said]:
    yield _said("`export`", [verification.exported(Count(12, 3456, 2))])
    whole = Verdict(_REACHED, None, 7, unsealed=2)
    yield _said("`verify`: it holds", _lines(whole))
    yield _said("`verify`: of an extract", _lines(Verdict(_REACHED, None, None, is_whole=False, compared=40)))
    for wrong in Wrong:
        yield _said(
            f"`verify`: {wrong.name.lower().replace('_', ' ')}",
            _lines(Verdict(_REACHED, Finding(wrong, 13, 3460), None))[:2],
        )


def _lines(verdict: Verdict) -> list[str]:
    """Without the anchor: nobody reads a hash aloud."""
    return [line for line in verification.verdict(verdict).splitlines() if not line.startswith("Anchor")]


def _simulating() -> Iterator[Said]:
    work = MadeUp(20, 2, 1)
    sides = [
        (name, totals([one for day in work.lived(policy) for one in day], work.calendars))
        for name, policy in (("the standard plan", work.usual), ("“relaxed”", RELAXED))
    ]
    heading = simulation.table({}, sides)[:2]
    yield Said("Its headings", "\n".join(" · ".join(line.split("  ")) for line in map(_one_gap, heading)))


def _one_gap(line: str) -> str:
    return "  ".join(part.strip() for part in line.split("  ") if part.strip())
