"""The auditor: no silence without somebody who knows of it.

A due step that nothing has become of, and nothing is under way for, is found and put right. A request that can't be
advanced silences no other, and whoever looks after Nudge is told.
"""

from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy.exc import DBAPIError

from bot.db import audit, reminders, requests, steps
from bot.domain.events import Event, EventKind, Value
from bot.domain.ladder import Step, Withheld, still_wanted
from bot.domain.outbox import Purpose
from bot.domain.progress import message_of, purpose_of, reminder_for
from bot.domain.request import Request
from bot.services.office import office_of
from bot.services.operators import tell_operators
from bot.services.progressing import bring_up_to_date, say
from bot.services.reminding import withhold
from bot.services.transaction import Tx

log = structlog.get_logger(__name__)

LATE = timedelta(seconds=25)
"""A step is noted together with its message; whatever has none so long after that has lost it. The heartbeat looks
twice a minute, so that it is found within one.
"""

TRY_AGAIN = timedelta(minutes=10)
"""When a request is looked at again that could not be advanced."""

MOST_NAMED = 10


async def put_right(tx: Tx) -> int:
    """Give every step that was left lying its message again, or the reason why it needs none; returns how many.

    It is on record, in the log and the metrics, and whoever looks after Nudge is told.
    """
    lost = await steps.lost(tx.conn, tx.workspace_id, tx.now - LATE)
    if not lost:
        return 0
    known = await requests.by_number(tx.conn, tx.workspace_id, {number for number, _ in lost})
    for number, step in lost:
        log.error("step without outcome", request=number, cycle=step.key.cycle, rung=step.key.rung)
        reason = await _mend(tx, number, step, known.get(number))
        data: dict[str, Value] = {
            "cycle": step.key.cycle,
            "rung": step.key.rung,
            "repetition": step.key.repetition,
            "recipient": step.key.recipient,
            "reason": reason.value if reason else None,
        }
        await tx.record(Event(EventKind.AUDITOR, number, data=data))
    await _tell(tx, sorted({number for number, _ in lost}), len(lost))
    return len(lost)


async def put_right_so_far(tx: Tx) -> int:
    """How many steps were ever put right here."""
    return await audit.put_right(tx.conn, tx.workspace_id)


async def advance_each(tx: Tx, limit: int) -> int:
    """As `progressing.progress_due`, each request by itself: one that can't be advanced is put off for a while, and
    whoever looks after Nudge is told, once a day; the others go on.
    """
    due = await requests.claim_numbers_due(tx.conn, tx.now, limit)
    for workspace_id, number in due:
        there = replace(tx, workspace_id=workspace_id)
        try:
            async with tx.conn.begin_nested():
                held = await requests.by_number(tx.conn, workspace_id, [number])
                await bring_up_to_date(there, await office_of(there), list(held.values()))
        except DBAPIError:
            raise
        except Exception:
            log.exception("request can't be advanced", workspace=workspace_id, request=number)
            await requests.put_off(tx.conn, workspace_id, number, tx.now + TRY_AGAIN)
            if await tell_operators(there, f"stuck:{number}:{tx.now.date()}", {"stuck": number}):
                await there.record(Event(EventKind.STUCK, number))
    return len(due)


async def stuck_so_far(tx: Tx) -> int:
    """How many requests were ever found here that could not be advanced; one counts once a day."""
    return await audit.stuck(tx.conn, tx.workspace_id)


async def _mend(tx: Tx, number: int, step: Step, request: Request | None) -> Withheld | None:
    """Why it is not wanted any more; None: its message is on its way again."""
    reason = Withheld.CLOSED if request is None else still_wanted(step.key, request, tx.now)
    if reason is not None:
        await withhold(tx, number, step.key, reason)
        return reason
    purpose = purpose_of(step.key, step.tone)
    if purpose is Purpose.REMINDER:
        await reminders.free(tx.conn, tx.workspace_id, number, step.key)
        again = reminder_for(step.key.recipient, tx.now)
    else:
        again = message_of(number, step, purpose, tx.now, again=True)
    await say(tx, [again])
    return None


async def _tell(tx: Tx, numbers: list[int], count: int) -> None:
    shown = ", ".join(f"#{number}" for number in numbers[:MOST_NAMED]) + (" …" if len(numbers) > MOST_NAMED else "")
    await tell_operators(tx, f"put right:{tx.now.isoformat()}", {"requests": shown, "count": count})
