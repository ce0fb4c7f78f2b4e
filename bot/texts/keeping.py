"""Keeping in touch in words: nobody asked for anything, so nothing here says that a client waits."""

from collections.abc import Sequence

from bot.domain.delay import Delay
from bot.domain.facts import ProjectFacts, RequestFacts
from bot.domain.people import Person
from bot.domain.request import Outcome, State, TouchChannel
from bot.texts import naming
from bot.texts.moments import Watch, delay_in_words, sentence

_HOW = {
    TouchChannel.MAIL: "by mail",
    TouchChannel.CALL: "by call",
    TouchChannel.CHAT: "by chat",
    TouchChannel.MEETING: "in a meeting",
}

USAGE = "`/nudge touched acme call` puts a contact with a client on record; mail, chat or meeting go there as well."
NO_CHANNEL = f"How was it? {USAGE}"
NO_FLAG = "This one is about keeping in touch: no client waits behind it, so a red flag has nothing to hurry."


def headline(facts: RequestFacts, reader: Person, watch: Watch) -> str:
    """A good moment for a word, and when the last one was."""
    if facts.request.state is State.CLOSED:
        return closing(facts)
    last = facts.request.touched_at
    on_record = f"the last contact on record was {watch.when(last)}" if last else "none is on record so far"
    with_whom = "" if naming.is_reader(facts.owner, reader) else f" It is with {naming.owner(facts)}."
    return f"A good moment to be in touch with {_whom(facts)}: {on_record}.{with_whom}"


def closing(facts: RequestFacts) -> str:
    """What became of it."""
    if facts.request.outcome is Outcome.DONE:
        return f"There was contact with {_whom(facts)}; from there the days are counted anew."
    return f"Being in touch with {_whom(facts)} is left for now; the days are counted anew."


def why_line(facts: RequestFacts, watch: Watch) -> str:
    """Why this is asked at all."""
    every = f" every {delay_in_words(Delay.parse(facts.touch_every), watch)}" if facts.touch_every else ""
    return f"The project is set up to be in touch{every}; no request of the client's is behind this."


def _whom(facts: RequestFacts) -> str:
    project = naming.one_line(facts.project_name or "", 60)
    return f"{naming.client(facts)}{f' about {project}' if project else ''}"


def noted(projects: Sequence[ProjectFacts], channel: TouchChannel, watch: Watch) -> str:
    """What was put on record, and what that means."""
    names = naming.listed([naming.where(one.client_name, one.project.name) for one in projects])
    said = f"On record: contact {_HOW[channel]} with {names}."
    every = {one.project.touch_every for one in projects if one.project.touch_every}
    if len(every) != 1:
        return said
    return f"{said} {sentence(_again(every.pop(), watch))}"


def _again(every: str, watch: Watch) -> str:
    return f"the owner is asked again when there was none for {delay_in_words(Delay.parse(every), watch)}."
