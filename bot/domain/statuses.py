"""Which Slack status looks like an absence. A question follows from it, never more; so little is enough to ask."""

import re
from collections.abc import Mapping

_EMOJI = frozenset(
    {
        "palm_tree",
        "desert_island",
        "beach_with_umbrella",
        "umbrella_on_ground",
        "island",
        "luggage",
        "face_with_thermometer",
        "baby",
        "baby_bottle",
    }
)
"""Slack's own for a holiday and for being ill, and their neighbours; a house or a bus is work elsewhere."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "vacation",
        "vacationing",
        "on holiday",
        "on holidays",
        "on leave",
        "annual leave",
        "parental leave",
        "sick leave",
        "out sick",
        "off sick",
        "out of office",
        "ooo",
        "pto",
    ),
    "de": ("urlaub", "im urlaub", "elternzeit", "krank", "krankgeschrieben", "abwesend", "nicht im dienst"),
    "fr": ("vacances", "en vacances", "en congé", "en congés", "congé parental", "arrêt maladie"),
    "es": ("vacaciones", "de vacaciones", "de baja", "baja médica", "permiso parental"),
    "it": ("ferie", "in ferie", "in vacanza", "in malattia", "in congedo", "maternità"),
    "nl": ("vakantie", "op vakantie", "met verlof", "ziek", "ouderschapsverlof"),
}

_BACK = re.compile(r"\b(back|zurück|retour|vuelta|rientro|terug|planning|plane|until then)\b")


def looks_away(text: str, emoji: str) -> bool:
    """Whether a status may mean that its person is away: by its picture, or by a word of any of our languages."""
    if emoji.strip(":").partition("::")[0] in _EMOJI:
        return True
    said = " ".join(text[:200].casefold().split())
    if not said or _BACK.search(said):
        return False
    return any(re.search(rf"\b{re.escape(words)}\b", said) for known in _WORDS.values() for words in known)
