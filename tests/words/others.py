"""What is said besides: the digest, answers to commands, refusals, and letters to the client."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.calendar import NeverOpenError
from bot.domain.draft import TooLong
from bot.domain.facts import Lesson, ProjectLessons
from bot.domain.flags import AlreadyFlagged, NobodyWaits
from bot.domain.life import DateRefused, On, TransitionRefused
from bot.domain.limits import Limit, LimitReached
from bot.domain.permissions import Action, Refused
from bot.domain.request import Cause, Flag, Pending, State, TouchChannel
from bot.domain.setup import Problem, SetupRefused
from bot.services import errors as use_cases
from bot.slack.views import digest, lists
from bot.texts import errors, home, letters
from bot.texts.letter_words import LANGUAGES
from tests.texts import weeks
from tests.texts.sample import BOB, DANA, DAY, LEA, T0, line, project, promise, reached, request
from tests.words.printing import Chapter, Said
from tests.words.requests import NOW, opened, promised, shown

TALK_TOMORROW = NOW + DAY


def chapters() -> Iterator[Chapter]:
    """After those about one request."""
    yield Chapter("The weekly digest", tuple(_digests()))
    yield Chapter("Answers to commands", tuple(_answers()))
    yield Chapter("What can't be, and what to do instead", tuple(_errors()))
    yield Chapter("Letters to the client, ready to be sent", tuple(_letters()))


def _digests() -> Iterator[Said]:
    yield Said.by("To the leads", digest.digest(weeks.facts()))
    yield Said.by("A quiet week", digest.digest(weeks.quiet()))
    yield Said.by("To somebody who leads nothing", digest.digest(weeks.facts(is_own=True, is_over=False)))
    yield Said.by("To a lead, about what they lead", digest.digest(weeks.facts(is_led=True)))


def _answers() -> Iterator[Said]:
    yield Said.by("Handed over", lists.created(shown(request()), DANA, NOW))
    yield Said.by("Handed over, and nobody is known for it", lists.created(shown(request(State.TRIAGE)), DANA, NOW))
    yield Said.by("It is there already", lists.joined(shown(request()), DANA))
    several = [line(opened(Cause.CHASE, 2)), line(promised()), line(request(State.WAITING))]
    yield Said.by("`/nudge list`", lists.listing(several, BOB, NOW))
    yield Said.by("`/nudge list`, with nothing in it", lists.listing([], BOB, NOW))
    yield Said.by("`/nudge promises`", lists.promises([line(promised())], BOB, NOW))
    yield Said.by("`/nudge promises`, with nothing in it", lists.promises([], BOB, NOW))
    yield Said.by("`/nudge projects`", lists.projects([project()], BOB, NOW))
    yield Said.by("`/nudge projects`, with nothing in it", lists.projects([], BOB, NOW))
    learned = ProjectLessons("Acme GmbH", "Portal", (Lesson(12, T0, "Ask for the budget first"),))
    yield Said.by("`/nudge lessons`", lists.lessons([learned], BOB, NOW))
    yield Said.by("`/nudge lessons`, with nothing in it", lists.lessons([], BOB, NOW))
    yield Said.by("`/nudge touched acme call`", lists.touched([project()], TouchChannel.CALL, BOB, NOW))
    yield Said.by("Plain words to the bot", lists.plain_words(DANA))
    yield Said.by("`/nudge help`, to an admin", lists.help_text(replace(LEA, is_admin=True)))
    yield Said.by("An unknown word", lists.help_text(DANA, "acmee"))
    for name in ("EMPTY", "BEGIN_ADMIN", "BEGIN"):
        yield Said(f"Home: {name.lower().replace('_', ', to an ')}", getattr(home, name))


def _errors() -> Iterator[Said]:
    stood = {"facts": shown(promised()), "reader": DANA, "now": NOW}
    for action in Action:
        yield Said(f"Not allowed: {action.value}", errors.sentence(Refused(action, 12, 1), **stood))  # type: ignore[arg-type]  # all three, by name
    raised: dict[str, Exception] = {
        "It has moved on": TransitionRefused(State.PROMISED, On.TAKEN),
        "It is that person's already": TransitionRefused(State.OPEN, On.REASSIGNED),
        "A date that has passed": DateRefused(T0),
        "A date too far ahead": DateRefused(NOW + 90 * DAY, NOW + 10 * DAY),
        "A promise too far ahead": LimitReached(Limit.PROMISE, "standard", furthest=NOW + 10 * DAY),
        "A snooze too long": LimitReached(Limit.SNOOZE_LENGTH, "standard", furthest=NOW + 3 * DAY),
        "Snoozed as often as can be": LimitReached(Limit.SNOOZE_TIMES, "standard", times=2),
        "No snooze at all": LimitReached(Limit.SNOOZE_TIMES, "key-client", times=0),
        "A red flag where no client waits": NobodyWaits(),
        "A second red flag": AlreadyFlagged(Flag(DANA.id, "their board meets", "key-client", T0)),
        "Too much text": TooLong(41_000),
        "A set-up that can't be": SetupRefused(
            [Problem(("project", "owner"), "bob", "the e-mail address of somebody")]
        ),
        "No such request": use_cases.NotFound(99),
        "The form is out of date": use_cases.Stale(12),
        "The same words again": use_cases.AlreadyThat(12),
        "A call is proposed": use_cases.CallStands(12),
        "A call is settled": use_cases.CallStands(12, TALK_TOMORROW),
        "What came of the call is known": use_cases.CallStands(12, NOW, "agreed"),
        "No such project": use_cases.UnknownProject("acmee"),
        "No such plan": use_cases.UnknownPolicy("strict"),
        "A date that can't be read": use_cases.DateUnreadable("someday"),
        "No such person": use_cases.UnknownPerson("U1"),
        "A shared channel": use_cases.UnsafeChannel("C1", True),
        "A channel with guests": use_cases.UnsafeChannel("C1", False),
        "Not set up": use_cases.NotSetUp("workspace"),
        "Nothing was recorded": use_cases.NothingRecorded(),
        "Perhaps it was recorded": use_cases.MaybeRecorded(),
        "Something else": NeverOpenError(T0),
    }
    for when, error in raised.items():
        yield Said(when, errors.sentence(error, **stood))  # type: ignore[arg-type]  # all three, by name


def _letters() -> Iterator[Said]:
    moved = promised(pending=Pending("send the offer", NOW + 5 * DAY))
    asking = request(State.WAITING, touched_at=T0)
    english = {"no date yet": request(), "a date": promised(), "another date": moved, "asking again": asking}
    for when, of in english.items():
        yield Said(f"To Jane: {when}", letters.letter(shown(of), reached(), BOB, NOW).body)
    agency = reached(is_via=True, address="mia@agency.example")
    yield Said("To the agency between us: a date", letters.letter(shown(promised()), agency, BOB, NOW).body)
    dated = shown(promised(promise=promise(NOW + 2 * DAY, "")))
    for code in sorted(set(LANGUAGES) - {"en"}):
        yield Said(f"To Jane: a date ({code})", letters.letter(dated, reached(language=code), BOB, NOW).body)
