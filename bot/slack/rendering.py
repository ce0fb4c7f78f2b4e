"""What is sent, drawn at the moment of sending from the state of that moment, in the recipient's time and words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.alarms import News
from bot.domain.events import EventKind
from bot.domain.forgetting import ERASED_ON, ERASING
from bot.domain.handing import AbsenceFacts
from bot.domain.ladder import Withheld
from bot.domain.outbox import Delivery, Kind, Purpose
from bot.domain.passing_on import candidates
from bot.domain.people import Person
from bot.domain.permissions import Refused
from bot.domain.request import State
from bot.services import channel_word, digesting, looking, packets, reading, receiving, reminding
from bot.services.looking import Look
from bot.services.transaction import Transactions
from bot.slack import files, roster
from bot.slack.rendered import Joins, Later, NotWanted, Ready, Rendered
from bot.slack.views import absence, card, copies, digest, erased, lists, noise, reminder, reporter, talks, triage
from bot.slack.views import channel as in_channel
from bot.slack.views.message import Message, composed, section
from bot.texts.absence import owner_line
from bot.texts.moments import PrintedWatch

Draw = Callable[[Look], Message]


class Renderer:
    """Draws deliveries for the sender."""

    def __init__(self, transactions: Transactions, client: AsyncWebClient) -> None:
        self._transactions = transactions
        self._client = client

    async def render(self, delivery: Delivery) -> Rendered:
        """The message as it should be now, or why none should be, or when to look again.

        Where words are to go from a message, it says at least what is left of it: somebody may read it still.
        """
        rendered = await self._drawn(delivery)
        is_edit = delivery.intention.kind is Kind.UPDATE
        if isinstance(rendered, NotWanted) and is_edit and delivery.intention.facts.get(ERASING):
            return await self._erased(delivery)
        return rendered

    async def _drawn(self, delivery: Delivery) -> Rendered:
        purpose = delivery.intention.purpose
        if delivery.intention.kind is Kind.UPLOAD:
            return await files.DRAWN[purpose](self._transactions, delivery)
        special = {
            Purpose.DIGEST: self._digest,
            Purpose.REMINDER: self._reminder,
            Purpose.CHANNEL_WORD: self._channel_word,
            **dict.fromkeys(packets.ABOUT_ABSENCES, self._absence),
            Purpose.ERASURE: self._erased,
        }
        return await special.get(purpose, self._about_a_request)(delivery)

    async def _about_a_request(self, delivery: Delivery) -> Rendered:
        look = await self._transactions.run(delivery.workspace_id, looking.look, delivery)
        if look.not_wanted is not None:
            return NotWanted(look.not_wanted)
        if look.not_before is not None:
            return Later(look.not_before, look.moved_by)
        message = draw(look)
        if delivery.intention.kind is Kind.UPDATE:
            return Ready(message)
        return Ready(message, recipient_slack_id=look.reader.slack_id)

    async def _reminder(self, delivery: Delivery) -> Rendered:
        """All that one person is to be reminded of, or where that is shown already."""
        look = await self._transactions.run(delivery.workspace_id, reminding.look, delivery)
        if look.joins is not None:
            return Joins(look.joins)
        if look.not_wanted is not None:
            return NotWanted(look.not_wanted)
        if look.not_before is not None:
            return Later(look.not_before)
        return Ready(reminder.reminder(look.shown, look.reader, look.now), recipient_slack_id=look.reader.slack_id)

    async def _absence(self, delivery: Delivery) -> Rendered:
        """A message about an absence: a packet, a hand-back, a question."""
        look = await self._transactions.run(delivery.workspace_id, packets.look, delivery)
        if look.not_wanted is not None:
            return NotWanted(look.not_wanted)
        if look.not_before is not None:
            return Later(look.not_before, look.moved_by)
        if delivery.intention.facts.get(ERASING) and not look.facts.items:
            return await self._erased(delivery)  # somebody was asked about all of it anew, in another message
        message = _about_absence(delivery, look.facts)
        if delivery.intention.kind is Kind.UPDATE:
            return Ready(message)
        return Ready(message, recipient_slack_id=look.facts.reader.slack_id)

    async def _is_safe(self, delivery: Delivery, channel: str) -> bool:
        """Whether only people of the house would read what is said there, as Slack has the channel now."""
        guests = await self._transactions.run(delivery.workspace_id, receiving.guests)
        found = await roster.channel(self._client, channel, guests)
        return found is not None and found.is_safe

    async def _channel_word(self, delivery: Delivery) -> Rendered:
        """A line for the channel of a project, unless somebody in it should not read it."""
        channel = str(delivery.intention.channel)
        found, now = await self._transactions.run(
            delivery.workspace_id, reading.dated, channel_word.channel_word, delivery
        )
        if isinstance(found, Withheld):
            return NotWanted(found)
        if not await self._is_safe(delivery, channel):
            return NotWanted(Withheld.UNSAFE_CHANNEL)
        facts, zone = found
        return Ready(in_channel.word(facts, zone, now), channel=channel)

    async def _erased(self, delivery: Delivery) -> Rendered:
        """What is left of a message whose words were erased."""
        left = await self._transactions.run(delivery.workspace_id, looking.left_of, delivery)
        return Ready(erased.left(left, date.fromisoformat(str(delivery.intention.facts[ERASED_ON]))))

    async def _digest(self, delivery: Delivery) -> Rendered:
        """The week for the leads' channel, unless somebody in it should not read it; or for one lead.

        It is edited only where words are to go from it: that happens whoever reads it by now.
        """
        facts = delivery.intention.facts
        lead, week = facts.get("lead"), str(facts["week"])
        if isinstance(lead, int):
            try:
                figures, person = await self._transactions.run(
                    delivery.workspace_id, digesting.week_of_lead, week, lead
                )
            except Refused:
                return NotWanted(Withheld.NOBODY)
            return Ready(digest.digest(figures), recipient_slack_id=person.slack_id)
        is_edit = delivery.intention.kind is Kind.UPDATE
        channel = str(delivery.sent_channel if is_edit else delivery.intention.channel)
        if not await self._is_safe(delivery, channel):
            return NotWanted(Withheld.UNSAFE_CHANNEL)
        figures = await self._transactions.run(delivery.workspace_id, digesting.week_called, week)
        return Ready(digest.digest(figures), channel=channel)


def _about_absence(delivery: Delivery, facts: AbsenceFacts) -> Message:
    """The message about an absence, as it stands."""
    given = delivery.intention.facts
    match delivery.intention.purpose:
        case Purpose.PACKET:
            return absence.packet(facts)
        case Purpose.HAND_BACK:
            return absence.hand_back(facts)
        case _ if given.get("over"):
            return absence.ended(facts)
        case _ if given.get("noted"):
            return absence.noted_by_others(facts)
        case _ if given.get("answered"):
            return absence.answered(facts, str(given["answered"]))
        case _:
            until = given.get("until")
            return absence.question(facts, date.fromisoformat(str(until)) if until else None)


def draw(look: Look) -> Message:
    """The message that a look at the state of this moment makes."""
    return DRAWN[look.delivery.intention.purpose](look)


def _reader(look: Look) -> Person:
    """The reader; a first card introduces the bot, an edited one has done so."""
    return replace(look.reader, introduced=not look.delivery.intention.facts.get("introduce"))


def _card(look: Look) -> Message:
    if look.newer is not None:
        return card.outdated(look.facts, look.newer)
    return card.card(look.facts, _reader(look), look.now)


def _reminder_line(look: Look) -> Message:
    return reminder.line_below(look.facts)


def _flag_line(look: Look) -> Message:
    return reminder.flag_below(look.facts, look.reader, look.now)


def _operator(look: Look) -> Message:
    facts = look.delivery.intention.facts
    if "unsealed" in facts:
        length = timedelta(minutes=int(facts["minutes"] or 0))
        return reminder.unsealed(News(str(facts["unsealed"])), length, look.reader, look.now)
    if "missed" in facts:
        return reminder.digests_missed(int(facts["missed"] or 0), str(facts["first"]), str(facts["last"]), look.reader)
    if "kept_back" in facts:
        week, reason = str(facts["kept_back"]), str(facts["reason"])
        is_for_lead, goes_on = bool(facts["is_for_lead"]), bool(facts["goes_on"])
        return reminder.digest_kept_back(week, reason, is_for_lead=is_for_lead, goes_on=goes_on)
    if "stuck" in facts:
        return reminder.stuck(int(facts["stuck"] or 0))
    return reminder.put_right(str(facts["requests"]), int(facts["count"] or 0), look.reader)


def _heads_up(look: Look) -> Message:
    if look.delivery.intention.kind is Kind.UPDATE:
        return _card(look)
    return card.heads_up(look.facts, _reader(look), look.now)


def _triage_question(look: Look) -> Message:
    return triage.question(look.facts, look.projects, look.reader, look.now)


def _triage_escalation(look: Look) -> Message:
    return triage.escalation(look.facts, look.projects, look.reader, look.now)


def _again_question(look: Look) -> Message:
    return triage.again(look.facts, look.projects, look.reader, look.now)


def _copy_question(look: Look) -> Message:
    """Asked until somebody speaks of that contact, or of a later one; then the request is shown as it stands."""
    facts, touched = look.delivery.intention.facts, look.facts.request.touched_at
    is_answered = touched is None or touched.isoformat() != facts["seen_at"]
    if is_answered or look.facts.request.state not in {State.OPEN, State.PROMISED}:
        return _card(look)
    ask_again = datetime.fromisoformat(str(facts["ask_again"]))
    return copies.question(look.facts, look.reader, ask_again, look.now)


def _which_copy(look: Look) -> Message:
    """Asked until it is answered; then what was answered."""
    facts = look.delivery.intention.facts
    answered = facts.get("answered")
    if answered is not None:
        return copies.placed(int(answered))
    about = copies.Mail(str(facts["key"]), str(facts["to"]), str(facts["subject"]))
    in_touch = [one for one in look.projects if one.project.id == facts.get("in_touch")]
    if in_touch:
        return copies.counted(in_touch[0], about)
    return copies.which(look.lines, look.projects, about)


def _noise_question(look: Look) -> Message:
    facts = look.delivery.intention.facts
    number = facts.get("answered")
    if number is not None:
        return noise.answered(int(number))
    return noise.question(key=str(facts["key"]), subject=str(facts["subject"]))


def _copy_noted(look: Look) -> Message:
    facts = look.delivery.intention.facts
    return copies.noted(look.facts, look.facts.person(int(facts["author"] or 0)))


def _confirmation(look: Look) -> Message:
    return reporter.confirmation(look.facts, look.reader, look.now)


def _reporter_line(look: Look) -> Message:
    event = EventKind(str(look.delivery.intention.facts["event"]))
    by = look.delivery.intention.facts.get("by")
    return reporter.line(event, look.facts, look.reader, look.now, by=by if isinstance(by, int) else None)


def _call(look: Look) -> Message:
    if look.facts.talk is None:
        return _card(look)
    return talks.proposal(look.facts, look.facts.talk, look.reader, look.now)


def _offer(look: Look) -> Message:
    """Asked as long as the answer is waited for; then the request is shown as it stands."""
    if not looking.is_asked(look.delivery, look.facts.request):
        return _card(look)
    watch = PrintedWatch.of(look.reader, look.now)
    return absence.offer(look.facts, _reader(look), watch)


def _whose(look: Look) -> Message:
    if look.is_unanswered:
        return absence.whose_unanswered(look.facts, look.reader)
    if not looking.is_asked(look.delivery, look.facts.request):
        return _card(look)
    named = candidates(look.facts.request, look.facts.cast)
    people = [one for one in map(look.facts.person, named) if one is not None]
    return absence.whose(look.facts, people, _reader(look), PrintedWatch.of(look.reader, look.now))


def _owner_line(look: Look) -> Message:
    facts = look.delivery.intention.facts
    by = look.facts.person(int(str(facts["by"])))
    return composed([section(owner_line(EventKind(str(facts["event"])), by, look.facts, look.reader))])


def _answer(look: Look) -> Message:
    return lists.plain_words(look.reader)


DRAWN: Mapping[Purpose, Draw] = {
    Purpose.CARD: _card,
    Purpose.REMINDER_LINE: _reminder_line,
    Purpose.HEADS_UP: _heads_up,
    Purpose.TRIAGE_QUESTION: _triage_question,
    Purpose.AGAIN_QUESTION: _again_question,
    Purpose.COPY_QUESTION: _copy_question,
    Purpose.WHICH_COPY: _which_copy,
    Purpose.COPY_NOTED: _copy_noted,
    Purpose.NOISE_QUESTION: _noise_question,
    Purpose.TRIAGE_ESCALATION: _triage_escalation,
    Purpose.CONFIRMATION: _confirmation,
    Purpose.REPORTER_LINE: _reporter_line,
    Purpose.CALL: _call,
    Purpose.OFFER: _offer,
    Purpose.WHOSE: _whose,
    Purpose.OWNER_LINE: _owner_line,
    Purpose.FLAG_LINE: _flag_line,
    Purpose.ANSWER: _answer,
    Purpose.OPERATOR: _operator,
}
