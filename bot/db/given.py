"""Any number of rows in one statement: they are given as one JSON parameter, and read as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, TableValuedAlias, bindparam, column, func
from sqlalchemy.dialects.postgresql import JSONB


def given_rows(columns: Iterable[Column[Any]] | Mapping[str, Any], name: str = "rows") -> TableValuedAlias:
    """The rows of the parameter `name`, a list of mappings, with these columns: as in a table, or by name and type."""
    types = columns if isinstance(columns, Mapping) else {each.name: each.type for each in columns}
    return (
        func.jsonb_to_recordset(bindparam(name, type_=JSONB))
        .table_valued(*[column(each, type_) for each, type_ in types.items()], name=f"given_{name}")
        .render_derived(with_types=True)
    )
