"""Reading and writing mailboxes: where one is, and how far it has been read."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row, Update, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import mailbox
from bot.domain.mailbox import Mailbox, Place
from bot.domain.setup import MailboxSetup

_SETTINGS = tuple(each.name for each in fields(MailboxSetup))
_FROM_THE_BEGINNING = {"uidvalidity": None, "last_uid": 0, "to_quarantine": None}

_here = mailbox.c.workspace_id == bindparam("workspace")
_get = select(mailbox).where(_here)
_insert = insert(mailbox)
_update = update(mailbox).where(_here)
_at = _update.where(mailbox.c.uidvalidity == bindparam("validity")).returning(mailbox.c.workspace_id)
_next = _at.where(mailbox.c.last_uid < bindparam("reached"))
_read = _next.values(last_uid=bindparam("reached"), mails_read=mailbox.c.mails_read + 1)
_given_up = _next.values(
    last_uid=bindparam("reached"),
    to_quarantine=bindparam("reached"),
    mails_quarantined=mailbox.c.mails_quarantined + 1,
)
_moved = _at.where(mailbox.c.to_quarantine == bindparam("reached")).values(to_quarantine=None)
_start_over = _update.where(mailbox.c.uidvalidity.is_distinct_from(bindparam("validity"))).values(
    _FROM_THE_BEGINNING | {"uidvalidity": bindparam("validity")}
)


async def get(conn: AsyncConnection, workspace_id: str) -> Mailbox | None:
    """The mailbox of this workspace; None where it has none."""
    row = (await conn.execute(_get, {"workspace": workspace_id})).one_or_none()
    return None if row is None else _mailbox(row)


async def write(conn: AsyncConnection, workspace_id: str, settings: MailboxSetup) -> None:
    """Set the mailbox up, or change it; another server, user or folder is read from its beginning."""
    values = asdict(settings) | {"authserv_ids": list(settings.authserv_ids)}
    row = (await conn.execute(_get.with_for_update(), {"workspace": workspace_id})).one_or_none()
    if row is None:
        await conn.execute(_insert, {"workspace_id": workspace_id, **values})
        return
    if _folder_of(_mailbox(row).settings) != _folder_of(settings):
        values |= _FROM_THE_BEGINNING
    await conn.execute(_update.values(values), {"workspace": workspace_id})


async def start_over(conn: AsyncConnection, workspace_id: str, uidvalidity: int) -> None:
    """Take note of the folder's UIDVALIDITY: where it is another than before, nothing counts as read."""
    await conn.execute(_start_over, {"workspace": workspace_id, "validity": uidvalidity})


async def note_read(conn: AsyncConnection, workspace_id: str, place: Place) -> bool:
    """Note the mail as read; False when somebody else has, or when the folder has become another one.

    Until the transaction ends, others who note something wait.
    """
    return await _noted(conn, _read, workspace_id, place)


async def note_given_up(conn: AsyncConnection, workspace_id: str, place: Place) -> bool:
    """As `note_read`, for a mail that is to be moved to the quarantine folder."""
    return await _noted(conn, _given_up, workspace_id, place)


async def note_moved(conn: AsyncConnection, workspace_id: str, place: Place) -> None:
    """Note that the mail that was given up on is in the quarantine folder."""
    await _noted(conn, _moved, workspace_id, place)


async def _noted(conn: AsyncConnection, statement: Update, workspace_id: str, place: Place) -> bool:
    values = {"workspace": workspace_id, "validity": place.uidvalidity, "reached": place.uid}
    return (await conn.execute(statement, values)).one_or_none() is not None


def _folder_of(settings: MailboxSetup) -> tuple[object, ...]:
    """What a UID belongs to."""
    return settings.host, settings.port, settings.user, settings.folder


def _mailbox(row: Row[*tuple[Any, ...]]) -> Mailbox:
    values = row._asdict()
    del values["workspace_id"]
    settings = {name: values.pop(name) for name in _SETTINGS}
    return Mailbox(MailboxSetup(**settings | {"authserv_ids": tuple(settings["authserv_ids"])}), **values)
