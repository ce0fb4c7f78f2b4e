"""The weekly post for leads: how each thread stands. Clients and threads are its subject, nobody's doings."""

from datetime import timedelta

from bot.domain.digest_figures import FEW, Share, Times
from bot.domain.events import EventKind
from bot.domain.facts import DigestFacts, DigestLesson, DigestLine
from bot.domain.request import State, Turn
from bot.domain.survival import Quantiles
from bot.texts import naming, waiting
from bot.texts.moments import PrintedWatch, Watch, language_of

DECISIONS = "What needs a decision"
PROMISES = "Promises of the coming week"
WENT_WELL = "What went well"
TRIAGE = "Nobody found yet"
UNTOLD = "What nobody was told about"
LESSONS = "Lessons of the week"
ALL_FIGURES = "All figures"
MEANINGS = "What they mean"
WEEK_TITLE = "The week so far"
FIGURES_TITLE = "The week in figures"
MEANINGS_TITLE = "What the figures mean"
PICTURE_TITLE = "Eight weeks: open, promised, waiting, answered"
NOT_REACHED = "not reached"
ERASED = "a lesson whose words were erased"

_LONGEST_WISH, _LONGEST_PROMISE = 90, 80

_LAST = {
    EventKind.HANDED_OVER: "handed over",
    EventKind.TAKEN: "taken",
    EventKind.DATE_MOVED: "the date was moved",
    EventKind.CLIENT_TOLD: "the client was told of another date",
    EventKind.TOUCHED: "contact with the client",
    EventKind.PROMISE_BROKEN: "the date passed",
    EventKind.CHASED: "the client asked again",
    EventKind.ANSWERED: "the client answered",
    EventKind.ASK_AGAIN: "the day to ask again came",
    EventKind.REASSIGNED: "passed on",
    EventKind.ACCEPTED: "taken over for a while",
    EventKind.RETURNED: "back with its owner",
    EventKind.SNOOZED: "reminders rest",
    EventKind.CLOSED: "closed",
    EventKind.REOPENED: "opened again",
}


def watch_of(facts: DigestFacts) -> Watch:
    """The watch of the house, stopped at the week's end: whenever it is read, the digest says the same."""
    house = Watch.in_zone(facts.zone, facts.ends_at, language_of(facts.language))
    return PrintedWatch(house.now, house.zone, house.language)


def sentence(facts: DigestFacts, watch: Watch) -> str:
    """How the week stands."""
    week, count = facts.figures.week, facts.decisions.count
    name = f"Week {facts.week}" if facts.is_over else f"Week {facts.week} so far"
    if not week.open and not week.new and not week.answered:
        return f"{name}: nothing is open, and no client is waiting."
    waits = "no client waits for us"
    if count:
        longest = _longest(facts, watch)
        waits = watch.count(count, "request waits", "requests wait") + " for us"
        waits += f", {'the longest ' if count > 1 else ''}for {longest}" if longest else ""
    return f"{name}: {waits}; {week.answered} answered, {week.open} open in all."


def _longest(facts: DigestFacts, watch: Watch) -> str | None:
    first = facts.decisions.first[0] if facts.decisions.first else None
    return waiting.so_long(first.waits_days, first.waited, watch) if first else None


def days(facts: DigestFacts, watch: Watch) -> str:
    """From when to when."""
    between = f"{watch.dated(facts.starts_at)} to {watch.dated(facts.ends_at - timedelta(minutes=1))}"
    return f"{between}. {_whose(facts)}"


def _whose(facts: DigestFacts) -> str:
    as_of = "As it stood when the week ended." if facts.is_over else "As it stands."
    whose = "Your own requests. " if facts.is_own else "The projects that you lead. " if facts.is_led else ""
    return f"{whose}{as_of}"


def title(line: DigestLine) -> str:
    """Number, whose it is for, and the wish."""
    place = naming.where(line.client_name, line.project_name)
    wish = naming.one_line(naming.wish(line.request), _LONGEST_WISH)
    return f"*#{line.request.id}{f' · {place}' if place else ''}*: {wish}"


def decision(line: DigestLine, facts: DigestFacts, watch: Watch) -> str:
    """One thread: how long the client has waited, with whom it is, what was promised, what happened last."""
    length = waiting.so_long(line.waits_days, line.waited, watch)
    parts = [
        f"waiting {f'for {length}' if length else 'since today'}",
        _with(line, facts),
        _promised(line, watch),
        _last(line, watch),
    ]
    said = " · ".join(part for part in parts if part)
    return f"{title(line)}\n{said[:1].upper()}{said[1:]}."


def _with(line: DigestLine, facts: DigestFacts) -> str:
    if line.standing.state is State.TRIAGE or line.owner is None:
        return "nobody found yet"
    return f"with {naming.you_or(line.owner, None)}" if facts.names and not facts.is_own else ""


def _promised(line: DigestLine, watch: Watch) -> str:
    due = line.standing.due_at
    if due is None:
        return "no promise stands"
    what = naming.one_line(line.promised or "", _LONGEST_PROMISE)
    return f"promised by {watch.moment(due)}{f': {what}' if what else ''}"


def _last(line: DigestLine, watch: Watch) -> str:
    kind, at = line.standing.last, line.standing.last_at
    said = _LAST.get(kind) if kind else None
    return f"last: {said}, {watch.day(at)}" if said and at else ""


def promise(line: DigestLine, facts: DigestFacts, watch: Watch) -> str:
    """By when, what, for whom."""
    due = line.standing.due_at
    what = naming.one_line(line.promised or "", _LONGEST_PROMISE)
    who = _with(line, facts)
    tail = "".join(f" · {part}" for part in (what, who) if part)
    return f"{watch.moment(due) if due else ''} · {title(line)}{tail}"


def went_well(line: DigestLine, watch: Watch) -> str:
    """A thread that went as one wishes."""
    until = "until it was done" if line.turned_to is Turn.NOBODYS else "until it was the client's turn"
    return f"{title(line)} · {watch.span(line.took) if line.took else ''} from hand-over {until}"


def kept(facts: DigestFacts) -> str | None:
    """What became of the promises."""
    week = facts.figures.week
    if not week.kept:
        return None
    return f"Promises kept: {share(Share(week.kept, week.kept + week.broken))}."


def three_figures(facts: DigestFacts, watch: Watch) -> tuple[str, str, str]:
    """Open, answered, and the median time until clients first heard from us, each beside the week before."""
    weeks = facts.figures.weeks
    week = weeks[-1]
    before = weeks[-2] if len(weeks) > 1 else None
    return (
        f"*Open:* {week.open}{f' (the week before: {before.open})' if before else ''}",
        f"*Answered:* {week.answered}{f' (the week before: {before.answered})' if before else ''}",
        f"*First word from us, median:* {times_median(week.heard, watch)}",
    )


# --- figures in words ------------------------------------------------------------------------------------------------


def share(of: Share) -> str:
    """`7 of 9 (78 %)`; of a few, only `3 of 4`; of none, a dash."""
    if not of.of:
        return "–"
    said = f"{of.part} of {of.of}"
    return said if of.of < FEW else f"{said} ({round(100 * of.part / of.of)} %)"


def times_median(times: Times, watch: Watch) -> str:
    """The median by the calendar, and in working time, with how many it rests on."""
    return _both(times, times.calendar.median, times.working.median, watch)


def times_ninetieth(times: Times, watch: Watch) -> str:
    """The same of what nine in ten had."""
    return _both(times, times.calendar.ninetieth, times.working.ninetieth, watch)


def _both(times: Times, calendar: int | None, working: int | None, watch: Watch) -> str:
    looked_at = times.calendar
    if looked_at.n == 0:
        return "–"
    if looked_at.n < FEW:
        return f"too few to say ({_n(looked_at)})"
    if calendar is None:
        return f"{NOT_REACHED} ({_n(looked_at)})"
    worked = working_time(working) if working is not None else NOT_REACHED
    return f"{watch.span(timedelta(minutes=calendar))} · {worked} ({_n(looked_at)})"


def _n(quantiles: Quantiles) -> str:
    """How many requests, and of how many of them it is still open."""
    lasting = quantiles.n - quantiles.happened
    return f"n = {quantiles.n}{f', {lasting} not yet' if lasting else ''}"


def short_time(looked_at: Quantiles, minutes: int | None, watch: Watch) -> str:
    """A median, or what nine in ten had, to stand in a row of weeks."""
    if looked_at.n < FEW:
        return f"few (n = {looked_at.n})" if looked_at.n else "–"
    return NOT_REACHED if minutes is None else watch.span(timedelta(minutes=minutes))


def working_time(minutes: int) -> str:
    """`6 working h 20 min`: a working day is as long as somebody's hours, so that days would mislead."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} working h" + (f" {rest} min" if rest and hours < 10 else "") if hours else f"{rest} working min"


def lesson(one: DigestLesson) -> str:
    """What somebody would do differently."""
    return f"#{one.request_id}: {naming.one_line(one.words, 300) if one.words else ERASED}"


def anchor(facts: DigestFacts, watch: Watch) -> str | None:
    """What to keep: with it the record can be proved unaltered up to here."""
    if facts.anchor is None:
        return None
    events = watch.count(facts.sealed_events, "event", "events")
    return f"Record sealed: {events}, anchor {facts.anchor}"
