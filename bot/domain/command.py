"""What somebody typed after `/nudge`."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """The words that begin a command; anything else is a wish to hand over."""

    LIST = "list"
    SHOW = "show"
    LOG = "log"
    WHY = "why"
    DONE = "done"
    PROJECTS = "projects"
    DIGEST = "digest"
    HELP = "help"
    PROJECT = "project"
    AWAY = "away"
    BACK = "back"
    PROMISES = "promises"
    POLICY = "policy"
    FLAG = "flag"
    TOUCHED = "touched"
    LESSONS = "lessons"


ALL = "all"
"""What a list takes to be of everybody's."""

MINE = "mine"
"""What the digest takes to be of one's own requests, whoever asks."""

LED = "led"
"""What its button takes to be of the projects that one leads."""

_MOST_WORDS_OF_A_NAME = 3
_MOST_WORDS_OF_A_DAY = 3

NUMBERED = frozenset({Word.SHOW, Word.LOG, Word.WHY, Word.DONE})
_OF_A_PROJECT = frozenset({Word.LESSONS, Word.PROJECT})
LONGEST_NAME = 125
"""Characters of a client and a project by name; before more than that "lessons" begins a wish."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, the number of the request that it is about, and what else it takes: a name, a reason, "all"."""

    word: Word
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as they were typed: by Slack id, or by a name where Slack gave no id."""

    slack_id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class AwayAsked:
    """Somebody (None: whoever types) is away on the days that `days` says, and `stand_in` looks after things.

    Without days it is asked how it stands.
    """

    whose: Named | None
    days: str
    stand_in: Named | None


@dataclass(frozen=True, slots=True)
class BackAsked:
    """Somebody (None: whoever types) is back, now."""

    whose: Named | None


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A command, and what it is about: a client or a project by name, and what else was typed; empty for nothing."""

    word: Word
    words: str


@dataclass(frozen=True, slots=True)
class ForPerson:
    """A wish for one person by Slack id, or by the name that was typed where Slack gave no id."""

    slack_id: str | None
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Words to hand over; whose they are has to be found out. Empty: the form is wanted."""

    words: str


Command = Asked | AskedAbout | AwayAsked | BackAsked | ForPerson | Wish

_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,20})(?:\|([^>]{0,80}))?>[\s:,]*")
_HANDLE = re.compile(r"@(\w(?:[\w.\-]{0,78}\w)?)[\s:,.]*")
_LONGEST_AWAY = 300
_NUMBER = re.compile(r"#?(\d{1,12})[:,.;!?]?")


def parse(text: str) -> Command:
    """Read a command: a known word with what it needs, `@somebody …`, or a wish.

    A known word followed by more than it takes is a wish: "list of prices, please" hands something over.
    """
    text = text.strip()
    if not text:
        return Wish("")
    first, *rest = text.split(maxsplit=1)
    asked = _asked(first.casefold(), "".join(rest))
    if asked is not None:
        return asked
    mention = _MENTION.match(text)
    if mention:
        return ForPerson(mention[1], mention[2] or "", spoken(text[mention.end() :]))
    handle = _HANDLE.match(text)
    if handle:
        return ForPerson(None, handle[1], spoken(text[handle.end() :]))
    return Wish(spoken(text))


def _away(rest: str) -> AwayAsked:
    """Who stands before the days is away, who stands behind them looks after things."""
    whose, rest = _named(rest, at_start=True)
    stand_in, days = _named(rest, at_start=False)
    return AwayAsked(whose, spoken(days), stand_in)


def _back(rest: str) -> BackAsked | Asked | None:
    """Who is back, now; "back on 7 Dec" is no such thing, and "back to Jane with the estimate" is a wish."""
    whose, rest = _named(rest, at_start=True)
    if not rest:
        return BackAsked(whose)
    return Asked(Word.HELP) if len(rest.split()) <= _MOST_WORDS_OF_A_DAY else None


def _named(text: str, *, at_start: bool) -> tuple[Named | None, str]:
    """The person at one end of the text, and the rest of it."""
    for known in (_MENTION, _HANDLE):
        found = list(known.finditer(text))
        one = next((each for each in found if (each.start() == 0 if at_start else each.end() == len(text))), None)
        if one is not None:
            slack_id, name = (one[1], one[2] or "") if known is _MENTION else (None, one[1])
            return Named(slack_id, name), (text[: one.start()] + text[one.end() :]).strip()
    return None, text.strip()


def spoken(text: str) -> str:
    """What somebody wrote in Slack, as they saw it: names for mentions, addresses for links, signs for entities."""
    said = _MARKUP.sub(_as_seen, text)
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_MARKUP = re.compile(r"<([^<>|\s]{1,2000})(?:\|([^<>]{0,2000}))?>")


def _as_seen(markup: re.Match[str]) -> str:
    target, label = markup[1], markup[2] or ""
    if target.startswith(("@", "!")):
        return f"@{(label or target[1:]).lstrip('@')}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    address = target.removeprefix("mailto:")
    return address if label in {"", address, target} else f"{label} ({address})"


def _asked(first: str, rest: str) -> Asked | AskedAbout | AwayAsked | BackAsked | None:
    if first not in set(Word):
        return None
    word = Word(first)
    if word is Word.AWAY:
        return _away(rest[:_LONGEST_AWAY])
    if word is Word.BACK:
        return _back(rest[:_LONGEST_AWAY])
    return _asked_about(word, rest) or _asked_alone(word, rest)


def _asked_about(word: Word, rest: str) -> AskedAbout | None:
    """A command about a client or a project by name; only what was learned may be asked for without one."""
    by_name = word in _OF_A_PROJECT and (rest or word is Word.LESSONS) and len(rest) <= LONGEST_NAME
    return AskedAbout(word, spoken(rest)) if by_name or (word is Word.TOUCHED and rest) else None


def _asked_alone(word: Word, rest: str) -> Asked | None:
    if word is Word.TOUCHED:
        return Asked(Word.HELP)
    if word in NUMBERED:
        number = _NUMBER.fullmatch(rest)
        if number:
            return Asked(word, int(number[1]))
        # "show abc" and "done 5 6" miss their number; "show Jane the new pages" is a wish.
        return Asked(Word.HELP) if len(rest.split()) <= 1 or rest.replace(" ", "").isdecimal() else None
    if word is Word.FLAG:
        return _flag(rest)
    one = {Word.LIST: ALL, Word.DIGEST: MINE}.get(word)
    takes_it = not rest or rest.casefold() == one or (word is Word.POLICY and _is_name(rest))
    return Asked(word, words=spoken(rest)) if takes_it else None


def _is_name(rest: str) -> bool:
    return len(rest.split()) <= _MOST_WORDS_OF_A_NAME


def _flag(rest: str) -> Asked | None:
    """A number and a reason; the reason may be asked for."""
    first, *reason = rest.split(maxsplit=1)[:2] or [""]
    number = _NUMBER.fullmatch(first)
    if number:
        return Asked(Word.FLAG, int(number[1]), spoken("".join(reason)).strip())
    return Asked(Word.HELP) if len(rest.split()) <= 1 else None
