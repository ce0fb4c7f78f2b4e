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

# Words around the name and the date, which belong to neither.
_AROUND = """
on at wrote writes said am um schrieb schreibt geschrieben uhr hat der die le à a écrit ecrit el escribió las la los
escribio em às as escreveu il alle ore ha scritto giorno op om schreef het volgende geschreven heeft den kl kl. skrev
skrevet följande følgende klo kirjoitti w dnia dniu o godz godz. napisał napisała napisał(a) pisze v dne dňa napsal
napsala napsal(a) napísal napísala napísal(a) je u napisao napisala napisao/la dana г г. в пользователь написал
написала написал(а) пише писал писала пишет користувач написав написала написав(ла) о від на írta ezt időpontban ekkor
a(z) în data la ora scris a_scris στις έγραψε o η την tarihinde saat şunu yazdı: yazdı tarihli şunları kirjutas
rašė rakstīja 님이 작성 님이 写道 寫道 于 於 で は が さんは书きました さんのメール: 書きました כתב מאת ב בתאריך كتب في الساعة من قبل
نوشت در vào lúc đã viết viết pada menulis pukul เขียนว่า เมื่อ เวลา del dia va escriure napisal/a ~ | · - –
"""
_AROUND_KEYS = frozenset(key_of(word) for word in _AROUND.split())
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
        return None
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
