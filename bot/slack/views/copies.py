"""A copy of our own mail came in: whose turn is it now?"""

from datetime import datetime

from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.slack.names import ActionId
from bot.slack.views.message import Message, actions, button, composed, context, section
from bot.texts import copies, naming
from bot.texts.moments import PrintedWatch


def question(facts: RequestFacts, reader: Person, ask_again: datetime, now: datetime) -> Message:
    """Asks the sender in one message; unanswered, the turn stays ours and the promise that stood stands."""
    watch = PrintedWatch.of(reader, now)
    number = facts.request.id
    return composed(
        [
            section(f"*{copies.whose_turn(facts)}*"),
            context([f"#{number} · {naming.wish(facts.request)}", copies.otherwise(facts, watch)]),
            actions(
                [
                    button(
                        copies.the_clients(facts, ask_again, watch),
                        ActionId.COPY_CLIENTS,
                        f"{number}|{ask_again.isoformat()}",
                        style="primary",
                    ),
                    button(copies.STILL_OURS, ActionId.CONTACT, number),
                    button(copies.NOTHING_LEFT, ActionId.CLOSE, number),
                ]
            ),
        ]
    )
