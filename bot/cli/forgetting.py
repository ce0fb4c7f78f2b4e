"""`nudge erase`: say what would go, ask, and take it, a request at a time."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import typer
from sqlalchemy.exc import OperationalError

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.domain.forgetting import Gone
from bot.services import forgetting, seat
from bot.services.errors import UnknownPerson
from bot.services.forgetting import Plan
from bot.services.transaction import Transactions
from bot.settings import Settings
from bot.texts import commands
from bot.texts import forgetting as texts

Say = Callable[[str], None]

MANY = 20
"""From so many requests on a bar shows how far it is."""

_TRIES = 5
_DEADLOCK = "40P01"


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom or what to forget: one of the three."""

    contact: str | None = None
    person: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class _Eraser:
    """Works through plans in one workspace."""

    transactions: Transactions
    workspace_id: str

    async def plan(self, whom: Whom) -> Plan:
        run, here = self.transactions.run, self.workspace_id
        if whom.contact is not None:
            return await run(here, forgetting.of_contact, whom.contact)
        if whom.number is not None:
            return await run(here, forgetting.of_request, whom.number)
        try:
            return await run(here, forgetting.of_person, whom.person or "")
        except UnknownPerson as unknown:
            raise CannotDo(commands.nobody_under(unknown.who)) from None

    async def rehearse(self, plan: Plan) -> Gone:
        gone = Gone()
        for number in [*_with_bar(plan.numbers, texts.LOOKING), None]:
            gone += await self.transactions.run(self.workspace_id, forgetting.rehearse, plan, number)
        return gone

    async def carry_out(self, plan: Plan) -> Gone:
        """The requests, then whoever it is, then what was drawn meanwhile."""
        gone = Gone()
        for number in _with_bar(plan.numbers, texts.ERASING):
            gone += await self._take(plan, number)
        gone += await self.transactions.run(self.workspace_id, forgetting.finish, plan)
        left = await self.transactions.run(self.workspace_id, forgetting.again, plan)
        for number in left.numbers:
            gone += await self._take(left, number)
        return gone

    async def _take(self, plan: Plan, number: int) -> Gone:
        """One request; once more where the database chose this to give way to a sender's transaction."""
        for attempt in range(1, _TRIES + 1):
            try:
                return await self.transactions.run(self.workspace_id, forgetting.forget_in, plan, number)
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != _DEADLOCK or attempt == _TRIES:
                    raise
                await asyncio.sleep(0.1 * attempt)
        return Gone()


async def erase(settings: Settings, workspace: str | None, whom: Whom, *, agreed: Callable[[], bool], say: Say) -> None:
    """Say what would go and what can't be reached, and once `agreed`, take it. The second time there is nothing."""
    async with transactions_on(settings) as transactions:
        eraser = _Eraser(transactions, await workspace_of(transactions, workspace))
        plan = await eraser.plan(whom)
        if plan.still:
            raise CannotDo(texts.still_needed(plan.still))
        would_go = await eraser.rehearse(plan)
        _say_all(say, texts.would_go(plan.states, plan.partly, would_go, is_known=_is_known(plan)))
        if would_go or _is_known(plan):
            _say_all(say, texts.out_of_reach(plan.cause))
            if not agreed():
                say(texts.NOTHING_ERASED)
                return
            say(texts.erased(await eraser.carry_out(plan)))
            await seat.announce(transactions, eraser.workspace_id)
        _say_all(say, texts.at_work(await transactions.run(eraser.workspace_id, forgetting.at_work, plan)))
        _say_all(say, texts.unedited(await _unedited(eraser)))


async def _unedited(eraser: _Eraser) -> list[tuple[str, str | None]]:
    """Where messages still show words that were erased, and why they do, where Slack said so."""
    found = await eraser.transactions.run(eraser.workspace_id, forgetting.unedited)
    return [(f"{one.channel or 'on its way'} {one.ts or ''}".strip(), one.reason) for one in found]


def _is_known(plan: Plan) -> bool:
    """Whether there is somebody whose row would go."""
    return plan.contact is not None or plan.person is not None


def _with_bar(numbers: Iterable[int], label: str) -> Iterator[int]:
    given = list(numbers)
    if len(given) < MANY:
        yield from given
        return
    with typer.progressbar(given, label=label) as bar:
        yield from bar


def _say_all(say: Say, lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
