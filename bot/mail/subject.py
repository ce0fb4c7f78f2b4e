"""Subjects: the prefixes that mail programs and gateways put before them, in many languages."""

from enum import StrEnum

_FORWARD = """
fw fwd forward forwarded wg weitergeleitet tr rv reenviado renvia renv trs doorst doorgestuurd i inoltra inoltrato
enc encaminhado pd vb vidarebefordrat vl välitetty vs videresendt vidresendt i̇lt ilt továbbítás tov továbbított fs
předáno přeposláno preposlané prosljeđeno proslijeđeno posredovano redir redirectat перенаправлено переслано
пересилання пер пересл πρθ προώθηση προωθ הועבר העברה إعادةتوجيه محول 转发 轉寄 轉發 转寄 転送 전달 chuyểntiếp pārs
persiųsta edastatud áframsent препратено проследено terusan přep vdb
"""
_REPLY = """
re reply aw antw antwort antwoord sv svar vs vast vastaus odp odpověď odpoveď res resp resposta ref rif r rép réponse
rsp ynt yanıt vá válasz отв ответ відп відповідь απ απάντηση σχετ השב תגובה רד רע رد الرد 回复 回覆 答复 答覆 返信 회신
답장 bls balas trả atb ats vs. odg odgovor răsp răspuns отг отговор одг svarað
"""
_WORDS_BOTH = frozenset({"vs", "sv"})
_GATEWAY = """
    ext extern external externe externes externo externa esterno ekstern eksternt extérieur zewnętrzny externí
    ext.mail externalemail externalmail externeemail spam suspectedspam suspicious caution bulk
    внешний внешнее внешняяпочта 外部 外部メール 外部邮件 dış harici ulkoinen külső εξωτερικό secure encrypted
    sicher verschlüsselt signed unverified untrusted warning achtung attention
"""
_GATEWAYS = frozenset(_GATEWAY.split())
_FORWARDS = frozenset(_FORWARD.split())
_REPLIES = frozenset(_REPLY.split())
_COLONS = ":：﹕︰"
_BRACKETS = {"[": "]", "(": ")", "【": "】", "*": "*", "［": "］"}
_LONGEST = 28


class Prefix(StrEnum):
    """What a prefix of a subject says of the mail."""

    FORWARD = "forward"
    REPLY = "reply"
    GATEWAY = "gateway"


def bare_subject(subject: str) -> str:
    """Return the subject as it was first written: without "Re:", "WG:", "[EXT]" and their like, blanks collapsed."""
    return " ".join(subject[_strip(subject)[1] :].split())


def normalised_subject(subject: str) -> str:
    """Return the bare subject for comparing: casefolded too. Linear in its length."""
    return bare_subject(subject).casefold()


def first_prefix(subject: str | None) -> Prefix | None:
    """Return what the outermost prefix says, gateways' tags aside; None where there is none."""
    return _strip(subject)[0] if subject else None


def _strip(subject: str) -> tuple[Prefix | None, int]:
    """Return the first telling prefix and the place where the words start; walks by index, so it stays linear."""
    first, at = None, 0
    while True:
        while at < len(subject) and (subject[at].isspace() or subject[at] in "\u200e\u200f\ufeff\u200b"):
            at += 1
        found = _bracketed(subject, at) or _word(subject, at)
        if found is None:
            return first, at
        prefix, at = found
        if first is None and prefix is not Prefix.GATEWAY:
            first = prefix


def _bracketed(subject: str, at: int) -> tuple[Prefix, int] | None:
    closing = _BRACKETS.get(subject[at : at + 1])
    end = subject.find(closing, at + 1, at + _LONGEST) if closing else -1
    if end < 0:
        return None
    prefix = _meaning(subject[at + 1 : end].strip(" *-!" + _COLONS))
    after = end + 1
    if prefix is not None and subject[after : after + 1] in _COLONS:
        after += 1 if after < len(subject) else 0
    return (prefix, after) if prefix is not None else None


def _word(subject: str, at: int) -> tuple[Prefix, int] | None:
    ends = [end for colon in _COLONS if (end := subject.find(colon, at, at + _LONGEST)) > 0]
    if not ends:
        return None
    end = min(ends)
    prefix = _meaning(_without_count(subject[at:end].strip()))
    return (prefix, end + 1) if prefix is not None else None


def _without_count(word: str) -> str:
    """`Re[2]`, `Re (3)`, `RE^4`, `Fwd2` count how often; the word is what matters."""
    shorter = word.rstrip("0123456789[](){}^* \u00a0")
    return shorter or word


def _meaning(word: str) -> Prefix | None:
    key = "".join(word.casefold().split())
    if key in _GATEWAYS:
        return Prefix.GATEWAY
    if key in _FORWARDS and key not in _WORDS_BOTH:
        return Prefix.FORWARD
    return Prefix.REPLY if key in _REPLIES or key in _WORDS_BOTH else None
