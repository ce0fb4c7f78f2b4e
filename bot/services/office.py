"""What is known of a workspace while something is decided: its people, projects and policies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from bot.db import absences, directory, people, policies, workspaces
from bot.db.set_up_version import set_up_version
from bot.domain.absences import Away
from bot.domain.calendar import Absence, Calendar
from bot.domain.people import Cast, Person
from bot.domain.policy import KEEPING_IN_TOUCH, SHIPPED, Choice, ChosenBy, Policy, chosen, is_stricter
from bot.domain.presence import present_cast
from bot.domain.progress import Surroundings, in_new_cycle
from bot.domain.request import Request
from bot.domain.routing import Directory, Project
from bot.domain.step import Situation
from bot.domain.workspace import Workspace
from bot.services.calendars import calendar_of
from bot.services.errors import NotSetUp, UnknownPerson
from bot.services.transaction import Tx


@dataclass(frozen=True)
class Office:
    """One workspace as it is set up, at the start of a transaction. What is looked up in it is put in order once."""

    workspace: Workspace
    people: Mapping[int, Person]
    directory: Directory
    policies: Mapping[tuple[str, int], Policy]
    year: int
    absences: tuple[Away, ...] = ()

    def person(self, slack_id: str) -> Person:
        """Who has this Slack id; raises UnknownPerson."""
        found = self._by_slack_id.get(slack_id)
        if found is None:
            raise UnknownPerson(slack_id)
        return found

    @cached_property
    def _by_slack_id(self) -> Mapping[str, Person]:
        return {one.slack_id: one for one in self.people.values()}

    @cached_property
    def _inactive(self) -> frozenset[int]:
        return frozenset(one.id for one in self.people.values() if not one.is_colleague)

    @cached_property
    def operators(self) -> tuple[int, ...]:
        """Whoever looks after Nudge and is there: the admins named in the set-up, then Slack's own."""
        admins = [one for one in self.people.values() if one.is_admin and one.is_colleague]
        return tuple(one.id for one in sorted(admins, key=lambda one: one.slack_id not in self.workspace.admins))

    def calendar(self, person_id: int) -> Calendar:
        """When that person can be expected to act."""
        absences = self._calendars_absences.get(person_id, ())
        return calendar_of(self.people[person_id], self.workspace, self.year, absences)

    @cached_property
    def _calendars_absences(self) -> Mapping[int, tuple[Absence, ...]]:
        found: dict[int, list[Absence]] = {}
        for one in self.absences:
            by = self.people.get(one.set_by or 0)
            is_entrusted = one.set_by in {None, one.person_id} or (by is not None and by.is_admin)
            absence = Absence(one.starts_at, one.ends_at, one.stand_in_id, one.id, is_entrusted)
            found.setdefault(one.person_id, []).append(absence)
        return {person_id: tuple(theirs) for person_id, theirs in found.items()}

    def absences_of(self, person_id: int) -> tuple[Away, ...]:
        """When that person is or was away, the earliest first."""
        return tuple(one for one in self.absences if one.person_id == person_id)

    def project_of(self, request: Request) -> Project | None:
        """The project that the request belongs to."""
        return self.directory.project(request.project_id)

    def cast(self, request: Request) -> Cast:
        """Who plays which part for this request, whoever is away."""
        project = self.project_of(request)
        return Cast(
            owner=request.owner_id,
            backup=_backup(project, request) if project else None,
            lead=project.lead_id if project else None,
            reporter=request.reporter_id,
            fallback=self.workspace.fallback_owner_id,
            inactive=self._inactive,
            admins=self.operators,
            named=self._named(request),
            channel=project.channel_id if project else None,
        )

    def cast_at(self, request: Request, now: datetime) -> Cast:
        """The same at `now`: who is away is passed over, and others stand in."""
        return present_cast(self.situation(request), now)

    def _named(self, request: Request) -> tuple[int, ...]:
        """Whom its policy names, or the one that would hold in a new cycle: time may bring that one about."""
        named = (
            *self.policy(request.policy_name, request.policy_version).named,
            *self.current_policy(request).named,
        )
        return tuple(dict.fromkeys(one for one in named if one in self.people))

    def surroundings(self, request: Request) -> Surroundings:
        """What the decision about this request rests on besides the request itself."""
        cast = self.cast(request)
        there = ({*cast.hearers.values(), *self._may_hear(request, cast)} - cast.inactive) | {cast.fallback}
        return Surroundings(
            pinned=self.policy(request.policy_name, request.policy_version),
            current=self.current_policy(request),
            chosen_by=self.choice(request).by,
            cast=cast,
            calendars={person: self.calendar(person) for person in there if person is not None},
        )

    def _may_hear(self, request: Request, cast: Cast) -> set[int | None]:
        """Who may hear of it besides: when somebody is away, was asked to stand in, or comes back."""
        if not self.absences and request.offer is None and request.loan is None:
            return set()
        parts = {cast.owner, cast.backup, cast.lead, cast.fallback}
        is_fallback_there = cast.fallback is not None and cast.fallback not in {
            *cast.inactive,
            *self._calendars_absences,
        }
        return {
            *parts,
            *(one.stand_in_id for one in self.absences if one.person_id in parts),
            *(() if is_fallback_there else cast.admins),
            *([request.offer.to_id, *request.offer.asked] if request.offer else []),
            *([request.loan.owner_id] if request.loan else []),
        } & {*self.people}

    def situation(self, request: Request) -> Situation:
        """What is decided upon, before anything has fallen due."""
        around = self.surroundings(request)
        return Situation(request, around.pinned, around.cast, around.calendars, frozenset())

    def policy(self, name: str, version: int) -> Policy:
        """The policy that a request keeps until its next cycle."""
        if name == KEEPING_IN_TOUCH.name:
            return KEEPING_IN_TOUCH
        return self.policies.get((name, version)) or SHIPPED[name]

    def choice(self, request: Request) -> Choice:
        """Which policy holds for a new cycle of this request, and what chose it."""
        if request.is_keeping_in_touch:
            return Choice(KEEPING_IN_TOUCH.name, ChosenBy.PROJECT)
        usual, flag = self.choice_of(self.project_of(request)), request.flag
        if flag is None or is_stricter(self.newest[usual.name], self.newest[flag.policy]):
            return usual  # what holds without the flag may have become the stricter
        return self.choice_of(self.project_of(request), flag=flag.policy)

    def choice_of(self, project: Project | None, *, flag: str | None = None) -> Choice:
        """Which policy holds for new requests of this project; `flag` is the one that a red flag has chosen."""
        client = self.directory.client(project.client_id) if project else None
        return chosen(
            request=flag,
            project=project.policy if project else None,
            tier=client.tier if client else None,
            tiers=dict(self.workspace.tiers),
            workspace=self.workspace.policy,
        )

    def current_policy(self, request: Request) -> Policy:
        """The latest version of the policy that holds for new cycles of this request."""
        return KEEPING_IN_TOUCH if request.is_keeping_in_touch else self.newest[self.choice(request).name]

    @cached_property
    def newest(self) -> Mapping[str, Policy]:
        """The latest version of every policy, under its name."""
        in_order = sorted(self.policies.values(), key=lambda policy: policy.version)
        return SHIPPED | {policy.name: policy for policy in in_order}

    def in_new_cycle(self, request: Request) -> Request:
        """The request, whose new cycle takes the policy that holds now."""
        return in_new_cycle(request, self.current_policy(request), self.choice(request).by)


def _backup(project: Project, request: Request) -> int | None:
    """The backup of a request: where that is who has it for good, the owner of the project, if that is another."""
    has_it_for_good = project.backup_id == request.owner_id and request.loan is None
    return project.owner_id if has_it_for_good and project.owner_id != request.owner_id else project.backup_id


async def office_of(tx: Tx) -> Office:
    """The workspace of this transaction as it stands; raises NotSetUp where it has no row yet.

    It is read whole, and read again only when something in it has changed since: every use case needs it.
    """
    kept = _KEPT.setdefault(tx.conn.sync_engine, {})
    version = await set_up_version(tx.conn, tx.workspace_id)
    known = kept.get(tx.workspace_id)
    if known is None or known[0] != version:
        known = kept[tx.workspace_id] = (version, await _read(tx))
    office = known[1]
    return office if office.year == tx.now.year else replace(office, year=tx.now.year)


_KEPT: WeakKeyDictionary[Engine, dict[str, tuple[str, Office]]] = WeakKeyDictionary()
"""For each database the offices that were read from it, with the version of the set-up that they show."""


async def _read(tx: Tx) -> Office:
    workspace = await workspaces.get(tx.conn, tx.workspace_id)
    if workspace is None:
        raise NotSetUp("workspace")
    everybody = await people.everybody(tx.conn, tx.workspace_id)
    known = await policies.every_version(tx.conn, tx.workspace_id)
    return Office(
        workspace=workspace,
        people={person.id: person for person in everybody},
        directory=await directory.directory(tx.conn, tx.workspace_id),
        policies={(policy.name, policy.version): policy for policy in known},
        year=tx.now.year,
        absences=tuple(await absences.known(tx.conn, tx.workspace_id)),
    )
