"""A set-up: what a workspace is told to be. People are named by e-mail address, channels by name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.company_holiday import CompanyHoliday
from bot.domain.delay import Delay
from bot.domain.policy import Policy
from bot.domain.request import TouchChannel
from bot.domain.retention import Retention
from bot.domain.setup_lines import Lines, Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that can't be set up: where it stands, the value given there, and what was expected instead."""

    path: Path
    value: str
    expected: str
    line: int | None = None

    @property
    def key(self) -> str:
        """The name of the field; empty where a whole table is meant."""
        return str(self.path[-1]) if self.path and isinstance(self.path[-1], str) else ""

    def __str__(self) -> str:
        """`line 12, owner = "bob": expected …`, for whoever wrote the file."""
        where = [f"line {self.line}"] if self.line else []
        if self.key:
            where.append(f"{self.key} = {self.value}" if self.value else self.key)
        elif self.value:
            where.append(self.value)
        return f"{', '.join(where) or 'the set-up'}: expected {self.expected}"


class SetupRefused(Exception):
    """A set-up that can't be taken over; nothing of it was. `problems` are all that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))

    def located(self, lines: Lines) -> "SetupRefused":
        """The same, each problem with its line."""
        return SetupRefused(
            sorted(
                (replace(each, line=each.line or lines.of(each.path)) for each in self.problems),
                key=lambda each: each.line or 0,
            )
        )


@dataclass(frozen=True, slots=True)
class DigestSetup:
    """The weekly post: `day` counts from Monday, 0; `at` is a time of day such as "09:00". With `leads` every lead gets
    one about their own projects too; without `names` nobody is named.
    """

    channel: str
    day: int = 0
    at: str = "09:00"
    leads: bool = False
    names: bool = True


USUAL = "usual"
"""What the form calls the tier of a client that has none."""


@dataclass(frozen=True, slots=True)
class WorkspaceSetup:
    """What holds for the workspace as a whole; `admins` are named beside Slack's own; `tiers` give each tier of
    clients its policy, in the order of the tiers' names; `holidays` are the company's.
    `daily_budget` is how many messages may notify one person on one day.
    A request keeps its texts for the length of `retention` after its close; None: for ever.
    """

    timezone: str = "UTC"
    language: str = "en"
    country: str | None = None
    working_hours: str = "Mon-Fri 09:00-17:30"
    fallback_owner: str | None = None
    policy: str | None = None
    digest: DigestSetup | None = None
    admins: tuple[str, ...] = ()
    tiers: tuple[tuple[str, str], ...] = ()
    holidays: tuple[CompanyHoliday, ...] = ()
    daily_budget: int = 8
    retention: Retention | None = None


@dataclass(frozen=True, slots=True)
class ClientSetup:
    """A client; `domains` are those its people write from, `via` the agency's address that is the first to talk to."""

    name: str
    domains: tuple[str, ...] = ()
    tier: str | None = None
    country: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class ContactSetup:
    """Somebody at the client called `client`; a `name` that is left out stays what it is."""

    email: str
    client: str
    name: str | None = None
    phone: str | None = None
    preferred: TouchChannel | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectSetup:
    """A project of the client called `client`; `channel` without the number sign."""

    client: str
    name: str
    owner: str
    backup: str | None = None
    lead: str | None = None
    channel: str | None = None
    intake: str | None = None
    policy: str | None = None
    touch_every: Delay | None = None


@dataclass(frozen=True, slots=True)
class PersonSetup:
    """Somebody whose working hours or country differ from the workspace's."""

    email: str
    working_hours: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class MailboxSetup:
    """A mailbox whose mails are read, over IMAP and TLS; its password is a setting of the installation.

    Every so many seconds it is looked into. `authserv_ids` are the names under which our own mail servers write
    their Authentication-Results; with none, no mail counts as authenticated. A mail from a colleague's address that is
    not authenticated counts as an outsider's, unless `trust_unauthenticated`.
    """

    host: str
    user: str
    port: int = 993
    folder: str = "INBOX"
    quarantine: str = "Quarantine"
    every: int = 60
    authserv_ids: tuple[str, ...] = ()
    trust_unauthenticated: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """All of it. The versions of `policies` mean nothing here."""

    workspace: WorkspaceSetup
    policies: tuple[Policy, ...] = ()
    clients: tuple[ClientSetup, ...] = ()
    projects: tuple[ProjectSetup, ...] = ()
    people: tuple[PersonSetup, ...] = ()
    contacts: tuple[ContactSetup, ...] = ()
    mailbox: MailboxSetup | None = None

    def channels(self) -> frozenset[str]:
        """The names of all channels that it speaks of."""
        named = {project.channel for project in self.projects if project.channel}
        return frozenset(named | ({self.workspace.digest.channel} if self.workspace.digest else set()))
