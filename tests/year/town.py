"""Who lives through the year: owners all over the world, their backups, leads and developers, and their projects."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.people import RosterEntry

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "Africa/Casablanca",
)
"""Half-hour offsets, half-hour changes of clocks, changes on both halves of the globe, and none at all."""

COUNTRIES = ("DE", "US", "JP", "IN", "AU", "BR", "NZ", "MA")
HOURS = ("Mon-Fri 09:00-17:30", "Mon-Thu 08:00-16:00", "Mon-Fri 09:00-12:30, 13:30-17:30", "Tue-Sat 10:00-18:00")
BUDGET = 6
TIERS = ("key", "standard", "small")


@dataclass(frozen=True)
class Town:
    """So many owners; leads and developers follow from that. Everybody is known by a Slack id."""

    owners: tuple[RosterEntry, ...]
    leads: tuple[RosterEntry, ...]
    developers: tuple[RosterEntry, ...]

    @property
    def everybody(self) -> tuple[RosterEntry, ...]:
        """All of them."""
        return (*self.owners, *self.leads, *self.developers)

    @property
    def set_up(self) -> str:
        """The set-up as TOML: one client and one project for each owner, whose backup is the next one."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterable[str]:
        fallback = self.leads[0].email
        yield f'[workspace]\ntimezone = "Europe/Berlin"\nfallback_owner = "{fallback}"'
        yield f'daily_budget = {BUDGET}\ntiers = {{ small = "relaxed" }}'
        for place, owner in enumerate(self.owners):
            backup, lead = self.owners[(place + 1) % len(self.owners)], self.leads[place % len(self.leads)]
            tier = f'tier = "{TIERS[place % 3]}"\n' if TIERS[place % 3] != "standard" else ""
            yield f'[[client]]\nname = "{client(place)}"\n{tier}country = "{COUNTRIES[place % 8]}"'
            yield f'[[project]]\nclient = "{client(place)}"\nname = "Portal"\nowner = "{owner.email}"'
            yield f'backup = "{backup.email}"\nlead = "{lead.email}"'
        for place, one in enumerate((*self.owners, *self.leads)):
            hours, country = HOURS[place % len(HOURS)], COUNTRIES[place % 8]
            yield f'[[person]]\nemail = "{one.email}"\nworking_hours = "{hours}"\ncountry = "{country}"'


def client(place: int) -> str:
    """The client of the owner at this place."""
    return f"Client {place} Ltd"


def town(owners: int, chance: random.Random) -> Town:
    """Somewhat fewer leads and developers than owners; `chance` places the developers."""
    return Town(
        owners=tuple(_person("PM", place, ZONES[place % len(ZONES)]) for place in range(owners)),
        leads=tuple(_person("Lead", place, ZONES[3 * place % len(ZONES)]) for place in range(2 + owners // 10)),
        developers=tuple(_person("Dev", place, chance.choice(ZONES)) for place in range(2 + owners // 4)),
    )


def _person(kind: str, place: int, zone: str) -> RosterEntry:
    name = f"{kind}{place}"
    return RosterEntry(f"U0{name.upper()}", f"{name} Year", f"{name.lower()}@agency.example", zone)
