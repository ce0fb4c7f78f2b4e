"""Whether the record holds, for whoever checks it."""

from bot.domain.verification import Finding, Verdict, Wrong

_WRONG = {
    Wrong.CHANGED: "an event was changed",
    Wrong.MISSING: "an event is missing",
    Wrong.UNLISTED: "an event stands in no seal, and waits for none",
    Wrong.LISTED_TWICE: "an event was sealed twice",
    Wrong.ORDER: "the events of a seal are out of order",
    Wrong.SEAL_CHANGED: "a seal was changed",
    Wrong.SEAL_MISSING: "a seal is missing",
    Wrong.FORK: "a seal does not follow the one before it",
    Wrong.ANCHOR_NOT_REACHED: "the anchor that you gave is not in the chain",
}


def verdict(found: Verdict) -> str:
    """The outcome in a few lines: what holds, up to where, and what was found first where it does not."""
    reached = found.reached
    upto = f"{reached.event_count} events in {reached.seal_number} seals"
    lines = [
        f"The record holds: {upto}." if found.wrong is None else f"The record does not hold: {_told(found.wrong)}."
    ]
    if found.wrong is not None:
        lines.append(f"Up to there it holds: {upto}.")
    if found.anchor_at is not None:
        lines.append(f"The anchor that you gave is that of seal {found.anchor_at}: nothing before it was altered.")
    if found.unsealed:
        lines.append(f"Waiting for their seal: {found.unsealed}.")
    lines.append(f"Anchor: {reached.hash}")
    return "\n".join(lines)


def _told(finding: Finding) -> str:
    where = [f"seal {finding.seal_number}"] if finding.seal_number is not None else []
    where += [f"event {finding.event_id}"] if finding.event_id is not None else []
    return f"{_WRONG[finding.wrong]} ({', '.join(where)})" if where else _WRONG[finding.wrong]
