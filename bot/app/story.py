"""The story that Nudge was made for, played by Dana, Bob, Pia, Lea and Jane in the local workspace.

Each scene does what a person would do, lets time pass, and says what everybody was sent. A scene that does
not come out as it should raises StoryBroken.
"""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.app.control import ClockControl
from bot.app.running import Playground
from bot.app.transcript import Transcript
from bot.domain.request import Outcome, TouchChannel, Turn
from bot.domain.verification import Verdict
from bot.sandbox import Message, Player, View
from bot.services import audit
from bot.services.calendars import calendar_of
from bot.services.office import office_of
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field, Form, MoreChoice

FORM_LOOKS = 150
ZONE = ZoneInfo("Europe/Berlin")
SUBJECT = "A question about our other departments"
WISH = "Hi Dana,\n\ncould you reach out to our three department heads? They may have more work for you.\n\nBest, Jane"
AGAIN = "Hi Dana,\n\nhave you had a chance to speak with our department heads yet? They are asking me.\n\nBest, Jane"
ANSWER = "Hi Dana,\n\nall three have said yes, the dates suit everybody. Thank you.\n\nBest, Jane"
NEXT_STEP = "speak to the three department heads"
LESSON = "Say on the first day who speaks to the departments."


class StoryBroken(Exception):
    """Something that belongs to the story did not happen."""


class Story:
    """Plays the story in a playground and tells it line by line through `tell`."""

    def __init__(self, here: Playground, tell: Callable[[str], None]) -> None:
        self._here = here
        self._tell = tell
        self._transcript = Transcript(here.workspace, ZONE, tell)
        self._number = 0
        player = here.sandbox.player
        self.dana, self.bob, self.pia, self.lea = (player(name) for name in ("dana", "bob", "pia", "lea"))

    async def play(self) -> None:
        """The whole story, on the next three weeks without a holiday."""
        monday = await self._first_monday()
        await self._hand_over(monday)
        await self._two_silent_days(monday)
        await self._holding_reply(monday)
        await self._promise_passes(monday)
        await self._jane_asks_again(monday)
        await self._pia_then_lea(monday)
        await self._clients_turn(monday)
        await self._jane_answers(monday)
        await self._done_and_learned(monday)
        await self._digest(monday)
        await self._trail()

    # --- scenes ----------------------------------------------------------------------------------------------

    async def _hand_over(self, monday: date) -> None:
        await self._at(monday, 10, 5, "Dana forwards Jane's mail to #client-acme.")
        await self._forward(WISH, monday)
        card = self._latest(self.bob, "is it yours?")
        self._shows(card, ActionId.TAKE, ActionId.NOT_MINE, ActionId.TALK)
        self._latest(self.dana, "Bob")

    async def _two_silent_days(self, monday: date) -> None:
        await self._at(monday + timedelta(days=1), 11, 0, "Tuesday. Bob has not answered.")
        self._count_of_nudges(self.bob, 2)
        await self._at(monday + timedelta(days=2), 11, 0, "Wednesday. Bob has not answered.")
        self._count_of_nudges(self.bob, 3)
        self._latest(self.bob, "call")

    async def _holding_reply(self, monday: date) -> None:
        await self._at(
            monday + timedelta(days=2), 14, 0, "Bob writes “we'll get going on this” to Jane, and records it."
        )
        thursday_noon = self._moment(monday + timedelta(days=3), 12, 0)
        await self._contact(
            self.bob,
            {
                Field.CHANNEL: TouchChannel.MAIL,
                Field.TURN: Turn.OURS,
                Field.WHAT: NEXT_STEP,
                Field.BY_PICKED: int(thursday_noon.timestamp()),
            },
        )
        self._latest(self.bob, NEXT_STEP)
        self._latest(self.dana, NEXT_STEP)

    async def _promise_passes(self, monday: date) -> None:
        await self._at(monday + timedelta(days=3), 13, 0, "Thursday noon passes; Jane has heard nothing.")
        self._latest(self.bob, "Pia")

    async def _jane_asks_again(self, monday: date) -> None:
        await self._at(monday + timedelta(days=3), 16, 0, "Jane asks again; Dana forwards it.")
        await self._forward(AGAIN, monday + timedelta(days=3))
        question = self._latest(self.dana, "asking again")
        await self.dana.press(question, ActionId.AGAIN)
        await self._control.settle()
        self._transcript.tell_news()
        self._latest(self.bob, "again")

    async def _pia_then_lea(self, monday: date) -> None:
        await self._at(monday + timedelta(days=4), 10, 0, "Friday. Pia does not work on Thursdays; now she is asked.")
        self._latest(self.pia, "help")
        await self._at(monday + timedelta(days=7), 17, 0, "Monday of the second week. Nobody has answered.")
        self._latest(self.lea, "Jane")

    async def _clients_turn(self, monday: date) -> None:
        await self._at(monday + timedelta(days=8), 10, 0, "Bob calls Jane. Now it is her turn.")
        ask_again = self._moment(monday + timedelta(days=15), 10, 0)
        await self._contact(
            self.bob,
            {
                Field.CHANNEL: TouchChannel.CALL,
                Field.TURN: Turn.CLIENTS,
                Field.BY_PICKED: int(ask_again.timestamp()),
            },
        )

    async def _jane_answers(self, monday: date) -> None:
        await self._at(monday + timedelta(days=9), 15, 0, "Jane answers; Dana forwards it.")
        await self._forward(ANSWER, monday + timedelta(days=9))
        self._latest(self.bob, "answered")

    async def _done_and_learned(self, monday: date) -> None:
        await self._at(monday + timedelta(days=10), 9, 30, "Bob closes it, with a line on what was learned.")
        await self.bob.press(self._card(self.bob), ActionId.MORE, option=f"{MoreChoice.DONE}:{self._number}")
        form = await self._form(self.bob)
        await self._submit(self.bob, form, {Field.OUTCOME: Outcome.DONE, Field.LESSON: LESSON})
        self._latest(self.dana, "done")

    async def _digest(self, monday: date) -> None:
        await self._at(monday + timedelta(days=14), 9, 30, "Monday of the third week: the digest for leads.")
        posts = [m for m in self._here.workspace.channel("#delivery-leads").messages if m.user == self._bot]
        if not posts:
            raise StoryBroken("no digest was posted")

    async def _trail(self) -> None:
        self._tell("")
        self._tell("The trail of the request, as Dana reads it with /nudge log:")
        await self.dana.slash(f"log {self._number}")
        form = await self._form(self.dana)
        self._transcript.indented("\n".join(block["text"]["text"] for block in form.blocks if "text" in block))
        bot = self._here.bot
        verdict = await bot.transactions.run(bot.workspace_id, _sealed_and_verified)
        if not verdict.holds:
            raise StoryBroken("the trail does not verify")
        self._tell("")
        self._tell(
            f"The trail is sealed and verified: {verdict.reached.event_count} events, anchor {verdict.reached.hash}."
        )

    # --- what the scenes are made of -------------------------------------------------------------------------

    @property
    def _control(self) -> ClockControl:
        return self._here.control

    @property
    def _bot(self) -> str:
        return self._here.workspace.bot.id

    async def _first_monday(self) -> date:
        """The next Monday that begins three weeks without a holiday of the house."""
        bot = self._here.bot
        now, holidays = await bot.transactions.run(bot.workspace_id, _now_and_holidays)
        today = now.astimezone(ZONE).date()
        monday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
        while any(monday + timedelta(days=ahead) in holidays for ahead in range(21)):
            monday += timedelta(weeks=1)
        return monday

    def _moment(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), ZONE)

    async def _at(self, day: date, hour: int, minute: int, said: str) -> None:
        """Let time pass until then, tell what was sent on the way, and what somebody does now."""
        moment = self._moment(day, hour, minute)
        await self._control.move_to(moment)
        self._transcript.tell_news()
        self._tell("")
        self._tell(f"{moment:%a %d %b, %H:%M}  {said}")

    async def _forward(self, body: str, sent: date) -> None:
        """Dana forwards a mail of Jane's, as Gmail does it."""
        forwarded = (
            "---------- Forwarded message ---------\n"
            f"From: Jane Doe <jane@acme.example>\nDate: {sent:%a, %b %d, %Y} at 9:12 AM\n"
            f"Subject: {SUBJECT}\nTo: Dana Weber <dana@agency.example>\n\n{body}\n"
        )
        await self.dana.forward_mail("#client-acme", subject=f"Fwd: {SUBJECT}", body=forwarded)
        await self._control.settle()
        self._transcript.tell_news()
        if not self._number:
            self._remember_number()

    def _remember_number(self) -> None:
        """The number of the request, from the value behind the card's first button."""
        button = next(e for b in self._card(self.bob).blocks for e in b.get("elements", []) if e.get("value"))
        self._number = int(button["value"])

    async def _contact(self, who: Player, values: dict[Field, object]) -> None:
        card = self._card(who)
        try:
            await who.press(card, ActionId.CONTACT)
        except LookupError as error:
            raise StoryBroken("no button to record a contact") from error
        await self._submit(who, await self._form(who), values)

    async def _submit(self, who: Player, form: View, values: dict[Field, object]) -> None:
        answer = await who.submit(form, {field.value: value for field, value in values.items()})
        if answer and answer.get("response_action") in {"errors", "update"}:
            raise StoryBroken(f"the form was not taken: {answer}")
        await self._control.settle()
        self._transcript.tell_news()

    async def _form(self, who: Player) -> View:
        """The form that a press has opened, once it has taken the place of the one that says to wait."""
        for _ in range(FORM_LOOKS):
            form = who.modal()
            if form is not None and form.content.get("callback_id") != Form.LOADING:
                return form
            await asyncio.sleep(0.02)
        raise StoryBroken("no form was opened")

    def _card(self, who: Player) -> Message:
        """The first card that this person was sent about the request: it is edited in place."""
        cards = [m for m in who.dm() if m.user == self._bot and m.blocks]
        if not cards:
            raise StoryBroken("nobody was sent a card")
        return cards[-1]

    def _latest(self, who: Player, words: str) -> Message:
        """The newest message of the bot to this person that holds these words."""
        for message in reversed(who.inbox()):
            if message.user == self._bot and words.casefold() in message.text.casefold():
                return message
        raise StoryBroken(f"{who.user.name} was sent nothing that says “{words}”")

    def _count_of_nudges(self, who: Player, expected: int) -> None:
        found = sum(1 for m in who.dm() if m.user == self._bot and not m.thread_ts)
        if found != expected:
            raise StoryBroken(f"{who.user.name} has {found} messages where {expected} were due")

    def _shows(self, message: Message, *actions: ActionId) -> None:
        there = {e.get("action_id") for b in message.blocks for e in b.get("elements", [])}
        missing = [action.value for action in actions if action.value not in there]
        if missing:
            raise StoryBroken(f"the card lacks {missing}")


async def _now_and_holidays(tx: Tx) -> tuple[datetime, frozenset[date]]:
    here = await office_of(tx)
    bob = next(person for person in here.people.values() if person.email == "bob@agency.example")
    return tx.now, calendar_of(bob, here.workspace, tx.now.year).holidays


async def _sealed_and_verified(tx: Tx) -> Verdict:
    while await audit.seal(tx):
        continue
    return await audit.verify(tx)
