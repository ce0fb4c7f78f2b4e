"""When a mail was written, by its own date: believed while it is near, as it may be mistyped, or a lie."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import mail

BELIEVED_FOR = timedelta(days=60)
"""A mail that says to be older than this is shown with the time of its arrival alone."""

_SLACK = timedelta(minutes=1)


def believed(sent_at: datetime | None, now: datetime) -> datetime | None:
    """A mail's date (UTC), unless it lies in the future or far back."""
    return sent_at if sent_at is not None and now - BELIEVED_FOR <= sent_at <= now + _SLACK else None


def read_date(date_text: str | None, zone: str, now: datetime) -> datetime | None:
    """The moment (UTC) that a forward names, a wall's time read in `zone`; None where that is not one moment for sure.

    Mail programs print dates as the one who forwards sees them, so `zone` is theirs.
    """
    found = {_in_utc(each, zone) for each in mail.moments_in(date_text or "")}
    near = {each for each in found if believed(each, now) is not None}
    return near.pop() if len(near) == 1 else None


def _in_utc(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        try:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)
