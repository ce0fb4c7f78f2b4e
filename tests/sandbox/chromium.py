"""The browser that the page is tried in: the system's Chromium, without a window."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
EXECUTABLE = next((path for name in NAMES if (path := shutil.which(name))), None)
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
needed = [
    pytest.mark.browser,
    pytest.mark.skipif(EXECUTABLE is None, reason="NOT TESTED: the page, for want of a Chromium (install chromium)"),
]


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    """A browser, closed in the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=EXECUTABLE, args=SWITCHES.split())
        yield browser
        await browser.close()
