"""The browser: Debian's Chromium without a display."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 90_000
"""Milliseconds in which what must come may come, on a busy machine."""
NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserMissing(Exception):
    """There is no browser, or nothing to drive it; the text says what to run."""


@contextmanager
def launched() -> Iterator["Browser"]:
    """A browser that is closed at the end.

    Raises:
        BrowserMissing: Chromium or Playwright is not installed.
    """
    try:
        from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415
    except ImportError as error:
        raise BrowserMissing("缺少 playwright。请运行：pip install -r requirements-browser.txt") from error
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise BrowserMissing("没有找到 Chromium 浏览器。请运行：apt-get install chromium fonts-noto-cjk")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
