"""Policies: which one holds, and which could not do what they say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delay import Delay, DelayUnit
from bot.domain.people import Colleague, Place, Role
from bot.domain.policy import (
    KEY_CLIENT,
    RELAXED,
    SHIPPED,
    STANDARD,
    Choice,
    ChosenBy,
    Policy,
    PolicyError,
    Rung,
    Tone,
    checked,
    chosen,
    is_stricter,
    next_stricter,
)


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
    ("request_", "project", "tier", "workspace", "name", "by"),
    [
        (None, None, None, None, "standard", ChosenBy.WORKSPACE),
        (None, None, None, "relaxed", "relaxed", ChosenBy.WORKSPACE),
        (None, None, "key", "relaxed", "key-client", ChosenBy.TIER),
        (None, None, "small", None, "relaxed", ChosenBy.TIER),
        (None, None, "of old", "own", "own", ChosenBy.WORKSPACE),
        (None, "gentle", "key", "relaxed", "gentle", ChosenBy.PROJECT),
        ("key-client", "gentle", "key", "relaxed", "key-client", ChosenBy.REQUEST),
        (None, None, "standard", None, "standard", ChosenBy.WORKSPACE),
    ],
)
def test_the_request_decides_before_the_project_then_the_client_then_the_workspace(
    request_: str | None, project: str | None, tier: str | None, workspace: str | None, name: str, by: ChosenBy
) -> None:
    found = chosen(request=request_, project=project, tier=tier, tiers={"small": "relaxed"}, workspace=workspace)
    assert found == Choice(name, by)


def test_what_a_tier_means_can_be_set() -> None:
    found = chosen(request=None, project=None, tier="key", tiers={"key": "vip"}, workspace=None)
    assert found == Choice("vip", ChosenBy.TIER)


names = st.none() | st.sampled_from(["standard", "relaxed", "own"])


@given(names, names, names)
def test_whatever_stands_further_up_wins_and_says_so(
    request_: str | None, project: str | None, workspace: str | None
) -> None:
    found = chosen(request=request_, project=project, tier=None, tiers={}, workspace=workspace)
    first = next((name for name in (request_, project, workspace) if name), "standard")
    assert found.name == first
    given_by = {ChosenBy.REQUEST: request_, ChosenBy.PROJECT: project, ChosenBy.WORKSPACE: workspace}[found.by]
    assert given_by in {first, None}


@st.composite
def ladders(draw: st.DrawFn) -> Policy:
    """Ladders that can be climbed, of one to five reminders."""
    gaps = draw(st.lists(st.integers(30, 2000), min_size=1, max_size=5))
    rungs, after = [STANDARD.rungs[0]], 0
    for gap in gaps:
        after += gap
        rungs.append(Rung(Delay(after, DelayUnit.HOURS), (Role.OWNER,), Tone.GENTLE))
    return Policy(f"own {after}", 1, tuple(rungs), Delay(draw(st.integers(30, 3000)), DelayUnit.HOURS))


def test_what_ships_is_in_order() -> None:
    assert is_stricter(KEY_CLIENT, STANDARD) and is_stricter(STANDARD, RELAXED) and is_stricter(KEY_CLIENT, RELAXED)
    assert next_stricter(RELAXED, SHIPPED.values()) is STANDARD
    assert next_stricter(STANDARD, SHIPPED.values()) is KEY_CLIENT
    assert next_stricter(KEY_CLIENT, SHIPPED.values()) is None


@given(ladders(), ladders(), ladders())
def test_stricter_is_an_order(one: Policy, two: Policy, three: Policy) -> None:
    assert not is_stricter(one, one)
    assert not (is_stricter(one, two) and is_stricter(two, one))
    if is_stricter(one, two) and is_stricter(two, three):
        assert is_stricter(one, three)


@given(ladders(), st.lists(ladders(), max_size=5))
def test_a_red_flag_takes_one_step_and_only_up(held: Policy, known: list[Policy]) -> None:
    found = next_stricter(held, known)
    if found is None:
        assert not any(is_stricter(each, held) for each in known)
    else:
        assert is_stricter(found, held)
        assert not any(is_stricter(each, held) and is_stricter(found, each) for each in known)


def test_a_channel_is_told_only_beside_the_owner() -> None:
    alone = _with_rung(3, replace(STANDARD.rungs[3], to=(Place.CHANNEL,)))
    with pytest.raises(PolicyError) as refused:
        checked(alone)
    assert "the owner beside the channel" in refused.value.expected
    both = _with_rung(3, replace(STANDARD.rungs[3], to=(Role.OWNER, Place.CHANNEL, Colleague(7))))
    assert checked(both).tells_channel(3)
    assert both.named == (7,)
