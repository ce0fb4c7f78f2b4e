"""Policies, as `/nudge policy` shows them."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.people import Person
from bot.domain.plan_facts import PlanFacts
from bot.slack.views.message import Message, composed, context, section
from bot.texts import lists, plans
from bot.texts.moments import Watch

_MOST = 45


def listing(found: Sequence[PlanFacts], reader: Person, now: datetime) -> Message:
    """Every policy in short, and which of several holds."""
    watch = Watch.of(reader, now)
    left = len(found) - _MOST
    return composed(
        [
            context([plans.WHICH_ONE]),
            *(section(plans.in_short(facts, watch)) for facts in found[:_MOST]),
            *([context([lists.more(left)])] if left > 0 else []),
        ]
    )


def plan(facts: PlanFacts, reader: Person, now: datetime) -> Message:
    """One policy: its ladder, why, its limits, what it is used for, its versions."""
    watch = Watch.of(reader, now)
    why = plans.reason(facts.policy)
    return composed(
        [
            section(plans.title(facts)),
            section("\n".join(plans.ladder(facts, watch))),
            *([section(why)] if why else []),
            section("\n".join(plans.limits(facts.policy.limits, watch))),
            section(plans.used_for(facts)),
            context([plans.versions(facts, watch)]),
        ]
    )
