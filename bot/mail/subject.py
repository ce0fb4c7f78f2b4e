"""Subjects: the prefixes that mail programs and gateways put before them, in many languages."""

from enum import StrEnum

from bot.mail.phrases import folded, words_of

_FORWARD = """
fw fwd forward forwarded wg weitergeleitet tr rv reenviado renvia renv trs doorst doorgestuurd i inoltra inoltrato
enc encaminhado pd vb vidarebefordrat vl välitetty vs videresendt vidresendt i̇lt ilt továbbítás tov továbbított fs
předáno přeposláno preposlané prosljeđeno proslijeđeno posredovano redir redirectat перенаправлено переслано
пересилання пер пересл πρθ προώθηση προωθ הועבר העברה إعادةتوجيه محول 转发 轉寄 轉發 转寄 転送 전달 chuyểntiếp pārs
persiųsta edastatud áframsent препратено проследено terusan přep vdb
"""
_REPLY = """
re reply aw antw antwort antwoord sv svar vs vast vastaus odp odpověď odpoveď res resp resposta ref réf rif r rép
réponse
rsp ynt yanıt vá válasz отв ответ відп відповідь απ απάντηση σχετ השב תגובה רד רע رد الرد 回复 回覆 答复 答覆 返信 회신
답장 bls balas trả atb ats vs. odg odgovor răsp răspuns отг отговор одг svarað
"""
_WORDS_BOTH = frozenset({"vs", "sv"})
_TAGS = """
ext extern external externe externes externo externa esterno esterna ekstern eksternt extérieur zewnętrzny externí
extmail externalemail externalmail externalsender externeemail spam suspectedspam junk suspicious phishing disarmed
bulk внешний внешнее внешняя внешняяпочта 外部 外部メール 外部邮件 外部郵件 外部发件人 dış harici ulkoinen külső
εξωτερικό zunanji vanjski 외부 חיצוני خارجي secure encrypted sicher verschlüsselt signed unverified untrusted
caution extérieure
"""
_BESIDE_TAGS = """
sender senders email e-mail mail mails message suspected possible possibly probable probably likely potential warning
attention achtung source origin from organization organisation absender nachricht expéditeur courriel mittente
posta messaggio correo mensaje remitente remetente mensagem afzender bericht avsändare afsender avsender nadawca
wiadomość odesílatel zpráva отправитель письмо почта gönderen e-posta lähettäjä 送信者 メール 发件人 邮件 the
"""
_WHAT_I_DO = """
am was will would have had need want can can't cannot could do don't did didn't think hope like must should shall
may might see know love hate wonder just really also still never
"""
_TAG_WORDS = frozenset(_TAGS.split())
_BESIDE_WORDS = frozenset(_BESIDE_TAGS.split())
_PLAIN_TAGS = _TAG_WORDS - {"secure", "sicher", "signed", "bulk", "caution", "encrypted", "suspicious", "junk", "dış"}
"""Those that stand before a colon too, in capitals; the others are how people begin their own subjects."""
_FORWARDS = frozenset(folded(_FORWARD).split())
_REPLIES = frozenset(folded(_REPLY).split())
_DOTTED = frozenset({"antw", "odp", "fwd", "vast", "rép"})
"""Abbreviations that a full stop ends, with no colon behind; "Re." is what English letters begin with."""

_I_DO = frozenset(_WHAT_I_DO.split())
_COLONS = ":：﹕︰"
_BRACKETS = {"[": "]", "(": ")", "{": "}", "<": ">", "【": "】", "*": "*", "［": "］", "（": "）", "«": "»"}
_BLANK = "\u200e\u200f\ufeff\u200b\u2068\u2069\u202a\u202b\u202c"
_AFTER_TAGS = " -–—|" + _COLONS
_LONGEST = 40


class Prefix(StrEnum):
    """What a prefix of a subject says of the mail."""

    FORWARD = "forward"
    REPLY = "reply"
    GATEWAY = "gateway"


def bare_subject(subject: str) -> str:
    """Return the subject as it was first written: without "Re:", "WG:", "[EXT]" and their like, blanks collapsed."""
    return " ".join(_without_end(subject[_strip(subject)[1] :]).split())


def normalised_subject(subject: str) -> str:
    """Return the bare subject for comparing: whatever the case, the form of its signs or the blanks. Linear."""
    return folded(bare_subject(subject))


def first_prefix(subject: str | None) -> Prefix | None:
    """Return what the outermost prefix says, gateways' tags aside; None where there is none."""
    return _strip(subject)[0] if subject else None


def _strip(subject: str) -> tuple[Prefix | None, int]:
    """Return the first telling prefix and the place where the words start; walks by index, so it stays linear."""
    first, at = None, 0
    while True:
        at = _after(subject, at, _BLANK)
        found = _bracketed(subject, at) or _opened(subject, at) or _word(subject, at)
        if found is None:
            return first, at
        prefix, at = found
        if prefix is Prefix.GATEWAY:
            at = _after(subject, at, _AFTER_TAGS)
        elif first is None:
            first = prefix


def _after(subject: str, at: int, signs: str) -> int:
    """Return the first place from `at` on that is neither blank nor one of the signs."""
    while at < len(subject) and (subject[at].isspace() or subject[at] in signs):
        at += 1
    return at


def _bracketed(subject: str, at: int) -> tuple[Prefix, int] | None:
    """A tag in brackets of any kind, doubled ones and rows of stars too: `[EXT]`, `{Spam?}`, `*** SPAM ***`."""
    opening = subject[at : at + 1]
    closing = _BRACKETS.get(opening)
    inside = at
    while closing and inside < at + 10 and subject[inside : inside + 1] == opening:
        inside += 1
    end = subject.find(closing, inside, inside + _LONGEST) if closing else -1
    if closing is None or end < 0:
        return None
    prefix = _tag(subject[inside:end])
    return (prefix, _after(subject, end, closing + _COLONS)) if prefix is not None else None


def _opened(subject: str, at: int) -> tuple[Prefix, int] | None:
    """`[Fwd: …]`: Mozilla's way to forward, around the whole subject."""
    if subject[at : at + 1] != "[" or not subject[-20:].rstrip().endswith("]"):
        return None
    found = _word(subject, at + 1)
    return found if found is not None and found[0] is Prefix.FORWARD else None


def _without_end(words: str) -> str:
    """Drop what programs put behind: "(fwd)", and the bracket that `[Fwd: …` left open."""
    words = words.rstrip()
    for end in ("(fwd)", "[fwd]", "(fw)"):
        if len(words) > len(end) and words[-len(end) :].casefold() == end:
            return words[: -len(end)]
    return words[:-1] if words.endswith("]") and "[" not in words else words


def _word(subject: str, at: int) -> tuple[Prefix, int] | None:
    """A word and its colon, or an abbreviation and its full stop."""
    ends = [end for colon in _COLONS if (end := subject.find(colon, at, at + _LONGEST)) > 0]
    prefix = _meaning(subject, at, min(ends)) if ends else None
    if prefix is not None:
        return prefix, min(ends) + 1
    stop = subject.find(". ", at, at + 8)
    word = subject[at:stop].casefold() if stop > 0 else ""
    return (_kind(word) or Prefix.REPLY, stop + 1) if word in _DOTTED else None


def _meaning(subject: str, at: int, end: int) -> Prefix | None:
    """What the word before the colon says; `Re[2]`, `Re (3)`, `RE（2）`, `Fwd2`, `Antw.` are their word."""
    written = subject[at:end].strip()
    word = "".join(folded(written).split())
    if written == written.upper() and _is_tag(written.casefold(), _PLAIN_TAGS):
        return Prefix.GATEWAY
    prefix = _kind(word) or _kind(word.rstrip("0123456789[](){}^*.") or word)
    if prefix is None and written == "V":
        return Prefix.REPLY
    return prefix if prefix is None or _may_be_meant(written, word, subject, end + 1) else None


def _may_be_meant(written: str, word: str, subject: str, after: int) -> bool:
    """Whether a word that people begin their own subjects with is a program's here: "I: am late", "Ref: 4711"."""
    after = _after(subject, after, _BLANK)
    rest = subject[after : after + 80]
    if word in ("i", "r"):
        return written.isupper() and not (word == "i" and (_first(rest) in _I_DO or "II:" in rest))
    if word.strip(".") in ("ref", "réf", "rif"):
        is_number = any(c.isdecimal() for c in _first(rest)) or rest.startswith("#")
        return not is_number and (not rest[:1].islower() or _kind(_first(rest.partition(":")[0])) is not None)
    return True


def _first(rest: str) -> str:
    return (rest.split(maxsplit=1) or [""])[0].casefold().replace("’", "'")


def _kind(word: str) -> Prefix | None:
    if word in _FORWARDS and word not in _WORDS_BOTH:
        return Prefix.FORWARD
    return Prefix.REPLY if word in _REPLIES or word in _WORDS_BOTH else None


def _tag(inside: str) -> Prefix | None:
    """What stands in brackets: a gateway's warning, whatever words and points go with it; `(fwd)`."""
    if _is_tag(inside.casefold()):
        return Prefix.GATEWAY
    word = "".join(inside.casefold().split()).strip("*-!" + _COLONS)
    return _kind(word) if word not in ("i", "r", "ref", "rif") else None


def _is_tag(inside: str, tags: frozenset[str] = _TAG_WORDS) -> bool:
    """Whether all the words are a gateway's, and one of them says what it warns of."""
    words = words_of(inside)
    told = [word for word in words if word in tags]
    return bool(told) and all(word in tags or word in _BESIDE_WORDS or word.isdecimal() for word in words)
