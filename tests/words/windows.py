"""What stands in windows: why somebody was reminded, the forms, the history, all figures; and what plans say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from bot.domain.delay import Delay
from bot.domain.events import EventKind
from bot.domain.facts import SetUpFacts
from bot.domain.ladder import Withheld
from bot.domain.moments import sensible_times
from bot.domain.not_needed import NotNeeded
from bot.domain.offers import Offer, OfferKind
from bot.domain.people import Role
from bot.domain.plan_facts import PlanFacts, PlanUse
from bot.domain.policy import KEEPING_IN_TOUCH, SHIPPED, ChosenBy
from bot.domain.request import Flag, Outcome, State
from bot.domain.routing import Client
from bot.domain.step import StepKey
from bot.domain.why import Asked
from bot.domain.working import Since
from bot.slack.views import digest, erased, forms, pages, plans, set_up, timeline, why
from bot.slack.views.inputs import View
from bot.texts import forms as texts
from tests.slack.test_views_why import CALENDAR, CARD, past
from tests.slack.test_views_why import why as working
from tests.texts import weeks
from tests.texts.sample import BOB, DANA, DAY, LEA, PEOPLE, PIA, T0, event, line, project, request
from tests.words.printing import Chapter, Said
from tests.words.requests import HOUR, NOW, promised, shown

MOMENTS = sensible_times(NOW, CALENDAR)


def chapters() -> Iterator[Chapter]:
    """After the messages, from which they are opened."""
    yield Chapter("The window behind “Why this?”", tuple(_why()))
    yield Chapter("Forms", tuple(_forms()))
    yield Chapter("What a form asks for once more", tuple(_missing()))
    yield Chapter("The history", tuple(_history()))
    yield Chapter("The figures behind the digest", tuple(_figures()))
    yield Chapter("Plans, as `/nudge policy` shows them", tuple(_plans()))
    yield Chapter("Where words were erased", tuple(_erased()))


def window(when: str, view: View) -> Said:
    """All the words of a window; below them what can be pressed."""
    blocks = cast("list[dict[str, Any]]", view["blocks"])
    title = cast("dict[str, Any]", view["title"])["text"]
    ends = [cast("dict[str, Any]", view[end])["text"] for end in ("submit", "close") if end in view]
    said = Said.of_blocks(when, [f"*{title}*", *(words for block in blocks for words in _words(block))], blocks)
    return replace(said, labels=(*said.labels, *ends))


def _words(block: Mapping[str, Any]) -> Iterator[str]:
    """A block of text as it stands, a field by its label, the choices, what it suggests and its hint."""
    if block["type"] != "input":
        parts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        yield from (part["text"] for part in parts if part and isinstance(part.get("text"), str))
        return
    element = block["element"]
    optional = " (optional)" if block.get("optional") else ""
    yield f"{block['label']['text']}{optional}"
    for option in element.get("options", []):
        meaning = [option["description"]["text"]] if "description" in option else []
        yield f"( ) {': '.join([option['text']['text'], *meaning])}"
    for part in (element.get("placeholder"), block.get("hint")):
        if part:
            yield f"_{part['text']}_"


def _why() -> Iterator[Said]:
    later = T0 + 5 * HOUR
    repeated = past(rung=4, repetition=2, since=Since.REMINDER)
    for_lea = replace(past(Delay.parse("3d"), rung=4), key=StepKey(1, 4, 0, LEA.id), role=Role.LEAD)
    flagged = shown(request(flag=Flag(LEA.id, "their board meets", "key-client", T0)))
    yield window("To Bob: a reminder", why.why(working(), later))
    yield window("To Bob: his card", why.why(working(CARD, earlier=()), later))
    yield window("To Bob: over a holiday", why.why(working(past(calendar=CALENDAR)), later))
    yield window("To Bob: once more, after the last step", why.why(working(repeated), later))
    yield window("To Lea, as the lead", why.why(working(for_lea, reader=LEA, recipient=LEA), later))
    yield window("To Bob: under a red flag", why.why(working(about=flagged, by_flag=True), later))
    asked = Offer(OfferKind.NOT_MINE, PIA.id, NOW, by_id=BOB.id)
    away = Offer(OfferKind.ABSENCE, PIA.id, NOW, absence_id=3, until=NOW + 7 * DAY)
    of_hers = shown(request(offer=asked))
    standing_in = shown(request(offer=away))
    yield window(
        "To Pia: Bob says that it is hers", why.asked(Asked(of_hers, PIA, asked, None, False, NOW + DAY, LEA), NOW)
    )
    yield window(
        "To Pia, while Bob is away",
        why.asked(Asked(standing_in, PIA, away, Role.BACKUP, True, NOW + DAY, LEA), NOW),
    )
    yield window("Not needed: why?", why.not_needed(working()))
    for reason in NotNeeded:
        yield window(f"Not needed: {reason.value}", why.noted(shown(request()), BOB, reason))


def _forms() -> Iterator[Said]:
    mine, taken, stamp = shown(request()), shown(promised()), "seen"
    yield window("Hand something over", forms.hand_over([project()]))
    yield window("Hand something over, where nothing is set up", forms.hand_over([]))
    yield window("To Bob: I have it", forms.take(mine, MOMENTS, BOB, NOW, seen=stamp))
    yield window("To Bob: move the date", forms.move(taken, MOMENTS, BOB, NOW, seen=stamp))
    yield window("To Bob: contact made", forms.contact(mine, MOMENTS, BOB, NOW, seen=stamp))
    yield window("To Bob: not mine", forms.not_mine(mine, BOB, seen=stamp))
    yield window("To Bob: snooze", forms.snooze(taken, MOMENTS, BOB, NOW, seen=stamp))
    yield window("To Bob: keep waiting", forms.wait_on(shown(request(State.WAITING)), MOMENTS, BOB, NOW, seen=stamp))
    yield window("To Bob: close", forms.close(mine, others=[line(replace(request(), id=13))], seen=stamp))
    yield window("To Dana: withdraw", forms.close(mine, Outcome.WITHDRAWN, seen=stamp))
    yield window("To Dana: a red flag", forms.flag(mine, DANA, seen=stamp))
    raised = shown(request(flag=Flag(DANA.id, "their board meets", "key-client", T0)))
    yield window("To Lea: a red flag that is raised", forms.flag(raised, LEA, seen=stamp))
    yield window("To Dana: whose is it?", forms.route_person(shown(request(State.TRIAGE))))
    yield window("To Dana: add words", forms.add_words(mine))
    clients = (Client(1, "Acme GmbH", "key", "DE", ("acme.example",)),)
    yield window("To an admin: a client and a project", set_up.project(SetUpFacts(clients, {"key": "key-client"})))
    yield window("While it opens", pages.loading(texts.ONE_MOMENT))


def _missing() -> Iterator[Said]:
    for name in (
        "SAME_AS_MISSING",
        "FLAG_REASON_MISSING",
        "WISH_MISSING",
        "WHOSE_MISSING",
        "BY_MISSING",
        "PROMISED_BY_MISSING",
        "WHAT_MISSING",
        "WHOSE_NOTE",
        "LONG_NOTE",
        "NOTHING_SENT_YET",
    ):
        yield Said(name.lower().replace("_", " ").capitalize(), getattr(texts, name))


def _history() -> Iterator[Said]:
    due = {"due_at": (NOW + 2 * DAY).isoformat(), "cycle": 1, "rung": 1, "repetition": 0, "recipient": BOB.id}
    asked = {"kind": OfferKind.NOT_MINE.value, "from": BOB.id, "to": PIA.id}
    held = {"turn": "client's", "until": due["due_at"], "channel": "call", "evidence": "claimed"}
    known: dict[EventKind, dict[str, Any]] = {
        **dict.fromkeys((EventKind.OFFERED, EventKind.DECLINED, EventKind.UNANSWERED), asked),
        **dict.fromkeys(_PASSED_ON, asked),
        EventKind.TOUCHED: held,
        EventKind.CLOSED: {"outcome": Outcome.DONE.value},
        EventKind.DATE_MOVED: {**due, "from": NOW.isoformat()},
        EventKind.CLIENT_TOLD: {**due, "from": NOW.isoformat()},
        EventKind.CALL_AGREED: {"at": NOW.isoformat()},
        EventKind.SNOOZED: {"until": due["due_at"]},
        EventKind.STEP_WITHHELD: {**due, "reason": Withheld.TAKEN.value},
        EventKind.STEP_MOVED: {**due, "to": due["due_at"], "reason": "budget"},
        EventKind.ROUTED: {"owner": BOB.id},
    }
    ours = [kind for kind in EventKind if kind not in _NOT_OF_A_REQUEST]
    trail = [replace(event(kind, at=T0 + place * HOUR), data=known.get(kind, due)) for place, kind in enumerate(ours)]
    yield window("To Dana: all that can stand in it", timeline.timeline(shown(request()), trail[-50:], DANA))
    yield window("To Dana: nothing yet", timeline.timeline(shown(request()), [], DANA))
    yield window("Words that are gone", timeline.all_words(event(EventKind.STEP_SENT)))


_PASSED_ON = (EventKind.REASSIGNED, EventKind.ACCEPTED, EventKind.RETURNED, EventKind.STAYED)
_NOT_OF_A_REQUEST = frozenset(
    {
        EventKind.AWAY,
        EventKind.MAIL_GIVEN_UP,
        EventKind.SET_UP,
        EventKind.DIGEST,
        EventKind.AUDITOR,
    }
)


def _figures() -> Iterator[Said]:
    yield window("To the leads", digest.figures(weeks.facts()))
    yield window("What they mean", digest.meanings())


def _plans() -> Iterator[Said]:
    used = (PlanUse("Acme GmbH", "Portal", ChosenBy.TIER),)
    found = [
        PlanFacts(policy, (1,), {1: 3}, used, ("key",) if name == "key-client" else (), name == "standard", PEOPLE)
        for name, policy in SHIPPED.items()
    ]
    found.append(PlanFacts(KEEPING_IN_TOUCH, (1,), {}, (), (), False, PEOPLE))
    yield Said.by("`/nudge policy`", plans.listing(found, BOB, NOW))
    for facts in found:
        yield Said.by(f"`/nudge policy {facts.policy.name}`", plans.plan(facts, BOB, NOW))


def _erased() -> Iterator[Said]:
    on = date(2026, 11, 26)
    yield Said.by("A message of which nothing may stay", erased.left(None, on))
    yield Said.by("A message of which some stays", erased.left("#12 · Jane of Acme GmbH waits.", on))
