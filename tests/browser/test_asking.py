"""A clerk asks, reads the quoted sentences, and follows a citation to the words where they stand."""

import re

from conftest import Come
from playwright.sync_api import expect

from tools.browser.asking import CITED, FIELD, Shown, answer, type_and_enter
from tools.browser.scenes import PLAN, QUESTION, READING
from tools.browser.server import Server
from tools.browser.visitor import PHONE, Visitor

OTHERS = ("在国外被告侵权怎么办", "2025年有效发明专利的目标是多少", "乡下特产怎么打品牌", "高校的专利怎么转给企业用")
MARKUP = "<img src=x onerror=alert(1)>**商标**能拿去[银行](javascript:alert(2))贷款吗<script>alert(3)</script>$x$"


def asked(visitor: Visitor, question: str = QUESTION) -> Shown:
    visitor.go()
    type_and_enter(visitor, question)
    return answer(visitor, question)


def test_an_answer_leads_to_its_sentence_and_back(visitor: Visitor) -> None:
    shown = asked(visitor)
    assert shown.quotes
    visitor.page.locator(CITED).first.click()
    mark = visitor.page.locator("#cited mark").first
    expect(mark).to_contain_text(shown.quotes[0])
    expect(mark).to_be_in_viewport()
    assert visitor.page.url == shown.links[0]
    visitor.page.go_back()
    assert answer(visitor, QUESTION) == shown


def test_a_phone_shows_the_sentence_too(come: Come, server: Server) -> None:
    visitor = come(server, size=PHONE)
    shown = asked(visitor)
    visitor.page.locator(CITED).first.tap()
    mark = visitor.page.locator("#cited mark").first
    expect(mark).to_contain_text(shown.quotes[0])
    expect(mark).to_be_in_viewport()
    expect(visitor.page.locator(".kb-fold")).not_to_have_attribute("open", re.compile(""))


def test_the_address_of_an_answer_gives_it_again_in_a_new_window(come: Come, server: Server) -> None:
    first, second = come(server), come(server)
    shown = asked(first)
    second.page.goto(first.page.url)
    assert answer(second, QUESTION) == shown
    expect(second.page.locator(FIELD)).to_have_value(QUESTION)


def test_the_address_of_a_section_shows_it(visitor: Visitor) -> None:
    visitor.go(doc=PLAN, section=f"{PLAN}/3.3.2")
    expect(visitor.page.locator("#cited .kb-name")).to_contain_text("《宁波市知识产权发展“十四五”规划》")
    expect(visitor.page.locator("#cited")).to_be_in_viewport()


def test_a_section_that_is_not_there_is_said_in_one_sentence(visitor: Visitor) -> None:
    visitor.go(doc=PLAN, section="9.9")
    expect(visitor.page.locator(".kb-notice")).to_have_text(re.compile("没有编号为“9.9”的章节"))


def test_what_no_document_answers_is_said(visitor: Visitor) -> None:
    visitor.go()
    type_and_enter(visitor, "今天晚上吃什么")
    expect(visitor.page.locator(".kb-none h2")).to_have_text("未找到相关依据")
    expect(visitor.page.locator(".kb-answer")).to_have_count(0)


def test_a_question_in_traditional_characters_gets_the_same_quotes(come: Come, server: Server) -> None:
    assert asked(come(server), "商標能拿去銀行貸款嗎").quotes == asked(come(server)).quotes


def test_a_question_full_of_markup_is_shown_letter_for_letter(come: Come, server: Server) -> None:
    visitor = come(server, said=MARKUP)
    asked(visitor, MARKUP)
    visitor.page.locator(CITED).first.click()
    expect(visitor.page.locator(".kb-ways").first).to_have_text(f"‹ 回到“{MARKUP}”的答案")
    expect(visitor.page.locator("img[src=x]")).to_have_count(0)


def test_two_people_asking_at_once_get_each_their_own_answer(come: Come, server: Server) -> None:
    first, second = come(server), come(server)
    for each in (first, second):
        each.go()
    type_and_enter(first, QUESTION)
    type_and_enter(second, OTHERS[1])
    assert answer(first, QUESTION).quotes != answer(second, OTHERS[1]).quotes


def test_of_questions_in_a_row_the_last_one_s_answer_stays(visitor: Visitor) -> None:
    visitor.go()
    for question in (*OTHERS, QUESTION):
        type_and_enter(visitor, question)
    shown = answer(visitor, QUESTION)
    assert len(shown.links) == len(shown.quotes)
    expect(visitor.page.locator(".kb-answer")).to_have_count(1)


def test_a_citation_is_copied(visitor: Visitor) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    READING.enter(visitor)
    button = visitor.page.locator("#cited [data-copy]").first
    button.click()
    expect(button).to_have_text("已复制")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert copied == visitor.page.locator("#cited .kb-name").inner_text()


def test_the_keyboard_alone_is_enough(visitor: Visitor) -> None:
    visitor.forgive("Skip、to、main、content")  # see test_the_way_past_the_head_is_chinese
    visitor.go()
    visitor.settle()
    _tab_to(visitor, FIELD)
    visitor.page.keyboard.type(QUESTION)
    visitor.page.keyboard.press("Enter")
    shown = answer(visitor, QUESTION)
    _tab_to(visitor, ".kb-answer a")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#cited mark").first).to_contain_text(shown.quotes[0])


def _tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until the focus is there; a page has no more stops than this on the way."""
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"按 Tab 到不了 {selector}")
