"""Many events as one text that the server writes: it reaches us several times as fast as their rows would.

Two lines an event: what is asked of it as a JSON array, then its data, so that data which can't be parsed spoil nothing
else. No JSON that the server writes has a line feed in it.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal_column
from sqlalchemy.sql.functions import FunctionElement

from bot.db.tables import audit_event
from bot.domain.seal import SealedFields

_DATA = SealedFields._fields.index("data")

# `at` comes in its canonical form, which spares a verification two conversions. What no datetime can hold was never
# written by Nudge; it comes as it is, and so will be found changed.
CANONICAL_AT = literal_column(
    """CASE WHEN audit_event.at BETWEEN '0001-01-01 00:00:00+00' AND '9999-12-31 23:59:59.999999+00'
    THEN to_char(audit_event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
    ELSE audit_event.at::text END""",
    Text,
)


FIELDS = (
    audit_event.c.actor_id,
    CANONICAL_AT.label("at"),
    audit_event.c.commitment,
    cast(audit_event.c.data, Text).label("data"),
    audit_event.c.id,
    audit_event.c.kind,
    audit_event.c.request_id,
    audit_event.c.workspace_id,
)
"""What is sealed of an event, as `fields_of` reads it."""


def fields_of(rows: Sequence[Sequence[Any]]) -> list[SealedFields]:
    """What is sealed of the events in these rows, which begin with `FIELDS`."""
    found = parsed_data([row[_DATA] or "null" for row in rows])
    return [
        SealedFields(actor, at, commitment, data, number, kind, about, workspace)
        for (actor, at, commitment, _, number, kind, about, workspace, *_), data in zip(rows, found, strict=True)
    ]


def written(*asked: ColumnElement[Any]) -> FunctionElement[str]:
    """Events as one text; `asked` is what each tells beside its data."""
    data = func.coalesce(cast(audit_event.c.data, Text), "null")
    return func.string_agg(cast(func.json_build_array(*asked), Text) + "\n" + data, "\n")


def read(text: str | None) -> tuple[list[list[Any]], list[object]]:
    """What was asked of each event, and its data, in the order in which they were written."""
    lines = text.split("\n") if text else []
    return json.loads(f"[{','.join(lines[::2])}]"), parsed_data(lines[1::2])


def parsed_data(texts: Sequence[str]) -> list[object]:
    """What the data of events hold, one by one; None where it can't be parsed.

    Most data occur many times. Each is parsed once, and all of them together, which takes half the time.
    """
    distinct = dict.fromkeys(texts)
    try:
        found: list[object] = json.loads(f"[{','.join(distinct)}]")
    except (ValueError, RecursionError):
        found = list(map(_parsed_alone, distinct))
    known = dict(zip(distinct, found, strict=True))
    return [known[each] for each in texts]


def _parsed_alone(data: str) -> object:
    # What can't be parsed (a number of thousands of digits, a nest of thousands of brackets) is no event's data.
    with suppress(ValueError, RecursionError):
        return json.loads(data)
    return None
