"""Lines that introduce a quotation: "On … Jane <jane@acme.example> wrote:" in any language, GroupWise's `>>> … >>>`."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.mail.addresses import first_address, sender_of
from bot.mail.dates import end_of_moment, looks_like_date, looks_like_moment
from bot.mail.labels import key_of
from bot.mail.lines import COLONS, READ_AT_MOST
from bot.mail.page import Page

FRAME = ">>>"
"""What GroupWise puts around its introduction."""
ENDS = (*COLONS, FRAME)
"""What an introduction ends with."""
WRAPPED_OVER = 4
"""Lines that an introduction takes at most."""

_BLANKS = " \t\u00a0\u200e\u200f"
_LINE_AT_MOST = 400
_DIGIT = re.compile(r"\d")
_BRACKETS = ("<", "(", "[", "＜")

# Words that say "wrote"; a date and a colon beside one make an attribution even without an address.
_VERBS = """
wrote writes schrieb schreibt geschrieben schreift écrit ecrit escribió escribio escribe escribiu
escreveu scritto scrit scribite schreef geschreven skreau skrev skrevet skriver skreiv skrivaði skrifaði skrivet
kirjoitti kirjutas rašė rakstīja napisał napisała napisał(a) pisze napsal napsala napsal(a) napísal napísala
napísal(a) napisao napisala napisao/la napisao(la) napisa je piše написал написала написал(а) писал писала писал(а)
пишет написав написала написав(ла) пише написа напиша напісаў írta ezt scris γραψε έγραψε yazdı yazmış yazıb yozdi
yozgan idatzi escrit escriure ysgrifennodd scríobh sgrìobh skribis shkroi nivîsî жазған يازدى գրել գրեց წერს დაწერა
작성 님이 쓴 写道 寫道 寫到 写于 書きました さんは書きました のメール כתב כתבה נכתב كتب نوشت نوشته viết menulis membalas
เขียนว่า เขียนเมื่อ लिहीले লিখেছেন
"""

# Words around a date that are no part of it.
_AROUND_DATES = """
on at am um uhr hat le à a el las la los em às as il alle ore ha giorno op om den kl les ás klo w dnia dniu o godz v
dne dňa je u dana дана г на в у від от időpontban ekkor în data ora στις tarihinde tarihli tarixdə saat 于 於 で に ב
בתאריך على في الساعة بتاريخ در vào lúc pada pukul เมื่อ เวลา del dia í þann klukkan më dt ar egunean ils aig ob no não
dia de 에
"""

# Words before and after a name that are no part of it.
_BEFORE_NAMES = "uhr ore h г в пользователь користувач používateľ από de: da: by por par von: od:"
_AFTER_NAMES = "a ha hat heeft eo je har on is ne da 님 님이 さん さんは さんから 이(가) egileak igorleak için"

# What stands between a date and a sender where no word says "wrote": Tutanota's "Nov 24, 2026, 09:12 by jane@…:".
_BY = frozenset(("by", "von", "par", "por", "da", "do", "de", "door", "av", "af", "från", "fra", "od", "від", "от"))
_WORDS_BEFORE_A_DAY = 2
"""Words before the first digit of a date: `Di., 24. Nov.`, `Am 24. Nov.`, `Nov 24`."""

_VERB_KEYS = frozenset(key_of(word) for word in _VERBS.split())
_DATE_EDGES = _VERB_KEYS | frozenset(key_of(word) for word in _AROUND_DATES.split())
_NAME_STARTS = _VERB_KEYS | frozenset(key_of(word) for word in _BEFORE_NAMES.split())
_NAME_ENDS = _VERB_KEYS | frozenset(key_of(word) for word in _AFTER_NAMES.split())
_EDGE = " \t,;.:()[]<>'\"«»„“”，：、"


@dataclass(frozen=True)
class Attribution:
    """Who is quoted and when. `end` is the first line after it; `address` None where only a name is given.

    `is_framed` says that a program drew it so (`>>> Jane 3/5/2026 10:11 AM >>>`): no sentence looks like that.
    """

    address: str | None
    name: str | None
    date_text: str | None
    start: int
    end: int
    depth: int
    is_framed: bool = False

    def is_quoted(self, page: Page) -> bool:
        """Whether what follows is quoted with `>`."""
        at = page.next_words(self.end)
        return at < len(page) and page.depth(at) > self.depth

    def quote_end(self, page: Page) -> int:
        """Return the first line with words that the quotation after it does not hold, else the line after it."""
        if not self.is_quoted(page):
            return self.end
        at = self.end
        while at < len(page) and (page.is_blank(at) or page.depth(at) > self.depth or self._wrapped(page, at)):
            at += 1
        return at

    def _wrapped(self, page: Page, at: int) -> bool:
        """A line without `>` right between two quoted ones was wrapped out of the first."""
        return page.depth(at - 1) > self.depth and at + 1 < len(page) and page.depth(at + 1) > self.depth


def read_attribution(page: Page, at: int) -> Attribution | None:
    """Read an attribution whose last line is `at`; it may be wrapped over the lines before."""
    line = page.lines[at]
    if len(line) > _LINE_AT_MOST or not line.rstrip(_BLANKS).endswith(ENDS):
        return None
    if line.rstrip(_BLANKS).endswith(FRAME):
        return _framed(page, at)
    if not _has_digit(page, at):
        return None
    text, depth, start = page.reading(at), page.depth(at), at
    while True:
        found = _parse(text)
        if found is not None:
            return Attribution(*found, start=start, end=at + 1, depth=depth)
        dated = _parse_dated_by(text)
        if dated is not None:
            plain = Attribution(*dated, start=start, end=at + 1, depth=depth)
            return plain if plain.is_quoted(page) else None
        start -= 1
        if start < 0 or at - start >= WRAPPED_OVER or not _may_wrap(page, start, depth):
            return None
        text = f"{page.reading(start)} {text}"


def _framed(page: Page, at: int) -> Attribution | None:
    """Read GroupWise's line: a name, an address or none, and a moment, then `>>>`; the text below is not quoted."""
    text = page.reading(at).removesuffix(FRAME).strip()
    if not looks_like_moment(text):
        return None
    bounds = first_address(text)
    cut = text.find(">", bounds[1]) + 1 if bounds else _start_of_moment(text)
    sender = sender_of(text[:cut])
    if sender is None or cut <= 0:
        return None
    depth = 0 if page.lines[at].lstrip().startswith(FRAME) else page.depth(at)
    return Attribution(sender.address, sender.name, _date(text[cut:]), at, at + 1, depth, is_framed=True)


def _start_of_moment(text: str) -> int:
    """Return where the words before a numeric date end; 0 where there are none."""
    digit = next((place for place, character in enumerate(text) if character.isdigit()), 0)
    return text.rfind(" ", 0, digit) + 1


def _has_digit(page: Page, at: int) -> bool:
    """Whether there can be a date in the introduction: cheap to tell, and every line may end with a colon."""
    for place in range(at, max(at - WRAPPED_OVER, -1), -1):
        line = page.lines[place]
        if len(line) > _LINE_AT_MOST or (place < at and line.rstrip(_BLANKS).endswith(COLONS)):
            return False
        if _DIGIT.search(line):
            return True
    return False


def _may_wrap(page: Page, at: int, depth: int) -> bool:
    line = page.lines[at]
    same = len(line) <= _LINE_AT_MOST and not page.is_blank(at) and page.depth(at) == depth
    return same and not line.rstrip(_BLANKS).endswith(COLONS)


def _parse(text: str) -> tuple[str | None, str | None, str | None] | None:
    """Return address, name and date of the text; None when it does not introduce a quotation."""
    text = text[:READ_AT_MOST]
    bounds = first_address(text)
    if bounds is None:
        return _parse_without_address(text)
    start, end = bounds
    before = text[:start].rstrip()
    if before.casefold().endswith("mailto:"):
        before = before[: -len("mailto:")]
    if not before.endswith(_BRACKETS) or not (looks_like_date(before) or looks_like_moment(text[end:])):
        return None
    sender = sender_of(text[start:end])
    address = sender.address if sender else None
    if looks_like_date(before):
        cut = end_of_moment(before)
        return address, _name(before[cut:]), _date(before[:cut])
    after = text[end:]
    return address, _name(before), _date(after[: end_of_moment(after)])


def _parse_dated_by(text: str) -> tuple[str, None, str | None] | None:
    """Read a date, a word for "by", a bare address and nothing else: an introduction where a quotation follows."""
    bounds = first_address(text[:READ_AT_MOST])
    if bounds is None or text[bounds[1] : READ_AT_MOST].strip(_EDGE):
        return None
    before, _, by = text[: bounds[0]].rstrip().rpartition(" ")
    digit = _DIGIT.search(before)
    if by.casefold() not in _BY or digit is None or len(before[: digit.start()].split()) > _WORDS_BEFORE_A_DAY:
        return None
    if not looks_like_moment(before) or before[end_of_moment(before) :].strip(_EDGE):
        return None
    return text[slice(*bounds)], None, _date(before)


def _parse_without_address(text: str) -> tuple[None, str | None, str | None] | None:
    if not looks_like_moment(text) or not any(_keys(word) & _VERB_KEYS for word in text.split()):
        return None
    cut = end_of_moment(text)
    return None, _name(text[cut:]), _date(text[:cut])


def _name(text: str) -> str | None:
    return _trim(text, _NAME_STARTS, _NAME_ENDS)


def _date(text: str) -> str | None:
    return _trim(text, _DATE_EDGES, _DATE_EDGES)


def _trim(text: str, starts: frozenset[str], ends: frozenset[str]) -> str | None:
    """Take the words around a name or a date off both ends."""
    words = text.strip(_EDGE).split()
    while words and _is_one_of(words[0], starts):
        del words[0]
    while words and _is_one_of(words[-1], ends):
        del words[-1]
    return " ".join(words).strip(_EDGE) or None


def _is_one_of(word: str, known: frozenset[str]) -> bool:
    keys = _keys(word)
    return "" in keys or bool(keys & known)


@lru_cache(maxsize=4_096)
def _keys(word: str) -> frozenset[str]:
    """A word with and without the brackets at its ends: `napsal(a):` keeps one, `(<jane` loses one."""
    return frozenset({key_of(word.strip(":：,.")), key_of(word.strip(_EDGE))})
