"""One person at a browser window of their own, and whatever goes wrong in it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tools.browser.chromium import PATIENCE
from tools.browser.english import english
from tools.browser.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, Response, WebSocket

DESK, TABLET, PHONE = (1440, 900), (768, 1024), (390, 844)
LIGHT, DARK = "light", "dark"
WATCH = Path(__file__).with_name("watch.js")
AT_REST = (
    "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
    ":not(:has([data-testid=stSkeleton], [data-testid=stAppSkeleton]))"
)
"""The page's frame while no script runs for it, and no widget waits for its own code."""
EXCUSED = (
    (r"'(progress|Close)'（aria-label）", "进度条和对话框关闭按钮给读屏软件的名字写死在 Streamlit 里，页面上看不见"),
)
"""Complaints that Streamlit's own frame causes, and why."""


class Visitor:
    """A window under watch: `complaints` collects what no visitor should meet.

    These are errors in the browser's console or in the page's scripts, requests that fail or go to another host,
    dialogs, and English words that were on show, for however short a time.
    """

    def __init__(
        self, browser: "Browser", server: Server, size: tuple[int, int] = DESK, scheme: str = LIGHT, said: str = ""
    ) -> None:
        """Open the window; `said` is what the visitor will type or put into the address, which may be shown again."""
        self.server, self.said = server, said
        self.seen: list[str] = []
        self._complaints: list[str] = []
        self._forgiven = [pattern for pattern, _ in EXCUSED]
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == DARK else "light",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=size == PHONE,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.expose_binding("kbSeen", lambda _, found: self._saw(found))
        self.context.add_init_script(path=WATCH)
        self._listen()
        self.page: Page = self.context.new_page()

    def _listen(self) -> None:
        listen: Any = self.context.on  # its overloads know no event by a variable
        listen("console", self._console)
        listen("weberror", lambda error: self._complain(f"脚本出错：{error.error}"))
        listen("request", lambda request: self._asked(request.url))
        listen("response", self._answered)
        listen("requestfailed", self._failed)
        listen("dialog", self._dialog)
        listen("page", lambda page: page.on("websocket", self._socket))

    def go(self, path: str = "", **parameters: str) -> "Page":
        """Open an address of the server."""
        self.page.goto(self.server.address + path + (f"?{urlencode(parameters)}" if parameters else ""))
        return self.page

    def settle(self) -> "Page":
        """Wait until the page's script has ended."""
        self.page.wait_for_selector(AT_REST, state="attached")
        return self.page

    def saw(self, words: str) -> bool:
        """Whether these words were ever on show, on any page of this window."""
        self._look()
        return any(words in text for text in self.seen)

    def forgive(self, pattern: str) -> None:
        """Leave out the complaints that `pattern` is found in: what the test itself brings about."""
        self._forgiven.append(pattern)

    def complaints(self) -> list[str]:
        """What went wrong up to now, each once."""
        self._look()
        found = dict.fromkeys(self._complaints)
        return [each for each in found if not any(re.search(pattern, each) for pattern in self._forgiven)]

    def _look(self) -> None:
        """Hear what the pages have told, and look at what style sheets add."""
        for page in self.context.pages:
            if page.url.startswith(self.server.address):
                self._saw(page.evaluate("kbAdded()"))

    def _saw(self, found: Sequence[Sequence[str]]) -> None:
        for where, text in found:
            self.seen.append(text)
            if words := english(text, self.said):
                self._complain(f"页面上有英文 {'、'.join(words)}：{text[:80]!r}（{where}）")

    def _complain(self, sentence: str) -> None:
        self._complaints.append(sentence)

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type == "error":
            self._complain(f"控制台：{message.text}（{message.location.get('url', '')}）")

    def _asked(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc != urlsplit(self.server.address).netloc:
            self._complain(f"外部请求：{url}")

    def _socket(self, socket: "WebSocket") -> None:
        self._asked(socket.url)

    def _answered(self, response: "Response") -> None:
        if response.status >= 400:
            self._complain(f"请求失败：{response.url}（{response.status}）")

    def _failed(self, request: "Request") -> None:
        if request.failure != "net::ERR_ABORTED":  # the visitor went on before it had come
            self._complain(f"请求失败：{request.url}（{request.failure}）")

    def _dialog(self, dialog: "Dialog") -> None:
        self._complain(f"弹出对话框：{dialog.message}")
        dialog.dismiss()
