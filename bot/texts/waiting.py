"""How long a client has waited, as the client feels it: in their own working days, and by the calendar."""

from datetime import timedelta

from bot.domain.facts import Waited
from bot.texts.moments import Watch


def so_long(days: int | None, waited: Waited | None, watch: Watch) -> str | None:
    """`3 working days (5 days)`, `2 working hours (1 day)`, `2 days (no working time)`; None for less than a day."""
    if waited is None or not (days or waited.working_days):
        return watch.days(days) if days else None
    if waited.working_days:
        worked = watch.count(waited.working_days, "working day", "working days")
        return f"{worked} ({watch.days(days)})" if days and days != waited.working_days else worked
    hours = waited.working_time // timedelta(hours=1)
    if not hours:
        return f"{watch.days(days or 0)} (no working time)"
    return f"{watch.count(hours, 'working hour', 'working hours')} ({watch.days(days or 0)})"
