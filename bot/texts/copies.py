"""Words about a copy of our own mail to a client."""

from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import naming
from bot.texts.moments import Watch

STILL_OURS = "Still ours …"
NOTHING_LEFT = "Nothing left to do …"
CHOOSE = "Choose a request"
NONE_OF_THESE = "None of these"
UNTIL_THEN = "Until you say, nothing changes."
IF_IN_TOUCH = "If so, the days until the next contact are counted from it. Until you say, nothing changes."
HOW_TO_HAND_OVER = "To hand something over, forward the client's mail, or use `/nudge`."


def whose_turn(facts: RequestFacts) -> str:
    """The question, to whoever wrote the mail."""
    return f"A copy of your mail to {naming.contact(facts)} came in. Whose turn is it now?"


def otherwise(facts: RequestFacts, watch: Watch) -> str:
    """What holds as long as nobody answers."""
    promise, pending = facts.request.promise, facts.request.pending
    stands = f", and {watch.moment(promise.due_at)} stands" if promise else ""
    knows = f" until {naming.contact(facts)} knows {watch.moment(pending.due_at)}" if promise and pending else ""
    return f"Unless you say otherwise, the turn stays ours{stands}{knows}."


def knows_the_date(facts: RequestFacts, due_at: datetime, watch: Watch) -> str:
    """The answer that the mail told the client of the other date."""
    return f"Still ours; {naming.contact(facts)} knows {watch.when(due_at)}"


def the_clients(facts: RequestFacts, ask_again: datetime, watch: Watch) -> str:
    """The one-press answer, with the date on which we would ask again."""
    return f"{naming.contact(facts)}'s; ask again {watch.when(ask_again)}"


def which(to: str, subject: str) -> str:
    """The question, to whoever brought a copy that fits several requests, or none for certain."""
    return f"A copy of our mail to {_mail(to, subject)} came in. Which request was it about?"


def nothing_fits(to: str, subject: str) -> str:
    """The same, where nothing is open that it could be about."""
    return (
        f"Thank you for the copy of our mail to {_mail(to, subject)}. "
        "Nothing open here fits it, so nothing has changed."
    )


def perhaps_in_touch(to: str, subject: str) -> str:
    """The same, where a project wants contact with the client every so often."""
    return (
        f"Thank you for the copy of our mail to {_mail(to, subject)}. "
        "Nothing open here fits it. Was it to keep in touch?"
    )


def in_touch(project: ProjectFacts) -> str:
    """The answer that it was contact about a project as such."""
    return f"In touch: {naming.where(project.client_name, project.project.name)}"


def counted(project: ProjectFacts, to: str, subject: str) -> str:
    """It counts as such."""
    where = naming.where(project.client_name, project.project.name)
    return f"Thank you. Our mail to {_mail(to, subject)} is on record as contact with {where}."


def _mail(to: str, subject: str) -> str:
    about = f" (“{naming.one_line(subject, 100)}”)" if subject.strip() else ""
    return f"{naming.one_line(to, 120) or 'the client'}{about}"


def candidate(line: Line) -> str:
    """One request to choose."""
    with_whom = f", with {naming.one_line(line.owner.first_name, 20)}" if line.owner else ""
    return f"#{line.request.id}: {naming.one_line(naming.wish(line.request), 45)}{with_whom}"


def placed(number: int) -> str:
    """What was answered."""
    if not number:
        return "Thank you. It was about none of them, so nothing has changed."
    return f"Thank you. It is noted on #{number}."


def noted(facts: RequestFacts, author: Person | None) -> str:
    """For whoever forwarded it: it counts, and who says what it means."""
    who = naming.one_line(author.first_name, 60) if author else "a colleague"
    said = f"Thank you. The mail from {who} to {naming.contact(facts)} is noted on #{facts.request.id}."
    if facts.request.state is State.WAITING:
        return said
    return f"{said} I ask {who if author else 'them'} whose turn it is now."
