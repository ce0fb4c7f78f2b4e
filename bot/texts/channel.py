"""What a project's channel reads when a rung names it: the client and the thread, nobody's failing."""

from bot.domain.facts import RequestFacts
from bot.texts import naming, waiting
from bot.texts.moments import Watch


def word(facts: RequestFacts, watch: Watch) -> str:
    """Who waits for what, and for how long."""
    request = facts.request
    length = waiting.so_long(facts.client_waits_days, facts.client_waited, watch)
    waits = f" has been waiting for {length}" if length else " is waiting to hear from us"
    if request.touched_at is not None and request.client_waits_since in {None, request.touched_at}:
        waits = f" last heard from us {watch.when(request.touched_at)}"
    return f"#{request.id} · {naming.who_and_where(facts)}{waits}: “{naming.wish(request)}”"


def below(facts: RequestFacts) -> str:
    """Who can tell more, and how to see it."""
    who = f"{naming.owner(facts)} can tell more. " if facts.owner is not None else ""
    return f"{who}`/nudge show {facts.request.id}` shows it to those who take part in it."
