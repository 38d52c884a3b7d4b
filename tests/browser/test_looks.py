"""Every page in every size and colour: no English, nothing cut off, and WCAG A and AA."""

import pytest
from conftest import Come
from more import COMPARED, ORIGINAL
from playwright.sync_api import expect

from tools.browser.looks import faults
from tools.browser.scenes import API, HOME, SCENES, Scene
from tools.browser.server import Server
from tools.browser.visitor import Visitor


@pytest.mark.parametrize("scene", [*SCENES, COMPARED, ORIGINAL], ids=lambda scene: scene.name)
def test_a_page_is_chinese_whole_and_legible(scene: Scene, come: Come, server: Server) -> None:
    visitor = come(server, traced=False)
    if scene is API:
        visitor.forgive("页面上有英文")  # the names that programs use
    scene.enter(visitor)
    assert "政策知识库" in visitor.page.title()
    assert visitor.page.evaluate("document.documentElement.lang") == "zh-CN"
    found = faults(visitor)
    assert not found, "\n".join(found)


def test_the_way_past_the_head_is_chinese(visitor: Visitor) -> None:
    HOME.enter(visitor)
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator("[data-testid=stSkipToContent]")).to_be_focused()
    assert visitor.complaints() == []


@pytest.mark.xfail(reason="样式到达以前，Streamlit 的对话框先以英文闪一下", strict=False)
def test_an_address_that_is_no_page_is_said_in_chinese(visitor: Visitor) -> None:
    visitor.forgive("控制台：The page that you have requested")
    visitor.go("nowhere")
    expect(visitor.page.locator("[role=dialog]")).to_be_visible()
    visitor.settle()
    assert visitor.saw("页面打不开")
    assert visitor.complaints() == []
