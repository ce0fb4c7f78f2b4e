"""All that anybody can do, by everybody, at any time: long sequences, beside the model of `test_life_of_a_request`.

2,000 in the suite; as many as NUDGE_SEQUENCES says elsewhere (`make sequences`: 20,000). A failure prints the blob that
reproduces it; `--hypothesis-seed=N` plays the same sequences again.
"""

import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.domain import flags, life
from bot.domain.life import DateRefused, TransitionRefused
from bot.domain.offers import OfferKind
from bot.domain.permissions import Action, may
from bot.domain.policy import SHIPPED
from bot.domain.request import Cause, Outcome, State
from tests.domain.lives import BOB, DANA, KIM, LEA, PIA
from tests.domain.test_life_of_a_request import ADA, GUS, HOUR, INA, JO, LIVE, PEOPLE, LifeOfARequest

SEQUENCES = int(os.environ.get("NUDGE_SEQUENCES", "2000"))
STEPS = 16

TAKES_PART = {
    "see",
    "add words",
    "record a touch",
    "propose a call",
    "export the log",
}
OF_PROJECTS = {"record a contact about a project", "read the lessons"}
REPORTS = TAKES_PART | OF_PROJECTS | {"withdraw", "route", "raise a red flag"}
STANDS_IN = REPORTS | {"take", "snooze", "reassign", "close", "reopen"}
OWNS = STANDS_IN | {"lift a red flag"}
LEADS = OWNS | {"read the digest", "answer an offer"}
ADMINISTERS = LEADS | {"hand over", "set up", "say that somebody is away"}
IS_ASKED = {"see", "add words", "propose a call", "answer an offer"}
NAMED = [Action(name) for name in sorted(ADMINISTERS)]

ANYBODY = st.sampled_from([DANA, BOB, PIA, LEA, KIM, JO, ADA]) | st.sampled_from(sorted(PEOPLE))


class Everything(LifeOfARequest):
    """`self.pending` is the date that the client has not been told of yet, `self.known` whether they know the other."""

    def __init__(self) -> None:
        super().__init__()
        self.pending: datetime | None = None
        self.known: bool | None = None
        self.flagged = False
        self._stood: tuple[object, ...] = ()

    def _then(self, deed: str, by: datetime) -> None:
        super()._then(deed, by)
        if deed in {"take", "reply"}:
            self.known = True if deed == "reply" else None
            self.pending = None

    def _follow(self) -> None:
        """A date that nobody was told of goes with the promise that it was to replace, and with its owner."""
        stands = (self.owner, self.ours_until)
        if stands != self._stood:
            self.pending = None
        self._stood = stands

    # --- who may -------------------------------------------------------------------------------------------------

    def _table(self, who: int) -> set[str]:
        if who in {GUS, INA}:
            return set()
        allowed = {"hand over"}
        allowed |= LEADS if who in {LEA, KIM} else OWNS if who == self.owner else set()
        allowed |= STANDS_IN if who == PIA else set()
        if who in {DANA, JO}:
            allowed |= REPORTS if who == DANA and not self.touched else REPORTS - {"withdraw"}
        offer = self.one.request.offer
        if offer is not None and offer.to_id == who:
            allowed |= IS_ASKED | (STANDS_IN if offer.kind is OfferKind.ABSENCE else set())
        return ADMINISTERS if who == ADA else allowed

    def _allowed(self, who: int, action: Action) -> bool:
        """What the table says, which the code must say as well."""
        cast = self.one.situation().cast
        allowed = action.value in self._table(who)
        said = may(PEOPLE[who], action, cast, joined=frozenset({JO}), request=self.one.request)
        assert said == allowed, (PEOPLE[who].name, action)
        return allowed

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def somebody_looks_what_they_may(self, who: int) -> None:
        for action in NAMED:
            self._allowed(who, action)

    # --- dates ---------------------------------------------------------------------------------------------------

    @rule(who=ANYBODY, hours=st.integers(-3, 200), client_knows=st.sampled_from([True, False, None]))
    def somebody_moves_the_date(self, who: int, hours: int, client_knows: bool | None) -> None:
        self._a_moment_later()
        self._follow()
        if not self._may(who, "take"):
            return
        by, can = self.now + hours * HOUR, self.state in {"open", "promised"} and self.ours_until is not None
        before = self.one.request.moves
        try:
            moved = life.moved(self.one.request, what="call", by=by, now=self.now, client_knows=client_knows)
        except TransitionRefused:
            assert not can
            return
        except DateRefused:
            assert can
            assert by <= self.now
            return
        assert can
        assert by > self.now
        is_later = self.ours_until is not None and by > self.ours_until
        if self.known:
            self.pending = by
            assert moved.moves == before, "the old date counts until the client has been told"
        else:
            assert moved.moves == before + is_later
            self.ours_until, self.known, self.pending = by, self.known or client_knows, None
        self.state = "promised"
        self._stood = (self.owner, self.ours_until)
        self.one.becomes(moved)
        self._look()

    @rule()
    def the_client_is_told_of_the_date(self) -> None:
        self._a_moment_later()
        self._follow()
        can = self.state == "promised" and self.pending is not None
        try:
            told = life.told(self.one.request, self.now)
        except TransitionRefused:
            assert not can
            return
        except DateRefused:
            assert can
            assert self.pending is not None
            assert self.pending <= self.now
            return
        assert can
        self.ours_until, self.known, self.pending = self.pending, True, None
        self._stood = (self.owner, self.ours_until)
        self.one.becomes(told)
        self._look()

    # --- what comes in -------------------------------------------------------------------------------------------

    @rule()
    def somebody_who_may_be_anybody_writes(self) -> None:
        """It counts, and reminds at most once a day; it never climbs, wakes nobody, moves nothing."""
        self._a_moment_later()
        before, policy = self.one.request, self.one.policy
        if self.state not in {"open", "promised"}:
            return
        after = life.chased_unverified(before, policy, self.now)
        self.waited_for = True
        assert after.chases == before.chases + 1
        assert after.cycle.rung <= max(1, before.cycle.rung)
        assert (after.snooze, after.state, after.promise) == (before.snooze, before.state, before.promise)
        rests = before.snooze is not None and before.snooze.until > self.now
        told_at = before.cycle.started_at if before.cycle.cause is Cause.CHASE else None
        was_told = told_at is not None and self.now - told_at < timedelta(days=1)
        assert (after.cycle == before.cycle) == (rests or was_told)
        if after.cycle != before.cycle:
            self.asked = False
        self.one.becomes(after)
        self._look()

    @rule()
    def a_copy_of_ours_comes_in(self) -> None:
        self._a_moment_later()
        try:
            seen = life.copy_seen(self.one.request, self.now)
        except TransitionRefused:
            assert self.state not in LIVE
            return
        assert self.state in LIVE
        assert seen.cycle == self.one.request.cycle, "no ladder stops for it"
        self.touched = True
        self.waited_for = self.waited_for or self.state != "waiting"
        self.one.becomes(seen)
        self._look()

    # --- flags, and other ends -----------------------------------------------------------------------------------

    @rule(who=ANYBODY)
    def somebody_raises_a_flag(self, who: int) -> None:
        self._a_moment_later()
        if not self._allowed(who, Action.FLAG):
            return
        before, held = self.one.request, self.one.policy
        try:
            after = flags.flagged(before, by=who, reason="board", held=held, known=SHIPPED.values(), now=self.now)
        except flags.AlreadyFlagged:
            assert self.flagged
            return
        except TransitionRefused:
            assert self.state == "closed"
            return
        assert self.state != "closed"
        assert not self.flagged
        assert after.state == before.state
        self.flagged = True
        if after.cycle.number != before.cycle.number:
            assert after.flag is not None
            self.one.policy = SHIPPED[after.flag.policy]
        self.one.becomes(after)
        self._look()

    @rule(who=ANYBODY)
    def somebody_lifts_the_flag(self, who: int) -> None:
        self._a_moment_later()
        if not self._allowed(who, Action.LIFT_FLAG):
            return
        try:
            lifted = flags.lifted(self.one.request)
        except TransitionRefused:
            assert not self.flagged or self.state == "closed"
            return
        assert self.flagged
        self.flagged = False
        self.one.becomes(lifted)
        self._look()

    @rule(who=ANYBODY, outcome=st.sampled_from([Outcome.NOT_NEEDED, Outcome.DUPLICATE]))
    def somebody_closes_it_otherwise(self, who: int, outcome: Outcome) -> None:
        self._a_moment_later()
        if not self._may(who, "finish"):
            return
        try:
            closed = life.closed(self.one.request, outcome, self.now)
        except TransitionRefused:
            assert self.state == "closed"
            return
        assert self.state != "closed"
        self.one.becomes(closed)
        self._then("finish", self.now)
        self._look()

    # --- what holds ----------------------------------------------------------------------------------------------

    @invariant()
    def what_is_pending_is_as_the_model_has_it(self) -> None:
        self._follow()
        request = self.one.request
        assert (request.pending.due_at if request.pending else None) == self.pending
        assert (request.flag is not None) == self.flagged
        assert request.promise is None or request.promise.client_knows == self.known

    @invariant()
    def what_is_over_asks_for_nothing(self) -> None:
        request = self.one.request
        if request.state in {State.CLOSED, State.WAITING}:
            assert (request.promise, request.pending, request.snooze) == (None, None, None)
        assert request.snooze is None or request.promise is None or request.snooze.until <= request.promise.due_at
        assert (request.state is State.CLOSED) == (request.outcome is not None)


Everything.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize=False,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestEverything = Everything.TestCase
