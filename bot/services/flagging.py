"""Red flags: raising one, with a reason, and lifting it."""

from bot.db import outbox
from bot.domain import flags
from bot.domain.draft import cleaned
from bot.domain.events import Event, EventKind, Value
from bot.domain.outbox import Purpose
from bot.domain.people import Role
from bot.domain.permissions import Action
from bot.domain.request import Request
from bot.services.acting import check_fresh, hold, settle
from bot.services.office import Office
from bot.services.progressing import say
from bot.services.transaction import Tx

SHOWING = (Purpose.CARD, Purpose.HEADS_UP, Purpose.REMINDER)
"""Messages below which the line about a flag may stand."""


async def raise_flag(tx: Tx, number: int, who: str, *, reason: str, seen: str | None = None) -> Request:
    """This one must not wait: a stricter policy holds from now on, and everybody who sees it reads why.

    Raises NotFound, Refused, Stale, TransitionRefused, NobodyWaits and AlreadyFlagged.
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
    settled = await settle(tx, held, changed, Event(EventKind.FLAGGED, number, held.person.id, data, words))
    if not is_new_cycle:  # else a reminder tells of it, or a line below that of today
        await _tell_owner(tx, held.office, settled, by=held.person.id)
    return settled


async def _tell_owner(tx: Tx, office: Office, request: Request, *, by: int) -> None:
    """One line for whoever hears as the owner, below what shows them the request; whoever raised the flag knows."""
    owner = office.cast_at(request, tx.now).reachable(Role.OWNER)
    if request.flag is None or owner is None or owner == by:
        return
    posts = await outbox.cards_of(tx.conn, tx.workspace_id, [request.id], SHOWING)
    theirs = [post.id for post in posts if post.recipient_id == owner]
    await say(tx, [flags.line_for(request, request.flag, owner, below=max(theirs, default=None))])


async def lift_flag(tx: Tx, number: int, who: str, *, seen: str | None = None) -> Request:
    """The flag is gone; what chose the policy before chooses that of the next cycle.

    Raises NotFound, Refused, Stale and TransitionRefused.
    """
    held = await hold(tx, number, who, Action.LIFT_FLAG)
    check_fresh(held, seen)
    lifted = flags.lifted(held.request)
    data: dict[str, Value] = {"policy": held.office.choice(lifted).name}
    return await settle(tx, held, lifted, Event(EventKind.FLAG_LIFTED, number, held.person.id, data))
