"""The app's Home in words."""

from bot.domain.facts import HomeFacts
from bot.domain.request import State
from bot.texts import naming
from bot.texts.moments import Watch

MINE = "With you"
HANDED_OVER = "Handed over by you"
EMPTY = (
    "Nothing is open for you. When a client writes something that is not yours to answer, hand it over. "
    "Forward the mail to the project's address, or type `/nudge` with the client's name and what they want. "
    "I keep it in view until the client has heard from us."
)
BEGIN_ADMIN = (
    "Nudge is not set up here yet. Begin with one client and one project: the button below, "
    "or `/nudge project`. After that, mails and `/nudge` find their owner by themselves."
)
BEGIN = (
    "Nudge is not set up here yet; an admin begins with `/nudge project`. "
    "It works without as well: `/nudge @somebody` and what the client wants hands it over to a person."
)


def greeting(facts: HomeFacts, watch: Watch) -> str:
    """How one's own work stands, in one sentence."""
    name = naming.one_line(facts.reader.first_name, 60)
    ours = [line for line in facts.mine if line.request.state is not State.WAITING]
    waiting = len(facts.mine) - len(ours)
    if not facts.mine and not facts.handed_over:
        return f"Hello {name}."
    if not facts.mine:
        return f"Hello {name}. Nothing waits for you."
    parts = [f"{watch.count(len(ours), 'request waits', 'requests wait')} for you"] if ours else []
    parts += [f"{watch.count(waiting, 'is', 'are')} with the client"] if waiting else []
    return f"Hello {name}. {' and '.join(parts)}."
