"""Whether the record still is what was sealed; and if not, what is wrong first, and how."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.seal import LEAF_SIZE, Anchor, Seal, SealedFields, Words, commitment, genesis, leaf, leaves, seal_hash


class Wrong(StrEnum):
    """How a record can fail to be what was sealed."""

    CHANGED = "event changed"
    MISSING = "event missing"
    UNLISTED = "event in no seal"
    LISTED_TWICE = "event sealed twice"
    ORDER = "events of a seal out of order"
    SEAL_CHANGED = "seal changed"
    SEAL_MISSING = "seal missing"
    FORK = "seal does not follow the one before"
    WORDS_CHANGED = "words changed"
    ANCHOR_NOT_REACHED = "anchor not in the chain"
    UNREADABLE = "line unreadable"
    CUT_SHORT = "export cut short"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong, by the number of the seal and the id of the event where these are known.

    `line` is that of an export, counted from 1.
    """

    wrong: Wrong
    seal_number: int | None = None
    event_id: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the record was verified, and what is wrong with it, if anything.

    `reached` is the last seal that is right, with all before it; `anchor_at` the number of the seal that bears the
    given anchor, None where none was given or it was not met; `unsealed` how many events wait for their seal.
    `compared` counts the events that were held against their seal; where `is_whole` is False, the record is an extract,
    and the chain was verified without the events that it leaves out.
    """

    reached: Anchor
    wrong: Finding | None
    anchor_at: int | None
    unsealed: int = 0
    is_whole: bool = True
    compared: int = 0

    @property
    def holds(self) -> bool:
        """Whether everything is as it was sealed, and the given anchor was met."""
        return self.wrong is None


class Verifier:
    """Verifies a chain seal by seal, in memory that hardly grows; stops at the first thing that is wrong."""

    def __init__(self, workspace_id: str, anchor: str | None = None, *, is_whole: bool = True) -> None:
        """`anchor` is the hash of a seal that was noted down; the chain has to reach it.

        With `is_whole` False an event that a seal lists need not be there.
        """
        self._workspace_id = workspace_id
        self._anchor = anchor
        self._is_whole = is_whole
        self._compared = 0
        self._reached = genesis(workspace_id)
        self._anchor_at = 0 if anchor == self._reached.hash else None
        self._listed = _Ids()
        self._wrong: Finding | None = None

    def add(
        self, seal: Seal, events: Mapping[int, SealedFields], words: Mapping[int, Words] = MappingProxyType({})
    ) -> bool:
        """Verify the next seal; `events` holds, under their ids, those that it lists, and `words` what was said, where
        that was not erased. False ends the matter.
        """
        wrong = self._wrong or self._wrong_seal(seal) or self._wrong_event(seal, events)
        self._wrong = wrong or _wrong_words(seal, events, words)
        if self._wrong is not None:
            return False
        self._compared += sum(map(events.__contains__, seal.event_ids))
        self._reached = seal.anchor
        if seal.hash == self._anchor:
            self._anchor_at = seal.number
        return True

    def is_listed(self, event_id: int) -> bool:
        """Whether one of the seals so far lists the event."""
        return event_id in self._listed

    def verdict(self, *, loose: Finding | None = None, unsealed: int = 0) -> Verdict:
        """The outcome after the last seal. `loose` is what is wrong outside of all seals."""
        wrong = self._wrong or loose
        if wrong is None and self._anchor is not None and self._anchor_at is None:
            wrong = Finding(Wrong.ANCHOR_NOT_REACHED)
        return Verdict(self._reached, wrong, self._anchor_at, unsealed, self._is_whole, self._compared)

    def _wrong_seal(self, seal: Seal) -> Finding | None:
        expected = self._reached.seal_number + 1
        if seal.number > expected:
            return Finding(Wrong.SEAL_MISSING, expected)
        if seal.number < expected:
            return Finding(Wrong.FORK, seal.number)
        if not _is_whole(seal):
            return Finding(Wrong.SEAL_CHANGED, seal.number)
        if seal.previous != self._reached.hash:
            return Finding(Wrong.FORK, seal.number)
        if seal.event_count != self._reached.event_count + len(seal.event_ids):
            return Finding(Wrong.SEAL_CHANGED, seal.number)
        return self._wrong_ids(seal)

    def _wrong_ids(self, seal: Seal) -> Finding | None:
        if list(seal.event_ids) != sorted(seal.event_ids):
            return Finding(Wrong.ORDER, seal.number)
        twice = self._listed.add(seal.event_ids)
        return None if twice is None else Finding(Wrong.LISTED_TWICE, seal.number, twice)

    def _wrong_event(self, seal: Seal, events: Mapping[int, SealedFields]) -> Finding | None:
        try:
            if self._are_sealed(seal, events):
                return None
        except (KeyError, TypeError, ValueError):
            pass  # one is missing, or holds what no event may hold: found below
        found = (
            Finding(wrong, seal.number, event_id)
            for position, event_id in enumerate(seal.event_ids)
            if (self._is_whole or event_id in events)
            and (wrong := _compare(events.get(event_id), _leaf_at(seal, position)))
        )
        return next(found, None)

    def _are_sealed(self, seal: Seal, events: Mapping[int, SealedFields]) -> bool:
        """Whether all events are what was sealed, looked at together: of an extract, all that are there."""
        if self._is_whole:
            return leaves([events[event_id] for event_id in seal.event_ids]) == seal.leaves
        places = [place for place, event_id in enumerate(seal.event_ids) if event_id in events]
        sealed = b"".join([_leaf_at(seal, place) for place in places])
        return leaves([events[seal.event_ids[place]] for place in places]) == sealed


def verify(
    workspace_id: str,
    seals: Iterable[Seal],
    events: Mapping[int, SealedFields],
    queued: AbstractSet[int] = frozenset(),
    anchor: str | None = None,
    words: Mapping[int, Words] = MappingProxyType({}),
) -> Verdict:
    """Verify a whole record that is held in memory; `queued` are the ids that wait for their seal."""
    verifier = Verifier(workspace_id, anchor)
    for seal in seals:
        if not verifier.add(seal, events, words):
            return verifier.verdict()
    gone = (Finding(Wrong.MISSING, None, event_id) for event_id in sorted(queued - events.keys()))
    strange = (
        Finding(Wrong.UNLISTED, None, event_id)
        for event_id in sorted(events.keys() - queued)
        if not verifier.is_listed(event_id)
    )
    return verifier.verdict(loose=next(gone, None) or next(strange, None), unsealed=len(queued))


def _is_whole(seal: Seal) -> bool:
    """Whether the hash of a seal is that of its contents."""
    if len(seal.leaves) != LEAF_SIZE * len(seal.event_ids):
        return False
    try:
        return seal_hash(seal) == seal.hash
    except ValueError:
        return False


def _leaf_at(seal: Seal, position: int) -> bytes:
    return seal.leaves[position * LEAF_SIZE : (position + 1) * LEAF_SIZE]


def _compare(event: SealedFields | None, sealed: bytes) -> Wrong | None:
    if event is None:
        return Wrong.MISSING
    try:
        return None if leaf(event) == sealed else Wrong.CHANGED
    except (TypeError, ValueError):
        return Wrong.CHANGED


def _wrong_words(seal: Seal, events: Mapping[int, SealedFields], words: Mapping[int, Words]) -> Finding | None:
    """The first event of the seal beside which other words lie than were recorded."""
    for event_id in seal.event_ids if words else ():
        said = words.get(event_id)
        if said is not None and commitment(said) != events[event_id].commitment:
            return Finding(Wrong.WORDS_CHANGED, seal.number, event_id)
    return None


class _Ids:
    """A set of ids, a bit each, in pages: millions of them in little memory."""

    def __init__(self) -> None:
        self._pages: dict[int, int] = {}

    def __contains__(self, event_id: int) -> bool:
        return bool(self._pages.get(event_id >> 10, 0) >> (event_id & 1023) & 1)

    def add(self, event_ids: Sequence[int]) -> int | None:
        """Add ids; returns the first that was there already, None where all are new."""
        pages = self._pages
        for event_id in event_ids:
            page, bit = event_id >> 10, 1 << (event_id & 1023)
            known = pages.get(page, 0)
            if known & bit:
                return event_id
            pages[page] = known | bit
        return None
