"""A card that had to wait for another day: what it says for the reminders of that day, and when it is to come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.step import HEADS_UP_RUNG, OwnMessage, Situation, Step


def is_told_by_card(situation: Situation, step: Step) -> bool:
    """Whether a card that came a day late, or later, speaks for this reminder of the same day: one is enough."""
    return any(_speaks_for(message, step, situation) for message in situation.messages)


def _speaks_for(card: OwnMessage, step: Step, situation: Situation) -> bool:
    key, calendar = step.key, situation.calendars[step.key.recipient]
    if card.key.recipient != key.recipient or card.key.cycle != key.cycle or card.key.rung == HEADS_UP_RUNG:
        return False
    if (card.key.rung, card.key.repetition) >= (key.rung, key.repetition) or step.due_at <= card.at:
        return False
    return calendar.local_day(card.due_at) < calendar.local_day(card.at) == calendar.local_day(step.due_at)


def still_to_come(situation: Situation, step: Step, now: datetime) -> Iterator[Step]:
    """The step at the time that its own message was moved to, where that lies ahead."""
    for message in situation.messages:
        if message.key == step.key and message.at > now:
            yield replace(step, due_at=message.at)
