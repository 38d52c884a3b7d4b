"""Pictures of the pages for the documentation: python -m tools.pictures [folder, docs/pictures by default].

Serves the pages on this machine, opens them in Chromium, and fails where a browser test would: the same visitors with
the same complaints stand in front of the camera.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from kb.settings import ROOT
from tools.browser import scenes
from tools.browser.chromium import BrowserMissing, launched
from tools.browser.looks import CUT_OFF
from tools.browser.scenes import Scene
from tools.browser.server import Base, Server, ServerFailed
from tools.browser.visitor import DARK, LIGHT, PHONE, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WINDOW = (1280, 800)
TALLEST = 4000
COLOURS = 64
LARGEST = 250_000
"""Bytes of a file at most."""
SCROLLED = 700
"""Milliseconds in which a page brings its cited section into the window."""
IN_WINDOW = """selector => {
  const top = document.querySelector(selector).getBoundingClientRect().top;
  return 0 <= top && top < innerHeight;
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: what is shown, in which window, and whether all of the page is on it or the window's part."""

    scene: Scene
    size: tuple[int, int] = WINDOW
    scheme: str = LIGHT
    whole: bool = True

    @property
    def name(self) -> str:
        """The name of its file, without the suffix."""
        window = "phone-" if self.size == PHONE else ""
        colour = "dark-" if self.scheme == DARK else ""
        return f"{window}{colour}{self.scene.name}"


PICTURES = (
    Picture(scenes.HOME),
    Picture(scenes.ANSWERED),
    Picture(scenes.NOT_FOUND),
    Picture(scenes.READING, whole=False),
    Picture(scenes.TABLE, whole=False),
    Picture(scenes.DOCUMENTS),
    Picture(scenes.MATCHED, whole=False),
    Picture(scenes.INDICATORS, whole=False),
    Picture(scenes.BASKET),
    Picture(scenes.FILES),
    Picture(scenes.ANSWERED, PHONE),
    Picture(scenes.READING, PHONE, whole=False),
    Picture(scenes.TABLE, PHONE, whole=False),
    Picture(scenes.MATCHED, PHONE, whole=False),
    Picture(scenes.ANSWERED, scheme=DARK),
    Picture(scenes.READING, scheme=DARK, whole=False),
    Picture(scenes.TABLE, scheme=DARK, whole=False),
)
"""A page that is new gets its scene in tools/browser/scenes.py and its row here."""


def main() -> None:
    """Take all pictures; whatever is missing or wrong is said in Chinese."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        complaints = list(_taken(folder))
    except (BrowserMissing, ServerFailed) as error:
        sys.exit(str(error))
    if complaints:
        sys.exit("\n".join(("页面有问题：", *complaints)))
    print(f"{len(PICTURES)} 张图片存入 {folder}")


def _taken(folder: Path) -> Iterator[str]:
    """Take the pictures, and say what is wrong with each."""
    with tempfile.TemporaryDirectory() as place, launched() as browser, Server(Base.of_corpus(Path(place))) as server:
        for picture in PICTURES:
            yield from (f"{picture.name}：{each}" for each in _take(browser, server, picture, folder))


def _take(browser: "Browser", server: Server, picture: Picture, folder: Path) -> list[str]:
    visitor = Visitor(browser, server, picture.size, picture.scheme)
    picture.scene.enter(visitor)
    visitor.page.wait_for_timeout(SCROLLED)
    wrong = [f"比窗口宽：{each}" for each in visitor.page.evaluate(CUT_OFF)]
    if picture.whole:
        _make_room(visitor.page, picture.size)
    elif "section" in picture.scene.parameters and not visitor.page.evaluate(IN_WINDOW, picture.scene.shows):
        wrong.append(f"{picture.scene.shows} 不在窗口里")
    path = folder / f"{picture.name}.png"
    visitor.page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        wrong.append(f"图片有 {path.stat().st_size} 字节，太大了")
    wrong += visitor.complaints()
    visitor.context.close()
    return wrong


def _make_room(page: "Page", size: tuple[int, int]) -> None:
    """Make the window as tall as the page."""
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size[0], "height": min(max(tall, size[1]), TALLEST)})
    page.wait_for_timeout(300)


if __name__ == "__main__":
    main()
