"""What is sent as a file, drawn at the moment of sending: for each purpose its bytes, name, title and alt text."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, Purpose
from bot.domain.permissions import Refused
from bot.services import taking_along
from bot.services.transaction import Transactions
from bot.slack.rendered import Enclosure, NotWanted, Ready, Rendered
from bot.slack.views.message import composed, section
from bot.texts import log as texts

DrawFile = Callable[[Transactions, Delivery], Awaitable[Rendered]]
"""Draws an upload: Ready with its `file`, or why it is not wanted, or when to look again."""


async def _log(transactions: Transactions, delivery: Delivery) -> Rendered:
    """The log of a request for whoever asked for it, unless they may not read it any more."""
    try:
        log = await transactions.run(delivery.workspace_id, taking_along.log_for, delivery)
    except Refused:
        return NotWanted(Withheld.NOBODY)
    number = log.facts.request.id
    file = Enclosure(
        content=texts.log_file(log.facts, log.events, log.reader, log.now, log.anchor).encode(),
        filename=f"nudge-{number}.txt",
        title=texts.title(number),
        alt_text=texts.title(number),
    )
    return Ready(composed([section(texts.said_with_it(number))]), recipient_slack_id=log.reader.slack_id, file=file)


DRAWN: Mapping[Purpose, DrawFile] = {Purpose.LOG: _log}
