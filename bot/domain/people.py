"""The people of a workspace, and the parts they play for one request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

FORMER_COLLEAGUE = "a former colleague"
"""The name of whoever has been forgotten: there may be several of them."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace. `id` is ours and means nothing outside; events carry only that."""

    id: int
    workspace_id: str
    slack_id: str
    name: str
    email: str | None = None
    zone: str = "UTC"
    language: str = "en"
    working_hours: str | None = None
    country: str | None = None
    is_admin: bool = False
    is_guest: bool = False
    is_active: bool = True
    introduced: bool = False

    @property
    def is_colleague(self) -> bool:
        """Whether they are one of us, and still here: guests, and who has left, do nothing and are told nothing."""
        return self.is_active and not self.is_guest

    @property
    def first_name(self) -> str:
        """The name that a colleague would use."""
        if self.name == FORMER_COLLEAGUE:
            return self.name
        return self.name.split()[0] if self.name.strip() else self.name


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """What Slack says of somebody. It holds nothing that was set up in Nudge, and so overwrites none of it."""

    slack_id: str
    name: str
    email: str | None = None
    zone: str = "UTC"
    language: str = "en"
    is_admin: bool = False
    is_guest: bool = False
    is_active: bool = True


class Role(StrEnum):
    """A part that somebody plays for a request."""

    OWNER = "owner"
    BACKUP = "backup"
    LEAD = "lead"
    REPORTER = "reporter"
    FALLBACK = "fallback"
    NAMED = "named"
    """Somebody whom the policy itself names, whatever part they play."""


class Place(StrEnum):
    """Where a rung may be heard besides by people."""

    CHANNEL = "channel"
    """The project's channel."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person whom a policy names."""

    person_id: int


Hearer = Role | Place | Colleague
"""Whom a rung of a policy speaks to."""


_BEHIND: Mapping[Role, tuple[Role, ...]] = {
    Role.OWNER: (Role.BACKUP, Role.LEAD, Role.FALLBACK),
    Role.BACKUP: (Role.LEAD, Role.FALLBACK),
    Role.LEAD: (Role.FALLBACK,),
    Role.REPORTER: (),
    Role.FALLBACK: (),
    Role.NAMED: (),
}
"""Who stands in for whom, in this order."""

_NEVER_UNHEARD = frozenset({Role.OWNER, Role.FALLBACK})
"""The parts for which an admin hears where nobody else is left: else a request would reach nobody at all."""

_STOOD_IN_FOR = frozenset({Role.BACKUP, Role.LEAD, Role.FALLBACK})
"""The parts that whom an absence names plays meanwhile."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays which part for one request: person ids; None where nobody does.

    `inactive` holds those of them who are no colleagues any more, or are away just now; `stand_in` is who was named to
    stand in for the owner meanwhile, in the place of the backup. `stand_ins` are pairs: somebody who is away, and whom
    their absence names. `admins` hear where nobody else is left. `named` are those whom its policy names, `channel`
    is the Slack id of its project's channel.
    """

    owner: int | None
    backup: int | None
    lead: int | None
    reporter: int | None
    fallback: int | None
    inactive: frozenset[int] = frozenset()
    stand_in: int | None = None
    stand_ins: tuple[tuple[int, int], ...] = ()
    admins: tuple[int, ...] = ()
    named: tuple[int, ...] = ()
    channel: str | None = None

    def of(self, role: Role) -> int | None:
        """The person named for `role`, whether they can be reached or not."""
        match role:
            case Role.OWNER:
                return self.owner
            case Role.BACKUP:
                return self.backup
            case Role.LEAD:
                return self.lead
            case Role.REPORTER:
                return self.reporter
            case Role.FALLBACK:
                return self.fallback
            case Role.NAMED:
                return None

    def reachable(self, role: Role) -> int | None:
        """Who hears in the place of `role`: the person, or whoever stands in while they can't be reached.

        Nobody stands in for a part that was never given out, except for the owner and the lead, whose
        silence would leave the client alone: there the chain backup, lead, fallback owner is gone along, each of them
        with whom their absence names, and after them the admins.
        """
        if role in {Role.BACKUP, Role.REPORTER} and self.of(role) is None:
            return None
        return next((one for one in self._in_turn(role) if one is not None and one not in self.inactive), None)

    def _in_turn(self, role: Role) -> Iterator[int | None]:
        """Whom to turn to for `role`, one after the other."""
        yield self.of(role)
        if role is Role.REPORTER:
            return
        if role is not Role.OWNER:
            yield self._standing_in_for(role)
        for behind in _BEHIND[role]:
            if behind is Role.BACKUP and self.stand_in is not None:
                yield self.stand_in
            else:
                yield from (self.of(behind), self._standing_in_for(behind))
        if role in _NEVER_UNHEARD:
            yield from self.admins

    def _standing_in_for(self, role: Role) -> int | None:
        """Whom the absence of whoever plays `role` names."""
        absent = self.of(role)
        return next((stand_in for person, stand_in in self.stand_ins if person == absent), None)

    def hearing(self, hearer: Hearer) -> int | None:
        """Who hears what is for `hearer`: nobody in a channel; for whoever left and was named, the lead."""
        match hearer:
            case Role():
                return self.reachable(hearer)
            case Colleague(person):
                return self.reachable(Role.LEAD) if person in self.inactive else person
            case Place():
                return None

    @property
    def hearers(self) -> Mapping[Hearer, int | None]:
        """Who hears for each role and each person named. Many requests have the same cast: it is worked out once."""
        return _hearers(self)

    def roles_of(self, person: int) -> frozenset[Role]:
        """Every part that `person` is named for, or plays while somebody else is away.

        Of an owner who is away, whoever was asked looks after it: that is for the offer to say.
        """
        parts = frozenset(
            role
            for role in Role
            if self.of(role) == person or (role in _STOOD_IN_FOR and self._standing_in_for(role) == person)
        )
        return parts | {Role.NAMED} if person in self.named else parts


@lru_cache(maxsize=4096)
def _hearers(cast: Cast) -> Mapping[Hearer, int | None]:
    spoken_to: tuple[Hearer, ...] = (*Role, *Place, *map(Colleague, cast.named))
    return {hearer: cast.hearing(hearer) for hearer in spoken_to}
