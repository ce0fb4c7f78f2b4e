"""The doctor's look at the set-up."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.db.engine import background_engine
from bot.domain.channels import ChannelFacts
from bot.domain.checkup import Check, Finding, Trouble
from bot.domain.setup_reading import read_setup
from bot.services import doctor, roster, setup
from bot.services.transaction import Tx
from bot.texts import doctor as texts
from tests.agency import BOB, EVERYBODY, LEA, PIA, WS
from tests.domain.setup_texts import WHOLE

CHANNELS = {
    "client-acme": ChannelFacts("C1", "client-acme"),
    "delivery-leads": ChannelFacts("C2", "delivery-leads"),
}


@pytest.fixture
async def tx(database_url: str) -> AsyncIterator[Tx]:
    engine = background_engine(database_url)
    async with engine.begin() as conn:
        yield Tx(conn, datetime.now(UTC), WS)
    await engine.dispose()


async def test_a_workspace_that_nudge_never_saw_is_not_set_up(tx: Tx) -> None:
    assert await doctor.check_set_up(tx) == [Finding(Check.WORKSPACE, Trouble.NOT_SET_UP)]
    assert await doctor.channels_in_use(tx) == {}


async def test_a_workspace_without_projects_and_fallback_owner_is_told(tx: Tx) -> None:
    await roster.sync(tx, "Agency", "U0NUDGE", EVERYBODY)
    found = await doctor.check_set_up(tx)
    assert [each.trouble for each in found] == [Trouble.NO_PROJECTS, Trouble.MISSING, None]


async def test_a_set_up_whose_people_are_there_is_well(tx: Tx) -> None:
    await roster.sync(tx, "Agency", "U0NUDGE", EVERYBODY)
    await setup.apply(tx, read_setup(WHOLE), CHANNELS)
    assert all(each.is_well for each in await doctor.check_set_up(tx))
    assert await doctor.channels_in_use(tx) == {"C1": "client-acme", "C2": "delivery-leads"}


async def test_people_who_left_or_became_guests_are_told_with_their_part(tx: Tx) -> None:
    await roster.sync(tx, "Agency", "U0NUDGE", EVERYBODY)
    await setup.apply(tx, read_setup(WHOLE), CHANNELS)
    await roster.upsert(tx, [replace(BOB, is_active=False), replace(PIA, is_guest=True), replace(LEA, is_active=False)])
    _, fallback, *parts = await doctor.check_set_up(tx)
    assert fallback.trouble is Trouble.DEACTIVATED
    assert [(each.detail, each.trouble) for each in parts] == [
        ("owner", Trouble.DEACTIVATED),
        ("backup", Trouble.GUEST),
        ("lead", Trouble.DEACTIVATED),
    ]
    assert {each.about for each in parts} == {"Acme GmbH, Portal"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", Finding(Check.MAILBOX, Trouble.NOBODY_VOUCHES, "nudge@agency.example")),
        (
            'authserv_ids = ["mx.agency.example"]',
            Finding(Check.MAILBOX, None, "nudge@agency.example", "mx.agency.example"),
        ),
        ("trust_unauthenticated = true", Finding(Check.MAILBOX_OF_ANYBODY, None, "nudge@agency.example")),
    ],
)
async def test_whose_mails_in_the_mailbox_count_as_a_colleagues_is_told(tx: Tx, line: str, found: Finding) -> None:
    await roster.sync(tx, "Agency", "U0NUDGE", EVERYBODY)
    mailbox = f'[mailbox]\nhost = "imap.agency.example"\nuser = "nudge@agency.example"\n{line}\n'
    await setup.apply(tx, read_setup(WHOLE + mailbox), CHANNELS)
    told = (await doctor.check_set_up(tx))[-1]
    assert told == found
    assert found.about in texts.line(told)
    assert texts.line(told).startswith("ok" if found.is_well else "problem")
