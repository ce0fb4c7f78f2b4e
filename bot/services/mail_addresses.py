"""Whose an address is: a colleague's, or a client's."""

from collections.abc import Iterable

from bot.domain.people import Person
from bot.domain.routing import Contact, client_of_address
from bot.services.office import Office


class Addresses:
    """Whose an address is: a colleague's, or a client's, by its domain or by what was learned of it."""

    def __init__(self, office: Office, contacts: Iterable[Contact]) -> None:
        """`contacts` are those who are known to be at a client."""
        self._directory = office.directory
        self._learned = {one.email.casefold(): one.client_id for one in contacts if one.client_id is not None}
        self._colleagues = {
            one.email.casefold(): one
            for one in office.people.values()
            if one.email and one.is_active and not one.is_guest
        }

    @property
    def names(self) -> tuple[str, ...]:
        """What colleagues are called who may be addressed in a mail."""
        return tuple(one.name for one in self._colleagues.values())

    def colleague(self, address: str | None) -> Person | None:
        """The active member of the workspace with this address."""
        return self._colleagues.get((address or "").casefold())

    def clients(self, addresses: Iterable[str]) -> tuple[int, ...]:
        """The clients that these addresses belong to, once each."""
        found = (self._client(one) for one in addresses)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _client(self, address: str) -> int | None:
        by_domain = client_of_address(address, self._directory)
        return by_domain.id if by_domain else self._learned.get(address.casefold())
