"""Verifying an export with nothing but the file: the same verdict as on the database it came from."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.domain.export import FORMAT, Count
from bot.domain.seal import Seal, SealedFields, Words, canonical, commitment, genesis
from bot.domain.verification import Finding, Verdict, Verifier, Wrong

_NUMBERS = ("actor_id", "request_id")
_FORMED = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError)
"""What a line raises that has not the form of its kind."""


class NotAnExport(ValueError):
    """The file doesn't begin as an export of Nudge's does."""


def verify_export(lines: Iterable[bytes], anchor: str | None = None) -> Verdict:
    """Verify an export line by line, in memory for one seal; stops at the first thing that is wrong.

    `anchor` is the hash of a seal that was noted down. Raises NotAnExport.
    """
    numbered = enumerate(lines, start=1)
    _, first = next(numbered, (1, b""))
    reader = _Reader(_header(first), anchor)
    for number, line in numbered:
        if line.strip() and not reader.take(number, line):
            break
    return reader.verdict()


def _header(line: bytes) -> Mapping[str, Any]:
    try:
        header = json.loads(line, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise NotAnExport
    workspace = header.get("workspace_id")
    if not isinstance(workspace, str) or header.get("genesis") != genesis(workspace).hash:
        raise NotAnExport
    return header


class _Reader:
    """Takes the lines after the first; holds one seal and its events at a time."""

    def __init__(self, header: Mapping[str, Any], anchor: str | None) -> None:
        self._verifier = Verifier(header["workspace_id"], anchor, is_whole=header.get("whole") is True)
        self._workspace_id: str = header["workspace_id"]
        self._seal: Seal | None = None
        self._listed: frozenset[int] = frozenset()
        self._events: dict[int, SealedFields] = {}
        self._words: dict[int, Words] = {}
        self._waiting: set[int] = set()
        self._count = Count()
        self._stated: object = None
        self._wrong: Finding | None = None
        self._holds = True

    def take(self, number: int, line: bytes) -> bool:
        """Take one line; False ends the matter."""
        try:
            given = _line(line)
            if self._stated is not None:
                raise ValueError("nothing follows the end")
            if "event" in given:
                self._take_event(_fields(given["event"]), _words(given))
            elif "seal" in given:
                self._close()
                self._open(_seal(given["seal"], self._workspace_id))
            elif "waiting" in given:
                self._close()
                self._take_waiting(_fields(given["waiting"]), _words(given))
            else:
                self._close()
                self._stated = dict(given["end"])
        except _FORMED:
            self._wrong = self._wrong or Finding(Wrong.UNREADABLE, line=number)
        return self._holds and self._wrong is None

    def verdict(self) -> Verdict:
        """The outcome after the last line."""
        self._close()
        stated = {"seals": self._count.seals, "events": self._count.events, "waiting": self._count.waiting}
        if self._wrong is None and self._stated != stated:
            self._wrong = Finding(Wrong.CUT_SHORT)
        return self._verifier.verdict(loose=self._wrong, unsealed=len(self._waiting))

    def _open(self, seal: Seal) -> None:
        self._seal, self._listed, self._events, self._words = seal, frozenset(seal.event_ids), {}, {}
        self._count.seals += 1

    def _close(self) -> None:
        """Verify the seal that was read last, now that its events are there."""
        if self._seal is not None and self._wrong is None and self._holds:
            self._holds = self._verifier.add(self._seal, self._events, self._words)
        self._seal = None

    def _take_event(self, event: SealedFields, words: Words | None) -> None:
        self._count.events += 1
        if self._seal is None or event.id not in self._listed:
            self._wrong = Finding(Wrong.UNLISTED, None, event.id)
        elif event.id in self._events:
            self._wrong = Finding(Wrong.LISTED_TWICE, self._seal.number, event.id)
        self._events[event.id] = event
        if words is not None:
            self._words[event.id] = words

    def _take_waiting(self, event: SealedFields, words: Words | None) -> None:
        self._count.waiting += 1
        canonical(event)
        if event.id in self._waiting or self._verifier.is_listed(event.id):
            self._wrong = Finding(Wrong.LISTED_TWICE, None, event.id)
        elif words is not None and commitment(words) != event.commitment:
            self._wrong = Finding(Wrong.WORDS_CHANGED, None, event.id)
        self._waiting.add(event.id)


_OF_A_SEAL = {"number", "previous", "event_count", "sealed_at", "event_ids", "leaves", "hash"}
_SAID = frozenset({"text", "salt"})
_KEYS = {"event": _SAID, "waiting": _SAID, "seal": frozenset[str](), "end": frozenset[str]()}
"""What a line is about, and what may stand beside that."""


def _line(line: bytes) -> dict[str, Any]:
    """What a line says; ValueError where it says anything that nobody would verify."""
    given: dict[str, Any] = json.loads(line, object_pairs_hook=_each_once)
    if not any(about in given and beside.issuperset(given.keys() - {about}) for about, beside in _KEYS.items()):
        raise ValueError("a line holds what it is about, and of an event the words")
    return given


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two, a reader may see the one that is not verified."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _fields(given: Mapping[str, Any]) -> SealedFields:
    """What a line says of an event; ValueError and the like where it has not the form of one."""
    fields = SealedFields(**given)
    if type(fields.id) is not int or not all(type(given[name]) in {int, type(None)} for name in _NUMBERS):
        raise ValueError("ids are whole numbers")
    if not all(isinstance(each, str) for each in (fields.at, fields.kind, fields.workspace_id)):
        raise ValueError("moments, kinds and workspaces are strings")
    if not isinstance(fields.commitment, str | None):
        raise ValueError("a commitment is a string")
    return fields


def _words(given: Mapping[str, Any]) -> Words | None:
    if "text" not in given:
        return None
    if not isinstance(given["text"], str):
        raise ValueError("words are a string")
    return Words(given["text"], bytes.fromhex(given["salt"]))


def _seal(given: Mapping[str, Any], workspace_id: str) -> Seal:
    ids, at = given["event_ids"], datetime.fromisoformat(given["sealed_at"])
    if at.tzinfo is None or not all(type(each) is int for each in [*ids, given["number"], given["event_count"]]):
        raise ValueError("ids and counts are whole numbers, a moment has its zone")
    if given.keys() != _OF_A_SEAL:
        raise ValueError("a seal holds what its hash covers, and the hash")
    if not isinstance(given["previous"], str) or not isinstance(given["hash"], str):
        raise ValueError("hashes are strings")
    return Seal(
        workspace_id=workspace_id,
        number=given["number"],
        sealed_at=at,
        event_ids=tuple(ids),
        leaves=bytes.fromhex(given["leaves"]),
        event_count=given["event_count"],
        previous=given["previous"],
        hash=given["hash"],
    )
