"""Red flags: raising one, with a reason, and lifting it."""

from bot.domain import flags
from bot.domain.draft import cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.permissions import Action
from bot.domain.request import Request
from bot.services.acting import check_fresh, hold, settle
from bot.services.transaction import Tx


async def raise_flag(tx: Tx, number: int, who: str, *, reason: str, seen: str | None = None) -> Request:
    """This one must not wait: a stricter policy holds from now on, and everybody who sees it reads why.

    Raises NotFound, Refused, Stale, TransitionRefused and AlreadyFlagged.
    """
    held = await hold(tx, number, who, Action.FLAG)
    check_fresh(held, seen)
    office = held.office
    base = flags.to_exceed(held.policy, office.current_policy(held.request))
    words = cleaned(reason).strip()
    flagged = flags.flagged(
        held.request, by=held.person.id, reason=words, held=base, known=office.newest.values(), now=tx.now
    )
    is_new_cycle = flagged.cycle.number != held.request.cycle.number
    changed = office.in_new_cycle(flagged) if is_new_cycle else flagged
    data: dict[str, Value] = {
        "from": held.request.policy_name,
        "policy": changed.flag.policy if changed.flag else None,
        "cycle": changed.cycle.number,
        "rung": changed.cycle.rung,
    }
    return await settle(tx, held, changed, Event(EventKind.FLAGGED, number, held.person.id, data, words))


async def lift_flag(tx: Tx, number: int, who: str, *, seen: str | None = None) -> Request:
    """The flag is gone; what chose the policy before chooses that of the next cycle.

    Raises NotFound, Refused, Stale and TransitionRefused.
    """
    held = await hold(tx, number, who, Action.LIFT_FLAG)
    check_fresh(held, seen)
    lifted = flags.lifted(held.request)
    data: dict[str, Value] = {"policy": held.office.choice(lifted).name}
    return await settle(tx, held, lifted, Event(EventKind.FLAG_LIFTED, number, held.person.id, data))
