"""`/nudge …`: each command calls one service and answers within Slack's three seconds."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.domain.command import (
    Asked,
    AskedAbout,
    AwayAsked,
    BackAsked,
    Command,
    ForPerson,
    Named,
    Wish,
    Word,
    parse,
    spoken,
)
from bot.domain.draft import MAX_WORDS, Draft, TooLong, checked_length, cleaned
from bot.domain.permissions import Action, Refused
from bot.services import (
    absences,
    commanding,
    digesting,
    flagging,
    handing_over,
    plans,
    projects,
    promising,
    reading,
    setup_project,
)
from bot.services.commanding import Answered
from bot.services.errors import NothingRecorded, UnknownPerson
from bot.services.handing_over import Became
from bot.slack.listeners import timeline, weekly, why
from bot.slack.listeners.desk import Desk, Told, View
from bot.slack.listeners.payload import workspace_of
from bot.slack.listeners.sheet import UNCLOSED, about
from bot.slack.views import absence, card, digest, forms, lists
from bot.slack.views import plans as plan_views
from bot.slack.views.message import Message
from bot.texts import absence as absence_texts
from bot.texts import forms as form_texts
from bot.texts.errors import sentence

FORM_HOLDS = 3000
"""Characters that fit into a form's field."""

LATEST_BEGINNING_SECONDS = 0.5
"""After this nothing is written any more: it may take two seconds, and Slack waits for three."""


COMMAND = "/nudge"


def register(app: AsyncApp, desk: Desk) -> None:
    """Have `/nudge` answered, from a middleware: a listener's answer would lie for up to ten milliseconds, because
    Bolt looks whether there is one only so often.
    """

    async def nudge(
        ack: AsyncAck, body: dict[str, Any], next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        if body.get("command") != COMMAND:
            return await next()
        message = await Typed(desk, body).answer()
        if message is None:
            return await ack()
        return await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    app.middleware(nudge)


class Typed:
    """One use of the command: what was typed, and by whom."""

    def __init__(self, desk: Desk, body: dict[str, Any]) -> None:
        self._desk = desk
        self._workspace_id = workspace_of(body)
        self._who = str(body["user_id"])
        self._text = str(body.get("text") or "").strip()
        self._trigger = str(body.get("trigger_id") or "")
        self._begun = monotonic()

    async def answer(self) -> Message | None:
        """What to answer; None where a form was opened instead. Somebody new is met first, then asked again."""
        command = parse(self._text)
        try:
            try:
                return await self._carry_out(command)
            except Told as told:
                if not isinstance(told.__cause__, UnknownPerson):
                    raise
                await self._desk.meet(self._workspace_id, self._who)
                return await self._carry_out(command)
        except Told as told:
            return await self._declined(told, command)

    async def _declined(self, told: Told, command: Command) -> Message:
        """Why not; what was typed is given back with it, or how the request stands is told."""
        if isinstance(command, Wish | ForPerson) and 0 < len(self._text) <= MAX_WORDS:
            return lists.given_back(told.sentence, cleaned(spoken(self._text)))
        number = command.number if isinstance(command, Asked) else None
        if number is None or isinstance(told.__cause__, Refused):
            return lists.answer(told.sentence)
        return lists.answer(await self._desk.explained(self._workspace_id, self._who, number, told))

    def _check_in_time(self) -> None:
        """Begin nothing that Slack might not hear the end of: at three seconds it tells the person that it failed."""
        if monotonic() - self._begun > LATEST_BEGINNING_SECONDS:
            error = NothingRecorded()
            raise Told(sentence(error)) from error

    async def _carry_out(self, command: Command) -> Message | None:
        if isinstance(command, Asked):
            return await self._asked(command)
        if isinstance(command, AskedAbout):
            return await self._asked_about(command)
        if isinstance(command, ForPerson):
            return await self._for_person(command)
        if isinstance(command, AwayAsked):
            return await self._away(command)
        if isinstance(command, BackAsked):
            return await self._back(command)
        return await self._wish(command.words)

    async def _away(self, asked: AwayAsked) -> Message | None:
        """Away, or how that stands; without days and without an absence the form is opened."""
        whose, stand_in = await self._slack_id(asked.whose), await self._slack_id(asked.stand_in)
        if asked.days:
            self._check_in_time()
            return absence.noted(
                await self._desk.do(
                    self._workspace_id,
                    absences.say_away,
                    self._who,
                    person=whose,
                    days=spoken(asked.days),
                    stand_in=stand_in,
                )
            )
        facts = await self._desk.do(self._workspace_id, absences.present, self._who)
        if facts.away is not None and whose is None:
            return absence.noted(facts)
        async with self._window(absence_texts.AWAY_TITLE) as show:
            await show(absence.form(facts, whose, stand_in))
        return None

    async def _back(self, asked: BackAsked) -> Message:
        whose = await self._slack_id(asked.whose)
        self._check_in_time()
        return absence.ended(await self._desk.do(self._workspace_id, absences.come_back, self._who, person=whose))

    async def _slack_id(self, named: Named | None) -> str | None:
        """Whom the command names, met where the roster does not hold them yet."""
        if named is None:
            return None
        if named.slack_id is None:
            return await self._desk.do(self._workspace_id, reading.slack_id_called, named.name)
        if not await self._desk.do(self._workspace_id, reading.is_known, named.slack_id):
            await self._desk.meet(self._workspace_id, named.slack_id)
        return named.slack_id

    async def _asked(self, asked: Asked) -> Message | None:  # noqa: PLR0911 - one return for each word
        read, who, number = self._desk.read, self._who, asked.number or 0
        match asked.word:
            case Word.LIST:
                everything = bool(asked.words)
                (lines, reader), now = await read(self._workspace_id, reading.listing, who, everything=everything)
                return lists.listing(lines, reader, now)
            case Word.PROJECTS:
                (projects, reader), now = await read(self._workspace_id, reading.projects, who)
                return lists.projects(projects, reader, now)
            case Word.SHOW:
                (facts, reader), now = await read(self._workspace_id, reading.show, number, who)
                return card.card(facts, replace(reader, introduced=True), now)
            case Word.LOG:
                await self._log(number)
                return None
            case Word.PROMISES:
                (lines, reader), now = await read(self._workspace_id, promising.own_promises, who)
                return lists.promises(lines, reader, now)
            case Word.POLICY:
                return await self._policy(asked.words)
            case Word.FLAG:
                return await self._flag(number, asked.words)
            case Word.WHY:
                async with self._window(form_texts.WHY_TITLE) as show:
                    await show(await why.why(self._desk, self._workspace_id, number, who))
                return None
            case Word.DONE:
                await self._done(number)
                return None
            case Word.DIGEST:
                return await self._digest(asked.words)
            case Word.PROJECT:
                await self._project_form()
                return None
            case _:
                return await self._help()

    async def _digest(self, whose: str) -> Message | None:
        """The running week in the answer; where it is not counted in time for one, in a window, once it is."""
        try:
            figures, _ = await self._desk.do(self._workspace_id, digesting.current_week, self._who, whose)
        except Told as told:
            if not isinstance(told.__cause__, NothingRecorded):
                raise
            await weekly.window(self._desk, self._workspace_id, self._who, whose, self._trigger)
            return None
        return digest.digest(figures)

    async def _asked_about(self, asked: AskedAbout) -> Message | None:
        if asked.word is Word.PROJECT:
            return await self._known_project(asked.words)
        if asked.word is Word.LESSONS:
            (found, reader), now = await self._desk.read(self._workspace_id, projects.lessons, asked.words, self._who)
            return lists.lessons(found, reader, now)
        self._check_in_time()
        touched = self._desk.read(self._workspace_id, projects.touched, asked.words, self._who)
        (about, channel, reader), now = await touched
        return lists.touched(about, channel, reader, now)

    async def _help(self, unknown: str | None = None) -> Message:
        _, reader = await self._desk.do(self._workspace_id, reading.projects, self._who)
        return lists.help_text(reader, unknown)

    async def _log(self, number: int) -> None:
        async with self._window(form_texts.HISTORY_TITLE) as show:
            await show(await timeline.shown(self._desk, self._workspace_id, self._who, number))

    async def _done(self, number: int) -> None:
        """The form that closes it: what became of it, and what we would do differently."""
        on = await about(self._desk, self._workspace_id, self._who, number, Action.CLOSE, UNCLOSED)
        async with self._window(form_texts.CLOSE_TITLE) as show:
            others = await self._desk.do(self._workspace_id, reading.others_of_client, number, self._who)
            await show(forms.close(on.facts, others=others, seen=on.stamp))

    async def _flag(self, number: int, reason: str) -> Message | None:
        """A red flag at once where its reason was typed; else the form that asks for it, or shows the one there is."""
        if reason:
            self._check_in_time()
            await self._desk.do(self._workspace_id, flagging.raise_flag, number, self._who, reason=reason)
            shown = await self._desk.read(self._workspace_id, reading.show, number, self._who)
            (facts, reader), now = shown
            return card.card(facts, replace(reader, introduced=True), now)
        on = await about(self._desk, self._workspace_id, self._who, number, Action.FLAG, UNCLOSED)
        async with self._window(form_texts.FLAG_TITLE) as show:
            await show(forms.flag(on.facts, on.reader, seen=on.stamp))
        return None

    async def _policy(self, name: str) -> Message:
        if not name:
            (found, reader), now = await self._desk.read(self._workspace_id, plans.all_plans, self._who)
            return plan_views.listing(found, reader, now)
        (one, reader), now = await self._desk.read(self._workspace_id, plans.plan_called, name, self._who)
        return plan_views.plan(one, reader, now)

    async def _for_person(self, command: ForPerson) -> Message | None:
        owner = command.slack_id
        if owner is None:
            owner = await self._desk.do(self._workspace_id, reading.slack_id_called, command.name)
        elif not await self._desk.do(self._workspace_id, reading.is_known, owner):
            await self._desk.meet(self._workspace_id, owner)
        if not command.words.strip():
            await self._form("")
            return None
        return await self._hand_over(handing_over.typed(command.words, reporter=self._who, owner=owner))

    async def _wish(self, words: str) -> Message | None:
        if not words:
            await self._form("")
            return None
        self._check_in_time()
        words = checked(words)
        answered, now = await self._desk.read(self._workspace_id, commanding.hand_over_for_client, words, self._who)
        if answered is not None:
            return _told(answered, now)
        named = await self._desk.do(self._workspace_id, reading.client_named_in, words)
        if len(words.split()) == 1 and named is None:
            return await self._help(words)
        if len(words) > FORM_HOLDS:
            await self._keep_and_ask(words)
        else:
            await self._form("" if named else words, note=None if named else form_texts.WHOSE_NOTE)
        return None

    async def _keep_and_ask(self, words: str) -> None:
        """More than a form can hold is kept whole, in triage, and the form asks whose it is."""
        draft = handing_over.typed(words, reporter=self._who)
        self._check_in_time()
        async with self._window(form_texts.HAND_OVER_TITLE) as show:
            handed, projects = await self._desk.do(self._workspace_id, commanding.keep, draft, self._who)
            start, number = words[: FORM_HOLDS - 1], handed.request.id
            await show(forms.hand_over(projects, words=start, note=form_texts.LONG_NOTE, request_id=number))

    async def _form(self, words: str, *, note: str | None = None) -> None:
        async with self._window(form_texts.HAND_OVER_TITLE) as show:
            projects, _ = await self._desk.do(self._workspace_id, reading.projects, self._who)
            await show(forms.hand_over(projects, words=words, note=note))

    @asynccontextmanager
    async def _window(self, title: str) -> AsyncIterator[Callable[[View], Awaitable[None]]]:
        """A window that opens at once; what is yielded shows the real form in it. Told is told there, and passed on."""
        view_id = await self._desk.open_loading(self._trigger, title)
        async with self._desk.filling(view_id, title):
            yield partial(self._desk.show, view_id)

    async def _known_project(self, name: str) -> Message | None:
        """The form to change the project of that name; words that are none are a wish, whatever they begin with."""
        if await self._desk.do(self._workspace_id, projects.called, name) is None:
            return await self._wish(f"{Word.PROJECT} {name}")
        await self._desk.do(self._workspace_id, setup_project.check_may_set_up, self._who)
        async with self._window(form_texts.PROJECT_TITLE) as show:
            known = await self._desk.do(self._workspace_id, projects.called, name)
            await show(forms.project(await self._desk.do(self._workspace_id, reading.set_up), known))
        return None

    async def _project_form(self) -> None:
        await self._desk.do(self._workspace_id, setup_project.check_may_set_up, self._who)
        async with self._window(form_texts.PROJECT_TITLE) as show:
            await show(forms.project(await self._desk.do(self._workspace_id, reading.set_up)))

    async def _hand_over(self, draft: Draft) -> Message:
        self._check_in_time()
        answered, now = await self._desk.read(self._workspace_id, commanding.hand_over, draft, self._who)
        return _told(answered, now)


def _told(answered: Answered, now: datetime) -> Message:
    if answered.became is Became.NEW:
        return lists.created(answered.facts, answered.reader, now)
    return lists.joined(answered.facts, answered.reader)


def checked(words: str) -> str:
    """The words, or Told where there are more than can be kept; nothing has been stored by then."""
    try:
        return checked_length(cleaned(words))
    except TooLong as error:
        raise Told(sentence(error)) from error
