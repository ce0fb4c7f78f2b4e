"""The reminder of a day: one request as a reminder of its own, several as a list with their buttons."""

from datetime import datetime, timedelta

from bot.domain.alarms import News
from bot.domain.facts import ReminderFacts, ReminderLine, RequestFacts
from bot.domain.people import Person
from bot.slack.views import card, parts
from bot.slack.views.message import Block, Message, composed, context, says_it_all, section
from bot.texts import reminders
from bot.texts.moments import PrintedWatch, Watch


def reminder(shown: ReminderFacts, reader: Person, now: datetime) -> Message:
    """All that one person is reminded of on a day, as it stands at `now`; drawn anew whenever something changes."""
    if not shown.lines:
        return composed([context([reminders.FURTHER_DOWN])])
    if shown.is_alone:
        return _alone(shown.lines[0], reader, now)
    watch = PrintedWatch.of(reader, now)
    in_full = _list(shown, reader, watch, in_brief=False)
    return composed(in_full if says_it_all(in_full) else _list(shown, reader, watch, in_brief=True))


def _list(shown: ReminderFacts, reader: Person, watch: Watch, *, in_brief: bool) -> list[Block]:
    return [
        *parts.introduction(reader),
        section(f"*{reminders.header(shown.clients)}*"),
        *(block for line in shown.lines for block in _line(line, reader, watch, in_brief=in_brief)),
        *([context([reminders.more(shown.more)])] if shown.more else []),
    ]


def _alone(line: ReminderLine, reader: Person, now: datetime) -> Message:
    """The only request: in full, and as a card once the reminder has had its effect."""
    if not line.is_live:
        return card.card(line.facts, reader, now)
    return card.nudge(line.facts, reader, line.key, line.tone, now)


def _line(line: ReminderLine, reader: Person, watch: Watch, *, in_brief: bool) -> list[Block]:
    facts = line.facts
    if not line.is_live:
        return [section(reminders.settled(facts, reader, watch), accessory=parts.opening(facts))]
    said = "\n".join([f"*{reminders.title(facts)}*", *reminders.live(line, reader, watch, in_brief=in_brief)])
    buttons = card.pressed(facts, reader, line.tone)
    return [section(said), *parts.row(facts, reader, buttons, menu=parts.menu(facts, reader), quiet=True)]


def line_below(facts: RequestFacts) -> Message:
    """News about one of the requests in the reminder above."""
    return composed([section(reminders.line_below(facts))])


def flag_below(facts: RequestFacts, reader: Person, now: datetime) -> Message:
    """A red flag on what the message above shows."""
    return composed([section(reminders.flag_below(facts, reader, Watch.of(reader, now)))])


def unsealed(news: News, length: timedelta, reader: Person, now: datetime) -> Message:
    """What the record waits for, or no longer waits for, for whoever looks after Nudge."""
    return composed([section(reminders.unsealed(news, length, Watch.of(reader, now)))])


def digests_missed(count: int, first: str, last: str, reader: Person) -> Message:
    """Which digests were not posted, for whoever looks after Nudge."""
    return composed([section(reminders.digests_missed(count, first, last, reader))])


def digest_kept_back(week: str, reason: str, *, is_for_lead: bool, goes_on: bool) -> Message:
    """Why a digest is not where it belongs, for whoever looks after Nudge."""
    return composed([section(reminders.digest_kept_back(week, reason, is_for_lead=is_for_lead, goes_on=goes_on))])


def stuck(number: int) -> Message:
    """For whoever looks after Nudge: one request stands still."""
    return composed([section(reminders.stuck(number))])


def put_right(requests: str, count: int, reader: Person) -> Message:
    """What was left lying, for whoever looks after Nudge."""
    return composed([section(reminders.put_right(requests, count, reader))])
