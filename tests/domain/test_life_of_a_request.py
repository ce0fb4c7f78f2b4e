"""Everybody does everything at any time, beside a model that only knows states, roles and dates."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain import life, passing_on
from bot.domain.calendar import Absence
from bot.domain.life import DateRefused, TransitionRefused
from bot.domain.offers import MOST_PASSES, Offer, OfferKind
from bot.domain.people import Cast, Person
from bot.domain.permissions import Action, may
from bot.domain.policy import KEY_CLIENT, RELAXED, STANDARD, Policy
from bot.domain.request import Cause, Outcome, Request, State
from tests.domain.lives import BOB, DANA, EVERYBODY, KIM, LEA, OFFICE, PIA, Life, a_request, at

JO, ADA, SAM, GUS, INA = 6, 7, 8, 9, 10
PEOPLE = {
    number: Person(number, "T1", f"U{number}", name)
    for number, name in enumerate(("Dana", "Bob", "Pia", "Lea", "Kim", "Jo", "Ada", "Sam", "Gus", "Ina"), 1)
}
PEOPLE[ADA] = replace(PEOPLE[ADA], is_admin=True)
PEOPLE[GUS] = replace(PEOPLE[GUS], is_guest=True, is_admin=True)
PEOPLE[INA] = replace(PEOPLE[INA], is_active=False)
HOUR = timedelta(hours=1)
FURTHEST = 240 * HOUR

Deed = Callable[[Request, datetime, datetime], Request]
DEEDS: dict[str, tuple[Action, Deed]] = {
    "take": (Action.TAKE, lambda r, now, by: life.taken(r, what="call", by=by, now=now)),
    "reply": (Action.RECORD_TOUCH, lambda r, now, by: life.touched_ours(r, what="call", by=by, now=now)),
    "ask": (Action.RECORD_TOUCH, lambda r, now, by: life.touched_clients(r, ask_again_at=by, now=now)),
    "wait on": (Action.TAKE, lambda r, now, by: life.waited_on(r, ask_again_at=by, now=now)),
    "pass to Pia": (Action.REASSIGN, lambda r, now, _: life.reassigned(r, owner_id=PIA, now=now)),
    "pass to Dana": (Action.REASSIGN, lambda r, now, _: life.reassigned(r, owner_id=DANA, now=now)),
    "snooze": (
        Action.SNOOZE,
        lambda r, now, by: life.snoozed(r, until=by, reason="fair", now=now, furthest=now + FURTHEST),
    ),
    "finish": (Action.CLOSE, lambda r, now, _: life.closed(r, Outcome.DONE, now)),
    "withdraw": (Action.WITHDRAW, lambda r, now, _: life.closed(r, Outcome.WITHDRAWN, now)),
    "reopen": (Action.REOPEN, lambda r, now, _: life.reopened(r, now)),
    "route": (
        Action.ROUTE,
        lambda r, now, _: life.routed(r, owner_id=BOB, client_id=1, project_id=1, now=now),
    ),
}
"""What people can do, and what they must be allowed to for it; the last argument is the date that they name."""

REPORTERS = {"reply", "ask", "withdraw", "route"}
"""What a reporter may do of these; everybody else with a part may do all."""

LIVE = {"open", "promised", "waiting"}
UNCLOSED = {"triage", *LIVE}
LEADS_TO: dict[str, tuple[set[str], str | None]] = {
    "take": ({"open", "promised"}, "promised"),
    "reply": (LIVE, "promised"),
    "ask": (LIVE, "waiting"),
    "wait on": ({"asked"}, "waiting"),
    "pass to Pia": (UNCLOSED, "open"),
    "pass to Dana": (UNCLOSED, "open"),
    "snooze": ({"open", "promised"}, None),
    "finish": (UNCLOSED, "closed"),
    "withdraw": (UNCLOSED, "closed"),
    "reopen": ({"closed"}, "open"),
    "route": ({"triage"}, "open"),
}
"""From which states, and to which; None: it stays."""
DATED = {"take", "reply", "ask", "wait on", "snooze"}


class LifeOfARequest(RuleBasedStateMachine):
    """`self.state`, `self.owner`, `self.ours_until` and so on are the model; `self.one` is what is tested."""

    @initialize(
        policy=st.sampled_from([STANDARD, KEY_CLIENT, RELAXED]), state=st.sampled_from([State.TRIAGE, State.OPEN])
    )
    def hand_over(self, policy: Policy, state: State) -> None:
        self.now = at("Thu 15:20")
        calendars = {**EVERYBODY, ADA: OFFICE, JO: OFFICE}
        self.one = Life(a_request(state, self.now, policy), policy, Cast(None, PIA, LEA, DANA, KIM), calendars)
        self.state, self.owner = str(state), (BOB if state is State.OPEN else None)
        self.ours_until: datetime | None = None
        self.theirs_until: datetime | None = None
        self.touched = self.asked = False
        self.waited_for = True
        self.lender: int | None = None
        self._look()

    def _look(self) -> None:
        """What the passing of time does in the model, then in the code."""
        if self.state in {"open", "promised"} and self.ours_until is not None and self.ours_until <= self.now:
            self.state, self.ours_until, self.asked = "open", None, False
        if self.state == "waiting" and self.theirs_until is not None and self.theirs_until <= self.now:
            self.state, self.theirs_until, self.asked = "open", None, True
        self.one.look(self.now)
        self._comes_back()

    def _comes_back(self) -> None:
        """What was lent is its owner's again once they are back, but what is closed stays closed as it is."""
        if self.lender is None or self.state not in LIVE:
            return
        if self.one.calendars[self.lender].absence_at(self.now) is None:
            self.owner, self.lender = self.lender, None

    @rule(hours=st.integers(1, 100), minutes=st.integers(0, 59))
    def time_passes(self, hours: int, minutes: int) -> None:
        self.now += timedelta(hours=hours, minutes=minutes)
        self._look()

    @rule()
    def the_next_thing_falls_due(self) -> None:
        if self.one.request.due_at is not None:
            self.now = self.one.request.due_at
            self._look()

    @rule(
        deed=st.sampled_from(sorted(DEEDS)),
        who=st.sampled_from([DANA, BOB, PIA, LEA, KIM, JO, ADA]) | st.sampled_from(sorted(PEOPLE)),
        hours=st.integers(-2, 120) | st.integers(200, 400),
    )
    def somebody_does(self, deed: str, who: int, hours: int) -> None:
        self._a_moment_later()
        by = self.now + hours * HOUR
        allowed = self._may(who, deed)
        action, do = DEEDS[deed]
        request = self.one.request
        cast = replace(self.one.cast, owner=request.owner_id)
        assert may(PEOPLE[who], action, cast, joined=frozenset({JO}), request=request) == allowed
        if not allowed:
            return
        possible, in_time = self._is_possible(deed), self._is_in_time(deed, by)
        try:
            self.one.becomes(do(request, self.now, by))
        except TransitionRefused:
            assert not possible
        except DateRefused:
            assert possible and not in_time
        else:
            assert possible and in_time
            self._then(deed, by)
            self._look()

    def _a_moment_later(self) -> None:
        self.now += timedelta(seconds=1)
        self._look()

    def _may(self, who: int, deed: str) -> bool:
        if who in {GUS, INA}:
            return False
        if who in {ADA, PIA, LEA, KIM, self.owner}:
            return True
        if who == DANA:
            return deed in REPORTERS and not (deed == "withdraw" and self.touched)
        return who == JO and deed in REPORTERS - {"withdraw"}

    def _is_possible(self, deed: str) -> bool:
        starts, _ = LEADS_TO[deed]
        return self.state in starts or ("asked" in starts and self.state == "open" and self.asked)

    def _is_in_time(self, deed: str, by: datetime) -> bool:
        if deed not in DATED:
            return True
        bounds = [self.now + FURTHEST, *([self.ours_until] if self.ours_until else [])] if deed == "snooze" else []
        return by > self.now and all(by <= bound for bound in bounds)

    def _then(self, deed: str, by: datetime) -> None:
        _, goal = LEADS_TO[deed]
        if goal is None:
            return
        was_open = self.state == "open"
        self.state = "triage" if deed == "reopen" and self.owner is None else goal
        self.touched = self.touched or deed in {"reply", "ask"}
        self.waited_for = {"reply": True, "reopen": True, "ask": False}.get(deed, self.waited_for)
        self.owner = {"pass to Pia": PIA, "pass to Dana": DANA, "route": BOB}.get(deed, self.owner)
        if deed.startswith("pass") and self.owner == self.lender:
            self.lender = None
        if goal in {"promised", "waiting", "closed"}:
            self.ours_until = by if goal == "promised" else None
            self.theirs_until = by if goal == "waiting" else None
        if self.state in {"open", "triage"}:
            self.theirs_until, self.asked = None, self.asked and was_open

    @rule(who=st.sampled_from([BOB, PIA, LEA]), to=st.sampled_from([BOB, PIA, DANA]))
    def somebody_says_not_mine(self, who: int, to: int) -> None:
        """Whoever owns it stays its owner until somebody else accepts; from the second time on the lead is asked."""
        self._a_moment_later()
        request, before = self.one.request, self.one.request.passes
        if self.state == "closed" or to in {self.owner, who} or who == LEA or self._is_away(to):
            return
        offer = passing_on.not_mine(self.one.situation(), to=to, by=who, words=None, now=self.now)
        self.one.becomes(passing_on.offered(request, offer))
        if offer.kind is OfferKind.NOT_MINE:
            assert before + 1 < MOST_PASSES or self.owner in {LEA, KIM}, "nobody else settles it"
        else:
            assert before + 1 >= MOST_PASSES
        assert offer.to_id in ({LEA, KIM} if offer.kind is OfferKind.OWNERSHIP else {to})
        self._look()

    def _is_away(self, who: int) -> bool:
        return self.one.calendars[who].absence_at(self.now) is not None

    @rule(who=st.sampled_from([PIA, DANA, LEA, KIM]))
    def somebody_accepts(self, who: int) -> None:
        self._a_moment_later()
        request = self.one.request
        offer = request.offer
        try:
            if offer is not None and offer.kind is OfferKind.OWNERSHIP:
                taken = passing_on.settled(request, owner_id=who, now=self.now)
            else:
                taken = passing_on.accepted(request, by=who, now=self.now)
        except TransitionRefused:
            assert offer is None or self.owner == who
            return
        assert offer is not None
        self.one.becomes(taken)
        if offer.kind is OfferKind.ABSENCE:
            self.lender = self.lender or self.owner
        else:
            self.asked = self.asked and self.state == "open"
            self.state, self.theirs_until = "open", None
            if offer.kind is OfferKind.OWNERSHIP or who == self.lender:
                self.lender = None
        self.owner = who
        self._look()

    @rule()
    def whoever_is_asked_declines(self) -> None:
        self._a_moment_later()
        offer = self.one.request.offer
        try:
            self.one.becomes(passing_on.declined(self.one.situation(), self.now))
        except TransitionRefused:
            assert offer is None or offer.kind is OfferKind.OWNERSHIP
            return
        self._look()
        following = self.one.request.offer
        assert following is None or following.lapsed or following != offer

    @rule(who=st.sampled_from([BOB, PIA, LEA]), hours=st.integers(1, 200))
    def somebody_goes_away(self, who: int, hours: int) -> None:
        self._a_moment_later()
        known = self.one.calendars[who].absences
        if any(self.now <= one.end for one in known if one.end is not None):
            return
        absence = Absence(self.now, self.now + hours * HOUR, number=len(known) + 1)
        away = replace(self.one.calendars[who], absences=(*known, absence))
        self.one.calendars = {**self.one.calendars, who: away}
        self.one.foreseen = {}
        self._look()

    @rule()
    def the_client_writes(self) -> None:
        self._a_moment_later()
        request, policy = self.one.request, self.one.policy
        if self.state == "triage":
            return
        if self.state == "waiting" or (self.state == "open" and self.asked) or self._is_left_to_us():
            changed = life.answered(request, self.now)
            assert (changed.client_waits_since, changed.snooze) == (self.now, None)
        elif self.state == "closed":
            changed = life.reopened(request, self.now)
        else:
            changed = life.chased(request, policy, self.now)
            assert changed.cycle.rung >= policy.capped(request.cycle.rung)
            assert changed.client_waits_since is not None
        self.one.becomes(changed)
        if self.state != "promised":
            self.state = "triage" if self.owner is None else "open"
        self.theirs_until, self.asked = None, False
        self.waited_for = True
        self._look()

    def _is_left_to_us(self) -> bool:
        """Somebody took it over while it was the client's turn, and has promised nothing yet."""
        return self.state == "open" and not self.waited_for and self.ours_until is None

    @invariant()
    def it_stands_where_the_model_does(self) -> None:
        request = self.one.request
        assert (str(request.state), request.owner_id) == (self.state, self.owner)
        assert (request.promise.due_at if request.promise else None) == self.ours_until
        assert request.ask_again_at == self.theirs_until
        assert (request.touched_at is not None) == self.touched
        assert (request.state is State.OPEN and request.cycle.cause is Cause.ASK_AGAIN) == (
            self.asked and self.state == "open"
        )

    @invariant()
    def nobody_who_is_away_is_told_or_asked(self) -> None:
        request = self.one.request
        for key, at_ in self.one.sent.items():
            assert self.one.calendars[key.recipient].absence_at(at_) is None
        offer: Offer | None = request.offer
        if offer is not None and offer.stands:
            assert self.one.calendars[offer.to_id].absence_at(self.now) is None
            assert offer.to_id != request.owner_id or offer.kind is OfferKind.OWNERSHIP
        assert (request.loan.owner_id if request.loan else None) == self.lender

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """An unclosed request is looked at again, unless it waits in triage and the fallback owner has heard."""
        request = self.one.request
        assert request.due_at is not None or request.state in {State.TRIAGE, State.CLOSED}
        assert request.due_at is None or request.due_at > self.now
        assert request.due_at is not None or request.is_closed or self.one.done


LifeOfARequest.TestCase.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestLifeOfARequest = LifeOfARequest.TestCase
