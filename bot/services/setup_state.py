"""The set-up of a workspace as it is."""

from bot.db import directory, mailboxes, people, policies, workspaces
from bot.domain.delay import Delay
from bot.domain.retention import Retention
from bot.domain.routing import Project
from bot.domain.setup import ClientSetup, ContactSetup, DigestSetup, PersonSetup, ProjectSetup, Setup, WorkspaceSetup
from bot.domain.workspace import Workspace
from bot.services.errors import NotSetUp
from bot.services.setup_names import Channels, Names
from bot.services.transaction import Tx


async def workspace_here(tx: Tx) -> Workspace:
    """The workspace of this transaction; raises NotSetUp where it has no row yet."""
    here = await workspaces.get(tx.conn, tx.workspace_id)
    if here is None:
        raise NotSetUp("workspace")
    return here


async def names_here(tx: Tx, channels: Channels) -> Names:
    """The people of this workspace, and the channels that were looked up."""
    return Names(await people.everybody(tx.conn, tx.workspace_id), channels)


async def setup_now(tx: Tx, names: Names) -> Setup:
    """The set-up as it is, in these names; raises NotSetUp where there is no workspace."""
    here = await workspace_here(tx)
    mailbox = await mailboxes.get(tx.conn, tx.workspace_id)
    known = await directory.directory(tx.conn, tx.workspace_id)
    return Setup(
        workspace=_workspace_setup(here, names),
        policies=tuple(names.policy_in_names(each) for each in await policies.set_up(tx.conn, tx.workspace_id)),
        clients=tuple(
            ClientSetup(each.name, each.domains, each.tier, each.country, each.via) for each in known.clients
        ),
        projects=tuple(
            _project_setup(each, client.name, names)
            for each in known.projects
            if (client := known.client(each.client_id)) is not None
        ),
        people=tuple(
            PersonSetup(name, each.working_hours, each.country)
            for each in names.everybody
            if (each.working_hours or each.country) and each.is_colleague and (name := names.name_of(each.id))
        ),
        contacts=tuple(
            ContactSetup(each.email, client.name, each.name, each.phone, each.preferred, each.language)
            for each in await directory.contacts_of_clients(tx.conn, tx.workspace_id)
            if (client := known.client(each.client_id)) is not None
        ),
        mailbox=mailbox.settings if mailbox else None,
    )


def _workspace_setup(here: Workspace, names: Names) -> WorkspaceSetup:
    channel = names.channel_name(here.digest_channel, here.digest_channel_name)
    return WorkspaceSetup(
        timezone=here.zone,
        language=here.language,
        country=here.country,
        working_hours=here.working_hours,
        fallback_owner=names.name_of(here.fallback_owner_id),
        policy=here.policy,
        digest=DigestSetup(channel, here.digest_day, here.digest_at, here.digest_leads, here.digest_names)
        if channel
        else None,
        admins=names.names_of_slack_ids(here.admins),
        tiers=tuple(sorted(here.tiers)),
        holidays=here.holidays,
        daily_budget=here.daily_budget,
        retention=Retention.parse(here.retention) if here.retention else None,
    )


def _project_setup(project: Project, client: str, names: Names) -> ProjectSetup:
    return ProjectSetup(
        client=client,
        name=project.name,
        owner=names.name_of(project.owner_id) or "",
        backup=names.name_of(project.backup_id),
        lead=names.name_of(project.lead_id),
        channel=names.channel_name(project.channel_id, project.channel_name),
        intake=project.intake,
        policy=project.policy,
        touch_every=Delay.parse(project.touch_every) if project.touch_every else None,
    )
