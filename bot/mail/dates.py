"""Whether a piece of a line looks like a date, in any language: by its digits, not by its words."""

import re

_LOOK_AT = 200
_ZONES = "GMT|UTC|Z|WES?T|CES?T|EES?T|MSK|BST|IST|JST|[ECMP][SD]T|MES?Z|OES?Z"
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.hHu時时點点시]\s?\d{1,2}(?!\d)(?:[:.]\d{2}(?!\d))?"
    r"(?:\s?[aApP]\.?\s?[mM]\b\.?)?(?:\s\(?(?:" + _ZONES + r")\b)?(?:\s?[+-]\d{1,2}:?(?:\d{2})?(?!\d))?"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4})(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def looks_like_date(text: str) -> bool:
    """Whether the text names a day: `27.10.2021`, `Oct 27, 2021`, `2021年10月27日`, in the digits of any script."""
    text = text[:_LOOK_AT]
    return bool(_NUMERIC.search(text)) or bool(_YEAR.search(text) and _DAY.search(text))


def looks_like_moment(text: str) -> bool:
    """Whether the text names a day and a time of day."""
    return looks_like_date(text) and bool(_CLOCK.search(text[:_LOOK_AT]))


def end_of_moment(text: str) -> int:
    """Return the place after the last time of day in the text, else after its last year or numeric date; 0 for none."""
    text = text[:_LOOK_AT]
    for pattern in (_CLOCK, _NUMERIC, _YEAR):
        ends = [match.end() for match in pattern.finditer(text)]
        if ends:
            return ends[-1]
    return 0


def density(text: str) -> float:
    """How much of the text is digits: a date is denser than a subject that names a year."""
    text = text[:_LOOK_AT]
    return sum(map(str.isdigit, text)) / len(text) if text else 0.0
