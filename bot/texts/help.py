"""What Nudge can do, for whoever asks."""

from bot.domain.people import Person
from bot.texts.naming import one_line

PLAIN_WORDS = "I read forwarded mails and commands, and hold no conversations. This is what I understand:"
WHAT_IT_IS = "I keep clients' requests in view until the client has really heard from us."

HOW = (
    "*Hand something over*",
    "Forward the client's mail to the project's address (`/nudge projects` lists them), or use “Hand over” in "
    "the menu of any message.",
    "`/nudge` opens a form.",
    "`/nudge acme please reach out to …` hands over at once, to whoever owns the project.",
    "`/nudge @bob please reach out to …` hands over to a person.",
    "*Look after it*",
    "`/nudge list` shows what is open, `/nudge show 12` one request, `/nudge log 12` all that happened.",
    "`/nudge why 12` shows how a reminder came about, `/nudge done 12` closes a request. "
    "`/nudge promises` lists the dates that you gave to clients, the soonest first.",
    "`/nudge flag 12 the client is leaving` raises a red flag: a stricter plan holds from then on.",
    "`/nudge away 24 Dec - 6 Jan @pia` notes an absence and who looks after things, `/nudge back` ends it.",
    "`/nudge projects` lists projects with their addresses, `/nudge digest` shows how the week stands, "
    "`/nudge policy` by which plan reminders come.",
    "`/nudge touched acme call` puts a contact with a client on record, `/nudge lessons` lists what was learned.",
)
FOR_ADMINS = "`/nudge project` adds a client and a project, `/nudge project acme portal` changes one."
AFTERWARDS = (
    "Whoever owns a request gets a card, and is reminded in their own hours. Every reminder says who hears of it next."
)


def lines(reader: Person) -> list[str]:
    """The commands, and for admins the one that sets things up."""
    return [*HOW, *([FOR_ADMINS] if reader.is_admin else []), AFTERWARDS]


def unknown(word: str) -> str:
    """A command that is none, nor the name of a client."""
    return f"I don't know “{one_line(word, 40)}”, neither as a command nor as a client. This is what I understand:"
