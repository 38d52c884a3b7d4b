"""Markdown: which marks are markup and which are words, what a front matter states, and that nothing goes missing."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import FileRefused
from kb.model import Block, BlockKind, Field, OmissionKind, Source
from kb.parse import parse, passages_of
from kb.read import read as read_file
from kb.read.markdown import read

PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
LAW = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def printed(text: str) -> int:
    return len("".join(text.split()))


def markdown(text: str) -> Source:
    """What is read, by the law of every reader: each character lies in one block or in one omission."""
    source = read(text.encode())
    held = sum(printed(block.text) for block in source.blocks)
    assert source.characters == held + sum(printed(each.text) for each in source.omissions)
    return source


def lines_of(text: str) -> list[str]:
    return [block.text for block in markdown(text).blocks]


def left_out(source: Source, kind: OmissionKind) -> str:
    return " ".join(each.text for each in source.omissions if each.kind is kind)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("**第一条** 为了加强管理", "第一条 为了加强管理"),
        ("**第一条**为了加强管理", "第一条为了加强管理"),
        ("**第一条：**为了“加强”管理", "第一条：为了“加强”管理"),
        ("__第一条__ 为了加强管理", "第一条 为了加强管理"),
        ("***第一条***　甲", "第一条　甲"),
        ("甲**乙\n丙**丁", "甲乙\n丙丁"),
        ("面积为2*3*4米", "面积为2*3*4米"),
        ("2**3**4", "2**3**4"),
        ("甲*乙*丙，5*、6*", "甲*乙*丙，5*、6*"),
        ("**注 甲", "**注 甲"),
        ("填写____年____月____日", "填写____年____月____日"),
        ("甲__乙__丙 a_b_c", "甲__乙__丙 a_b_c"),
        (r"1\. 甲 \*乙\* \**丙\**", "1. 甲 *乙* **丙**"),
        ("`**甲**` 与 ``乙`丙``", "**甲** 与 乙`丙"),
        ("&nbsp;&nbsp;第一条 甲&lt;5% &#42;&#42;乙&#42;&#42;", "第一条 甲<5% **乙**"),
        ("第一\u200b条\ufeff 甲", "第一条 甲"),
        ("甬政发[2021](试行)规定", "甬政发[2021](试行)规定"),
        ("[国务院](https://www.gov.cn/a_b_c)和[附件](附件1.docx)", "国务院和附件"),
        ("<https://www.gov.cn>", "https://www.gov.cn"),
        ("H<sub>2</sub>O<br>乙", "H2O\n乙"),
        ("a<b且c>d，x<5", "a<b且c>d，x<5"),
    ],
)
def test_marks_are_markup_or_words(written, read_as):
    assert lines_of(written) == read_as.split("\n")


def test_a_lost_letter_is_never_taken_for_markup(monkeypatch):
    monkeypatch.setattr("kb.read.markdown._paragraphs", lambda text, level: iter([Block(text[:-1], level=level)]))
    source = read("# 第一条 **甲乙**丙".encode())
    held = sum(printed(each.text) for each in (*source.blocks, *source.omissions))
    assert source.characters > held


def test_markup_is_left_out_by_name():
    source = markdown(
        "# 甲\n\n- **乙** <u>丙</u>\n\n---\n\n![图](a.png)\n\n```text\n丁\n```\n<!-- 注 -->\n\n<!-- 释 --> 戊\n"
    )
    assert [block.text for block in source.blocks] == ["甲", "乙 丙", "图", "丁", "戊"]
    assert left_out(source, OmissionKind.COMMENT) == "<!-- 注 --> <!-- 释 -->"
    assert {"<u>", "![](a.png)", "text"} <= {each.text for each in source.omissions}
    assert source.warnings == ("文件里有 1 幅图片，图片中的文字没有读取",)


FRONT = """---
title: "甲市专利资助办法"
发文机关: [甲市人民政府, 乙局]
文 号：甲政办发〔2021〕12号
date: 2021-03-05
tags:
  - 专利
# 备注
---
第一条 甲。
"""


def test_lists_inside_lists_keep_every_number():
    assert lines_of("1. 甲\n   1. 乙\n   2. 丙\n2. 3) 丁\n3. - 戊\n") == ["1.甲", "1.乙", "2.丙", "2.3)丁", "3.戊"]


def test_a_front_matter_is_stated_and_is_no_text():
    source = markdown(FRONT)
    assert [block.text for block in source.blocks] == ["第一条 甲。"]
    assert [(each.field, each.value) for each in source.stated] == [
        (Field.TITLE, "甲市专利资助办法"),
        (Field.ISSUERS, "甲市人民政府, 乙局"),
        (Field.DOCUMENT_NUMBER, "甲政办发〔2021〕12号"),
        (Field.PUBLISHED_ON, "2021-03-05"),
    ]
    assert source.stated[0].words == 'title: "甲市专利资助办法"'
    assert "tags:" in left_out(source, OmissionKind.MARKUP)


def test_lines_between_two_rules_that_are_no_fields_are_text():
    assert lines_of("---\n第一条 甲。\n\n---\n第二条 乙。") == ["第一条 甲。", "第二条 乙。"]


def test_a_blockquote_is_a_frame_and_so_is_a_table_of_one_cell():
    source = markdown("> 专栏1 工程\n> 说明。\n>\n> 1. 甲\n> > 乙\n\n后文。\n\n|专栏2 计划<br>丙|\n|---|\n")
    assert [(block.text, block.box) for block in source.blocks] == [
        ("专栏1 工程", 1),
        ("说明。", 1),
        ("1.甲", 1),
        ("乙", 1),
        ("后文。", None),
        ("专栏2 计划", 2),
        ("丙", 2),
    ]


def test_cells_are_read_without_their_marks_inside_a_blockquote_too():
    source = markdown("> | **指标** | 值 |\n> |:--|--:|\n> | 甲\\|乙 | `5%`<br>约 |\n")
    (table,) = source.blocks
    assert table.rows == (("指标", "值"), ("甲|乙", "5% 约"))
    assert (table.kind, table.header_rows, table.box) == (BlockKind.TABLE, 1, 1)


def test_a_table_written_in_html_keeps_its_merged_cells():
    source = markdown(
        '<table>\n<tr><td rowspan="2">甲</td><td>&lt;1</td></tr>\n<tr><td>2<br>3</td></tr>\n</table>\n\n后文。'
    )
    assert source.blocks[0].rows == (("甲", "<1"), ("甲", "2 3"))
    assert source.blocks[1].text == "后文。"


def test_a_script_in_a_block_of_html_is_no_text():
    source = markdown("<script>\nvar a = 1;\n</script>\n\n正文。")
    assert [block.text for block in source.blocks] == ["正文。"]
    assert "var a = 1;" in left_out(source, OmissionKind.MARKUP)


PARTS = (
    "# - 1. 2) > | --- *** ** __ _ ` ``` ~~~ [a](b) [甲](http://a) ![图](x) <b> </b> <br> <table> <tr> <td>",
    "</td> </table> <!-- --> &nbsp; &lt; \\* \\| \\ 甲 乙。 第一条 title: === :--: <script> </script> <https://a>",
)


@LAW
@given(
    st.lists(
        st.sampled_from([*(part for row in PARTS for part in row.split()), "\n", "\n\n", " ", "    "]), max_size=30
    )
)
def test_any_markdown_is_balanced(parts):
    try:
        markdown("".join(parts) + "\n\n末")
    except FileRefused as refused:
        message = str(refused)
    else:
        message = "读"
    assert re.search("[一-龥]", message)


# The same plan in Markdown


def as_markdown(source: Source) -> str:
    """The blocks as one would type them: plain paragraphs, pipe tables, a blockquote around a 专栏."""
    parts = []
    for block in source.blocks:
        if block.kind is BlockKind.TABLE:
            rows = [[escaped(cell) for cell in line.split("\t")] for line in block.text.split("\n")]
            rows.insert(1, ["---"] * len(rows[0]))
            lines = ["| " + " | ".join(row) + " |" for row in rows]
        else:
            lines = [escaped(block.text)]
        parts.append("\n".join(("> " if block.box else "") + line for line in lines))
        parts.append(">" if block.box else "")
    return "\n".join(parts)


def escaped(text: str) -> str:
    """A paragraph whose number is its own and no item of a list that Markdown would write anew."""
    return re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", text).replace("|", "\\|")


def test_the_plan_in_markdown_gives_the_same_tree_tables_and_passages():
    text = read_file(PLAN, PLAN.read_bytes())
    source = markdown(as_markdown(text))
    shapes = [[(each.text, each.kind, each.rows, bool(each.box)) for each in other.blocks] for other in (text, source)]
    assert shapes[0] == shapes[1]
    first, second = (
        parse(each, document="plan", file="f", sha256="", known={}, fallback_title="规划") for each in (text, source)
    )
    assert second.sections == first.sections
    assert list(passages_of(second)) == list(passages_of(first))
