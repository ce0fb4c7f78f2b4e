"""What can be wrong with an installation."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """What was looked at."""

    DATABASE = "database"
    SCHEMA = "schema"
    BOT_TOKEN = "bot token"  # noqa: S105 - names a check
    APP_TOKEN = "app token"  # noqa: S105 - names a check
    SCOPES = "scopes"
    CLOCK = "clock"
    WORKSPACE = "workspace"
    FALLBACK_OWNER = "fallback owner"
    PEOPLE = "people"
    CHANNEL = "channel"
    MAILBOX = "mailbox"
    MAILBOX_OF_ANYBODY = "mailbox that trusts anybody"
    POST = "post"
    READ_BACK = "read back"
    DELETE = "delete"


class Trouble(StrEnum):
    """What can be found. `Finding.about` says what it is about, `Finding.detail` how it was told."""

    UNREACHABLE = "unreachable"
    SCHEMA_OLD = "schema old"
    MISSING = "missing"
    REFUSED = "refused"
    SCOPES_MISSING = "scopes missing"
    CLOCK_WRONG = "clock wrong"
    NOT_SET_UP = "not set up"
    NO_PROJECTS = "no projects"
    GUEST = "guest"
    DEACTIVATED = "deactivated"
    GONE = "gone"
    ARCHIVED = "archived"
    NOT_A_MEMBER = "not a member"
    SHARED = "shared"
    HOLDS_GUESTS = "holds guests"
    NOBODY = "nobody"
    LOST = "lost"
    NOBODY_VOUCHES = "nobody vouches"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and the trouble with it; None where all is well."""

    check: Check
    trouble: Trouble | None = None
    about: str = ""
    detail: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return self.trouble is None
