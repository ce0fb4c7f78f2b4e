"""From the text of a set-up file to a Setup, or to everything that is wrong with it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain import setup_values as values
from bot.domain.budget import LEAST_BUDGET
from bot.domain.company_holiday import CompanyHoliday
from bot.domain.policy import SHIPPED, TIERS, Policy
from bot.domain.request import TouchChannel
from bot.domain.retention import Retention
from bot.domain.setup import (
    ClientSetup,
    ContactSetup,
    DigestSetup,
    MailboxSetup,
    PersonSetup,
    Problem,
    ProjectSetup,
    Setup,
    SetupRefused,
    WorkspaceSetup,
)
from bot.domain.setup_lines import Lines, Path
from bot.domain.setup_policy import POLICY_KEYS, policy_of
from bot.domain.setup_table import Table, spelled
from bot.domain.setup_values import Unfit

WORKSPACE_KEYS = (
    "timezone",
    "language",
    "country",
    "working_hours",
    "fallback_owner",
    "policy",
    "digest",
    "admins",
    "tiers",
    "holidays",
    "daily_budget",
    "retention",
)
CLIENT_KEYS = ("name", "domains", "tier", "country", "via")
MAILBOX_KEYS = ("host", "port", "user", "folder", "quarantine", "every", "authserv_ids", "trust_unauthenticated")
CONTACT_KEYS = ("email", "client", "name", "phone", "preferred", "language")
PROJECT_KEYS = ("client", "name", "owner", "backup", "lead", "channel", "intake", "policy", "touch_every")

_AT_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")


def read_setup(text: str) -> Setup:
    """The set-up that a file's text holds; raises SetupRefused with every problem and its line."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupRefused([_unreadable(error, text)]) from None
    try:
        return setup_of(content)
    except SetupRefused as refused:
        raise refused.located(Lines(text)) from None


def read_policies(text: str) -> tuple[Policy, ...]:
    """The policies of a file's text, whatever else it holds or lacks; raises SetupRefused with every problem."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetupRefused([_unreadable(error, text)]) from None
    whole = Table({"policy": content.get("policy", [])}, (), [], ("policy",))
    policies = tuple(policy_of(each) for each in whole.tables("policy", POLICY_KEYS))
    if not policies and not whole.problems:
        whole.problems.append(Problem(("policy",), "", "at least one [[policy]]; there is none"))
    if whole.problems:
        raise SetupRefused(whole.problems).located(Lines(text))
    return policies


def setup_of(content: Mapping[str, Any]) -> Setup:
    """The set-up that TOML's values hold; raises SetupRefused with every problem, lines not known."""
    whole = Table(
        content, (), [], ("workspace", "holiday", "policy", "client", "project", "person", "contact", "mailbox")
    )
    setup = Setup(
        workspace=_workspace(whole),
        policies=tuple(policy_of(each) for each in whole.tables("policy", POLICY_KEYS)),
        clients=tuple(client_of(each) for each in whole.tables("client", CLIENT_KEYS)),
        projects=tuple(project_of(each) for each in whole.tables("project", PROJECT_KEYS)),
        people=tuple(_person(each) for each in whole.tables("person", ("email", "working_hours", "country"))),
        contacts=tuple(_contact(each) for each in whole.tables("contact", CONTACT_KEYS)),
        mailbox=_mailbox(whole),
    )
    whole.problems += _unknown_tiers(setup)
    problems = whole.problems or [*_doubles(setup), *_loose_ends(setup)]
    if problems:
        raise SetupRefused(problems)
    return setup


def _workspace(whole: Table) -> WorkspaceSetup:
    table = whole.table("workspace", WORKSPACE_KEYS)
    if table is None:
        whole.problems.append(Problem(("workspace",), "", "[workspace] with its fallback_owner; there is none"))
        return WorkspaceSetup()
    default = WorkspaceSetup()
    return WorkspaceSetup(
        timezone=table.get("timezone", values.zone) or default.timezone,
        language=table.get("language", values.language) or default.language,
        country=table.get("country", values.country),
        working_hours=table.get("working_hours", values.hours) or default.working_hours,
        fallback_owner=table.need("fallback_owner", values.somebody, ""),
        policy=table.get("policy", values.name),
        digest=_digest(table),
        admins=table.get("admins", values.several(values.somebody)) or (),
        tiers=table.get("tiers", values.named(values.name)) or (),
        holidays=_holidays(whole, table),
        daily_budget=table.get("daily_budget", values.number(LEAST_BUDGET, 100)) or default.daily_budget,
        retention=_retention(table),
    )


def _holidays(whole: Table, workspace: Table) -> tuple[CompanyHoliday, ...]:
    """The company's holidays in order: those that are named each stand under a heading of their own."""
    found = {day: CompanyHoliday(day) for day in workspace.get("holidays", values.several(values.day)) or ()}
    for place, table in enumerate(whole.tables("holiday", ("date", "name"))):
        day = table.need("date", values.day, date.min)
        if day in found:
            expected = "each date once; this one stands further up as well"
            whole.problems.append(Problem(("holiday", place, "date"), day.isoformat(), expected))
        found[day] = CompanyHoliday(day, table.get("name", values.name))
    return tuple(found[day] for day in sorted(found))


def _retention(workspace: Table) -> Retention | None:
    table = workspace.table("retention", ("texts",))
    return table.get("texts", values.retention) if table else None


def _digest(workspace: Table) -> DigestSetup | None:
    table = workspace.table("digest", ("channel", "day", "at", "leads", "names"))
    if table is None:
        return None
    return DigestSetup(
        channel=table.need("channel", values.channel, ""),
        day=table.get("day", values.weekday) or 0,
        at=table.get("at", values.time_of_day) or "09:00",
        leads=table.get("leads", values.yes_or_no) or False,
        names=table.get("names", values.yes_or_no) is not False,
    )


def _mailbox(whole: Table) -> MailboxSetup | None:
    table = whole.table("mailbox", MAILBOX_KEYS)
    if table is None:
        return None
    default = MailboxSetup("", "")
    mailbox = MailboxSetup(
        host=table.need("host", values.host, ""),
        user=table.need("user", values.text, ""),
        port=table.get("port", values.number(1, 65535)) or default.port,
        folder=table.get("folder", values.folder) or default.folder,
        quarantine=table.get("quarantine", values.folder) or default.quarantine,
        every=table.get("every", values.number(5, 3600)) or default.every,
        authserv_ids=table.get("authserv_ids", values.several(values.host)) or (),
        trust_unauthenticated=table.get("trust_unauthenticated", values.yes_or_no) or False,
    )
    if mailbox.quarantine.casefold() == mailbox.folder.casefold():
        table.refuse(("quarantine",), Unfit(mailbox.quarantine, "another folder than the one that is read"))
    return mailbox


def client_of(table: Table) -> ClientSetup:
    """A client as a table of the keys CLIENT_KEYS describes it."""
    return ClientSetup(
        name=table.need("name", values.name, ""),
        domains=table.get("domains", values.several(values.domain)) or (),
        tier=table.get("tier", values.tier),
        country=table.get("country", values.country),
        via=table.get("via", values.address),
    )


def project_of(table: Table) -> ProjectSetup:
    """A project as a table of the keys PROJECT_KEYS describes it."""
    return ProjectSetup(
        client=table.need("client", values.name, ""),
        name=table.need("name", values.name, ""),
        owner=table.need("owner", values.somebody, ""),
        backup=table.get("backup", values.somebody),
        lead=table.get("lead", values.somebody),
        channel=table.get("channel", values.channel),
        intake=table.get("intake", values.address),
        policy=table.get("policy", values.name),
        touch_every=table.get("touch_every", values.delay),
    )


def _person(table: Table) -> PersonSetup:
    return PersonSetup(
        email=table.need("email", values.somebody, ""),
        working_hours=table.get("working_hours", values.hours),
        country=table.get("country", values.country),
    )


def _contact(table: Table) -> ContactSetup:
    return ContactSetup(
        email=table.need("email", values.address, ""),
        client=table.need("client", values.name, ""),
        name=table.get("name", values.name),
        phone=table.get("phone", values.phone),
        preferred=table.get("preferred", values.member_of(TouchChannel)),
        language=table.get("language", values.language),
    )


def _doubles(setup: Setup) -> list[Problem]:
    """Names that are given twice; upper and lower case make no difference."""
    named: dict[str, list[tuple[str, str]]] = {
        "policy": [("name", each.name) for each in setup.policies],
        "client": [("name", each.name) for each in setup.clients],
        "project": [("name", f"{each.client}: {each.name}") for each in setup.projects],
        "person": [("email", each.email) for each in setup.people],
        "contact": [("email", each.email) for each in setup.contacts],
    }
    return [
        Problem((kind, place, key), spelled(name), f"each {kind} once; this one stands further up as well")
        for kind, names in named.items()
        for place, (key, name) in enumerate(names)
        if name.casefold() in {earlier.casefold() for _, earlier in names[:place]}
    ]


def _unknown_tiers(setup: Setup) -> list[Problem]:
    """Tiers of clients that no policy is set for."""
    tiers = {*TIERS, *dict(setup.workspace.tiers)}
    return [
        Problem(("client", place, "tier"), spelled(each.tier), " or ".join(sorted({*tiers, "standard"})))
        for place, each in enumerate(setup.clients)
        if each.tier and each.tier not in tiers
    ]


def _loose_ends(setup: Setup) -> list[Problem]:
    """Names of clients and policies that stand for nothing."""
    clients = {each.name.casefold() for each in setup.clients}
    policies = {each.name for each in setup.policies} | set(SHIPPED)
    of_clients: tuple[tuple[str, Sequence[ProjectSetup | ContactSetup]], ...] = (
        ("project", setup.projects),
        ("contact", setup.contacts),
    )
    problems = [
        Problem((kind, place, "client"), spelled(each.client), "the name of a [[client]] of this file")
        for kind, things in of_clients
        for place, each in enumerate(things)
        if each.client.casefold() not in clients
    ]
    named: list[tuple[Path, str | None]] = [(("workspace", "policy"), setup.workspace.policy)]
    named += [(("workspace", "tiers", tier), policy) for tier, policy in setup.workspace.tiers]
    named += [(("project", place, "policy"), each.policy) for place, each in enumerate(setup.projects)]
    expected = f"one of {', '.join(sorted(policies))}"
    return problems + [Problem(path, spelled(name), expected) for path, name in named if name and name not in policies]


def _unreadable(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    said = str(error)
    found = _AT_LINE.search(said)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    written = text.splitlines()[line - 1].strip() if text.strip() else ""
    what = _AT_LINE.sub("", said).removesuffix(" (at end of document)")
    return Problem((), spelled(written).strip('"'), f"TOML that can be read ({what})", line)
