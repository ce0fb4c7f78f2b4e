"""Every table and key of a TOML text is found on its line."""

import pytest

from bot.domain.setup_lines import Lines, Path
from tests.domain.setup_texts import WHOLE

TRAPS = '''\
title = """
[workspace]
owner = "not a key"
"""   # a long text [[client]]
'quoted key' = 1
a.b = "dotted" # = c
list = [
  "[[client]]", # ]
  ["x = 1"],
]
[one . two]
x = { y = 1, z = [1, 2] }
[[three]]
[[three.four]]
[[three]]
[[three.four]]
[[three.four]]
deep = true
[three.five]
six = "a # b [ c"
seven = 'it = """'
eight = 8
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("workspace",), 2),
        (("workspace", "fallback_owner"), 6),
        (("workspace", "digest", "day"), 8),
        (("policy", 0), 10),
        (("policy", 0, "then", "every"), 12),
        (("policy", 0, "rung", 1), 17),
        (("policy", 0, "rung", 1, "to"), 19),
        (("client", 0, "domains"), 24),
        (("client", 0, "tier"), 28),
        (("project", 0, "owner"), 34),
        (("person", 0, "missing"), 41),
        (("nowhere",), None),
    ],
)
def test_values_of_a_set_up_are_found(path: Path, line: int | None) -> None:
    assert Lines(WHOLE).of(path) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 1),
        (("workspace",), None),
        (("quoted key",), 5),
        (("a", "b"), 6),
        (("list", 1), 7),
        (("one", "two", "x", "z"), 12),
        (("three", 0, "four", 0), 14),
        (("three", 1, "four", 1, "deep"), 18),
        (("three", 1, "five", "six"), 20),
        (("three", 1, "five", "eight"), 22),
        (("client", 0), None),
    ],
)
def test_what_looks_like_a_heading_inside_a_value_is_none(path: Path, line: int | None) -> None:
    assert Lines(TRAPS).of(path) == line
