"""The people of the story at their desks, and what a test does and sees with them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.app.running import Playground
from bot.db import audit, requests
from bot.db.tables import audit_event, outbox
from bot.domain.events import EventKind, RecordedEvent
from bot.domain.outbox import Purpose
from bot.domain.request import Outcome, Request, State, TouchChannel, Turn
from bot.domain.workspace import Workspace as House
from bot.sandbox import Message, Player, View
from bot.sandbox.journal import Change
from bot.services.calendars import house_calendar
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field, Form, MoreChoice
from bot.texts import forms

ZONE = ZoneInfo("Europe/Berlin")
SUBJECT = "A question about our other departments"
WISH = "Hi Dana,\n\ncould you reach out to our three department heads? They may have more work for you.\n\nBest, Jane"
LOOKS, LOOK_SECONDS = 250, 0.02
NEXT_STEP = "speak to the three department heads"

Values = Mapping[Field, object]


def quiet_monday() -> date:
    """The next Monday that begins three weeks without a holiday."""
    today = datetime.now(ZONE).date()
    holidays = house_calendar(House("", "", zone=str(ZONE), country="DE"), today.year).holidays
    monday = today + timedelta(days=7 - today.weekday())
    while any(monday + timedelta(days=ahead) in holidays for ahead in range(21)):
        monday += timedelta(weeks=1)
    return monday


def day_of_mail(ahead: int = 0) -> str:
    """The Monday on which stories begin, or so many days later, as Gmail prints it."""
    return f"{quiet_monday() + timedelta(days=ahead):%a, %b %d, %Y}"


def forwarded(body: str = WISH, *, subject: str = SUBJECT, sender: str = "Jane Doe <jane@acme.example>") -> str:
    """A mail of a client's, as Gmail forwards it."""
    head = f"From: {sender}\nDate: {day_of_mail()} at 9:12 AM\nSubject: {subject}\nTo: Dana <dana@agency.example>"
    return f"---------- Forwarded message ---------\n{head}\n\n{body}\n"


@dataclass
class Agency:
    """One playground, with its people by name, and its clock, which is counted in days from a quiet Monday."""

    here: Playground
    monday: date
    said: list[Message] = field(default_factory=list)
    """Every message and edit of the bot, as it stood when it was said."""

    def __post_init__(self) -> None:
        player = self.here.sandbox.player
        self.dana, self.bob, self.pia, self.lea = (player(name) for name in ("dana", "bob", "pia", "lea"))
        self.workspace, self.bot, self.control = self.here.workspace, self.here.bot, self.here.control
        self.workspace.watch(self._hear)

    def _hear(self, change: Change) -> None:
        if change.message is not None and change.message.user == self.workspace.bot.id:
            self.said.append(change.message.as_seen())

    def meet(self, name: str, **more: Any) -> Player:
        """One more person of the workspace, whom the bot has not heard of yet."""
        self.workspace.add_user(name, email=f"{name}@agency.example", real_name=f"{name.title()} Neu", **more)
        for channel in ("general", "client-acme"):
            self.workspace.channel(channel).members.append(self.workspace.user(name).id)
        return self.here.sandbox.player(name)

    async def change(self, name: str, **fields: Any) -> None:
        """Slack tells of a person that something changed, and the bot has taken it in."""
        feed = self.here.sandbox.feed
        with feed.collect() as deliveries:
            self.workspace.change_user(name, **fields)
        await feed.settled(deliveries)
        await self.settle()

    # --- time ------------------------------------------------------------------------------------------------

    async def at(self, days: int, hour: int, minute: int = 0) -> None:
        """Let time pass until then."""
        await self.control.move_to(self.moment(days, hour, minute))

    async def time_passes_to(self, days: int, hour: int, minute: int = 0) -> None:
        """As `at`, but what falls due on the way need not arrive: for while Slack is gone."""
        await self.control.jump_to(self.moment(days, hour, minute))

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """That time on the agency's own clocks, as UTC."""
        return datetime.combine(self.monday + timedelta(days=days), time(hour, minute), ZONE).astimezone(UTC)

    async def settle(self) -> None:
        """Wait until nothing is left to do at this time."""
        await self.control.settle()

    # --- what is recorded ------------------------------------------------------------------------------------

    async def run(self, use_case: Any, *args: Any) -> Any:
        """What a use case returns, run in this workspace."""
        return await self.bot.transactions.run(self.bot.workspace_id, use_case, *args)

    async def request(self, number: int = 1) -> Request:
        """A request as it stands in the database."""
        found: Request | None = await self.run(_request, number)
        assert found is not None, f"there is no #{number}"
        return found

    async def count_of_requests(self) -> int:
        """How many requests there are."""
        return len(await self.run(_requests))

    async def events(self, number: int = 1) -> list[RecordedEvent]:
        """The trail of a request, the oldest first."""
        found: list[RecordedEvent] = await self.run(_events, number)
        return found

    async def kinds(self, number: int = 1) -> list[EventKind]:
        """What happened to a request, but for reminders."""
        steps = {EventKind.STEP_DUE, EventKind.STEP_SENT, EventKind.STEP_SHOWN, EventKind.STEP_MOVED}
        return [event.kind for event in await self.events(number) if event.kind not in steps]

    async def refusals(self) -> int:
        """How many refusals are on record, whatever they were about."""
        count: int = await self.run(_refusals)
        return count

    async def withheld_digests(self) -> list[str]:
        """Why digests were not posted, as it is on record."""
        found: list[str] = await self.run(_withheld_digests)
        return found

    # --- what people are shown -------------------------------------------------------------------------------

    def sent_to(self, who: Player) -> list[Message]:
        """What the bot has sent to somebody, alone or with others, oldest first, as it stands now."""
        return [message for message in who.inbox() if message.user == self.workspace.bot.id]

    def latest(self, who: Player, words: str) -> Message:
        """The newest message of the bot to this person that holds these words."""
        found = [m for m in self.sent_to(who) if words.casefold() in m.text.casefold()]
        assert found, f"{who.user.name} was sent nothing that says “{words}”, but {[m.text for m in self.sent_to(who)]}"
        return found[-1]

    def card(self, who: Player) -> Message:
        """The newest message of the bot to this person alone that has buttons."""
        found = [m for m in who.dm() if m.user == self.workspace.bot.id and buttons(m.blocks)]
        assert found, f"{who.user.name} was sent nothing that can be pressed"
        return found[-1]

    def answer(self, who: Player) -> str:
        """What the bot answered this person's latest command or press, for nobody else to see."""
        assert who.heard, f"{who.user.name} was answered nothing"
        return who.heard[-1].text

    async def form(self, who: Player) -> View:
        """The form that a command or a press has opened, once it is more than a word to wait."""
        for _ in range(LOOKS):
            form = who.modal()
            if form is not None and form.callback_id != Form.LOADING:
                return form
            await asyncio.sleep(LOOK_SECONDS)
        raise AssertionError(f"no form was opened for {who.user.name}")

    async def heard_by(self, who: Player, before: int) -> str:
        """The next thing that only this person is shown, after `before` of them."""
        for _ in range(LOOKS):
            if len(who.heard) > before:
                return who.heard[-1].text
            await asyncio.sleep(LOOK_SECONDS)
        raise AssertionError(f"{who.user.name} was told nothing")

    # --- what people do --------------------------------------------------------------------------------------

    async def forward(self, who: Player | None = None, body: str = WISH, **more: Any) -> Message:
        """Somebody (Dana) forwards a mail of Jane's to #client-acme."""
        subject = more.pop("subject", SUBJECT)
        sender = more.pop("client", "Jane Doe <jane@acme.example>")
        mail = forwarded(body, subject=subject, sender=sender)
        channel = more.pop("channel", "#client-acme")
        message = await (who or self.dana).forward_mail(channel, subject=f"Fwd: {subject}", body=mail, **more)
        await self.settle()
        return message

    def mail_id(self) -> str:
        """The Message-ID of the first mail that arrived: what an answer to it names as its forerunner."""
        mails = (file for file in self.workspace.files.values() if "headers" in file.details)
        return str(next(mails).details["headers"]["message_id"])

    async def press(self, who: Player, action: ActionId | str, on: Message | View | None = None, **more: Any) -> View:
        """Press a button that opens a form; the form."""
        await who.press(on or self.card(who), action, **more)
        return await self.form(who)

    async def more(self, who: Player, choice: MoreChoice, number: int = 1, on: Message | None = None) -> View:
        """Choose in the menu behind three dots; the form."""
        return await self.press(who, ActionId.MORE, on, option=f"{choice}:{number}")

    async def submit(self, who: Player, form: View, values: Values | None = None) -> Any:
        """Fill a form in and send it; what the bot answered to that, and all that followed has happened."""
        answer = await who.submit(form, {name.value: value for name, value in (values or {}).items()})
        await self.settle()
        return answer

    async def kept(self, who: Player, form: View, values: Values | None = None) -> None:
        """As `submit`; the form was taken."""
        answer = await self.submit(who, form, values)
        confirmed = forms.PROJECT_KEPT_TITLE in str((answer or {}).get("view"))
        assert not answer or answer.get("response_action") == "clear" or confirmed, answer

    async def take(self, who: Player, by: datetime, what: str = NEXT_STEP) -> None:
        """Somebody has it: what next, and by when."""
        form = await self.press(who, ActionId.TAKE)
        await self.kept(who, form, {Field.WHAT: what, Field.BY_PICKED: by})

    async def contact(
        self, who: Player, turn: Turn, until: datetime | None, what: str = NEXT_STEP, on: Message | None = None
    ) -> None:
        """Somebody spoke with the client."""
        form = await self.press(who, ActionId.CONTACT, on)
        values = {Field.CHANNEL: TouchChannel.CALL, Field.TURN: turn, Field.WHAT: what, Field.BY_PICKED: until}
        await self.kept(who, form, values)

    async def all_figures(self, who: Player) -> str:
        """All figures of the running week, as this person may read them."""
        await who.slash("digest")
        return shown(await self.press(who, ActionId.DIGEST_FIGURES, who.heard[-1]))

    async def close(self, who: Player, outcome: Outcome = Outcome.DONE, lesson: str | None = None) -> None:
        """Somebody closes it, from the menu of the newest card."""
        form = await self.more(who, MoreChoice.DONE)
        await self.kept(who, form, {Field.OUTCOME: outcome, Field.LESSON: lesson})


def buttons(blocks: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What can be pressed: the words on each button by its action id."""
    return {
        str(element["action_id"]): str((element.get("text") or {}).get("text", ""))
        for block in blocks
        for element in [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
        if "action_id" in element
    }


def choices(message: Message | View) -> list[str]:
    """What stands in the menu behind three dots."""
    elements = [e for b in message.blocks for e in b.get("elements", []) if e.get("action_id") == ActionId.MORE]
    return [str(option["value"]).partition(":")[0] for element in elements for option in element["options"]]


def shown(view: View) -> str:
    """All the words of a window."""
    return "\n".join(_words(view.blocks))


def _words(part: object) -> Iterable[str]:
    if isinstance(part, Mapping):
        if part.get("type") in {"mrkdwn", "plain_text"}:
            yield str(part["text"])
        else:
            yield from _words(list(part.values()))
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from _words(one)


async def _request(tx: Tx, number: int) -> Request | None:
    return await requests.get(tx.conn, tx.workspace_id, number)


async def _requests(tx: Tx) -> list[int]:
    numbers = range(1, 60)
    return [number for number in numbers if await requests.get(tx.conn, tx.workspace_id, number) is not None]


async def _events(tx: Tx, number: int) -> list[RecordedEvent]:
    return await audit.events_of(tx.conn, tx.workspace_id, number)


async def _withheld_digests(tx: Tx) -> list[str]:
    query = select(outbox.c.reason).where(outbox.c.purpose == Purpose.DIGEST.value, outbox.c.state == "withheld")
    return [str(reason) for reason in (await tx.conn.execute(query)).scalars()]


async def _refusals(tx: Tx) -> int:
    query = select(func.count()).where(audit_event.c.kind == EventKind.REFUSED.value)
    return int((await tx.conn.execute(query)).scalar_one())


__all__ = ["Agency", "State", "buttons", "choices", "forwarded", "shown"]
