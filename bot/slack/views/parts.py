"""What messages about a request are put together from: the client's words, the buttons of the moment."""

from collections.abc import Iterable

from bot.domain.facts import RequestFacts
from bot.domain.people import Person
from bot.domain.permissions import Action, may
from bot.domain.request import Cause, State
from bot.slack.names import ActionId, MoreChoice
from bot.slack.views.message import Block, actions, button, context, option, overflow, pieced, quote, section
from bot.texts import cards, labels, naming
from bot.texts.moments import Watch

WORDS_ON_A_CARD = 600
LINES_ON_A_CARD = 10
MOST_CHOICES = 5

_BUTTONS: dict[ActionId, tuple[str, Action]] = {
    ActionId.TAKE: (labels.TAKE, Action.TAKE),
    ActionId.NOT_MINE: (labels.NOT_MINE, Action.REASSIGN),
    ActionId.TALK: (labels.TALK, Action.PROPOSE_CALL),
    ActionId.CONTACT: (labels.CONTACT, Action.RECORD_TOUCH),
    ActionId.MOVE: (labels.MOVE, Action.TAKE),
    ActionId.ASK_AGAIN: (labels.ASK_AGAIN, Action.RECORD_TOUCH),
    ActionId.WAIT_ON: (labels.WAIT_ON, Action.TAKE),
    ActionId.CLOSE: (labels.CLOSE, Action.CLOSE),
    ActionId.FLAG: (labels.FLAG, Action.FLAG),
    ActionId.SNOOZE: (labels.SNOOZE, Action.SNOOZE),
    ActionId.REOPEN: (labels.REOPEN, Action.REOPEN),
    ActionId.OFFER_HELP: (labels.OFFER_HELP, Action.REASSIGN),
    ActionId.ROUTE_PERSON: (labels.SOMEBODY_ELSE, Action.ROUTE),
    ActionId.WHOLE_TEXT: (labels.WHOLE_TEXT, Action.SEE),
    ActionId.OPEN: (labels.OPEN, Action.SEE),
}
"""Each button with its label and what one must be allowed to see it."""

_CHOICES: dict[MoreChoice, tuple[str, Action]] = {
    MoreChoice.SNOOZE: (labels.SNOOZE, Action.SNOOZE),
    MoreChoice.HISTORY: (labels.HISTORY, Action.SEE),
    MoreChoice.WHY: (labels.WHY, Action.SEE),
    MoreChoice.NOT_NEEDED: (labels.NOT_NEEDED, Action.SEE),
    MoreChoice.DONE: (labels.DONE, Action.CLOSE),
    MoreChoice.ADD_WORDS: (labels.ADD_WORDS, Action.ADD_WORDS),
    MoreChoice.WITHDRAW: (labels.WITHDRAW, Action.WITHDRAW),
    MoreChoice.FLAG: (labels.FLAG, Action.FLAG),
    MoreChoice.COUNT_IT: (labels.COUNT_IT, Action.ADD_WORDS),
}

_WHILE_OURS = (
    MoreChoice.SNOOZE,
    MoreChoice.HISTORY,
    MoreChoice.WHY,
    MoreChoice.DONE,
    MoreChoice.ADD_WORDS,
    MoreChoice.NOT_NEEDED,
)
"""In this order, as far as a menu has room: what is left out can be reached from what is in."""

_MENUS: dict[State, tuple[MoreChoice, ...]] = {
    State.TRIAGE: (MoreChoice.HISTORY, MoreChoice.WHY, MoreChoice.DONE, MoreChoice.ADD_WORDS, MoreChoice.FLAG),
    State.OPEN: _WHILE_OURS,
    State.PROMISED: _WHILE_OURS,
    State.WAITING: (
        MoreChoice.HISTORY,
        MoreChoice.WHY,
        MoreChoice.DONE,
        MoreChoice.ADD_WORDS,
        MoreChoice.NOT_NEEDED,
    ),
    State.CLOSED: (MoreChoice.HISTORY,),
}

_QUIET_CHOICES = (MoreChoice.SNOOZE, MoreChoice.HISTORY, MoreChoice.WHY)
"""What is left where no client asked for anything."""

FOR_REPORTER = (MoreChoice.ADD_WORDS, MoreChoice.HISTORY, MoreChoice.WHY, MoreChoice.WITHDRAW, MoreChoice.FLAG)
"""What whoever handed it over finds behind the three dots while it is not closed."""

_FIRST_QUESTION = (ActionId.TAKE, ActionId.NOT_MINE, ActionId.TALK)
_TO_BE_IN_TOUCH = (ActionId.CONTACT, ActionId.NOT_MINE, ActionId.CLOSE)
REMINDED = (ActionId.TAKE, ActionId.CONTACT, ActionId.NOT_MINE, ActionId.TALK)
"""The buttons once there was a silence, or news: contact may have been made by then."""

_ASKS_WHOSE = frozenset({Cause.HANDED_OVER, Cause.REASSIGNED, Cause.REOPENED})


def introduction(reader: Person) -> list[Block]:
    """One sentence for whoever meets the bot for the first time."""
    return [] if reader.introduced else [section(cards.introduction(reader))]


def words(facts: RequestFacts, limit: int = WORDS_ON_A_CARD) -> list[Block]:
    """The wish, and the client's words below it where they say more: what they wrote last, once they wrote again."""
    request = facts.request
    wish, said = naming.wish(request), (request.latest_words or request.words).strip()
    if not said or naming.one_line(said) == wish:
        return [quote(said or wish)]
    return [section(f"*{wish}*"), quote(trimmed(said, limit))]


def files(facts: RequestFacts, watch: Watch) -> list[Block]:
    """What came with the mail, each file a link where it can be opened; no block where nothing came."""
    said = cards.files_said(facts, watch)
    if any(url for _, url in said):
        return [pieced(said)]
    return [context(["".join(text for text, _ in said)])] if said else []


def trimmed(said: str, limit: int) -> str:
    """The beginning of a longer text: at most `limit` characters and a handful of lines of it."""
    lines = said[: limit + 1].splitlines()
    shown = "\n".join(lines[:LINES_ON_A_CARD])
    if len(said) <= limit and len(lines) <= LINES_ON_A_CARD:
        return shown
    return shown[: limit - 1].rstrip() + "…"


def is_cut(facts: RequestFacts, limit: int = WORDS_ON_A_CARD) -> bool:
    """Whether a card shows less than the whole of the client's words."""
    if facts.request.latest_words:
        return True
    said = facts.request.words.strip()
    return trimmed(said, limit) != "\n".join(said.splitlines())


def for_state(facts: RequestFacts) -> tuple[ActionId, ...]:
    """The buttons that belong to where the request stands."""
    if facts.request.is_keeping_in_touch:
        return () if facts.request.is_closed else _TO_BE_IN_TOUCH
    match facts.request.state:
        case State.TRIAGE:
            return (ActionId.ROUTE_PERSON,)
        case State.OPEN:
            return _while_open(facts)
        case State.PROMISED:
            return (ActionId.CONTACT, ActionId.MOVE, ActionId.NOT_MINE, ActionId.TALK)
        case State.WAITING:
            return (ActionId.CONTACT, ActionId.ASK_AGAIN, ActionId.NOT_MINE)
        case State.CLOSED:
            return (ActionId.REOPEN,)


def _while_open(facts: RequestFacts) -> tuple[ActionId, ...]:
    cycle = facts.request.cycle
    if cycle.cause is Cause.ASK_AGAIN:
        return (ActionId.ASK_AGAIN, ActionId.WAIT_ON, ActionId.CLOSE)
    if cycle.cause in _ASKS_WHOSE and cycle.rung == 0:
        return _FIRST_QUESTION
    return REMINDED


def row(
    facts: RequestFacts, reader: Person, wanted: Iterable[ActionId], *, menu: Block | None = None, quiet: bool = False
) -> list[Block]:
    """The buttons that this reader may press, and the menu; no row when there is none.

    The first is marked as the likeliest, unless it is a `quiet` row.
    """
    shown = [action for action in dict.fromkeys(wanted) if _is_offered(facts, reader, action)]
    number = facts.request.id
    elements = [
        button(
            _BUTTONS[action][0],
            action,
            number,
            style="primary" if place == 0 and not quiet and _is_strong(action) else None,
        )
        for place, action in enumerate(shown)
    ]
    elements += [menu] if menu else []
    return [actions(elements)] if elements else []


def opening(facts: RequestFacts) -> Block:
    """The button that shows a request whole, beside a line about it."""
    return button(labels.OPEN, ActionId.OPEN, facts.request.id)


def _is_strong(action: ActionId) -> bool:
    return action not in {ActionId.FLAG, ActionId.REOPEN, ActionId.WHOLE_TEXT, ActionId.OPEN, ActionId.ROUTE_PERSON}


def _is_offered(facts: RequestFacts, reader: Person, action: ActionId) -> bool:
    if action is ActionId.TALK and not facts.has_partner(reader):
        return False
    return allowed(facts, reader, _BUTTONS[action][1])


def flag_button(facts: RequestFacts, reader: Person) -> list[Block]:
    """The way to a red flag from a window: the menu of the owner's card has no room for it."""
    has_none = facts.request.is_closed or facts.request.is_keeping_in_touch
    return [] if has_none else row(facts, reader, (ActionId.FLAG,), quiet=True)


def allowed(facts: RequestFacts, reader: Person, action: Action) -> bool:
    """Whether this reader may do that here."""
    return may(reader, action, facts.cast, joined=frozenset(facts.joined), request=facts.request)


def menu(facts: RequestFacts, reader: Person, choices: Iterable[MoreChoice] | None = None) -> Block | None:
    """The menu behind three dots, as far as this reader may choose from it."""
    wanted = tuple(_MENUS[facts.request.state] if choices is None else choices)
    if facts.request.is_keeping_in_touch:
        wanted = tuple(choice for choice in wanted if choice in _QUIET_CHOICES)
    if facts.request.noise_words:
        wanted = (MoreChoice.COUNT_IT, *wanted)
    options = [
        option(_CHOICES[choice][0], f"{choice}:{facts.request.id}")
        for choice in wanted
        if allowed(facts, reader, _CHOICES[choice][1])
    ]
    return overflow(ActionId.MORE, options[:MOST_CHOICES]) if options else None
