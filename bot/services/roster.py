"""Keeping up with who is in the workspace."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from bot.db import directory, people, requests, workspaces
from bot.domain.events import Event, EventKind, Value
from bot.domain.people import Person, RosterEntry
from bot.domain.workspace import Workspace
from bot.services.errors import NotSetUp
from bot.services.office import office_of
from bot.services.progressing import look_again_at_those_of
from bot.services.transaction import Tx


async def sync(tx: Tx, name: str, bot_user_id: str, entries: Sequence[RosterEntry]) -> Workspace:
    """Take over the workspace's name and its people as Slack has them; makes the workspace where it is new."""
    here = await workspaces.ensure(tx.conn, tx.workspace_id, name, bot_user_id)
    await upsert(tx, entries)
    return here


async def upsert(tx: Tx, entries: Sequence[RosterEntry]) -> list[Person]:
    """Take over what Slack says of these people; who left or came back goes into the trail.

    Who becomes a guest leaves: from then on others stand in.
    """
    before = await people.by_slack_ids(tx.conn, tx.workspace_id, [entry.slack_id for entry in entries])
    after = await people.upsert(tx.conn, tx.workspace_id, entries)
    changed = [each for each in after if (old := before.get(each.slack_id)) and _is_change(old, each)]
    for each in changed:
        await _note(tx, each.id, is_there=each.is_colleague)
    await requests.watch_again(tx.conn, tx.workspace_id, tx.now)
    return after


def _is_change(old: Person, new: Person) -> bool:
    return old.is_colleague != new.is_colleague


async def deactivate(tx: Tx, slack_id: str) -> None:
    """Somebody has left: from now on they are away without end. Nothing happens where that is known."""
    person_id = await people.set_active(tx.conn, tx.workspace_id, slack_id, False)
    if person_id is not None:
        await _note(tx, person_id, is_there=False)


async def person(tx: Tx, slack_id: str) -> Person | None:
    """The person whom Slack calls that; None where the roster does not hold them."""
    return await people.by_slack_id(tx.conn, tx.workspace_id, slack_id)


async def person_of(tx: Tx, email: str) -> Person | None:
    """The person with this address; None where the roster holds nobody of it."""
    return await people.by_email(tx.conn, tx.workspace_id, email)


async def guests(tx: Tx) -> frozenset[str]:
    """The Slack ids of all who are no members of the organisation itself."""
    return frozenset(each.slack_id for each in await people.everybody(tx.conn, tx.workspace_id) if each.is_guest)


async def rename_channels(tx: Tx, names: Mapping[str, str]) -> None:
    """Take over what channels are called now: `names` by channel id, without the number sign."""
    await directory.rename_channels(tx.conn, tx.workspace_id, names)
    await workspaces.rename_channels(tx.conn, tx.workspace_id, names)


async def _note(tx: Tx, person_id: int, *, is_there: bool) -> None:
    """Who left or came back is on the record, and whatever waits for them is looked at again."""
    data: dict[str, Value] = {"what": "person", "person_id": person_id, "is_active": is_there}
    await tx.record(Event(EventKind.SET_UP, data=data))
    with suppress(NotSetUp):
        await look_again_at_those_of(tx, await office_of(tx), person_id)
