"""One polite sentence for each typed error: what is the case now, and what can be done.

Use cases lie above the wording and may not be imported here, so their errors are known by the name of their
class and told by the data that they carry; a test holds that none is forgotten.
"""

from collections.abc import Callable
from datetime import datetime

from bot.domain.draft import MAX_WORDS
from bot.domain.facts import RequestFacts
from bot.domain.flags import AlreadyFlagged
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.limits import Limit, LimitReached
from bot.domain.people import Person
from bot.domain.permissions import Action, Refused
from bot.domain.request import State
from bot.domain.setup import Problem, SetupRefused
from bot.texts import cards, keeping, naming
from bot.texts.moments import Watch
from bot.texts.naming import one_line

UNEXPECTED = (
    "Something went wrong on my side, and it is in my log. Please look with `/nudge list` at what is recorded, "
    "and try again in a moment."
)
NOTHING_RECORDED = "I can't write anything down just now: nothing was recorded. Please try again in a minute."
MAYBE_RECORDED = (
    "The connection broke at the last moment, and I don't know whether this was recorded. "
    "Please look with `/nudge list` before you try again."
)
BUSY = "There is a lot going on just now, and nothing was recorded. Please try again in a minute."
THAT_PERSON_ALREADY = "It is with that person already."
OTHERS_IN_THE_PROJECT = "This is for those who take part in the project."
OTHERS_HERE = "This is for the owner, the backup or the lead here; “Let's talk” reaches the owner."

_STANDS = {
    State.TRIAGE: "nobody has been found for it yet",
    State.OPEN: "it is open",
    State.PROMISED: "somebody has taken it",
    State.WAITING: "it is the client's turn",
    State.CLOSED: "it is closed",
}
_FOR_WHOM = {
    Action.HAND_OVER: "Handing over is for people of this workspace.",
    Action.SEE: "This request is seen by those who take part in it; its reporter or its owner can tell more.",
    Action.WITHDRAW: "A request is withdrawn by whoever handed it over, as long as the client hasn't heard from us.",
    Action.ANSWER: "This was asked of somebody else, or is answered by now.",
    Action.SET_AWAY: "An absence is noted by whoever is away, or by the backup or lead of a project of theirs.",
    Action.SET_UP: "Clients and projects are set up by admins; any of them can help.",
    Action.FLAG: "A red flag is raised by those who take part: whoever handed it over, owner, backup or lead.",
    Action.LIFT_FLAG: "A red flag is lifted by the owner or the lead.",
    Action.TOUCH_PROJECT: OTHERS_IN_THE_PROJECT,
    Action.READ_LESSONS: OTHERS_IN_THE_PROJECT,
    Action.READ_DIGEST: "The digest is for leads; what you take part in is in `/nudge list`.",
}


def sentence(
    error: Exception,
    *,
    facts: RequestFacts | None = None,
    reader: Person | None = None,
    now: datetime | None = None,
) -> str:
    """What to say about `error`; with `facts`, `reader` and `now` it tells how the request stands."""
    watch = Watch.of(reader, now) if reader is not None and now is not None else None
    stands = None
    if facts is not None and reader is not None and watch is not None:
        stands = f"#{facts.request.id} as it stands: {cards.headline(facts, reader, watch)}"
    match error:
        case TransitionRefused():
            return _transition(error, stands)
        case DateRefused() | LimitReached() | AlreadyFlagged():
            return _beyond(error, watch)
        case Refused():
            said = _FOR_WHOM.get(error.action, OTHERS_HERE)
            return f"{said} {_with_whom(facts, reader)}".strip()
        case SetupRefused():
            return f"This can't be set up as it is. {' '.join(_problem(each) for each in error.problems[:5])}"
        case _ if type(error).__name__ == "CallStands":
            return _call(error, watch)
        case _:
            say = _BY_NAME.get(type(error).__name__)
            return say(error, stands) if say else UNEXPECTED


def _with_whom(facts: RequestFacts | None, reader: Person | None) -> str:
    """For whoever had it once, and has an old card."""
    if facts is None or facts.owner is None or facts.request.is_closed:
        return ""
    return f"#{facts.request.id} is with {naming.owner(facts, reader)} now."


def _call(error: Exception, watch: Watch | None) -> str:
    chosen = getattr(error, "chosen_at", None)
    if getattr(error, "result", None):
        return "What came of that call is on record already."
    if isinstance(chosen, datetime) and watch is not None:
        return f"A call is settled already: {watch.moment(chosen)}."
    return "A call is proposed already; its time is chosen in the conversation that I opened for it."


def _transition(error: TransitionRefused, stands: str | None) -> str:
    if error.on is On.REASSIGNED and error.state is not State.CLOSED:
        return THAT_PERSON_ALREADY
    return f"This has moved on meanwhile. {stands}" if stands else f"This has moved on: {_STANDS[error.state]}."


def _date(error: DateRefused, watch: Watch | None) -> str:
    if error.limit is None:
        return "Please choose a time that is still to come."
    furthest = f": {watch.moment(error.limit)} is the furthest" if watch else ""
    return f"That is further ahead than this can go{furthest}. Please choose an earlier time."


def _days(error: Exception, stands: str | None) -> str:
    if getattr(error, "is_backwards", False):
        return "The last day comes before the first; please name them the other way round."
    if getattr(error, "is_long", False):
        return "That is longer than a year; an admin can say who owns things from now on."
    return "Those days are over already; please name some that are still to come."


def _beyond(error: DateRefused | LimitReached | AlreadyFlagged, watch: Watch | None) -> str:
    if isinstance(error, DateRefused):
        return _date(error, watch)
    if isinstance(error, LimitReached):
        return _limit(error, watch)
    reason = one_line(error.flag.reason, 200)
    return f"This request carries a red flag already: “{reason}”. Once that is lifted, another can be raised."


def _limit(error: LimitReached, watch: Watch | None) -> str:
    plan = f"the plan “{one_line(error.policy, 60)}”"
    furthest = watch.end(error.furthest) if watch and error.furthest else ""
    match error.limit:
        case Limit.PROMISE:
            latest = f"A promised date can be {furthest} at the latest" if furthest else "That date is too far away"
            return f"{latest}, by {plan}. Please choose an earlier time."
        case Limit.SNOOZE_LENGTH:
            longest = f"Reminders can rest until {furthest} at the latest" if furthest else "That is too long a rest"
            return f"{longest}, by {plan}. Please choose an earlier time."
        case Limit.SNOOZE_TIMES if not error.times:
            return f"Reminders can't be snoozed, by {plan}. {_QUIETS}"
        case Limit.SNOOZE_TIMES:
            times = {1: "once", 2: "twice"}.get(error.times or 0, f"{error.times} times")
            return f"Reminders have been snoozed {times} since they began, as often as {plan} allows. {_QUIETS}"


_QUIETS = "Contact with the client quiets them, and so does a date by which the client hears from us."


def _problem(problem: Problem) -> str:
    given = f" “{one_line(problem.value, 60)}”" if problem.value else ""
    where = one_line(problem.key.replace("_", " "), 40) or "It"
    return f"{where[:1].upper()}{where[1:]}{given}: expected {one_line(problem.expected, 150)}."


def _too_long(error: Exception, stands: str | None) -> str:
    return (
        f"That is more text than I can keep: {getattr(error, 'length', 'many')} characters, and {MAX_WORDS} fit. "
        "Nothing was stored; please hand over the part that matters."
    )


def _number(error: Exception) -> str:
    return f"#{getattr(error, 'number', '')}"


def _unsafe(error: Exception, stands: str | None) -> str:
    why = "is shared with another organisation" if getattr(error, "shared", False) else "holds guests"
    return f"That channel {why}, and clients' words are for our own people: please choose another."


def _is_away(error: Exception, stands: str | None) -> str:
    name = one_line(str(getattr(error, "name", "")), 60) or "That person"
    return f"{name} is away just then; please name somebody else."


def _unreadable_days(error: Exception, stands: str | None) -> str:
    words = one_line(str(getattr(error, "words", "")), 60)
    return f"I can't read “{words}” as days. For example: `/nudge away 24 Dec - 6 Jan @pia`, or `until 6 Jan`."


def _already(error: Exception, stands: str | None) -> str:
    return f"That is {_number(error)} already; nothing new was made of it."


def _moved_on(error: Exception, stands: str | None) -> str:
    return (
        f"{_number(error)} has moved on since this was opened, so nothing was changed.{f' {stands}' if stands else ''}"
    )


def _not_begun(error: Exception, stands: str | None) -> str:
    week: str = getattr(error, "week", "")
    return f"Week {week} has not begun yet." if week else "That week has not begun yet."


def _unknown_project(error: Exception, stands: str | None) -> str:
    name = one_line(str(getattr(error, "name", "")), 60)
    return f"I don't know a client or project called “{name}”; `/nudge projects` lists them."


def _unknown_policy(error: Exception, stands: str | None) -> str:
    name = one_line(str(getattr(error, "name", "")), 60)
    return f"I know no plan called “{name}”; `/nudge policy` lists those that there are."


def _unreadable_date(error: Exception, stands: str | None) -> str:
    typed = one_line(str(getattr(error, "typed", "")), 60)
    return f"I can't read “{typed}” as a time. For example: “Friday noon”, “in two working days” or “3 Dec 14:00”."


_BY_NAME: dict[str, Callable[[Exception, str | None], str]] = {
    "NotFound": lambda error, _: f"I know of no request {_number(error)} that you take part in.",
    "Stale": _moved_on,
    "AlreadyThat": _already,
    "TooLong": _too_long,
    "UnknownProject": _unknown_project,
    "NotBegun": _not_begun,
    "UnknownPolicy": _unknown_policy,
    "DateUnreadable": _unreadable_date,
    "UnknownChannel": lambda error, _: keeping.NO_CHANNEL,
    "NobodyWaits": lambda error, _: keeping.NO_FLAG,
    "UnknownPerson": lambda error, _: "I don't know that person; please name somebody of this workspace.",
    "UnsafeChannel": _unsafe,
    "IsAway": _is_away,
    "DaysRefused": _days,
    "UnreadableDays": _unreadable_days,
    "NotSetUp": lambda error, _: "Nudge is not set up here yet; an admin can help.",
    "NothingRecorded": lambda error, _: NOTHING_RECORDED,
    "MaybeRecorded": lambda error, _: MAYBE_RECORDED,
    "Busy": lambda error, _: BUSY,
}
