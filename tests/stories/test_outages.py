"""The database gone, Slack gone: what people are told, and what is left of it afterwards."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.domain.events import EventKind
from bot.domain.request import State
from bot.services.transaction import Tx
from bot.slack.names import ActionId, Field
from tests.stories.gate import Gate, gated
from tests.stories.opening import agency
from tests.stories.people import WISH, Agency, shown

Guarded = tuple[Agency, Gate]


@pytest.fixture
async def guarded(database_url: str, tmp_path: Path) -> AsyncIterator[Guarded]:
    """An agency whose database can be taken away."""
    async with gated(database_url, tmp_path) as (url, gate), agency(url) as here:
        yield here, gate


async def test_while_the_database_is_gone_nothing_is_recorded_and_the_text_given_back(guarded: Guarded) -> None:
    here, gate = guarded
    await here.dana.slash("")
    form = await here.form(here.dana)
    gate.close()
    for command in ("acme please call <@U1> Jane & Joe", "@bob please call Jane", f"acme {WISH * 40}"):
        await here.dana.slash(command)
        said = here.answer(here.dana)
        assert "nothing was recorded" in said
        assert "please call" in said or "three department heads" in said
    answer = await here.dana.submit(form, {Field.WISH.value: "call Jane"})
    assert answer is not None
    assert "nothing was recorded" in str(answer["errors"]), "the form stays open with what was typed"
    await here.bob.slash("list")
    assert "nothing was recorded" in here.answer(here.bob)

    await gate.open()
    await here.dana.slash("acme please call Jane")
    if "nothing was recorded" in here.answer(here.dana):
        await here.dana.slash("acme please call Jane")
    assert "#1 is handed over to Bob" in here.answer(here.dana)
    await here.settle()
    assert await here.count_of_requests() == 1
    assert "please call Jane" in here.card(here.bob).text


async def test_a_press_while_the_database_is_gone_says_so_in_the_window(guarded: Guarded) -> None:
    here, gate = guarded
    await here.forward()
    card = here.card(here.bob)
    gate.close()
    assert "nothing was recorded" in shown(await here.press(here.bob, ActionId.TAKE, card))
    before = len(here.bob.heard)
    await here.bob.press(card, ActionId.TALK)
    assert "nothing was recorded" in await here.heard_by(here.bob, before)
    await gate.open()
    await here.take(here.bob, here.moment(2, 12))
    assert (await here.request()).state is State.PROMISED


async def test_a_commit_whose_answer_is_lost_is_looked_up_before_anything_is_said(guarded: Guarded) -> None:
    here, gate = guarded
    gate.swallow_commit_of = b"please call Jane"
    await here.dana.slash("acme please call Jane")
    assert gate.commits_swallowed == 1
    assert "#1 is handed over to Bob" in here.answer(here.dana)
    await here.settle()
    assert await here.count_of_requests() == 1


async def test_where_it_cannot_be_looked_up_it_is_said_that_nobody_knows(guarded: Guarded) -> None:
    here, gate = guarded
    gate.swallow_commit_of, gate.stall_then = b"please call Jane", True
    await _in_time(here.dana.slash("acme please call Jane"))
    assert "I don't know whether this was recorded" in here.answer(here.dana)
    gate.flow()
    await here.settle()
    assert await here.count_of_requests() == 1
    await here.dana.slash("acme please call Jane")
    assert "That is #1 already" in here.answer(here.dana)


async def test_a_database_that_hangs_is_given_up_on_within_slacks_three_seconds(guarded: Guarded) -> None:
    here, gate = guarded
    await here.forward()
    card = here.card(here.bob)
    gate.stall()
    for command in ("acme please call Jane", "@bob please call Jane", "list"):
        await _in_time(here.dana.slash(command))
        assert "nothing was recorded" in here.answer(here.dana)
    await _in_time(here.bob.press(card, ActionId.TALK))
    gate.flow()
    await here.settle()
    assert await here.count_of_requests() == 1


async def _in_time(doing: Awaitable[None]) -> None:
    begun = time.monotonic()
    await doing
    assert time.monotonic() - begun < 3.0


async def test_mails_that_arrive_meanwhile_are_taken_up_once_it_is_back(guarded: Guarded) -> None:
    here, gate = guarded
    here.workspace.retry_seconds = (0.0, 0.3, 1.0)
    gate.close()
    forwarding = asyncio.create_task(here.dana.forward_mail("#client-acme", subject="Fwd: x", body="Please call me"))
    await asyncio.sleep(0.5)
    await gate.open()
    await forwarding
    await _eventually(here, 1)
    await here.settle()
    assert "Please call me" in here.card(here.bob).text
    assert here.workspace.journal.lost_events == []


async def _eventually(here: Agency, count: int) -> None:
    for _ in range(100):
        await here.settle()
        if await here.count_of_requests() == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nothing came of it")


async def test_slack_gone_for_days_is_one_catch_up_for_each_and_nothing_twice(here: Agency) -> None:
    await here.forward()
    before = {who.user.name: len(here.sent_to(who)) for who in (here.dana, here.bob, here.pia, here.lea)}
    here.here.sandbox.faults.refuse_connections()
    for day in (1, 2, 3, 4, 7):
        await here.time_passes_to(day, 11)
    here.here.sandbox.faults.accept_connections()
    await here.settle()

    people = (here.dana, here.bob, here.pia, here.lea)
    news = {who.user.name: len(here.sent_to(who)) - before[who.user.name] for who in people}
    assert news == {"dana": 0, "bob": 1, "pia": 1, "lea": 1}
    tokens = [m.metadata["event_payload"]["token"] for m in here.workspace.messages if m.metadata]
    assert len(tokens) == len(set(tokens))


async def test_what_was_said_and_forwarded_while_slack_faltered_is_neither_lost_nor_doubled(here: Agency) -> None:
    faults = here.here.sandbox.faults
    faults.server_error("files.info", times=1)
    faults.drop_after("chat.postMessage", times=2)
    faults.rate_limit("conversations.open", retry_after=1, times=1)
    await here.forward()
    await _eventually(here, 1)
    await here.settle()
    for who in (here.bob, here.dana):
        assert len(here.sent_to(who)) == 1
    assert "three department heads" in here.card(here.bob).text


async def test_whatever_goes_wrong_nobody_is_left_without_a_word(asked: Agency) -> None:
    faults = asked.here.sandbox.faults
    faults.error("views.open", "expired_trigger_id")
    await asked.dana.slash("")
    assert "Something went wrong on my side" in await asked.heard_by(asked.dana, 0)

    faults.error("views.update", "internal_error")
    before = len(asked.bob.heard)
    await asked.bob.press(asked.card(asked.bob), ActionId.TAKE)
    assert "Something went wrong on my side" in shown(await asked.form(asked.bob)), "no window waits for ever"
    assert "Something went wrong on my side" in await asked.heard_by(asked.bob, before)

    faults.error("conversations.info", "fatal_error")
    await asked.lea.slash("project")
    form = await asked.form(asked.lea)
    values = {Field.CLIENT: "Globex", Field.PROJECT_NAME: "Shop", Field.OWNER: "bob", Field.SLACK_CHANNEL: "#general"}
    answer = await asked.submit(asked.lea, form, values)
    assert answer["response_action"] == "update"
    assert "Something went wrong on my side" in shown(await asked.form(asked.lea))


async def test_a_request_that_cannot_be_advanced_silences_no_other(database_url: str) -> None:
    """Its row holds what no version of Nudge wrote: only the operator can know, and everybody else is reminded."""
    async with agency(database_url) as here:
        await here.forward()
        await here.forward(subject="Seats", body="Seats: ten more please.")
        await here.run(_tamper_with, 1)
        with capture_logs() as logs:
            await here.time_passes_to(1, 12)
        assert {(one["event"], one.get("request")) for one in logs if one["log_level"] == "error"} == {
            ("heartbeat.batch", None),
            ("request can't be advanced", 1),
        }
        assert [one for one in await here.events(2) if one.kind is EventKind.STEP_DUE and one.data["rung"] == 1]
        assert await here.run(_due_at, 1) > here.moment(1, 12), "it is looked at again, but not at every beat"
        await here.time_passes_to(1, 14)
        told = [message for message in here.sent_to(here.lea) if "I can't go on with #1" in message.text]
        assert len(told) == 1, "whoever looks after Nudge hears of it once a day, not at each look"
        assert [one.kind for one in await here.events(1)].count(EventKind.STUCK) == 1


async def _tamper_with(tx: Tx, number: int) -> None:
    await tx.conn.execute(text("UPDATE request SET cycle_cause = 'none' WHERE id = :number"), {"number": number})


async def _due_at(tx: Tx, number: int) -> datetime:
    found: datetime = await tx.conn.scalar(text("SELECT due_at FROM request WHERE id = :number"), {"number": number})
    return found
