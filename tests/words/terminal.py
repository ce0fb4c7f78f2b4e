"""What the command line prints, for whoever runs Nudge."""

from collections.abc import Iterable, Iterator

import aiohttp
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.cli import failures
from bot.domain.export import Count
from bot.domain.forgetting import Cause, Gone
from bot.domain.policy import RELAXED
from bot.domain.request import State
from bot.domain.seal import Anchor
from bot.domain.setup import Problem, SetupRefused
from bot.domain.simulation import totals
from bot.domain.verification import Finding, Verdict, Wrong
from bot.services.errors import NotFound, NotSetUp
from bot.services.simulating import MadeUp
from bot.texts import forgetting, simulation, verification
from tests.cli.test_failures import refused as refused_by_slack
from tests.words.printing import Chapter, Said

_REACHED = Anchor(12, 3456, "5e" * 32)


def chapters() -> Iterator[Chapter]:
    """Command by command."""
    yield Chapter("On the command line: what keeps a command from its work", tuple(_failures()))
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
        "Slack is out of reach": aiohttp.ClientError(),
        "The database's address": ArgumentError("url"),
        "The database": PoolTimeout(),
        **{f"Slack: {code}": refused_by_slack(code) for code in _CODES},
    }
    for when, error in known.items():
        yield _said(when, failures.sentence(error).splitlines())


_CODES = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope", "other")


def _erasing() -> Iterator[Said]:
    gone = Gone(texts=2, record=5, mails=1, messages=frozenset({1, 2, 3}), edits=frozenset({1, 2}), inbox=1)
    states = {12: State.OPEN, 13: State.CLOSED}
    yield _said("Before it", forgetting.would_go(states, [14], gone, is_known=True))
    yield _said("With nothing to erase", forgetting.would_go({}, [], Gone(), is_known=False))
    yield _said("What it can't take", forgetting.out_of_reach(Cause.PERSON))
    yield _said("Not agreed to", [forgetting.NOTHING_ERASED])
    yield _said("Done", [forgetting.erased(gone)])
    yield _said("Messages that stay", forgetting.unedited([("C1 1.2", None), ("C2 3.4", "cant_update_message")]))
    yield _said("Nobody of that name", [forgetting.unknown("sam@agency.example")])
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
