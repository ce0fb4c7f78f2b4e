"""Words about mails that came in."""

from bot.texts import naming

UNSEEN_SUBJECT = "A mail that Slack does not show me"
UNSEEN = "A mail came in that Slack does not let me read. It can be opened in the channel that it was sent to."

NO_REQUEST_YET = "No request is made of it, and nobody is reminded, unless you say that it counts."
IT_COUNTS = "It counts: hand it over"


def reads_automatic(subject: str) -> str:
    """For whoever brought a mail that nobody seems to have written."""
    about = f" “{naming.one_line(subject, 100)}”" if subject.strip() else ""
    return f"Thank you. The mail{about} reads like an automatic reply, or like thanks. Does it count as a request?"


def counts_as(number: int) -> str:
    """The same, once that is answered."""
    return f"Thank you. It counts: it is #{number} now."
