"""What a set-up would change of what is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeAlias, TypeVar

from bot.domain.policy import SHIPPED, Limits, Policy
from bot.domain.setup import (
    ClientSetup,
    ContactSetup,
    DigestSetup,
    MailboxSetup,
    PersonSetup,
    ProjectSetup,
    Setup,
    WorkspaceSetup,
)
from bot.domain.working_hours import WEEKDAYS

Thing: TypeAlias = WorkspaceSetup | ClientSetup | ProjectSetup | PersonSetup | ContactSetup | MailboxSetup
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of something that is there already: what it says now, and what it would say; empty for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be added (then `fields` say with what, `before` all empty) or changed.

    `what` is "workspace", "policy", "client", "project", "person", "contact" or "mailbox".
    """

    what: str
    name: str
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Staying:
    """The open requests of a project that somebody goes on to have, though the project has another owner."""

    project: str
    holder: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetupDiff:
    """All that would change, and what is there and not in the set-up: clients, projects, a mailbox stay.

    `staying` are the requests of projects that get another owner.
    """

    changes: tuple[Change, ...]
    untouched: tuple[str, ...] = ()
    staying: tuple[Staying, ...] = ()


def setup_diff(now: Setup, wanted: Setup) -> SetupDiff:
    """What taking over `wanted` would change of `now`."""
    clients, wanted_clients = clients_by_key(now), clients_by_key(wanted)
    projects, wanted_projects = projects_by_key(now), projects_by_key(wanted)
    people = {each.email: PersonSetup(each.email) for each in wanted.people} | {each.email: each for each in now.people}
    changes = [
        *_compared("workspace", {"": now.workspace}, {"": wanted.workspace}),
        *_compared_policies(now.policies, wanted.policies),
        *_compared("client", clients, wanted_clients),
        *_compared("project", projects, wanted_projects),
        *_compared("person", people, {each.email: each for each in wanted.people}),
        *_compared("contact", {each.email: each for each in now.contacts}, _contacts_by_key(now, wanted)),
        *_compared("mailbox", _mailbox_by_key(now), _mailbox_by_key(wanted)),
    ]
    stays = [f"client {each.name}" for key, each in clients.items() if key not in wanted_clients]
    stays += [f"project {each.client}: {each.name}" for key, each in projects.items() if key not in wanted_projects]
    stays += [f"mailbox {now.mailbox.user}"] if now.mailbox and not wanted.mailbox else []
    return SetupDiff(tuple(changes), tuple(stays))


def owners_changed(diff: SetupDiff, wanted: Setup) -> dict[tuple[str, str], ProjectSetup]:
    """The projects that are there and would have another owner, as they are wanted."""
    named = {one.name for one in diff.changes if one.what == "project" and not one.is_new and _has(one, "owner")}
    return {key: each for key, each in projects_by_key(wanted).items() if _title(each) in named}


def _has(change: Change, field: str) -> bool:
    return any(each.field == field for each in change.fields)


def _mailbox_by_key(setup: Setup) -> dict[str, MailboxSetup]:
    return {"": setup.mailbox} if setup.mailbox else {}


def clients_by_key(setup: Setup) -> dict[str, ClientSetup]:
    """The clients, under what tells them apart: their names, in whatever case."""
    return {each.name.casefold(): each for each in setup.clients}


def projects_by_key(setup: Setup) -> dict[tuple[str, str], ProjectSetup]:
    """The projects, under what tells them apart: client and name, in whatever case."""
    return {(each.client.casefold(), each.name.casefold()): each for each in setup.projects}


def _contacts_by_key(now: Setup, wanted: Setup) -> dict[str, ContactSetup]:
    """The contacts that are wanted; a name that is left out is the one that they have."""
    names = {each.email: each.name for each in now.contacts}
    return {each.email: replace(each, name=each.name or names.get(each.email)) for each in wanted.contacts}


def _compared(what: str, now: Mapping[Key, Thing], wanted: Mapping[Key, Thing]) -> list[Change]:
    changes = []
    for key, each in wanted.items():
        found = _field_changes(now.get(key), each)
        if found:
            changes.append(Change(what, _title(each), key not in now, found))
    return changes


def _field_changes(before: Thing | None, after: Thing) -> tuple[FieldChange, ...]:
    pairs = [(each.name, getattr(before, each.name, None), getattr(after, each.name)) for each in fields(after)]
    return tuple(FieldChange(name, shown(old), shown(new)) for name, old, new in pairs if shown(old) != shown(new))


def _title(thing: Thing) -> str:
    match thing:
        case ProjectSetup():
            return f"{thing.client}: {thing.name}"
        case ClientSetup():
            return thing.name
        case PersonSetup() | ContactSetup():
            return thing.email
        case MailboxSetup():
            return thing.user
        case WorkspaceSetup():
            return ""


def _compared_policies(now: Iterable[Policy], wanted: Iterable[Policy]) -> list[Change]:
    there = SHIPPED | {each.name: each for each in now}
    changes = []
    for each in wanted:
        before = "" if each.name not in there else shown(there[each.name])
        if before != shown(each):
            changes.append(Change("policy", each.name, not before, (FieldChange("ladder", before, shown(each)),)))
    return changes


def shown(value: object) -> str:
    """A value in a diff; empty for nothing."""
    match value:
        case None | ():
            return ""
        case tuple():
            return ", ".join(" = ".join(each) if isinstance(each, tuple) else str(each) for each in value)
        case Policy():
            rungs = [f"{rung.after} {rung.tone} to {shown(rung.to)}" for rung in value.rungs]
            told = [f"then every {value.every}", *_limits(value.limits), *([f"why: {value.why}"] if value.why else [])]
            return "; ".join([*rungs, *told])
        case DigestSetup():
            more = f"{' and to leads' if value.leads else ''}{'' if value.names else ' without names'}"
            return f"#{value.channel} {WEEKDAYS[value.day][:3]} {value.at}{more}"
        case _:
            return str(value)


def _limits(limits: Limits) -> list[str]:
    """The limits that are not the usual ones."""
    if limits == Limits():
        return []
    times = "any number of" if limits.snooze_times is None else str(limits.snooze_times)
    return [
        *([f"promises within {limits.promise_within}"] if limits.promise_within else []),
        f"{times} snoozes within {limits.snooze_within}",
        *([f"{limits.holding_replies} holding replies"] if limits.holding_replies is not None else []),
    ]
