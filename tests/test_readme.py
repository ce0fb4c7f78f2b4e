"""What the README says, held against the code."""

import re
from pathlib import Path

from babel import Locale
from typer.main import get_command

from bot.cli.commands import cli
from bot.domain.life import TRANSITIONS
from bot.domain.policy import SHIPPED
from bot.domain.setup_reading import read_setup
from bot.settings import Settings
from bot.texts.letter_words import LANGUAGES

README = (Path(__file__).parent.parent / "README.md").read_text()


HOSTILE = (Path(__file__).parent.parent / "docs" / "hostile-mail.md").read_text()


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def first_column(text: str) -> list[str]:
    return [cell for row in re.findall(r"^\| (`.*?) \|", text, re.M) for cell in re.findall(r"`([^`]+)`", row)]


def test_the_diagram_is_the_table_of_transitions() -> None:
    drawn = re.findall(r"^    (\w+) --> (\w+): (.+)$", README, re.M)
    arrows = set(drawn)
    expected = {(state.value, to.value, on.value.replace(":", "")) for (state, on), to in TRANSITIONS.items()}
    assert arrows == expected


def test_every_command_is_listed_and_every_listed_command_exists() -> None:
    listed = {name.removeprefix("nudge ").split()[0] for name in first_column(section("Commands"))}
    assert listed == set(get_command(cli).commands)  # type: ignore[attr-defined] # a group has them


def test_every_setting_is_listed_and_every_listed_setting_exists() -> None:
    names = {field.validation_alias for field in Settings.model_fields.values()}
    assert set(first_column(section("Settings"))) == names


def test_the_example_set_up_can_be_read() -> None:
    example = re.search(r"```toml\n(.*?)```", README, re.S)
    assert example is not None
    assert read_setup(example[1]).workspace.fallback_owner == "lea@agency.example"


def test_the_ladders_are_those_that_ship() -> None:
    rows = re.findall(r"^\| (\d|on) \| (.*?) \| (.*?) \| (.*?) \|", README, re.M)
    for column, name in enumerate(("standard", "key-client", "relaxed"), start=1):
        policy = SHIPPED[name]
        expected = ["at once", *(str(rung.after) for rung in policy.rungs[1:]), f"every {policy.every}"]
        assert [row[column] for row in rows] == expected


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text()
    for target in set(re.findall(r"make (\w+)$|`make (\w+)`", README, re.M)):
        assert re.search(rf"^{''.join(target)}:", makefile, re.M)


def test_every_test_that_the_page_on_hostile_mail_names_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", HOSTILE)
    assert len(named) > 15
    for path, name in named:
        assert f"def {name}(" in (Path(__file__).parent.parent / path).read_text(), name


def test_every_language_of_letters_is_named() -> None:
    said = re.search(r"in the client's language: (.*?), and English", README, re.S)
    assert said is not None
    names = {(Locale.parse(code).get_language_name("en") or code).split()[0] for code in LANGUAGES}
    assert set(re.findall(r"[A-Z]\w+", said[1])) == names
