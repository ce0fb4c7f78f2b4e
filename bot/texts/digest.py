"""The weekly post for leads: how each thread stands. Clients and threads are its subject, nobody's doings."""

from datetime import timedelta

from bot.domain.facts import DigestFacts
from bot.texts.moments import Watch

STUCK = "Waiting for us, the longest first"
PROMISES = "Dates to come"
TRIAGE = "Nobody found yet"
WAITING = "With the client"
ANSWERED = "Clients heard from us"


def sentence(facts: DigestFacts, watch: Watch) -> str:
    """How the week stands."""
    stuck = len(facts.stuck)
    if not facts.open_count and not facts.answered:
        return f"Week {facts.week}: nothing is open, and no client is waiting."
    threads = watch.count(stuck, "thread waits for us", "threads wait for us") if stuck else "no thread waits for us"
    answered = watch.count(len(facts.answered), "client request moved on", "client requests moved on")
    return f"Week {facts.week}: {threads}, {answered}, {facts.open_count} open in all."


def days(facts: DigestFacts, watch: Watch) -> str:
    """From when to when."""
    return f"{watch.dated(facts.starts_at)} to {watch.dated(facts.ends_at - timedelta(minutes=1))}"


def counts(facts: DigestFacts, watch: Watch) -> list[str]:
    """The numbers below."""
    median = facts.median_first_touch
    lines = (
        f"New: {facts.new_count} · Closed: {facts.closed_count} · Open: {facts.open_count}",
        _dates(facts),
        _held_off(facts),
        f"Half of the clients heard from us within {watch.span(median)}." if median is not None else None,
        f"Reminders withheld, each with its reason on record: {facts.withheld_count}."
        if facts.withheld_count
        else None,
        f"Reminders that somebody marked as not needed: {facts.not_needed_count}." if facts.not_needed_count else None,
        f"Messages whose delivery is uncertain: {facts.uncertain_count}." if facts.uncertain_count else None,
    )
    return [line for line in lines if line]


def _dates(facts: DigestFacts) -> str | None:
    if not facts.kept_count + facts.put_off_count + facts.passed_count:
        return None
    return f"Dates given to clients: {facts.kept_count} kept, {facts.put_off_count} moved, {facts.passed_count} passed."


def _held_off(facts: DigestFacts) -> str | None:
    if not facts.held_off:
        return None
    numbers = ", ".join(f"#{line.request.id}" for line in facts.held_off)
    return f"Two replies in a row or more that kept the turn with us: {numbers}."


def anchor(facts: DigestFacts, watch: Watch) -> str | None:
    """What to keep: with it the record can be proved unaltered up to here."""
    if facts.anchor is None:
        return None
    events = watch.count(facts.sealed_events, "event", "events")
    return f"Record sealed: {events}, anchor {facts.anchor}"
