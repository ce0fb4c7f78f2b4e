"""Which part of the record somebody wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Extract:
    """Events that meet all that is given; None asks for nothing. Nothing at all given: the whole record.

    `person_id` is whoever did it or whom it concerns; `since` is included, `until` is not (UTC).
    """

    request_id: int | None = None
    client_id: int | None = None
    project_ids: tuple[int, ...] = ()
    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None

    @property
    def filters(self) -> Mapping[str, str]:
        """What it was narrowed by, for the header of the export."""
        given = {
            "request": self.request_id,
            "client": self.client_id,
            "project": ",".join(map(str, self.project_ids)) or None,
            "person": self.person_id,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "kind": self.kind,
        }
        return {name: str(value) for name, value in given.items() if value is not None}
