"""Pictures of the page for the documentation: python tools/pictures.py [folder, docs/pictures by default].

Starts the page on this machine, opens it in Chromium, and fails where the browser asks anything outside or complains.
"""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESK, PHONE = (1280, 800), (390, 844)
PATIENCE = 300
"""Seconds that the first build may take."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the address, what must be on the page, the window, and whether all of the page is shown."""

    name: str
    address: dict[str, str]
    shows: str
    size: tuple[int, int] = DESK
    dark: bool = False
    whole: bool = True


ANSWERED = {"q": "商标能拿去银行贷款吗"}
SECTION = {"doc": "ningbo-ip-145", "section": "ningbo-ip-145/3.3.2", **ANSWERED}
ROW = {"doc": "ningbo-ip-145", "section": "ningbo-ip-145/2.4.t2.r1"}
PICTURES = (
    Picture("home", {}, ".kb-about"),
    Picture("answered", ANSWERED, ".kb-answer"),
    Picture("not-found", {"q": "今天晚上吃什么"}, ".kb-none"),
    Picture("reading", SECTION, "#cited", whole=False),
    Picture("reading-table", ROW, "#cited .kb-row", whole=False),
    Picture("documents", {"doc": ""}, ".kb-shelf"),
    Picture("phone-answered", ANSWERED, ".kb-answer", PHONE),
    Picture("phone-reading", SECTION, "#cited", PHONE, whole=False),
    Picture("phone-table", ROW, "#cited .kb-row", PHONE, whole=False),
    Picture("dark-answered", ANSWERED, ".kb-answer", dark=True),
    Picture("dark-reading", SECTION, "#cited", dark=True, whole=False),
    Picture("dark-table", ROW, "#cited .kb-row", dark=True, whole=False),
)


def main() -> None:
    """Take all pictures; whatever is missing or wrong is one Chinese sentence."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415
    except ImportError:
        sys.exit("缺少 playwright。请运行：pip install playwright")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("没有找到 Chromium 浏览器。请运行：apt-get install chromium fonts-noto-cjk")
    folder.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with served() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for each in PICTURES:
            complaints += taken(browser, server, each, folder)
    if complaints:
        sys.exit("\n".join(("页面有问题：", *complaints)))
    print(f"{len(PICTURES)} 张图片存入 {folder}")


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The address of the page, served on this machine only."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("--server.headless", "true", "--server.address", "127.0.0.1", "--server.port", str(port))
    command = (sys.executable, "-m", "streamlit", "run", "app.py", *options)
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def taken(browser: Any, server: str, picture: Picture, folder: Path) -> list[str]:
    """Take one picture, and say what the browser asked outside or complained of."""
    width, height = picture.size
    scheme = "dark" if picture.dark else "light"
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN")
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(f"{picture.name}：{said.text}") if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: wrong.append(f"{picture.name}：外部请求 {asked.url}") if _outside(asked, server) else None,
    )
    page.goto(f"{server}?{urlencode(picture.address)}" if picture.address else server)
    page.wait_for_selector(picture.shows, timeout=PATIENCE * 1000)
    if picture.shows.startswith("#cited"):
        _wait_until_in_window(page, picture.shows, height)
    page.wait_for_timeout(1200)
    if page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") > width:
        wrong.append(f"{picture.name}：页面比窗口宽")
    if picture.shows.startswith("#cited") and not 0 <= _top(page, picture.shows) < height:
        wrong.append(f"{picture.name}：引用的章节不在窗口里")
    if picture.whole:
        tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(tall, height), 4000)})
        page.wait_for_timeout(300)
    path = folder / f"{picture.name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)
    page.close()
    return wrong


def _outside(asked: Any, server: str) -> bool:
    return asked.url.startswith(("http", "ws")) and f"//{server.split('/')[2]}/" not in asked.url


def _wait_until_in_window(page: Any, selector: str, height: int) -> None:
    """Give the page's own scrolling its time on a busy machine; whether it came there is judged afterwards."""
    arrived = "([s, h]) => { const top = document.querySelector(s)?.getBoundingClientRect().top; return top < h; }"
    with contextlib.suppress(Exception):
        page.wait_for_function(arrived, arg=[selector, height], timeout=10_000)


def _top(page: Any, selector: str) -> float:
    return float(page.evaluate("s => document.querySelector(s).getBoundingClientRect().top", selector))


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    sys.exit("页面服务 30 秒内没有启动。请先单独运行：streamlit run app.py，看看它报什么错")


if __name__ == "__main__":
    main()
