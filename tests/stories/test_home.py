"""Home, and plain words to the bot."""

from bot.slack.names import ActionId, Field
from tests.stories.people import Agency, buttons, shown


async def test_home_greets_lists_the_worst_first_and_opens_what_is_on_it(here: Agency) -> None:
    empty = shown(await here.bob.open_home())
    assert "Hello Bob." in empty
    assert "Nothing is open for you" in empty

    await here.forward()
    await here.take(here.bob, here.moment(3, 12))
    await here.forward(subject="A second question", body="And what about the summer?")
    home = await here.bob.open_home()
    said = shown(home)
    assert said.index("A second question") < said.index("A question about our other departments")
    assert "2 requests wait for you" in said

    opened = await here.press(here.bob, ActionId.OPEN, home, value="2")
    assert "Is it yours?" in shown(opened)
    form = await here.press(here.bob, ActionId.TAKE, opened)
    await here.kept(here.bob, form, {Field.WHAT: "answer", Field.BY_PICKED: here.moment(2, 12)})
    assert here.bob.modal() is None, "one submit, and nothing stands open"
    assert "Handed over by you" in shown(await here.dana.open_home())


async def test_what_takes_effect_at_once_in_a_window_is_shown_there(asked: Agency) -> None:
    await asked.close(asked.bob)
    await asked.bob.slash("show 1")
    await asked.forward(subject="Another", body="Something else")
    opened = await asked.press(asked.bob, ActionId.OPEN, await asked.bob.open_home(), value="2")
    await asked.bob.press(opened, ActionId.TALK)
    await asked.settle()
    assert asked.bob.modal() is not None
    before = len(asked.sent_to(asked.dana))
    await asked.bob.press(opened, ActionId.TALK)
    await asked.settle()
    assert "proposed already" in shown(await asked.form(asked.bob))
    assert len(asked.sent_to(asked.dana)) == before


async def test_home_offers_an_admin_to_begin_and_everybody_to_hand_over(bare: Agency) -> None:
    home = await bare.lea.open_home()
    assert "Begin with one client and one project" in shown(home)
    form = await bare.press(bare.lea, ActionId.NEW_PROJECT, home)
    await bare.kept(bare.lea, form, {Field.CLIENT: "Globex", Field.PROJECT_NAME: "Shop", Field.OWNER: "bob"})
    home = await bare.dana.open_home()
    assert ActionId.NEW_PROJECT not in buttons(home.blocks)
    form = await bare.press(bare.dana, ActionId.HAND_OVER, home)
    await bare.kept(bare.dana, form, {Field.WISH: "They would like a quote."})
    assert "They would like a quote." in bare.card(bare.bob).text


async def test_whoever_writes_to_the_bot_is_told_what_it_understands(here: Agency) -> None:
    await here.bob.say("nudge", "hello <!channel> what can you do & how?")
    await here.settle()
    assert "/nudge list" in here.sent_to(here.bob)[-1].text
    eli = here.meet("eli")
    await eli.say("nudge", "hi")
    await here.settle()
    assert len(here.sent_to(eli)) == 1


async def test_colleagues_words_in_channels_are_left_alone(here: Agency) -> None:
    here.said.clear()
    await here.dana.say("#client-acme", "Jane asked about the departments again")
    await here.settle()
    assert await here.count_of_requests() == 0
    assert here.said == []


async def test_a_list_and_home_that_are_full_hold_slacks_limits(here: Agency) -> None:
    for number in range(12):
        await here.dana.slash(f"acme wish number {number} {'<b>&😀 ' * 300}")
    await here.bob.slash("list")
    assert len(here.bob.heard[-1].blocks) == 12
    await here.settle()
    assert "wish number 11" in shown(await here.bob.open_home())
