"""Whoever looks after Nudge: told where something is amiss that nobody else could know of."""

from collections.abc import Mapping

from bot.domain.outbox import Intention, Purpose
from bot.services.errors import NotSetUp
from bot.services.office import office_of
from bot.services.progressing import say
from bot.services.transaction import Tx


async def tell_operators(tx: Tx, once: str, facts: Mapping[str, str | int | bool | None]) -> bool:
    """Tell the admins named in the set-up, else the fallback owner; of what is called `once`, no more than once.

    Where neither is there any more, Slack's own admins are told.

    Returns whether anybody is told now.
    """
    try:
        office = await office_of(tx)
    except NotSetUp:
        return False
    known = [office.people[one] for one in office.operators]
    named = [one.id for one in known if one.slack_id in office.workspace.admins]
    fallback = office.people.get(office.workspace.fallback_owner_id or 0)
    whom = named or ([fallback.id] if fallback is not None and fallback.is_colleague else office.operators)
    told = [Intention(Purpose.OPERATOR, f"{once}:{one}", recipient_id=one, facts=dict(facts)) for one in whom]
    return any(id_ is not None for id_ in await say(tx, told))
