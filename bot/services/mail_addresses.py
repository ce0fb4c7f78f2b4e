"""Whose an address is: a colleague's, or a client's."""

from collections import Counter
from collections.abc import Iterable

from bot.domain.people import Person
from bot.domain.routing import Contact, client_of_address
from bot.services.office import Office

_ENOUGH_COLLEAGUES = 2
"""So many of us write from a domain that is our own."""

_ANYBODYS = frozenset(
    f"{name}.{ending}"
    for name, endings in {
        "aol": "com",
        "fastmail": "com",
        "free": "fr",
        "gmail": "com",
        "gmx": "at ch com de net",
        "googlemail": "com",
        "hotmail": "com de es fr it",
        "icloud": "com",
        "live": "com de fr",
        "mail": "com ru",
        "mailbox": "org",
        "me": "com",
        "msn": "com",
        "orange": "fr",
        "outlook": "com de es fr",
        "posteo": "de",
        "proton": "me",
        "protonmail": "com",
        "qq": "com",
        "t-online": "de",
        "tuta": "com",
        "web": "de",
        "wp": "pl",
        "yahoo": "com de es fr it",
        "yandex": "ru",
    }.items()
    for ending in endings.split()
)
"""Domains at which anybody can have an address: several of us there make them nobody's."""


class Addresses:
    """Whose an address is: a colleague's, or a client's, by its domain or by what was learned of it.

    What is ours is no client's, whatever was learned.
    """

    def __init__(self, office: Office, contacts: Iterable[Contact]) -> None:
        """`contacts` are those who are known to be at a client."""
        self._directory = office.directory
        self._learned = {one.email.casefold(): one.client_id for one in contacts if one.client_id is not None}
        self._members = {one.email.casefold(): one for one in office.people.values() if one.email and not one.is_guest}
        self._domains = _own_domains(self._members, office)

    @property
    def names(self) -> tuple[str, ...]:
        """What colleagues are called who may be addressed in a mail."""
        return tuple(one.name for one in self._members.values() if one.is_active)

    def colleague(self, address: str | None) -> Person | None:
        """The active member of the workspace with this address."""
        found = self.member(address)
        return found if found is not None and found.is_active else None

    def member(self, address: str | None) -> Person | None:
        """The member of the workspace with this address, who may have left."""
        return self._members.get((address or "").casefold())

    def is_ours(self, address: str | None) -> bool:
        """Whether somebody of ours writes from this address: a member, also one who has left, or our own domain."""
        return self.member(address) is not None or _domain(address or "") in self._domains

    def clients(self, addresses: Iterable[str]) -> tuple[int, ...]:
        """The clients that these addresses belong to, once each."""
        found = (self._client(one) for one in addresses)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _client(self, address: str) -> int | None:
        if self.is_ours(address):
            return None
        by_domain = client_of_address(address, self._directory)
        return by_domain.id if by_domain else self._learned.get(address.casefold())


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _own_domains(members: Iterable[str], office: Office) -> frozenset[str]:
    """The domains that we share, none of them a client's."""
    shared = Counter(_domain(address) for address in members)
    return frozenset(
        domain
        for domain, people in shared.items()
        if people >= _ENOUGH_COLLEAGUES
        and domain not in _ANYBODYS
        and client_of_address(f"somebody@{domain}", office.directory) is None
    )
