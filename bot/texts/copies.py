"""Words about a copy of our own mail to a client."""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.texts import naming
from bot.texts.moments import Watch

STILL_OURS = "Still ours …"
NOTHING_LEFT = "Nothing left to do …"


def whose_turn(facts: RequestFacts) -> str:
    """The question, to whoever wrote the mail."""
    return f"A copy of your mail to {naming.contact(facts)} came in. Whose turn is it now?"


def otherwise(facts: RequestFacts, watch: Watch) -> str:
    """What holds as long as nobody answers."""
    promise = facts.request.promise
    stands = f", and {watch.moment(promise.due_at)} stands" if promise else ""
    return f"Unless you say otherwise, the turn stays ours{stands}."


def the_clients(facts: RequestFacts, ask_again: datetime, watch: Watch) -> str:
    """The one-press answer, with the date on which we would ask again."""
    return f"{naming.contact(facts)}'s; ask again {watch.when(ask_again)}"
