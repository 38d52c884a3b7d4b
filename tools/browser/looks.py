"""What must hold of a page at every size and in both colour schemes: nothing is cut off, and WCAG A and AA are met."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tools.browser.visitor import DARK, DESK, LIGHT, PHONE, TABLET, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = (DESK, TABLET, PHONE)
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that may hold in one colour scheme and not in the other."""
EXCUSED = (
    (
        "button-name",
        "[data-testid=stFileUploaderDropzone]",
        "按钮的名字“选择文件”是样式表给的，浏览器和读屏软件认，axe 不认（test_operator.py 按这个名字找到它）",
    ),
)
"""What axe takes for a fault and is none: its rule, what the element stands in, and why."""
KNOWN = (
    ("nested-interactive", ".kb-outline", "目录里的标题既能折叠又是链接"),
    ("link-in-text-block", "[data-testid=stHtml]", "文字里的链接只靠颜色区分"),
)
"""Faults of our own pages that are not mended yet: rule of axe, what the element stands in, what is wrong.

Who mends one takes its row out.
"""

AT_EASE = """dark => {
  const root = document.querySelector("[data-testid=stApp]") ?? document.body;
  const [red, green, blue] = getComputedStyle(root).backgroundColor.match(/[0-9]+/g).map(Number);
  const moving = document.getAnimations().some(each => each.playState === "running" && each instanceof CSSTransition);
  return (red + green + blue < 384) === dark && !moving;
}"""
CUT_OFF = """() => {
  const main = document.querySelector("[data-testid=stMain]") ?? document.body;
  const scrolls = each => each && each !== main && (/auto|scroll/.test(getComputedStyle(each).overflowX) ||
    scrolls(each.parentElement));
  const outside = [...main.querySelectorAll("*")].filter(each => each.checkVisibility() &&
    each.getBoundingClientRect().right > innerWidth + 1 && !scrolls(each.parentElement));
  const wide = [main, document.documentElement].filter(each => each.scrollWidth > each.clientWidth);
  return [...wide, ...outside].map(each => each.cloneNode(false).outerHTML.slice(0, 120));
}"""
WITHIN = "([element, place]) => document.querySelector(element)?.closest(place) != null"


def faults(visitor: Visitor) -> list[str]:
    """What is wrong with the page that is open, each with the size and the colour scheme."""
    return [
        f"{width}×{height} {scheme}：{fault}"
        for scheme in (LIGHT, DARK)
        for width, height in SIZES
        for fault in _faults(shown_as(visitor.page, (width, height), scheme), RULES if scheme == LIGHT else COLOURS)
    ]


def shown_as(page: "Page", size: tuple[int, int], scheme: str) -> "Page":
    """The page at another size and in another colour scheme, once nothing moves any more."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == DARK else "light")
    page.wait_for_function(AT_EASE, arg=scheme == DARK)
    return page


def _faults(page: "Page", rules: Sequence[str]) -> Iterator[str]:
    for element in page.evaluate(CUT_OFF):
        yield f"比窗口宽：{element}"
    for violation in _violations(page, rules):
        for node in violation["nodes"]:
            if not _left_out(page, violation["id"], node["target"][-1]):
                yield f"{violation['id']}：{violation['help']}：{node['target'][-1]} {node['html'][:160]}"


def _violations(page: "Page", rules: Sequence[str]) -> list[dict[str, Any]]:
    from axe_playwright_python.base import AXE_SCRIPT  # noqa: PLC0415

    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    return list(page.evaluate("options => axe.run(options)", options)["violations"])


def _left_out(page: "Page", rule: str, element: str) -> bool:
    return any(rule == each and page.evaluate(WITHIN, [element, place]) for each, place, _ in (*EXCUSED, *KNOWN))
