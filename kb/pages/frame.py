"""What every page shares: its head, its style, and one Chinese sentence for whatever goes wrong."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from kb.errors import KbError
from kb.pages.html.markup import escape

ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its file's name, its title, and the parameter of an address that names it."""

    name: str
    title: str
    parameter: str

    @property
    def address(self) -> str:
        """Where it is. A plain link: it opens in a new tab, and the browser's own way back works."""
        return f"./?{self.parameter}=" if self.parameter else "./"


PAGES = (
    Page("match", "惠企政策", "match"),
    Page("indicators", "指标", "indicators"),
    Page("basket", "引文篮", "basket"),
    Page("files", "文件与索引", "files"),
    Page("read", "读原文", "doc"),
    Page("ask", "问政策", ""),
)
"""In the order in which an address is asked for them: `?indicators=&doc=…` are the indicators of a document."""
SHOWN = ("问政策", "惠企政策", "读原文", "指标", "引文篮", "文件与索引")
"""Their order in the head."""
STYLES = ("base", "ask", "read", "match", "indicators", "files", "print")
"""One sheet for all pages, and one for each that needs its own."""
log = logging.getLogger(__name__)


def opening(title: str) -> None:
    """Draw what stands above every page; `title` is the page that is shown."""
    st.html(f"<style>{_style()}</style>")
    addresses = {page.title: page.address for page in PAGES}
    links = "".join(
        f'<a href="{addresses[name]}"{" aria-current=page" if name == title else ""}>{name}</a>' for name in SHOWN
    )
    st.html(
        f'<header class="kb-head"><a class="kb-brand" href="./">政策知识库</a><nav aria-label="页面">{links}</nav>'
        '<button type="button" class="kb-size" data-large aria-pressed="false">大字</button></header>'
    )


def closing() -> None:
    """Add the page's few actions: copying, and scrolling to the section that is cited."""
    script = (ASSETS / "script.js").read_text("utf-8")
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def notice(sentence: str) -> None:
    """Show one sentence, letter for letter."""
    st.html(f'<p class="kb-notice" role="alert">{escape(sentence)}</p>')


@contextmanager
def spoken() -> Iterator[None]:
    """Say a failure in its one sentence; what was never foreseen goes to the log, not to the page."""
    try:
        yield
    except KbError as error:
        notice(str(error))
    except Exception:
        log.exception("页面出错")
        notice("页面出了意外的错误，已写入服务器日志。请稍后刷新再试；仍不行时，请把出错的时间告诉管理员")


@cache
def _style() -> str:
    return "".join((ASSETS / f"{name}.css").read_text("utf-8") for name in STYLES)
