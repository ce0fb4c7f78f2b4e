"""What somebody has promised to clients: their own dates, the soonest first."""

from bot.db import requests
from bot.domain.facts import Line
from bot.domain.people import Person
from bot.services.office import office_of
from bot.services.reading import lines, of_the_house
from bot.services.transaction import Tx


async def own_promises(tx: Tx, who: str) -> tuple[tuple[Line, ...], Person]:
    """The requests of this person with a date by which the client hears from us; raises Refused for guests."""
    office = await office_of(tx)
    person = of_the_house(office, who)
    mine = await requests.owned_by(tx.conn, tx.workspace_id, person.id)
    dated = [(request.promise.due_at, request.id, request) for request in mine if request.promise is not None]
    return lines(office, (request for _, _, request in sorted(dated, key=lambda each: each[:2])), tx.now), person
