"""When Slack, the network or another sender gets in the way: nothing is lost, nothing is said twice."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import update

from bot.db.tables import outbox as table
from bot.services import delivery
from bot.services.delivery import counts
from bot.slack.pacing import Pacing, Rate
from bot.slack.times import in_seconds, real_now
from tests.slack.post_office import QUICK, WORKSPACE, PostOffice, edit, nudge, post_office, until


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with post_office(database_url) as made:
        yield made


async def test_a_hundred_posts_accepted_and_then_dropped_are_one_message_each(office: PostOffice) -> None:
    texts = await office.nudges(100, await office.people(20))
    office.sandbox.faults.drop_after("chat.postMessage", times=100)
    await office.sender().drain()
    assert office.said == dict.fromkeys(texts, 1)
    assert await office.states() == {"sent": 100}
    said = [row.said for row in await office.rows(table.c.said)]
    assert said == texts


async def test_posts_in_a_thread_are_looked_for_in_the_thread(office: PostOffice) -> None:
    [one] = await office.people(1)
    [first] = await office.put(nudge("first", one))
    await office.sender().drain()
    office.sandbox.faults.drop_after("chat.postMessage")
    await office.put(nudge("answer", one, thread_of=first))
    await office.sender().drain()
    assert office.said == {"first": 1, "answer": 1}
    assert office.sandbox.workspace.journal.calls["conversations.replies"] == 1


async def test_a_long_history_is_read_to_its_end(office: PostOffice) -> None:
    [one] = await office.people(1)
    office.sandbox.faults.drop_after("chat.postMessage")
    await office.put(nudge("first", one))
    sender = office.sender()
    draining = asyncio.create_task(sender.drain())
    await until(lambda: office.said.total() == 1)
    [channel] = office.sandbox.workspace.channels.values()
    for number in range(450):
        office.sandbox.workspace.post(channel, channel.members[0], f"chatter {number}")
    await draining
    assert office.said["first"] == 1
    assert await office.states() == {"sent": 1}


async def test_an_answer_that_comes_too_late_is_not_taken_for_a_failure(office: PostOffice) -> None:
    """The call is carried out after we stopped listening, but before the settle time is over."""
    [one] = await office.people(1)
    office.sandbox.faults.delay("chat.postMessage", QUICK.request_timeout + 0.05)
    await office.put(nudge("late", one))
    await office.sender().drain()
    assert office.said == {"late": 1}


async def test_server_errors_are_uncertain_and_end_well(office: PostOffice) -> None:
    texts = await office.nudges(12, await office.people(4))
    office.sandbox.faults.server_error("chat.postMessage", 503, times=5)
    office.sandbox.faults.error("chat.postMessage", "fatal_error", times=2)
    office.sandbox.faults.server_error("conversations.history", 500, times=2)
    office.sandbox.faults.server_error("conversations.open", 500, times=2)
    await office.sender().drain()
    assert office.said == dict.fromkeys(texts, 1)


async def test_while_slack_is_gone_nothing_is_lost_and_nothing_said_twice(office: PostOffice) -> None:
    texts = await office.nudges(40, await office.people(8))
    sender = office.sender()
    draining = asyncio.create_task(sender.drain())
    await until(lambda: office.said.total() > 3)
    office.sandbox.faults.refuse_connections()
    await asyncio.sleep(0.6)
    office.sandbox.faults.accept_connections()
    await draining
    assert office.said == dict.fromkeys(texts, 1)
    assert await office.states() == {"sent": 40}


async def test_slack_is_left_alone_while_it_is_gone(office: PostOffice) -> None:
    await office.nudges(40, await office.people(8))
    office.sandbox.faults.refuse_connections()
    running = asyncio.create_task(office.sender().run())
    await asyncio.sleep(1.0)
    attempts = [row.attempts for row in await office.rows(table.c.attempts)]
    assert sum(attempts) < 40 + 20  # all of the first batch, then one at a time
    running.cancel()


async def test_too_many_requests_move_the_retry_and_fail_nothing(office: PostOffice) -> None:
    texts = await office.nudges(6, await office.people(3))
    office.sandbox.faults.rate_limit("chat.postMessage", 1, times=2)
    office.sandbox.faults.rate_limit("conversations.open", 1)
    await office.sender().drain()
    assert office.said == dict.fromkeys(texts, 1)
    order = [m.text for m in office.sandbox.workspace.messages]
    for first, second in ((0, 3), (1, 4), (2, 5)):
        assert order.index(texts[first]) < order.index(texts[second])


async def test_a_bad_token_fails_nothing(office: PostOffice) -> None:
    texts = await office.nudges(4, await office.people(2))
    office.sandbox.faults.error("conversations.open", "invalid_auth", times=2)
    office.sandbox.faults.error("chat.postMessage", "token_revoked", times=2)
    await office.sender().drain()
    assert office.said == dict.fromkeys(texts, 1)


async def test_an_edit_of_unknown_fate_is_made_again(office: PostOffice) -> None:
    [one] = await office.people(1)
    [card] = await office.put(nudge("card", one))
    await office.sender().drain()
    office.sandbox.faults.drop_after("chat.update")
    await office.put(edit("newer", card))
    await office.sender().drain()
    assert office.said == {"newer": 1}
    assert office.sandbox.workspace.journal.calls["chat.update"] == 2


async def test_an_edit_of_unknown_fate_leaves_its_work_to_a_later_one(office: PostOffice) -> None:
    [one] = await office.people(1)
    number, key = await office.due_step(one)
    [card] = await office.put(nudge("card", one))
    await office.sender().drain()
    office.sandbox.faults.drop_after("chat.update")
    await office.put(edit("older", card, request_id=number, step=key))
    draining = asyncio.create_task(office.sender().drain())
    await until(lambda: office.said["older"] == 1)
    await office.put(edit("newer", card, request_id=number))
    await draining
    assert office.said == {"newer": 1}
    assert await office.states() == {"sent": 2, "withheld": 1}
    steps = [row.step_rung for row in await office.rows(table.c.step_rung)]
    assert steps == [None, key.rung, key.rung]


async def test_what_cannot_be_looked_for_stays_uncertain_and_is_counted(office: PostOffice) -> None:
    [one] = await office.people(1)
    office.sandbox.faults.drop_after("chat.postMessage")
    office.sandbox.faults.error("conversations.history", "missing_scope")
    await office.put(nudge("first", one), nudge("second", one))
    await office.sender().drain()
    assert office.said == {"first": 1, "second": 1}  # it holds nobody up
    backlog = await office.transactions.run(WORKSPACE, counts)
    assert (backlog.pending, backlog.uncertain, backlog.unreadable) == (0, 1, 1)


async def test_an_attempt_whose_lease_ran_out_is_looked_for(office: PostOffice) -> None:
    """As after a crash: one row was written and one was not, and nobody knows which."""
    [one] = await office.people(1)
    await office.put(nudge("said", one), nudge("unsaid", one))
    claimed = await office.transactions.run(
        WORKSPACE, delivery.claim, limit=9, real_now=real_now(), lease_until=in_seconds(0.3), per_lane=9
    )
    user = office.sandbox.workspace.user("person0")
    direct = office.sandbox.workspace.direct([user.id, office.sandbox.workspace.bot.id])
    metadata = {"event_type": "nudge_delivery", "event_payload": {"token": claimed[0].token}}
    office.sandbox.workspace.post(direct, office.sandbox.workspace.bot.id, "said", metadata=metadata)
    await office.sender().drain()
    assert office.said == {"said": 1, "unsaid": 1}
    assert await office.states() == {"sent": 2}


async def test_an_attempt_that_no_longer_counts_changes_nothing(office: PostOffice) -> None:
    [one] = await office.people(1)
    await office.put(nudge("post", one))
    claim = partial(delivery.claim, limit=1, real_now=real_now(), lease_until=in_seconds(9))
    [old] = await office.transactions.run(WORKSPACE, claim)
    await office.transactions.run(WORKSPACE, delivery.retry, old, retry_at=None)
    await office.transactions.run(WORKSPACE, claim)
    assert not await office.transactions.run(WORKSPACE, delivery.mark_failed, old, reason="late")
    assert await office.states() == {"sending": 1}


async def test_of_two_senders_one_sends_and_the_other_takes_over(office: PostOffice) -> None:
    texts = await office.nudges(80, await office.people(8))
    first, second = office.sender(), office.sender()
    running = [asyncio.create_task(sender.run()) for sender in (first, second)]
    await until(lambda: office.said.total() > 10)
    assert sorted([first.sits, second.sits]) == [False, True]
    running[0 if first.sits else 1].cancel()
    await until(lambda: office.said.total() == 80)
    await second.drain()
    for task in running:
        task.cancel()
    assert office.said == dict.fromkeys(texts, 1)


async def test_a_stand_by_tells_the_one_that_sends(office: PostOffice) -> None:
    [one] = await office.people(1)
    first, second = office.sender(), office.sender()
    running = [asyncio.create_task(sender.run()) for sender in (first, second)]
    await until(lambda: first.sits or second.sits)
    stand_by = second if first.sits else first
    await asyncio.sleep(0.2)
    await office.put(nudge("from elsewhere", one))
    stand_by.wake()
    await until(lambda: office.said.total() == 1)
    await office.put(nudge("again", one))
    assert await stand_by.drain() == 0
    assert office.said.total() == 2
    for task in running:
        task.cancel()


async def test_a_sender_that_loses_its_session_stops_and_comes_back(office: PostOffice) -> None:
    texts = await office.nudges(60, await office.people(6))
    sender = office.sender()
    running = asyncio.create_task(sender.run())
    await until(lambda: office.said.total() > 5)
    async with office.engine.begin() as conn:
        await conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    await until(lambda: office.said.total() == 60, seconds=10)
    running.cancel()
    assert office.said == dict.fromkeys(texts, 1)


async def test_the_pace_is_kept(database_url: str) -> None:
    """Slack's limits are on, and it never has to say so."""
    async with post_office(database_url, pacing=True) as office:
        texts = await office.nudges(28, await office.people(10))
        pacing = Pacing({**Pacing().rates, "chat.postMessage": Rate(20.0, 8)}, channel_rate=Rate(1.0, 2))
        await office.sender(replace(QUICK, lease=10.0), pacing).drain()
        assert office.said == dict.fromkeys(texts, 1)
        assert "ratelimited" not in office.sandbox.workspace.journal.refusals


async def test_rows_put_down_while_it_drains_are_sent_as_well(office: PostOffice) -> None:
    ids = await office.people(5)
    first = await office.nudges(20, ids)
    office.sandbox.faults.delay("chat.postMessage", 0.5)  # or all might be sent before there are more
    draining = asyncio.create_task(office.sender().drain())
    await until(lambda: office.said.total() > 0)
    await office.put(*[nudge(f"more-{number}", ids[number % 5]) for number in range(20)])
    await draining
    assert office.said.total() == 40 and set(first) < set(office.said)


async def test_history_of_an_old_attempt_is_read_from_its_first_attempt_on(office: PostOffice) -> None:
    [one] = await office.people(1)
    await office.put(nudge("post", one))
    async with office.engine.begin() as conn:
        await conn.execute(update(table).values(attempted_at=in_seconds(-3600)))
    office.sandbox.faults.drop_after("chat.postMessage")
    await office.sender().drain()
    assert office.said == {"post": 1}


async def test_posts_do_not_wait_behind_many_edits(database_url: str) -> None:
    """Slack takes edits slowly; a crowd of them must not keep a reminder waiting."""
    async with post_office(database_url) as office:
        people = await office.people(40)
        cards = await office.put(*[nudge(f"card-{number}", person) for number, person in enumerate(people)])
        await office.sender().drain()
        await office.put(*[edit(f"edit-{number}", card) for number, card in enumerate(cards)])
        await office.put(nudge("urgent", people[0]))
        pacing = Pacing({**Pacing().rates, "chat.update": Rate(2.0, 1)})
        running = asyncio.create_task(office.sender(replace(QUICK, lease=10.0), pacing).run())
        await until(lambda: office.said["urgent"] == 1, seconds=2)
        assert sum(count for text, count in office.said.items() if text.startswith("card")) > 30
        running.cancel()
