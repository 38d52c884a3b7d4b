"""Files of every format and every kind of damage: blocks in their order, or one Chinese sentence."""

import io
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from kb.errors import FileRefused
from kb.model import Block, BlockKind, Source
from kb.read import read

LAW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXT = "一、总则\n为了保护知识产权，制定本办法。\n"
PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"


def read_text(text: str | bytes) -> Source:
    return read(Path("甲.txt"), text.encode() if isinstance(text, str) else text)


def read_markdown(text: str) -> Source:
    return read(Path("甲.md"), text.encode())


def lines_of(source: Source) -> list[str]:
    return [block.text for block in source.blocks]


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        read(Path(name), content)
    message = str(caught.value)
    assert re.search("[一-龥]", message)
    assert "\n" not in message
    return message


def read_or_refuse(name: str, content: bytes) -> Source | None:
    try:
        return read(Path(name), content)
    except FileRefused:
        refusal(name, content)
        return None


def pdf_of(*pages: list[str]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    paper = canvas.Canvas(buffer, invariant=1)
    for lines in pages:
        paper.setFont("STSong-Light", 12)
        for position, line in enumerate(lines):
            paper.drawString(72, 760 - 20 * position, line)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def encrypted(content: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("gb18030"),
        ("\f\n  " + TEXT.replace("\n", "  \n\n\n")).encode(),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "gb18030", "crlf", "cr gb18030", "form feed and blanks"],
)
def test_one_text_in_every_encoding(content):
    assert read_text(content) == Source((Block("一、总则"), Block("为了保护知识产权，制定本办法。")), characters=19)


@pytest.mark.parametrize("name", ["甲.txt", "甲.md", "甲.pdf"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t \n"], ids=["0 bytes", "only spaces"])
def test_a_file_without_content_is_refused(name, content):
    assert "空" in refusal(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("甲.txt", "第一条\x00".encode()),
        ("甲.txt", b"\xff\xfe" + "第一条".encode("utf-16-le") + b"\x00"),
        ("甲.txt", "第一条".encode("utf-16-le")),
        ("甲.txt", b"\xff\xff\xff\xff\x80\x80"),
    ],
    ids=["nul", "odd utf-16", "utf-16 without mark", "no encoding"],
)
def test_what_is_no_text_is_refused_and_the_encodings_are_named(name, content):
    assert "UTF-8" in refusal(name, content)


@pytest.mark.parametrize("name", ["甲.xls", "甲.exe", "甲", ".txt"])
def test_an_unknown_format_is_refused_and_the_known_ones_are_named(name):
    message = refusal(name, b"abc")
    assert ".txt、.md、.html" in message


def test_the_suffix_may_be_in_capitals():
    assert lines_of(read(Path("甲.TXT"), "第一条".encode())) == ["第一条"]


def test_only_marks_and_no_words_is_refused():
    assert "没有读到文字" in refusal("甲.md", b"<!-- INFO END -->\n")


def test_a_utf8_file_cut_inside_a_character_is_never_read_as_something_else():
    source = read_or_refuse("甲.txt", "为了保护知识产权".encode()[:-2])
    assert source is None or "知识产" in source.blocks[0].text


TABLE = "\t序号\n\t指标\n\t2020年\n（目标值）\n\n\t1\n\t专利（件）\n\t\n\n\t2\n\t商标\n\t32.5\n\n\n\n后文。\n"


def test_a_flattened_table_is_read_cell_for_cell_and_ends_at_the_gap():
    source = read_text("表1 指标\n" + TABLE)
    caption, table, after = source.blocks
    assert table.kind is BlockKind.TABLE
    assert table.rows == (("序号", "指标", "2020年（目标值）"), ("1", "专利（件）", ""), ("2", "商标", "32.5"))
    assert table.text == "序号\t指标\t2020年（目标值）\n1\t专利（件）\t\n2\t商标\t32.5"
    assert (caption, after) == (Block("表1 指标"), Block("后文。"))


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\n\n\n\n"], ids=["one blank line", "two as in 专栏5", "three"])
def test_a_frame_of_one_cell_is_read_as_boxed_paragraphs_and_ends_at_the_gap(gap):
    source = read_text("专栏1 工程\n\t说明。\n1、甲。\n2、乙。" + gap + "2.后文\n\t专栏。\n尾。\n\n\n终。\n")
    assert [(block.text, block.box) for block in source.blocks] == [
        ("专栏1 工程", None),
        ("说明。", 1),
        ("1、甲。", 1),
        ("2、乙。", 1),
        ("2.后文", None),
        ("专栏。", 2),
        ("尾。", 2),
        ("终。", None),
    ]


def test_paragraphs_indented_by_tabs_are_no_table():
    source = read_text("通知\n\t第一条 为了保护专利，制定本办法。\n\t第二条 本办法自发布之日起施行。\n")
    assert [block.kind for block in source.blocks] == [BlockKind.TEXT] * 3


def test_the_plan_has_9_frames_and_2_tables():
    blocks = read(PLAN, PLAN.read_bytes()).blocks
    assert len({block.box for block in blocks} - {None}) == 9
    assert [len(block.rows) for block in blocks if block.kind is BlockKind.TABLE] == [14, 17]


def test_marks_and_page_numbers_are_left_out_and_named():
    source = read_text(" ii\n[bookmark: _Toc1]一、甲\n12\n2021年\n— 3 —\n")
    assert lines_of(source) == ["一、甲", "12", "2021年"]
    left_out = [(each.text, each.kind) for each in source.omissions]
    assert left_out == [("[bookmark: _Toc1]", "书签标记"), ("ii", "页码"), ("— 3 —", "页码")]


MARKDOWN = """# 甲办法

第一段
接着写。

## 第一章 总则

3. 子
4. 丑

   丑续
- 寅

| 指标 | 目标 |
|------|------|
| 专利 | 80 |
| 商标 |  |

<!-- INFO END -->

**粗** 与 2*3*4 与 &nbsp; 与 `码`
"""


def test_markdown_headings_lists_and_tables():
    source = read_markdown(MARKDOWN)
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲办法", 1),
        ("第一段", None),
        ("接着写。", None),
        ("第一章 总则", 2),
        ("3.子", None),
        ("4.丑", None),
        ("丑续", None),
        ("寅", None),
        ("指标\t目标\n专利\t80\n商标\t", None),
        ("粗 与 2*3*4 与   与 码", None),
    ]
    assert source.blocks[-2].rows == (("指标", "目标"), ("专利", "80"), ("商标", ""))
    assert next((each.text, each.kind) for each in source.omissions) == ("<!-- INFO END -->", "注释")


def test_a_block_of_html_keeps_its_words():
    source = read_markdown("<div>导航</div>\n\n正文。\n")
    assert lines_of(source) == ["导航", "正文。"]
    assert [(each.text, each.kind) for each in source.omissions] == [("<div>", "排版标记"), ("</div>", "排版标记")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[注]: 本规划所称知识产权\n\n正文。", "[注]:本规划所称知识产权正文。"),
        ("甬政发[2021](试行)规定", "甬政发[2021](试行)规定"),
        ("|甲|乙|\n|--|--|\n|1|2|3|\n", "甲乙123"),
        ("1.\n2.\n\n正文。", "1.2.正文。"),
    ],
    ids=["reference definition", "link target", "a row longer than its header", "empty list items"],
)
def test_markdown_loses_no_words(text, words):
    source = read_markdown(text)
    held = lines_of(source) + [each.text for each in source.omissions if each.kind != "排版标记"]
    assert "".join("".join(held).split()) == words


def test_the_number_of_an_empty_item_does_not_move_to_the_next_paragraph():
    assert "正文在列表之外。" in lines_of(read_markdown("1.\n\n正文在列表之外。"))


FULL = "为了加强知识产权保护激发创新活力根据有关法律法规结合本市实际制定本办法"


def test_a_pdf_gives_paragraphs_joined_over_lines_and_pages_with_their_page():
    first = ["甲市专利办法", FULL, FULL, "并自发布之日起施行。", FULL]
    source = read(Path("甲.pdf"), pdf_of(first, ["适用本办法。", "第二条 乙。"]))
    assert [(block.text, block.page) for block in source.blocks] == [
        ("甲市专利办法", 1),
        (FULL + FULL + "并自发布之日起施行。", 1),
        (FULL + "适用本办法。", 1),
        ("第二条 乙。", 2),
    ]


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out_and_named():
    pages = [["甲市人民政府公报", f"第{n}条 内容。", f"- {n} -"] for n in range(1, 5)]
    source = read(Path("甲.pdf"), pdf_of(*pages))
    assert lines_of(source) == ["第1条 内容。", "第2条 内容。", "第3条 内容。", "第4条 内容。"]
    left_out = sorted((each.text, each.kind) for each in source.omissions)
    assert left_out == [(f"- {n} -", "页码") for n in range(1, 5)] + [("甲市人民政府公报", "页眉页脚")] * 4


def test_the_head_of_two_pages_alone_may_be_text_and_stays():
    source = read(Path("甲.pdf"), pdf_of(["同一行", FULL + "。"], ["同一行", FULL + "。"]))
    assert lines_of(source).count("同一行") == 2


def test_a_pdf_with_a_user_password_is_refused_and_one_with_an_owner_password_is_read():
    plain = pdf_of(["第一条 甲。"])
    assert "密码" in refusal("甲.pdf", encrypted(plain, "秘密abc", "owner"))
    assert lines_of(read(Path("甲.pdf"), encrypted(plain, "", "owner"))) == ["第一条 甲。"]


def test_a_pdf_without_text_or_pages_is_taken_for_a_scan():
    assert "扫描件" in refusal("甲.pdf", pdf_of([]))
    buffer = io.BytesIO()
    PdfWriter().write(buffer)
    assert "扫描件" in refusal("甲.pdf", buffer.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"<html>404</html>", pdf_of(["甲。"])[:300]])
def test_a_damaged_pdf_is_refused(content):
    assert "损坏" in refusal("甲.pdf", content)


@LAW
@given(st.sampled_from([".txt", ".md", ".pdf"]), st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(suffix, content):
    read_or_refuse("甲" + suffix, content)


@LAW
@given(st.text("# |-*_>`[]()<!>1.:\t\n 甲一、&\\\\~=", max_size=120))
def test_any_markdown_is_read_or_refused(text):
    read_or_refuse("甲.md", text.encode())


WHOLE = pdf_of(["第一条 甲。", FULL], ["第二条 乙。"])


@LAW
@given(st.integers(0, len(WHOLE)))
def test_a_pdf_cut_anywhere_is_read_or_refused(length):
    read_or_refuse("甲.pdf", WHOLE[:length])


def test_a_pdf_with_an_unknown_filter_is_refused():
    assert "损坏" in refusal("甲.pdf", WHOLE.replace(b"/FlateDecode", b"/FlateDecodX"))


@LAW
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_pdf_with_changed_bytes_is_read_or_refused(seed, changes):
    dice, content = random.Random(seed), bytearray(WHOLE)
    for _ in range(changes):
        content[dice.randrange(len(content))] = dice.randrange(256)
    read_or_refuse("甲.pdf", bytes(content))


@pytest.mark.parametrize(
    ("name", "content", "really"),
    [
        ("甲.txt", b"\x89PNG\r\n\x1a\n", "图片"),
        ("甲.md", b"PK\x03\x04\x14\x00\x06\x00", "Word"),
        ("甲.txt", b"%PDF-1.7\n", "PDF"),
        ("甲.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版"),
    ],
)
def test_a_file_of_another_format_than_its_name_says_is_refused_with_both(name, content, really):
    message = refusal(name, content)
    assert name[-4:].lstrip("甲") in message
    assert really in message
