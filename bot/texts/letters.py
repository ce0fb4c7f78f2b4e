"""Mails to a client, ready to be sent: courteous, in the client's own language, and never sent by Nudge itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.languages import get_official_languages

from bot.domain.facts import Reached, RequestFacts
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import mailto
from bot.texts.letter_stand_in import STAND_INS
from bot.texts.letter_words import LANGUAGES, WORDS, Words
from bot.texts.moments import sentence

_SIZES = (200, 90, 30, 0)
"""How much of anybody's words a letter holds: the most that fits into a link."""

_LONGEST_NAME = 60
_ALSO_CALLED = {"no": "nb", "nn": "nb"}
_SPOKEN = dict.fromkeys(("CH-FR", "CH-GE", "CH-JU", "CH-NE", "CH-VD", "CH-VS"), "fr") | {"CH-TI": "it"}
"""Parts of a country where another language comes first than in most of it."""


class Occasion(StrEnum):
    """What a letter is about."""

    NO_DATE = "no date yet"
    PROMISE = "a date"
    MOVED = "another date than the client knows"
    ASKING = "asking the client again"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, written but not sent. `to` and `bcc` are addresses."""

    to: str
    bcc: str | None
    subject: str
    body: str


def link(facts: RequestFacts, reader: Person, now: datetime) -> str | None:
    """The `mailto:` link to the client, with as much of the words as fits; None where there is nobody to write to."""
    reached = facts.reached
    if reached is None or facts.request.is_closed:
        return None
    links = (_link(letter(facts, reached, reader, now, most)) for most in _SIZES)
    return next((found for found in links if found), None)


def _link(written: Letter) -> str | None:
    return mailto.mailto(written.to, subject=written.subject, body=written.body, bcc=written.bcc)


def letter(facts: RequestFacts, reached: Reached, reader: Person, now: datetime, most: int = _SIZES[0]) -> Letter:
    """The letter of the moment, signed by `reader`, with at most `most` characters of what anybody typed."""
    language = language_of(reached)
    words, whose = WORDS[language], min(most, _LONGEST_NAME)
    name = mailto.one_line(facts.contact_name or "", whose)
    news = _news(facts, words, language, reached.zone, now, most)
    first, *further = [*_who_speaks(facts, reader, language, reached.zone, now), *news]
    concerns = [words.concerns.format(name=_who(facts, whose))] if reached.is_via and whose else []
    body = [
        words.greeting.format(name=name) if name and not reached.is_via else words.greeting_to_nobody,
        *concerns,
        sentence(first) if concerns else first,  # in some languages a small letter follows the greeting's comma
        *map(sentence, further),
        "\n".join(part for part in (words.closing, mailto.one_line(reader.name, whose)) if part),
    ]
    return Letter(reached.address, reached.intake, _subject(facts, words, most), "\n\n".join(body))


def _who(facts: RequestFacts, most: int) -> str:
    """The contact and the company, for the agency between us."""
    names = (mailto.one_line(name, most) for name in (facts.contact_name or "", facts.client_name or ""))
    return ", ".join(name for name in names if name) or mailto.one_line(facts.contact_address or "", most)


def _subject(facts: RequestFacts, words: Words, most: int) -> str:
    """That of the client's mail; a wish that a colleague typed is for nobody else to read."""
    request = facts.request
    theirs = mailto.answering(request.wish, request.subject_key) if request.subject_key else ""
    return mailto.one_line(theirs, max(most, 30)) or words.subject


def occasion_of(facts: RequestFacts) -> Occasion:
    """What there is to write about now."""
    request = facts.request
    if request.pending is not None:
        return Occasion.MOVED
    if request.state is State.WAITING or request.asks_whether_to_ask:
        return Occasion.ASKING
    return Occasion.NO_DATE if request.promise is None else Occasion.PROMISE


def _news(facts: RequestFacts, words: Words, language: str, zone: str, now: datetime, most: int) -> tuple[str, ...]:
    """The paragraphs that say something."""
    promise, pending = facts.request.promise, facts.request.pending
    match occasion_of(facts):
        case Occasion.MOVED if pending is not None and promise is not None:
            dates = {
                "new": _spelled(pending.due_at, language, zone, now),
                "old": _spelled(promise.due_at, language, zone, now),
            }
            return (words.moved.format(**dates), *_next(words, pending.what, most))
        case Occasion.PROMISE if promise is not None:
            by = words.hears_by.format(by=_spelled(promise.due_at, language, zone, now))
            return (words.thanks, *_next(words, promise.what, most), by)
        case Occasion.ASKING:
            return (*_last_heard(facts, words, language, zone, now), words.asking)
        case _:
            return (f"{words.thanks} {words.no_date}",)


def _who_speaks(facts: RequestFacts, reader: Person, language: str, zone: str, now: datetime) -> tuple[str, ...]:
    """That somebody else writes than the client knows, as long as they have not heard from them."""
    loan, touched = facts.request.loan, facts.request.touched_at
    owner = facts.person(loan.owner_id) if loan is not None else None
    if loan is None or owner is None or owner.id == reader.id or (touched is not None and loan.since <= touched):
        return ()
    name, words, back = mailto.one_line(owner.name, _LONGEST_NAME), STAND_INS[language], facts.lender_back_on
    if back is None:
        return (words.for_now.format(owner=name),)
    today = now.astimezone(ZoneInfo(zone)).date()
    return (words.until.format(owner=name, back=_date(back, language, today)),)


def _last_heard(facts: RequestFacts, words: Words, language: str, zone: str, now: datetime) -> tuple[str, ...]:
    """When we last wrote or spoke; the subject of the letter says about what."""
    at = facts.request.touched_at
    return (words.last_heard.format(day=_day(at, language, zone, now)),) if at else ()


def _day(at: datetime, language: str, zone: str, now: datetime) -> str:
    there = ZoneInfo(zone)
    return _date(at.astimezone(there).date(), language, now.astimezone(there).date())


def _date(day: date, language: str, today: date) -> str:
    words = WORDS[language]
    pattern = words.day if day.year == today.year else words.day_of_a_year
    return format_date(day, pattern, locale=_LOCALES[language])


def _next(words: Words, what: str, most: int) -> tuple[str, ...]:
    said = mailto.one_line(what, most).rstrip(".")
    return (words.next.format(what=said),) if said else ()


def language_of(reached: Reached) -> str:
    """The language to write in: the contact's, else one of the client's country; our own where neither is known.

    English where they have a language that no letter is written in: ours would be the next guess only among ourselves.
    """
    spoken = (reached.language,) if reached.language else _languages_of(reached.country)
    return next((code for code in map(_base, spoken or (reached.house_language,)) if code in LANGUAGES), "en")


def _base(code: str) -> str:
    base = code.replace("_", "-").partition("-")[0].lower()
    return _ALSO_CALLED.get(base, base)


def _languages_of(country: str | None) -> tuple[str, ...]:
    """The languages of a country or a part of one, the commonest first."""
    if not country:
        return ()
    found: tuple[str, ...] = get_official_languages(country.partition("-")[0], de_facto=True)
    return (_SPOKEN[country], *found) if country in _SPOKEN else found


_LOCALES: Mapping[str, Locale] = {code: Locale.parse("en_GB" if code == "en" else code) for code in LANGUAGES}


def _spelled(at: datetime, language: str, zone: str, now: datetime) -> str:
    """A date with its weekday and time; another year is named."""
    time = format_datetime(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=_LOCALES[language])
    return WORDS[language].at.format(day=_day(at, language, zone, now), time=time)
