"""What people do to a request in the course of its life: it follows from the seed, whatever happens elsewhere."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.db import requests
from bot.domain.draft import Draft, Source
from bot.domain.flags import AlreadyFlagged
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.limits import LimitReached
from bot.domain.offers import OfferKind
from bot.domain.permissions import Refused
from bot.domain.request import Outcome, Request, State, TouchChannel, Turn
from bot.domain.touch import Touch
from bot.services import acting, flagging, handing_over, offering, talking
from bot.services.errors import CallStands, IsAway, Stale, UnknownPerson
from bot.services.mail_effects import client_wrote
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

NOT_NOW = (
    AlreadyFlagged,
    CallStands,
    DateRefused,
    IsAway,
    LimitReached,
    Refused,
    Stale,
    TransitionRefused,
    UnknownPerson,
)
"""What somebody is told politely, and nothing has changed."""


@dataclass(frozen=True)
class Doing:
    """Somebody who does something to a request now. `who` is a Slack id."""

    tx: Tx
    number: int
    who: str
    chance: random.Random

    def ahead(self, most: int = 7) -> datetime:
        """Some moment of the next days (UTC), mostly; sometimes one that can't be."""
        return self.tx.now + timedelta(hours=self.chance.uniform(-1, 24 * most))


Deed = Callable[[Doing], Awaitable[Any]]


async def _take(do: Doing) -> None:
    knows = do.chance.choice([True, False, None])
    await acting.take(do.tx, do.number, do.who, what="call them", by=do.ahead(), client_knows=knows)


async def _move(do: Doing) -> None:
    await acting.move_date(do.tx, do.number, do.who, what="call them", by=do.ahead())


async def _told(do: Doing) -> None:
    await acting.client_told(do.tx, do.number, do.who)


async def _reply(do: Doing) -> None:
    await acting.record_touch(do.tx, do.number, do.who, Touch(TouchChannel.MAIL, Turn.OURS, "an offer", do.ahead()))


async def _ask(do: Doing) -> None:
    touch = Touch(TouchChannel.CALL, Turn.CLIENTS, until=do.ahead(14))
    await acting.record_touch(do.tx, do.number, do.who, touch)


async def _settle(do: Doing) -> None:
    await acting.record_touch(do.tx, do.number, do.who, Touch(TouchChannel.MEETING, Turn.NOBODYS))


async def _wait_on(do: Doing) -> None:
    await acting.wait_on(do.tx, do.number, do.who, until=do.ahead(14))


async def _snooze(do: Doing) -> None:
    await acting.snooze(do.tx, do.number, do.who, until=do.ahead(3), reason="the fair")


async def _help(do: Doing) -> None:
    await acting.offer_help(do.tx, do.number, do.who)


async def _not_mine(do: Doing) -> None:
    office = await office_of(do.tx)
    to = do.chance.choice([None, *sorted(one.slack_id for one in office.people.values())])
    await offering.not_mine(do.tx, do.number, do.who, to=to, why="theirs, I think")


async def _answer(do: Doing) -> None:
    """Whoever is asked, where anybody is."""
    request = await requests.get(do.tx.conn, do.tx.workspace_id, do.number)
    assert request is not None
    if request.offer is None:
        raise TransitionRefused(request.state, On.REASSIGNED)
    who = (await office_of(do.tx)).people[request.offer.to_id].slack_id
    if request.offer.kind is OfferKind.OWNERSHIP:
        await offering.settle_whose(do.tx, do.number, who, to=who)
    elif do.chance.random() < 0.6:
        await offering.accept(do.tx, do.number, who)
    else:
        await offering.decline(do.tx, do.number, who)


async def _close(do: Doing) -> None:
    outcome = do.chance.choice([Outcome.DONE, Outcome.NOT_NEEDED, Outcome.WITHDRAWN])
    await acting.close(do.tx, do.number, do.who, outcome=outcome)


async def _reopen(do: Doing) -> None:
    await acting.reopen(do.tx, do.number, do.who)


async def _flag(do: Doing) -> None:
    await flagging.raise_flag(do.tx, do.number, do.who, reason="their board meets")


async def _talk(do: Doing) -> None:
    await talking.propose(do.tx, do.number, do.who)


async def _client_writes(do: Doing) -> None:
    office = await office_of(do.tx)
    request = await requests.locked(do.tx.conn, do.tx.workspace_id, do.number)
    assert request is not None
    words = f"Any news? {do.chance.random()}"
    await client_wrote(do.tx, office, request, Draft(Source.MAIL, None, None, words), None)


async def _route(do: Doing) -> None:
    project = do.chance.choice((await office_of(do.tx)).directory.projects)
    await handing_over.route_to_project(do.tx, do.number, do.who, project.id)


BY_STATE: dict[State, tuple[tuple[Deed, int], ...]] = {
    State.TRIAGE: ((_route, 8), (_client_writes, 2), (_close, 1)),
    State.OPEN: (
        (_take, 30),
        (_reply, 8),
        (_ask, 8),
        (_client_writes, 15),
        (_snooze, 8),
        (_help, 6),
        (_not_mine, 6),
        (_answer, 12),
        (_settle, 5),
        (_close, 5),
        (_wait_on, 10),
        (_flag, 3),
        (_talk, 4),
    ),
    State.PROMISED: (
        (_reply, 15),
        (_ask, 20),
        (_settle, 15),
        (_client_writes, 12),
        (_move, 8),
        (_told, 4),
        (_close, 6),
        (_snooze, 4),
        (_help, 2),
        (_not_mine, 2),
        (_answer, 6),
        (_flag, 2),
    ),
    State.WAITING: ((_client_writes, 20), (_settle, 10), (_ask, 5), (_close, 8), (_reply, 3)),
    State.CLOSED: ((_client_writes, 3), (_reopen, 2)),
}
"""What comes to people's minds, and how often."""


async def something_happens(tx: Tx, number: int, chance: random.Random) -> str:
    """Somebody who takes part does something that fits how the request stands; what it was, or what refused it."""
    request = await requests.get(tx.conn, tx.workspace_id, number)
    assert request is not None
    deeds = BY_STATE[request.state]
    [deed] = chance.choices([one for one, _ in deeds], [weight for _, weight in deeds])
    who = _somebody(await office_of(tx), request, chance)
    savepoint = await tx.conn.begin_nested()
    try:
        await deed(Doing(tx, number, who, chance))
    except NOT_NOW as refusal:
        await savepoint.rollback()
        if isinstance(refusal, Refused):
            await acting.note_refusal(tx, refusal)
        return type(refusal).__name__
    await savepoint.commit()
    return deed.__name__.strip("_")


def _somebody(office: Office, request: Request, chance: random.Random) -> str:
    cast = office.cast(request)
    parts = [cast.owner] * 6 + [cast.backup, cast.lead, cast.reporter]
    there = [one for one in parts if one is not None and office.people[one].is_active] or [cast.fallback or 0]
    return office.people[chance.choice(there)].slack_id
