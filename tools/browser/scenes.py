"""The pages and their states that are looked at in every size and colour, and shown in the documentation."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.browser.visitor import Visitor


def nothing(_: Visitor) -> None:
    """Do nothing more on a page that shows what it should as soon as it is opened."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in one state: its address, what is done there, and the selector of what is on the page then."""

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
        if self.path == "":  # a page of Streamlit's, whose script may not have ended
            visitor.settle()


def _unfold(visitor: Visitor) -> None:
    visitor.settle()
    visitor.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def _open_filters(visitor: Visitor) -> None:
    visitor.page.get_by_text("筛选（已选 1 项）").click()


def _complain(visitor: Visitor) -> None:
    visitor.page.click(".st-key-kb-useless button")


def _collect(visitor: Visitor) -> None:
    visitor.page.click(f"{ANSWER} [data-keep]")
    visitor.go(basket="")


def _log_in(visitor: Visitor) -> None:
    visitor.page.get_by_label("管理密码").fill(visitor.server.base.password)
    visitor.page.get_by_role("button", name="登录").click()


ANSWER = ".kb-answer"
QUESTION = "商标能拿去银行贷款吗"
PLAN = "ningbo-ip-145"
ASKED = {"q": QUESTION}
HOME = Scene("home", ".kb-about")
ANSWERED = Scene("answered", ANSWER, parameters=ASKED)
UNFOLDED = Scene("answered-unfolded", ".kb-hits details[open]", parameters=ASKED, act=_unfold)
COMPLAINT = Scene("feedback", ".st-key-kb-said-it", parameters=ASKED, act=_complain)
FILTERED = Scene(
    "filtered", "[data-testid=stButtonGroup]", parameters=ASKED | {"validity": "已失效"}, act=_open_filters
)
NOT_FOUND = Scene("not-found", ".kb-none", parameters={"q": "今天晚上吃什么"})
REFUSED = Scene("refused", ".kb-notice", parameters={"q": "！！！"})
READING = Scene("reading", "#cited mark", parameters={"doc": PLAN, "section": f"{PLAN}/3.3.2"} | ASKED)
TABLE = Scene("table", "#cited .kb-row", parameters={"doc": PLAN, "section": f"{PLAN}/2.4.t2.r1"})
DOCUMENTS = Scene("documents", ".kb-shelf", parameters={"doc": ""})
NO_SECTION = Scene("no-section", ".kb-notice", parameters={"doc": PLAN, "section": f"{PLAN}/9.9"} | ASKED)
NO_DOCUMENT = Scene("no-document", ".kb-notice", parameters={"doc": "ningbo-ip-144"})
MATCH = Scene("match-empty", ".kb-welcome", parameters={"match": ""})
MATCHED = Scene("match", ".kb-offers", parameters={"match": "", "需求": "缺钱、想贷款", "规模": "中型"})
INDICATORS = Scene("indicators", ".kb-figures", parameters={"indicators": ""})
EMPTY_BASKET = Scene("basket-empty", ".kb-about", parameters={"basket": ""})
BASKET = Scene("basket", f"{ANSWER} [data-drop]", parameters=ASKED, act=_collect)
FILES = Scene("files", ".kb-file", parameters={"files": ""})
OUTSIDE = Scene("files-outside", "h2", parameters={"files": "", "part": "没有入库"})
MISSING = Scene("files-missing", ".st-key-kb-files-missing", parameters={"files": "", "part": "缺少的文件"})
INDEX = Scene("files-index", ".st-key-kb-files-verify", parameters={"files": "", "part": "索引版本"})
CLOSED = Scene("files-closed", ".kb-how", parameters={"files": "", "part": "管理"})
OPERATOR = Scene("files-operator", ".st-key-kb-files-upload", parameters=CLOSED.parameters, act=_log_in)
"""Only where the server's base has a password."""
API = Scene("api", "h1", path="api")
SCENES = (
    HOME, ANSWERED, UNFOLDED, COMPLAINT, FILTERED, NOT_FOUND, REFUSED, READING, TABLE, DOCUMENTS, NO_SECTION,
    NO_DOCUMENT, MATCH, MATCHED, INDICATORS, EMPTY_BASKET, BASKET, FILES, OUTSIDE, MISSING, INDEX, CLOSED, API,
)  # fmt: skip
"""All that need no operator; tests/browser/test_looks.py looks at them."""
