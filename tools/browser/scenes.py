"""The pages and their states that are looked at in every size and colour, and shown in the documentation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.browser.visitor import Visitor


def nothing(_: Visitor) -> None:
    """Do nothing more on a page that shows what it should as soon as it is opened."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in one state: its address, what is done there, and what is on the page then (a selector)."""

    name: str
    shows: str
    path: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    act: Callable[[Visitor], None] = nothing

    def enter(self, visitor: Visitor) -> None:
        """Bring a visitor there, and wait until all of it is there."""
        visitor.go(self.path, **self.parameters)
        self.act(visitor)
        visitor.page.wait_for_selector(self.shows)
        visitor.settle()


def _unfold(visitor: Visitor) -> None:
    visitor.page.wait_for_selector("summary")
    visitor.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


QUESTION = "商标能拿去银行贷款吗"
PLAN = "ningbo-ip-145"
HOME = Scene("home", ".kb-about")
ANSWERED = Scene("answered", ".kb-answer", parameters={"q": QUESTION})
EXPLAINED = Scene("answered-unfolded", ".kb-answer", parameters={"q": QUESTION}, act=_unfold)
NOT_FOUND = Scene("not-found", ".kb-none", parameters={"q": "今天晚上吃什么"})
REFUSED = Scene("refused", ".kb-notice", parameters={"q": "！！！"})
READING = Scene("reading", "#cited mark", parameters={"doc": PLAN, "section": f"{PLAN}/3.3.2", "q": QUESTION})
TABLE = Scene("table", "#cited .kb-row", parameters={"doc": PLAN, "section": f"{PLAN}/2.4.t2.r1"})
DOCUMENTS = Scene("documents", ".kb-shelf", parameters={"doc": ""})
NO_SECTION = Scene("no-section", ".kb-notice", parameters={"doc": PLAN, "section": f"{PLAN}/9.9"})
NO_DOCUMENT = Scene("no-document", ".kb-notice", parameters={"doc": "没有这份文件"})
MATCH = Scene("match", ".kb-title", "match")
INDICATORS = Scene("indicators", ".kb-title", "indicators")
BASKET = Scene("basket", ".kb-title", "basket")
FILES = Scene("files", ".kb-title", "files")
SCENES = (
    HOME, ANSWERED, EXPLAINED, NOT_FOUND, REFUSED, READING, TABLE, DOCUMENTS, NO_SECTION, NO_DOCUMENT,
    MATCH, INDICATORS, BASKET, FILES,
)  # fmt: skip
