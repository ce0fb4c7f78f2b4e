"""Whom and what a set-up means: from e-mail addresses and channel names to people and channels, and back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import holidays

from bot.domain.channels import ChannelFacts
from bot.domain.people import Colleague, Hearer, Person
from bot.domain.policy import ByAddress, Policy
from bot.domain.setup import Problem, Setup
from bot.domain.setup_lines import Path

Channels: TypeAlias = Mapping[str, ChannelFacts]
"""Channels as Slack has them now, under their names."""


@dataclass(frozen=True, slots=True)
class Names:
    """The people of a workspace, and the channels that were looked up, under their names."""

    everybody: Iterable[Person]
    channels: Channels
    _people: dict[str, Person] = field(default_factory=dict, init=False)
    _by_id: dict[int, Person] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Put people under their addresses and Slack ids: of two with one address the active member counts."""
        for each in sorted(self.everybody, key=lambda person: (person.is_active, not person.is_guest, -person.id)):
            self._by_id[each.id] = self._people[each.slack_id] = each
            if each.email:
                self._people[each.email.lower()] = each

    def person(self, name: str) -> Person:
        """Whom a name of a set-up without problems means."""
        return self._people[name]

    def person_id(self, name: str | None) -> int | None:
        """The id of whom a name means; None for no name."""
        return None if name is None else self.person(name).id

    def name_of(self, person_id: int | None) -> str | None:
        """The name that means this person: the address, or else the Slack id."""
        person = None if person_id is None else self._by_id.get(person_id)
        if person is None:
            return None
        address = (person.email or "").lower()
        return address if address and self._people.get(address) == person else person.slack_id

    def names_of_slack_ids(self, slack_ids: Iterable[str]) -> tuple[str, ...]:
        """The names that mean these people."""
        found = [self._people[slack_id].id for slack_id in slack_ids if slack_id in self._people]
        return tuple(name for person_id in found if (name := self.name_of(person_id)))

    def policy_in_names(self, policy: Policy) -> Policy:
        """A policy as a set-up file spells it: those whom it names by their addresses. Who is gone is left out."""
        named = {Colleague(one): name for one in policy.named if (name := self.name_of(one))}
        return _with_hearers(
            policy, lambda one: ByAddress(named[one]) if one in named else None if isinstance(one, Colleague) else one
        )

    def policy_in_ids(self, policy: Policy) -> Policy:
        """A policy as it is kept: those whom it names under their ids. Raises KeyError for one that means nobody."""
        return _with_hearers(
            policy, lambda one: Colleague(self.person(one.address).id) if isinstance(one, ByAddress) else one
        )

    def channel_name(self, channel_id: str | None, name: str | None) -> str | None:
        """The name of a stored channel; one that by now belongs to another channel is told apart by the id."""
        if channel_id is None or name is None:
            return None
        found = self.channels.get(name)
        return name if found is None or found.channel_id == channel_id else f"{name} ({channel_id})"

    def problems(self, setup: Setup) -> list[Problem]:
        """Every name of the set-up that means nobody, or nobody and nothing that may be meant."""
        people = [self._person_problem(path, name) for path, name in _people_of(setup)]
        channels = [self._channel_problem(path, name) for path, name in _channels_of(setup)]
        countries = [_country_problem(path, name) for path, name in _countries_of(setup)]
        return [problem for problem in (*people, *channels, *countries) if problem is not None]

    def _person_problem(self, path: Path, name: str) -> Problem | None:
        person = self._people.get(name)
        if person is None:
            return Problem(path, f'"{name}"', "the address of somebody in this workspace; Slack knows nobody by it")
        if person.is_guest:
            return Problem(path, f'"{name}"', "somebody of the workspace itself; this is a guest")
        if not person.is_active:
            return Problem(path, f'"{name}"', "somebody whose Slack account is active; this one has been deactivated")
        return None

    def _channel_problem(self, path: Path, name: str) -> Problem | None:
        found = self.channels.get(name)
        if found is None:
            expected = "a channel that Nudge can see; into a private one it has to be invited first"
        elif found.is_shared:
            expected = "a channel of this workspace alone; this one is shared with another organisation"
        elif found.holds_guests:
            expected = "a channel without guests; the clients' words would be read by them"
        elif found.is_archived:
            expected = "a channel in use; this one is archived"
        else:
            return None
        return Problem(path, f'"#{name}"', expected)


def _with_hearers(policy: Policy, put: Callable[[Hearer | ByAddress], Hearer | ByAddress | None]) -> Policy:
    return replace(
        policy,
        rungs=tuple(
            replace(rung, to=tuple(each for each in map(put, rung.to) if each is not None)) for rung in policy.rungs
        ),
    )


def _people_of(setup: Setup) -> Iterable[tuple[Path, str]]:
    if setup.workspace.fallback_owner:
        yield ("workspace", "fallback_owner"), setup.workspace.fallback_owner
    for name in setup.workspace.admins:
        yield ("workspace", "admins"), name
    for place, project in enumerate(setup.projects):
        for key, named in (("owner", project.owner), ("backup", project.backup), ("lead", project.lead)):
            if named:
                yield ("project", place, key), named
    for place, policy in enumerate(setup.policies):
        for number, rung in enumerate(policy.rungs[1:]):  # the card is there by itself
            for hearer in rung.to:
                if isinstance(hearer, ByAddress):
                    yield ("policy", place, "rung", number, "to"), hearer.address
    for place, person in enumerate(setup.people):
        yield ("person", place, "email"), person.email


def _channels_of(setup: Setup) -> Iterable[tuple[Path, str]]:
    if setup.workspace.digest:
        yield ("workspace", "digest", "channel"), setup.workspace.digest.channel
    for place, project in enumerate(setup.projects):
        if project.channel:
            yield ("project", place, "channel"), project.channel


def _countries_of(setup: Setup) -> Iterable[tuple[Path, str]]:
    if setup.workspace.country:
        yield ("workspace", "country"), setup.workspace.country
    for place, client in enumerate(setup.clients):
        if client.country:
            yield ("client", place, "country"), client.country
    for place, person in enumerate(setup.people):
        if person.country:
            yield ("person", place, "country"), person.country


def _country_problem(path: Path, name: str) -> Problem | None:
    code, _, part = name.partition("-")
    parts = holidays.list_supported_countries().get(code)
    if parts is None:
        return Problem(path, f'"{name}"', "a country whose holidays are known, such as DE")
    if part and part not in parts:
        return Problem(path, f'"{name}"', f"{code} alone, or a part of it: {', '.join(parts) or 'none is known'}")
    return None
