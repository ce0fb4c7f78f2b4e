"""Made-up trails: what happens to requests over twenty weeks, in an order in which it can happen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from bot.domain.events import EventKind, RecordedEvent, Value

BEGINS = datetime(2026, 7, 6, tzinfo=UTC)
WEEKS_LONG = 20
OWNERS, FALLBACK, NAMED, BACKUP, LEAD = (1, 2, 3), 6, 7, 8, 9
K = EventKind

_FOLLOWING: Mapping[str, tuple[str, ...]] = {
    "triage": ("route", "close", "wait"),
    "open": ("take", "ours", "clients", "done", "close", "chase", "step", "hand_on", "lend", "press", "copy", "lose"),
    "promised": ("move", "put_off", "ours", "clients", "done", "miss", "chase", "copy", "step", "late", "lend"),
    "waiting": ("answer", "ask", "copy", "close", "clients", "lose"),
    "closed": ("reopen", "rest", "rest"),
}


@dataclass
class Maker:
    """Makes the events of many requests, numbered through as the trail numbers them."""

    random: Random
    events: list[RecordedEvent] = field(default_factory=list)

    def request(self, number: int) -> None:
        """One request from its hand-over on."""
        _Walk(self, number, BEGINS + timedelta(minutes=self.random.randrange(WEEKS_LONG * 7 * 1440))).walk()


@dataclass
class _Walk:
    maker: Maker
    number: int
    at: datetime
    state: str = "new"
    owner: int | None = None
    due: datetime | None = None
    rung: int = 0
    cycle: int = 0

    def tell(
        self,
        kind: EventKind,
        data: Mapping[str, Value] | None = None,
        *,
        actor: int | None = 1,
        words: bool = False,
        **more: Value,
    ) -> None:
        number = len(self.maker.events) + 1
        commitment = "c" if words else None
        self.maker.events.append(
            RecordedEvent(number, "T1", self.at, kind, self.number, actor, {**(data or {}), **more}, commitment)
        )

    def written(self) -> Mapping[str, Value]:
        """The date of the mail that brought it, where it has one."""
        hours = self.maker.random.choice([None, None, 0, 3, 50, 400])
        return {} if hours is None else {"written": self.later(-hours)}

    def later(self, hours: float) -> str:
        return (self.at + timedelta(hours=hours)).isoformat()

    def walk(self) -> None:
        random = self.maker.random
        source = random.choice(["mail", "mail", "command", "keeping in touch"])
        self.tell(K.HANDED_OVER, self.written(), words=True, source=source, verified=True)
        self.state = "triage"
        if random.random() < 0.8:
            self.route()
        for _ in range(random.randrange(14)):
            if random.random() < 0.8:
                self.at += timedelta(minutes=random.choice([0, 7, 90, 1440, 4000, 9000]))
            getattr(self, random.choice(_FOLLOWING[self.state]))()

    def route(self) -> None:
        self.owner, self.state = self.maker.random.choice(OWNERS), "open"
        self.due = self.maker.random.choice([None, None, self.at + timedelta(hours=60)])
        promised: dict[str, Value] = {"promised_by": self.due.isoformat()} if self.due else {}
        self.tell(K.ROUTED, promised, owner=self.owner, project=self.owner * 10)

    def wait(self) -> None:
        """Nothing happens."""

    rest = wait

    def take(self) -> None:
        self.due, self.state = self.at + timedelta(hours=30), "promised"
        self.tell(K.TAKEN, words=True, due_at=self.due.isoformat(), client_knows=True)

    def move(self) -> None:
        assert self.due
        after = self.due + timedelta(hours=self.maker.random.choice([-5, 24]))
        self.tell(K.DATE_MOVED, {"from": self.due.isoformat(), "due_at": after.isoformat(), "pending": False})
        self.due = after

    def put_off(self) -> None:
        assert self.due
        after = self.due + timedelta(hours=50)
        before = self.due.isoformat()
        self.tell(K.DATE_MOVED, {"from": before, "due_at": after.isoformat(), "pending": True})
        if self.maker.random.random() < 0.5:
            self.tell(K.CLIENT_TOLD, {"from": before, "due_at": after.isoformat()})
            self.due = after

    def _touch(self, turn: str, evidence: str = "claimed", hours: float = 48) -> None:
        written = self.written() if evidence != "claimed" else {}
        self.tell(K.TOUCHED, written, channel="mail", turn=turn, evidence=evidence, until=self.later(hours))

    def _met(self) -> None:
        if self.due is not None:
            self.tell(K.PROMISE_KEPT, due_at=self.due.isoformat())

    def ours(self) -> None:
        self._touch("ours")
        self._met()
        self.due, self.state = self.at + timedelta(hours=48), "promised"

    def late(self) -> None:
        assert self.due
        self._touch("ours", hours=49)
        self.tell(K.PROMISE_BROKEN, due_at=self.due.isoformat(), copy_in_time=self.maker.random.random() < 0.3)
        self.due = self.at + timedelta(hours=49)

    def clients(self) -> None:
        self._touch("client's", self.maker.random.choice(["claimed", "copy seen", "authenticated"]))
        self._met()
        self.due, self.state = None, "waiting"

    def copy(self) -> None:
        evidence = self.maker.random.choice(["copy seen", "authenticated"])
        self._touch("ours", evidence)
        if self.maker.random.random() < 0.3:  # whoever wrote it says that the turn is the client's
            data: dict[str, Value] = {"channel": "mail", "evidence": evidence, "until": self.later(48)}
            self.tell(K.TOUCHED, data, turn="client's", same_contact=True)
            self._met()
            self.due, self.state = None, "waiting"

    def done(self) -> None:
        self._touch("nobody's")
        self._met()
        self._close("done", words=self.maker.random.random() < 0.5)

    def close(self) -> None:
        self._close(self.maker.random.choice(["done", "not needed", "withdrawn", "duplicate"]))

    def _close(self, outcome: str, words: bool = False) -> None:
        self.tell(K.CLOSED, words=words, outcome=outcome)
        self.due, self.state = None, "closed"

    def chase(self) -> None:
        self.tell(K.CHASED, self.written(), verified=self.maker.random.random() < 0.7)

    def answer(self) -> None:
        self.tell(K.ANSWERED, self.written(), verified=True)
        self.state = "open"

    def ask(self) -> None:
        self.tell(K.ASK_AGAIN, actor=None)
        self.state = "open"
        if self.maker.random.random() < 0.3:  # they may answer while we are asked whether to ask them
            self.answer()
        elif self.maker.random.random() < 0.3:
            self.tell(K.SNOOZED, until=self.later(80), waiting=True)
            self.state = "waiting"

    def reopen(self) -> None:
        self.tell(K.REOPENED, self.written())
        self.state = "triage" if self.owner is None else "open"

    def step(self) -> None:
        self.rung += 1
        parts = [("owner", self.owner), ("backup", BACKUP), ("lead", LEAD), ("named", NAMED), ("fallback", FALLBACK)]
        role, who = self.maker.random.choice(parts)
        rung = self.maker.random.choice([self.rung, self.rung, self.rung, 0, -1])
        key: dict[str, Value] = {"cycle": self.cycle, "rung": rung, "repetition": self.rung, "recipient": who}
        self.tell(K.STEP_DUE, key, actor=None, role=role)
        kind = self.maker.random.choice([K.STEP_SENT, K.STEP_SHOWN, K.STEP_WITHHELD, None])
        if kind is K.STEP_WITHHELD:
            self.tell(kind, key, actor=None, reason="it was snoozed")
        elif kind is not None:
            self.tell(kind, key, actor=None)

    def lose(self) -> None:
        self.tell(K.UNDELIVERED, actor=None, purpose="card", error="channel_not_found")

    def press(self) -> None:
        self.tell(K.NOT_NEEDED, reason="too soon")

    def miss(self) -> None:
        assert self.due
        copied = self.maker.random.random() < 0.3
        self.tell(K.PROMISE_BROKEN, actor=None, due_at=self.due.isoformat(), copy_in_time=copied)
        self.due, self.state = None, "open"

    def hand_on(self) -> None:
        self.owner = self.maker.random.choice(OWNERS)
        self.tell(K.REASSIGNED, {"from": None, "to": self.owner})
        self.state = "open"

    def lend(self) -> None:
        """Somebody has it while its owner is away, or its owner has it back: it stands where it stood."""
        self.owner = self.maker.random.choice(OWNERS)
        self.tell(self.maker.random.choice([K.ACCEPTED, K.RETURNED]), to=self.owner)


def trail(seed: int, requests: int) -> dict[int, list[RecordedEvent]]:
    """The events of so many requests, by request, each in its order."""
    maker = Maker(Random(seed))
    found: dict[int, list[RecordedEvent]] = {}
    for number in range(1, requests + 1):
        before = len(maker.events)
        maker.request(number)
        found[number] = maker.events[before:]
    return found
