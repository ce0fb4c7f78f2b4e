"""Promises: typed dates, kept, moved and broken, holding replies, and one's own list."""

from bot.domain.events import EventKind
from bot.domain.request import Outcome, State, Turn
from bot.slack.names import ActionId, Field, Form, MoreChoice
from tests.stories.people import Agency, shown


async def test_a_date_is_typed_in_ones_own_words(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.TAKE)
    answer = await asked.submit(asked.bob, form, {Field.WHAT: "call them", Field.BY_TYPED: "when I find the time"})
    assert "I can't read" in answer["errors"][Field.BY_TYPED]
    answer = await asked.submit(asked.bob, form, {Field.WHAT: "call them", Field.BY_TYPED: "yesterday"})
    assert list(answer["errors"]) == [Field.BY_TYPED]
    await asked.kept(asked.bob, form, {Field.WHAT: "call them", Field.BY_TYPED: "morgen um 14 Uhr"})
    promise = (await asked.request()).promise
    assert promise is not None and promise.due_at == asked.moment(1, 14)


async def test_contact_before_the_date_keeps_the_promise_and_the_digest_counts(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 12))
    await asked.contact(asked.bob, Turn.CLIENTS, asked.moment(3, 12))
    assert EventKind.PROMISE_KEPT in await asked.kinds()
    figures = await asked.all_figures(asked.lea)
    assert "*Promises kept:* 1 of 1" in figures
    assert "*Promises moved:* 0" in figures


async def test_a_date_put_off_has_the_next_ladder_start_a_rung_higher(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 12))
    form = await asked.press(asked.bob, ActionId.MOVE)
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(2, 12)})
    card = asked.card(asked.bob).text
    assert "The date was moved once; the next reminders begin one step further." in card
    assert "I ask you again" in card
    await asked.at(2, 13)
    request = await asked.request()
    assert (request.state, request.cycle.anchor_rung, request.moves) == (State.OPEN, 2, 0)
    figures = await asked.all_figures(asked.lea)
    assert "*Promises kept:* 0 of 1" in figures
    assert "*Promises moved:* 1" in figures
    assert "*Promises broken:* 1" in figures


async def test_two_holding_replies_are_said_on_the_card_and_the_ladder_climbs(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 11))
    await asked.contact(asked.bob, Turn.OURS, asked.moment(1, 12))
    assert "kept the turn with us" not in asked.card(asked.bob).text
    await asked.contact(asked.bob, Turn.OURS, asked.moment(2, 12))
    said = "Jane has had two replies that kept the turn with us; the next reminders begin one step further."
    assert said in asked.card(asked.bob).text
    assert "*Holding replies:* 2 of 2" in await asked.all_figures(asked.lea)
    await asked.at(2, 13)
    assert (await asked.request()).cycle.anchor_rung == 2


async def test_ones_own_promises_soonest_first(asked: Agency) -> None:
    await asked.bob.slash("promises")
    assert "No client waits for a date of yours" in asked.answer(asked.bob)
    await asked.take(asked.bob, asked.moment(3, 12), "the estimate")
    await asked.forward(body="Another thing, please.", subject="Seats")
    await asked.take(asked.bob, asked.moment(1, 12), "more seats")
    await asked.bob.slash("promises")
    said = asked.answer(asked.bob)
    assert said.index("more seats") < said.index("the estimate")
    assert "Acme GmbH" in said
    assert "whether the client knows" in said
    opened = await asked.press(asked.bob, ActionId.OPEN, asked.bob.heard[-1])
    assert "Another thing" in shown(opened)


async def test_done_asks_what_we_would_do_differently_and_the_reporter_reads_who_closed_it(asked: Agency) -> None:
    await asked.bob.slash("done 1")
    form = await asked.form(asked.bob)
    assert form.callback_id == Form.CLOSE
    assert "What would we do differently?" in shown(form)
    await asked.kept(asked.bob, form, {Field.OUTCOME: Outcome.DONE, Field.LESSON: "ask who owns it"})
    assert (await asked.request()).lesson == "ask who owns it"
    assert "Done, by Bob: Jane has what was asked for." in asked.latest(asked.dana, "by Bob").text


async def test_nothing_left_to_do_needs_no_time(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 11))
    form = await asked.press(asked.bob, ActionId.CONTACT)
    await asked.kept(asked.bob, form, {Field.TURN: Turn.NOBODYS, Field.BY: None, Field.BY_TYPED: "whenever"})
    assert (await asked.request()).state is State.CLOSED


async def test_not_mine_to_oneself_keeps_the_form_and_what_was_written(asked: Agency) -> None:
    form = await asked.press(asked.bob, ActionId.NOT_MINE)
    values = {Field.WHO: "other", Field.PERSON: "bob", Field.WHY: "a long reason"}
    answer = await asked.submit(asked.bob, form, values)
    assert answer == {"response_action": "errors", "errors": {Field.PERSON: "It is with that person already."}}


async def test_list_all_lists(asked: Agency) -> None:
    await asked.dana.slash("list all")
    assert "#1" in asked.answer(asked.dana)
    asked.meet("kim", admin=True)
    await asked.change("kim", real_name="Kim Neu")
    await asked.here.sandbox.player("kim").slash("list all")
    assert "#1" in asked.answer(asked.here.sandbox.player("kim"))


async def test_a_date_that_the_client_knows_comes_with_the_request_and_counts_until_they_are_told(here: Agency) -> None:
    await here.dana.slash("")
    promised = {Field.PROMISED_WHAT: "an estimate", Field.PROMISED_BY: here.moment(3, 12)}
    await here.submit(here.dana, await here.form(here.dana), {Field.PROJECT: "1", Field.WISH: "How long?", **promised})
    form = await here.press(here.bob, ActionId.TAKE)
    assert "Does the client know" not in shown(form)
    assert "which counts until you have told them of the new one" in shown(form)
    await here.kept(here.bob, form, {Field.WHAT: "a better estimate", Field.BY_PICKED: here.moment(8, 12)})
    taken = await here.request()
    assert taken.promise is not None
    assert taken.pending is not None
    assert (taken.promise.due_at, taken.pending.due_at) == (here.moment(3, 12), here.moment(8, 12))
    assert (await here.kinds())[-2:] == [EventKind.TAKEN, EventKind.DATE_MOVED]
    assert ActionId.TOLD in str(here.card(here.bob).blocks), "the card offers to tell them, with the mail ready"
    await here.at(3, 12, 1)
    assert EventKind.PROMISE_BROKEN in await here.kinds()


async def test_why_it_rested_is_said_in_the_heads_up_once_the_rest_is_over(asked: Agency) -> None:
    await asked.take(asked.bob, asked.moment(1, 17))
    form = await asked.more(asked.bob, MoreChoice.SNOOZE)
    await asked.kept(asked.bob, form, {Field.BY_PICKED: asked.moment(1, 12), Field.WHY: "the figures come at noon"})
    await asked.at(1, 16, 30)
    heads_up = asked.sent_to(asked.bob)[-1].text
    assert "This rested until" in heads_up
    assert "the figures come at noon" in heads_up
