"""What every listener stands at: services to call, and one way to answer when something can't be."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.absences import DaysRefused
from bot.domain.draft import TooLong
from bot.domain.flags import AlreadyFlagged, NobodyWaits
from bot.domain.life import DateRefused, TransitionRefused
from bot.domain.limits import LimitReached
from bot.domain.permissions import Refused
from bot.domain.setup import SetupRefused
from bot.services import acting, errors, looking
from bot.services.transaction import Transactions, Tx
from bot.slack import roster
from bot.slack.views import pages
from bot.texts.errors import UNEXPECTED, sentence

log = structlog.get_logger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
View = dict[str, Any]

EXPECTED = (
    errors.NotFound,
    errors.Stale,
    errors.AlreadyThat,
    errors.CallStands,
    errors.UnknownProject,
    errors.UnknownPolicy,
    errors.DateUnreadable,
    errors.UnknownChannel,
    errors.UnknownPerson,
    errors.UnsafeChannel,
    errors.IsAway,
    errors.UnreadableDays,
    DaysRefused,
    errors.NotSetUp,
    errors.NothingRecorded,
    errors.MaybeRecorded,
    TransitionRefused,
    DateRefused,
    LimitReached,
    AlreadyFlagged,
    NobodyWaits,
    TooLong,
    SetupRefused,
)
"""What a use case may raise and a person is told in one sentence. Anything else is a fault, and logged as one."""


_OF_NOW = (errors.Stale, errors.CallStands, TransitionRefused, DateRefused, LimitReached, Refused)
"""What is better told together with how the request stands now."""


@dataclass(unsafe_hash=True)
class Told(Exception):
    """Somebody has to be told `sentence` instead of what they wanted."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The services, and the client to answer with."""

    transactions: Transactions
    client: AsyncWebClient

    async def read(
        self,
        workspace_id: str,
        use_case: Callable[Concatenate[Tx, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> tuple[T, datetime]:
        """As `do`, with the Clock's time that the result was true at."""
        now: list[datetime] = []

        async def timed(tx: Tx) -> T:
            now.append(tx.now)
            return await use_case(tx, *args, **kwargs)

        return await self.do(workspace_id, timed), now[-1]

    async def do(
        self,
        workspace_id: str,
        use_case: Callable[Concatenate[Tx, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """The result of a use case, or Told with the sentence for the person. A refusal goes on record."""
        return await self._told(
            workspace_id, self.transactions.run_interactive(workspace_id, use_case, *args, **kwargs)
        )

    async def wait_for(
        self,
        workspace_id: str,
        use_case: Callable[Concatenate[Tx, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As `do`, however long it takes: for reading a great deal, while a form that says to wait stands open."""
        return await self._told(workspace_id, self.transactions.run(workspace_id, use_case, *args, **kwargs))

    async def _told(self, workspace_id: str, work: Awaitable[T]) -> T:
        try:
            return await work
        except Refused as refusal:
            await self._note(workspace_id, refusal)
            raise Told(sentence(refusal)) from refusal
        except EXPECTED as error:
            log.info("declined", error=type(error).__name__, workspace=workspace_id)
            raise Told(sentence(error)) from error

    async def explained(self, workspace_id: str, who: str, number: int, told: Told) -> str:
        """The sentence for somebody whose press or form came too late, with how the request stands now."""
        error = told.__cause__
        if not isinstance(error, _OF_NOW):
            return told.sentence
        about = getattr(error, "number", number)
        try:
            (facts, reader), now = await self.read(workspace_id, looking.as_it_stands, about, who)
        except Told:
            return told.sentence
        return sentence(error, facts=facts, reader=reader, now=now)

    async def _note(self, workspace_id: str, refusal: Refused) -> None:
        log.info("refused", action=refusal.action.value, workspace=workspace_id)
        try:
            await self.transactions.run_interactive(workspace_id, acting.note_refusal, refusal)
        except (errors.NothingRecorded, errors.MaybeRecorded):
            log.warning("refusal not recorded", workspace=workspace_id)

    async def meet(self, workspace_id: str, who: str) -> None:
        """Get to know somebody whom the roster does not hold yet: a new colleague, seconds after joining."""
        try:
            await roster.sync_person(self.client, self.transactions, workspace_id, who)
        except SlackApiError as error:
            log.warning("person not found in Slack", error=error.response.get("error"))

    async def open_loading(self, trigger_id: str, title: str) -> str:
        """Open a form at once, before anything is looked up: a trigger lives for three seconds. Its view id."""
        opened = await self.client.views_open(trigger_id=trigger_id, view=pages.loading(title))
        return str(opened["view"]["id"])

    async def push_loading(self, trigger_id: str, title: str) -> str:
        """As `open_loading`, on top of the form that is open already."""
        opened = await self.client.views_push(trigger_id=trigger_id, view=pages.loading(title))
        return str(opened["view"]["id"])

    @asynccontextmanager
    async def filling(self, view_id: str, title: str) -> AsyncIterator[None]:
        """While a form that says to wait stands open: whatever goes wrong, it does not stay there for ever."""
        try:
            yield
        except Told as told:
            await self.show(view_id, pages.message(title, told.sentence))
            raise
        except Exception:
            # The seam of a window: the person is told here; the error goes on to Bolt's handler, which logs it.
            await self.show(view_id, pages.message(title, UNEXPECTED))
            raise

    async def show(self, view_id: str, view: Mapping[str, Any]) -> None:
        """Put the real form in the place of the one that was opened; who has closed it is left in peace."""
        try:
            await self.client.views_update(view_id=view_id, view=dict(view))
        except SlackApiError as error:
            if error.response.get("error") != "not_found":
                raise


def with_metadata(view: View, **more: str) -> View:
    """The form, with more in its metadata."""
    known = json.loads(view.get("private_metadata") or "{}")
    return {**view, "private_metadata": json.dumps({**known, **more})}
