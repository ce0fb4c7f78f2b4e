"""What a project's channel reads when a rung names it: the client and the thread, nobody's failing."""

from bot.domain.facts import RequestFacts
from bot.texts import naming
from bot.texts.moments import Watch


def word(facts: RequestFacts, watch: Watch) -> str:
    """Who waits for what, and with whom it is."""
    request, days = facts.request, facts.client_waits_days
    waits = f" has been waiting for {watch.days(days)}" if days else " is still to hear from us"
    heard = request.touched_at is not None and request.client_waits_since == request.touched_at
    if heard and request.touched_at is not None:
        waits = f" last heard from us {watch.when(request.touched_at)}"
    return f"#{request.id} · {naming.who_and_where(facts)}{waits}: “{naming.wish(request)}”"


def below(facts: RequestFacts) -> str:
    """With whom it is, and how to see it."""
    return f"It is with {naming.owner(facts)}. `/nudge show {facts.request.id}` shows it to those who take part in it."
