"""The trail in words: one line for each kind of event. Who, what, until when; the time itself stands beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.draft import Source
from bot.domain.events import EventKind, RecordedEvent, Value, moment
from bot.domain.forgetting import Cause
from bot.domain.ladder import HEADS_UP_RUNG, TRIAGE_RUNG
from bot.domain.offers import OfferKind
from bot.domain.outbox import MovedBy, Purpose
from bot.domain.people import Person
from bot.domain.request import Evidence, Outcome, TouchChannel, Turn
from bot.texts.moments import Watch, sentence
from bot.texts.naming import one_line

_EVIDENCE = {
    Evidence.CLAIMED.value: "as {who} says",
    Evidence.COPY_SEEN.value: "a copy of it came in",
    Evidence.AUTHENTICATED.value: "a verified copy of it came in",
}
_CHANNELS = {
    TouchChannel.MAIL.value: "by mail",
    TouchChannel.CALL.value: "by call",
    TouchChannel.CHAT.value: "by chat",
    TouchChannel.MEETING.value: "in a meeting",
}
_RESULTS = {
    "agreed": "it is agreed what comes next",
    "nothing": "nothing came of it",
    "not held": "it didn't take place",
}
_WORDS = 200


@dataclass(frozen=True, slots=True)
class _Told:
    """An event with what it takes to tell it."""

    event: RecordedEvent
    people: Mapping[int, Person]
    watch: Watch

    @property
    def who(self) -> str:
        return self.person(self.event.actor_id, "Nudge") if self.event.actor_id is not None else "Nudge"

    def of(self, key: str) -> Value:
        return self.event.data.get(key)

    def person(self, value: Value, otherwise: str = "a colleague") -> str:
        known = self.people.get(value) if isinstance(value, int) else None
        if known is not None:
            return one_line(known.first_name, 60)
        return "a colleague" if isinstance(value, int) else otherwise

    def at(self, key: str) -> str:
        at = moment(self.of(key))
        return self.watch.stamp(at) if at else "a date"

    def has(self, key: str) -> bool:
        return self.of(key) is not None

    @property
    def words(self) -> str:
        """What was said, without the sign it ends in: the sentence that it stands in has its own."""
        return f": {one_line(self.event.text, _WORDS).rstrip('.')}" if self.event.text else ""

    @property
    def words_and_stop(self) -> str:
        """The same at the end of a sentence: a question keeps its mark, everything else gets a full stop."""
        return self.words if self.words.endswith(("?", "!", "…")) else f"{self.words}."

    @property
    def step(self) -> str:
        """Which reminder, and whose."""
        rung, whom = self.of("rung"), self.person(self.of("recipient"), "somebody")
        if rung is None:
            return f"A message to {whom}"
        if rung == HEADS_UP_RUNG:
            return f"The reminder ahead of the date for {whom}"
        if rung == TRIAGE_RUNG:
            return f"The question whose it is, for {whom},"
        if rung == 0:
            return f"The card for {whom}"
        again = f" (repeat {self.of('repetition')})" if self.of("repetition") else ""
        return f"Reminder {rung}{again} for {whom}"


def told_once(events: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """The events without those steps falling due whose outcome is told as well."""
    decided = {_step(event) for event in events if event.kind in _OUTCOMES}
    return [event for event in events if event.kind is not EventKind.STEP_DUE or _step(event) not in decided]


def words(event: RecordedEvent) -> str:
    """What was said at an event, as it was read: a message of ours is kept with Slack's markup, which goes here."""
    said = (event.text or "").strip()
    if event.kind not in _OUR_MESSAGES:
        return said
    lines = [line[1:-1] if len(line) > 2 and line[0] == line[-1] == "*" else line for line in said.splitlines()]
    return "\n".join(lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_OUR_MESSAGES = frozenset({EventKind.STEP_SENT, EventKind.STEP_SHOWN})


def excerpt(event: RecordedEvent, limit: int) -> str | None:
    """The beginning of what was said, in one line; None where the sentence about the event tells it already."""
    if not event.text or event.kind in _TOLD_WITH_WORDS:
        return None
    first, *rest = words(event).splitlines() or [""]
    return one_line(f"{first} …" if any(line.strip() for line in rest) else first, limit) or None


def has_more_words(event: RecordedEvent, limit: int) -> bool:
    """Whether more was said than stands in the sentence, or in an excerpt of `limit` characters."""
    if not event.text:
        return False
    said = words(event)
    return one_line(said, _WORDS if event.kind in _TOLD_WITH_WORDS else limit) != said


_OUTCOMES = {EventKind.STEP_SENT, EventKind.STEP_SHOWN, EventKind.STEP_WITHHELD}


def _step(event: RecordedEvent) -> tuple[object, ...]:
    return tuple(event.data.get(key) for key in ("cycle", "rung", "repetition", "recipient"))


def line(event: RecordedEvent, people: Mapping[int, Person], watch: Watch) -> str:
    """One event in one sentence; people who are not in `people` are "a colleague"."""
    return sentence(_LINES[event.kind](_Told(event, people, watch)))


def _handed_over(told: _Told) -> str:
    if told.of("source") == Source.KEEPING_IN_TOUCH.value:
        return "There was no contact on record for as long as the project allows: its owner was asked to be in touch."
    by = told.who if told.event.actor_id is not None else "A mail from outside"
    return f"{by} handed it over{told.words_and_stop}{_unverified(told)}"


def _unverified(told: _Told) -> str:
    unverified = " Unverified: straight to our address." if told.of("verified") is False else ""
    return _written(told) + unverified


def _written(told: _Told) -> str:
    return f" By the mail's own date: {told.at('written')}." if told.has("written") else ""


def _noise(told: _Told) -> str:
    if told.of("returned"):
        return f"A mail to the client could not be delivered, as a report says{told.words}."
    return f"A mail came in that reads like an automatic reply or thanks{told.words}."


def _routed(told: _Told) -> str:
    by = f", chosen by the {told.of('chosen_by')}" if told.has("chosen_by") else ""
    policy = f", by the plan “{told.of('policy')}”{by}" if told.has("policy") else ""
    return f"It went to {told.person(told.of('owner'))}{policy}."


def _taken(told: _Told) -> str:
    return f"{told.who} has it{told.words}; the client hears from us by {told.at('due_at')}.{_knows(told)}"


def _knows(told: _Told) -> str:
    return " The client knows the date." if told.of("client_knows") is True else ""


def _moved(told: _Told) -> str:
    if told.of("pending"):
        dates = f"{told.at('due_at')}, once the client knows; until then {told.at('from')} counts"
        return f"{told.who} moves the date to {dates}{told.words}."
    return f"{told.who} moved the date from {told.at('from')} to {told.at('due_at')}{told.words}.{_knows(told)}"


def _client_told(told: _Told) -> str:
    return f"The client knows the new date, as {told.who} says: {told.at('due_at')} instead of {told.at('from')}."


def _touched(told: _Told) -> str:
    how = _CHANNELS.get(str(told.of("channel")), "")
    proof = _EVIDENCE.get(str(told.of("evidence")), "").format(who=told.who)
    about = ", ".join(part for part in (how, proof) if part)
    until = told.at("until") if told.has("until") else None
    turns = {
        Turn.OURS.value: "The turn is still ours" + (f", until {until}" if until else ""),
        Turn.CLIENTS.value: "It is the client's turn" + (f"; we ask again on {until}" if until else ""),
        Turn.NOBODYS.value: "Nothing is left to do",
    }
    turn = turns.get(str(told.of("turn")), "")
    return f"The client heard from us{f' ({about})' if about else ''}. {turn}{told.words}.{_written(told)}"


def _broken(told: _Told) -> str:
    said = f"The date passed ({told.at('due_at')}); the reminders began again."
    copied = " A copy of our mail had come in before; nobody had said yet whose turn it was."
    return f"{said}{copied}" if told.of("copy_in_time") is True else said


def _reassigned(told: _Told) -> str:
    if told.of("settled"):
        return f"{told.who} settled whose it is: {told.person(told.of('to'))} has it."
    offered = f"{told.who} offered to take it: it" if told.of("offered") else "It"
    by = "" if told.of("offered") else f", by {told.who}"
    return (
        f"{offered} went from {told.person(told.of('from'), 'nobody')} to {told.person(told.of('to'))}{by}{told.words}."
    )


_ASKED = {
    OfferKind.ABSENCE.value: "{who} asked {to} to look after it while {owner} is away",
    OfferKind.NOT_MINE.value: "{who} asked whether it is {to}'s",
    OfferKind.OWNERSHIP.value: "{who} asked {to} whose it is",
}


def _offered(told: _Told) -> str:
    if told.event.actor_id is None and told.of("kind") == OfferKind.ABSENCE.value:
        return f"{told.person(told.of('from'))} is away: {told.person(told.of('to'))} is to be asked to look after it."
    asked = _ASKED.get(str(told.of("kind")), "{who} asked {to}")
    return (
        f"{asked.format(who=told.who, to=told.person(told.of('to')), owner=told.person(told.of('from')))}{told.words}."
    )


def _accepted(told: _Told) -> str:
    return f"{told.who} looks after it while {told.person(told.of('from'))} is away."


def _not_taken(told: _Told, why: str) -> str:
    following = told.of("to")
    then = f"; {told.person(following)} is asked" if following is not None else ""
    return f"{told.person(told.of('from'))} {why}{then}."


def _back(told: _Told) -> str:
    if told.of("from") == told.of("to"):
        return f"{told.person(told.of('to'))} is back, and has it as before."
    return f"{told.person(told.of('to'))} is back: it went back from {told.person(told.of('from'))}."


def _away(told: _Told) -> str:
    if told.of("back"):
        return f"{told.who} noted that {told.person(told.of('person'))} is back."
    return f"{told.who} noted that {told.person(told.of('person'))} is away until {told.at('ends_at')}."


def _snoozed(told: _Told) -> str:
    if told.of("waiting"):
        return f"{told.who} keeps waiting; we ask the client again on {told.at('until')}."
    return f"{told.who} let the reminders rest until {told.at('until')}{told.words}."


def _call_result(told: _Told) -> str:
    return f"{told.who} said what came of the call: {_RESULTS.get(str(told.of('result')), 'it is over')}."


def _call_agreed(told: _Told) -> str:
    at = next((told.at(key) for key in ("at", "chosen_at") if told.has(key)), "a time")
    return f"{told.who} chose the time of the call: {at}."


def _call_proposed(told: _Told) -> str:
    whom = f" with {told.person(told.of('with'))}" if told.has("with") else ""
    return f"{told.who} proposed a call{whom}."


def _closed(told: _Told) -> str:
    if told.of("source") == Source.KEEPING_IN_TOUCH.value:
        ended = "there was contact" if told.of("outcome") == Outcome.DONE.value else "the project asks for it no longer"
        return f"It closed by itself: {ended}."
    outcome = _AS.get(str(told.of("outcome")), "as done")
    same = f" of #{told.of('of')}" if told.has("of") else ""
    return f"{told.who} closed it {outcome}{same}{told.words}."


_AS = {
    Outcome.DONE.value: "as done",
    Outcome.NOT_NEEDED.value: "as not needed",
    Outcome.DUPLICATE.value: "as a duplicate",
    Outcome.WITHDRAWN.value: "as withdrawn",
}


def _reopened(told: _Told) -> str:
    by = told.who if told.event.actor_id is not None else "news from the client"
    return f"{by} opened it again{told.words}.{_unverified(told)}"


def _not_needed(told: _Told) -> str:
    reason = told.of("reason")
    return f"{told.step.rstrip(',')} was not needed, as {told.who} says{f': {reason}' if reason else ''}."


def _erased(told: _Told) -> str:
    by = {
        Cause.CONTACT.value: "a contact was forgotten",
        Cause.PERSON.value: "a colleague was forgotten",
        Cause.REQUEST.value: "the words of this request were to go",
        Cause.RETENTION.value: "it was closed long ago",
    }
    why = by.get(str(told.of("by")), "somebody asked for it")
    return f"Words were erased, because {why}. What happened stays on record."


def _refused(told: _Told) -> str:
    return f"{told.who} asked to {told.of('action') or 'do something'}, which is for others to do here."


_QUESTIONS = frozenset({Purpose.PACKET.value, Purpose.OFFER.value, Purpose.WHOSE.value})


def _moved_step(told: _Told) -> str:
    why = "there were enough messages that day" if told.of("reason") == MovedBy.BUDGET else "out of hours"
    waits = (
        told.step if told.of("purpose") not in _QUESTIONS else f"The question for {told.person(told.of('recipient'))}"
    )
    return f"{waits} waits until {told.at('to')}: {why}."


def _undelivered(told: _Told) -> str:
    reason = told.of("error") or told.of("reason")
    return f"A message could not be delivered{f': {reason}' if reason else ''}."


def _mail_given_up(told: _Told) -> str:
    return f"A mail could not be read and was put aside: {told.of('reason') or 'no reason is given'}."


def _flagged(told: _Told) -> str:
    plan = f" The plan “{told.of('policy')}” holds from now on." if told.has("policy") else ""
    return f"{told.who} raised a red flag{told.words}.{plan}"


def _flag_lifted(told: _Told) -> str:
    plan = f" The plan “{told.of('policy')}” holds from the next run of reminders on." if told.has("policy") else ""
    return f"{told.who} lifted the red flag.{plan}"


_LINES: dict[EventKind, Callable[[_Told], str]] = {
    EventKind.HANDED_OVER: _handed_over,
    EventKind.JOINED: lambda told: f"{told.who} handed it over as well.",
    EventKind.ROUTED: _routed,
    EventKind.TAKEN: _taken,
    EventKind.DATE_MOVED: _moved,
    EventKind.CLIENT_TOLD: _client_told,
    EventKind.TOUCHED: _touched,
    EventKind.PROMISE_KEPT: lambda told: f"The client heard before the date that was set, {told.at('due_at')}.",
    EventKind.PROMISE_BROKEN: _broken,
    EventKind.CHASED: lambda told: f"The client asked again{told.words_and_stop}{_unverified(told)}",
    EventKind.ANSWERED: lambda told: f"The client answered{told.words}. The turn is ours again.{_unverified(told)}",
    EventKind.CLIENT_WROTE: lambda told: f"The client wrote{told.words}.{_unverified(told)}",
    EventKind.ASK_AGAIN: lambda told: "The day to ask the client again came.",
    EventKind.REASSIGNED: _reassigned,
    EventKind.OFFERED: _offered,
    EventKind.ACCEPTED: _accepted,
    EventKind.DECLINED: lambda told: _not_taken(told, "can't take it just now"),
    EventKind.UNANSWERED: lambda told: _not_taken(told, "could not answer yet"),
    EventKind.RETURNED: _back,
    EventKind.STAYED: lambda told: (
        f"{told.person(told.of('from'))} is not here any more: it stays with {told.person(told.of('to'))}."
    ),
    EventKind.AWAY: _away,
    EventKind.SNOOZED: _snoozed,
    EventKind.CALL_PROPOSED: _call_proposed,
    EventKind.CALL_AGREED: _call_agreed,
    EventKind.CALL_RESULT: _call_result,
    EventKind.WORDS_ADDED: lambda told: f"{told.who} added words{told.words}.",
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.FLAGGED: _flagged,
    EventKind.FLAG_LIFTED: _flag_lifted,
    EventKind.CHANNEL_TOLD: lambda told: "The project's channel was told.",
    EventKind.CHANNEL_NOT_TOLD: lambda told: (
        f"The project's channel was not told: {told.of('reason') or 'no reason is given'}."
    ),
    EventKind.NOT_NEEDED: _not_needed,
    EventKind.NOISE: _noise,
    EventKind.STEP_DUE: lambda told: f"{told.step} fell due.",
    EventKind.STEP_SENT: lambda told: f"{told.step} was sent.",
    EventKind.STEP_SHOWN: lambda told: f"{told.step} was shown on a message already there.",
    EventKind.STEP_WITHHELD: lambda told: f"{told.step} was withheld: {told.of('reason') or 'no reason is given'}.",
    EventKind.STEP_MOVED: _moved_step,
    EventKind.UNDELIVERED: _undelivered,
    EventKind.MAIL_GIVEN_UP: _mail_given_up,
    EventKind.ERASED: _erased,
    EventKind.REFUSED: _refused,
    EventKind.SET_UP: lambda told: f"{told.who} changed the set-up.",
    EventKind.EXPORTED: lambda told: f"{told.who} had the log sent as a file.",
    EventKind.DIGEST: lambda told: "The weekly digest was made.",
    EventKind.STUCK: lambda told: "Nudge could not go on with this; whoever looks after it was told.",
    EventKind.AUDITOR: lambda told: f"{told.step} had got stuck; it was put right.",
}

_TOLD_WITH_WORDS = frozenset(
    {
        EventKind.HANDED_OVER,
        EventKind.TAKEN,
        EventKind.DATE_MOVED,
        EventKind.TOUCHED,
        EventKind.CHASED,
        EventKind.ANSWERED,
        EventKind.CLIENT_WROTE,
        EventKind.REASSIGNED,
        EventKind.OFFERED,
        EventKind.SNOOZED,
        EventKind.FLAGGED,
        EventKind.WORDS_ADDED,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.NOISE,
    }
)
"""Events whose sentence tells what was said; a test holds this against the sentences."""
