"""What is said when somebody is away, and when a request is passed on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.domain.absences import Away
from bot.domain.events import EventKind
from bot.domain.facts import Upcoming
from bot.domain.handing import AbsenceFacts, PacketItem
from bot.domain.offers import Loan, Offer, OfferKind
from bot.domain.request import Cause, State
from bot.slack.views import absence, card
from bot.texts import absence as texts
from bot.texts import letters
from bot.texts.moments import PrintedWatch
from tests.texts.sample import BOB, DANA, DAY, KIM, LEA, PEOPLE, PIA, event, reached, request
from tests.words.printing import Chapter, Said
from tests.words.requests import NOW, opened, promised, shown

BACK = NOW + 7 * DAY
AWAY = Away(3, BOB.id, NOW, BACK, PIA.id, BOB.id)
LOAN = Loan(BOB.id, NOW, BACK, 3)
BACK_ON = date(2026, 12, 2)
ASKED = Offer(OfferKind.ABSENCE, PIA.id, NOW, absence_id=3, until=BACK)
PASSED = Offer(OfferKind.NOT_MINE, PIA.id, NOW, by_id=BOB.id, words="Pia did the last one for them")
WHOSE = Offer(OfferKind.OWNERSHIP, LEA.id, NOW, by_id=PIA.id, words="I only know the shop", suggested=KIM.id)


def facts(reader: object = PIA, **changes: object) -> AbsenceFacts:
    """Bob is away for a week; Pia looks after things."""
    fresh = AbsenceFacts(PIA, NOW, BOB, AWAY, date(2026, 11, 24), date(2026, 12, 1), stand_in=PIA, people=PEOPLE)
    return replace(fresh, reader=reader, **changes)  # type: ignore[arg-type]  # a page's own choice of fields


def items() -> tuple[PacketItem, ...]:
    """One that is open, one that is promised."""
    trail = (event(EventKind.HANDED_OVER), event(EventKind.CHASED))
    both = (opened(Cause.CHASE, offer=ASKED), promised(offer=ASKED, id=13))
    return tuple(PacketItem(shown(of), trail, None, is_asked=True) for of in both)


def chapters() -> Iterator[Chapter]:
    """Absences first."""
    yield Chapter("Being away", tuple(_away()))
    yield Chapter("Not mine", tuple(_passed_on()))


def _away() -> Iterator[Said]:
    yield Said.by("To Bob: noted", absence.noted(facts(BOB)))
    longer = (date(2026, 11, 24), date(2026, 12, 4))
    yield Said.by("To Bob, who comes back earlier than he thought", absence.noted(facts(BOB, before=(longer,))))
    yield Said.by("To Bob, when Lea has noted it", absence.noted_by_others(facts(BOB, set_by=LEA)))
    yield Said.by("To Bob, whose status says so", absence.question(facts(BOB, away=None), date(2026, 12, 1)))
    yield Said.by("His answer: not away", absence.answered(facts(BOB), "no"))
    yield Said.by("To Pia: the hand-over packet", absence.packet(facts(items=items())))
    taken = replace(items()[0], facts=shown(opened(Cause.CHASE, owner_id=PIA.id, loan=LOAN)), is_asked=False)
    yield Said.by("To Pia, once she has the first", absence.packet(facts(items=(taken, items()[1]))))
    lent = opened(Cause.TAKEN_OVER, owner_id=PIA.id, loan=LOAN)
    hers = shown(
        lent, lender_back_on=BACK_ON, next_nudge=Upcoming(PIA, NOW + DAY), next_above=Upcoming(LEA, NOW + 2 * DAY)
    )
    yield Said.by("To Pia: her card", card.card(hers, PIA, NOW))
    yield Said("Her letter to Jane", letters.letter(hers, reached(), PIA, NOW).body)
    yield Said.by("To Bob: welcome back", absence.hand_back(facts(BOB, items=_back())))
    yield Said.by("To Bob: his card", card.card(shown(opened(Cause.RETURNED)), BOB, NOW))
    yield Said.by("Back earlier", absence.ended(facts(BOB)))


def _back() -> tuple[PacketItem, ...]:
    waiting = request(State.WAITING, ask_again_at=NOW + 4 * DAY)
    return tuple(PacketItem(shown(of), (), None, is_asked=False) for of in (request(), waiting, request(State.CLOSED)))


def _passed_on() -> Iterator[Said]:
    watch = PrintedWatch.of(PIA, NOW)
    asked = shown(request(offer=PASSED, passes=1))
    yield Said.by("To Pia: is it yours?", absence.offer(asked, PIA, watch))
    yield Said.by("To Bob, meanwhile", card.card(asked, BOB, NOW))
    for kind in (EventKind.DECLINED, EventKind.REASSIGNED):
        yield Said(f"To Bob: {kind.value}", texts.owner_line(kind, PIA, shown(request()), BOB))
    whose = shown(request(offer=WHOSE, passes=2))
    yield Said.by("To Lea, after the second time", absence.whose(whose, [BOB, PIA, KIM], LEA, watch))
    stays = shown(request(passes=2))
    yield Said.by("To Lea, when a working day has gone by", absence.whose_unanswered(stays, LEA))
    yield Said.by("To Dana, when it comes back to her", absence.offer(asked, DANA, watch))
