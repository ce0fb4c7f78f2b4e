"""Whether the record holds, for whoever checks it."""

from bot.domain.export import Count
from bot.domain.verification import Finding, Verdict, Wrong
from bot.texts.moments import Language, counted

_WRONG = {
    Wrong.CHANGED: "an event was changed",
    Wrong.MISSING: "an event is missing",
    Wrong.UNLISTED: "an event stands in no seal, and waits for none",
    Wrong.LISTED_TWICE: "an event stands there twice",
    Wrong.ORDER: "the events of a seal are out of order",
    Wrong.SEAL_CHANGED: "a seal was changed",
    Wrong.SEAL_MISSING: "a seal is missing",
    Wrong.FORK: "a seal does not follow the one before it",
    Wrong.WORDS_CHANGED: "the words of an event are not those that were recorded",
    Wrong.ANCHOR_NOT_REACHED: "the anchor that you gave is not in the chain",
    Wrong.UNREADABLE: "a line of the export can't be read",
    Wrong.CUT_SHORT: "the export is cut short, and holds less than its last line says",
}


def verdict(found: Verdict) -> str:
    """The outcome in a few lines: what holds, up to where, and what was found first where it does not."""
    lines = [_first(found)]
    if found.wrong is not None and found.reached.seal_number:
        lines.append(f"Up to there it holds: {_upto(found)}.")
    if not found.is_whole:
        lines.append("This is an extract: it can't show whether anything was left out.")
    if found.anchor_at is not None:
        lines.append(_anchor_met(found))
    if found.unsealed:
        lines.append(f"Waiting for a seal, and not protected yet: {_counted(found.unsealed, 'event')}.")
    if found.reached.seal_number:
        lines.append(f"Anchor: {found.reached.hash}")
    return "\n".join(lines)


def exported(count: Count) -> str:
    """How much an export holds."""
    waiting = f"; waiting for a seal: {_counted(count.waiting, 'event')}" if count.waiting else ""
    return f"Exported: {_counted(count.events, 'event')} in {_counted(count.seals, 'seal')}{waiting}."


def _first(found: Verdict) -> str:
    if found.wrong is not None:
        return f"The record does not hold: {_told(found.wrong)}."
    if not found.reached.seal_number:
        return "The record holds: nothing is sealed yet."
    if found.is_whole:
        return f"The record holds: {_upto(found)}."
    listed = _counted(found.compared, "event")
    return f"The chain holds: {_upto(found)}. Of these the extract lists {listed}, each as it was sealed."


def _upto(found: Verdict) -> str:
    reached = found.reached
    return f"{_counted(reached.event_count, 'event')} in {_counted(reached.seal_number, 'seal')}"


def _anchor_met(found: Verdict) -> str:
    if found.anchor_at == 0:
        return "The anchor that you gave is the beginning of the chain: it protects nothing yet."
    return f"The anchor that you gave is that of seal {found.anchor_at}: nothing up to there was altered."


def _told(finding: Finding) -> str:
    where = [f"seal {finding.seal_number}"] if finding.seal_number is not None else []
    where += [f"event {finding.event_id}"] if finding.event_id is not None else []
    where += [f"line {finding.line}"] if finding.line is not None else []
    return f"{_WRONG[finding.wrong]} ({', '.join(where)})" if where else _WRONG[finding.wrong]


def _counted(number: int, one: str) -> str:
    return f"{number:,} {counted(number, one, one + 's', Language.EN).partition(' ')[2]}"
