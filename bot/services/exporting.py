"""Taking the record out: the whole of it or an extract, in batches, in little memory."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.db import directory, people, seals
from bot.db.record import Found
from bot.domain.export import Count, ExportedEvent
from bot.domain.extract import Extract
from bot.domain.routing import Client, Project
from bot.domain.seal import Seal
from bot.services.audit import anchor, chain, waiting
from bot.services.errors import UnknownPerson, UnknownProject
from bot.services.transaction import Tx


class Sink(Protocol):
    """Where an export goes, in the order in which it can be verified."""

    def seal(self, seal: Seal) -> None:
        """A seal; its events follow."""
        ...

    def events(self, events: Sequence[ExportedEvent], seal: Seal | None) -> None:
        """Events, and the seal that lists them; None while they wait for one."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be exported, as they name it; `person` is an address or a Slack id."""

    request_id: int | None = None
    client: str | None = None
    project: str | None = None
    person: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None


def narrowed(asked: Asked, since: datetime | None, until: datetime | None) -> Asked:
    """What is asked for, between these moments."""
    return replace(asked, since=since, until=until)


async def extract_of(tx: Tx, asked: Asked) -> Extract:
    """What is asked for, by ids. Raises UnknownPerson and UnknownProject, which names what was not found."""
    found = Extract(request_id=asked.request_id, since=asked.since, until=asked.until, kind=asked.kind)
    known = await directory.directory(tx.conn, tx.workspace_id)
    if asked.client is not None:
        found = replace(found, client_id=_called(asked.client, known.clients)[0])
    if asked.project is not None:
        found = replace(found, project_ids=tuple(_called(asked.project, known.projects)))
    return found if asked.person is None else replace(found, person_id=await _person(tx, asked.person))


def _called(name: str, known: Iterable[Client | Project]) -> list[int]:
    """The ids of those that bear this name; several clients may have a project of the same."""
    found = [each.id for each in known if each.name.casefold() == name.casefold()]
    if not found:
        raise UnknownProject(name)
    return found


async def _person(tx: Tx, named: str) -> int:
    everybody = await people.everybody(tx.conn, tx.workspace_id)
    found = [one.id for one in everybody if named.casefold() in {(one.email or "").casefold(), one.slack_id.casefold()}]
    if not found:
        raise UnknownPerson(named)
    return found[0]


async def events_in_all(tx: Tx) -> int:
    """How many events the record holds, with a seal or without: how far an export has to go."""
    return (await anchor(tx)).event_count + await seals.waiting_count(tx.conn, tx.workspace_id)


async def export(tx: Tx, wanted: Extract, sink: Sink, *, with_words: bool = True) -> AsyncGenerator[Count, None]:
    """Give every seal, and every event that is wanted, to the sink; yields how far it has come, after each batch.

    Raises what the sink does. To be run in a transaction that sees one moment, or events that are sealed meanwhile
    could be missing.
    """
    await seals.without_time_limit(tx.conn)
    count = Count()
    async with aclosing(chain(tx, wanted)) as links:
        async for group, found in links:
            events = _exported(found, with_words)
            for seal in group:
                theirs = [events[one] for one in seal.event_ids if one in events]
                sink.seal(seal)
                sink.events(theirs, seal)
                count.seals += 1
                count.events += len(theirs)
            yield count
    async with aclosing(waiting(tx, wanted)) as batches:
        async for found in batches:
            events = _exported(found, with_words)
            sink.events([events[one] for one in sorted(events)], None)
            count.waiting += len(events)
            yield count


def _exported(found: Found, with_words: bool) -> dict[int, ExportedEvent]:
    words = found.words() if with_words else {}
    return {number: ExportedEvent(fields, words.get(number)) for number, fields in found.events().items()}
