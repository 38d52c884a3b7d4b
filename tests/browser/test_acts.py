"""What a clerk does with an answer: print it, take it along as Word, collect its sentences, say whether it helped."""

from pathlib import Path

import docx
from conftest import Come
from playwright.sync_api import Page, expect

from tools.browser.asking import FIELD, Shown, answer
from tools.browser.scenes import ANSWERED, BASKET, MATCHED, NOT_FOUND, PLAN, QUESTION, Scene
from tools.browser.server import Base, Server
from tools.browser.visitor import Visitor

FEEDBACK = ".feedback.jsonl"
THANKS = "谢谢，已记在本机"


def answered(visitor: Visitor) -> Shown:
    ANSWERED.enter(visitor)
    return answer(visitor, QUESTION)


def taken(page: Page, button: str) -> Path:
    """The file that a button hands out."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).rename(Path(download.value.path()).with_name(download.value.suggested_filename))


def words_of(file: Path) -> str:
    return "\n".join(each.text for each in docx.Document(str(file)).paragraphs)


def test_an_answer_is_taken_along_as_word(visitor: Visitor) -> None:
    shown = answered(visitor)
    file = taken(visitor.page, "导出 Word")
    assert file.name == "政策原文摘录.docx"
    assert all(quote in words_of(file) for quote in shown.quotes)


def test_a_sentence_goes_into_the_basket_and_out_again(visitor: Visitor) -> None:
    shown = answered(visitor)
    visitor.page.get_by_role("button", name="收入引文篮", exact=True).first.click()
    basket = visitor.page.get_by_role("link", name="引文篮（")
    expect(basket).to_be_visible()
    basket.click()
    quotes = visitor.page.locator(".kb-answer blockquote p")
    expect(quotes.first).to_have_text(shown.quotes[0])
    assert shown.quotes[0] in words_of(taken(visitor.page, "导出 Word"))
    visitor.page.get_by_role("button", name="清空").click()
    expect(visitor.page.locator(".kb-about")).to_contain_text("篮子是空的")


def test_printing_is_asked_for_once(come: Come, server: Server) -> None:
    visitor = come(server)
    for scene in (ANSWERED, BASKET, MATCHED):
        scene.enter(visitor)
        assert printed(visitor, scene) == 1, scene.name


def printed(visitor: Visitor, scene: Scene) -> int:
    visitor.page.evaluate("() => { window.kbPrinted = 0; window.print = () => { window.kbPrinted += 1; }; }")
    visitor.page.get_by_role("button", name="打印").click()
    return int(visitor.page.evaluate("kbPrinted"))


def test_a_filter_is_part_of_the_address(come: Come, server: Server) -> None:
    visitor, other = come(server), come(server)
    shown = answered(visitor)
    visitor.page.get_by_text("筛选", exact=True).click()
    visitor.page.get_by_role("button", name="已失效", exact=True).click()
    expect(visitor.page.get_by_text("筛选（已选 1 项）")).to_be_visible()
    assert answer(visitor, QUESTION) == shown
    other.page.goto(visitor.page.url)
    assert answer(other, QUESTION) == shown
    other.page.get_by_text("筛选（已选 1 项）").click()
    other.page.get_by_role("button", name="已失效", exact=True).click()
    other.page.get_by_role("button", name="现行有效", exact=True).click()
    expect(other.page.locator(NOT_FOUND.shows)).to_be_visible()


def test_what_is_said_of_an_answer_is_kept(visitor: Visitor, base: Base) -> None:
    answered(visitor)
    visitor.page.get_by_role("button", name="没用").click()
    visitor.page.get_by_role("button", name="提交").click()
    expect(visitor.page.get_by_text(THANKS)).to_be_visible()
    NOT_FOUND.enter(visitor)
    visitor.page.get_by_role("button", name="有用", exact=True).click()
    expect(visitor.page.get_by_text(THANKS)).to_be_visible()
    assert len((base.corpus / FEEDBACK).read_text("utf-8").splitlines()) >= 2


def test_large_letters_stay_and_a_slash_leads_to_the_field(visitor: Visitor) -> None:
    visitor.go(doc=PLAN)
    visitor.settle().get_by_role("button", name="大字").click()
    visitor.go()
    visitor.settle()
    expect(visitor.page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    visitor.page.wait_for_selector(FIELD)
    visitor.page.keyboard.press("/")
    expect(visitor.page.locator(FIELD)).to_be_focused()
    expect(visitor.page.locator(FIELD)).to_have_value("")
