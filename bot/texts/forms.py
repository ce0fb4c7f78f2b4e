"""What stands on forms: titles, labels, hints, choices. Titles hold 24 characters at most."""

from datetime import datetime

from bot.domain.facts import Line, ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.policy import TIERS
from bot.domain.request import Outcome, Turn
from bot.texts import labels, naming
from bot.texts.cards import asked_since_promise, cause, hears_by
from bot.texts.moments import Watch, sentence
from bot.texts.naming import contact

CANCEL = "Cancel"
CLOSE_VIEW = "Close"
ONE_MOMENT = "One moment …"
KEEP = "Save"

HAND_OVER_TITLE = "Hand something over"
HAND_OVER_SUBMIT = "Hand over"
PROJECT_LABEL = "Which client or project?"
PROJECT_OTHER = "Somebody else, named below"
PROJECT_PLACEHOLDER = "Choose a project"
PERSON_LABEL = "Whose is it?"
PERSON_INSTEAD_LABEL = "Or whose is it?"
PERSON_HINT = "Only needed where no project fits."
PERSON_PLACEHOLDER = "Choose a person"
WISH_LABEL = "What does the client want?"
WISH_PLACEHOLDER = "In the client's own words, if you can"
PROMISED_WHAT_LABEL = "Has the client been promised anything?"
PROMISED_WHAT_PLACEHOLDER = "For example: a first estimate"
PROMISED_BY_LABEL = "By when?"

WHAT_PLACEHOLDER = "For example: speak to the three department heads"
BY_PICK = "Another time, picked below"
BY_PICKED_LABEL = "Another time"
BY_PICKED_HINT = "Counts instead of the choice above, when given."
BY_TYPED_LABEL = "Or in your own words"
BY_TYPED_PLACEHOLDER = "Friday noon, in two working days, 3 Dec 14:00"
KNOWS_YES = "Yes"
KNOWS_NO = "Not yet"

TAKE_TITLE = "I have it"
WHAT_LABEL = "What happens next?"
MOVE_TITLE = "Move the date"
CONTACT_TITLE = "Contact made"
CHANNEL_LABEL = "How?"
TURN_LABEL = "Whose turn is it now?"
CONTACT_BY_LABEL = "Until when?"
CONTACT_BY_HINT = "Not needed when nothing is left to do."
CONTACT_WHAT_LABEL = "What happens next, if the turn is ours?"
LESSON_LABEL = "What would we do differently?"

IN_TOUCH_WHAT_LABEL = "What was it about?"

NOT_MINE_TITLE = "Not mine"
WHO_LABEL = "Who has it?"
WHO_OTHER = "Somebody else, named below"
NOT_MINE_PERSON_LABEL = "Somebody else"
REASON_LABEL = "Why?"
REASON_HINT = "A few words help whoever gets it."

SNOOZE_TITLE = "Snooze"
SNOOZE_BY_LABEL = "Until when should reminders rest?"
SNOOZE_WHY_HINT = "It is shown when the reminders come back."

CLOSE_TITLE = "Close"
WITHDRAW_TITLE = "Withdraw"
OUTCOME_LABEL = "What became of it?"
SAME_AS_LABEL = "If it is the same as another: which one?"
SAME_AS_PLACEHOLDER = "Choose a request"
SAME_AS_MISSING = "Which one is it the same as?"

FLAG_TITLE = "Red flag"
FLAG_REASON_LABEL = "Why can't this one wait?"
FLAG_HINT = "A stricter plan holds from then on, and everybody who sees the request reads why."
FLAG_SUBMIT = "Raise it"
LIFT_SUBMIT = "Lift it"
FLAG_REASON_MISSING = "A few words are needed: they are what the others read."

ROUTE_TITLE = "Whose is it?"
ADD_WORDS_TITLE = "Add words"
ADD_WORDS_LABEL = "What should be added?"

WAIT_ON_TITLE = "Keep waiting"
ASK_AGAIN_TITLE = "Ask again"

PROJECT_TITLE = "Client and project"
CLIENT_LABEL = "Client"
CLIENT_PLACEHOLDER = "Acme GmbH"
DOMAINS_LABEL = "Mail domains of the client"
DOMAINS_HINT = "Separated by commas: acme.example, acme.test. Mails from there find this client."
TIER_LABEL = "How closely do we keep watch?"
TIER_USUAL = "As usual"
TIER_KEY = "Key client: reminders come sooner"
PROJECT_NAME_LABEL = "Project"
PROJECT_NAME_PLACEHOLDER = "Portal"
OWNER_LABEL = "Owner: who answers the client"
BACKUP_LABEL = "Backup: who can help"
LEAD_LABEL = "Lead: who hears when a request is stuck"
CHANNEL_OF_PROJECT_LABEL = "Channel"
CHANNEL_OF_PROJECT_HINT = "For our own people only: no guests, no other organisations."
INTAKE_LABEL = "Address to forward mails to"
INTAKE_HINT = "The address that Slack gives a channel, under its integrations."
TOUCH_EVERY_LABEL = "In touch with the client at least every"
TOUCH_EVERY_HINT = (
    "10d: without any contact for ten working days, the owner is asked to be in touch. Empty: nobody is asked."
)
PROJECT_KEPT_TITLE = "This is kept"

WHOLE_TEXT_TITLE = "The whole text"
HISTORY_TITLE = "History"
WHY_TITLE = "Why this?"
NO_HISTORY = "Nothing is on record yet."
LOG_OLDER = "‹ Older"
LOG_NEWER = "Newer ›"
LOG_ALL_WORDS = "…"
WORDS_ERASED = "These words are no longer kept."
LOG_EXPORT = "Send me this as a file"
LOG_COMES = "The log is on its way to you as a file."
TEXT_CUT = "The text goes on; this is as much as Slack shows at once."

NOTE_TITLE = "For your information"
SHOW_TITLE = "The request"
NOTHING_SENT_YET = "No reminder about this has reached you so far."
WHOSE_NOTE = "Which client is this about? Your words are kept below."
LONG_NOTE = "That is long: all of it is kept, and this is how it begins. Whose is it?"
WISH_MISSING = "A few words are needed here."
WHOSE_MISSING = "Please choose somebody."
BY_MISSING = "Please choose a time."
PROMISED_BY_MISSING = "By when? A time keeps it in view."
WHAT_MISSING = "The turn is ours: what happens next?"

_TURNS = {
    Turn.OURS: ("Ours", "{name} hears from us again, by the time below"),
    Turn.CLIENTS: ("{name}'s", "We ask again at the time below"),
    Turn.NOBODYS: ("Nobody's: this is done", None),
}


def turn(which: Turn, facts: RequestFacts) -> tuple[str, str | None]:
    """A turn to choose, and what it means."""
    label, meaning = _TURNS[which]
    name = contact(facts)
    return sentence(label.format(name=name)), meaning.format(name=name) if meaning else None


def log_part(first: int, last: int, of: int) -> str:
    """Which of the steps are shown."""
    return f"Steps {first} to {last} of {of}, the newest last"


def by_label(facts: RequestFacts) -> str:
    """The question for a promise."""
    return f"By when does {contact(facts)} hear from us?"


def knows_label(facts: RequestFacts) -> str:
    """Whether the client has been told the date."""
    return f"Does {contact(facts)} know the date?"


def about(facts: RequestFacts) -> str:
    """What the form is about, in its first line."""
    return f"#{facts.request.id} · {sentence(naming.who_and_where(facts))}: {naming.wish(facts.request)}"


def promise_so_far(facts: RequestFacts, watch: Watch) -> str | None:
    """The date that holds now."""
    promise = facts.request.promise
    if promise is None:
        return None
    asked = f"{cause(facts)} " if asked_since_promise(facts) else ""
    return f"{asked}So far: {hears_by(facts, promise, watch)}"


def reporter_has_it(facts: RequestFacts, reader: Person | None) -> str:
    """A choice of who has it: whoever handed it over."""
    return f"{sentence(naming.has(facts.reporter, reader))} it"


def snooze_bound(facts: RequestFacts, watch: Watch) -> str | None:
    """A snooze never goes past the promise, nor past what the plan allows."""
    promise, last = facts.request.promise, facts.bounds.snooze if facts.bounds else None
    if promise is not None and (last is None or promise.due_at <= last):
        return f"No later than {watch.moment(promise.due_at)}, when {contact(facts)} hears from us."
    return _bound(facts, last, watch)


def promise_bound(facts: RequestFacts, watch: Watch) -> str | None:
    """How far a promise may lie, by the plan."""
    return _bound(facts, facts.bounds.promise if facts.bounds else None, watch)


def _bound(facts: RequestFacts, last: datetime | None, watch: Watch) -> str | None:
    plan = naming.one_line(facts.policy.name, 60)
    return f"No later than {watch.end(last)}, by the plan “{plan}”." if last else None


def wait_on_label(facts: RequestFacts) -> str:
    """The question of whoever waits on."""
    return f"When do we ask {contact(facts)} again?"


def route_person_note(facts: RequestFacts) -> str:
    """Who is looked for, and what happens then."""
    return f"{about(facts)}\nWhoever you name gets the card, in their hours, and can pass it on."


def outcome(which: Outcome) -> str:
    """An ending to choose."""
    return labels.OUTCOMES[which]


def same_as(line: Line) -> str:
    """Another request of the client's, to choose."""
    return f"#{line.request.id} · {naming.wish(line.request)}"


def tier(name: str, policy: str) -> str:
    """A tier of clients in a menu, with the plan that it is watched by."""
    if (name, policy) == ("key", TIERS["key"]):
        return TIER_KEY
    return f"{sentence(naming.one_line(name, 30))}: the plan “{naming.one_line(policy, 30)}”"


def project_choice(facts: ProjectFacts) -> str:
    """A project in a menu."""
    return naming.where(facts.client_name, facts.project.name)


def known_clients(names: list[str]) -> str:
    """The clients that are there already."""
    return f"Known so far: {naming.one_line(', '.join(names), 500)}. The same name adds a project to that client."


def known_date(facts: RequestFacts, watch: Watch) -> str:
    """What moving a date means that the client knows."""
    promise, name = facts.request.promise, contact(facts)
    date = f"{watch.moment(promise.due_at)}, which counts" if promise else "the date so far, which counts"
    told = f"{sentence(name)} knows {date} until you have told them of the new one: the card has the mail ready."
    return f"{told} If you have spoken with {name} already, choose “Contact made” instead."
