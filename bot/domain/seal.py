"""The form in which events are sealed: enough for somebody else to write a verifier of their own.

**Event.** The canonical form of an event is one JSON object in UTF-8 without a byte order mark, its keys sorted by
code point, no white space between tokens, strings escaped only where JSON demands it (`\\"`, `\\\\`, `\\b`, `\\f`,
`\\n`, `\\r`, `\\t`, other control characters as `\\u00xx` in lower case):

    {"actor_id":7,"at":"2026-11-21T08:30:00.000000+00:00","commitment":null,"data":{"rung":1},"id":42,
     "kind":"step sent","request_id":12,"workspace_id":"T0123"}        (on one line)

`at` is UTC with six digits of microseconds; `data` is a flat object of strings, whole numbers, booleans and nulls, its
keys sorted likewise; `commitment` is null or the lower-case hexadecimal HMAC-SHA256 of the event's text (UTF-8) under
the salt that is kept beside that text, and goes when the text is erased.

**Leaf.** SHA-256 of the bytes `nudge event 1`, a zero byte, and the canonical form.

**Seal.** Seals of a workspace are numbered from 1. Each lists events by id, ascending, each event once over all seals.
An event that commits late joins a later seal, so ids need not ascend from one seal to the next. The hash of a seal is
the SHA-256 of `nudge seal 1`, a zero byte, then

    <hash of the seal before>\\n<number>\\n<events sealed so far, these included>\\n<sealed_at, in the form of `at`>\\n

followed by the ids as 64-bit big-endian signed integers, followed by the leaves in the order of the ids, 32 bytes each.
Hashes are written as 64 lower-case hexadecimal digits. Before the first seal stands the genesis of the workspace: the
SHA-256 of `nudge genesis 1`, a zero byte, and the workspace's id.

**Anchor.** The hash of a seal, as it stood when somebody noted it down. Whatever was sealed by then can't be altered
without the anchor dropping out of the chain. What came after the last anchor that was kept is not protected.
"""

import hmac
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from json.encoder import JSONEncoder
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

from bot.domain.events import VALUES, EventKind, NotAnEvent, RecordedEvent
from bot.domain.events import moment as moment_of

LEAF_SIZE = 32
"""Bytes of a leaf."""

_EVENT = b"nudge event 1\x00"
_SEAL = b"nudge seal 1\x00"
_GENESIS = b"nudge genesis 1\x00"


class SealedFields(NamedTuple):
    """What of an event is sealed. `at` is in canonical form already; `data` is whatever was found in its place."""

    actor_id: int | None
    at: str
    commitment: str | None
    data: object
    id: int
    kind: str
    request_id: int | None
    workspace_id: str


class Words(NamedTuple):
    """What was said, word for word, and the salt (32 bytes) that lies beside it until both are erased."""

    text: str
    salt: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a chain reaches: its last seal's number and hash, and how many events are sealed by then."""

    seal_number: int
    event_count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A link of the chain. `leaves` holds those of `event_ids` in order, `event_count` all events so far."""

    workspace_id: str
    number: int
    sealed_at: datetime
    event_ids: Sequence[int]
    leaves: bytes
    event_count: int
    previous: str
    hash: str

    @property
    def anchor(self) -> Anchor:
        """What to note down, to find alterations at or below this seal later."""
        return Anchor(self.number, self.event_count, self.hash)


def genesis(workspace_id: str) -> Anchor:
    """Where the chain of a workspace begins, before its first seal."""
    return Anchor(0, 0, sha256(_GENESIS + workspace_id.encode()).hexdigest())


def moment(at: datetime) -> str:
    """A moment in canonical form: UTC, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def sealed_fields(event: RecordedEvent) -> SealedFields:
    """What of a recorded event is sealed: everything but the words of its text."""
    return SealedFields(
        actor_id=event.actor_id,
        at=moment(event.at),
        commitment=event.commitment,
        data=event.data,
        id=event.id,
        kind=event.kind,
        request_id=event.request_id,
        workspace_id=event.workspace_id,
    )


def recorded(fields: SealedFields, text: str | None) -> RecordedEvent:
    """The event that these are the fields of, with its words; raises NotAnEvent where Nudge can't have written it."""
    at, kind, data = moment_of(fields.at), _KINDS.get(fields.kind), fields.data
    if at is None or kind is None or not isinstance(data, dict) or not VALUES.issuperset(map(type, data.values())):
        raise NotAnEvent(fields.id)
    return RecordedEvent(
        id=fields.id,
        workspace_id=fields.workspace_id,
        at=at,
        kind=kind,
        request_id=fields.request_id,
        actor_id=fields.actor_id,
        data=data,
        commitment=fields.commitment,
        text=text,
    )


def canonical(fields: SealedFields) -> bytes:
    """The canonical form of an event. Raises ValueError when its data hold what no event may hold."""
    [form] = canonical_forms([fields])
    return form.encode()


def canonical_forms(events: Sequence[SealedFields]) -> list[str]:
    """The canonical forms of events, one by one as text. Raises ValueError as `canonical` does.

    Spelled out here, and many events at a time, because a verification spends most of its time on it.
    """
    return [
        f'{{"actor_id":{"null" if actor is None else actor},"at":{_quoted(at)},'
        f'"commitment":{"null" if commitment is None else _quoted(commitment)},"data":{data},'
        f'"id":{number},"kind":{_quoted(kind)},"request_id":{"null" if request is None else request},'
        f'"workspace_id":{_quoted(workspace)}}}'
        for (actor, at, commitment, _, number, kind, request, workspace), data in zip(
            events, _canonical_data([event.data for event in events]), strict=True
        )
    ]


def first_without_form(events: Iterable[SealedFields]) -> int | None:
    """The id of the first of these that has no canonical form, and so is none of Nudge's; None where all have one."""
    return next((event.id for event in events if not _has_form(event)), None)


def _has_form(event: SealedFields) -> bool:
    try:
        canonical(event)
    except (TypeError, ValueError):
        return False
    return True


def commitment(words: Words) -> str:
    """What an event holds in the place of words: their HMAC under their salt, as 64 hexadecimal digits."""
    return hmac.digest(words.salt, words.text.encode("utf-8", "surrogatepass"), "sha256").hex()


def leaf(fields: SealedFields) -> bytes:
    """The 32 bytes by which an event stands in its seal. Raises ValueError as `canonical` does."""
    return leaves([fields])


def leaves(events: Sequence[SealedFields]) -> bytes:
    """The leaves of events, one after the other. Raises ValueError as `canonical` does."""
    return b"".join([sha256(_EVENT + form.encode()).digest() for form in canonical_forms(events)])


def next_seal(workspace_id: str, after: Anchor, events: Iterable[SealedFields], at: datetime) -> Seal:
    """The seal that adds events to a chain which reaches `after`. Raises ValueError as `canonical` does."""
    ordered = sorted(events, key=lambda event: event.id)
    seal = Seal(
        workspace_id=workspace_id,
        number=after.seal_number + 1,
        sealed_at=at,
        event_ids=tuple(event.id for event in ordered),
        leaves=leaves(ordered),
        event_count=after.event_count + len(ordered),
        previous=after.hash,
        hash="",
    )
    return replace(seal, hash=seal_hash(seal))


def seal_hash(seal: Seal) -> str:
    """The hash that belongs to the contents of a seal. Raises ValueError when an id is no 64-bit integer."""
    head = f"{seal.previous}\n{seal.number}\n{seal.event_count}\n{moment(seal.sealed_at)}\n".encode()
    try:
        ids = struct.pack(f">{len(seal.event_ids)}q", *seal.event_ids)
    except struct.error as error:
        raise ValueError("The ids of events are 64-bit integers.") from error
    return sha256(_SEAL + head + ids + seal.leaves).hexdigest()


def _canonical_data(found: Sequence[object]) -> list[str]:
    """The canonical form of the data of each event; data that several have are spelled once.

    All are written as one list, and cut where two objects meet. No string holds a raw line feed, and as the objects are
    flat, nothing within them ends in a brace: so `}`, line feed, `{` is where one ends and the next begins.
    """
    distinct = {id(one): one if type(one) is dict else _object(one) for one in found}
    data = list(distinct.values())
    if not VALUES.issuperset(map(type, chain.from_iterable(map(dict.values, data)))):
        raise ValueError("The data of an event are a flat object of strings, whole numbers, booleans and nulls.")
    written = _LINES.encode(data)[1:-1].replace("}\n{", "}\0{").replace("\n", ",").split("\0")
    forms = dict(zip(distinct, written, strict=False))
    return [forms[id(one)] for one in found]


def _object(found: object) -> dict[str, object]:
    if not isinstance(found, Mapping):
        raise ValueError("The data of an event are an object.")
    return dict(found)


_KINDS = {kind.value: kind for kind in EventKind}
_LINES = JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False, separators=("\n", ":"))
