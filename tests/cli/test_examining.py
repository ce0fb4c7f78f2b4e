"""The doctor from end to end, against a local Slack."""

from pydantic import SecretStr

from bot.cli.examining import report
from bot.cli.setting_up import import_setup
from bot.sandbox import Sandbox
from bot.settings import Settings
from tests.agency import LEA
from tests.domain.setup_texts import WHOLE


async def examined(settings: Settings, as_email: str | None = None) -> tuple[int, str]:
    said: list[str] = []
    troubles = await report(settings, live=as_email is not None, as_email=as_email, say=said.append)
    return troubles, "\n".join(said)


async def test_what_is_missing_is_said_and_after_a_set_up_all_is_well(settings: Settings, sandbox: Sandbox) -> None:
    troubles, said = await examined(settings)
    assert troubles == 1
    assert "Nudge has not been in this workspace yet.\n         To mend it: start `nudge run` once" in said
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)
    troubles, said = await examined(settings, as_email=LEA.email)
    assert troubles == 0, said
    assert "It was found again by its token." in said
    assert said.endswith("All is well.")
    assert sandbox.workspace.messages == []


async def test_somebody_unknown_is_posted_nothing(settings: Settings, sandbox: Sandbox) -> None:
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)
    troubles, said = await examined(settings, as_email="jane@acme.example")
    assert troubles == 1
    assert "There is nobody to post to" in said
    assert sandbox.workspace.messages == []


async def test_it_looks_on_when_slack_is_out(settings: Settings) -> None:
    troubles, said = await examined(settings.model_copy(update={"slack_api_url": "http://127.0.0.1:9/"}))
    assert troubles == 3
    assert "Slack can't be reached" in said
    assert "ok       The database answers." in said


async def test_it_looks_on_when_the_database_is_out(settings: Settings) -> None:
    nowhere = SecretStr("postgresql://127.0.0.1:9/x")
    troubles, said = await examined(settings.model_copy(update={"database_url": nowhere}))
    assert troubles == 1
    assert "ok       Slack knows the bot's token." in said
    assert "The database can't be reached" in said


async def test_an_old_schema_is_told(settings: Settings, empty_database_url: str) -> None:
    old = SecretStr(empty_database_url)
    troubles, said = await examined(settings.model_copy(update={"database_url": old}))
    assert troubles == 1
    assert "run `nudge migrate`" in said
