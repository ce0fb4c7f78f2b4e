"""Lists in words: one request a line, one project a paragraph."""

from bot.domain.delay import Delay
from bot.domain.facts import Line, ProjectFacts, ProjectLessons
from bot.domain.people import Person
from bot.domain.request import State
from bot.texts import labels, naming, waiting
from bot.texts.moments import Watch, delay_in_words, sentence

NOTHING_LISTED = "Nothing is open that you take part in. `/nudge` hands something over."
NO_LESSONS = "Nothing has been noted so far. Closing a request asks what would be done differently."
NO_PROJECTS = (
    "No project is set up yet. An admin sets one up with `/nudge project`; "
    "until then `/nudge @somebody …` hands over to a person."
)


def title(line: Line) -> str:
    """Number, whose it is for, and the wish."""
    place = naming.where(line.client_name, line.project_name)
    return f"*#{line.request.id}{f' · {place}' if place else ''}*: {naming.wish(line.request)}"


def standing(line: Line, reader: Person | None, watch: Watch) -> str:
    """How it stands, in a few words."""
    request = line.request
    match request.state:
        case State.TRIAGE:
            return f"Nobody has been found for it yet{_waits(line, watch)}."
        case State.OPEN:
            date = f"; the client hears from us by {watch.moment(request.promise.due_at)}" if request.promise else ""
            return f"With {naming.you_or(line.owner, reader, 'nobody yet')}{_waits(line, watch)}{date}."
        case State.PROMISED:
            return f"{sentence(naming.has(line.owner, reader))} it{_hears_by(line, watch)}."
        case State.WAITING:
            again = f"; we ask again {watch.when(request.ask_again_at)}" if request.ask_again_at else ""
            return f"The client's turn{again}."
        case State.CLOSED:
            return f"{labels.OUTCOMES[request.outcome]}." if request.outcome else "Closed."


def _waits(line: Line, watch: Watch) -> str:
    if line.client_waits_days is None:
        return ""
    length = waiting.so_long(line.client_waits_days, line.client_waited, watch)
    touched, since = line.request.touched_at, line.request.client_waits_since
    spoken = touched is not None and since is not None and since <= touched
    so_long = f"for {length}" if length else "since today"
    return f"; nothing new for the client {so_long}" if spoken else f"; the client has been waiting {so_long}"


def _hears_by(line: Line, watch: Watch) -> str:
    promise = line.request.promise
    if promise is None:
        return ""
    what = naming.one_line(promise.what, 100)
    return f": {what}, by {watch.moment(promise.due_at)}" if what else f", by {watch.moment(promise.due_at)}"


def entry(line: Line, reader: Person | None, watch: Watch) -> str:
    """Title and standing."""
    return f"{title(line)}\n{standing(line, reader, watch)}"


NO_PROMISES = "No client waits for a date of yours."


_KNOWS = {
    True: "The client knows the date",
    False: "The client doesn't know the date yet",
    None: "Nobody has said whether the client knows the date",
}


def promise(line: Line, reader: Person, watch: Watch) -> str:
    """One's own promise: by when, what, for whom, and whether the client knows."""
    promised = line.request.promise
    if promised is None:
        return entry(line, reader, watch)
    what = naming.one_line(promised.what, 150)
    knows = _KNOWS[promised.client_knows]
    pending = line.request.pending
    later = f"; {watch.moment(pending.due_at)} once they have been told" if pending else ""
    return f"*{sentence(watch.moment(promised.due_at))}*{f': {what}' if what else ''}\n{title(line)}\n{knows}{later}."


def lessons(found: ProjectLessons, watch: Watch) -> str:
    """A project, and what was learned in it: when, after which request, in whose words is not told."""
    lines = [f"{watch.dated(one.at)} · #{one.number}: {naming.one_line(one.words, 300)}" for one in found.lessons]
    left = [more(found.left_out)] if found.left_out else []
    return "\n".join([f"*{naming.where(found.client_name, found.project_name)}*", *lines, *left])


def more(count: int) -> str:
    """What a list leaves out."""
    return f"and {count} more"


def project(facts: ProjectFacts, reader: Person, watch: Watch) -> str:
    """A project: its people, its channel, where to forward mails to, how often its client is to hear from us."""
    known = facts.project
    people = (("with", facts.owner), ("backup", facts.backup), ("lead", facts.lead))
    named = ", ".join(f"{part} {naming.you_or(one, reader)}" for part, one in people if one is not None)
    channel = f"#{known.channel_name}" if known.channel_name else None
    intake = f"Forward mails to {known.intake}" if known.intake else "No address to forward mails to yet"
    details = (
        sentence(named),
        channel,
        watch.count(facts.open_requests, "open request", "open requests"),
    )
    every = f" In touch at least every {_every(known.touch_every, watch)}." if known.touch_every else ""
    return (
        f"*{naming.where(facts.client_name, known.name)}*\n"
        f"{' · '.join(part for part in details if part)}\n{intake}.{every}"
    )


def _every(length: str, watch: Watch) -> str:
    return delay_in_words(Delay.parse(length), watch)
