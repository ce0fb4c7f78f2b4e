"""What is sent as a file, drawn at the moment of sending: for each purpose its bytes, name, title and alt text."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from bot import charts
from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, Purpose
from bot.domain.permissions import Refused
from bot.services import digesting, taking_along
from bot.services.transaction import Transactions
from bot.slack.rendered import Enclosure, NotWanted, Ready, Rendered
from bot.slack.views.message import composed, section
from bot.texts import digest_picture
from bot.texts import log as texts

DrawFile = Callable[[Transactions, Delivery], Awaitable[Rendered]]
"""Draws an upload: Ready with its `file`, or why it is not wanted, or when to look again."""

NO_POST = "there is no post to show it under"
NOTHING_TO_SHOW = "there was nothing in any of its weeks"


async def _digest_picture(transactions: Transactions, delivery: Delivery) -> Rendered:
    """Eight weeks at a glance, below the post that tells of them; without the post nobody is shown anything."""
    if delivery.thread_ts is None:
        return NotWanted(NO_POST)
    asked, lead = delivery.intention.facts, delivery.intention.facts.get("lead")
    week, recipient = str(asked["week"]), None
    if isinstance(lead, int):
        try:
            facts, person = await transactions.run(delivery.workspace_id, digesting.week_of_lead, week, lead)
        except Refused:
            return NotWanted(Withheld.NOBODY)
        recipient = person.slack_id
    else:
        facts = await transactions.run(delivery.workspace_id, digesting.week_called, week)
    picture = digest_picture.picture(facts)
    if picture.is_empty:
        return NotWanted(NOTHING_TO_SHOW)
    file = Enclosure(
        content=await asyncio.to_thread(charts.png, picture),
        filename=f"nudge-{facts.week}.png",
        title=picture.title,
        alt_text=digest_picture.alt_text(facts),
    )
    return Ready(composed([section(picture.title)]), recipient_slack_id=recipient, file=file)


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


DRAWN: Mapping[Purpose, DrawFile] = {Purpose.DIGEST_PICTURE: _digest_picture, Purpose.LOG: _log}
