"""`nudge audit export`, and `verify` on its file."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import exporting, records
from bot.cli.exporting import Format
from bot.cli.failures import CannotDo
from bot.cli.setting_up import import_setup
from bot.cli.workplace import transactions_on
from bot.domain.draft import Draft
from bot.domain.events import Event, EventKind
from bot.domain.export import Count
from bot.domain.request import TouchChannel
from bot.services import audit, handing_over, keeping
from bot.services.exporting import Asked
from bot.services.office import office_of
from bot.services.transaction import Tx
from bot.settings import Settings
from tests import record_verifier
from tests.agency import BOB, DANA, WS
from tests.domain.setup_texts import WHOLE

SAID = "=HYPERLINK(1) could you speak to our heads?"


async def hand_over(tx: Tx, draft: Draft) -> object:
    return await handing_over.hand_over(tx, draft)


@pytest.fixture(autouse=True)
async def record(settings: Settings) -> None:
    """A set-up and two requests, sealed; a third that waits."""
    await import_setup(settings, WHOLE, agreed=lambda: True, say=lambda _: None)
    async with transactions_on(settings) as transactions:
        for place, owner in enumerate((BOB, DANA, BOB)):
            draft = handing_over.typed(f"{SAID} {place}", reporter=DANA.slack_id, owner=owner.slack_id)
            await transactions.run(WS, hand_over, draft)
            if place < 2:
                await transactions.run(WS, audit.seal)


async def export(settings: Settings, to: Path | None, asked: Asked | None = None, **more: object) -> Count:
    given = {"since": None, "until": None, "written_as": Format.JSONL, "with_words": True} | more
    return await exporting.export(settings, None, asked or Asked(), to=to, **given)  # type: ignore[arg-type]  # a test's


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


async def test_a_whole_export_verifies_offline_and_with_the_verifier_of_the_docs(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "record.jsonl"
    count = await export(settings, file)
    assert count.waiting > 0
    assert file.stat().st_mode & 0o077 == 0
    told, holds = exporting.verify_file(file, None)
    live, _ = await records.verify(settings, None, None)
    assert holds
    assert told == live
    assert record_verifier.verify(file.read_text().splitlines()) == count.seals
    assert SAID in file.read_text()


async def test_verifying_a_file_needs_no_settings_and_no_database(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    await export(settings, file)
    bare = {"DATABASE_URL": "nonsense", "NUDGE_PORT": "none", "PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run(  # noqa: ASYNC221 - nothing else waits for it
        [sys.executable, "-m", "bot", "audit", "verify", "--file", str(file)],
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("The record holds: ")


async def test_an_altered_file_is_found_out(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    await export(settings, file)
    file.write_text(file.read_text().replace("our heads", "our hands", 1))
    told, holds = exporting.verify_file(file, None)
    assert not holds
    assert told.startswith("The record does not hold: the words of an event are not those that were recorded (seal ")


async def test_without_words_nobodys_words_are_in_it_and_it_verifies(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    await export(settings, file, with_words=False)
    assert "heads" not in file.read_text()
    assert exporting.verify_file(file, None)[1]


@pytest.mark.parametrize(
    ("asked", "requests"),
    [
        (Asked(request_id=1), {1}),
        (Asked(person="dana@agency.example", kind="handed over"), {1, 2, 3}),
        (Asked(kind="handed over"), {1, 2, 3}),
        (Asked(client="acme gmbh"), set()),
        (Asked(project="Portal"), set()),
    ],
)
async def test_an_extract_holds_what_was_asked_for_and_says_that_it_is_one(
    settings: Settings, tmp_path: Path, asked: Asked, requests: set[int]
) -> None:
    file = tmp_path / "extract.jsonl"
    await export(settings, file, asked)
    header, *rest = lines(file)
    found = [each.get("event") or each.get("waiting") for each in rest]
    assert {each["request_id"] for each in found if isinstance(each, dict)} == requests
    assert header["whole"] is False
    told, holds = exporting.verify_file(file, None)
    assert holds
    assert "This is an extract" in told


async def in_touch_with_everybody(tx: Tx) -> None:
    """A contact with each client that no request asked for, and an event that somebody made up."""
    office = await office_of(tx)
    for project in office.directory.projects:
        await keeping.note_contact(tx, office, project, office.person(DANA.slack_id), TouchChannel.CALL, project.name)
    await tx.record(Event(EventKind.TOUCHED, data={"project": "none of ours"}))


@pytest.mark.parametrize("asked", [Asked(client="acme gmbh"), Asked(project="Portal")], ids=["client", "project"])
async def test_an_extract_of_a_client_or_project_holds_the_contacts_that_no_request_asked_for(
    settings: Settings, tmp_path: Path, asked: Asked
) -> None:
    async with transactions_on(settings) as transactions:
        await transactions.run(WS, in_touch_with_everybody)
    await export(settings, tmp_path / "extract.jsonl", asked)
    _, *rest = lines(tmp_path / "extract.jsonl")
    assert [each["text"] for each in rest if "waiting" in each] == ["Portal"]
    assert exporting.verify_file(tmp_path / "extract.jsonl", None)[1]


async def test_days_are_those_of_the_workspace_and_the_last_is_included(settings: Settings, tmp_path: Path) -> None:
    assert (await export(settings, tmp_path / "past", since="2020-01-01", until="2020-12-31")).events == 0
    now = await export(settings, tmp_path / "now", since="2020-01-01", until="2999-12-31T10:00")
    assert now.events > 0
    with pytest.raises(CannotDo, match="no day such as"):
        await export(settings, tmp_path / "never", since="yesterday")


async def test_what_nobody_is_called_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="No client or project is called “Nobody Ltd”"):
        await export(settings, tmp_path / "a", Asked(client="Nobody Ltd"))
    with pytest.raises(CannotDo, match="Nobody is known under “x@y"):
        await export(settings, tmp_path / "b", Asked(person="x@y.example"))


async def test_a_file_that_is_there_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text("mine")
    with pytest.raises(CannotDo, match="exists already"):
        await export(settings, file)
    assert file.read_text() == "mine"


async def test_a_table_opens_in_a_spreadsheet_and_calculates_nothing(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "record.csv"
    await export(settings, file, written_as=Format.CSV)
    rows = list(csv.DictReader(file.open()))
    assert tuple(rows[0]) == exporting.COLUMNS
    said = [row["words"] for row in rows if row["kind"] == "handed over"]
    assert said == [f"'{SAID} {place}" for place in range(3)]
    assert rows[-1]["seal"] == ""


async def test_an_export_has_no_names_and_no_addresses_of_colleagues(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    await export(settings, file, with_words=False)
    assert not any(word in file.read_text() for word in ("Dana", "bob@", "U0BOB"))


async def test_what_is_no_export_is_said(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("hello")
    with pytest.raises(CannotDo, match="is no export of Nudge's"):
        exporting.verify_file(tmp_path / "other", None)
    with pytest.raises(CannotDo, match="can't be read"):
        exporting.verify_file(tmp_path / "missing", None)
