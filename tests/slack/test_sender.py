"""What the sender does with each kind of intention when Slack behaves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select

from bot.db.tables import audit_event, audit_text, step
from bot.db.tables import outbox as table
from bot.domain.ladder import Withheld
from bot.domain.outbox import Intention, Purpose
from bot.slack.sender import Later, NotWanted, Ready, SenderTimes
from tests.slack.post_office import PostOffice, edit, nudge, post_office, saying, until


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with post_office(database_url) as made:
        yield made


async def test_each_post_arrives_once_with_its_recipient(office: PostOffice) -> None:
    ids = await office.people(3)
    texts = await office.nudges(30, ids)
    assert await office.sender().drain() == 30
    assert office.said == dict.fromkeys(texts, 1)
    assert await office.states() == {"sent": 30}
    for number, channel in enumerate(sorted(office.sandbox.workspace.channels.values(), key=lambda c: c.name)):
        assert len(channel.messages) == 10, number


async def test_what_goes_to_one_person_keeps_its_order(office: PostOffice) -> None:
    texts = await office.nudges(60, await office.people(1))
    await office.sender().drain()
    assert [message.text for message in office.sandbox.workspace.messages] == texts


async def test_a_group_is_opened_for_those_named(office: PostOffice) -> None:
    one, _ = await office.people(2)
    users = ",".join(office.sandbox.workspace.user(f"person{number}").id for number in range(2))
    await office.put(nudge("call", one, facts={"users": users}))
    await office.sender().drain()
    [message] = office.sandbox.workspace.messages
    assert len(office.sandbox.workspace.channels[message.channel].members) == 3


async def test_an_answer_hangs_in_the_thread_of_the_message_that_it_answers(office: PostOffice) -> None:
    [one] = await office.people(1)
    [first] = await office.put(nudge("first", one))
    await office.put(nudge("answer", one, thread_of=first))
    await office.sender().drain()
    top, answer = office.sandbox.workspace.messages
    assert answer.thread_ts == top.ts


async def test_an_edit_waits_for_its_message_and_changes_it_in_place(office: PostOffice) -> None:
    [one] = await office.people(1)
    [card] = await office.put(nudge("card", one))
    await office.put(edit("newer", card))
    await office.sender().drain()
    [message] = office.sandbox.workspace.messages
    assert message.text == "newer"
    assert await office.states() == {"sent": 2}


async def test_an_edit_that_would_change_nothing_is_not_made(office: PostOffice) -> None:
    [one] = await office.people(1)
    [card] = await office.put(nudge("card", one))
    await office.sender().drain()
    office.renderer.answers["same"] = lambda _: Ready(saying("card"))
    await office.put(edit("same", card))
    await office.sender().drain()
    assert "chat.update" not in office.sandbox.workspace.journal.calls
    assert await office.states() == {"sent": 2}


async def test_an_edit_of_what_was_never_sent_is_withheld(office: PostOffice) -> None:
    [one] = await office.people(1)
    office.renderer.answers["card"] = lambda _: NotWanted(Withheld.CLOSED)
    [card] = await office.put(nudge("card", one))
    await office.put(edit("newer", card))
    await office.sender().drain()
    assert await office.states() == {"withheld": 2}
    assert not office.said


async def test_what_is_not_wanted_any_more_is_withheld_with_its_reason(office: PostOffice) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    office.renderer.answers["nudge"] = lambda _: NotWanted(Withheld.TAKEN)
    await office.put(nudge("nudge", one, request_id=number, step=key))
    await office.sender().drain()
    assert not office.said
    assert await outcomes(office) == [("withheld", str(Withheld.TAKEN))]
    assert await events(office) == [("step withheld", None)]


async def test_a_sent_step_has_its_outcome_and_its_words_in_the_trail(office: PostOffice) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    await office.put(nudge("nudge", one, request_id=number, step=key))
    await office.sender().drain()
    assert await outcomes(office) == [("sent", None)]
    assert await events(office) == [("step sent", "nudge")]
    assert [row.said for row in await office.rows(table.c.said)] == ["nudge"]


async def test_a_step_shown_by_an_edit_is_shown_not_sent(office: PostOffice) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    [card] = await office.put(nudge("card", one))
    await office.put(edit("reminder", card, request_id=number, step=key))
    await office.sender().drain()
    assert await outcomes(office) == [("shown", None)]


async def test_what_finds_the_office_closed_moves_and_goes_out_later(office: PostOffice) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    opening = datetime.now(UTC) + timedelta(seconds=0.5)
    office.renderer.answers["nudge"] = lambda _: (
        Later(opening) if datetime.now(UTC) < opening else Ready(saying("good morning"))
    )
    await office.put(nudge("nudge", one, request_id=number, step=key))
    sender = office.sender()
    await sender.drain()
    assert not office.said and await outcomes(office) == [(None, None)]
    assert await events(office) == [("step moved", None)]
    running = asyncio.create_task(sender.run())
    await until(lambda: office.said.total() == 1)
    running.cancel()
    assert office.said == {"good morning": 1}


async def test_what_is_not_due_yet_stays(office: PostOffice) -> None:
    [one] = await office.people(1)
    await office.put(nudge("later", one, due_at=datetime.now(UTC) + timedelta(hours=1)), nudge("now", one))
    await office.sender().drain()
    assert office.said == {"now": 1}


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "msg_too_long", "invalid_blocks"])
async def test_a_definite_no_fails_the_row_and_is_on_record(office: PostOffice, code: str) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    await office.put(nudge("nudge", one, request_id=number, step=key), nudge("next", one))
    office.sandbox.faults.error("chat.postMessage", code)
    await office.sender().drain()
    assert [row.reason for row in await office.rows(table.c.reason)] == [code, None]
    assert await outcomes(office) == [("withheld", str(Withheld.UNREACHABLE))]
    assert office.said == {"next": 1}


async def test_a_message_without_a_step_that_fails_is_on_record_too(office: PostOffice) -> None:
    await office.put(Intention(Purpose.DIGEST, "digest", channel="C0GONE", facts={"week": "2026-W46"}))
    await office.sender().drain()
    assert await events(office) == [("message not delivered", None)]


async def test_an_edit_of_a_message_that_has_gone_fails_quietly(office: PostOffice) -> None:
    [one] = await office.people(1)
    [card] = await office.put(nudge("card", one))
    await office.sender().drain()
    office.sandbox.workspace.delete(office.sandbox.workspace.messages[0])
    await office.put(edit("newer", card))
    await office.sender().drain()
    assert await office.states() == {"sent": 1, "failed": 1}
    assert await events(office) == []


async def test_one_that_cannot_be_drawn_does_not_stop_the_others(office: PostOffice) -> None:
    one, two = await office.people(2)
    office.renderer.answers["broken"] = lambda _: Ready(saying(str(1 // 0)))
    await office.put(nudge("broken", one), nudge("fine", two))
    await office.sender().drain()
    assert office.said == {"fine": 1}
    assert await office.states() == {"failed": 1, "sent": 1}


async def test_a_committed_row_wakes_a_running_sender_at_once(office: PostOffice) -> None:
    [one] = await office.people(1)
    sender = office.sender()
    running = asyncio.create_task(sender.run())
    await until(lambda: sender.sits)
    await asyncio.sleep(0.1)  # by now it waits
    await office.put(nudge("quick", one))
    sender.wake()
    await until(lambda: office.said.total() == 1)
    running.cancel()


def test_a_lease_has_to_outlast_timeout_and_settle_time() -> None:
    assert SenderTimes().lease > SenderTimes().request_timeout + SenderTimes().settle
    with pytest.raises(ValueError, match="lease"):
        SenderTimes(request_timeout=10, settle=5, lease=15)


async def outcomes(office: PostOffice) -> list[tuple[str | None, str | None]]:
    async with office.engine.begin() as conn:
        return [(row.outcome, row.reason) for row in await conn.execute(select(step.c.outcome, step.c.reason))]


async def events(office: PostOffice) -> list[tuple[str, str | None]]:
    query = select(audit_event.c.kind, audit_text.c.body).outerjoin(
        audit_text, audit_text.c.event_id == audit_event.c.id
    )
    async with office.engine.begin() as conn:
        return [(row.kind, row.body) for row in await conn.execute(query.order_by(audit_event.c.id))]


async def test_an_idle_sender_asks_the_database_next_to_nothing(office: PostOffice) -> None:
    asked: list[str] = []
    sender = office.sender()
    running = asyncio.create_task(sender.run())
    await until(lambda: sender.sits)
    await asyncio.sleep(0.3)
    event.listen(
        office.engine.sync_engine, "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql), retval=False
    )
    for _ in range(3):  # commits that bring nothing to send
        sender.wake()
        await asyncio.sleep(0.2)
    running.cancel()
    assert len(asked) == 3
