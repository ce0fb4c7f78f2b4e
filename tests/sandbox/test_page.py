"""The page in a real browser: what the bot sends is seen, and what people do with it reaches the bot."""

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, Route, expect
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox, Workspace
from tests.sandbox import chromium, kitchen
from tests.sandbox.helpers import Json, connection, eventually
from tests.sandbox.kitchen import Kitchen

pytestmark = chromium.needed
BOB = "U0BOB000000"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium.started() as browser:
        yield browser


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace(pacing=False, ack_seconds=1.0)
    for name, real_name, locale in (
        ("dana", "Dana Dev", "en-US"),
        ("bob", "Bob PM", "de-DE"),
        ("lea", "Lea Lead", "en-US"),
    ):
        workspace.add_user(name, email=f"{name}@agency.example", real_name=real_name, locale=locale)
    workspace.add_channel("general", members=["dana", "bob", "lea"])
    workspace.add_channel("client-acme", members=["dana", "bob"])
    workspace.add_outsider("jane", email="jane@acme.example", real_name="Jane Doe")
    workspace.shortcuts["hand_over"] = "Hand over to Nudge"
    workspace.commands["/nudge"] = "acme please reach out"
    return workspace


@pytest.fixture
async def bot(app: AsyncApp, client: AsyncWebClient, sandbox: Sandbox) -> AsyncIterator[Kitchen]:
    bot = Kitchen(client)
    bot.listen(app)
    async with connection(app, sandbox):
        yield bot


@pytest.fixture
async def desk(browser: Browser, sandbox: Sandbox) -> AsyncIterator[Open]:
    """Opens the page as somebody; all pages of a test share what a browser keeps. Errors in the page fail the test."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, timezone_id="America/New_York")
    context.set_default_timeout(5000)
    troubles: list[str] = []

    async def sit_down(name: str, **size: int) -> Page:
        page = await context.new_page()
        if size:
            await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda line: troubles.append(line.text) if line.type == "error" and "409" not in line.text else None,
        )
        await page.goto(f"{sandbox.page_url}?as={name}")
        await expect(page.locator("#side .myself strong")).not_to_be_empty()
        return page

    yield sit_down
    await context.close()
    assert troubles == []


async def card_of(page: Page) -> Locator:
    await page.locator("#side").get_by_text("Nudge", exact=True).click()
    card = page.locator("article.message").last
    await expect(card).to_be_visible()
    return card


async def test_what_the_bot_sent_is_shown_as_slack_would(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob")
    card = await card_of(page)
    await expect(card.locator("h3")).to_have_text("Acme GmbH: is it yours?")
    markup = card.locator(".section .text").first
    for tag, words in {
        "strong": "bold",
        "em": "italic",
        "s": "strike",
        "code": "code",
        "blockquote": "quoted words",
    }.items():
        await expect(markup.locator(tag).first).to_have_text(words)
    for words in (
        "2*3*4 snake_case_name",
        "plain & <simple>",
        "@Dana Dev",
        "#general",
        "@channel",
        "2026-03-02 at 10:00",
        "👋",
    ):
        await expect(markup).to_contain_text(words)
    await expect(markup.locator("pre")).to_have_text("a = *b*\nc")
    await expect(markup.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.org/a_b_c")
    await expect(card.locator(".rich li")).to_have_text(["one", "two"])
    letter = card.locator(".rich").get_by_role("link", name="Write")
    await expect(letter).to_have_attribute("href", "mailto:jane@acme.example?subject=Re%3A%20More%20work")
    await expect(card.locator(".rich strong em, .rich em strong")).to_have_text("rich ")
    await expect(card.locator(".context strong")).to_have_text("Tuesday")


async def test_hostile_text_stays_text(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob")
    hostile = (await card_of(page)).locator(".section").nth(1)
    await expect(hostile).to_have_text(
        "<b onclick=alert(1)>bold?</b> &lt; <javascript:alert(1)|click> </script> https://plain.example"
    )
    assert await hostile.locator("a, b, script").count() == 0


async def test_every_element_of_a_card_reaches_the_bot(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob")
    card = await card_of(page)

    async def came(action_id: str) -> Json:
        await eventually(lambda: bool(bot.actions) and bot.actions[-1]["action_id"] == action_id, 4)
        return bot.actions[-1]

    await card.get_by_role("button", name="Whose turn?").click()
    await page.get_by_role("menuitem", name="The client's").click()
    assert (await came("turn"))["selected_option"]["value"] == "theirs"
    await card.get_by_role("button", name="More actions").press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    assert (await came("more"))["selected_option"]["value"] == "why"
    await card.get_by_role("button", name="Not mine").click()
    await page.get_by_role("dialog").get_by_role("button", name="No", exact=True).click()
    await card.get_by_role("button", name="Not mine").click()
    await page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    assert (await came("drop"))["value"] == "12"
    await card.get_by_label("A day").fill("2026-03-05")
    assert (await came("date"))["selected_date"] == "2026-03-05"
    await card.get_by_label("A time").fill("14:30")
    assert (await came("time"))["selected_time"] == "14:30"
    await card.get_by_label("datetimepicker").fill("2026-03-05T14:30")
    assert (await came("both"))["selected_date_time"] == 1772717400
    await card.get_by_role("button", name="Somebody else").click()
    await page.get_by_role("menuitem", name="Lea Lead").click()
    assert (await came("person"))["selected_user"] == "U0LEA000000"
    await card.get_by_role("button", name="Where").click()
    await page.get_by_role("menuitem", name="#general").click()
    assert (await came("where"))["selected_conversation"] == "C0GENERAL00"
    await card.get_by_role("radio", name="Nobody's").check()
    assert (await came("radio"))["selected_option"]["value"] == "nobody"
    await card.get_by_role("checkbox", name="Ours").check()
    assert [one["value"] for one in (await came("checks"))["selected_options"]] == ["ours"]
    assert [one["action_id"] for one in bot.actions].count("drop") == 1


async def test_a_window_of_all_fields_is_filled_refused_and_saved(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob")
    await (await card_of(page)).get_by_role("button", name="I have it").click()
    window = page.get_by_role("dialog", name="Every field")
    await window.get_by_role("button", name="Save").click()
    await expect(window.locator("[data-block=line] .problem")).to_have_text("Please complete this required field.")
    await expect(window.get_by_label("A line")).to_be_focused()
    await window.get_by_label("A line").fill("call Jane")
    await window.get_by_label("A text").fill("one\ntwo")
    await window.get_by_label("An address").fill("jane@acme.example")
    await window.get_by_label("A number").fill("12")
    await window.get_by_label("A page").fill("https://acme.example")
    await window.get_by_label("Whose turn is it?").select_option("The client's")
    await window.get_by_role("group", name="Several").get_by_text("Nobody's").click()
    await window.get_by_role("radiogroup", name="One of them").get_by_text("The client's").click()
    await window.get_by_role("group", name="Any of them").get_by_text("Ours").click()
    await window.get_by_label("A day").fill("2026-03-08")
    await expect(window.get_by_label("A moment")).to_have_value("2026-03-02T10:00")
    await window.get_by_label("A moment").fill("2026-07-01T12:00")
    await window.get_by_label("A person").select_option("Lea Lead – @lea")
    await window.get_by_role("group", name="People").get_by_text("Dana Dev").click()
    await window.get_by_label("A conversation").select_option("#client-acme")
    await window.get_by_label("A kind").select_option("Ours – the clock runs on")
    await eventually(lambda: bot.actions[-1]["action_id"] == "x")
    bot.complaint = {"date": "That is a Sunday."}
    await window.get_by_role("button", name="Save").click()
    await expect(window.locator("[data-block=date] .problem")).to_have_text("That is a Sunday.")
    await expect(window.get_by_label("A text")).to_have_value("one\ntwo")
    await window.get_by_label("A day").fill("2026-03-09")
    await window.get_by_role("button", name="Save").click()
    await expect(window).to_be_hidden()
    saved = {block: values["x"] for block, values in bot.submissions[0].items() if "x" in values}
    assert [saved[block]["value"] for block in ("line", "text", "mail", "number", "url")] == [
        "call Jane", "one\ntwo", "jane@acme.example", "12", "https://acme.example",
    ]  # fmt: skip
    assert [saved[block]["selected_option"]["value"] for block in ("select", "radio", "kind")] == [
        "theirs",
        "theirs",
        "ours",
    ]
    assert [[one["value"] for one in saved[block]["selected_options"]] for block in ("several", "checks")] == [
        ["nobody"],
        ["ours"],
    ]
    assert (saved["date"]["selected_date"], saved["time"]["selected_time"]) == ("2026-03-09", "09:30")
    assert saved["both"]["selected_date_time"] == 1782900000
    assert (saved["person"]["selected_user"], saved["people"]["selected_users"]) == ("U0LEA000000", ["U0DANA00000"])
    assert saved["where"]["selected_conversation"] == "C0CLIENTACM"
    assert [one["action_id"] for one in bot.actions].count("x") == 1


async def test_windows_are_pushed_closed_and_cleared(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob")
    card = await card_of(page)
    await card.get_by_role("button", name="I have it").click()
    window, deeper = page.get_by_role("dialog", name="Every field"), page.get_by_role("dialog", name="Deeper")
    await window.get_by_label("A line").fill("kept")
    await window.get_by_role("button", name="Go deeper").click()
    await expect(deeper).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(window.get_by_label("A line")).to_have_value("kept")
    await window.get_by_role("button", name="Go deeper").click()
    await deeper.get_by_role("button", name="Done").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await card.get_by_role("button", name="I have it").click()
    await window.get_by_role("button", name="Cancel").click()
    await expect(window).to_be_hidden()
    await eventually(lambda: bot.closed == 1)


async def test_dana_forwards_janes_mail_and_sees_it_arrive(bot: Kitchen, desk: Open, workspace: Workspace) -> None:
    page = await desk("dana")
    await expect(page.get_by_role("heading", name="More work")).to_be_visible()
    await page.get_by_role("button", name="Forward").click()
    await page.get_by_role("button", name="Send", exact=True).click()
    message = page.locator("article.message").last
    await expect(message).to_contain_text("Fwd: More work from our departments")
    await expect(message.get_by_role("button", name="1 reply")).to_be_visible()
    await message.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#beside article").last).to_contain_text("On record as #12.")
    [mail] = [file for message in workspace.channel("client-acme").messages for file in message.files]
    assert mail.details["from"][0]["original"] == "Dana Dev <dana@agency.example>"
    shape = (
        r"\s*---------- Forwarded message ---------\nFrom: Jane Doe <jane@acme\.example>\n"
        r"Date: \w{3}, \w{3} \d+, \d{4} at \d+:\d\d [AP]M\nSubject: More work from our departments\n"
        r"To: Dana Dev <dana@agency\.example>\n\n\nHi Dana,\n[\s\S]*three department heads"
    )
    assert re.match(shape, mail.details["plain_text"])
    await page.locator("#side").get_by_text("Mailbox").click()
    await expect(page.locator(".letter .done")).to_have_text("Forwarded to #client-acme")


async def test_jane_writes_to_dana_and_to_the_channel(bot: Kitchen, desk: Open, workspace: Workspace) -> None:
    page = await desk("jane")
    await page.get_by_role("button", name="New mail").click()
    await page.get_by_label("Subject").fill("Any news?")
    await page.get_by_label("Text").fill("We are waiting.")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#cast [data-person=dana] .badge")).to_have_text("2")
    await page.get_by_role("button", name="New mail").click()
    await page.get_by_label("To", exact=True).select_option(label="#client-acme (the channel's mail address)")
    await page.get_by_label("Subject").fill("Asking again")
    await page.get_by_role("button", name="Send", exact=True).click()
    await eventually(lambda: bool(workspace.channel("client-acme").messages))
    [message, *_] = workspace.channel("client-acme").messages
    assert message.files[0].details["from"][0]["address"] == "jane@acme.example"
    await page.locator("#cast [data-person=dana]").click()
    await expect(page.locator(".mail-line").first).to_contain_text("Any news?")


async def test_commands_and_messages_are_written_in_the_composer(
    bot: Kitchen, desk: Open, workspace: Workspace
) -> None:
    page = await desk("dana")
    await page.locator("#side").get_by_text("client-acme").click()
    composer = page.get_by_label("Message", exact=True)
    await composer.fill("/nudge acme please")
    await composer.press("Enter")
    await expect(page.locator("article.whisper")).to_contain_text("Heard: acme please")
    await composer.press_sequentially("hello @le")
    await composer.press("Enter")
    await expect(composer).to_have_value("hello @lea ")
    await composer.press("Enter")
    await expect(page.locator("article.message").last).to_contain_text("hello @Lea Lead")
    await composer.fill("/nugde oh")
    await composer.press("Enter")
    await expect(page.locator("#notices")).to_contain_text("/nugde is no command here")
    assert bot.commands == ["acme please"]
    [said] = workspace.channel("client-acme").messages
    assert said.text == "hello <@U0LEA000000>"


async def test_a_message_is_handed_over_from_its_menu(bot: Kitchen, desk: Open, workspace: Workspace) -> None:
    workspace.post(workspace.channel("client-acme"), BOB, "Jane wants &lt;more&gt;")
    page = await desk("dana")
    await page.locator("#side").get_by_text("client-acme").click()
    await page.get_by_role("button", name="More for this message").click()
    await page.get_by_role("menuitem", name="Hand over to Nudge").click()
    await eventually(lambda: bot.shortcuts == ["Jane wants &lt;more&gt;"])


async def test_it_shows_who_was_notified_and_what_was_edited(bot: Kitchen, desk: Open) -> None:
    page = await desk("dana")
    badge = page.locator("#cast [data-person=bob] .badge")
    posted = await bot.client.chat_postMessage(channel=BOB, text="first")
    await expect(badge).to_have_text("1")
    await page.locator("#cast [data-person=bob]").click()
    await expect(page.locator("article.message")).to_contain_text("first")
    await expect(badge).to_be_hidden()
    await bot.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="second")
    await expect(page.locator("article.message")).to_have_text(re.compile("second.*edited"))
    await expect(badge).to_be_hidden()


async def test_who_is_notified_while_the_page_looks_at_others_is_counted_too(bot: Kitchen, desk: Open) -> None:
    """Bob has been looked at when he is told something, and Lea is being looked at."""
    first = await desk("lea")
    told: list[str] = []

    async def tell_bob(route: Route) -> None:
        if not told:
            told.append("something")
            async with route.request.frame.page.expect_response("**/play/state?as=dana"):
                await bot.client.chat_postMessage(channel=BOB, text="something")
        await route.continue_()

    await first.context.route("**/play/state?as=lea", tell_bob)
    await first.close()
    page = await desk("dana")
    await expect(page.locator("#cast [data-person=bob] .badge")).to_have_text("1")
    assert told == ["something"]


async def test_home_is_published_and_its_buttons_work(bot: Kitchen, desk: Open) -> None:
    page = await desk("bob")
    await page.get_by_role("link", name="Home").click()
    await page.locator("#home").get_by_role("button", name="Open").click()
    await eventually(lambda: [one["action_id"] for one in bot.actions] == ["open"])


async def test_the_clock_is_moved_from_the_page(bot: Kitchen, desk: Open, sandbox: Sandbox) -> None:
    asked: list[str] = []

    async def clock(request: web.Request) -> web.Response:
        asked.append((await request.json())["advance"])
        return web.json_response({"now": "2026-03-02T08:00:00+00:00"})

    control = web.Application()
    control.router.add_post("/clock", clock)
    runner = web.AppRunner(control)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.control_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    page = await desk("bob")
    for name in ("+1 hour", "Next morning", "+1 week"):
        await expect(page.get_by_role("button", name=name)).to_be_enabled()
        await page.get_by_role("button", name=name).click()
    await eventually(lambda: asked == ["1h", "next-morning", "1w"], 4)
    await runner.cleanup()


async def test_a_phone_has_room_for_it(bot: Kitchen, desk: Open) -> None:
    await bot.client.chat_postMessage(channel=BOB, text="card", blocks=kitchen.CARD)
    page = await desk("bob", width=390, height=844)
    await expect(page.locator("article.message")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    assert await page.evaluate(
        "document.querySelector('#list').scrollWidth <= document.querySelector('#list').clientWidth"
    )
    await expect(page.locator("#side")).to_be_hidden()
    await page.get_by_role("button", name="People and conversations").click()
    await page.locator("#cast [data-person=lea]").click()
    await expect(page.locator("#side .myself")).to_contain_text("Lea Lead")


async def test_a_bot_that_is_not_there_is_said_so(desk: Open) -> None:
    page = await desk("dana")
    await expect(page.locator("#banner")).to_contain_text("Nudge is not connected")
    await page.locator("#side").get_by_text("general").click()
    await page.get_by_label("Message", exact=True).fill("/nudge hello")
    await page.get_by_label("Message", exact=True).press("Enter")
    await expect(page.locator("#notices")).to_contain_text("Nudge did not answer in time")
    await expect(page.get_by_label("Message", exact=True)).to_have_value("/nudge hello")
