"""What a digest tells, as plain data to be set beside the independent computation."""

from typing import Any

from bot.domain.digest_figures import DigestFigures, Times, WeekFigures
from bot.domain.facts import DigestFacts
from bot.domain.survival import Quantiles


def figures(week: WeekFigures) -> dict[str, Any]:
    """Every figure of a week."""
    return {
        "new": week.new,
        "answered": week.answered,
        "closed": week.closed,
        "reopened": week.reopened,
        "open": {state.value: count for state, count in week.open_by_state.items()},
        "kept": week.kept,
        "broken": week.broken,
        "copied": week.broken_with_copy,
        "moved": week.moved,
        "touches": {evidence.value: count for evidence, count in week.touches.items()},
        "holding": week.holding,
        "chases": week.chases,
        "unverified": week.chases_unverified,
        "before": (week.before_escalation.part, week.before_escalation.of),
        "not needed": week.not_needed,
        "withheld": week.withheld,
        "undecided": week.undecided,
        "undelivered": week.undelivered,
        "heard": _times(week.heard),
        "turned": _times(week.turned),
    }


def _times(times: Times) -> dict[str, tuple[Any, ...]]:
    return {"calendar": _quantiles(times.calendar), "working": _quantiles(times.working)}


def _quantiles(found: Quantiles) -> tuple[Any, ...]:
    return (found.n, found.happened, found.median, found.ninetieth)


def threads(found: DigestFigures) -> dict[str, tuple[int, list[tuple[int, Any]]]]:
    """The threads of each list: how many belong there, and the first of them with what they are sorted by."""
    return {
        "decisions": (found.decisions.count, [(t.request_id, t.standing.asked_at) for t in found.decisions.first]),
        "promises": (found.promises.count, [(t.request_id, t.standing.due_at) for t in found.promises.first]),
        "went well": (found.went_well.count, [(t.request_id, t.took) for t in found.went_well.first]),
        "triage": (found.triage.count, [(t.request_id, t.standing.state.value) for t in found.triage.first]),
    }


def words(digest: DigestFacts) -> dict[str, list[tuple[int, Any]]]:
    """What is said of them: for how many days clients have waited, what they were promised, and the lessons."""
    return {
        "waits": [(line.request.id, line.waits_days) for line in digest.decisions.first],
        "promised": [(line.request.id, line.promised) for line in digest.promises.first],
        "lessons": [(lesson.request_id, lesson.words) for lesson in digest.lessons],
        "more lessons": [(0, digest.figures.more_lessons)],
    }
