"""What the tests of pages share: a page as it is opened by an address, and what stands in its HTML."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from kb.settings import ROOT, Settings


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages read a corpus and its index."""
    monkeypatch.setenv("KB_CORPUS", str(settings.corpus))
    monkeypatch.setenv("KB_INDEX", str(settings.index))


def opened(**parameters: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in parameters.items():
        page.query_params[name] = value
    return page.run()


def markup_of(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(
        each.proto.body for each in page.get("html") if not each.proto.body.startswith(("<style", "<script"))
    )


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def pieces(markup: str, start: str, end: str) -> list[str]:
    return re.findall(f"(?:{start})(.*?){end}", markup, re.DOTALL)
