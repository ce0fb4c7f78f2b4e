"""Writing what a set-up changes, one thing after the other."""

from dataclasses import dataclass, replace

from bot.db import directory, mailboxes, people, policies, workspaces
from bot.domain.events import Value
from bot.domain.policy import SHIPPED, Policy
from bot.domain.routing import Client, Contact, Project
from bot.domain.setup import ClientSetup, ContactSetup, PersonSetup, Setup
from bot.domain.setup_diff import Change, clients_by_key
from bot.domain.workspace import Workspace
from bot.services.setup_names import Names
from bot.services.setup_rows import facts_of, write_client, write_project
from bot.services.setup_state import workspace_here
from bot.services.transaction import Tx
from bot.services.weekly import digest_time_after_change


@dataclass(frozen=True, slots=True)
class SettingUp:
    """Takes over what was wanted, in names that are known to mean somebody or something."""

    tx: Tx
    wanted: Setup
    names: Names

    async def carry_out(self, change: Change) -> dict[str, Value]:
        """Write one change; gives what its event is to say of it, people under their ids."""
        match change.what:
            case "workspace":
                written = self._workspace()
            case "policy":
                written = self._policy(next(each for each in self.wanted.policies if each.name == change.name))
            case "client":
                written = self._client(clients_by_key(self.wanted)[change.name.casefold()])
            case "project":
                written = self._project(change)
            case "contact":
                written = self._contact(next(each for each in self.wanted.contacts if each.email == change.name))
            case "mailbox":
                written = self._mailbox()
            case _:
                written = self._person(next(each for each in self.wanted.people if each.email == change.name))
        return await written

    async def _workspace(self) -> dict[str, Value]:
        here, wanted = await workspace_here(self.tx), self.wanted.workspace
        digest = wanted.digest
        channel = self.names.channels[digest.channel] if digest else None
        changed = replace(
            here,
            zone=wanted.timezone,
            language=wanted.language,
            country=wanted.country,
            working_hours=wanted.working_hours,
            fallback_owner_id=self.names.person_id(wanted.fallback_owner),
            policy=wanted.policy,
            digest_channel=channel.channel_id if channel else None,
            digest_channel_name=channel.name if channel else None,
            digest_day=digest.day if digest else 0,
            digest_at=digest.at if digest else "09:00",
            digest_leads=digest.leads if digest else False,
            digest_names=digest.names if digest else True,
            admins=tuple(self.names.person(name).slack_id for name in wanted.admins),
            tiers=wanted.tiers,
            holidays=wanted.holidays,
            daily_budget=wanted.daily_budget,
            retention=str(wanted.retention) if wanted.retention else None,
        )
        await workspaces.update(self.tx.conn, self.tx.workspace_id, changed)
        if _digest_of(changed) != _digest_of(here):
            following = digest_time_after_change(self.tx.now, here, changed)
            await workspaces.set_digest_next_at(self.tx.conn, self.tx.workspace_id, following)
        return {"fallback_owner_id": changed.fallback_owner_id}

    async def _policy(self, wanted: Policy) -> dict[str, Value]:
        known = {each.name: each.version for each in await policies.set_up(self.tx.conn, self.tx.workspace_id)}
        kept = self.names.policy_in_ids(wanted)
        shipped = SHIPPED[wanted.name].version if wanted.name in SHIPPED else 0
        version = max(known.get(wanted.name, 0), shipped) + 1
        await policies.insert_version(self.tx.conn, self.tx.workspace_id, replace(kept, version=version))
        return {"policy": wanted.name, "version": version}

    async def _client(self, wanted: ClientSetup) -> dict[str, Value]:
        known = await directory.directory(self.tx.conn, self.tx.workspace_id)
        found = next((each for each in known.clients if each.name.casefold() == wanted.name.casefold()), None)
        changed = Client(found.id if found else 0, wanted.name, wanted.tier, wanted.country, wanted.domains, wanted.via)
        return {"client_id": (await write_client(self.tx, changed)).id}

    async def _project(self, change: Change) -> dict[str, Value]:
        wanted = next(each for each in self.wanted.projects if f"{each.client}: {each.name}" == change.name)
        known = await directory.directory(self.tx.conn, self.tx.workspace_id)
        client = next(each for each in known.clients if each.name.casefold() == wanted.client.casefold())
        found = next((p for p in known.projects_of([client]) if p.name.casefold() == wanted.name.casefold()), None)
        channel = self.names.channels[wanted.channel] if wanted.channel else None
        changed = Project(
            id=found.id if found else 0,
            client_id=client.id,
            name=wanted.name,
            owner_id=self.names.person(wanted.owner).id,
            backup_id=self.names.person_id(wanted.backup),
            lead_id=self.names.person_id(wanted.lead),
            channel_id=channel.channel_id if channel else None,
            channel_name=channel.name if channel else None,
            intake=wanted.intake,
            policy=wanted.policy,
            touch_every=str(wanted.touch_every) if wanted.touch_every else None,
        )
        return facts_of(await write_project(self.tx, changed))

    async def _person(self, wanted: PersonSetup) -> dict[str, Value]:
        person = self.names.person(wanted.email)
        await people.set_hours(
            self.tx.conn,
            self.tx.workspace_id,
            person.id,
            working_hours=wanted.working_hours,
            country=wanted.country,
        )
        return {"person_id": person.id}

    async def _mailbox(self) -> dict[str, Value]:
        if self.wanted.mailbox is not None:
            await mailboxes.write(self.tx.conn, self.tx.workspace_id, self.wanted.mailbox)
        return {}

    async def _contact(self, wanted: ContactSetup) -> dict[str, Value]:
        client = await directory.client_by_name(self.tx.conn, self.tx.workspace_id, wanted.client)
        given = (wanted.email, wanted.name, wanted.phone, wanted.preferred, wanted.language)
        known = await directory.set_up_contact(
            self.tx.conn, self.tx.workspace_id, Contact(0, client.id if client else None, *given)
        )
        return {"contact_id": known.id, "client_id": known.client_id}


def _digest_of(here: Workspace) -> tuple[object, ...]:
    return here.digest_channel, here.digest_day, here.digest_at, here.zone
