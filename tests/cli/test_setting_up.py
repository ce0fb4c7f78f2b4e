"""Importing and exporting a set-up, against a local Slack."""

import pytest

from bot.cli.failures import CannotDo
from bot.cli.setting_up import export_setup, import_setup
from bot.domain.setup import SetupRefused
from bot.settings import Settings
from tests.domain.setup_texts import WHOLE


async def imported(settings: Settings, text: str, *, agreed: bool = True) -> list[str]:
    said: list[str] = []
    await import_setup(settings, text, agreed=lambda: agreed, say=said.append)
    return said


async def test_what_would_change_is_shown_and_not_done_unless_it_is_agreed_to(settings: Settings) -> None:
    declined = await imported(settings, WHOLE, agreed=False)
    assert "+ project Acme GmbH: Portal" in declined
    assert "    owner: bob@agency.example" in declined
    assert declined[-1] == "Nothing was changed."
    agreed = await imported(settings, WHOLE)
    assert agreed[:-1] == declined[:-1]
    assert agreed[-1] == "Done: 6 changes."


async def test_what_is_exported_imports_to_no_change(settings: Settings) -> None:
    await imported(settings, WHOLE)
    exported = await export_setup(settings, None)
    assert await imported(settings, exported) == ["Everything is set up like this already: nothing to change."]
    assert await export_setup(settings, "T0NUDGE") == exported


async def test_a_change_is_shown_with_what_was_there(settings: Settings) -> None:
    await imported(settings, WHOLE)
    said = await imported(settings, WHOLE.replace('tier = "key"', "").replace("Bob@", "dana@"), agreed=False)
    assert said[:4] == [
        "~ client Acme GmbH",
        "    tier: key → nothing",
        "~ project Acme GmbH: Portal",
        "    owner: bob@agency.example → dana@agency.example",
    ]


async def test_what_slack_does_not_know_is_refused_with_its_line(settings: Settings) -> None:
    with pytest.raises(SetupRefused) as refused:
        await imported(settings, WHOLE.replace("#client-acme", "#with-acme").replace("Bob@", "Bobby@"))
    owner, channel = (str(problem) for problem in refused.value.problems)
    assert owner.startswith('line 34, owner = "bobby@agency.example": expected the address of somebody')
    assert channel.startswith('line 37, channel = "#with-acme": expected a channel of this workspace alone')


async def test_guests_in_a_channel_are_seen(settings: Settings) -> None:
    with pytest.raises(SetupRefused, match=r"line 37.*without guests"):
        await imported(settings, WHOLE.replace("#client-acme", "#with-guest"))


async def test_the_workspace_that_is_meant_has_to_be_known(settings: Settings) -> None:
    with pytest.raises(CannotDo, match="not been in any workspace"):
        await export_setup(settings, None)
    await imported(settings, WHOLE, agreed=False)
    with pytest.raises(CannotDo, match="--workspace: T0NUDGE"):
        await export_setup(settings, "T0OTHER")


async def test_without_slack_nothing_can_be_looked_up(settings: Settings) -> None:
    with pytest.raises(CannotDo, match="SLACK_BOT_TOKEN is not set"):
        await imported(settings.model_copy(update={"slack_bot_token": None}), WHOLE)
