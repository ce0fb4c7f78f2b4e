"""Mails that want nothing: automatic replies, delivery reports, a mere "thanks". Anything doubtful is not noise."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from bot.mail.addresses import has_address
from bot.mail.noise_table import AUTOMATIC, AWAY_NOTES, AWAY_TEXTS, AWAY_WORDS, REPORT_PREFIXES, REPORTS
from bot.mail.phrases import folded, phrases_of
from bot.mail.receipts import is_answer_to_invitation, is_receipt
from bot.mail.reply import new_text
from bot.mail.subject import Prefix, bare_subject, first_prefix
from bot.mail.thanks import asks, is_only_thanks

HEADERS_READ = (
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Precedence",
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "Return-Path",
    "Content-Type",
    "X-Failed-Recipients",
    "In-Reply-To",
    "References",
)
"""The headers that tell noise, the more of them the better; all may be missing."""

_SUBJECT_AT_MOST = 300
_TEXT_AT_MOST = 3_000
_NO = frozenset({"", "no", "none", "false", "0"})
_REPORT_TYPES = ("delivery-status", "disposition-notification")
_RESPONDERS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_SEPARATORS = tuple(":：-–—|([{!.,/;")
_STATUS_WORDS = ("550 ", "554 ", "5.1.", "5.2.", "5.4.", "5.7.", "4.4.", "4.2.")

_AUTOMATIC, _AWAY_NOTES, _AWAY_WORDS, _AWAY_TEXTS, _REPORTS, _REPORT_PREFIXES = (
    phrases_of(table) for table in (AUTOMATIC, AWAY_NOTES, AWAY_WORDS, AWAY_TEXTS, REPORTS, REPORT_PREFIXES)
)


class Noise(StrEnum):
    """What a mail is that wants nothing of anybody."""

    AUTO_REPLY = "auto_reply"
    OUT_OF_OFFICE = "out_of_office"
    DELIVERY_REPORT = "delivery_report"
    """It could not be delivered, or not yet, or has been read."""
    ANSWER_TO_INVITATION = "answer_to_invitation"
    """Somebody comes to a meeting, or does not, and says no more."""
    THANKS = "thanks"


def noise_of(*, subject: str, text: str, headers: Mapping[str, str], names: Iterable[str] = ()) -> Noise | None:
    """Return what kind of noise a mail is; None for one that somebody may have written because they want something.

    `subject` is the mail's own, `headers` what is known of `HEADERS_READ`, by name in any case; `names` are those of
    its writer and of whoever may be addressed in it. The surest is asked first: headers, then subjects as programs
    write them, then the new words of the text. Whether files came with the mail is for the caller to weigh: thanks
    with a contract attached are more than thanks. Linear, never an exception.
    """
    return _Mail(subject, text, headers, tuple(names)).noise()


class _Mail:
    """One mail, with what its words and headers say."""

    def __init__(self, subject: str, text: str, headers: Mapping[str, str], names: tuple[str, ...]) -> None:
        self.names = names
        self.headers = {name.casefold(): value.strip() for name, value in headers.items()}
        self.prefix = first_prefix(subject[:_SUBJECT_AT_MOST])
        self.subject = folded(bare_subject(subject[:_SUBJECT_AT_MOST]))
        self.text = text
        self.words = new_text(text)
        self.start = folded(self.words[:_TEXT_AT_MOST])

    def noise(self) -> Noise | None:
        if self._is_report_by_headers():
            return Noise.DELIVERY_REPORT
        if self._is_automatic_by_headers():
            return self._automatic()
        return self._by_subject() or (Noise.THANKS if self._is_thanks() else None)

    def _header(self, name: str) -> str:
        return self.headers.get(name, "").casefold()

    def _is_report_by_headers(self) -> bool:
        kind = self._header("content-type")
        if kind.startswith("multipart/report") and any(each in kind for each in _REPORT_TYPES):
            return True
        return bool(self._header("x-failed-recipients")) and self._hints() > 0

    def _is_automatic_by_headers(self) -> bool:
        """One header that only responders write, or several that others write too: ticket systems send for people."""
        if self._header("auto-submitted").partition(";")[0].strip() == "auto-replied":
            return True
        if self._header("precedence") in ("auto_reply", "auto-reply"):
            return True
        if any(self._header(name) not in _NO for name in _RESPONDERS):
            return True
        hints = self._hints()
        return hints >= 2 or (hints == 1 and self._says_away())

    def _hints(self) -> int:
        """Count the signs of a program; what every ticket system adds as well counts once.

        Who asks not to be answered by programs may well have written: of that only "all" is a sign.
        """
        submitted = self._header("auto-submitted").partition(";")[0].strip()
        by_program = submitted not in _NO or self._header("x-auto-response-suppress") == "all"
        by_program = by_program or self._header("precedence") in ("bulk", "junk")
        return int(by_program) + int(self._header("return-path") == "<>")

    def _automatic(self) -> Noise:
        away = self._says_away(questions_too=True) or _starts(self.subject, _AWAY_NOTES + _AWAY_WORDS)
        return Noise.OUT_OF_OFFICE if away else Noise.AUTO_REPLY

    def _says_away(self, *, questions_too: bool = False) -> bool:
        """Whether the text says that its writer is away, and asks nothing."""
        return any(phrase in self.start for phrase in _AWAY_TEXTS) and (questions_too or not asks(self.words))

    def _by_subject(self) -> Noise | None:
        """A prefix for replies or forwards says that somebody wrote the mail, whatever it answers or hands on."""
        if self.prefix is not None:
            return None
        if self._is_report():
            return Noise.DELIVERY_REPORT
        if is_answer_to_invitation(self.subject, self.words):
            return Noise.ANSWER_TO_INVITATION
        if _starts(self.subject, _AWAY_NOTES) and (self._says_away() or not asks(self.words)):
            return Noise.OUT_OF_OFFICE
        if _starts(self.subject, _AUTOMATIC) and (self._says_away(questions_too=True) or not asks(self.words)):
            return self._automatic()
        return Noise.OUT_OF_OFFICE if _starts(self.subject, _AWAY_WORDS) and self._says_away() else None

    def _is_report(self) -> bool:
        if self.subject.rstrip(" .!") in _REPORTS or is_receipt(self.subject, self.text):
            return True
        return _starts(self.subject, _REPORT_PREFIXES) and self._tells_of_delivery()

    def _tells_of_delivery(self) -> bool:
        """Reports name the address that they could not reach, or the server's number for why."""
        named = any(has_address(line) for line in self.words[:_TEXT_AT_MOST].splitlines())
        return not self.start or ((named or any(word in self.start for word in _STATUS_WORDS)) and not asks(self.words))

    def _is_thanks(self) -> bool:
        """Thanks answer something: in a mail with a subject of its own, what it wants may stand there."""
        answers = self.prefix is Prefix.REPLY or any(self._header(name) for name in ("in-reply-to", "references"))
        if not (answers or not self.subject or is_only_thanks(self.subject)):
            return False
        return is_only_thanks(self.words, self.names)


def _starts(subject: str, phrases: tuple[str, ...]) -> bool:
    """Whether the subject is one of the phrases, or one with a sign behind it: no word that makes it a sentence."""
    found = next((phrase for phrase in phrases if subject.startswith(phrase)), None)
    if found is None:
        return False
    rest = subject[len(found) :].lstrip()
    return not rest or found.endswith(":") or rest.startswith(_SEPARATORS)
