"""The office is read once and stays right: whatever changes in it, whoever changes it, is seen at the next look."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import people
from bot.services import roster, setup
from bot.services.errors import NotSetUp
from bot.services.office import Office, office_of
from bot.services.transaction import Transactions, Tx
from tests.agency import BOB, EVERYBODY, WS, transactions_on
from tests.services.test_setup import CHANNELS, FILE


@pytest.fixture
async def transactions(database_url: str) -> AsyncIterator[Transactions]:
    async with transactions_on(database_url) as runner:
        await runner.run(WS, roster.sync, "Agency", "U0NUDGE", EVERYBODY)
        await runner.run(WS, setup.apply, FILE, CHANNELS)
        yield runner


@pytest.fixture
async def elsewhere(database_url: str) -> AsyncIterator[AsyncConnection]:
    """A connection of another process."""
    async with transactions_on(database_url) as other, other.background.connect() as connection:
        yield connection


async def bob_in(transactions: Transactions) -> str:
    return (await transactions.run(WS, office_of)).person(BOB.slack_id).name


async def test_it_is_not_read_again_while_nothing_changes(transactions: Transactions) -> None:
    before = await transactions.run(WS, office_of)
    assert await transactions.run(WS, office_of) is before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE workspace SET zone = 'Europe/Vienna'",
        "UPDATE person SET working_hours = 'Mon 09:00-12:00'",
        "INSERT INTO person (workspace_id, slack_id, name) VALUES ('T0NUDGE', 'U0NEW', 'New')",
        "UPDATE client SET tier = 'other'",
        "UPDATE project SET backup_id = NULL",
        "DELETE FROM project",
        "INSERT INTO absence (workspace_id, person_id, starts_at, ends_at, noted_at)"
        " SELECT workspace_id, id, now(), now(), now() FROM person LIMIT 1",
        "INSERT INTO policy SELECT workspace_id, name, version + 1, spec FROM policy",
    ],
)
async def test_a_change_by_anybody_is_seen(transactions: Transactions, elsewhere: AsyncConnection, change: str) -> None:
    before = await transactions.run(WS, office_of)
    await elsewhere.execute(text(change))
    await elsewhere.commit()
    assert await transactions.run(WS, office_of) != before


async def test_a_change_that_is_not_committed_is_not_seen(
    transactions: Transactions, elsewhere: AsyncConnection
) -> None:
    await elsewhere.execute(text("UPDATE person SET name = 'Robert' WHERE name LIKE 'Bob%'"))
    assert await bob_in(transactions) == BOB.name
    await elsewhere.commit()
    assert await bob_in(transactions) == "Robert"


async def test_a_transaction_sees_each_change_of_its_own_and_leaves_none_behind(transactions: Transactions) -> None:
    async def change_and_fail(tx: Tx) -> None:
        bob = (await office_of(tx)).person(BOB.slack_id)
        await people.set_hours(tx.conn, WS, bob.id, working_hours="Mon 09:00-12:00", country=None)
        assert (await office_of(tx)).person(BOB.slack_id).working_hours == "Mon 09:00-12:00"
        await people.set_hours(tx.conn, WS, bob.id, working_hours="Tue 09:00-12:00", country=None)
        assert (await office_of(tx)).person(BOB.slack_id).working_hours == "Tue 09:00-12:00"
        raise LookupError

    before = await transactions.run(WS, office_of)
    with pytest.raises(LookupError):
        await transactions.run(WS, change_and_fail)
    assert await transactions.run(WS, office_of) == before


async def test_each_workspace_has_an_office_of_its_own(transactions: Transactions) -> None:
    async def people_of_another(tx: Tx) -> Office:
        return await office_of(tx)

    with pytest.raises(NotSetUp):
        await transactions.run("T0OTHER", people_of_another)
    await transactions.run("T0OTHER", roster.sync, "Other", "U0NUDGE", [BOB])
    assert len((await transactions.run("T0OTHER", office_of)).people) == 1
    assert len((await transactions.run(WS, office_of)).people) == len(EVERYBODY)
