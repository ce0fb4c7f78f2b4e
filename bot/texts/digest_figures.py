"""Every figure of the digest: its name, how its value is told, and what it means. docs/digest.md says the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.digest_figures import Share, WeekFigures
from bot.domain.facts import DigestFacts
from bot.domain.request import Evidence, State
from bot.texts import digest as texts
from bot.texts import lists
from bot.texts.moments import Watch

Told = Callable[[WeekFigures, Watch], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `short` tells the weeks before, where `told` would be too long to stand in a row."""

    name: str
    means: str
    told: Told
    short: Told | None = None

    def line(self, facts: DigestFacts, watch: Watch) -> str:
        """This week, and the weeks before, the latest first."""
        *before, week = facts.figures.weeks
        tell = self.short or self.told
        earlier = " · ".join(tell(each, watch) for each in reversed(before))
        return f"*{self.name}:* {self.told(week, watch)}" + (f"\nBefore: {earlier}" if earlier else "")


_STATES = {State.TRIAGE: "nobody found", State.OPEN: "open", State.PROMISED: "promised", State.WAITING: "waiting"}
_EVIDENCE = {Evidence.CLAIMED: "claimed", Evidence.COPY_SEEN: "copy seen", Evidence.AUTHENTICATED: "authenticated"}


def _open(week: WeekFigures, watch: Watch) -> str:
    there = ", ".join(
        f"{week.open_by_state[state]} {said}" for state, said in _STATES.items() if state in week.open_by_state
    )
    return f"{week.open} ({there})" if there else "0"


def _touches(week: WeekFigures, watch: Watch) -> str:
    there = ", ".join(f"{week.touches[one]} {said}" for one, said in _EVIDENCE.items() if one in week.touches)
    return f"{sum(week.touches.values())} ({there})" if there else "0"


def _broken(week: WeekFigures, watch: Watch) -> str:
    copied = week.broken_with_copy
    return str(week.broken) + (f" ({copied} with a copy of our mail before the date)" if copied else "")


def _chases(week: WeekFigures, watch: Watch) -> str:
    return str(week.chases) + (f", and {week.chases_unverified} unverified" if week.chases_unverified else "")


def _by_reason(counts: Mapping[str, int]) -> str:
    there = ", ".join(
        f"{reason}: {count}" for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
    return f"{sum(counts.values())} ({there})" if there else "0"


FIGURES = (
    Figure("New", "Requests handed over in the week. One that is opened again is not new.", lambda w, _: str(w.new)),
    Figure(
        "Answered",
        "Requests whose client first heard from us in the week: a contact on record, or closed as done, "
        "which says that the client has what was asked for. Each counts once in its life.",
        lambda w, _: str(w.answered),
    ),
    Figure(
        "Closed",
        "Requests closed for the first time in the week, whatever the outcome. Closed again after being opened again "
        "is not counted again.",
        lambda w, _: str(w.closed),
    ),
    Figure("Opened again", "Requests that were closed and came back in the week.", lambda w, _: str(w.reopened)),
    Figure(
        "Open at the end",
        "Requests not closed at the end of the week, by how they stood, those opened again included.",
        _open,
        lambda w, _: str(w.open),
    ),
    Figure(
        "First word from us, median",
        "By when half of the clients had heard from us, counted from the hand-over. It takes in what was handed over "
        "in the eight weeks up to the end of the week. Those who have not heard yet count as waiting at least until "
        "then (Kaplan-Meier); those closed without a word leave the count at that moment. In calendar time, and in the "
        "working time of the owner.",
        lambda w, watch: texts.times_median(w.heard, watch),
        lambda w, watch: texts.short_time(w.heard.calendar, w.heard.calendar.median, watch),
    ),
    Figure(
        "First word from us, nine in ten",
        "The same, by when nine in ten had heard.",
        lambda w, watch: texts.times_ninetieth(w.heard, watch),
        lambda w, watch: texts.short_time(w.heard.calendar, w.heard.calendar.ninetieth, watch),
    ),
    Figure(
        "Turn really theirs, median",
        "By when, for half, the turn was the client's, or nothing was left to do. A holding reply does not count.",
        lambda w, watch: texts.times_median(w.turned, watch),
        lambda w, watch: texts.short_time(w.turned.calendar, w.turned.calendar.median, watch),
    ),
    Figure(
        "Turn really theirs, nine in ten",
        "The same, by when nine in ten had it.",
        lambda w, watch: texts.times_ninetieth(w.turned, watch),
        lambda w, watch: texts.short_time(w.turned.calendar, w.turned.calendar.ninetieth, watch),
    ),
    Figure(
        "Promises kept",
        "Of the dates that clients could count on and that came to an end in the week, those that were met. Before the "
        "date, somebody had said that the client heard from us, or whose turn it was after a copy of our mail.",
        lambda w, _: texts.share(Share(w.kept, w.kept + w.broken)),
    ),
    Figure(
        "Promises moved",
        "Dates that became later ones in the week; one that the client knew, when they had been told of the other.",
        lambda w, _: str(w.moved),
    ),
    Figure(
        "Promises broken",
        "Dates that passed in the week before anybody had said that the client heard. A copy of our mail alone keeps "
        "none, for it may be forged; where one had come in before the date, the figure says so.",
        _broken,
        lambda w, _: str(w.broken),
    ),
    Figure(
        "Contacts with clients",
        "By how we know of them: claimed (somebody said so), copy seen (a copy of our mail reached the bot), "
        "authenticated (and its sender was verified).",
        _touches,
        lambda w, _: str(sum(w.touches.values())),
    ),
    Figure(
        "Holding replies",
        "Contacts after which the turn was still ours, of all contacts of the week.",
        lambda w, _: texts.share(Share(w.holding, sum(w.touches.values()))),
    ),
    Figure(
        "Chases",
        "How often clients asked again while the turn was ours; mails that nothing vouches for are counted apart.",
        _chases,
    ),
    Figure(
        "Answered before anybody else was told",
        "Of requests that were first answered in the week, or first told to somebody besides their owner: those that "
        "were answered before.",
        lambda w, _: texts.share(w.before_escalation),
    ),
    Figure(
        "Not needed",
        "How often somebody said that a reminder was not needed, by the reason that they gave.",
        lambda w, _: _by_reason(w.not_needed),
        lambda w, _: str(sum(w.not_needed.values())),
    ),
)
"""In the order in which they are told."""

UNTOLD = (
    Figure(
        "Withheld",
        "Reminders that fell due and were not sent, by the reason on record.",
        lambda w, _: _by_reason(w.withheld),
        lambda w, _: str(sum(w.withheld.values())),
    ),
    Figure(
        "Uncertain",
        "Reminders that fell due in the week and of which nothing was known at its end, neither sent nor withheld; "
        "and messages that Slack would not deliver.",
        lambda w, _: f"{w.undecided}" + (f", and {w.undelivered} undelivered" if w.undelivered else ""),
        lambda w, _: str(w.undecided + w.undelivered),
    ),
)
"""What did not reach anybody, told apart from the others."""

EVERY_FIGURE = (*FIGURES, *UNTOLD)


def besides(facts: DigestFacts, watch: Watch) -> Mapping[str, Sequence[str]]:
    """What is told below the figures, under its titles: what nobody was told about, for whom nobody was found, and the
    lessons of the week.
    """
    triage = [texts.title(each) for each in facts.triage.first]
    left = facts.triage.count - len(triage)
    found = {
        texts.UNTOLD: [each.line(facts, watch) for each in UNTOLD],
        texts.TRIAGE: [*triage, *(_more(left) if triage else [])],
        texts.LESSONS: [*(texts.lesson(each) for each in facts.lessons), *_more(facts.figures.more_lessons)],
    }
    return {title: lines for title, lines in found.items() if lines}


def _more(left: int) -> list[str]:
    return [lists.more(left)] if left > 0 else []
