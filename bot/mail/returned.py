"""Delivery reports that say that a mail did not arrive: neither those that it is late, nor that it was read."""

from bot.mail.phrases import folded
from bot.mail.receipts import is_receipt

_NOT_LOST = (
    "delay", "still being retried", "could not send message for past", "successful", "relayed", "verzögert", "retard",
    "retrasad", "posticipat", "vertraagd", "atrasad", "opóźn", "försena", "forsinke", "задерж",
)  # fmt: skip
_SUBJECT_AT_MOST = 300


def says_returned(subject: str, text: str, content_type: str = "") -> bool:
    """Whether a mail that is a delivery report says that ours came back; anything doubtful does not."""
    if "disposition-notification" in content_type.casefold() or is_receipt(folded(subject[:_SUBJECT_AT_MOST]), text):
        return False
    plain = folded(subject[:_SUBJECT_AT_MOST])
    return not any(each in plain for each in _NOT_LOST)
