"""The labels of header lines, per language: what "Von", "差出人" or "Kimden" stand for."""

import unicodedata
from enum import StrEnum

from bot.mail.label_table import CONTACTS, LABELS
from bot.mail.lines import visible


class Role(StrEnum):
    """What a header line tells. OTHER is known and not needed (Reply-To, Importance, Attachments …)."""

    FROM = "from"
    DATE = "date"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    OTHER = "other"


def key_of(label: str) -> str:
    """Return the form in which labels are compared: one case, one form of accents and dots, no blanks, no emphasis."""
    key = "".join(label.casefold().split()).strip("*_")
    if key.isascii():
        return key
    key = unicodedata.normalize("NFKC", visible(key)).replace("\u0307", "")
    return key.replace("ı", "i")


def _read_table() -> dict[str, Role]:
    """Turn the table into label → role; where two languages disagree, the earlier row wins."""
    roles: dict[str, Role] = {}
    role = Role.OTHER
    for line in LABELS.strip().splitlines():
        head, bar, words = line.partition("|")
        if bar:
            role = Role(head.split()[1])
        for word in (words if bar else line).split(";"):
            if word.strip():
                roles.setdefault(key_of(word.strip()), role)
    return roles


_ROLES = _read_table()
_CONTACTS = frozenset(key_of(word) for word in CONTACTS.split(";")) - _ROLES.keys()
LONGEST_LABEL = 40
"""Characters of the longest label that is worth looking up."""


def role_of(label: str) -> Role | None:
    """Return what a label stands for in any language of the table; None when it stands in none."""
    return _ROLES.get(key_of(label)) if len(label) <= LONGEST_LABEL else None


def is_contact(label: str) -> bool:
    """Whether the label is one of a signature (`Phone`, `Mail`): a header never has it."""
    return key_of(label) in _CONTACTS
