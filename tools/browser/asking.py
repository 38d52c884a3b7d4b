"""问政策 as a visitor uses it."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from tools.browser.scenes import ANSWER
from tools.browser.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Locator

FIELD = ".st-key-kb-box input"
CITED = f"{ANSWER} .kb-cite"
NUMBER = re.compile(r"\[\d+\]$")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it is shown: the quoted sentences, and the addresses of their sections, in their order."""

    quotes: tuple[str, ...]
    links: tuple[str, ...]


def type_and_enter(visitor: Visitor, question: str) -> None:
    """Ask, without waiting for the answer."""
    visitor.page.fill(FIELD, question)
    visitor.page.press(FIELD, "Enter")


def reference(question: str) -> str:
    """The selector of the references in the answer to this question: each leads on with the question."""
    return f'{ANSWER} .kb-ref[href$="&q={quote(question, safe="/")}"]'


def answer(visitor: Visitor, question: str) -> Shown:
    """The answer to this question, once it is there and nothing follows."""
    visitor.page.wait_for_selector(reference(question))
    visitor.settle()
    paragraphs: Locator = visitor.page.locator(f"{ANSWER} blockquote p")
    links = visitor.page.locator(reference(question)).evaluate_all("all => all.map(each => each.href)")
    return Shown(tuple(NUMBER.sub("", each) for each in paragraphs.all_inner_texts()), tuple(links))
