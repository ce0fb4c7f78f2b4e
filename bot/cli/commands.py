"""The commands of `nudge`."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot import app as nudge
from bot.app.database import database
from bot.cli import digests, examining, failures, records, setting_up, simulating
from bot.cli.workplace import check_tokens, warning_of_embedded
from bot.db.migrate import upgrade
from bot.logs import set_up_logs
from bot.settings import LogLevel, Settings, read_settings

T = TypeVar("T")

TERMINATED = 128 + signal.SIGTERM
INTERRUPTED = 128 + signal.SIGINT

cli = typer.Typer(
    help="Reminds politely until the client has really heard from us.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
audit = typer.Typer(help="What the record says, and whether it holds.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(audit, name="audit")

Workspace = Annotated[str | None, typer.Option("--workspace", help="Which one, where there are several: T….")]


def main() -> None:
    """Carry out what was typed. What can be foreseen ends in one sentence and exit code 2, without a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        cli()
    except failures.EXPECTED as error:
        typer.echo(failures.sentence(error), err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _terminated(_signal: int, _frame: object) -> None:
    """Unwind, so that an embedded database stops too; whoever runs for long has a gentler way of its own."""
    sys.exit(TERMINATED)


@cli.command()
def run(
    http: Annotated[
        str | None, typer.Option("--http", metavar="HOST:PORT", help="Serve Slack's requests here; no Socket Mode.")
    ] = None,
) -> None:
    """Run the bot against Slack, until it is told to stop."""
    settings = _begin()
    check_tokens(settings, http)
    if warning := warning_of_embedded(settings):
        typer.echo(warning, err=True)
    _wait_for(nudge.run(settings, http))


@cli.command()
def sandbox(
    port: Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Where the page is served.")] = None,
    story: Annotated[bool, typer.Option("--story", help="Play the story headless and print it.")] = False,
) -> None:
    """Run a Slack workspace on this machine with the bot in it."""
    settings = _begin(quiet=True)
    if story:
        raise typer.Exit(_wait_for(nudge.play_story(settings)))
    _wait_for(nudge.run_sandbox(settings, settings.port if port is None else port, _ready))


def _ready(address: str) -> None:
    typer.echo(f"Nudge is ready: open {address} in a browser. Ctrl-C stops it.")


@cli.command()
def migrate() -> None:
    """Bring the database to the schema that this Nudge works with."""
    _wait_for(_migrate(_begin()))
    typer.echo("The database has the newest schema.")


async def _migrate(settings: Settings) -> None:
    async with database(settings) as url:
        await asyncio.to_thread(upgrade, url)


@cli.command()
def doctor(
    live: Annotated[bool, typer.Option("--live", help="Post to yourself, read it back, delete it.")] = False,
    as_email: Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Who you are, for --live.")] = None,
) -> None:
    """Say what is wrong with this installation, and how to mend it. Exit code 1 where something is."""
    troubles = _wait_for(examining.report(_begin(quiet=True), live=live, as_email=as_email, say=typer.echo))
    raise typer.Exit(1 if troubles else 0)


@cli.command("import")
def import_setup(
    file: Annotated[Path, typer.Argument(help="A set-up as TOML.", exists=True, dir_okay=False, readable=True)],
    yes: Annotated[bool, typer.Option("--yes", help="Apply it without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Show what a set-up would change, and apply it."""

    def agreed() -> bool:
        return not dry_run and (yes or typer.confirm("Apply this?"))

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise failures.CannotDo(f"{file} is no text in UTF-8.") from None
    _wait_for(setting_up.import_setup(_begin(quiet=True), text, agreed=agreed, say=typer.echo))


@cli.command("export-setup")
def export_setup(workspace: Workspace = None) -> None:
    """Print the set-up as TOML that imports to no change."""
    typer.echo(_wait_for(setting_up.export_setup(_begin(quiet=True), workspace)), nl=False)


@cli.command()
def digest(
    week: Annotated[
        str | None, typer.Option("--week", metavar="2026-W47", help="Which week; the last that is over, unless said.")
    ] = None,
    post: Annotated[bool, typer.Option("--post", help="Have it posted too, where that week has not been yet.")] = False,
    form: Annotated[digests.Format, typer.Option("--format", help="As words, as data, or the picture.")] = (
        digests.Format.TEXT
    ),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it there instead of printing it.")
    ] = None,
    workspace: Workspace = None,
) -> None:
    """Print the digest of a week: the same week, the same text."""
    content, said = _wait_for(digests.digest(_begin(quiet=True), workspace, week, form, post=post))
    if out is not None:
        out.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    if said:
        typer.echo(said, err=True)


@cli.command()
def simulate(
    policy: Annotated[
        Path | None,
        typer.Option("--policy", help="A file with [[policy]] tables; without, today's.", exists=True, dir_okay=False),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Requests handed over from this day on.")
    ] = None,
    synthetic: Annotated[int | None, typer.Option("--synthetic", min=1, help="So many made-up requests.")] = None,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=520, help="Over so many weeks.")] = 52,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same requests.")] = 1,
    how: Annotated[simulating.Format, typer.Option("--format", help="How to print it.")] = simulating.Format.TEXT,
    workspace: Workspace = None,
) -> None:
    """Say who would have got what by another policy, against what really went out. Writes nothing."""
    policies = simulating.policies_in(policy)
    if (since is None) == (synthetic is None):
        raise failures.CannotDo(
            "Say either --since DATE, for what is on record, or --synthetic N, for made-up requests."
        )
    if synthetic is not None:
        typer.echo(simulating.made_up(synthetic, weeks, seed, policies, how))
    elif since is not None:
        typer.echo(_wait_for(simulating.from_record(_begin(quiet=True), workspace, since.date(), policies, how)))


@audit.command("verify")
def audit_verify(
    anchor: Annotated[str | None, typer.Option("--anchor", help="A hash that you kept: it has to be met.")] = None,
    workspace: Workspace = None,
) -> None:
    """Check the record against its seals. Exit code 1 where it does not hold."""
    told, holds = _wait_for(records.verify(_begin(quiet=True), workspace, anchor))
    typer.echo(told)
    raise typer.Exit(0 if holds else 1)


@audit.command("log")
def audit_log(
    number: Annotated[int, typer.Argument(min=1, help="The number of the request.")], workspace: Workspace = None
) -> None:
    """Print the trail of a request."""
    for line in _wait_for(records.log_of(_begin(quiet=True), workspace, number)):
        typer.echo(line)


def _begin(*, quiet: bool = False) -> Settings:
    """The settings, with the log set up; `quiet` for commands whose output is to be read by itself."""
    settings = read_settings()
    level = settings.log or (LogLevel.WARNING if quiet else LogLevel.INFO)
    set_up_logs(as_json=not sys.stderr.isatty(), level=getattr(logging, level.name))
    return settings


def _wait_for(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)
