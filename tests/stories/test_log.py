"""The log of a request, read in Slack and taken along as a file."""

from sqlalchemy import text

from bot.domain.events import Event, EventKind
from bot.services.transaction import Tx
from bot.slack.names import ActionId
from tests.stories.people import Agency, buttons, shown


async def _record(tx: Tx, events: list[Event]) -> None:
    await tx.record(*events)


async def test_dana_reads_the_log_word_for_word(asked: Agency) -> None:
    await asked.at(2, 12)
    await asked.dana.slash("log 1")
    form = await asked.form(asked.dana)
    assert "Dana handed it over" in shown(form)
    assert "Reminder 1 for Bob was sent." in shown(form)
    block = next(block for block in form.blocks if "Reminder 1 for Bob" in str(block))
    whole = await asked.press(asked.dana, ActionId.LOG_WORDS, form, value=block["accessory"]["value"])
    events = await asked.events()
    sent = next(e.text for e in events if e.kind is EventKind.STEP_SENT and e.data["rung"] == 1)
    assert sent
    assert sent.startswith("*Jane has been waiting")
    assert shown(whole).splitlines()[-1] == sent.splitlines()[-1]


async def test_a_reporter_takes_the_log_along_as_a_file(asked: Agency) -> None:
    await asked.dana.slash("log 1")
    form = await asked.form(asked.dana)
    for _ in range(2):  # twice is once
        await asked.dana.press(form, ActionId.LOG_EXPORT)
    await asked.settle()
    [message] = [each for each in asked.sent_to(asked.dana) if each.files]
    assert "Here is the log of #1" in message.text
    content = message.files[0].content.decode()
    assert content.startswith("#1 · Jane")
    assert "Dana handed it over" in content
    assert (await asked.kinds()).count(EventKind.EXPORTED) == 1


async def test_a_long_log_is_turned_page_by_page(asked: Agency) -> None:
    await asked.run(_record, [Event(EventKind.WORDS_ADDED, 1, text=f"word {number}") for number in range(60)])
    await asked.dana.slash("log 1")
    form = await asked.form(asked.dana)
    assert f"{ActionId.LOG_PAGE}.older" in buttons(form.blocks)
    await asked.dana.press(form, f"{ActionId.LOG_PAGE}.older")
    await asked.settle()
    older = await asked.form(asked.dana)
    assert "Dana handed it over" in shown(older)
    assert f"{ActionId.LOG_PAGE}.newer" in buttons(older.blocks)


async def test_who_takes_no_part_gets_neither_log_nor_file(asked: Agency) -> None:
    eli = asked.meet("eli")
    await eli.slash("log 1")
    assert "Jane" not in asked.answer(eli)
    assert [message for message in asked.sent_to(eli) if message.files] == []


async def _stuck(tx: Tx, event_id: int, minutes: int) -> None:
    """One event in the queue that no seal can take up, as if it had waited for so long."""
    await tx.conn.execute(text("DELETE FROM audit_unsealed"))
    queued = "INSERT INTO audit_unsealed VALUES (:ws, :id, clock_timestamp() - make_interval(mins => :minutes))"
    await tx.conn.execute(text(queued), {"ws": tx.workspace_id, "id": event_id, "minutes": minutes})


async def test_whoever_looks_after_nudge_is_told_once_that_the_record_waits_for_its_seals(asked: Agency) -> None:
    def alarms() -> list[str]:
        return [message.text for message in asked.sent_to(asked.lea) if "waiting for their seal" in message.text]

    await asked.run(_stuck, 10**9, 3)
    await asked.at(0, 11)
    await asked.at(0, 14)
    assert len(alarms()) == 1
    assert "for 3 minutes" in alarms()[0]
    assert all("waiting for their seal" not in message.text for message in asked.sent_to(asked.bob))
