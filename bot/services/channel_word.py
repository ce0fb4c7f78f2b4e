"""A last look before a project's channel is told of a request: is the reminder that it goes along with still wanted?"""

from bot.db import requests
from bot.domain.facts import RequestFacts
from bot.domain.ladder import StepKey, Withheld, still_wanted
from bot.domain.outbox import Delivery
from bot.services.office import office_of
from bot.services.reading import facts_of
from bot.services.transaction import Tx


async def channel_word(tx: Tx, delivery: Delivery) -> tuple[RequestFacts, str] | Withheld:
    """What the channel reads of, and the zone of the house; or why it reads nothing."""
    intention = delivery.intention
    request = await requests.get(tx.conn, tx.workspace_id, intention.request_id or 0)
    if request is None:
        return Withheld.CLOSED
    cycle, rung = (int(str(intention.facts[key])) for key in ("cycle", "rung"))
    unwanted = still_wanted(StepKey(cycle, rung, 0, request.owner_id or 0), request, tx.now)
    if unwanted is not None:
        return unwanted
    office = await office_of(tx)
    return await facts_of(tx, office, request), office.workspace.zone
