"""Whose a wish is: from a mail domain or a named client to a project."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class Client:
    """A company that we work for."""

    id: int
    name: str
    tier: str | None = None
    country: str | None = None
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a client, known by their address; `client_id` is None while nobody knows whose they are."""

    id: int
    client_id: int | None
    email: str
    name: str | None = None


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


@dataclass(frozen=True, slots=True)
class Directory:
    """The clients and projects of a workspace."""

    clients: tuple[Client, ...]
    projects: tuple[Project, ...]

    def client(self, client_id: int | None) -> Client | None:
        """The client of that id."""
        return next((client for client in self.clients if client.id == client_id), None)

    def project(self, project_id: int | None) -> Project | None:
        """The project of that id."""
        return next((project for project in self.projects if project.id == project_id), None)

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
    """The project that the draft names, or that its sender's mail domain or channel belongs to.

    More than one, or none: no project, and the candidates to ask about.
    """
    if draft.project_id is not None:
        return Route(directory.project(draft.project_id))
    for found in (_by_name(draft, directory), _by_domain(draft, directory), _by_channel(draft, directory)):
        if len(found) == 1:
            return Route(found[0])
        if found:
            return Route(None, found)
    return Route(None, directory.projects)


def named_at_start(text: str, directory: Directory) -> tuple[str, str] | None:
    """The client or project that a command begins with, and the words after it; the longest name wins.

    `acme please …` finds "Acme GmbH": the first word of a name is enough where it is only one client's.
    """
    folded = text.casefold()
    best = max((name for name in _names(directory) if _begins(folded, name.casefold())), key=len, default=None)
    if best is None:
        return None
    return best, text[len(best) :].lstrip(" \t\n:,-–—")


def _begins(text: str, name: str) -> bool:
    return bool(name) and text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _names(directory: Directory) -> list[str]:
    full = [client.name for client in directory.clients] + [project.name for project in directory.projects]
    firsts = [name.split()[0] for name in full if name.split()]
    return full + [first for first in firsts if sum(other.casefold() == first.casefold() for other in firsts) == 1]


def _by_name(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    if not draft.client_name:
        return ()
    wanted = draft.client_name.casefold()
    projects = tuple(p for p in directory.projects if _is_called(p.name, wanted))
    if len(projects) == 1:
        return projects
    return directory.projects_of([c for c in directory.clients if _is_called(c.name, wanted)]) or projects


def _is_called(name: str, wanted: str) -> bool:
    folded = name.casefold()
    return wanted in {folded, folded.split()[0] if folded.split() else folded}


def _by_domain(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    if not draft.sender_address or "@" not in draft.sender_address:
        return ()
    domain = draft.sender_address.rpartition("@")[2].casefold()
    found = directory.projects_of([c for c in directory.clients if _covers(c.domains, domain)])
    here = tuple(p for p in found if draft.channel_id and p.channel_id == draft.channel_id)
    return here or found


def _covers(domains: Sequence[str], domain: str) -> bool:
    return any(domain == ours.casefold() or domain.endswith("." + ours.casefold()) for ours in domains)


def _by_channel(draft: Draft, directory: Directory) -> tuple[Project, ...]:
    return tuple(p for p in directory.projects if draft.channel_id and p.channel_id == draft.channel_id)
