"""Tables in = tables out: cell for cell, an empty cell stays empty, and a row reads as a sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Block, BlockKind, Document, Field, SectionKind, Source
from kb.parse import parse, passages_of
from kb.parse.tables import EMPTY_CELL, header_and_rows, row_name, row_sentence, unit_of
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
