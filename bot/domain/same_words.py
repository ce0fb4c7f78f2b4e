"""Whether two texts are one mail, as two mail programs printed it: by its words, whatever stands around them."""

import re
from hashlib import blake2b

_RUN = 3
_KEPT = 256
_BYTES = 4
_LOOK_AT = 40_000
_BANNER_AT_MOST = 80
"""Words of a paragraph that may be a warning of the mail server's."""

_QUOTED = re.compile(r"^[> \t]{0,40}", re.MULTILINE)
_LINK = re.compile(r"<?\b(?:https?://|mailto:|www\.)[^\s<>\]]{1,2000}[>\]]?")
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{0,200}\]|<[^<>\s]{1,300}@[^<>\s]{1,300}>")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_SAID_IN_BANNERS = """
from outside; outside of the organi; outside your organi; external sender; external email; external e mail;
email is external; don t often get email from; do not click links; externer absender; externe e mail;
von außerhalb; außerhalb der organisation; außerhalb unserer; erhalten nicht häufig e mails; expéditeur externe;
message externe; de l extérieur; n obtenez pas souvent; remitente externo; correo externo; fuera de la organi;
no suele recibir correo; mittente esterno; esterno all organizzazione; remetente externo; fora da organi;
externe afzender; buiten de organisatie; buiten uw organisatie; zewnętrzn; spoza organizacji; extern avsändare;
utanför organisationen; ekstern afsender; ekstern avsender; externí odesílatel; внешний отправитель;
внешней почты; 組 織 外; 外 部 メ ー ル; 外 部 邮 件; 外 部 郵 件
"""
_BANNERS = tuple(" ".join(each.split()) for each in _SAID_IN_BANNERS.split(";"))


def print_of(text: str) -> bytes:
    """What is left of a text whichever program printed it, as runs of its words: to be compared with `likeness`.

    Neither quoting, white space, links and pictures nor warnings of mail servers and signatures change it.
    """
    words = _words(text[:_LOOK_AT])
    runs = {" ".join(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, 1))} if words else set()
    marks = sorted(blake2b(run.encode(), digest_size=_BYTES).digest() for run in runs)
    return b"".join(marks[:_KEPT])


def likeness(one: bytes, other: bytes) -> float:
    """How much two prints have in common, from 0 to 1: 1 for the same words. Nothing is like nothing."""
    first, second = _marks(one), _marks(other)
    # Of long texts only the smallest marks are kept: compared up to where both are complete.
    ends = [max(marks) for marks in (first, second) if len(marks) == _KEPT]
    if ends:
        first, second = ({mark for mark in marks if mark <= min(ends)} for marks in (first, second))
    either = first | second
    return len(first & second) / len(either) if either else 0.0


def is_part(one: bytes, other: bytes) -> bool:
    """Whether one text stands nearly whole in the other, with something around it that neither knows."""
    first, second = sorted((_marks(one), _marks(other)), key=len)
    return len(first) >= _RUN and len(second) < _KEPT and len(first & second) >= 0.8 * len(first)


def _marks(given: bytes) -> set[bytes]:
    return {given[at : at + _BYTES] for at in range(0, len(given), _BYTES)}


def _words(text: str) -> list[str]:
    lines = _QUOTED.sub("", text).splitlines() if ">" in text else text.splitlines()
    above = next((at for at, line in enumerate(lines) if line.strip() == "--"), len(lines))
    plain = _PLACEHOLDER.sub(" ", _LINK.sub(" ", "\n".join(lines[:above] or lines)))
    parts = [_WORD.findall(part.casefold()) for part in re.split(r"\n[ \t]{0,40}\n", plain)]
    parts = [part for part in parts if part]
    ends = {0, 1, len(parts) - 1}
    kept = [part for at, part in enumerate(parts) if not (at in ends and _is_banner(part))]
    return [word for part in kept or parts for word in part]


def _is_banner(words: list[str]) -> bool:
    return len(words) <= _BANNER_AT_MOST and any(each in " ".join(words) for each in _BANNERS)
