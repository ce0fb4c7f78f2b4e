"""The word in a project's channel."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.slack.views.message import Message, composed, context, section
from bot.texts import channel
from bot.texts.moments import PrintedWatch


def word(facts: RequestFacts, zone: str, now: datetime) -> Message:
    """One line about the thread, in the time of `zone`."""
    watch = PrintedWatch.in_zone(zone, now)
    return composed([section(channel.word(facts, watch)), context([channel.below(facts)])])
