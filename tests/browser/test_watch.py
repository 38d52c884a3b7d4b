"""The watch itself: each fault that a page could have is planted in one that has none, and is noticed."""

import pytest

from tools.browser.english import english
from tools.browser.looks import faults
from tools.browser.scenes import HOME
from tools.browser.visitor import Visitor

FLASH = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const added = document.body.appendChild(document.createElement("p"));
  added.innerHTML = "<b>Choose an option</b>";
  await frame();
  await frame();
  added.remove();
}"""
NOTICED = (
    (FLASH, "页面上有英文 Choose、an、option"),
    ("() => { document.querySelector('input').placeholder = 'Search'; }", "页面上有英文 Search"),
    ("() => document.styleSheets[0].insertRule('.kb-title::after { content: \"Deploy\"; }')", "页面上有英文 Deploy"),
    ("() => console.error('坏了')", "控制台：坏了"),
    ("() => { setTimeout(() => { throw new Error('坏了'); }); }", "脚本出错：坏了"),
    ("() => fetch('http://127.0.0.1:9/x').catch(() => 0)", "外部请求：http://127.0.0.1:9/x"),
    ("() => { new WebSocket('ws://127.0.0.1:9/x'); }", "外部请求：ws://127.0.0.1:9/x"),
    ("() => fetch('match/_stcore/health').then(() => 0)", "（404）"),
    ("() => alert('坏了')", "弹出对话框：坏了"),
)
"""What is done to the page, and the complaint that must follow."""
PLANTED = (
    """<p style="color: #aaa; background: #fff">看不清</p><div style="width: 500px">太宽</div><img src="favicon.png">"""
)
PLANT = "markup => { document.querySelector('.kb-title').insertAdjacentHTML('afterend', markup); }"


def test_whatever_goes_wrong_is_noticed(visitor: Visitor) -> None:
    HOME.enter(visitor)
    for fault, complaint in NOTICED:
        assert not any(complaint in each for each in visitor.complaints())
        visitor.page.evaluate(fault)
        visitor.page.evaluate("new Promise(done => setTimeout(() => requestAnimationFrame(done), 100))")
        assert any(complaint in each for each in visitor.complaints()), complaint
    visitor.forgive(".")


def test_what_is_cut_off_or_illegible_is_noticed(visitor: Visitor) -> None:
    HOME.enter(visitor)
    assert visitor.page.evaluate(PLANT, PLANTED) is None
    found = faults(visitor)
    for fault in ("color-contrast", "390×844 light：比窗口宽", "image-alt"):
        assert any(fault in each for each in found), fault


@pytest.mark.parametrize("text", ["PCT 申请量", "宁波.docx", "ningbo-ip-145/3.3.2", "运行 python -m kb build", "3 MB"])
def test_what_a_chinese_text_writes_so_is_no_english(text: str) -> None:
    assert english(text) == []


@pytest.mark.parametrize("text", ["Browse files", "Limit 200MB per file • PDF", "按 Enter 提交", "已选 3 of 5"])
def test_what_streamlit_says_is_english(text: str) -> None:
    assert english(text)
