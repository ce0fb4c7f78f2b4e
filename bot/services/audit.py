"""The record: sealing it, verifying it, reading a request's part of it."""

from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import aclosing
from datetime import timedelta

from bot.db import audit, record, seals
from bot.db.record import Found
from bot.domain.events import RecordedEvent
from bot.domain.extract import Extract
from bot.domain.seal import Anchor, Seal, first_without_form, genesis, next_seal
from bot.domain.verification import Finding, Verdict, Verifier, Wrong
from bot.services.ahead import one_ahead
from bot.services.transaction import Tx

_SEALS_AT_ONCE = 100
_EVENTS_AT_ONCE = 2_000
_EVERYTHING = Extract()
_LOWEST = -(2**63)  # no seal of ours has such a number, but a strange one shall not hide below


async def seal(tx: Tx, batch: int = 1_000) -> int:
    """Chain up to `batch` events that wait for their seal; returns how many, 0 also where another replica is at it.

    Nothing is skipped: an event that commits late is in the queue then, and joins the next seal.
    """
    if not await seals.try_lock(tx.conn, tx.workspace_id):
        return 0
    events = await seals.claim_unsealed(tx.conn, tx.workspace_id, batch)
    if events:
        await seals.insert_seal(tx.conn, next_seal(tx.workspace_id, await anchor(tx), events, tx.now))
    return len(events)


async def anchor(tx: Tx) -> Anchor:
    """How far the chain reaches: what to print, and to note down. Its number is 0 where nothing is sealed yet."""
    return await seals.last_seal(tx.conn, tx.workspace_id) or genesis(tx.workspace_id)


async def unsealed_age(tx: Tx) -> timedelta | None:
    """How long, in real time, the oldest event without a seal has been waiting; None where none waits."""
    return await seals.unsealed_age(tx.conn, tx.workspace_id)


async def log_of(tx: Tx, request_id: int) -> list[RecordedEvent]:
    """The trail of a request, oldest first, word for word where the words were not erased."""
    return await audit.events_of(tx.conn, tx.workspace_id, request_id)


async def verify(tx: Tx, anchor: str | None = None) -> Verdict:
    """Compare the whole record with its seals, in little memory; `anchor` is the hash of a seal noted down before."""
    await seals.without_time_limit(tx.conn)
    verifier = Verifier(tx.workspace_id, anchor)
    await _verify_chain(tx, verifier)
    reached = verifier.verdict().reached.seal_number
    loose = await seals.loose_ends(tx.conn, tx.workspace_id, reached)
    return verifier.verdict(loose=_finding(loose, reached) or await _strange(tx), unsealed=loose.unsealed)


async def _verify_chain(tx: Tx, verifier: Verifier) -> None:
    async with aclosing(chain(tx)) as links:
        async for group, found in links:
            events, words = found.events(), found.words()
            if not all(verifier.add(each, events, words) for each in group):
                return


async def chain(tx: Tx, wanted: Extract = _EVERYTHING) -> AsyncGenerator[tuple[list[Seal], Found], None]:
    """The seals in their order, some at a time, with what is wanted of the events that they list.

    While the caller works on these, the server writes the next ones down.
    """
    async with aclosing(one_ahead(_chain(tx, wanted))) as links:
        async for each in links:
            yield each


async def _chain(tx: Tx, wanted: Extract) -> AsyncGenerator[tuple[list[Seal], Found], None]:
    number = _LOWEST
    while some := await record.seals_from(tx.conn, tx.workspace_id, number, _SEALS_AT_ONCE):
        for group in _grouped(some):
            yield group, await record.sealed(tx.conn, tx.workspace_id, group[0].number, group[-1].number, wanted)
        number = some[-1].number + 1


async def waiting(tx: Tx, wanted: Extract = _EVERYTHING) -> AsyncGenerator[Found, None]:
    """What is wanted of the events that wait for their seal, by their ids, some at a time."""
    after = _LOWEST
    while ids := (found := await record.waiting(tx.conn, tx.workspace_id, wanted, after, _EVENTS_AT_ONCE)).events():
        yield found
        after = max(ids)


async def _strange(tx: Tx) -> Finding | None:
    """The first event that waits for a seal and can never have one, for Nudge has not written it."""
    async with aclosing(waiting(tx)) as batches:
        async for found in batches:
            event_id = first_without_form(found.events().values())
            if event_id is not None:
                return Finding(Wrong.CHANGED, None, event_id)
    return None


def _grouped(found: Iterable[Seal]) -> Iterator[list[Seal]]:
    """Whole seals, so many at a time that asking for their events costs little beside reading them."""
    group: list[Seal] = []
    size = 0
    for each in found:
        group.append(each)
        size += len(each.event_ids)
        if size >= _EVENTS_AT_ONCE:
            yield group
            group, size = [], 0
    if group:
        yield group


def _finding(loose: seals.LooseEnds, reached: int) -> Finding | None:
    if loose.seals != reached:  # one that the chain does not lead to, and so nobody verified
        return Finding(Wrong.FORK)
    found = (
        (Wrong.CHANGED, loose.twice),
        (Wrong.WORDS_CHANGED, loose.said_twice),
        (Wrong.MISSING, loose.gone),
        (Wrong.UNLISTED, loose.unlisted),
    )
    return next((Finding(wrong, None, event_id) for wrong, event_id in found if event_id is not None), None)
