"""A workspace, with what was set up for it as a whole."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.company_holiday import CompanyHoliday


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace. `policy` None stands for the standard one; `tiers` are the policies of client tiers;
    `digest_day` counts from Monday, 0; `digest_at` is a time of day such as "09:00" in `zone`;
    with `digest_leads` every lead gets a digest of their own projects too, without `digest_names` none names anybody;
    `admins` are Slack ids
    named beside Slack's own; `holidays` are the company's own, in order. `daily_budget` is how many messages
    may notify one person on one day.
    `retention` is how long after its close a request keeps its words, such as "18 months", None for ever.
    """

    workspace_id: str
    name: str
    zone: str = "UTC"
    language: str = "en"
    country: str | None = None
    working_hours: str = "Mon-Fri 09:00-17:30"
    fallback_owner_id: int | None = None
    policy: str | None = None
    digest_channel: str | None = None
    digest_channel_name: str | None = None
    digest_day: int = 0
    digest_at: str = "09:00"
    digest_leads: bool = False
    digest_names: bool = True
    digest_next_at: datetime | None = None
    bot_user_id: str | None = None
    admins: tuple[str, ...] = ()
    tiers: tuple[tuple[str, str], ...] = ()
    holidays: tuple[CompanyHoliday, ...] = ()
    daily_budget: int = 8
    retention: str | None = None
