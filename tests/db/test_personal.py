"""Every column that can hold text has a decision: whether it is personal, and how it is erased."""

import pytest
from sqlalchemy import ARRAY, Column, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB, UUID

from bot.db.personal import COLUMNS, Held
from bot.db.tables import metadata
from bot.domain.forgetting import TEXTS

_TELLING = (String, LargeBinary, JSONB, UUID)


def can_hold_text(column: Column[object]) -> bool:
    kind = column.type.item_type if isinstance(column.type, ARRAY) else column.type
    return isinstance(kind, _TELLING) and column.name != "workspace_id"


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_a_column_that_can_hold_text_is_decided_on(table: object) -> None:
    name = table.name  # type: ignore[attr-defined]  # sorted_tables are tables
    columns = {each.name for each in metadata.tables[name].c if can_hold_text(each)}
    undecided, gone = columns - set(COLUMNS[name]), set(COLUMNS[name]) - columns
    assert not undecided, f"say in bot/db/personal.py what these hold, and erase them in bot/db/erasure.py: {undecided}"
    assert not gone, f"bot/db/personal.py speaks of columns that are not there: {gone}"


def test_all_words_of_a_request_are_erased_with_it() -> None:
    words = {name for name, held in COLUMNS["request"].items() if held is Held.WORDS}
    assert words == {*TEXTS, "attachments", "noise_attachments", "external_id", "words_digest"}
