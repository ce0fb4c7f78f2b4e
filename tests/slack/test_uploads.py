"""Files reach Slack once each, and nobody's words wait for one."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.db.tables import outbox as table
from bot.domain.outbox import Intention, Kind, Purpose
from bot.sandbox import Message
from bot.slack.courier import NO_FILE, NOT_TAKEN
from bot.slack.rendered import Enclosure, Ready
from bot.slack.settling import NOT_SHOWN
from tests.slack.post_office import QUICK, PostOffice, nudge, post_office, saying

PICTURE = Enclosure(b"PNG", "week.png", "The week", "Two of five were answered")
PATIENT = replace(QUICK, sharing=0.8)
HASTY = replace(QUICK, sharing=0.0)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with post_office(database_url) as made:
        made.renderer.answers["picture"] = lambda _: Ready(saying("Here it is."), file=PICTURE)
        yield made


async def put_picture(office: PostOffice) -> None:
    [one] = await office.people(1)
    await office.put(Intention(Purpose.DIGEST_PICTURE, "picture", kind=Kind.UPLOAD, recipient_id=one))


def shown(office: PostOffice) -> list[Message]:
    return [message for message in office.sandbox.workspace.messages if message.files]


async def test_a_file_is_shared_with_a_word_to_it_and_known_by_its_message(office: PostOffice) -> None:
    await put_picture(office)
    assert await office.sender().drain() == 1
    [message] = shown(office)
    assert (message.text, message.files[0].content, message.files[0].title) == ("Here it is.", b"PNG", "The week")
    [row] = await office.rows(table.c.state, table.c.sent_channel, table.c.sent_ts, table.c.said)
    assert tuple(row) == ("sent", message.channel, message.ts, "Here it is.")


async def test_a_file_may_answer_a_message(office: PostOffice) -> None:
    [one] = await office.people(1)
    [post] = await office.put(nudge("first", one))
    await office.put(Intention(Purpose.DIGEST_PICTURE, "picture", kind=Kind.UPLOAD, recipient_id=one, thread_of=post))
    await office.sender().drain()
    [message] = shown(office)
    assert message.thread_ts == next(each.ts for each in office.sandbox.workspace.messages if each.text == "first")


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_whatever_is_lost_on_the_way_a_file_is_shown_once(office: PostOffice, method: str) -> None:
    office.sandbox.faults.drop_after(method)
    await put_picture(office)
    await office.sender(HASTY).drain()
    assert len(shown(office)) == 1
    assert await office.states() == {"sent": 1}
    [row] = await office.rows(table.c.said)
    assert row.said == "Here it is."


async def test_what_slack_did_not_carry_out_is_taken_back_and_shared_anew(office: PostOffice) -> None:
    office.sandbox.faults.server_error("files.completeUploadExternal", 503)
    await put_picture(office)
    await office.sender(HASTY).drain()
    assert len(shown(office)) == 1
    assert office.sandbox.workspace.journal.calls["files.delete"] >= 1
    kept = [file for file in office.sandbox.workspace.files.values() if file.shared_in]
    assert len(kept) == 1, "addresses that were asked for and never used show nobody anything"


async def test_a_file_counts_as_sent_only_once_slack_shows_it(office: PostOffice) -> None:
    office.sandbox.workspace.sharing_seconds = 0.3
    await put_picture(office)
    await office.sender(PATIENT).drain()
    [message] = shown(office)
    [row] = await office.rows(table.c.state, table.c.sent_ts)
    assert tuple(row) == ("sent", message.ts)


async def test_a_file_that_slack_is_too_slow_to_show_is_not_shown_twice(office: PostOffice) -> None:
    office.sandbox.workspace.sharing_seconds = 0.25
    await put_picture(office)
    await office.sender(replace(QUICK, sharing=0.15)).drain()
    assert len(shown(office)) == 1


async def test_a_file_that_is_never_taken_is_given_up_and_holds_back_no_words(office: PostOffice) -> None:
    office.sandbox.faults.server_error("files.getUploadURLExternal", 500, times=50)
    [one] = await office.people(1)
    await office.put(
        Intention(Purpose.DIGEST_PICTURE, "picture", kind=Kind.UPLOAD, recipient_id=one), nudge("words", one)
    )
    await office.sender().drain()
    assert [(row.state, row.reason) for row in await office.rows(table.c.state, table.c.reason)] == [
        ("failed", NOT_TAKEN),
        ("sent", None),
    ]
    assert office.said == {"words": 1}


async def test_a_file_that_slack_refuses_has_failed(office: PostOffice) -> None:
    office.sandbox.faults.error("files.completeUploadExternal", "file_upload_size_restricted")
    await put_picture(office)
    await office.sender().drain()
    [row] = await office.rows(table.c.state, table.c.reason)
    assert tuple(row) == ("failed", "file_upload_size_restricted")


async def test_an_upload_without_a_file_has_failed(office: PostOffice) -> None:
    office.renderer.answers["picture"] = lambda _: Ready(saying("nothing"))
    await put_picture(office)
    await office.sender().drain()
    [row] = await office.rows(table.c.state, table.c.reason)
    assert tuple(row) == ("failed", NO_FILE)


async def test_files_wait_while_slack_asks_for_quiet(office: PostOffice) -> None:
    office.sandbox.faults.rate_limit("files.completeUploadExternal", 0)
    await put_picture(office)
    await office.sender().drain()
    assert await office.states() == {"sent": 1}
    assert len(shown(office)) == 1


async def test_a_file_that_slack_never_shows_is_given_up_and_taken_back(office: PostOffice) -> None:
    office.sandbox.workspace.sharing_seconds = 3600
    await put_picture(office)
    await office.sender(replace(QUICK, sharing=0.01)).drain()
    [row] = await office.rows(table.c.state, table.c.reason)
    assert tuple(row) == ("failed", NOT_SHOWN)
    assert office.sandbox.workspace.journal.calls["files.completeUploadExternal"] > 1
    assert not office.sandbox.workspace.files
