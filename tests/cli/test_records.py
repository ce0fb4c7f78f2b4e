"""The record from the command line."""

import pytest

from bot.cli import records
from bot.cli.failures import CannotDo
from bot.cli.setting_up import import_setup
from bot.cli.workplace import transactions_on
from bot.services import audit
from bot.services.errors import NotFound
from bot.settings import Settings
from tests.agency import WS
from tests.domain.setup_texts import WHOLE


@pytest.fixture(autouse=True)
async def set_up(settings: Settings) -> None:
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)


async def test_the_record_is_verified_and_an_anchor_has_to_be_met(settings: Settings) -> None:
    told, holds = await records.verify(settings, None, None)
    assert holds
    assert told == "The record holds: nothing is sealed yet.\nWaiting for a seal, and not protected yet: 6 events."
    async with transactions_on(settings) as transactions:
        await transactions.run(WS, audit.seal)
    told, holds = await records.verify(settings, None, None)
    assert told.startswith("The record holds: 6 events in 1 seal.\nAnchor: ")
    anchor = told.rpartition(" ")[2]
    told, holds = await records.verify(settings, None, anchor.upper())
    assert holds
    assert "that of seal 1" in told
    told, holds = await records.verify(settings, None, "0" * 64)
    assert not holds
    assert told.startswith("The record does not hold: the anchor that you gave is not in the chain.")


@pytest.mark.parametrize("anchor", ["zero", "0" * 63, "g" * 64])
async def test_what_is_no_anchor_is_refused(settings: Settings, anchor: str) -> None:
    with pytest.raises(CannotDo, match="64 hexadecimal digits"):
        await records.verify(settings, None, anchor)


async def test_a_request_that_is_not_there_has_no_trail(settings: Settings) -> None:
    with pytest.raises(NotFound):
        await records.log_of(settings, None, 7)
