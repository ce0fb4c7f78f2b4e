"""Policies in words: the ladder, why its times are what they are, its limits, and what it is used for."""

from bot.domain.facts import RequestFacts
from bot.domain.people import Colleague, Place, Role
from bot.domain.plan_facts import PlanFacts, PlanUse
from bot.domain.policy import KEEPING_IN_TOUCH, SHIPPED, ChosenBy, Limits, Policy, Rung, Tone
from bot.texts import naming
from bot.texts.moments import Watch, delay_in_words, every_in_words, sentence

WHICH_ONE = (
    "Of several plans the first of these decides: a red flag on the request, the project, the tier of the client, "
    "the workspace. `/nudge policy NAME` shows one."
)
_REASONS = {
    "standard": (
        "A day leaves room for a full calendar; on the third a colleague can still help, and after a week of work "
        "a client wonders whether we read their mail."
    ),
    "key-client": (
        "To a key client, half a day without a word is long; the lead hears on the third day, "
        "while an answer still comes soon."
    ),
    "relaxed": (
        "Small matters may wait for a quiet hour, and none of them is dropped: the reminders are slower, never silent."
    ),
}
_TONES = {
    Tone.CARD: "the card: is it theirs?",
    Tone.GENTLE: "a gentle reminder",
    Tone.FIRM: "a firmer one, which suggests a call",
    Tone.HELP: "the question who can help",
    Tone.FACTS: "the facts",
}
_ROLES = {
    Role.OWNER: "the owner",
    Role.BACKUP: "the backup",
    Role.LEAD: "the lead",
    Role.REPORTER: "whoever handed it over",
    Role.FALLBACK: "the fallback owner",
    Role.NAMED: "a colleague",
}
_CHOSEN_BY = {
    ChosenBy.REQUEST: "a red flag",
    ChosenBy.PROJECT: "the project",
    ChosenBy.TIER: "the client's tier",
    ChosenBy.WORKSPACE: "the workspace",
}


def named(facts: RequestFacts) -> str:
    """The plan of a request, with its version, and what chose it."""
    policy, by = facts.policy, _CHOSEN_BY[facts.request.policy_by]
    return f"the plan “{naming.one_line(policy.name, 60)}” (version {policy.version}, chosen by {by})"


def title(facts: PlanFacts) -> str:
    """Its name and version."""
    return f"*{naming.one_line(facts.policy.name, 60)}*, version {facts.policy.version}"


def in_short(facts: PlanFacts, watch: Watch) -> str:
    """A policy in a list: its times, and what it is used for."""
    times = ", ".join(delay_in_words(rung.after, watch) for rung in facts.policy.rungs[1:])
    again = every_in_words(facts.policy.every, watch)
    return f"{title(facts)}\nReminders after {times}; then {again}.\n{used_for(facts)}"


def reason(policy: Policy) -> str | None:
    """Why its times are what they are, by its author; None where nobody said."""
    if policy.why:
        return naming.one_line(policy.why, 300)
    return _REASONS.get(policy.name) if SHIPPED.get(policy.name) == policy else None


def ladder(facts: PlanFacts, watch: Watch) -> list[str]:
    """One line for each rung, and one for what follows."""
    policy = facts.policy
    lines = [f"{number}. {_rung(rung, facts, watch)}" for number, rung in enumerate(policy.rungs)]
    again = f"Then {every_in_words(policy.every, watch)}, until it is resolved: the owner; the lead by digest."
    return [*lines, again]


def _rung(rung: Rung, facts: PlanFacts, watch: Watch) -> str:
    when = delay_in_words(rung.after, watch)
    after = sentence(when) if not rung.after.amount else f"After {when}"
    hearers = naming.listed([_hearer(each, facts) for each in rung.hearers])
    said = f"{after}: {hearers}; {_TONES[rung.tone]}"
    return said if said.endswith("?") else f"{said}."


def _hearer(hearer: Role | Place | Colleague, facts: PlanFacts) -> str:
    match hearer:
        case Role():
            return _ROLES[hearer]
        case Place():
            return "the project's channel"
        case Colleague(person):
            return naming.you_or(facts.people.get(person), None, "somebody who has left")


def limits(of: Limits, watch: Watch) -> list[str]:
    """How far those who act may go."""
    within = of.promise_within
    furthest = f"up to {delay_in_words(within, watch)} away" if within else "as far away as is needed"
    promise = f"A promised date can be {furthest}."
    times = "any number of times" if of.snooze_times is None else watch.count(of.snooze_times, "time", "times")
    snooze = f"In one run, reminders can rest {times}, for up to {delay_in_words(of.snooze_within, watch)} each time."
    if of.snooze_times == 0:
        snooze = "This plan has no snooze."
    held = of.holding_replies
    replies = watch.count(held, "reply", "replies") if held is not None else ""
    further = "the reminders begin one step further."
    return [
        promise,
        snooze,
        *([f"After {replies} in a row that kept the turn with us, {further}"] if held else []),
        f"After a date was moved, {further}",
    ]


def used_for(facts: PlanFacts) -> str:
    """What it holds for, and what chose it there."""
    if facts.policy.name == KEEPING_IN_TOUCH.name:
        return "It holds for being in touch with a client, where a project asks for that every so often."
    uses = [_use(use) for use in facts.uses]
    tiers = [f"clients of the tier “{naming.one_line(tier, 60)}”" for tier in facts.tiers]
    usual = ["wherever no other plan was chosen"] if facts.is_usual else []
    found = [*uses, *tiers, *usual]
    return (
        f"It holds for {naming.listed(found)}." if found else "Nothing is set up to use it; a red flag may choose it."
    )


def _use(use: PlanUse) -> str:
    return f"{naming.where(use.client_name, use.project_name)} (chosen by {_CHOSEN_BY[use.by]})"


def versions(facts: PlanFacts, watch: Watch) -> str:
    """Which versions there are, and which are still in use."""
    numbers = ", ".join(str(version) for version in facts.versions)
    used = [
        f"{watch.count(count, 'request', 'requests')} of version {version}"
        for version, count in facts.still_used.items()
    ]
    holds = f" Open now: {naming.listed(used)}." if used else ""
    return f"Versions so far: {numbers}. A request keeps its version until its next run of reminders.{holds}"
