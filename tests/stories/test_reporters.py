"""Those who hand over: their confirmation, what they join, what they may do."""

from bot.domain.request import Outcome, State, Turn
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import Agency, choices

AGAIN = "Hi Dana,\n\nhave you had a chance to speak with our department heads yet?\n\nBest, Jane"


async def test_the_confirmation_changes_in_place_and_has_lines_for_contact_reassignment_and_close_alone(
    asked: Agency,
) -> None:
    confirmation = asked.card(asked.dana)
    await asked.at(1, 11)
    await asked.forward(body=AGAIN, in_reply_to=asked.mail_id())
    assert "has asked again" in confirmation.text
    await asked.take(asked.bob, asked.moment(2, 12))
    await asked.at(2, 13)
    assert "has passed" in confirmation.text
    assert asked.sent_to(asked.dana) == [confirmation], "nothing of that notifies whoever handed it over"

    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(7, 10))
    await asked.forward(body="All three have said yes.")
    form = await asked.press(asked.bob, ActionId.CONTACT)
    await asked.kept(asked.bob, form, {Field.TURN: Turn.OURS, Field.WHAT: "x", Field.BY_PICKED: asked.moment(4, 12)})
    await asked.close(asked.bob)
    await asked.bob.press(asked.card(asked.bob), ActionId.REOPEN)
    await asked.settle()
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    await asked.kept(asked.bob, form, {Field.WHO: "other", Field.PERSON: "pia"})
    await asked.pia.press(asked.card(asked.pia), ActionId.ACCEPT)
    await asked.settle()

    _, *lines = asked.sent_to(asked.dana)
    assert {line.thread_ts for line in lines} == {confirmation.ts}
    assert [line.text.split(".")[0] for line in lines] == [
        "Jane has heard from us",
        "Jane has heard from us",
        "Done, by Bob: Jane has what was asked for",
        "Pia has it now",
    ]


async def test_two_who_forward_the_same_mail_share_one_request(asked: Agency) -> None:
    eli = asked.meet("eli")
    await asked.forward(eli)
    assert await asked.count_of_requests() == 1
    assert (await asked.request()).chases == 0, "one mail forwarded twice is not a client who asks again"
    assert "Handed over to Bob" in asked.card(eli).text
    assert "Eli handed it over as well" in asked.card(asked.bob).text

    await asked.close(asked.bob, Outcome.DONE)
    for reporter in (asked.dana, eli):
        confirmation, line = asked.sent_to(reporter)
        assert (line.thread_ts, "Done" in line.text) == (confirmation.ts, True)
    await eli.slash("show 1")
    assert "three department heads" in asked.answer(eli)


async def test_a_reporter_adds_words_records_a_contact_and_withdraws_until_the_client_has_heard(asked: Agency) -> None:
    card = asked.card(asked.dana)
    assert choices(card) == [
        MoreChoice.ADD_WORDS,
        MoreChoice.HISTORY,
        MoreChoice.WHY,
        MoreChoice.WITHDRAW,
        MoreChoice.FLAG,
    ]
    form = await asked.more(asked.dana, MoreChoice.ADD_WORDS)
    await asked.kept(asked.dana, form, {Field.WISH: "She rang as well."})
    whole = await asked.press(asked.bob, ActionId.MORE, option=f"{MoreChoice.HISTORY}:1")
    assert "She rang as well." in str(whole.content)

    old = card.as_seen()
    form = await asked.press(asked.dana, ActionId.CONTACT, card)
    offered = str(form.content)
    assert Turn.NOBODYS.value not in offered.rsplit('"turn"', maxsplit=1)[-1]
    await asked.kept(
        asked.dana,
        form,
        {Field.TURN: Turn.OURS, Field.WHAT: "Bob calls her", Field.BY_PICKED: asked.moment(1, 12)},
    )
    assert (await asked.request()).state is State.PROMISED
    assert MoreChoice.WITHDRAW not in choices(card)
    refused = await asked.more(asked.dana, MoreChoice.WITHDRAW, on=old)
    assert "as long as the client hasn't heard from us" in str(refused.content)
    assert await asked.refusals() == 1


async def test_withdrawn_it_is_closed_for_everybody(asked: Agency) -> None:
    form = await asked.more(asked.dana, MoreChoice.WITHDRAW)
    await asked.kept(asked.dana, form, {Field.LESSON: "It was settled at lunch."})
    assert (await asked.request()).outcome is Outcome.WITHDRAWN
    assert "Withdrawn" in asked.card(asked.bob).text
