"""The picture of the digest in words: what stands on it, and what it shows for who can't see it."""

from bot.domain.digest_figures import FEW, WeekFigures
from bot.domain.facts import DigestFacts
from bot.domain.picture import Picture, Series
from bot.domain.request import State
from bot.domain.weeks import Week
from bot.texts.digest import NOT_REACHED

_OPEN = "open"
_PROMISED = "promised"
_WAITING = "waiting"
_ANSWERED = "answered"
_HOURS_A_DAY = 24
_IN_DAYS_FROM = 48


def picture(facts: DigestFacts) -> Picture:
    """Eight weeks of open, promised, waiting and answered, and the median."""
    weeks = facts.figures.weeks
    hours = tuple(_median_hours(week) for week in weeks)
    return Picture(
        title=f"Week {facts.week}: the last eight weeks",
        weeks=_names(facts),
        stacked=(
            Series(_OPEN, tuple(_open(week) for week in weeks)),
            Series(_PROMISED, tuple(week.open_by_state.get(State.PROMISED, 0) for week in weeks)),
            Series(_WAITING, tuple(week.open_by_state.get(State.WAITING, 0) for week in weeks)),
        ),
        answered=Series(_ANSWERED, tuple(week.answered for week in weeks)),
        median_title="median time to a first word, each over eight weeks",
        median_hours=hours,
        median_labels=tuple(_label(week) for week in weeks),
        no_median="too few requests for a median",
    )


def alt_text(facts: DigestFacts) -> str:
    """The whole picture in sentences."""
    shown = picture(facts)
    sentences = [f"{shown.title}."]
    for series in (*shown.stacked, shown.answered):
        sentences.append(f"{series.name.capitalize()}: {', '.join(str(count) for count in series.counts)}.")
    medians = ", ".join(label.replace("\n", " ") or "too few" for label in shown.median_labels)
    return " ".join([*sentences, f"{shown.median_title.capitalize()}: {medians}."])


def _names(facts: DigestFacts) -> tuple[str, ...]:
    last = Week.named(facts.week)
    count = len(facts.figures.weeks)
    return tuple(f"W{last.before(count - 1 - place).number}" for place in range(count))


def _open(week: WeekFigures) -> int:
    """Nobody has taken it, or nobody was found."""
    return week.open_by_state.get(State.OPEN, 0) + week.open_by_state.get(State.TRIAGE, 0)


def _label(week: WeekFigures) -> str:
    """The median in words; in a bad week half of the clients have not heard yet, and that is no gap."""
    hours = _median_hours(week)
    if hours is not None:
        return _length(hours)
    return NOT_REACHED.replace(" ", "\n") if week.heard.calendar.n >= FEW else ""


def _median_hours(week: WeekFigures) -> float | None:
    quantiles = week.heard.calendar
    return None if quantiles.median is None or quantiles.n < FEW else quantiles.median / 60


def _length(hours: float) -> str:
    if hours < 1:
        return f"{round(hours * 60)} min"
    return f"{hours:.0f} h" if hours < _IN_DAYS_FROM else f"{hours / _HOURS_A_DAY:.1f} d".replace(".0 d", " d")
