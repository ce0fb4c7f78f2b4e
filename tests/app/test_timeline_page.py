"""The timeline of `/nudge log` as somebody reads it on a phone: nothing sticks out, every word is to be seen."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Locator, Page, expect

from bot.app.running import Playground, playground
from bot.services import acting
from tests.sandbox import chromium

pytestmark = chromium.needed

WIDTH, HEIGHT = 400, 820
ONE_WORD = "Betriebsunterbrechungsversicherung" * 4
ADDRESS = "https://acme.example/" + "departments-" * 12
WISH = f"Hi Dana,\n\ncould you reach out to our three heads? They are listed at {ADDRESS}\n\nBest, Jane"
STICKING_OUT = """window => [window, ...window.querySelectorAll("*")]
    .filter(each => each.clientWidth && each.scrollWidth > each.clientWidth)
    .map(each => `${each.tagName} ${each.className}: ${each.scrollWidth} > ${each.clientWidth}`)"""


@pytest.fixture
async def page(database_url: str) -> AsyncIterator[Page]:
    """Dana's phone, a week after she handed over what nobody has taken; errors in the page fail the test."""
    async with playground(database_url) as here, chromium.started() as browser:
        await _a_week_goes_by(here)
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(8000)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(f"{here.sandbox.page_url}?as=dana")
        yield page
        assert troubles == []


async def _a_week_goes_by(here: Playground) -> None:
    await here.control.open_office()
    await here.sandbox.player("dana").forward_mail("#client-acme", subject=f"Fwd: {'More ' * 40}", body=WISH)
    for _ in range(5):
        await here.control.next_morning()
    dana = here.workspace.user("dana").id
    await here.bot.transactions.run(here.bot.workspace_id, acting.add_words, 1, dana, f"They need {ONE_WORD}")
    await here.control.settle()


async def _timeline(page: Page) -> Locator:
    await page.get_by_role("button", name="People and conversations").click()
    await page.locator("#side").get_by_text("general").click()
    await page.get_by_label("Message", exact=True).fill("/nudge log 1")
    await page.get_by_label("Message", exact=True).press("Enter")
    window = page.get_by_role("dialog").last
    await expect(window).to_contain_text("Dana handed it over")
    return window


async def _fits(page: Page, window: Locator) -> None:
    """Nothing is wider than where it stands, and no line of words lies outside of the window, or of the screen."""
    assert await page.evaluate("document.documentElement.scrollWidth") == WIDTH
    assert await window.evaluate(STICKING_OUT) == []
    frame = await window.bounding_box()
    assert frame is not None
    assert frame["x"] >= 0 and frame["x"] + frame["width"] <= WIDTH
    texts = await window.locator(".text").all()
    assert texts
    for text in texts:
        await text.scroll_into_view_if_needed()
        await expect(text).to_be_in_viewport()
        box = await text.bounding_box()
        assert box is not None
        assert box["x"] >= frame["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]


async def test_on_a_phone_nothing_sticks_out_of_the_timeline_and_every_word_is_seen(page: Page) -> None:
    window = await _timeline(page)
    for words in ("09:00", "The card for Bob was sent.", "Reminder 4 for Lea was sent.", ONE_WORD):
        await expect(window).to_contain_text(words)
    await _fits(page, window)
    await expect(window.get_by_role("button", name="Send me this as a file")).to_be_in_viewport()

    await window.get_by_role("button", name="…").first.click()
    in_full = page.get_by_role("dialog").last
    await expect(in_full).to_contain_text(ADDRESS)
    await _fits(page, in_full)
