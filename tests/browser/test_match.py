"""惠企政策: somebody from an enterprise clicks what they need, and gets measures in their documents' own words."""

from conftest import Come
from playwright.sync_api import expect
from test_acts import taken, words_of

from tools.browser.scenes import MATCH, MATCHED
from tools.browser.server import Server
from tools.browser.visitor import Visitor

EXAMPLE = "中型家电企业，想用专利贷款"
FIRST = ".kb-offers blockquote"


def test_an_example_finds_measures_and_its_address_finds_them_again(come: Come, server: Server) -> None:
    visitor, other = come(server), come(server)
    MATCH.enter(visitor)
    visitor.page.get_by_role("button", name=EXAMPLE).click()
    found = visitor.page.locator(FIRST).first.inner_text()
    other.page.goto(visitor.settle().url)
    expect(other.page.locator(FIRST).first).to_have_text(found)
    assert found.strip("“”") in words_of(taken(visitor.page, "存为 Word"))
    visitor.page.get_by_role("button", name="清空，重新填").click()
    expect(visitor.page.locator(MATCH.shows)).to_be_visible()


def test_a_measure_leads_to_its_sentence(visitor: Visitor) -> None:
    MATCHED.enter(visitor)
    visitor.page.locator(".kb-offers dd a").first.click()
    expect(visitor.page.locator("#cited")).to_be_in_viewport()
