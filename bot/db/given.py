"""Any number of rows in one statement: they are given as one JSON parameter, `rows`, and read as a table."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, TableValuedAlias, bindparam, column, func
from sqlalchemy.dialects.postgresql import JSONB


def given_rows(columns: Iterable[Column[Any]]) -> TableValuedAlias:
    """The rows of the parameter `rows`, a list of mappings by column name, with the types of these columns."""
    return (
        func.jsonb_to_recordset(bindparam("rows", type_=JSONB))
        .table_valued(*[column(each.name, each.type) for each in columns], name="given")
        .render_derived(with_types=True)
    )
