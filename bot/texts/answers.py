"""Short answers to what somebody typed."""

from bot.texts.naming import one_line

PLAIN_WORDS = (
    "I read commands and forwarded mails, and no conversations. To hand something over type `/nudge` and what the "
    "client wants; `/nudge list` shows what is open and `/nudge help` the rest."
)
NOTHING_MOVED = "It stays as it is."
SAVED = "Saved."
WHICH_NUMBER = "Which one? Give its number: `/nudge show 12`. `/nudge list` shows the numbers."


def unknown_client(name: str) -> str:
    """A name that nobody knows; the form opens with the text kept."""
    return f"I don't know a client or project called “{one_line(name, 60)}”. Please choose one; your text is kept."


def your_text(words: str) -> str:
    """What could not be recorded, given back."""
    return f"Here is your text, to use again:\n{words}"
