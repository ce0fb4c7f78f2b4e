"""What people do to a request in the course of its life: it follows from the seed, whatever happens elsewhere."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.db import requests, steps
from bot.domain.draft import Draft, Source
from bot.domain.flags import AlreadyFlagged, NobodyWaits
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.limits import LimitReached
from bot.domain.not_needed import NotNeeded
from bot.domain.offers import OfferKind
from bot.domain.permissions import Refused
from bot.domain.request import Evidence, Outcome, Request, State, TouchChannel, Turn
from bot.domain.touch import Copy, Touch
from bot.services import acting, explaining, flagging, handing_over, mail_answers, mail_copies, offering, talking
from bot.services.errors import CallStands, IsAway, Stale, UnknownPerson
from bot.services.mail_effects import client_wrote
from bot.services.office import Office, office_of
from bot.services.transaction import Tx

NOT_NOW = (
    AlreadyFlagged,
    NobodyWaits,
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


async def _route_promised(do: Doing) -> None:
    """The client had been promised something when it was handed over."""
    project = do.chance.choice((await office_of(do.tx)).directory.projects)
    await handing_over.route_to_project(do.tx, do.number, do.who, project.id, "a draft", do.ahead(4))


async def _client_mails(do: Doing) -> None:
    """A dated mail, which nobody of ours brought and nothing may vouch for."""
    request = await requests.locked(do.tx.conn, do.tx.workspace_id, do.number)
    assert request is not None
    draft = Draft(
        Source.MAIL,
        None,
        None,
        f"Well? {do.chance.random()}",
        sent_at=do.tx.now - timedelta(hours=do.chance.uniform(0, 48)),
        is_unverified=do.chance.random() < 0.5,
    )
    await client_wrote(do.tx, await office_of(do.tx), request, draft, None)


async def _copy_comes(do: Doing) -> None:
    """A copy of a mail that somebody of ours wrote to the client."""
    office = await office_of(do.tx)
    request = await requests.locked(do.tx.conn, do.tx.workspace_id, do.number)
    assert request is not None
    written_at = do.chance.choice([None, do.tx.now - timedelta(hours=do.chance.uniform(0, 48))])
    evidence = do.chance.choice([Evidence.COPY_SEEN, Evidence.AUTHENTICATED])
    copy = Copy(f"<{do.chance.random()}@agency.example>", office.person(do.who).id, None, evidence, written_at)
    await mail_copies.seen(do.tx, office, copy, request)


async def _turn_after_copy(do: Doing) -> None:
    await mail_answers.turn_after_copy(do.tx, do.number, do.who, do.ahead(14))


async def _not_needed(do: Doing) -> None:
    past = await steps.of_request(do.tx.conn, do.tx.workspace_id, do.number)
    if past:
        reason = do.chance.choice(list(NotNeeded))
        await explaining.not_needed(do.tx, do.number, do.who, past[-1].key, reason)


async def _close_and_learn(do: Doing) -> None:
    outcome = do.chance.choice([Outcome.DONE, Outcome.DONE, Outcome.NOT_NEEDED])
    await acting.close(do.tx, do.number, do.who, outcome=outcome, lesson="ask them earlier")


Minds = Mapping[State, tuple[tuple[Deed, int], ...]]
"""What comes to people's minds, and how often."""

YEAR: Minds = {
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

QUARTER: Minds = {
    State.TRIAGE: ((_route_promised, 8), (_client_mails, 1), (_close, 1)),
    State.OPEN: (
        (_take, 20),
        (_reply, 6),
        (_ask, 12),
        (_settle, 8),
        (_client_mails, 8),
        (_copy_comes, 8),
        (_turn_after_copy, 6),
        (_not_needed, 5),
        (_snooze, 3),
        (_help, 3),
        (_not_mine, 4),
        (_answer, 8),
        (_wait_on, 5),
        (_close_and_learn, 6),
    ),
    State.PROMISED: (
        (_reply, 8),
        (_ask, 15),
        (_settle, 12),
        (_client_mails, 8),
        (_copy_comes, 10),
        (_turn_after_copy, 6),
        (_move, 25),
        (_told, 12),
        (_not_needed, 4),
        (_answer, 4),
        (_close_and_learn, 8),
    ),
    State.WAITING: ((_client_mails, 12), (_copy_comes, 4), (_settle, 10), (_close_and_learn, 10)),
    State.CLOSED: ((_client_mails, 2), (_reopen, 1)),
}
"""Mail comes as well, and matters come to an end: so that a few requests bring all that a digest counts."""


async def something_happens(tx: Tx, number: int, chance: random.Random, minds: Minds) -> str:
    """Somebody who takes part does something that fits how the request stands; what it was, or what refused it."""
    request = await requests.get(tx.conn, tx.workspace_id, number)
    assert request is not None
    deeds = minds[request.state]
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
