"""Setting up one project, and its client, from a form in Slack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bot.db import directory, people, requests, workspaces
from bot.domain import setup_values as values
from bot.domain.channels import ChannelFacts
from bot.domain.events import Event, EventKind, Value
from bot.domain.people import Cast, Person
from bot.domain.permissions import Action, Refused, may
from bot.domain.policy import TIERS
from bot.domain.routing import Client, Directory, Project
from bot.domain.setup import USUAL, Problem, SetupRefused
from bot.domain.setup_table import Table
from bot.services.errors import UnknownPerson, UnsafeChannel
from bot.services.setup_rows import facts_of, write_client, write_project
from bot.services.setup_state import workspace_here
from bot.services.transaction import Tx

_NOBODY = Cast(owner=None, backup=None, lead=None, reporter=None, fallback=None)
_WRITTEN = ("client", "domains", "tier", "project_name", "intake", "touch_every")


@dataclass(frozen=True, slots=True)
class NewProject:
    """What the form says. People are Slack ids; `project_id` is that of the project to change, None for a new one.

    `tier` None or `USUAL` is none; `touch_every` as it is typed, None for never.
    """

    client_name: str
    domains: tuple[str, ...]
    tier: str | None
    project_name: str
    owner: str
    backup: str | None = None
    lead: str | None = None
    channel_id: str | None = None
    intake: str | None = None
    touch_every: str | None = None
    project_id: int | None = None


async def check_may_set_up(tx: Tx, who: str) -> Person:
    """The person with this Slack id, who may set up clients and projects; raises Refused and UnknownPerson."""
    person = await people.by_slack_id(tx.conn, tx.workspace_id, who)
    if person is None:
        raise UnknownPerson(who)
    if not may(person, Action.SET_UP, _NOBODY, joined=frozenset(), request=None):
        raise Refused(Action.SET_UP, None, person.id)
    return person


async def add_project(tx: Tx, who: str, new: NewProject, channel: ChannelFacts | None = None) -> Project:
    """Add or change a project and its client, as `who` filled it in; the same names change what is there.

    `channel` are the facts of `new.channel_id`. Where nobody is fallback owner yet, `who` becomes it. Raises Refused,
    UnknownPerson, UnsafeChannel, and SetupRefused, whose problems are named after the form's fields.
    """
    admin = await check_may_set_up(tx, who)
    if channel is not None and not channel.is_safe:
        raise UnsafeChannel(channel.name, channel.is_shared)
    new = _read(new, await _tiers(tx))
    parts = await _people(tx, new)
    known = await directory.directory(tx.conn, tx.workspace_id)
    client = await write_client(tx, _client(known, new))
    project = await write_project(tx, _project(known, client, new, parts, channel))
    data: dict[str, Value] = {"what": "project", "is_new": known.project(project.id) is None, **facts_of(project)}
    await tx.record(Event(EventKind.SET_UP, actor_id=admin.id, data=data))
    await _see_to_fallback_owner(tx, admin)
    await requests.watch_again(tx.conn, tx.workspace_id, tx.now)
    return project


async def _tiers(tx: Tx) -> Collection[str]:
    return {*TIERS, *dict((await workspace_here(tx)).tiers)}


def _read(new: NewProject, tiers: Collection[str]) -> NewProject:
    """The same in the spelling that is kept, where the workspace knows these tiers; raises SetupRefused."""
    given = {"client": new.client_name, "domains": list(new.domains), "project_name": new.project_name}
    problems: list[Problem] = []
    left_out = {"intake": new.intake, "touch_every": new.touch_every, "tier": None if new.tier == USUAL else new.tier}
    table = Table(given | {key: value for key, value in left_out.items() if value}, (), problems, _WRITTEN)
    every = table.get("touch_every", values.touch_every)
    read = replace(
        new,
        client_name=table.need("client", values.name, ""),
        domains=table.get("domains", values.several(values.domain)) or (),
        project_name=table.need("project_name", values.name, ""),
        intake=table.get("intake", values.address),
        tier=table.get("tier", values.one_of(sorted(tiers))),
        touch_every=str(every) if every else None,
    )
    if problems:
        raise SetupRefused(problems)
    return read


async def _people(tx: Tx, new: NewProject) -> Mapping[str, Person]:
    """Who plays which part; raises UnknownPerson, and SetupRefused where it is nobody of the workspace."""
    named = {part: who for part, who in (("owner", new.owner), ("backup", new.backup), ("lead", new.lead)) if who}
    found = await people.by_slack_ids(tx.conn, tx.workspace_id, named.values())
    if missing := [who for who in named.values() if who not in found]:
        raise UnknownPerson(missing[0])
    away = [part for part, who in named.items() if not found[who].is_colleague]
    if "owner" not in named:
        away.append("owner")
    if away:
        raise SetupRefused(Problem((part,), "", "an active member of this workspace, no guest") for part in away)
    return {part: found[who] for part, who in named.items()}


def _client(known: Directory, new: NewProject) -> Client:
    """The client as it will be. Who changes a project may change its client with it; a new project of a known client
    adds to what is known of that, and takes nothing away.
    """
    changed = known.project(new.project_id)
    by_name = next((each for each in known.clients if each.name.casefold() == new.client_name.casefold()), None)
    edited = known.client(changed.client_id) if changed else None
    if edited is not None and by_name in {None, edited}:
        return replace(edited, name=new.client_name, tier=new.tier, domains=new.domains)
    if by_name is None:
        return Client(0, new.client_name, new.tier, None, new.domains)
    return replace(by_name, tier=new.tier or by_name.tier, domains=tuple(dict.fromkeys(by_name.domains + new.domains)))


def _project(
    known: Directory, client: Client, new: NewProject, parts: Mapping[str, Person], channel: ChannelFacts | None
) -> Project:
    same_name = [p for p in known.projects_of([client]) if p.name.casefold() == new.project_name.casefold()]
    found = known.project(new.project_id) or (same_name[0] if same_name else None)
    if found is not None and any(each.id != found.id for each in same_name):
        raise SetupRefused([Problem(("project_name",), new.project_name, "a name that no other project here has")])
    backup, lead = parts.get("backup"), parts.get("lead")
    return Project(
        id=found.id if found else 0,
        client_id=client.id,
        name=new.project_name,
        owner_id=parts["owner"].id,
        backup_id=backup.id if backup else None,
        lead_id=lead.id if lead else None,
        channel_id=new.channel_id,
        channel_name=channel.name if channel else None,
        intake=new.intake,
        policy=found.policy if found else None,
        touch_every=new.touch_every,
    )


async def _see_to_fallback_owner(tx: Tx, admin: Person) -> None:
    """A workspace needs one: until a set-up names another, it is the admin who began."""
    here = await workspace_here(tx)
    if here.fallback_owner_id is None:
        await workspaces.update(tx.conn, tx.workspace_id, replace(here, fallback_owner_id=admin.id))
        data: dict[str, Value] = {"what": "workspace", "fields": "fallback_owner", "fallback_owner_id": admin.id}
        await tx.record(Event(EventKind.SET_UP, actor_id=admin.id, data=data))
