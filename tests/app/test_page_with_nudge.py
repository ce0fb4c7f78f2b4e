"""The main job in the browser, with Nudge itself: handed over, asked, taken, reminded."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.app.running import Playground, playground
from tests.sandbox import chromium

pytestmark = chromium.needed


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Playground]:
    async with playground(database_url) as here:
        await here.control.open_office()
        yield here


@pytest.fixture
async def page(here: Playground) -> AsyncIterator[Page]:
    async with chromium.started() as browser:
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(8000)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.goto(here.sandbox.page_url)
        yield page
        assert troubles == []


async def be(page: Page, name: str) -> None:
    await page.locator(f"#cast [data-person={name}]").click()


async def test_from_janes_mail_to_a_promise(here: Playground, page: Page) -> None:
    await page.get_by_role("button", name="Forward").click()
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#cast [data-person=bob] .badge")).to_have_text("1", timeout=8000)
    await be(page, "bob")
    card = page.locator("article.message").last
    await expect(card).to_contain_text("Jane Doe (Acme GmbH, Portal) has a request. Is it yours?")
    await page.get_by_role("button", name="+1 week").click()
    for name in ("bob", "pia", "lea"):
        await expect(page.locator(f"#cast [data-person={name}]")).to_be_visible()
    await expect(page.locator("#cast [data-person=lea] .badge")).to_be_visible(timeout=20000)
    await expect(page.get_by_role("button", name="+1 week")).to_be_enabled(timeout=20000)
    await page.locator("article.message").last.get_by_role("button", name="I have it").click()
    form = page.get_by_role("dialog", name="I have it")
    await form.get_by_label("What happens next?").fill("speak to the three department heads")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(page.locator("article.message").last).to_contain_text("speak to the three department heads")
    await page.get_by_role("link", name="Home").click()
    await expect(page.locator("#home")).to_contain_text("More work from our departments")
    journal = here.workspace.journal
    assert (journal.warnings, journal.complaints, journal.unknown_methods) == ([], [], [])
