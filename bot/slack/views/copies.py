"""A copy of our own mail came in: whose turn is it now, and what was it about?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.permissions import Action
from bot.slack.names import ActionId
from bot.slack.views import parts
from bot.slack.views.message import Block, Message, actions, button, composed, context, option, plain, section
from bot.texts import copies, naming
from bot.texts.moments import PrintedWatch, Watch


def question(facts: RequestFacts, reader: Person, ask_again: datetime, now: datetime) -> Message:
    """Asks whoever wrote it in one message; unanswered, the turn stays ours and the promise that stood stands.

    What only those may press who have to do with the request is not offered to others.
    """
    watch = PrintedWatch.of(reader, now)
    number = facts.request.id
    others = (
        *_knows_the_date(facts, watch),
        (Action.RECORD_TOUCH, button(copies.STILL_OURS, ActionId.CONTACT, number)),
        (Action.CLOSE, button(copies.NOTHING_LEFT, ActionId.CLOSE, number)),
    )
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
                    *(each for action, each in others if parts.allowed(facts, reader, action)),
                ]
            ),
        ]
    )


def _knows_the_date(facts: RequestFacts, watch: Watch) -> tuple[tuple[Action, Block], ...]:
    """While another date waits for the client to be told of it: that this mail did."""
    pending = facts.request.pending
    if pending is None:
        return ()
    value = f"{int(pending.due_at.timestamp())}:{facts.request.id}"
    return ((Action.TAKE, button(copies.knows_the_date(facts, pending.due_at, watch), ActionId.TOLD, value)),)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is said of the mail itself: to whom it went and its subject; `key` is that of the question."""

    key: str
    to: str
    subject: str


def which(lines: Sequence[Line], projects: Sequence[ProjectFacts], mail: Mail) -> Message:
    """Asks whoever brought the copy which request it is about, the likeliest first; or says that none is open.

    To keep in touch about one of the `projects` is an answer as well.
    """
    in_touch = _in_touch(projects, mail)
    if lines:
        asked = [section(f"*{copies.which(mail.to, mail.subject)}*"), context([copies.UNTIL_THEN])]
        return composed([*asked, actions([_menu(lines, mail), *in_touch])])
    if in_touch:
        asked = [section(f"*{copies.perhaps_in_touch(mail.to, mail.subject)}*"), context([copies.IF_IN_TOUCH])]
        return composed([*asked, actions(in_touch)])
    return composed([section(copies.nothing_fits(mail.to, mail.subject)), context([copies.HOW_TO_HAND_OVER])])


def _menu(lines: Sequence[Line], mail: Mail) -> Block:
    return {
        "type": "static_select",
        "action_id": str(ActionId.COPY_ABOUT),
        "placeholder": plain(copies.CHOOSE, 150),
        "options": [
            *(option(copies.candidate(one), f"{one.request.id}:{mail.key}") for one in lines),
            option(copies.NONE_OF_THESE, f"0:{mail.key}"),
        ],
    }


def _in_touch(projects: Sequence[ProjectFacts], mail: Mail) -> list[Block]:
    return [
        button(copies.in_touch(one), f"{ActionId.COPY_IN_TOUCH}.{place}", f"{one.project.id}:{mail.key}")
        for place, one in enumerate(projects)
    ]


def counted(project: ProjectFacts, mail: Mail) -> Message:
    """It is contact with the client as such."""
    return composed([section(copies.counted(project, mail.to, mail.subject))])


def placed(number: int) -> Message:
    """What was answered."""
    return composed([section(copies.placed(number))])


def noted(facts: RequestFacts, author: Person | None) -> Message:
    """For whoever forwarded a colleague's mail: it is noted."""
    return composed([section(copies.noted(facts, author))])
