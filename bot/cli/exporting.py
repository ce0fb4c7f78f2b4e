"""`nudge audit export`, and `verify` on the file that it writes."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, aclosing, contextmanager
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

import typer

from bot.cli.failures import CannotDo
from bot.cli.workplace import transactions_on, workspace_of
from bot.domain import export as form
from bot.domain.events import NotAnEvent
from bot.domain.export import Count, ExportedEvent, Header
from bot.domain.export_verification import NotAnExport, verify_export
from bot.domain.seal import Seal
from bot.services import exporting, operating
from bot.services.errors import UnknownPerson, UnknownProject
from bot.services.exporting import Asked, Sink
from bot.services.transaction import Tx
from bot.settings import Settings
from bot.texts import commands
from bot.texts import verification as texts

COLUMNS = ("id", "at", "request", "kind", "actor", "data", "words", "commitment", "seal")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"


class JsonLines:
    """Writes what can be verified without a database."""

    def __init__(self, out: TextIO, header: Header) -> None:
        self._out = out
        out.write(form.header_line(header) + "\n")

    def seal(self, seal: Seal) -> None:
        """A seal with all its leaves."""
        self._out.write(form.seal_line(seal) + "\n")

    def events(self, events: Sequence[ExportedEvent], seal: Seal | None) -> None:
        """Events as they were sealed."""
        self._out.writelines(f"{line}\n" for line in form.event_lines(events, are_waiting=seal is None))

    def end(self, count: Count) -> None:
        """What makes the file whole."""
        self._out.write(form.end_line(count) + "\n")


class Table:
    """Writes what a spreadsheet opens; it can't be verified."""

    def __init__(self, out: TextIO, header: Header) -> None:
        self._rows = csv.writer(out, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def seal(self, seal: Seal) -> None:
        """Only its number stands in the table, beside each event."""

    def events(self, events: Sequence[ExportedEvent], seal: Seal | None) -> None:
        """A row each."""
        self._rows.writerows(_row(event, seal) for event in events)

    def end(self, count: Count) -> None:
        """A table ends with its last row."""


def _row(event: ExportedEvent, seal: Seal | None) -> tuple[object, ...]:
    it = event.fields
    data = json.dumps(it.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    words = event.words.text if event.words else ""
    number = seal.number if seal else ""
    return (it.id, it.at, it.request_id, it.kind, it.actor_id, data, _no_formula(words), it.commitment, number)


def _no_formula(words: str) -> str:
    """Somebody's words, so that no spreadsheet takes them for something to calculate."""
    return f"'{words}" if words.startswith(_FORMULA) else words


_WRITERS: dict[Format, type[JsonLines] | type[Table]] = {Format.JSONL: JsonLines, Format.CSV: Table}


async def export(
    settings: Settings,
    workspace: str | None,
    asked: Asked,
    *,
    since: str | None,
    until: str | None,
    to: Path | None,
    written_as: Format,
    with_words: bool,
) -> Count:
    """Write the record, or what is asked for of it, to a file or standard output; how much it was."""
    async with transactions_on(settings) as transactions:
        workspace_id = await workspace_of(transactions, workspace)
        moment = transactions.at_one_moment()
        with _output(to) as out:
            try:
                return await moment.run(workspace_id, _export, asked, since, until, out, written_as, with_words)
            except NotAnEvent as error:
                raise CannotDo(commands.not_exported(error.event_id)) from error


async def _export(
    tx: Tx,
    asked: Asked,
    since: str | None,
    until: str | None,
    out: TextIO,
    written_as: Format,
    with_words: bool,
) -> Count:
    zone = await operating.zone(tx)
    dated = exporting.narrowed(asked, _moment(since, zone), _moment(until, zone, end=True))
    try:
        wanted = await exporting.extract_of(tx, dated)
    except UnknownProject as error:
        raise CannotDo(commands.no_project(error.name)) from error
    except UnknownPerson as error:
        raise CannotDo(commands.nobody_under(error.who)) from error
    writer = _WRITERS[written_as](out, Header(tx.workspace_id, tx.now, with_words, wanted.filters))
    count, sink = Count(), _Counting(writer)
    with _progress(await exporting.events_in_all(tx)) as on_the_way:
        async with aclosing(exporting.export(tx, wanted, sink, with_words=with_words)) as batches:
            async for so_far in batches:
                count = so_far
                on_the_way(sink.passed)
    writer.end(count)
    return count


class _Counting:
    """Passes an export on, and counts the events that have been looked through."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self.passed = sink, 0

    def seal(self, seal: Seal) -> None:
        self.passed = seal.event_count
        self._sink.seal(seal)

    def events(self, events: Sequence[ExportedEvent], seal: Seal | None) -> None:
        self.passed += 0 if seal else len(events)
        self._sink.events(events, seal)


@contextmanager
def _progress(events: int) -> Iterator[Callable[[int], None]]:
    """A bar on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with typer.progressbar(length=max(1, events), label=commands.EXPORTING, file=sys.stderr) as bar:
        yield lambda passed: bar.update(min(passed, events) - bar.pos)


@contextmanager
def _output(to: Path | None) -> Iterator[TextIO]:
    """Where to write; a file that exists already is left alone. Only whoever exports may read it.

    An export that does not come to its end leaves no file.
    """
    if to is None:
        yield sys.stdout
        return
    try:
        with to.open("x", encoding="utf-8", newline="\n") as out, ExitStack() as unfinished:
            unfinished.callback(to.unlink)
            to.chmod(0o600)
            yield out
            unfinished.pop_all()
    except FileExistsError:
        raise CannotDo(commands.exists(to)) from None
    except OSError as error:
        raise CannotDo(commands.unwritable(to, error.strerror)) from None


def _moment(given: str | None, zone: ZoneInfo, *, end: bool = False) -> datetime | None:
    """A day or a moment, in the zone of the workspace; a day at its start, or at its `end`."""
    if given is None:
        return None
    try:
        if len(given) == len("2026-11-21"):
            day = date.fromisoformat(given) + timedelta(days=1 if end else 0)
            return datetime.combine(day, time(), zone)
        at = datetime.fromisoformat(given)
    except (ValueError, OverflowError):
        raise CannotDo(commands.no_moment(given)) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def verify_file(file: Path, anchor: str | None) -> tuple[str, bool]:
    """Whether an export is what was sealed, in words and as a yes or no; needs no database."""
    try:
        with file.open("rb") as lines:
            verdict = verify_export(lines, anchor)
    except NotAnExport:
        raise CannotDo(commands.no_export(file)) from None
    except OSError as error:
        raise CannotDo(commands.unreadable(file, error.strerror)) from None
    return texts.verdict(verdict), verdict.holds
