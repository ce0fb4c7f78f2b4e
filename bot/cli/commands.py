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
from bot.cli import digests, dossiers, examining, exporting, failures, forgetting, records, setting_up, simulating
from bot.cli.workplace import check_tokens, warning_of_embedded
from bot.collector import look_less_often
from bot.db import roles
from bot.db.migrate import upgrade
from bot.domain.events import EventKind
from bot.logs import set_up_logs
from bot.services.exporting import Asked
from bot.settings import LogLevel, Settings, read_settings
from bot.texts import commands as texts
from bot.texts import verification

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
    look_less_often()
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
    typer.echo(texts.ready(address))


@cli.command()
def migrate() -> None:
    """Bring the database to the schema that this Nudge works with, and let the bot's own role use it."""
    _wait_for(_migrate(_begin()))
    typer.echo(texts.NEWEST_SCHEMA)


async def _migrate(settings: Settings) -> None:
    async with database(settings) as url:
        owner = settings.migration_database_url.get_secret_value() if settings.migration_database_url else url
        await asyncio.to_thread(upgrade, owner)
        role = roles.role_of(url)
        if owner != url and role is not None:
            await asyncio.to_thread(roles.grant, owner, role)


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
        return not dry_run and (yes or typer.confirm(texts.APPLY))

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise failures.CannotDo(texts.no_text(file)) from None
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
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            help="Requests handed over from this day on; what was said of earlier ones stays.",
        ),
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
        raise failures.CannotDo(texts.SINCE_OR_SYNTHETIC)
    if synthetic is not None:
        typer.echo(simulating.made_up(synthetic, weeks, seed, policies, how))
    elif since is not None:
        typer.echo(_wait_for(simulating.from_record(_begin(quiet=True), workspace, since.date(), policies, how)))


@cli.command()
def erase(
    contact: Annotated[str | None, typer.Option("--contact", metavar="EMAIL", help="Somebody at a client.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="EMAIL|SLACK_ID", help="A colleague.")] = None,
    number: Annotated[int | None, typer.Option("--request", min=1, help="The words of one request.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    workspace: Workspace = None,
) -> None:
    """Forget a contact, a colleague, or the words of a request: here, and in our own messages in Slack."""
    if sum(each is not None for each in (contact, person, number)) != 1:
        raise failures.CannotDo(texts.WHOM_TO_FORGET)

    def agreed() -> bool:
        return not dry_run and (yes or typer.confirm(texts.ERASE))

    whom = forgetting.Whom(contact=contact, person=person, number=number)
    _wait_for(forgetting.erase(_begin(quiet=True), workspace, whom, agreed=agreed, say=typer.echo))


@cli.command("export-person")
def export_person(
    email: Annotated[str, typer.Option("--email", metavar="EMAIL", help="A colleague's, or a client's.")],
    shape: Annotated[dossiers.Shape, typer.Option("--format", help="For reading, or for a program.")] = (
        dossiers.Shape.TEXT
    ),
    workspace: Workspace = None,
) -> None:
    """Print all that is known of somebody."""
    typer.echo(_wait_for(dossiers.export_person(_begin(quiet=True), workspace, email, shape)), nl=False)


@audit.command("verify")
def audit_verify(
    anchor: Annotated[str | None, typer.Option("--anchor", help="A hash that you kept: it has to be met.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="An export, in the place of the database.")] = None,
    workspace: Workspace = None,
) -> None:
    """Check the record, or an export of it, against its seals. Exit code 1 where it does not hold."""
    if file is not None:
        told, holds = exporting.verify_file(file, records.anchor_of(anchor))
    else:
        told, holds = _wait_for(records.verify(_begin(quiet=True), workspace, anchor))
    typer.echo(told)
    raise typer.Exit(0 if holds else 1)


@audit.command("export")
def audit_export(
    written_as: Annotated[
        exporting.Format, typer.Option("--format", help="jsonl can be verified, csv opened in a spreadsheet.")
    ] = exporting.Format.JSONL,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="A new file; else standard output.")] = None,
    request: Annotated[int | None, typer.Option("--request", min=1, help="Of this request only.")] = None,
    client: Annotated[str | None, typer.Option("--client", help="Of this client's requests only.")] = None,
    project: Annotated[str | None, typer.Option("--project", help="Of this project's requests only.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="EMAIL", help="What this person did, or what concerns them.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="From this day or moment on.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Up to the end of this day.")] = None,
    kind: Annotated[EventKind | None, typer.Option("--kind", help="Events of this kind only.")] = None,
    without_words: Annotated[bool, typer.Option("--without-words", help="Leave out what was said.")] = False,
    workspace: Workspace = None,
) -> None:
    """Write the record, with all that it takes to verify it elsewhere."""
    asked = Asked(request, client, project, person, kind=kind)
    work = exporting.export(
        _begin(quiet=True),
        workspace,
        asked,
        since=since,
        until=until,
        to=to,
        written_as=written_as,
        with_words=not without_words,
    )
    count = _wait_for(work)
    typer.echo(verification.exported(count), err=True)


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
