"""Policies: which one holds, and which could not do what they say."""

from dataclasses import replace

import pytest

from bot.domain.delay import Delay
from bot.domain.people import Role
from bot.domain.policy import KEY_CLIENT, RELAXED, SHIPPED, STANDARD, Policy, PolicyError, Rung, checked, chosen_name


@pytest.mark.parametrize("policy", SHIPPED.values(), ids=str)
def test_what_ships_can_do_what_it_says(policy: Policy) -> None:
    assert checked(policy) is policy
    assert (policy.version, policy.top) == (1, 4)


@pytest.mark.parametrize(
    ("policy", "after", "every"),
    [
        (STANDARD, "0 1d 2d 3d 5d", "2d"),
        (KEY_CLIENT, "0 4h 1d 2d 3d", "1d"),
        (RELAXED, "0 2d 4d 6d 10d", "5d"),
    ],
)
def test_the_delays_are_those_of_the_table(policy: Policy, after: str, every: str) -> None:
    assert [str(rung.after) for rung in policy.rungs] == after.split()
    assert str(policy.every) == every


def test_each_rung_goes_to_those_of_the_table() -> None:
    owner, backup, lead = Role.OWNER, Role.BACKUP, Role.LEAD
    for policy in SHIPPED.values():
        assert [rung.to for rung in policy.rungs] == [(owner,), (owner,), (owner,), (owner, backup), (owner, lead)]


@pytest.mark.parametrize(("rung", "capped"), [(0, 0), (4, 4), (5, 4), (99, 4)])
def test_the_top_is_the_cap(rung: int, capped: int) -> None:
    assert STANDARD.capped(rung) == capped


def _with_rung(number: int, rung: Rung) -> Policy:
    rungs = [*STANDARD.rungs]
    rungs[number] = rung
    return replace(STANDARD, rungs=tuple(rungs))


@pytest.mark.parametrize(
    ("policy", "where"),
    [
        (replace(STANDARD, rungs=()), "standard"),
        (_with_rung(2, replace(STANDARD.rungs[2], after=Delay.parse("1d"))), "standard, rung 2"),
        (_with_rung(2, replace(STANDARD.rungs[2], after=Delay.parse("8h"))), "standard, rung 2"),
        (_with_rung(1, replace(STANDARD.rungs[1], after=Delay.parse("0"))), "standard, rung 1"),
        (_with_rung(3, replace(STANDARD.rungs[3], to=())), "standard, rung 3"),
        (replace(STANDARD, every=Delay.parse("0d")), "standard, every"),
    ],
)
def test_a_ladder_that_could_not_be_climbed_is_refused_by_name(policy: Policy, where: str) -> None:
    with pytest.raises(PolicyError) as refused:
        checked(policy)
    assert refused.value.where == where
    assert refused.value.expected


@pytest.mark.parametrize(
    ("project", "tier", "workspace", "name"),
    [
        (None, None, None, "standard"),
        (None, None, "relaxed", "relaxed"),
        (None, "key", "relaxed", "key-client"),
        ("gentle", "key", "relaxed", "gentle"),
        (None, "standard", None, "standard"),
    ],
)
def test_the_project_decides_before_the_client_and_the_client_before_the_workspace(
    project: str | None, tier: str | None, workspace: str | None, name: str
) -> None:
    assert chosen_name(project, tier, workspace) == name
