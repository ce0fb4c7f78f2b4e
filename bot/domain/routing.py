"""Whose a wish is: from a mail domain or a named client to a project."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.draft import Draft
from bot.domain.request import TouchChannel


@dataclass(frozen=True, slots=True)
class Client:
    """A company that we work for."""

    id: int
    name: str
    tier: str | None = None
    country: str | None = None
    domains: tuple[str, ...] = ()
    via: str | None = None
    """The address of the agency that is the first to talk to."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a client, known by their address; `client_id` is None while nobody knows whose they are.

    `preferred` is how they would rather be reached; None while nobody has said.
    """

    id: int
    client_id: int | None
    email: str
    name: str | None = None
    phone: str | None = None
    preferred: TouchChannel | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """One engagement for a client."""

    id: int
    client_id: int
    name: str
    owner_id: int
    backup_id: int | None = None
    lead_id: int | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    intake: str | None = None
    policy: str | None = None
    touch_every: str | None = None
    """How long the client may go without contact, as a Delay is spelled; None for as long as nobody asks."""


@dataclass(frozen=True)
class Directory:
    """The clients and projects of a workspace. What is looked up in it is put in order once."""

    clients: tuple[Client, ...]
    projects: tuple[Project, ...]

    def client(self, client_id: int | None) -> Client | None:
        """The client of that id."""
        return None if client_id is None else self._clients_by_id.get(client_id)

    def project(self, project_id: int | None) -> Project | None:
        """The project of that id."""
        return None if project_id is None else self._projects_by_id.get(project_id)

    @cached_property
    def _clients_by_id(self) -> Mapping[int, Client]:
        return {client.id: client for client in self.clients}

    @cached_property
    def _projects_by_id(self) -> Mapping[int, Project]:
        return {project.id: project for project in self.projects}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All names of clients and projects, and such first words of them as are one client's alone."""
        named = [(client.name, client.id) for client in self.clients]
        named += [(project.name, project.client_id) for project in self.projects]
        whose: dict[str, set[int]] = defaultdict(set)
        for name, client_id in named:
            whose[_first_word(name)].add(client_id)
        firsts = [name.partition(" ")[0] for name, _ in named if len(whose[_first_word(name)]) == 1]
        return (*(name for name, _ in named), *firsts)

    def projects_of(self, clients: Sequence[Client]) -> tuple[Project, ...]:
        """The projects of these clients, in the order in which they were set up."""
        wanted = {client.id for client in clients}
        return tuple(project for project in self.projects if project.client_id in wanted)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a draft goes: one project, or the candidates to ask about, the likeliest first."""

    project: Project | None
    candidates: tuple[Project, ...] = ()


def route(draft: Draft, directory: Directory) -> Route:
    """The project that the draft names, or the address it came to, its sender's mail domain, what is known of them, or
    the channel says.

    More than one, or none: no project, and the candidates to ask about.
    """
    chosen = directory.project(draft.project_id)
    if chosen is not None:
        return Route(chosen)
    for found in (
        projects_called(draft.client_name or "", directory),
        _by_intake(draft, directory),
        _by_domain(draft, directory),
        _by_client(draft, directory),
        _by_channel(draft, directory),
    ):
        if len(found) == 1:
            return Route(found[0])
        if found:
            return Route(None, found)
    return Route(None, directory.projects)


def named_at_start(text: str, directory: Directory) -> tuple[str, str] | None:
    """The client or project that a command begins with, and the words after it; the longest name wins.

    `acme please …` finds "Acme GmbH": the first word of a name is enough where it is only one client's.
    """
    found = ((name, rest) for name in directory.names if (rest := _after(text, name)) is not None)
    return max(found, key=lambda both: len(both[0]), default=None)


def projects_at_start(text: str, directory: Directory) -> tuple[tuple[Project, ...], str]:
    """The projects that a command begins with, by their client's name, their own, or both; and the words after it.

    No projects where it begins with no name.
    """
    named = named_at_start(text, directory)
    if named is None:
        return (), text
    found, rest = projects_called(named[0], directory), named[1]
    closer = [(project, after) for project in found if (after := _after(rest, project.name)) is not None]
    return ((closer[0][0],), closer[0][1]) if len(closer) == 1 else (found, rest)


_ENDS_A_NAME = re.compile(r"(?=$|[\s:,;–—]|[-.!?]{1,3}(?:\s|$))[.!?]{0,3}[\s:,;–—-]*")
"""What may stand between a name and the words: "acme-inbox", "acme.example" and "acme's" are other words."""


def _after(text: str, name: str) -> str | None:
    """The words after `name`, where `text` begins with it, however it is spelled; else None."""
    wanted = name.casefold()
    if not wanted.startswith(text[:1].casefold()[:1]):
        return None  # most names: said at once
    longest = text[: len(wanted)]  # case folding makes some letters two, never fewer
    end = next((n for n in range(len(longest), 0, -1) if text[:n].casefold() == wanted), 0)
    ending = _ENDS_A_NAME.match(text, end) if end else None
    return None if ending is None else text[ending.end() :]


def projects_called(name: str, directory: Directory) -> tuple[Project, ...]:
    """The project called that, else the projects of the client called that; names in full go before first words."""
    wanted = name.strip().casefold()
    if not wanted:
        return ()
    in_full = tuple(p for p in directory.projects if p.name.casefold() == wanted)
    if len(in_full) == 1:
        return in_full
    clients = [c for c in directory.clients if c.name.casefold() == wanted]
    if clients or in_full:
        return directory.projects_of(clients) or in_full
    clients = [c for c in directory.clients if _first_word(c.name) == wanted]
    return directory.projects_of(clients) or tuple(p for p in directory.projects if _first_word(p.name) == wanted)


def _first_word(name: str) -> str:
    return name.casefold().partition(" ")[0]


def _of_domain(directory: Directory, domain: str) -> tuple[Client, ...]:
    """The clients that a mail domain is closest to."""
    closest = max((_closeness(client, domain) for client in directory.clients), default=0)
    return tuple(c for c in directory.clients if closest and _closeness(c, domain) == closest)


def client_of_address(address: str, directory: Directory) -> Client | None:
    """The one client whose mail domain an address belongs to."""
    found = _of_domain(directory, address.rpartition("@")[2].casefold()) if "@" in address else ()
    return found[0] if len(found) == 1 else None


def _by_intake(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    """The projects that one of the addresses it came to belongs to."""
    reached = {address.strip().casefold() for address in draft.delivered_to}
    return tuple(p for p in directory.projects if p.intake and p.intake.strip().casefold() in reached)


def _by_domain(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    if not draft.sender_address or "@" not in draft.sender_address:
        return ()
    found = directory.projects_of(_of_domain(directory, draft.sender_address.rpartition("@")[2].casefold()))
    here = tuple(p for p in found if draft.channel_id and p.channel_id == draft.channel_id)
    return here or found


def _closeness(client: Client, domain: str) -> int:
    """How much of `domain` is one of the client's, or lies within one: shop.acme.example before acme.example."""
    covering = (ours for ours in client.domains if ours and f".{domain}".endswith(f".{ours.casefold()}"))
    return max((len(ours) for ours in covering), default=0)


def _by_client(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    """The projects of the client that this sender is known to be at, though their mail domain does not say so."""
    client = directory.client(draft.client_id)
    return directory.projects_of([client]) if client else ()


def _by_channel(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    return tuple(p for p in directory.projects if draft.channel_id and p.channel_id == draft.channel_id)
