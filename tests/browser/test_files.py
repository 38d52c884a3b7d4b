"""文件与索引: an operator adds a file, rebuilds while others go on asking, and the file is found."""

from pathlib import Path

import pytest
from conftest import Come, Serve
from playwright.sync_api import expect

from tools.browser.asking import answer, type_and_enter
from tools.browser.scenes import QUESTION
from tools.browser.server import Base, Server
from tools.browser.visitor import Visitor

PASSWORD = "正确的密码 42"
RULE = "甲市驰名商标奖励办法\n第一条　获得驰名商标的企业，给予一次性奖励八十万元。\n第二条　本办法自公布之日起施行。\n"
ASKED = "驰名商标奖励多少"
REBUILD = ".st-key-kb-files-rebuild button"
HELD = ".st-key-kb-files-held"


@pytest.fixture
def own(serve: Serve, base: Base, tmp_path: Path) -> Server:
    """A server with documents of its own, whose operator has a password."""
    return serve(base.copied(tmp_path / "own", PASSWORD))


def log_in(visitor: Visitor, password: str) -> None:
    visitor.page.fill("input[type=password]", password)
    visitor.page.press("input[type=password]", "Enter")


def test_an_uploaded_file_is_found_after_a_rebuild_that_others_did_not_notice(
    come: Come, own: Server, tmp_path: Path
) -> None:
    operator, reader = come(own, said="exe"), come(own)
    operator.go(files="", part="管理")
    log_in(operator, "错的")
    expect(operator.page.get_by_text("密码不对，还可以试 4 次").first).to_be_visible()
    log_in(operator, PASSWORD)
    (tmp_path / "甲办法.txt").write_text(RULE, "utf-8")
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    operator.page.set_input_files("input[type=file]", [tmp_path / "甲办法.txt", tmp_path / "程序.exe"])
    expect(operator.page.locator(HELD)).to_contain_text("可以加入")
    expect(operator.page.locator(".st-key-kb-files-away")).to_contain_text("程序.exe")
    operator.page.locator(HELD).get_by_role("button", name="加入知识库").click()
    expect(operator.page.get_by_text("已加入“甲办法.txt”").first).to_be_visible()
    reader.go(q=QUESTION)
    shown = answer(reader, QUESTION)
    operator.page.click(REBUILD)
    type_and_enter(reader, "在国外被告侵权怎么办")
    answer(reader, "在国外被告侵权怎么办")
    expect(operator.page.get_by_text("已建成").first).to_be_visible()
    type_and_enter(reader, ASKED)
    assert any("八十万元" in quote for quote in answer(reader, ASKED).quotes)
    reader.go(q=QUESTION)
    assert answer(reader, QUESTION) == shown
    assert not (own.base.corpus / "程序.exe").exists()
    kept = (own.base.corpus / ".audit.jsonl").read_text("utf-8")
    assert all(act in kept for act in ("登录", "上传", "加入", "重建"))
    assert PASSWORD not in kept


def test_two_operators_watch_one_rebuild_and_a_closed_page_does_not_stop_it(come: Come, own: Server) -> None:
    first, second = come(own), come(own)
    for operator in (first, second):
        operator.go(files="", part="管理")
        log_in(operator, PASSWORD)
        expect(operator.page.locator(REBUILD)).to_be_visible()
    before = own.base.generation
    after = f"gen-{int(before[4:]) + 1:06}"
    first.page.click(REBUILD)
    expect(first.page.locator(".st-key-kb-files-progress")).to_be_visible()
    first.page.goto("about:blank")
    second.page.get_by_role("radio", name="索引版本").click()
    expect(second.page.locator(".st-key-kb-files")).to_contain_text(after)
    assert own.base.generation == after


def test_without_a_password_the_page_only_shows(come: Come, server: Server) -> None:
    visitor = come(server)
    visitor.go(files="", part="管理")
    expect(visitor.page.get_by_text("KB_OPERATOR_PASSWORD").first).to_be_visible()
    assert visitor.page.locator(f"{REBUILD}, input[type=file], input[type=password]").count() == 0
