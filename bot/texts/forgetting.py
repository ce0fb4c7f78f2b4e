"""What erasing takes, in words for whoever does it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.domain.forgetting import Cause, Gone
from bot.domain.request import State
from bot.texts import naming

LOOKING = "Looking"
ERASING = "Erasing"
NOTHING_ERASED = "Nothing was erased."

_COUNTED: tuple[tuple[Callable[[Gone], int], str, str], ...] = (
    (lambda gone: gone.texts, "text of requests", "texts of requests"),
    (lambda gone: gone.record, "text of the record", "texts of the record"),
    (lambda gone: gone.mails, "mail id", "mail ids"),
    (lambda gone: len(gone.messages), "message kept here", "messages kept here"),
    (lambda gone: len(gone.edits), "message to edit in Slack", "messages to edit in Slack"),
    (lambda gone: gone.inbox, "delivery waiting or given up", "deliveries waiting or given up"),
)
_MOST_NUMBERS = 40

_OUT_OF_REACH: tuple[str, ...] = (
    "mails that people forwarded into Slack, and what they wrote there themselves: delete those messages",
    "the mailbox, and everybody's own mail",
    "backups of the database: let them run out, and erase again after restoring one",
    "what was exported before, files saved from Slack, and logs kept elsewhere",
    "set-up files: a contact or a colleague named there comes back with the next import",
)
_OF_NAMES = "names in other requests' words: only an address, a telephone number and a whole name can be found"
_OF_FILES = "names and links of files that came with their mails about others' requests"
_OF_ROSTER = "Slack's own list of members: while the account is there, Nudge takes it over again"


def still_needed(parts: Sequence[str]) -> str:
    """What has to be handed on before somebody can be forgotten."""
    more = [f"owner of {len(parts) - _MOST_NUMBERS} more"] if len(parts) > _MOST_NUMBERS else []
    named = naming.listed([*parts[:_MOST_NUMBERS], *more])
    return f"They are needed here. First let somebody else be {named}."


def would_go(states: Mapping[int, State], partly: Sequence[int], gone: Gone, *, is_known: bool) -> list[str]:
    """Which requests, and how much of each kind."""
    if not gone and not is_known:
        return ["There is nothing to erase."]
    lines = ["This would go:"]
    if states:
        lines.append(f"  all words of {_numbers(f'#{number} ({state})' for number, state in states.items())}")
    if partly:
        lines.append(f"  what names them, and their own words, in {_numbers(f'#{number}' for number in partly)}")
    lines += [f"  {counted}" for counted in _counts(gone)]
    if is_known:
        lines.append("  name and address, and what else is known of them")
    live = [f"#{number}" for number, state in states.items() if state is not State.CLOSED]
    if live:
        lines.append(f"Not closed yet, and going on without words: {_numbers(live)}.")
    return [*lines, "The events stay on record, without words; “nudge audit verify” holds as before."]


def out_of_reach(cause: Cause) -> list[str]:
    """What erasing can't take."""
    besides = [_OF_NAMES] if cause in {Cause.CONTACT, Cause.PERSON} else []
    besides += [_OF_FILES] if cause is Cause.CONTACT else []
    besides += [_OF_ROSTER] if cause is Cause.PERSON else []
    return ["Out of reach:", *(f"  {each}" for each in (*_OUT_OF_REACH, *besides))]


def erased(gone: Gone) -> str:
    """That it is done."""
    counts = ", ".join(_counts(gone))
    return f"Erased{f': {counts}' if counts else ''}. Messages in Slack are edited as soon as the bot runs."


def at_work(count: int) -> list[str]:
    """What the bot has in hand at this moment was left."""
    if not count:
        return []
    what = "1 delivery that names them is" if count == 1 else f"{count} deliveries that name them are"
    return [f"{what} being worked on at this moment. Run this once more in a few minutes."]


def unedited(found: Sequence[tuple[str, str | None]]) -> list[str]:
    """Messages in Slack that still show words: those that wait, and those that Slack won't let us edit."""
    waiting = sum(reason is None for _, reason in found)
    lines = [f"Waiting to be edited in Slack: {waiting}."] if waiting else []
    refused = [f"  {where}: {reason}" for where, reason in found if reason is not None]
    return lines + (["Slack refuses to change these; delete them there:", *refused] if refused else [])


def _counts(gone: Gone) -> list[str]:
    found = [(count_of(gone), one, many) for count_of, one, many in _COUNTED]
    return [f"{count} {one if count == 1 else many}" for count, one, many in found if count]


def _numbers(named: Iterable[str]) -> str:
    given = list(named)
    more = f" and {len(given) - _MOST_NUMBERS} more" if len(given) > _MOST_NUMBERS else ""
    return ", ".join(given[:_MOST_NUMBERS]) + more
