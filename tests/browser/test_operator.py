"""文件与索引: what whoever comes may see, and how the operator's page looks and takes a file out."""

from pathlib import Path

import pytest
from conftest import Come, Serve
from more import OLD
from playwright.sync_api import expect

from tools.browser.looks import faults
from tools.browser.scenes import INDEX, OPERATOR, OUTSIDE
from tools.browser.server import Base, Server
from tools.browser.visitor import Visitor


@pytest.fixture
def own(serve: Serve, base: Base, tmp_path: Path) -> Server:
    """A server with documents of its own, whose operator has a password."""
    return serve(base.copied(tmp_path / "own", "正确的密码 42"))


def test_whoever_comes_sees_what_was_refused_and_whether_the_index_is_sound(visitor: Visitor) -> None:
    OUTSIDE.enter(visitor)
    expect(visitor.page.locator(".st-key-kb-files-part")).to_contain_text("坏文件.pdf")
    INDEX.enter(visitor)
    visitor.page.get_by_role("button", name="核对索引是否完好").click()
    expect(visitor.page.locator(".st-key-kb-files-part")).to_contain_text("完好")


def test_the_operator_s_page_is_chinese_whole_and_legible(come: Come, own: Server) -> None:
    visitor = come(own, traced=False)
    OPERATOR.enter(visitor)
    found = faults(visitor)
    assert not found, "\n".join(found)


def test_a_file_is_taken_out(come: Come, own: Server) -> None:
    operator = come(own)
    OPERATOR.enter(operator)
    chooser = operator.page.get_by_role("button", name="选择文件")
    expect(operator.page.locator("button").and_(chooser)).to_be_visible()
    operator.page.get_by_role("radio", name="库内文件").click()
    row = operator.page.locator("[class*=st-key-kb-files-row-]", has_text="旧.txt")
    row.get_by_role("button", name="移走").click()
    operator.page.get_by_role("button", name="确定移走").click()
    operator.page.get_by_text("已移走“旧.txt”").wait_for()
    assert not (own.base.corpus / "旧.txt").exists()
    assert [each.read_text("utf-8") for each in (own.base.corpus / ".trash").rglob("*旧*.txt")] == [OLD]
