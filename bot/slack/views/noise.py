"""An automatic mail that belongs with nothing: does it count?"""

from bot.slack.names import ActionId
from bot.slack.views.message import Message, actions, button, composed, context, section
from bot.texts import mails


def question(*, key: str, subject: str) -> Message:
    """Asks whoever brought it; unanswered, nothing follows."""
    return composed(
        [
            section(f"*{mails.reads_automatic(subject)}*"),
            context([mails.NO_REQUEST_YET]),
            actions([button(mails.IT_COUNTS, ActionId.NOISE_COUNTS, key)]),
        ]
    )


def answered(number: int) -> Message:
    """What was answered."""
    return composed([section(mails.counts_as(number))])
