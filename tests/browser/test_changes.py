"""What happens around an open page: the first start, another index, a server that goes away and comes back."""

from pathlib import Path

from conftest import Come, Serve

from tools.browser.asking import answer, type_and_enter
from tools.browser.scenes import QUESTION
from tools.browser.server import Base

RULE = "甲市驰名商标奖励办法\n第一条　获得驰名商标的企业，给予一次性奖励八十万元。\n第二条　本办法自公布之日起施行。\n"
ASKED = "驰名商标奖励多少"
LOST = "与服务器的连接断了"
BANNER = "getComputedStyle(document.querySelector('[data-testid=stApp]'), '::before').content"


def test_the_first_start_shows_how_it_goes_on_and_then_the_answer(come: Come, serve: Serve, tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.corpus.mkdir()
    (base.corpus / "甲办法.txt").write_text(RULE, "utf-8")
    visitor = come(serve(base))
    visitor.go(q=ASKED)
    assert "八十万元" in answer(visitor, ASKED).quotes[0]
    assert visitor.saw("第一次使用，正在为库内文件建立索引")


def test_the_next_question_finds_what_was_built_meanwhile(come: Come, serve: Serve, base: Base, tmp_path: Path) -> None:
    own = base.copied(tmp_path / "own")
    visitor = come(serve(own))
    visitor.go(q=QUESTION)
    answer(visitor, QUESTION)
    (own.corpus / "甲办法.txt").write_text(RULE, "utf-8")
    own.build()
    type_and_enter(visitor, ASKED)
    assert any("八十万元" in quote for quote in answer(visitor, ASKED).quotes)


def test_a_server_that_goes_away_is_said_in_chinese_and_comes_back(
    come: Come, serve: Serve, base: Base, tmp_path: Path
) -> None:
    server = serve(base.copied(tmp_path / "own"))
    visitor = come(server)
    visitor.go(q=QUESTION)
    shown = answer(visitor, QUESTION)
    visitor.forgive("ERR_CONNECTION_REFUSED|WebSocket|ERR_NETWORK|_stcore|server is not responding")
    server.stop()
    visitor.page.wait_for_function(f"{BANNER}.includes('{LOST}')")
    assert visitor.saw(LOST)
    server.start()
    visitor.settle()
    assert visitor.page.evaluate(BANNER) == "none"
    visitor.page.reload()
    assert answer(visitor, QUESTION) == shown
