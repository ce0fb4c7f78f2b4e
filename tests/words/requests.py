"""What is said of one request: cards, reminders, words to its reporter, calls, copies, the question whose it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.alarms import News
from bot.domain.draft import Source
from bot.domain.events import EventKind
from bot.domain.facts import ReminderFacts, ReminderLine, RequestFacts, Upcoming, Waited
from bot.domain.ladder import StepKey, Withheld
from bot.domain.last_look import Newer
from bot.domain.people import Person
from bot.domain.policy import Tone
from bot.domain.request import Cause, Flag, Outcome, Pending, Request, Snooze, State
from bot.slack.views import card, channel, copies, noise, reminder, reporter, talks, triage
from tests.texts.sample import BOB, DANA, DAY, LEA, PIA, T0, cycle, facts, line, project, promise, request, talk
from tests.words.printing import Chapter, Said

HOUR = timedelta(hours=1)
NOW = T0 + 2 * DAY + HOUR
WAITED = Waited(2, 16 * HOUR)
WHY_OPEN = {
    Cause.HANDED_OVER: "a request is handed over",
    Cause.REASSIGNED: "it has changed hands",
    Cause.CHASE: "the client asks again",
    Cause.BROKEN_PROMISE: "the date passed without a word to the client",
    Cause.ANSWER: "the client has answered",
    Cause.ASK_AGAIN: "the day to ask the client again has come",
    Cause.REOPENED: "it is open again",
}


def shown(of: Request, **changes: object) -> RequestFacts:
    """The facts on the third day; whoever hears next hears after that."""
    is_open = of.state is State.OPEN
    above = {0: PIA, 1: PIA, 2: PIA, 3: LEA}.get(of.cycle.rung)
    coming = {State.OPEN: Upcoming(BOB, NOW + DAY), State.TRIAGE: Upcoming(LEA, NOW + DAY)}.get(of.state)
    further = Upcoming(above, NOW + 2 * DAY) if is_open and above else None
    usual = {"client_waited": WAITED, "next_nudge": coming, "next_above": further}
    return facts(of, **{**usual, **changes})


def opened(cause: Cause, rung: int = 0, **changes: object) -> Request:
    """An open request in its cycle."""
    chases = {"chases": 1} if cause is Cause.CHASE else {}
    touched = {"touched_at": T0 + HOUR, "client_waits_since": T0 + HOUR, "holding_replies": 1}
    more = touched if cause is Cause.BROKEN_PROMISE else {}
    fields: dict[str, Any] = {**chases, **more, **changes}
    return request(State.OPEN, cause, cycle=cycle(cause, number=2, rung=rung), **fields)


def promised(**changes: object) -> Request:
    """Bob has it, until Friday."""
    fields: dict[str, Any] = {"promise": promise(NOW + 2 * DAY), **changes}
    return request(State.PROMISED, **fields)


CLOSED = {outcome: request(State.CLOSED, outcome=outcome) for outcome in Outcome}


def chapters() -> Iterator[Chapter]:
    """In the order in which a request meets them."""
    yield Chapter("The owner's card", tuple(_cards()))
    for tone in (Tone.GENTLE, Tone.FIRM, Tone.HELP, Tone.FACTS):
        yield Chapter(f"The reminder, {tone.value}", tuple(_reminders(tone)))
    yield Chapter("The reminder of several, and what becomes of it", tuple(_lists()))
    yield Chapter("Shortly before the date", tuple(_heads_ups()))
    yield Chapter("To whoever handed it over", tuple(_to_reporter()))
    yield Chapter("Whose is it?", tuple(_triage()))
    yield Chapter("A copy of our own mail", tuple(_copies()))
    yield Chapter("Let's talk", tuple(_talks()))
    yield Chapter("In the project's channel", tuple(_in_channel()))


def _card(when: str, of: Request, reader: Person = BOB, **changes: object) -> Said:
    return Said.by(when, card.card(shown(of, **changes), reader, NOW))


def _cards() -> Iterator[Said]:
    yield _card("To Bob, the first card he ever gets", request(), replace(BOB, introduced=False))
    for cause, why in WHY_OPEN.items():
        yield _card(f"To Bob: {why}", opened(cause))
    yield _card("To Pia, with whom it is not", opened(Cause.CHASE), PIA)
    yield _card("To Bob: nobody vouches for the mail that asks again", _unverified())
    yield _card("To Bob: reminders rest", opened(Cause.HANDED_OVER, snooze=Snooze(NOW + DAY, "Jane is at a fair")))
    flag = Flag(DANA.id, "their board meets", "key-client", T0)
    yield _card("To Bob: a red flag", opened(Cause.HANDED_OVER, flag=flag))
    yield _card(
        "To Bob: keeping in touch",
        opened(Cause.HANDED_OVER, touched_at=T0, source=Source.KEEPING_IN_TOUCH),
        touch_every="10d",
    )
    yield _card("To Bob, who has it", promised())
    theirs = request(State.WAITING, ask_again_at=NOW + 4 * DAY, flag=flag)
    for when, of in (("a promise stands", promised(flag=flag)), ("it is the client's turn", theirs)):
        yield Said.by(f"To Bob: a red flag while {when}", reminder.flag_below(shown(of), BOB, NOW))
    moved = promised(pending=Pending("send the offer", NOW + 5 * DAY))
    yield _card("To Bob: another date, of which the client is to be told", moved)
    yield _card("To Bob: the date was moved twice, after two replies", promised(moves=2, holding_replies=2))
    yield _card("To Bob: it is the client's turn", request(State.WAITING, ask_again_at=NOW + 4 * DAY))
    for outcome, of in CLOSED.items():
        yield _card(f"To Bob: closed, {outcome.value}", of)
    for newer in Newer:
        yield Said.by(f"What is left of an older card: {newer.value}", card.outdated(shown(request()), newer))


def _unverified() -> Request:
    return opened(Cause.CHASE, unverified_from="jane.miller@mail.example")


def _reminders(tone: Tone) -> Iterator[Said]:
    rung = {Tone.GENTLE: 1, Tone.FIRM: 2, Tone.HELP: 3, Tone.FACTS: 4}[tone]
    for cause, why in WHY_OPEN.items():
        yield _nudge(f"To Bob: {why}", opened(cause, rung), BOB, tone, rung)
    other = {Tone.HELP: PIA, Tone.FACTS: LEA}.get(tone)
    if other is not None:
        for cause in (Cause.HANDED_OVER, Cause.CHASE, Cause.BROKEN_PROMISE, Cause.ASK_AGAIN):
            yield _nudge(f"To {other.first_name}: {WHY_OPEN[cause]}", opened(cause, rung), other, tone, rung)
    last = {"next_nudge": None, "next_above": None}
    yield _nudge("To Bob: nobody else hears after this", opened(Cause.HANDED_OVER, rung), BOB, tone, rung, **last)


def _nudge(when: str, of: Request, reader: Person, tone: Tone, rung: int, **changes: object) -> Said:
    return Said.by(
        when, card.nudge(shown(of, **changes), reader, StepKey(of.cycle.number, rung, 0, reader.id), tone, NOW)
    )


def _lists() -> Iterator[Said]:
    key = StepKey(2, 2, 0, BOB.id)
    causes = (Cause.BROKEN_PROMISE, Cause.CHASE, Cause.HANDED_OVER)
    several = tuple(
        ReminderLine(shown(replace(opened(cause, 2), id=12 + place)), key._replace(rung=2 - place), tone, True)
        for place, (cause, tone) in enumerate(zip(causes, (Tone.FIRM, Tone.GENTLE, Tone.GENTLE), strict=True))
    )
    yield Said.by("To Bob: several clients wait", reminder.reminder(ReminderFacts(several, 4, 5), BOB, NOW))
    taken = replace(several[0], facts=shown(promised()), is_live=False)
    rest = (taken, *several[1:])
    yield Said.by("To Bob, once he has taken the first", reminder.reminder(ReminderFacts(rest, 0, 2), BOB, NOW))
    yield Said.by("To Bob, once nothing waits any more", reminder.reminder(ReminderFacts((taken,), 0, 0), BOB, NOW))
    yield Said.by("The reminder of an earlier day", reminder.reminder(ReminderFacts(), BOB, NOW))
    for cause in (Cause.CHASE, Cause.BROKEN_PROMISE):
        yield Said.by(f"The line below it: {WHY_OPEN[cause]}", reminder.line_below(shown(opened(cause, 1))))
    yield Said.by("To whoever looks after Nudge: messages were stuck", reminder.put_right("#12, #13", 2, LEA))
    yield Said.by("To whoever looks after Nudge: a request stands still", reminder.stuck(12))
    for news, minutes in {News.BEGINS: 3, News.GOES_ON: 65, News.OVER: 90}.items():
        behind = reminder.unsealed(news, timedelta(minutes=minutes), LEA, NOW)
        yield Said.by(f"To whoever looks after Nudge: {_BEHIND[news]}", behind)
    for when, (count, first) in {"a digest was": (1, "2026-W46"), "several digests were": (3, "2026-W44")}.items():
        missed = reminder.digests_missed(count, first, "2026-W46", LEA)
        yield Said.by(f"To whoever looks after Nudge: {when} missed", missed)
    for reason in (str(Withheld.UNSAFE_CHANNEL), "not_in_channel", "is_archived", "msg_too_long"):
        kept_back = reminder.digest_kept_back("2026-W46", reason, is_for_lead=False, goes_on=True)
        yield Said.by(f"To whoever looks after Nudge: a digest was not posted ({reason})", kept_back)
    last = reminder.digest_kept_back("2026-W46", "user_not_found", is_for_lead=True, goes_on=False)
    yield Said.by("To whoever looks after Nudge: a lead's digest was not posted, and its week is over", last)


_BEHIND = {
    News.BEGINS: "the record waits for its seals",
    News.GOES_ON: "the record still waits for its seals",
    News.OVER: "the record has its seals again",
}


def _heads_ups() -> Iterator[Said]:
    soon = promised(promise=promise(NOW + 4 * HOUR))
    yield Said.by("To Bob: the client knows the date", card.heads_up(shown(soon), BOB, NOW))
    unknown = replace(soon, promise=replace(promise(NOW + 4 * HOUR), client_knows=False))
    yield Said.by("To Bob: the client does not know of it", card.heads_up(shown(unknown), BOB, NOW))


def _to_reporter() -> Iterator[Said]:
    stands = {
        "handed over": request(),
        "the client asked again": opened(Cause.CHASE),
        "the date passed": opened(Cause.BROKEN_PROMISE),
        "Bob has it": promised(),
        "the client's turn": request(State.WAITING, ask_again_at=NOW + 4 * DAY),
        "nobody found yet": request(State.TRIAGE),
        **{f"closed, {outcome.value}": of for outcome, of in CLOSED.items()},
    }
    for when, of in stands.items():
        yield Said.by(f"Dana's own message: {when}", reporter.confirmation(shown(of), DANA, NOW))
    lines = {
        "contact, the turn stays ours": (EventKind.TOUCHED, promised(touched_at=NOW)),
        "contact, the client's turn": (EventKind.TOUCHED, request(State.WAITING, ask_again_at=NOW + 4 * DAY)),
        "it has changed hands": (EventKind.REASSIGNED, request(owner_id=PIA.id)),
        "another mail": (EventKind.CLIENT_WROTE, request(State.TRIAGE)),
        "closed": (EventKind.CLOSED, CLOSED[Outcome.DONE]),
        "not needed": (EventKind.CLOSED, CLOSED[Outcome.NOT_NEEDED]),
    }
    for when, (event, of) in lines.items():
        yield Said.by(f"The line in its thread: {when}", reporter.line(event, shown(of), DANA, NOW, by=BOB.id))


def _triage() -> Iterator[Said]:
    open_ = shown(request(State.TRIAGE))
    outside = shown(request(State.TRIAGE, reporter_id=None, unverified_from="jane.miller@mail.example"))
    yield Said.by("To Dana", triage.question(open_, [project()], DANA, NOW))
    yield Said.by("To Lea: no colleague brought it", triage.question(outside, [project()], LEA, NOW))
    yield Said.by("To Lea, a working day later", triage.escalation(open_, [project()], LEA, NOW))
    yield Said.by("Once somebody is found", triage.question(shown(request()), [project()], DANA, NOW))
    again = replace(open_, perhaps_of=line(replace(request(), id=7)))
    answer = replace(open_, perhaps_of=line(replace(request(State.WAITING), id=7)))
    yield Said.by("To Dana: perhaps the same again", triage.again(again, [project()], DANA, NOW))
    yield Said.by("To Dana: perhaps an answer", triage.again(answer, [project()], DANA, NOW))


def _copies() -> Iterator[Said]:
    yield Said.by("To Bob, who wrote it", copies.question(shown(promised(touched_at=NOW)), BOB, NOW + 3 * DAY, NOW))
    lines = [line(), line(replace(request(), id=13))]
    about = copies.Mail("k", "jane@acme.example", "Our departments")
    yield Said.by("To Bob: which request?", copies.which(lines, [], about))
    yield Said.by("To Bob: nothing fits", copies.which([], [], about))
    yield Said.by("To Bob: nothing fits, and the project wants contact", copies.which([], [project()], about))
    yield Said.by("It counts as that contact", copies.counted(project(), about))
    yield Said.by("It is noted", copies.placed(12))
    yield Said.by("It was about none", copies.placed(0))
    yield Said.by("To Dana, who brought a mail that reads automatic", noise.question(key="k", subject="Out of office"))
    yield Said.by("To Dana, who forwarded Bob's mail", copies.noted(shown(promised()), BOB))


def _talks() -> Iterator[Said]:
    of = shown(opened(Cause.HANDED_OVER, 2))
    later = talk(times=(NOW + DAY, NOW + DAY + 2 * HOUR))
    calls = {
        "To both: two times": later,
        "To both: no time is free for both": replace(later, times=()),
        "A time is chosen": replace(later, chosen_at=NOW + DAY),
        **{
            f"Afterwards: {result}": replace(later, chosen_at=NOW, result=result)
            for result in ("agreed", "nothing", "not held")
        },
    }
    for when, call in calls.items():
        yield Said.by(when, talks.proposal(of, call, None, NOW))


def _in_channel() -> Iterator[Said]:
    yield Said.by("A rung names the channel", channel.word(shown(opened(Cause.HANDED_OVER, 3)), "Europe/Berlin", NOW))
    yield Said.by("After a reply", channel.word(shown(opened(Cause.BROKEN_PROMISE, 3)), "Europe/Berlin", NOW))
