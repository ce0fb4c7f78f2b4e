"""How far a mailbox has been read: noted with the mail that was taken, and only once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.incoming import Mail
from bot.domain.mailbox import Mailbox, Place
from bot.domain.setup import MailboxSetup, Setup, SetupRefused, WorkspaceSetup
from bot.domain.setup_reading import read_setup
from bot.domain.setup_writing import written
from bot.services import mailbox, roster, setup
from bot.services.mailbox import Elsewhere
from bot.services.transaction import Transactions, Tx
from tests.agency import EVERYBODY, WS, transactions_on

BOX = MailboxSetup("imap.agency.example", "nudge@agency.example", 1993, "Clients", "Aside", 30, ("mx.agency.example",))
SET_UP = Setup(WorkspaceSetup(fallback_owner="lea@agency.example"), mailbox=BOX)
LETTER = Mail("<1@acme.example>", "jane@acme.example", "Jane", "Hello", "Could you call us?", None, None, None)


@pytest.fixture
async def transactions(database_url: str) -> AsyncIterator[Transactions]:
    async with transactions_on(database_url) as there:
        await there.run(WS, roster.sync, "Agency", "U0NUDGE", EVERYBODY)
        await there.run(WS, setup.apply, SET_UP, {})
        yield there


async def here(transactions: Transactions) -> Mailbox:
    found = await transactions.run(WS, mailbox.here)
    assert found is not None
    return found


async def test_a_place_is_passed_once(transactions: Transactions) -> None:
    await transactions.run(WS, mailbox.start_over, 7)
    await transactions.run(WS, mailbox.take, LETTER, Place(7, 3))
    for late in (Place(7, 3), Place(7, 2), Place(6, 9)):
        with pytest.raises(Elsewhere):
            await transactions.run(WS, mailbox.take, replace(LETTER, external_id="<2@acme.example>"), late)
    assert replace(await here(transactions), settings=BOX) == Mailbox(BOX, 7, 3, None, 1, 0)


async def test_what_fails_is_not_noted(transactions: Transactions) -> None:
    async def fails(tx: Tx) -> None:
        await mailbox.take(tx, LETTER, Place(7, 1))
        raise RuntimeError("the plug was pulled")

    await transactions.run(WS, mailbox.start_over, 7)
    with pytest.raises(RuntimeError):
        await transactions.run(WS, fails)
    assert (await here(transactions)).last_uid == 0


async def test_the_same_folder_is_read_on_and_a_new_one_from_its_beginning(transactions: Transactions) -> None:
    await transactions.run(WS, mailbox.start_over, 7)
    await transactions.run(WS, mailbox.skip, Place(7, 3))
    same = await transactions.run(WS, mailbox.start_over, 7)
    assert same is not None
    assert same.last_uid == 3
    anew = await transactions.run(WS, mailbox.start_over, 8)
    assert anew is not None
    assert (anew.uidvalidity, anew.last_uid) == (8, 0)


@pytest.mark.parametrize(
    ("change", "last_uid"),
    [({"every": 90}, 3), ({"quarantine": "Odd"}, 3), ({"folder": "Other"}, 0), ({"user": "other"}, 0)],
)
async def test_another_folder_in_the_set_up_is_read_from_its_beginning(
    transactions: Transactions, change: dict[str, Any], last_uid: int
) -> None:
    await transactions.run(WS, mailbox.start_over, 7)
    await transactions.run(WS, mailbox.skip, Place(7, 3))
    await transactions.run(WS, setup.apply, replace(SET_UP, mailbox=replace(BOX, **change)), {})
    assert (await here(transactions)).last_uid == last_uid


async def test_the_set_up_is_exported_and_compared(transactions: Transactions) -> None:
    now = await transactions.run(WS, setup.current)
    assert now.mailbox == BOX
    assert read_setup(written(now)).mailbox == BOX
    assert (await transactions.run(WS, setup.plan, now, {})).changes == ()
    [change] = (await transactions.run(WS, setup.plan, replace(now, mailbox=replace(BOX, every=90)), {})).changes
    assert (change.what, change.fields[0].before, change.fields[0].after) == ("mailbox", "30", "90")
    assert (
        "mailbox nudge@agency.example"
        in (await transactions.run(WS, setup.plan, replace(now, mailbox=None), {})).untouched
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("every = 1", "a whole number from 5 to 3600"),
        ('port = "993"', "a whole number"),
        ('quarantine = "inbox"', "another folder"),
        ('password = "secret"', "one of the keys"),
        ('folder = "IN*"', "the name of a folder"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(SetupRefused) as refused:
        read_setup(
            f'[workspace]\nfallback_owner = "lea@agency.example"\n[mailbox]\nhost = "imap"\nuser = "me"\n{line}\n'
        )
    [problem] = refused.value.problems
    assert problem.line == 6
    assert said in problem.expected
