"""Tables in = tables out: cell for cell, an empty cell stays empty, and a row reads as a sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Block, BlockKind, Document, Field, SectionKind, Source
from kb.parse import parse, passages_of
from kb.parse.tables import EMPTY_CELL, header_and_rows, header_rows_of, row_name, row_sentence, unit_of
from kb.read import read

PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
TABLE_1 = ("序号", "指标", "2020年（目标值）", "2020年", "备注")


@pytest.fixture(scope="module")
def tables() -> dict[str, tuple[tuple[str, ...], ...]]:
    blocks = [block for block in read(PLAN, PLAN.read_bytes()).blocks if block.kind is BlockKind.TABLE]
    return {f"表{number}": block.rows for number, block in enumerate(blocks, start=1)}


def with_table(*rows: tuple[str, ...]) -> Document:
    block = Block("\n".join("\t".join(row) for row in rows), BlockKind.TABLE, rows=rows)
    blocks = (Block("一、目标"), Block("表1 指标"), block)
    known = {Field.TITLE: "甲"}
    return parse(Source(blocks), document="d", file="甲.txt", sha256="", known=known, fallback_title="甲")


def test_the_plan_has_two_tables_of_13_and_16_rows(tables):
    assert {name: len(rows) - 1 for name, rows in tables.items()} == {"表1": 13, "表2": 16}


@pytest.mark.parametrize(
    ("name", "position", "cells"),
    [
        ("表1", 0, TABLE_1),
        ("表1", 1, ("1", "发明专利年授权量（件）", "8000", "5340", "")),
        ("表1", 3, ("3", "PCT国际专利申请量（件）", "300", "677", "超额完成")),
        ("表1", 4, ("4", "市级专利示范企业培育数（家）", "年均20家", "", "")),
        ("表1", 6, ("6", "知识产权（专利）行政执法案件年结案率（%）", "95以上", "95以上", "已完成")),
        ("表1", 7, ("7", "知识产权服务业营业收入年均增长率（%）", "15", "", "（纳入统计局统计，国家标准）")),
        ("表1", 9, ("9", "有效注册商标（万件）", "", "32.5", "")),
        ("表1", 13, ("13", "著作权登记量（件）", "3500", "5302", "超额完成")),
        ("表2", 0, ("序号", "指标", "2025年目标")),
        ("表2", 1, ("1", "有效发明专利量（件）", "45000")),
        ("表2", 4, ("4", "有效注册商标量（万件）", "")),
        ("表2", 16, ("16", "知识产权示范县（市、区）覆盖率（%）", "90")),
    ],
)
def test_the_plan_cell_for_cell(tables, name, position, cells):
    assert tables[name][position] == cells


def test_every_row_of_the_plan_s_tables_is_as_wide_as_its_header(tables):
    assert {name: {len(row) for row in rows} for name, rows in tables.items()} == {"表1": {5}, "表2": {3}}


def test_a_row_of_the_plan_reads_as_a_sentence(tables):
    rows = tables["表1"]
    assert row_sentence(rows[0], rows[4]) == (
        "指标：市级专利示范企业培育数（家），2020年（目标值）：年均20家，2020年：（空），备注：（空）"
    )


def test_a_table_s_rows_are_sections_that_hold_header_and_cells():
    document = with_table(("序号", "指标", "目标"), ("1", "专利（件）", "80"), ("2", "商标（件）", ""))
    rows = [each for each in document.sections if each.kind is SectionKind.ROW]
    assert [each.table.rows for each in rows] == [(("1", "专利（件）", "80"),), (("2", "商标（件）", ""),)]
    assert [each.title for each in rows] == ["专利（件）", "商标（件）"]
    table = next(each for each in document.sections if each.kind is SectionKind.TABLE)
    assert (table.table.header, len(table.table.rows)) == (("序号", "指标", "目标"), 2)
    assert table.heading == "表1 指标"


def test_each_row_is_a_passage_and_an_empty_cell_is_read_aloud():
    document = with_table(("序号", "指标", "目标"), ("1", "专利（件）", "80"), ("2", "商标（件）", ""))
    assert [each.text for each in passages_of(document) if ".t1" in each.section] == [
        "指标：专利（件），目标：80",
        f"指标：商标（件），目标：{EMPTY_CELL}",
    ]


def sentences_of(*rows: tuple[str, ...]) -> list[str]:
    return [each.text for each in passages_of(with_table(*rows)) if ".t1" in each.section]


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (
            (("指标", "2025年"), ("一、创造", ""), ("专利（件）", "80"), ("二、运用", ""), ("商标（件）", "")),
            ["一、创造", "指标：专利（件），2025年：80", "二、运用", f"指标：商标（件），2025年：{EMPTY_CELL}"],
        ),
        (
            (("序号", "指标", "2025年"), ("知识产权创造", "", ""), ("1", "专利（件）", "80")),
            ["知识产权创造", "指标：专利（件），2025年：80"],
        ),
        ((("指标", "2025年"), ("一、专利（件）", "80")), ["指标：一、专利（件），2025年：80"]),
        ((("序号", "指标"), ("3", "")), [f"指标：{EMPTY_CELL}"]),
    ],
    ids=["numbered", "in the column of running numbers", "a numbered row with its value", "a running number alone"],
)
def test_the_name_of_a_group_of_rows_reads_as_itself(rows, sentences):
    assert sentences_of(*rows) == sentences


def merged(text: str, *rows: tuple[str, ...]) -> Document:
    block = Block(text, BlockKind.TABLE, rows=rows)
    return parse(Source((block,)), document="d", file="甲.txt", sha256="", known={}, fallback_title="甲")


def test_a_cell_across_the_whole_width_names_the_rows_below_it():
    rows = (("指标", "2024年", "2025年"), ("创造", "创造", "创造"), ("专利（件）", "70", "80"))
    document = merged("指标\t2024年\t2025年\n创造\t\t\n专利（件）\t70\t80", *rows)
    assert [each.text for each in passages_of(document)] == ["创造", "指标：专利（件），2024年：70，2025年：80"]
    table = next(each.table for each in document.sections if each.kind is SectionKind.TABLE)
    assert table.rows[0] == ("创造", "", "")


def test_equal_cells_that_the_file_repeats_are_values():
    rows = (("甲市", "乙市"), ("无", "无"))
    assert [each.text for each in passages_of(merged("甲市\t乙市\n无\t无", *rows))] == ["甲市：无，乙市：无"]


def test_a_row_is_not_named_by_a_cell_that_stands_beside_several_rows():
    rows = (("类别", "指标", "目标"), ("创造", "专利", "80"), ("创造", "商标", "90"))
    document = merged("类别\t指标\t目标\n创造\t专利\t80\n\t商标\t90", *rows)
    assert [each.title for each in document.sections if each.kind is SectionKind.ROW] == ["专利", "商标"]
    assert [each.text for each in passages_of(document)][1] == "类别：创造，指标：商标，目标：90"


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (
            (("单位名称：", "甲局", "联系人：", ""), ("地址：", "乙路", "电话：", "8")),
            [f"单位名称：甲局，联系人：{EMPTY_CELL}", "地址：乙路，电话：8"],
        ),
        ((("项目名称:", "甲"), ("金额:", "9")), ["项目名称：甲", "金额：9"]),
        (
            (("单位名称", "", "联系人", ""), ("地址", "", "电话", "")),
            [f"单位名称：{EMPTY_CELL}，联系人：{EMPTY_CELL}", f"地址：{EMPTY_CELL}，电话：{EMPTY_CELL}"],
        ),
    ],
    ids=["labels with a colon", "two columns", "a form to fill in"],
)
def test_a_form_has_no_header_and_each_row_reads_for_itself(rows, sentences):
    document = with_table(*rows)
    assert sentences_of(*rows) == sentences
    assert document.report.balanced or document.report.cells[0] == document.report.cells[1]


@pytest.mark.parametrize(
    "rows",
    [
        (("指标", "目标"), ("专利", "80")),
        (("指标", ""), ("专利", "80")),
        (("说明：", "目标"), ("专利", "80")),
        (("甲", "", "丙"), ("1", "2", "3")),
    ],
)
def test_a_table_with_a_header_is_no_form(rows):
    assert header_rows_of(rows, 1) == 1


@pytest.mark.parametrize(
    ("row", "fitted"),
    [
        (("1", "专利"), ("1", "专利", "")),
        (("1", "专利", "80", "超额"), ("1", "专利", "80 超额")),
        (("1", "专利", "", "超额"), ("1", "专利", "超额")),
    ],
    ids=["too short", "too long", "too long with a hole"],
)
def test_a_row_of_another_width_than_its_header_loses_no_cell(row, fitted):
    assert header_and_rows((("序号", "指标", "目标"), row))[1] == (fitted,)


CELL = st.text("甲乙丙1%", max_size=4)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=6).map(tuple), min_size=1, max_size=6).map(tuple)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(ROWS)
def test_a_table_keeps_the_characters_of_all_its_cells_in_order(rows):
    header, fitted = header_and_rows(rows)
    assert header == rows[0]
    assert {len(row) for row in fitted} <= {len(header)}
    assert ["".join(row).replace(" ", "") for row in fitted] == ["".join(row) for row in rows[1:]]


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(ROWS)
def test_the_sentence_of_a_row_holds_every_cell_but_the_running_number(rows):
    header, fitted = header_and_rows((("序号", *rows[0]), *rows[1:]))
    for row in fitted:
        sentence = row_sentence(header, row)
        assert all(cell in sentence for cell in row[1:])


def test_a_row_is_named_by_its_first_cell_that_is_no_running_number():
    assert row_name(("序号", "指标"), ("3", "专利")) == "专利"
    assert row_name(("项目", "数"), ("甲", "3")) == "甲"
    assert row_name(("序号", "指标"), ("3", "")) == "3"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("有效注册商标（万件）", "万件"),
        ("知识产权（专利）行政执法案件年结案率（%）", "%"),
        ("专利质押融资额(亿元)", "亿元"),
        ("平均审理周期（天）", "天"),
        ("国家级知识产权品牌服务机构", None),
        ("知识产权（专利）案件", None),
        ("示范县（市、区）", None),
    ],
)
def test_the_unit_of_an_indicator(name, unit):
    assert unit_of(name) == unit
