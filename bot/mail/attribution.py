"""Lines that introduce a quotation: "On … Jane <jane@acme.example> wrote:", in any language."""

from dataclasses import dataclass

from bot.mail.addresses import first_address, sender_of
from bot.mail.dates import end_of_moment, looks_like_date, looks_like_moment
from bot.mail.labels import key_of
from bot.mail.lines import READ_AT_MOST, depth_of, is_blank, reading

_COLONS = (":", "：", "︰", "﹕")
_WRAPPED_OVER = 4
_LINE_AT_MOST = 400
_BRACKETS = ("<", "(", "[", "＜")

# Words that say "wrote"; a date and a colon beside one make an attribution even without an address.
_VERBS = """
wrote writes said schrieb schreibt geschrieben écrit ecrit escribió escribio escribe escreveu scritto schreef geschreven
skrev skrevet skriver kirjoitti napisał napisała napisał(a) pisze napsal napsala napsal(a) napísal napísala napísal(a)
napisao napisala napisao/la piše написал написала написал(а) писал писала пишет написав написала написав(ла) пише írta
ezt scris γραψε έγραψε yazdı yazdı kirjutas rašė rakstīja 작성 님이 写道 寫道 書きました wrote： כתב כתבה كتب نوشت viết
menulis เขียนว่า escriure skrifaði shkroi napsal/a следното
"""

# Words around the name and the date, which belong to neither.
_AROUND = """
on at am um uhr hat der die le à a el las la los em às as il alle ore ha giorno op om het volgende heeft den kl
följande følgende klo w dnia dniu o godz v dne dňa je u dana г в пользователь користувач о від від на időpontban ekkor
a(z) în data ora στις ο η την tarihinde tarihli şunu şunları saat 님 于 於 で は が さんは さんのメール ב בתאריך מאת في الساعة
من قبل در vào lúc đã pada pukul เมื่อ เวลา del dia va í þann klukkan më dt
"""
_VERB_KEYS = frozenset(key_of(word) for word in _VERBS.split())
_AROUND_KEYS = _VERB_KEYS | frozenset(key_of(word) for word in _AROUND.split())
_EDGE = " \t,;.:()[]<>'\"«»„“”，：、"


@dataclass(frozen=True)
class Attribution:
    """Who is quoted and when. `end` is the first line after it; `address` None where only a name is given."""

    address: str | None
    name: str | None
    date_text: str | None
    start: int
    end: int
    depth: int

    def is_quoted(self, lines: list[str]) -> bool:
        """Whether what follows is quoted with `>`."""
        at = _next_words(lines, self.end)
        return at < len(lines) and depth_of(lines[at]) > self.depth

    def quote_end(self, lines: list[str]) -> int:
        """Return the first line with words that the quotation after it does not hold, else the line after it."""
        if not self.is_quoted(lines):
            return self.end
        at = self.end
        while at < len(lines) and (is_blank(lines[at]) or depth_of(lines[at]) > self.depth or self._wrapped(lines, at)):
            at += 1
        return at

    def _wrapped(self, lines: list[str], at: int) -> bool:
        """A line without `>` right between two quoted ones was wrapped out of the first."""
        return depth_of(lines[at - 1]) > self.depth and at + 1 < len(lines) and depth_of(lines[at + 1]) > self.depth


def _next_words(lines: list[str], at: int) -> int:
    while at < len(lines) and is_blank(lines[at]):
        at += 1
    return at


def read_attribution(lines: list[str], at: int) -> Attribution | None:
    """Read an attribution whose last line is `at`; it may be wrapped over the lines before."""
    text = reading(lines[at])
    if not text.endswith(_COLONS) or len(lines[at]) > _LINE_AT_MOST:
        return None
    depth, start = depth_of(lines[at]), at
    while True:
        found = _parse(text)
        if found is not None:
            return Attribution(*found, start=start, end=at + 1, depth=depth)
        start -= 1
        if start < 0 or at - start >= _WRAPPED_OVER or not _may_wrap(lines[start], depth):
            return None
        text = f"{reading(lines[start])} {text}"


def _may_wrap(line: str, depth: int) -> bool:
    return not is_blank(line) and len(line) <= _LINE_AT_MOST and depth_of(line) == depth and not line.endswith(_COLONS)


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
        return address, _trim(before[cut:]), _trim(before[:cut])
    return address, _trim(before), _date_after(text[end:])


def _parse_without_address(text: str) -> tuple[None, str | None, str | None] | None:
    words = {key_of(word.strip(_EDGE)) for word in text.split()}
    if words.isdisjoint(_VERB_KEYS) or not looks_like_moment(text):
        return None
    cut = end_of_moment(text)
    return None, _trim(text[cut:]), _trim(text[:cut])


def _date_after(text: str) -> str | None:
    return _trim(text[: end_of_moment(text)])


def _trim(text: str) -> str | None:
    """Take the words around the name or the date off both ends."""
    words = text.strip(_EDGE).split()
    while words and _is_around(words[0]):
        del words[0]
    while words and _is_around(words[-1]):
        del words[-1]
    return " ".join(words).strip(_EDGE) or None


def _is_around(word: str) -> bool:
    bare = word.strip(_EDGE)
    return not bare or key_of(bare) in _AROUND_KEYS or key_of(word) in _AROUND_KEYS
