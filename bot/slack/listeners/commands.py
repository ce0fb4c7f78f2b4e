"""`/nudge …`: each command calls one service and answers within Slack's three seconds."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.command import Asked, Command, ForPerson, Wish, Word, parse
from bot.domain.draft import Draft
from bot.domain.request import Outcome
from bot.services import acting, commanding, handing_over, reading, setup_project, weekly
from bot.services.commanding import Answered
from bot.services.errors import UnknownPerson
from bot.services.handing_over import Became
from bot.slack.listeners.desk import Desk, Told
from bot.slack.listeners.payload import workspace_of
from bot.slack.views import card, digest, forms, lists
from bot.slack.views.message import Message
from bot.texts import forms as form_texts

FORM_HOLDS = 3000
"""Characters that fit into a form's field."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Have `/nudge` answered."""

    async def nudge(ack: AsyncAck, body: dict[str, Any]) -> None:
        typed = Typed(desk, body)
        message = await typed.answer()
        if message is None:
            await ack()
        else:
            await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    app.command("/nudge")(nudge)


class Typed:
    """One use of the command: what was typed, and by whom."""

    def __init__(self, desk: Desk, body: dict[str, Any]) -> None:
        self._desk = desk
        self._workspace_id = workspace_of(body)
        self._who = str(body["user_id"])
        self._text = str(body.get("text") or "").strip()
        self._trigger = str(body.get("trigger_id") or "")

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
            return lists.answer(self._with_text_back(told.sentence, command))

    def _with_text_back(self, said: str, command: Command) -> str:
        """The sentence, and under it what was typed, so that nobody has to type it again."""
        wish = isinstance(command, Wish | ForPerson) and 0 < len(self._text) <= FORM_HOLDS
        return f"{said}\n\n{self._text}" if wish else said

    async def _carry_out(self, command: Command) -> Message | None:
        if isinstance(command, Asked):
            return await self._asked(command)
        if isinstance(command, ForPerson):
            return await self._for_person(command)
        return await self._wish(command.words)

    async def _asked(self, asked: Asked) -> Message | None:  # noqa: PLR0911 - one return for each word
        read, who, number = self._desk.read, self._who, asked.number or 0
        match asked.word:
            case Word.LIST:
                (lines, reader), now = await read(self._workspace_id, reading.listing, who)
                return lists.listing(lines, reader, now)
            case Word.PROJECTS:
                (projects, reader), _ = await read(self._workspace_id, reading.projects, who)
                return lists.projects(projects, reader)
            case Word.SHOW:
                (facts, reader), now = await read(self._workspace_id, reading.show, number, who)
                return card.card(facts, replace(reader, introduced=True), now)
            case Word.LOG:
                (facts, reader, events), _ = await read(self._workspace_id, reading.history, number, who)
                return lists.log(facts, events, reader)
            case Word.DONE:
                return await self._done(number)
            case Word.DIGEST:
                (figures, _), now = await read(self._workspace_id, weekly.current_week, who)
                return digest.digest(figures, now)
            case Word.PROJECT:
                await self._project_form()
                return None
            case Word.HELP:
                return await self._help()

    async def _help(self, unknown: str | None = None) -> Message:
        _, reader = await self._desk.do(self._workspace_id, reading.projects, self._who)
        return lists.help_text(reader, unknown)

    async def _done(self, number: int) -> Message:
        request = await self._desk.do(self._workspace_id, acting.close, number, self._who, outcome=Outcome.DONE)
        (facts, reader), now = await self._desk.read(self._workspace_id, reading.show, request.id, self._who)
        return card.card(facts, replace(reader, introduced=True), now)

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
        handed = await self._desk.do(self._workspace_id, handing_over.hand_over, draft)
        start = words[: FORM_HOLDS - 1]
        await self._form(start, note=form_texts.LONG_NOTE, request_id=handed.request.id)

    async def _form(self, words: str, *, note: str | None = None, request_id: int | None = None) -> None:
        view_id = await self._desk.open_loading(self._trigger, form_texts.HAND_OVER_TITLE)
        projects, _ = await self._desk.do(self._workspace_id, reading.projects, self._who)
        view = forms.hand_over(projects, words=words, note=note, request_id=request_id)
        await self._desk.show(view_id, view)

    async def _project_form(self) -> None:
        await self._desk.do(self._workspace_id, setup_project.check_may_set_up, self._who)
        view_id = await self._desk.open_loading(self._trigger, form_texts.PROJECT_TITLE)
        clients = await self._desk.do(self._workspace_id, reading.clients)
        await self._desk.show(view_id, forms.project(clients))

    async def _hand_over(self, draft: Draft) -> Message:
        answered, now = await self._desk.read(self._workspace_id, commanding.hand_over, draft, self._who)
        return _told(answered, now)


def _told(answered: Answered, now: datetime) -> Message:
    if answered.became is Became.NEW:
        return lists.created(answered.facts, answered.reader, now)
    return lists.joined(answered.facts, answered.reader)
