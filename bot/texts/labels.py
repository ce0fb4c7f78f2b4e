"""What stands on buttons and in menus."""

from bot.domain.request import Outcome, TouchChannel

TAKE = "I have it …"
NOT_MINE = "Not mine …"
TALK = "Let's talk"
CONTACT = "Contact made …"
MOVE = "Move the date …"
TOLD = "{name} knows now"
WRITE = "Write to {name}"
ASK_AGAIN = "Ask again …"
WAIT_ON = "Keep waiting …"
CLOSE = "Close …"
REOPEN = "Reopen"
OFFER_HELP = "I can help"
WHOLE_TEXT = "Whole text"
OPEN = "Open"

ACCEPT = "I take it"
DECLINE = "I can't just now"
ACCEPT_ALL = "I take them all"
WHOSE_OTHER = "Somebody else …"
AWAY = "Other days …"
AWAY_CHANGE = "Other days …"
AWAY_YES = "Yes, until {day}"
AWAY_NO = "No, I'm here"
BACK = "I'm back"
CALL_OFF = "I'm here after all"

SNOOZE = "Snooze …"
HISTORY = "History"
WHY = "Why this?"
NOT_NEEDED = "Not needed …"
DONE = "Done …"
ADD_WORDS = "Add words …"
WITHDRAW = "Withdraw"
FLAG = "Red flag …"
COUNT_IT = "The last mail counts"
SOMETHING_NEW = "Something new"
THE_SAME_MAIL = "The same mail"

SOMEBODY_ELSE = "Somebody else …"
CHOOSE_PROJECT = "Choose a project"
HAND_OVER = "Hand something over …"
NEW_PROJECT = "Set up a project …"

TALK_AGREED = "We agreed what's next"
TALK_NOTHING = "Nothing came of it"
TALK_NOT_HELD = "It didn't take place"
NEW_TIMES = "Propose new times"

CHANNELS = {
    TouchChannel.MAIL: "Mail",
    TouchChannel.CALL: "Call",
    TouchChannel.CHAT: "Chat",
    TouchChannel.MEETING: "Meeting",
}

OUTCOMES = {
    Outcome.DONE: "Done: the client has what was asked for",
    Outcome.NOT_NEEDED: "No longer needed",
    Outcome.DUPLICATE: "The same as another request",
    Outcome.WITHDRAWN: "Withdrawn",
}
