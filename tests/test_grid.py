"""A grid of cells: merged cells, captions, frames; a word once in the text, and in the rows wherever it covers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Block, BlockKind
from kb.read.grid import Cell, Grid, blocks_of


def made(grid: Grid, header_rows: int | None = None) -> list[Block]:
    return list(blocks_of(grid, frame=1, header_rows=header_rows))


def row(*texts: str) -> list[Cell]:
    return [Cell((text,)) for text in texts]


def test_a_cell_merged_down_is_read_in_every_row_and_counted_once() -> None:
    grid = [row("类别", "指标"), [Cell(("创造",), rows=2), *row("专利")], row("商标")]
    (table,) = made(grid)
    assert table.rows == (("类别", "指标"), ("创造", "专利"), ("创造", "商标"))
    assert table.text == "类别\t指标\n创造\t专利\n\t商标"


def test_a_heading_merged_across_makes_a_header_of_two_rows() -> None:
    grid = [[Cell(("指标",), rows=2), Cell(("目标",), columns=2)], row("2023年", "2025年"), row("专利", "8", "9")]
    (table,) = made(grid)
    assert table.header_rows == 2
    assert table.rows == (("指标", "目标", "目标"), ("指标", "2023年", "2025年"), ("专利", "8", "9"))


def test_a_first_row_across_the_whole_width_is_the_caption_and_a_last_one_the_remark() -> None:
    wide = [Cell(("表1 主要指标",), columns=2)]
    note = [Cell(("注：带*的为约束性指标",), columns=2)]
    blocks = made([wide, row("指标", "目标"), row("专利", "8"), note])
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.TEXT, "表1 主要指标"),
        (BlockKind.TABLE, "指标\t目标\n专利\t8"),
        (BlockKind.TEXT, "注：带*的为约束性指标"),
    ]


def test_a_row_across_the_whole_width_is_a_cell_that_covers_every_column() -> None:
    group = [Cell(("一、创造",), columns=2)]
    (table,) = made([row("指标", "目标"), group, row("专利", "8"), row("商标", "9")])
    assert table.rows[1] == ("一、创造", "一、创造")
    assert table.text.split("\n")[1] == "一、创造\t"


def test_one_cell_is_a_frame_and_one_column_is_paragraphs() -> None:
    assert made([[Cell(("专栏1 工程", "内容。"))]]) == [Block("专栏1 工程", box=1), Block("内容。", box=1)]
    assert made([row("甲"), row("乙")]) == [Block("甲"), Block("乙")]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("发明", "专利"), "发明专利"),
        (("100", "200"), "100 200"),
        (("PCT", "申请"), "PCT 申请"),
        (("甲\n乙",), "甲 乙"),
    ],
)
def test_the_lines_of_a_cell_are_one_line(lines: tuple[str, ...], text: str) -> None:
    assert Cell(lines).text == text


@given(
    st.lists(
        st.lists(
            st.builds(Cell, st.tuples(st.text("甲乙丙1 ", max_size=4)), st.integers(1, 4), st.integers(1, 4)),
            min_size=1,
            max_size=4,
        ),
        max_size=6,
    ),
    st.sampled_from([None, 1, 2]),
)
def test_every_word_of_a_grid_lies_in_one_place_and_lines_are_as_wide_as_the_table(
    grid: list[list[Cell]], header_rows: int | None
) -> None:
    blocks = made(grid, header_rows)
    inside = "".join(line for line_of in grid for cell in line_of for line in cell.lines)
    outside = "".join(block.text for block in blocks)
    assert sorted("".join(outside.split())) == sorted("".join(inside.split()))
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            width = len(block.rows[0])
            assert [line.count("\t") for line in block.text.split("\n")] == [width - 1] * len(block.rows)
            assert 1 <= block.header_rows < len(block.rows)
