"""指标: figures over the years that sort, are looked through, lead to their places and are handed out."""

from openpyxl import load_workbook
from playwright.sync_api import expect
from test_acts import taken

from tools.browser.scenes import INDICATORS
from tools.browser.visitor import Visitor

NAMES = ".kb-figures tbody th"


def test_figures_are_looked_through_and_handed_out(visitor: Visitor) -> None:
    INDICATORS.enter(visitor)
    visitor.page.get_by_label("按名称找").fill("商标")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(NAMES).first).to_contain_text("商标")
    visitor.settle()
    assert all("商标" in name for name in visitor.page.locator(NAMES).all_inner_texts())
    sheet = load_workbook(taken(visitor.page, "存为 Excel")).worksheets[0]
    assert "商标" in str(sheet.cell(2, 1).value)


def test_a_figure_leads_to_its_place(visitor: Visitor) -> None:
    INDICATORS.enter(visitor)
    visitor.page.locator(".kb-figures tbody td.kb-number a").first.click()
    expect(visitor.page.locator("#cited")).to_be_in_viewport()


def test_a_column_s_head_sorts_it(visitor: Visitor) -> None:
    INDICATORS.enter(visitor)
    head = visitor.page.locator(".kb-figures thead th").first
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = visitor.page.locator(NAMES).all_inner_texts()
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert visitor.page.locator(NAMES).all_inner_texts() == up[::-1]
