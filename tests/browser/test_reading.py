"""读原文: lost addresses, only one document asked, the file itself, and two editions side by side."""

from more import COMPARED, FILES, ORIGINAL
from playwright.sync_api import expect
from test_acts import taken

from tools.browser.asking import FIELD, answer, type_and_enter
from tools.browser.scenes import NO_DOCUMENT, NO_SECTION, PLAN, QUESTION
from tools.browser.visitor import Visitor


def test_a_section_that_is_gone_offers_those_that_may_be_meant(visitor: Visitor) -> None:
    NO_SECTION.enter(visitor)
    notice = visitor.page.locator(NO_SECTION.shows)
    expect(notice).to_contain_text(f"没有编号为“{PLAN}/9.9”的章节")
    notice.locator(f"a[href$='{PLAN}/3.3.2']").click()
    expect(visitor.page.locator("#cited .kb-name")).to_contain_text("三（三）2")


def test_a_document_that_is_gone_offers_those_that_may_be_meant(visitor: Visitor) -> None:
    NO_DOCUMENT.enter(visitor)
    visitor.page.get_by_role("link", name="宁波市知识产权发展").click()
    expect(visitor.page.locator(".kb-doc h1")).to_have_text("宁波市知识产权发展“十四五”规划")


def test_a_document_is_asked_alone(visitor: Visitor) -> None:
    visitor.go(doc="新")
    visitor.page.get_by_role("link", name="只问这份文件").click()
    visitor.page.wait_for_selector(FIELD)
    type_and_enter(visitor, "新栽的茶园每亩补贴多少")
    assert "五百元" in answer(visitor, "新栽的茶园每亩补贴多少").quotes[0]
    type_and_enter(visitor, QUESTION)
    expect(visitor.page.locator(".kb-none")).to_be_visible()


def test_the_file_itself_is_shown_and_handed_out(visitor: Visitor) -> None:
    ORIGINAL.enter(visitor)
    assert visitor.page.locator(ORIGINAL.shows).evaluate("each => each.naturalWidth") > 0
    assert taken(visitor.page, "下载原件").read_bytes() == FILES["通知.pdf"]


def test_an_edition_leads_to_what_changed(visitor: Visitor) -> None:
    visitor.go(doc="新")
    visitor.page.get_by_text("各个版本（2 个）").click()
    visitor.page.get_by_role("link", name="新旧对照").click()
    visitor.page.wait_for_selector(COMPARED.shows)
    expect(visitor.page.locator(".kb-compared del", has_text="三")).to_have_count(1)
    assert taken(visitor.page, "导出 Excel").suffix == ".xlsx"
