"""What is forgotten of whom: which words are whose, and what is left of a text. Pure; the record keeps its events.

A request's words are erased whole where they may be the words of whoever is forgotten. Elsewhere only what names them
is taken out: an address, a telephone number, a whole name. A first name in somebody's words can't be told from
another's, and stays.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from html import unescape

from bot.domain.draft import Source
from bot.domain.events import EventKind, RecordedEvent
from bot.domain.outbox import Purpose

NOBODY = "(erased)"
"""Stands in a text for what named somebody."""

SOME_WORDS = "(words that were erased)"
"""Stands in a message of ours for a line that quoted somebody."""

_OF_NO_REQUEST = re.compile(r"and \d+ more|Promises kept: \d.*|Record sealed: \d.*")
"""Lines of a digest that may stand below an entry, and are not about it; a test holds this against the digest."""

_QUOTED = ">"
"""How a line begins that is somebody's words."""

_SHORTEST_NAME = 4
_OPENING = 40


class Cause(StrEnum):
    """Why something is erased."""

    CONTACT = "a contact"
    PERSON = "a colleague"
    REQUEST = "a request"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Gone:
    """How much was erased: of requests their texts, of the record the words beside its events, names of mails that are
    known by them, what messages said, messages that are to be edited in Slack, deliveries that were kept.

    Messages are told by their ids: one about several requests counts once, whichever of them it is met by.
    """

    texts: int = 0
    record: int = 0
    mails: int = 0
    inbox: int = 0
    messages: frozenset[int] = frozenset()
    edits: frozenset[int] = frozenset()

    def __add__(self, other: "Gone") -> "Gone":
        """Both together."""
        return Gone(
            texts=self.texts + other.texts,
            record=self.record + other.record,
            mails=self.mails + other.mails,
            inbox=self.inbox + other.inbox,
            messages=self.messages | other.messages,
            edits=self.edits | other.edits,
        )

    def __bool__(self) -> bool:
        """Whether there was anything."""
        return any(getattr(self, each.name) for each in fields(self))


TEXTS = (
    "wish",
    "words",
    "latest_words",
    "noise_words",
    "unverified_from",
    "note",
    "subject_key",
    "promise_what",
    "pending_what",
    "snooze_reason",
    "flag_reason",
    "lesson",
    "offer_words",
)
"""The texts of a request; the files that came with it are texts as well."""

Texts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Naming:
    """What names somebody beyond doubt: `tokens` in anybody's words, in whatever case. `first_name`, where it is given,
    in Nudge's own messages as well, as it is written; of requests other than `part_in`, where that is known, it is
    somebody else's, or a word. `instead` takes their place.
    """

    tokens: tuple[str, ...] = ()
    first_name: str | None = None
    instead: str = NOBODY
    part_in: frozenset[int] | None = None

    @classmethod
    def of(
        cls, *names: str | None, whole_name: str | None = None, instead: str = NOBODY, ours: bool = False
    ) -> "Naming":
        """From addresses and the like, and a name: a single word of a name tells nobody from others."""
        whole = " ".join((whole_name or "").split())
        is_whole = " " in whole and len(whole) >= _SHORTEST_NAME
        given = [each.strip() for each in (*names, whole if is_whole else None) if each and each.strip()]
        return cls(
            tuple(sorted(set(given), key=len, reverse=True)), whole.split()[0] if ours and whole else None, instead
        )

    def blanked(self, text: str, *, ours: bool = False) -> str:
        """`text` without what names them; `ours`: it is a message of Nudge's."""
        for token in self.tokens:
            text = _pattern(token, re.IGNORECASE).sub(self.instead, text)
        if ours and self.first_name:
            text = _pattern(self.first_name, 0).sub(self.instead, text)
        return text

    def is_in(self, text: str, *, ours: bool = False) -> bool:
        """Whether `text` names them."""
        return self.blanked(text, ours=ours) != text

    def blanked_message(self, said: str, about: int | None) -> str:
        """A message of Nudge's without what names them; `about` the request that all of it is about.

        An entry of a request, in a message about several, ends with an empty line or at the next one.
        """
        lines = []
        numbers = whole = _numbers_of(said) if about is None else frozenset({about})
        for line in self.blanked(said).split("\n"):
            number = _number_of(line)
            numbers = numbers if number is None else frozenset({number})
            if not line.strip():
                numbers = whole
            is_others = self.part_in is not None and bool(numbers) and not numbers & self.part_in
            lines.append(line if is_others else self.blanked(line, ours=True))
        return "\n".join(lines)

    def is_within(self, value: object) -> bool:
        """Whether a text anywhere in this names them, as deep as it may be nested."""
        if isinstance(value, Mapping):
            return any(self.is_within(one) for pair in value.items() for one in pair)
        if isinstance(value, list):
            return any(self.is_within(one) for one in value)
        return isinstance(value, str) and self.is_in(value)

    @property
    def by_address(self) -> "Naming":
        """What names them by address alone: digits and words may stand in any identifier."""
        return replace(self, tokens=tuple(token for token in self.tokens if "@" in token), first_name=None)


def _numbers_of(said: str) -> frozenset[int]:
    return frozenset(number for line in said.split("\n") if (number := _number_of(line)) is not None)


def _number_of(line: str) -> int | None:
    """The request that a line of ours is about: it comes before all words, and these may hold numbers of their own."""
    if line.startswith(_QUOTED):
        return None
    found = re.search(r"#(\d{1,18})(?!\d)", line)
    return int(found[1]) if found else None


def _pattern(token: str, flags: int) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in token.split())
    if "@" in token:  # "mary.jane@…" is another's, and so is "…@acme.example.org"
        spaced = rf"(?<!\w[.+-]){spaced}(?![.-]\w)"
    return re.compile(rf"(?<!\w){spaced}(?!\w)", flags)


# --- a colleague's own words -----------------------------------------------------------------------------------------

_SPOKEN = {
    EventKind.TAKEN,
    EventKind.DATE_MOVED,
    EventKind.TOUCHED,
    EventKind.REASSIGNED,
    EventKind.OFFERED,
    EventKind.SNOOZED,
    EventKind.FLAGGED,
    EventKind.FLAG_LIFTED,
    EventKind.WORDS_ADDED,
    EventKind.CLOSED,
    EventKind.REOPENED,
}
"""Events whose words are those of whoever acted."""

_BROUGHT = {EventKind.HANDED_OVER, EventKind.CHASED, EventKind.ANSWERED, EventKind.CLIENT_WROTE, EventKind.JOINED}
"""Events by which somebody brings a client's words, perhaps with a note of their own."""

_NUDGES_OWN = {EventKind.STEP_SENT, EventKind.STEP_SHOWN, EventKind.CHANNEL_TOLD}
"""Events whose words Nudge said itself."""

_TYPED = {Source.COMMAND.value, Source.FORM.value}


def is_own_words(event: RecordedEvent, person_id: int) -> bool:
    """Whether the words of this event are that colleague's own."""
    if event.actor_id != person_id:
        return False
    is_typed = event.kind is EventKind.HANDED_OVER and event.data.get("source") in _TYPED
    return event.kind in _SPOKEN or is_typed


def without_own_words(texts: Texts, events: Iterable[RecordedEvent], person_id: int) -> dict[str, str | None]:
    """The texts of a request without what that colleague said: what they typed, promised, gave as a reason, noted."""
    left = dict(texts)
    for event in events:
        if event.actor_id == person_id and event.kind in _BROUGHT:
            left["note"] = None
        if not is_own_words(event, person_id):
            continue
        if event.kind is EventKind.HANDED_OVER:
            left["wish"] = ""
            left["words"] = ""
        left = {name: _without(text, event.text) for name, text in left.items()}
    return left


_CLIENT_WROTE = {EventKind.CHASED, EventKind.ANSWERED, EventKind.REOPENED, EventKind.CLIENT_WROTE}


def is_mail_of(event: RecordedEvent, contact_id: int) -> bool:
    """Whether the words of this event are a mail of that contact's about what was there already."""
    return event.kind in {*_CLIENT_WROTE, EventKind.NOISE} and event.data.get("contact") == contact_id


def without_mails_of(texts: Texts, events: Sequence[RecordedEvent], contact_id: int) -> dict[str, str | None]:
    """The texts of a request, which is another's, without what that contact wrote about it."""
    left = dict(texts)
    for event in events:
        is_among_words = event.kind in _CLIENT_WROTE  # what was taken for noise is there once it counted
        if is_among_words and is_mail_of(event, contact_id) and event.text:
            left["words"] = _without_paragraphs(left["words"] or "", event.text)
    for name, kinds in (("latest_words", _CLIENT_WROTE), ("noise_words", {EventKind.NOISE})):
        # Words kept of another request ("of") are added, and are not the latest.
        mails = [one for one in events if one.kind in kinds and "contact" in one.data and "of" not in one.data]
        if mails and is_mail_of(mails[-1], contact_id):
            left[name] = None
    return left


def _without_paragraphs(words: str, said: str) -> str:
    """Mails stand one below the other, an empty line between them; of several that say the same the last one goes."""
    found = list(re.finditer(rf"(?:\A|\n\n){re.escape(said)}(?=\n\n|\Z)", words))
    return (words[: found[-1].start()] + words[found[-1].end() :]).strip() if found else words


def is_telling(event: RecordedEvent, naming: Naming, person_id: int | None, own: Iterable[str]) -> bool:
    """Whether the words beside an event have to go: they name somebody, are theirs, or tell in Nudge's what they said.

    A first name in anybody else's words may be another's, or a word.
    """
    if event.text is None:
        return False
    if event.kind in _NUDGES_OWN:
        left = left_of_message(event.text, (), naming, own, event.request_id, are_mails=person_id is None)
        return left != event.text
    return naming.is_in(event.text) or (person_id is not None and is_own_words(event, person_id))


def _without(text: str | None, said: str | None) -> str | None:
    if not text or not said or not said.strip():
        return text
    if text.strip() == said.strip():
        return ""
    is_passage = said in text and len(said) >= _SHORTEST_NAME
    return text.replace(said, "").strip() if is_passage else text


# --- messages --------------------------------------------------------------------------------------------------------

ERASING = "erasing"
"""The fact that marks an edit as one that takes words out of Slack."""

ERASED_ON = "erased_on"
"""The fact of such an edit that tells the day on which they were erased."""

OF_SEVERAL = frozenset({Purpose.REMINDER, Purpose.PACKET, Purpose.HAND_BACK, Purpose.DIGEST})
"""Messages that list requests. Drawn anew from the state of the moment they say of each what may still be said, and
keep the buttons of all.
"""

PERSONAL_FACTS = frozenset({"to", "subject", "mail"})
"""What an intention may hold of a client's; all its other facts are ids, moments and choices."""

_NAMED_BY_MAIL = {Purpose.COPY_QUESTION, Purpose.COPY_NOTED, Purpose.WHICH_COPY, Purpose.NOISE_QUESTION}


def left_of_facts(facts: Mapping[str, str | int | bool | None]) -> dict[str, str | int | bool | None]:
    """The facts of an intention that say nothing of a client's."""
    return {name: value for name, value in facts.items() if name not in PERSONAL_FACTS}


def left_of_key(key: str, purpose: Purpose, message_id: int) -> str:
    """The key that makes a message happen once; one that holds the name of a mail, or digests it, gives way."""
    is_telling = purpose in _NAMED_BY_MAIL or "@" in key or "<" in key
    return f"erased:{message_id}" if is_telling and not key.startswith("erased:") else key


def left_of_message(
    said: str,
    numbers: Collection[int],
    naming: Naming,
    own: Iterable[str] = (),
    about: int | None = None,
    *,
    are_mails: bool = False,
) -> str:
    """What a message may go on saying: of these requests no more than their numbers, no lines that quote somebody's
    `own` words, and nothing that names somebody. It is escaped as Slack takes it; `about` as for `Naming`.
    `are_mails`: the words are a client's whole mails, and no colleague's.

    An entry is the line with the number of the request, and the one below that says how it stands.
    """
    kept: list[str] = []
    gone = {number: _entry_left(number) for number in numbers}
    is_quoting = _quoting_mails(own) if are_mails else _quoting(own)
    is_below = False
    for line in said.split("\n"):
        here = _number_of(line)
        if line in gone.values():  # taken out before: what stands below is another's
            kept.append(line)
            is_below = False
            continue
        if here is not None and here in gone:
            kept.append(gone[here])
            is_below = True
            continue
        is_others = line.lstrip().startswith(("*", "#")) or "*#" in line or _OF_NO_REQUEST.fullmatch(line)
        if not is_below or not line.strip() or is_others:
            kept.append(SOME_WORDS if is_quoting(line) else line)
        is_below = False
    return naming.blanked_message("\n".join(kept), about)


def _entry_left(number: int) -> str:
    return f"*#{number}*: a request whose words were erased"


def own_words(before: Texts, after: Texts, events: Iterable[RecordedEvent], person_id: int) -> list[str]:
    """All that a colleague said about a request whose texts were `before`, and are `after` without it."""
    spoken = [event.text for event in events if event.text and is_own_words(event, person_id)]
    return spoken + [text for name, text in before.items() if text and not after[name]]


def _quoting(own: Iterable[str]) -> Callable[[str], bool]:
    """Whether a line shows texts, or a line of theirs: messages show them in one line or in several, and not always
    whole.
    """
    pieces = (piece for text in own for piece in (text, *text.splitlines()))
    begun = {_spaced(piece)[:_OPENING].strip() for piece in pieces}
    openings = [each for each in begun if len(each) >= _SHORTEST_NAME]
    return lambda line: any(opening in _spaced(unescape(line)) for opening in openings)


def _quoting_mails(mails: Iterable[str]) -> Callable[[str], bool]:
    """Whether a line shows a mail: one of its lines as a quotation, perhaps cut; or how it begins, in one line behind
    what we say of it. Its lines are a greeting or the client's name as well, and tell nothing in a line of ours.
    """
    whole = [_spaced(mail) for mail in mails]
    lines = {_spaced(line) for mail in mails for line in mail.splitlines()}
    lines = {line for line in lines if len(line) >= _SHORTEST_NAME}
    begun = "|".join(_begun(mail) for mail in whole if mail)
    told = re.compile(rf"[^#]*?(?:: |“)(?:{begun})") if begun else None  # behind a "#" it is the wish of an entry

    def is_quoting(line: str) -> bool:
        plain = _spaced(unescape(line))
        if not line.startswith(_QUOTED):
            return told is not None and told.match(plain) is not None
        shown = plain.removeprefix(_QUOTED).strip()
        start = shown.removesuffix("…").rstrip()
        is_cut = start != shown and len(start) >= _SHORTEST_NAME
        return shown in lines or (is_cut and any(one.startswith(start) for one in lines))

    return is_quoting


def _begun(mail: str) -> str:
    """A pattern of how a mail begins, in one line; of a short one, how it ends, too."""
    begun = mail[:_OPENING].rstrip(". ")
    return re.escape(begun) + (r"(?!\w)" if len(mail) <= _OPENING else "")


def _spaced(text: str) -> str:
    return " ".join(text.split())
