"""What people, clients and requests are called in a sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from babel.dates import format_date

from bot.domain.facts import RequestFacts, Upcoming
from bot.domain.people import Person
from bot.domain.request import Request
from bot.texts.moments import PrintedWatch, Watch

_LONGEST_NAME = 60


def one_line(text: str, limit: int = 150) -> str:
    """`text` on one line, at most `limit` characters of it."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def called(name: str) -> str:
    """What colleagues call a contact: "Jane" for "Jane Miller"; a name in another order is left as it is."""
    whole = one_line(name, _LONGEST_NAME)
    first, _, rest = whole.partition(" ")
    return whole if "," in whole or not rest or len(first) < 2 or first.endswith(".") else first


def told_apart(people: Iterable[Person]) -> dict[int, str]:
    """The names of colleagues under their ids: where several have one name, each with the Slack id."""
    known = list(people)
    bearers = Counter(one.name for one in known)
    return {one.id: one.name if bearers[one.name] == 1 else f"{one.name} ({one.slack_id})" for one in known}


def contact(facts: RequestFacts) -> str:
    """Who waits for us, as the subject of a sentence: the contact, else their company, else "the client"."""
    name = (facts.contact_name or "").strip()
    return called(name) if name else client(facts)


def contact_in_full(facts: RequestFacts) -> str:
    """The contact by their whole name."""
    name = one_line(facts.contact_name or "", _LONGEST_NAME)
    return name or one_line(facts.contact_address or "", _LONGEST_NAME) or client(facts)


def client(facts: RequestFacts) -> str:
    """The company, else "the client"."""
    return one_line(facts.client_name or "", _LONGEST_NAME) or "the client"


def where(client_name: str | None, project_name: str | None) -> str:
    """Client and project: "Acme GmbH, Portal"; empty while neither is known."""
    return ", ".join(one_line(name, _LONGEST_NAME) for name in (client_name, project_name) if name and name.strip())


def who_and_where(facts: RequestFacts) -> str:
    """The contact with client and project: "Jane Miller (Acme GmbH, Portal)"; while nobody is known, "a client"."""
    full, place = contact_in_full(facts), where(facts.client_name, facts.project_name)
    if not facts.contact_name and not facts.contact_address:
        project = where(None, facts.project_name)
        return f"{client(facts)} ({project})" if facts.client_name and project else place or "a client"
    return f"{full} ({place})" if place else full


def wish(request: Request) -> str:
    """The one line that stands for the request."""
    return one_line(request.wish) or (_erased(request.erased_at) if request.erased_at else "(no words yet)")


def _erased(at: datetime) -> str:
    return f"(its words were erased on {format_date(at, 'd MMM y', locale='en_GB')})"


def you_or(person: Person | None, reader: Person | None, otherwise: str = "somebody") -> str:
    """ "you" for the reader, the first name for anybody else."""
    if person is None:
        return otherwise
    return "you" if reader is not None and person.id == reader.id else one_line(person.first_name, _LONGEST_NAME)


def owner(facts: RequestFacts, reader: Person | None = None) -> str:
    """Who must act now."""
    return you_or(facts.owner, reader, "nobody yet")


def where_the_owner_is(facts: RequestFacts, watch: Watch) -> str:
    """Why the owner is passed over: "is away until Wed 6 Jan"."""
    last = facts.owner_away_until
    if last is None:
        return "can't be reached just now"
    day = PrintedWatch(watch.now, watch.zone, watch.language).day(datetime.combine(last, time(12), watch.zone))
    return f"is away until {day}"


def hears(upcoming: Upcoming, reader: Person | None) -> str:
    """ "Pia hears", "you hear"."""
    return f"{you_or(upcoming.person, reader)} {'hear' if is_reader(upcoming.person, reader) else 'hears'}"


def is_reader(person: Person | None, reader: Person | None) -> bool:
    """Whether the sentence is about whom it is said to."""
    return person is not None and reader is not None and person.id == reader.id


def has(person: Person | None, reader: Person | None) -> str:
    """ "you have", "Bob has"."""
    return f"{you_or(person, reader)} {'have' if is_reader(person, reader) else 'has'}"


def listed(names: Sequence[str]) -> str:
    """ "Dana", "Dana and Eli", "Dana, Eli and Kim"."""
    return names[0] if len(names) == 1 else " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
