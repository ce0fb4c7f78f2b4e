"""What stands behind the digest's one button: all figures, and what they mean."""

from bot.services import digesting
from bot.slack.listeners.desk import Desk, View
from bot.slack.listeners.payload import Press
from bot.slack.views import digest


async def figures(desk: Desk, press: Press) -> View:
    """All figures of the week that the button names, of what the reader may read; raises Told."""
    facts, _ = await desk.wait_for(
        press.workspace_id, digesting.asked_for, press.who, press.value, in_channel=press.channel
    )
    return digest.figures(facts)


async def meanings(_desk: Desk, _press: Press) -> View:
    """What each figure means."""
    return digest.meanings()
