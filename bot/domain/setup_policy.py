"""A policy of a set-up file: its rungs, its limits, and why its times are what they are."""

from itertools import pairwise

from bot.domain import setup_values as values
from bot.domain.delay import Delay
from bot.domain.people import Hearer, Place, Role
from bot.domain.policy import (
    OWNER_BESIDE_CHANNEL,
    STANDARD,
    ByAddress,
    Limits,
    Policy,
    PolicyError,
    Rung,
    Tone,
    checked,
)
from bot.domain.setup_table import Table
from bot.domain.setup_values import Unfit

POLICY_KEYS = ("name", "rung", "then", "why", "promise_within", "snooze", "holding_replies")

_CARD = STANDARD.rungs[0]
_EVERY = Delay.parse("2d")
_TO: tuple[Hearer, ...] = (Role.OWNER, Role.BACKUP, Role.LEAD, Role.REPORTER, Role.FALLBACK, Place.CHANNEL)
_TONES = (Tone.GENTLE, Tone.FIRM, Tone.HELP, Tone.FACTS)
_MOST_TIMES = 99
_LONGEST_WHY = 300


def policy_of(table: Table) -> Policy:
    """The policy that a table of the keys POLICY_KEYS describes."""
    name = table.need("name", values.name, "")
    then = table.table("then", ("every",))
    every = then.need("every", values.delay, _EVERY) if then else _EVERY
    before = len(table.problems)
    rungs = [_rung(each) for each in table.tables("rung", ("after", "to", "tone"))]
    policy = Policy(name, 1, (_CARD, *rungs), every, _limits(table), table.get("why", _why))
    if not rungs:
        table.refuse(("rung",), Unfit("none", "at least one [[policy.rung]]"))
    elif len(table.problems) == before:
        _refuse_out_of_reach(table, policy)
    return policy


def _limits(table: Table) -> Limits:
    usual = Limits()
    snooze = table.table("snooze", ("times", "within"))
    within = snooze.get("within", values.delay) if snooze else None
    holding = table.get("holding_replies", values.number(1, _MOST_TIMES))
    return Limits(
        promise_within=table.get("promise_within", values.delay),
        snooze_times=snooze.get("times", values.number(0, _MOST_TIMES)) if snooze else None,
        snooze_within=within or usual.snooze_within,
        holding_replies=holding or usual.holding_replies,
    )


def _why(value: object) -> str:
    line = values.text(value)
    if len(line) > _LONGEST_WHY:
        raise Unfit(line, f"at most {_LONGEST_WHY} characters")
    return line


def _rung(table: Table) -> Rung:
    nobody: tuple[Hearer | ByAddress, ...] = ()
    to = table.need("to", values.several(_hearer, least=1), nobody)
    if Place.CHANNEL in to and Role.OWNER not in to:
        table.refuse(("to",), Unfit("channel", OWNER_BESIDE_CHANNEL))
    return Rung(
        table.need("after", values.delay, _EVERY), to, table.need("tone", values.member_of(_TONES), Tone.GENTLE)
    )


def _hearer(value: object) -> Hearer | ByAddress:
    """A role, the channel, or a person by e-mail address."""
    known = {str(each): each for each in _TO}
    if isinstance(value, str) and value in known:
        return known[value]
    try:
        return ByAddress(values.somebody(value))
    except Unfit:
        raise Unfit(value, f"{', '.join(known)}, or the address of a person") from None


def _refuse_out_of_reach(table: Table, policy: Policy) -> None:
    """Note the first rung that is no later than the one below it."""
    for number, (below, rung) in enumerate(pairwise(policy.rungs)):
        try:
            checked(Policy(policy.name, 1, (below, rung), policy.every))
        except PolicyError:
            expected = f"a time after {below.after}, when the rung below it comes: this one could never be reached"
            table.refuse(("rung", number, "after"), Unfit(str(rung.after), expected))
            return
