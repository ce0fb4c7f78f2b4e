"""Words in a project's channel: where a rung names it, the channel reads one line when the owner is reminded.

Such a post is no step of its own. A step belongs to one person, whose calendar says when; a rung with the channel
always tells the owner too (`bot.domain.policy.checked`), so the channel goes along with the owner's step: once for
each cycle and rung, with an event of its own for what became of it.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.outbox import Intention, Purpose
from bot.domain.people import Role
from bot.domain.presence import present_cast
from bot.domain.step import Situation, Step


def words_in_channel(situation: Situation, due: Iterable[Step], now: datetime) -> tuple[Intention, ...]:
    """What the channel of the request's project is to be told of the steps that are `due` at `now`."""
    channel, request = situation.cast.channel, situation.request
    if channel is None:
        return ()
    owner = present_cast(situation, now).reachable(Role.OWNER)
    keys = (step.key for step in due if step.key.recipient == owner and step.key.repetition == 0)
    return tuple(
        Intention(
            purpose=Purpose.CHANNEL_WORD,
            dedupe_key=f"channel:{request.id}:{key.cycle}:{key.rung}",
            channel=channel,
            request_id=request.id,
            due_at=now,
            facts={"cycle": key.cycle, "rung": key.rung},
        )
        for key in keys
        if situation.policy.tells_channel(key.rung)
    )
