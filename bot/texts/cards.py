"""The owner's card in words: what it is about, and how it stands."""

from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from bot.domain.facts import RequestFacts
from bot.domain.incoming import Attached
from bot.domain.last_look import Newer
from bot.domain.people import Person
from bot.domain.promises import is_held_off
from bot.domain.request import Cause, Outcome, Promise, State
from bot.texts import hands, keeping, naming
from bot.texts import waiting as waiting_words
from bot.texts.moments import Watch, sentence
from bot.texts.naming import contact, is_reader, you_or

Piece = tuple[str, str | None]
"""A stretch of a line, and the address (https) that it leads to, where it does."""

INTRODUCTION = (
    "Hello {name}, I'm Nudge. When a client's request is handed over to somebody here, I keep it in view "
    "and remind them, in their own hours, until the client has heard from us."
)

_CAUSES = {
    Cause.HANDED_OVER: "{who} has a request.",
    Cause.REASSIGNED: "{who} has a request, and it has changed hands.",
    Cause.TAKEN_OVER: "{who} has a request; its owner is away for now.",
    Cause.SETTLED: "{who} has a request, and it is settled whose it is.",
    Cause.RETURNED: "{who} has a request, and its owner is back.",
    Cause.ANSWER: "{name} has answered: the turn is ours again.",
    Cause.ASK_AGAIN: "The day to ask {name} again has come.",
    Cause.REOPENED: "Open again: {who} has a request.",
    Cause.CHASE: "{name} has asked again.",
    Cause.BROKEN_PROMISE: "The date we set for {name} has passed.",
}


def introduction(reader: Person) -> str:
    """The bot, in the one sentence of the first card ever."""
    return INTRODUCTION.format(name=naming.one_line(reader.first_name, 60))


def headline(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """What the card is about, in the sentence that a phone shows first."""
    if facts.request.is_keeping_in_touch:
        return keeping.headline(facts, reader, watch)
    match facts.request.state:
        case State.TRIAGE:
            return f"Whose is this? Nobody has been found yet for what {contact(facts)} asks."
        case State.OPEN:
            return _open_headline(facts, reader, watch)
        case State.PROMISED:
            return _promised_headline(facts, reader, watch)
        case State.WAITING:
            return waiting(facts, watch)
        case State.CLOSED:
            return closing(facts)


def moved_on(facts: RequestFacts, newer: Newer) -> str:
    """What is left of an older message: where the request is by now. What a full reminder only counts is in Home."""
    return f"#{facts.request.id} · {naming.wish(facts.request)} is {_PLACES[newer]} now, as it stands."


_PLACES = {
    Newer.IN_A_MESSAGE_BELOW: "further down",
    Newer.IN_A_REMINDER_BELOW: "further down or in Home",
    Newer.IN_A_REMINDER_ABOVE: "in the reminder above or in Home",
}


def waiting(facts: RequestFacts, watch: Watch) -> str:
    """It is the client's turn, and until when."""
    again = facts.request.ask_again_at
    until = f" We ask again {watch.when(again)}." if again else ""
    return f"It is {contact(facts)}'s turn now.{until}"


def closing(facts: RequestFacts) -> str:
    """What became of it."""
    if facts.request.is_keeping_in_touch:
        return keeping.closing(facts)
    name = contact(facts)
    match facts.request.outcome:
        case Outcome.NOT_NEEDED:
            return f"Closed: {name} no longer needs this."
        case Outcome.DUPLICATE:
            same = facts.request.perhaps_of
            return f"Closed: {name} asked for this in another request as well{f' (#{same})' if same else ''}."
        case Outcome.WITHDRAWN:
            return f"Withdrawn: nothing is left to do for {name} here."
        case _:
            return f"Done: {name} has what was asked for."


def _open_headline(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    said = cause(facts)
    if is_reader(facts.owner, reader):
        return f"{said} {_question(facts)}".strip()
    if facts.stands_in(reader):
        return f"{said} {naming.owner(facts)} {naming.where_the_owner_is(facts, watch)}, so this comes to you.".strip()
    return f"{said} It is with {naming.owner(facts)}."


def cause(facts: RequestFacts) -> str:
    """What has happened that this is open now."""
    who = naming.who_and_where(facts)
    unverified = facts.request.unverified_from
    if unverified and facts.request.cycle.cause is Cause.CHASE:
        return f"A mail from {naming.one_line(unverified, 120)} asks again (unverified: straight to our address)."
    return sentence(_CAUSES[facts.request.cycle.cause].format(name=contact(facts), who=who))


def _question(facts: RequestFacts) -> str:
    match facts.request.cycle.cause:
        case Cause.HANDED_OVER | Cause.REASSIGNED | Cause.REOPENED:
            return "Is it yours?"
        case Cause.ASK_AGAIN:
            return "Ask again, keep waiting, or close?"
        case _:
            return f"What comes next, and by when does {contact(facts)} hear from us?"


def _promised_headline(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    taken = f"{sentence(naming.has(facts.owner, reader))} it."
    if asked_since_promise(facts):
        taken = f"{cause(facts)} {taken}"
    promise = facts.request.promise
    return f"{taken} {hears_by(facts, promise, watch)}" if promise else taken


def asked_since_promise(facts: RequestFacts) -> bool:
    """Whether the client asked again after the promise that holds now was made."""
    request = facts.request
    chase = request.cycle.cause is Cause.CHASE
    return chase and request.promise is not None and request.cycle.started_at >= request.promise.made_at


def hears_by(facts: RequestFacts, promise: Promise, watch: Watch) -> str:
    """By when the client hears from us."""
    return f"{sentence(contact(facts))} hears from us by {watch.moment(promise.due_at)}."


def promise_line(facts: RequestFacts, watch: Watch) -> str | None:
    """What was promised and by when, and whether the client knows."""
    promise = facts.request.promise
    if promise is None and facts.request.is_keeping_in_touch:
        return None
    if promise is None:
        none_yet = facts.request.state is State.OPEN and not facts.request.promises_made
        return "No date has been set so far." if none_yet else None
    knows = f"; {contact(facts)} knows the date" if promise.client_knows else ""
    what = naming.one_line(promise.what, 300)
    return f"Next: {what}, by {watch.moment(promise.due_at)}{knows}." if what else hears_by(facts, promise, watch)


def pending_line(facts: RequestFacts, watch: Watch) -> str | None:
    """Which date is to come, and which one counts until the client knows."""
    promise, pending = facts.request.promise, facts.request.pending
    if promise is None or pending is None:
        return None
    new, old = watch.moment(pending.due_at), watch.moment(promise.due_at)
    return f"Moved to {new}, once {contact(facts)} has been told; until then {old} counts."


def handed_over_line(facts: RequestFacts, reader: Person | None, watch: Watch) -> str:
    """Who handed it over, when, and who did so as well."""
    if facts.request.is_keeping_in_touch:
        return keeping.why_line(facts, watch)
    at = watch.when(facts.request.handed_over_at)
    by = f" by {you_or(facts.reporter, reader)}" if facts.reporter else ""
    joined = [you_or(facts.person(person), reader) for person in facts.joined]
    also = f"; {naming.listed(joined)} handed it over as well" if joined else ""
    return f"Handed over{by} {at}{also}."


def note_line(facts: RequestFacts) -> str | None:
    """What whoever forwarded the mail wrote above it."""
    note = facts.request.note
    return f"Written above the forward: “{naming.one_line(note, 300)}”" if note else None


def passed_on_line(facts: RequestFacts, reader: Person | None) -> str | None:
    """What whoever passed it on said to its new owner."""
    passed = facts.passed_on
    if passed is None:
        return None
    return f"{sentence(you_or(passed.by, reader))} said: “{naming.one_line(passed.words, 300)}”"


def waits_line(facts: RequestFacts, watch: Watch, below: str = "") -> str | None:
    """Since when the client waits, or when they last heard from us; how long that is, unless it stands above."""
    request, name = facts.request, sentence(contact(facts))
    since = request.client_waits_since
    if since is None or request.is_closed:
        return None
    length = waiting_words.so_long(facts.client_waits_days, facts.client_waited, watch)
    if length and length in below:
        length = None
    again = _asked_again(facts, since, watch)
    if request.touched_at is not None and since <= request.touched_at:
        returned = request.returned_at is not None and request.returned_at >= request.touched_at
        came_back = ", but that mail was returned" if returned else ""
        ago = f", {length} ago" if length else ""
        return f"{name} last heard from us {watch.when(request.touched_at)}{ago}{came_back}{again}."
    by_mail = " by the mail's own date" if request.touched_at is None and since < request.handed_over_at else ""
    so_long = f"for {length}, " if length else ""
    return f"{name} has been waiting {so_long}since {watch.moment(since)}{by_mail}{again}."


def _asked_again(facts: RequestFacts, since: datetime, watch: Watch) -> str:
    """When the client asked again, by the mail's own date where it says."""
    request = facts.request
    if not request.chases or request.wrote_at is None or request.wrote_at <= since or request.unverified_from:
        return ""
    return f", and wrote again {watch.when(request.wrote_at)}"


def said_to_be_line(facts: RequestFacts) -> str | None:
    """Whose mail it is said to be: a forward is typed text, and an address can be forged."""
    address = facts.contact_address
    return f"Said to be from {naming.one_line(address, 120)}." if address else None


def unverified_line(facts: RequestFacts) -> str | None:
    """That nothing stands behind the last words: by their address, as anybody can choose a name."""
    address = facts.request.unverified_from
    if not address or facts.request.is_closed:
        return None
    return f"The last mail is unverified: straight to our address, from {naming.one_line(address, 120)}."


def noise_line(facts: RequestFacts) -> str | None:
    """That a mail came in which nobody seems to wait for an answer to."""
    said = facts.request.noise_words
    if not said:
        return None
    words = naming.one_line(said, 80)
    if facts.request.noise_is_return:
        return f"A mail to {contact(facts)} could not be delivered, as a report says: “{words}”"
    return f"The last mail reads like an automatic reply or thanks, and changed nothing: “{words}”"


def files_said(facts: RequestFacts, watch: Watch) -> list[Piece]:
    """What came with the mail, names that can be opened with their links; of a mailbox, which mail there holds it."""
    files = facts.request.attachments
    if not files:
        return []
    shown = files[:5]
    said: list[Piece] = [("With it: ", None)]
    for place, (mailed_at, group) in enumerate(groupby(shown, key=lambda one: one.mailed_at)):
        said.append(("; " if place else "", None))
        for number, one in enumerate(group):
            said += [(", " if number else "", None), *_file(one)]
        said.append((_in_mailbox(mailed_at, watch), None))
    more = f" and {len(files) - len(shown)} more" if len(files) > len(shown) else ""
    return [piece for piece in (*said, (f"{more}.", None)) if piece[0]]


def _in_mailbox(mailed_at: str | None, watch: Watch) -> str:
    return f", in the mailbox mail of {watch.dated(datetime.fromisoformat(mailed_at))}" if mailed_at else ""


def _file(one: Attached) -> list[Piece]:
    size = f" ({_bytes(one.size)})" if one.size else ""
    link = one.link if one.link and _is_slacks(one.link) else None
    return [(naming.one_line(one.name, 80) or "a file", link), (size, None)]


def _is_slacks(link: str) -> bool:
    """Whether it leads to a file in Slack: a mail may name its files, not send people elsewhere."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def _bytes(size: int) -> str:
    """A size as people read it."""
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1_000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def asked_again_line(facts: RequestFacts) -> str | None:
    """How often the client has asked again."""
    chases = facts.request.chases
    is_unverified = bool(facts.request.unverified_from) and facts.request.cycle.cause is Cause.CHASE
    if not chases or (chases == 1 and is_unverified):
        return None
    times = {1: "", 2: " twice"}.get(chases, f" {chases} times")
    return f"{sentence(contact(facts))} has asked again{times}."


def flag_line(facts: RequestFacts, reader: Person | None) -> str | None:
    """That somebody has raised a red flag, and why, unless that was erased."""
    flag = facts.request.flag
    if flag is None or facts.request.is_closed:
        return None
    raised = f"⚑ Red flag by {you_or(facts.person(flag.by), reader)}"
    reason = naming.one_line(flag.reason, 300)
    return f"{raised}: {reason}" if reason else f"{raised}."


def held_off_line(facts: RequestFacts) -> str | None:
    """How many replies in a row kept the turn with us, and what that means for the reminders."""
    request = facts.request
    most = facts.policy.limits.holding_replies
    if request.is_closed or request.holding_replies < min(most or _TWO, _TWO):
        return None
    replies = {1: "one reply", 2: "two replies"}.get(request.holding_replies, f"{request.holding_replies} replies")
    higher = "; the next reminders begin one step further" if is_held_off(request, facts.policy) else ""
    return f"{sentence(contact(facts))} has had {replies} that kept the turn with us{higher}."


_TWO = 2


def put_off_line(facts: RequestFacts) -> str | None:
    """How often the date was moved since the client last heard, and what that means for the reminders."""
    moves = facts.request.moves
    if not moves or facts.request.is_closed:
        return None
    times = {1: "once", 2: "twice"}.get(moves, f"{moves} times")
    return f"The date was moved {times}; the next reminders begin one step further."


def snooze_line(facts: RequestFacts, watch: Watch) -> str | None:
    """Until when reminders rest, and why."""
    snooze = facts.request.snooze
    if snooze is None or facts.request.is_closed:
        return None
    reason = naming.one_line(snooze.reason, 200).rstrip(".")
    because = f" ({reason})" if reason else ""
    if rest_ended_by_chase(facts):
        return f"Reminders were to rest{because}; as {contact(facts)} has asked again, they don't."
    if snooze.until <= watch.now:
        return f"This rested until {watch.day(snooze.until)}{f': {reason}' if reason else ''}."
    return f"Reminders rest until {watch.moment(snooze.until)}{f': {reason}' if reason else ''}."


def rest_ended_by_chase(facts: RequestFacts) -> bool:
    """Whether reminders would be resting now, had the client not asked again."""
    request = facts.request
    chased = request.cycle.cause is Cause.CHASE
    return chased and request.snooze is not None and request.snooze.until == request.cycle.started_at


def lesson_line(facts: RequestFacts) -> str | None:
    """What was learned, once it is closed."""
    return f"Learned: {naming.one_line(facts.request.lesson, 500)}" if facts.request.lesson else None


def essentials(facts: RequestFacts, reader: Person | None, watch: Watch, *, below: str = "") -> list[str]:
    """The facts that every card carries below the client's words, one sentence each; none that stands `below` already.

    `below` is the sentence at the top, which phones show first.
    """
    lines = (
        handed_over_line(facts, reader, watch),
        flag_line(facts, reader),
        note_line(facts),
        passed_on_line(facts, reader),
        waits_line(facts, watch, below),
        said_to_be_line(facts),
        unverified_line(facts),
        asked_again_line(facts),
        noise_line(facts),
        promise_line(facts, watch),
        pending_line(facts, watch),
        put_off_line(facts),
        held_off_line(facts),
        snooze_line(facts, watch),
        hands.asked_line(facts, reader, watch),
        hands.lent_line(facts, reader, watch),
        lesson_line(facts) if facts.request.is_closed else None,
    )
    return [line for line in lines if line and line not in below]
