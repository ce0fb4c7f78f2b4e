"""Closing as the same as another, changing a project from Slack, and being introduced only once."""

from bot.domain.request import Outcome, State, Turn
from bot.slack.names import ActionId, Field, MoreChoice
from tests.stories.people import Agency, shown


async def test_the_same_as_another_names_which_one(asked: Agency) -> None:
    await asked.dana.slash("acme please speak to our department heads")
    await asked.settle()
    form = await asked.more(asked.bob, MoreChoice.DONE, 2)
    assert "#1 · A question about our other departments" in shown(form)
    refused = await asked.submit(asked.bob, form, {Field.OUTCOME: Outcome.DUPLICATE})
    assert "Which one" in refused["errors"][Field.SAME_AS]
    await asked.kept(asked.bob, form, {Field.OUTCOME: Outcome.DUPLICATE, Field.SAME_AS: "1"})
    closed = await asked.request(2)
    assert (closed.state, closed.outcome, closed.perhaps_of) == (State.CLOSED, Outcome.DUPLICATE, 1)
    assert "in another request as well (#1)" in asked.sent_to(asked.dana)[-1].text
    assert (await asked.events(2))[-1].data.get("of", 1) == 1


async def test_where_there_is_no_other_none_is_asked_for(asked: Agency) -> None:
    assert "which one?" not in shown(await asked.more(asked.bob, MoreChoice.DONE))


async def test_a_project_that_is_there_opens_filled_in(here: Agency) -> None:
    await here.lea.slash("project acme portal")
    form = await here.form(here.lea)
    assert "project_id" in form.private_metadata
    await here.kept(here.lea, form, {Field.BACKUP: "dana"})
    await here.forward()
    assert "Portal" in here.card(here.bob).text

    await here.dana.slash("project kickoff on Monday, please prepare")
    assert "kickoff on Monday" in str((await here.form(here.dana)).blocks), "words that name no project are a wish"


async def test_whoever_handed_something_over_is_not_introduced_to_the_bot_later(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    await asked.kept(asked.bob, form, {Field.WHO: "reporter"})
    assert "thinks that this is yours" in asked.card(asked.dana).text
    await asked.dana.press(asked.card(asked.dana), ActionId.ACCEPT)
    await asked.settle()
    assert (await asked.request()).owner_id != (await asked.events())[1].data["owner"]
    assert not [message for message in asked.sent_to(asked.dana) if "I'm Nudge" in message.text]


async def test_what_is_opened_again_begins_without_the_replies_of_before(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 12))
    for day in (2, 3):
        await asked.contact(asked.bob, Turn.OURS, asked.moment(day, 12))
    assert (await asked.request()).holding_replies == 2
    await asked.close(asked.bob, Outcome.DONE)
    await asked.forward(body="One more thing.\n\nJane", in_reply_to=asked.mail_id())
    request = await asked.request()
    assert (request.state, request.holding_replies, request.moves) == (State.OPEN, 0, 0)
