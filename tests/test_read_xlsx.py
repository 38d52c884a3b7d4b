"""Workbooks: tables as a reader sees them, numbers as the cells show them, and nothing lost without a name."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kb.errors import FileRefused
from kb.model import Block, BlockKind, OmissionKind, Source
from kb.read import xlsx
from kb.read.xlsx.number import LOCAL_DATES, Value, shown

Sheets = dict[str, list[list[object]]]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(sheets: Sheets) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def read(book: openpyxl.Workbook | bytes) -> Source:
    source = xlsx.read(book if isinstance(book, bytes) else saved(book))
    texts = [block.text for block in source.blocks] + [each.text for each in source.omissions]
    assert source.characters == sum(len("".join(text.split())) for text in texts)
    return source


def edited(content: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The file with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, edit(old.read(each)) if each == name else old.read(each))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
TABLE: list[list[object]] = [["指标", "单位", "2025年"], ["发明专利", "件", 120], ["商标", "件", 3500]]
ROWS = (("指标", "单位", "2025年"), ("发明专利", "件", "120"), ("商标", "件", "3500"))


def test_a_table_is_its_rows() -> None:
    (block,) = read(book_of({"Sheet1": TABLE})).blocks
    assert (block.kind, block.rows, block.header_rows, block.level) == (BlockKind.TABLE, ROWS, 1, None)


@pytest.mark.parametrize(
    ("title", "merge"),
    [(["主要指标"], ""), (["主要指标"], "A1:C1"), (["主要指标"], "A1:B1"), (["主要指标"], "A1:G1")],
)
def test_a_title_row_is_a_paragraph_above_its_table(title: list[object], merge: str) -> None:
    book = book_of({"Sheet1": [title, *TABLE]})
    if merge:
        book.active.merge_cells(merge)
    blocks = read(book).blocks
    assert [block.text for block in blocks[:-1]] == ["主要指标"]
    assert blocks[-1].rows == ROWS


def test_a_unit_on_the_right_and_a_remark_below_stand_outside() -> None:
    book = book_of({"Sheet1": [["主要指标"], ["", "", "单位：件"], *TABLE, ["注：2025年为预测数"]]})
    blocks = read(book).blocks
    assert [block.text for block in blocks if block.kind is BlockKind.TEXT] == [
        "主要指标",
        "单位：件",
        "注：2025年为预测数",
    ]
    assert [block.rows for block in blocks if block.kind is BlockKind.TABLE] == [ROWS]


def test_a_header_whose_first_cell_is_empty_stays_a_header() -> None:
    (block,) = read(book_of({"Sheet1": [["", "金额"], ["甲", 1], ["乙", 2]]})).blocks
    assert block.rows == (("", "金额"), ("甲", "1"), ("乙", "2"))


def test_merged_cells_stand_in_every_place_and_count_once() -> None:
    book = book_of({"Sheet1": [["区县", "专利", ""], ["", "申请", "授权"], ["海曙", 1, 2], ["", 3, 4], ["江北", 5, 6]]})
    for merge in ("A1:A2", "B1:C1", "A3:A4"):
        book.active.merge_cells(merge)
    (block,) = read(book).blocks
    assert block.rows == (
        ("区县", "专利", "专利"),
        ("区县", "申请", "授权"),
        ("海曙", "1", "2"),
        ("海曙", "3", "4"),
        ("江北", "5", "6"),
    )
    assert block.header_rows == 2
    assert block.text.count("海曙") == 1


def test_rows_that_are_two_cells_high_throughout_do_not_slip() -> None:
    book = book_of({"Sheet1": [["甲", "乙"], ["", ""], ["丙", "丁"], ["", ""], ["戊", "己"]]})
    for merge in ("A1:A2", "B1:B2", "A3:A4", "B3:B4"):
        book.active.merge_cells(merge)
    (block,) = read(book).blocks
    assert block.rows == (("甲", "乙"), ("丙", "丁"), ("戊", "己"))


def test_blank_rows_and_columns_part_tables() -> None:
    pair = [["甲", "乙"], [1, 2]]
    beside = [[*left, None, *right] for left, right in zip(pair, [["丙", "丁"], [3, 4]], strict=True)]
    blocks = read(book_of({"Sheet1": [*beside, [], ["戊", "己"], [5, 6]]})).blocks
    assert [block.rows[0] for block in blocks] == [("甲", "乙"), ("丙", "丁"), ("戊", "己")]


def test_one_column_is_paragraphs_and_a_cell_of_several_lines_too() -> None:
    blocks = read(book_of({"Sheet1": [["一、总体要求"], ["坚持创新。\n坚持开放。"], ["二、主要任务"]]})).blocks
    assert [block.text for block in blocks] == ["一、总体要求", "坚持创新。", "坚持开放。", "二、主要任务"]
    assert {(block.kind, block.box) for block in blocks} == {(BlockKind.TEXT, None)}


def test_several_sheets_are_headed_by_their_names_but_not_by_those_excel_gives() -> None:
    source = read(book_of({"资金安排": [["甲"]], "空表": [], "Sheet3": [["乙"]], "进度": [["丙"]]}))
    assert [(block.text, block.level) for block in source.blocks] == [
        ("资金安排", 2),
        ("甲", None),
        ("乙", None),
        ("进度", 2),
        ("丙", None),
    ]


def test_the_only_sheet_with_words_needs_no_heading() -> None:
    assert [block.text for block in read(book_of({"资金": [["甲"]], "空表": []})).blocks] == ["甲"]


def test_what_is_hidden_is_set_aside_with_a_warning() -> None:
    book = book_of({"公开": [*TABLE, ["内部数", "件", 7]], "底稿": [["草稿"]], "更深": [["机密"]]})
    book["公开"].row_dimensions[4].hidden = True
    book["公开"].column_dimensions["B"].hidden = True
    book["底稿"].sheet_state, book["更深"].sheet_state = "hidden", "veryHidden"
    source = read(book)
    (block,) = source.blocks
    assert block.rows == (("指标", "2025年"), ("发明专利", "120"), ("商标", "3500"))
    hidden = [each.text for each in source.omissions if each.kind is OmissionKind.HIDDEN]
    assert sorted(hidden) == sorted(["单位", "件", "件", "内部数", "件", "7", "草稿", "机密"])
    assert any("公开" in warning and "底稿" in warning for warning in source.warnings)


def test_a_hidden_row_parts_no_table() -> None:
    book = book_of({"Sheet1": [TABLE[0], [], *TABLE[1:]]})
    book.active.row_dimensions[2].hidden = True
    assert [block.rows for block in read(book).blocks] == [ROWS]


def test_a_merged_cell_whose_first_row_is_hidden_is_shown() -> None:
    book = book_of({"Sheet1": [["甲", "一"], ["", "二"], ["乙", "三"]]})
    book.active.merge_cells("A1:A2")
    book.active.row_dimensions[1].hidden = True
    source = read(book)
    assert source.blocks[0].rows == (("甲", "二"), ("乙", "三"))
    assert [each.text for each in source.omissions] == ["一"]


def test_words_below_a_merged_cell_are_not_shown() -> None:
    content = edited(
        saved(book_of({"Sheet1": [["甲", "旧字"], ["乙", "丙"]]})),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
    )
    source = read(content)
    assert [each.text for each in source.omissions] == ["旧字"]


def test_remarks_charts_and_pictures_are_named() -> None:
    book = book_of({"Sheet1": TABLE})
    book.active["A1"].comment = Comment("请核对", "处里")
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=3, min_row=1, max_row=3))
    book.active.add_chart(chart, "F1")
    source = read(book)
    assert [(each.text, each.kind) for each in source.omissions] == [("请核对", OmissionKind.COMMENT)]
    assert any("批注" in warning for warning in source.warnings)
    assert any("图表" in warning for warning in source.warnings)


def test_a_text_box_is_read_after_the_sheets() -> None:
    drawing = (
        '<wsDr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<a:p><a:r><a:t>本表由</a:t></a:r><a:r><a:t>市局填报</a:t></a:r></a:p></wsDr>"
    )
    out = io.BytesIO(saved(book_of({"Sheet1": TABLE})))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("xl/drawings/drawing1.xml", drawing)
    assert read(out.getvalue()).blocks[-1].text == "本表由市局填报"


def test_a_formula_without_a_result_is_reported() -> None:
    source = read(book_of({"Sheet1": [*TABLE, ["合计", "件", "=SUM(C2:C3)"]]}))
    assert any("1 个公式" in warning for warning in source.warnings)


def test_a_formula_shows_its_last_result() -> None:
    content = edited(
        saved(book_of({"Sheet1": [*TABLE, ["合计", "件", "=SUM(C2:C3)"]]})),
        SHEET,
        lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>3620</v>", xml),
    )
    source = read(content)
    assert source.blocks[0].rows[-1] == ("合计", "件", "3620")
    assert not source.warnings


@pytest.mark.parametrize("prefixed", [False, True])
def test_a_strict_workbook_and_one_with_prefixes_read_alike(prefixed: bool) -> None:
    def change(xml: bytes) -> bytes:
        strict = xml.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        return re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", strict).replace(b"xmlns=", b"xmlns:x=") if prefixed else strict

    assert read(edited(saved(book_of({"Sheet1": TABLE})), SHEET, change)).blocks[0].rows == ROWS


def test_rows_and_cells_without_places_count_on() -> None:
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in ROWS
    )
    content = edited(
        saved(book_of({"Sheet1": TABLE})),
        SHEET,
        lambda xml: re.sub(
            rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), xml, flags=re.DOTALL
        ),
    )
    assert read(content).blocks[0].rows == ROWS


def test_a_guide_to_pronunciation_and_escaped_signs_are_no_words() -> None:
    cell = (
        '<c r="A1" t="inlineStr"><is><r><t>知识</t></r><r><t>产权_x000D_局</t></r>'
        "<rPh sb='0' eb='1'><t>zhi</t></rPh></is></c>"
    )
    content = edited(
        saved(book_of({"Sheet1": [["甲"]]})),
        SHEET,
        lambda xml: re.sub(
            rb"<sheetData>.*</sheetData>",
            f'<sheetData><row r="1">{cell}</row></sheetData>'.encode(),
            xml,
            flags=re.DOTALL,
        ),
    )
    assert [block.text for block in read(content).blocks] == ["知识产权", "局"]


def test_a_million_empty_rows_cost_little() -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(4, 100_000))
    content = edited(
        saved(book_of({"Sheet1": TABLE})),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>"),
    )
    assert read(content).blocks[0].rows == ROWS


def test_merges_of_whole_rows_and_columns_end_with_the_words() -> None:
    book = book_of({"Sheet1": [["主要指标"], *TABLE]})
    content = edited(
        saved(book),
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>",
            b'</sheetData><mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="H1:XFD1048576"/></mergeCells>',
        ),
    )
    assert read(content).blocks[1].rows == ROWS


@pytest.mark.parametrize("limit", ["CELLS", "CHARACTERS", "_COVERED"])
def test_a_workbook_beyond_the_limits_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    book = book_of({"Sheet1": TABLE})
    book.active.merge_cells("A1:B2")
    monkeypatch.setattr(xlsx, limit, 3)
    with pytest.raises(FileRefused, match="大"):
        xlsx.read(saved(book))


def test_words_far_apart_make_no_endless_table() -> None:
    book = book_of({"Sheet1": [["甲"]]})
    book.active["XFD1048576"] = "乙"
    assert [block.text for block in read(book).blocks] == ["甲", "乙"]


def test_a_diagonal_is_refused_before_it_fills_the_memory() -> None:
    book = book_of({"Sheet1": []})
    for i in range(1, 1102):
        book.active.cell(1, i, "甲")
        book.active.cell(i, 1, "乙")
    with pytest.raises(FileRefused, match="拆分"):
        xlsx.read(saved(book))


SHOWN: list[tuple[Value, str, str]] = [
    (5, "General", "5"),
    (5.0, "General", "5"),
    (0.1 + 0.2, "General", "0.3"),
    (123456789012, "General", "123456789012"),
    (-3, "", "-3"),
    (0.5, "0%", "50%"),
    (0.1234, "0.00%", "12.34%"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234, "#,##0", "1,234"),
    (-5.26, "#,##0.0_ ", "-5.3"),
    (-12.5, "0.0_);[Red]\\(0.0\\)", "(12.5)"),
    (12345, '0\\.0,"万"', "1.2万"),
    (12345678, '0.0,,"百万"', "12.3百万"),
    (3.5, '0.00"万元"', "3.50万元"),
    (3.5, "[$¥-804]#,##0.00", "¥3.50"),
    (1234.5, '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', "¥1,234.50"),
    (0, '0;-0;"-"', "-"),
    (0, "0;-0;;@", ""),
    (0.5, "#.##", ".5"),
    (100, "0.##", "100"),
    (1.005, "0.00", "1.01"),
    (5, "000", "005"),
    (7, '"第"0"条"', "第7条"),
    (13800001111, "000\\-0000\\-0000", "138-0000-1111"),
    (5, "@", "5"),
    (0, "@", "0"),
    (3, "# ?/?", "3"),
    (float("inf"), "0", "inf"),
    (True, "General", "TRUE"),
    ("甲", "@", "甲"),
    (datetime(2021, 3, 1), "mm-dd-yy", "2021/3/1"),
    (date(2021, 3, 1), "yyyy-mm-dd", "2021-03-01"),
    (datetime(2021, 3, 1), 'yyyy"年"m"月"d"日";@', "2021年3月1日"),
    (datetime(2021, 12, 21), '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二一年十二月二十一日"),
    (datetime(2021, 10, 10), "[DBNum1]m月d日", "十月十日"),
    (datetime(2021, 3, 1), "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2021年3月1日"),
    (datetime(2021, 3, 1), "aaaa", "星期一"),
    (datetime(2021, 3, 1, 14, 5, 9), "yyyy-mm-dd hh:mm:ss", "2021-03-01 14:05:09"),
    (datetime(2021, 3, 1, 14, 5), '上午/下午h"时"mm"分"', "下午2时05分"),
    (time(14, 5), "h:mm", "14:05"),
    (timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
]


@pytest.mark.parametrize(("value", "number_format", "words"), SHOWN)
def test_a_value_is_written_as_its_cell_shows_it(value: Value, number_format: str, words: str) -> None:
    assert shown(value, number_format) == words


@pytest.mark.parametrize(("number", "words"), [(31, "2021年3月1日"), (57, "2021年3月"), (58, "3月1日")])
def test_dates_by_number_only_are_those_of_a_chinese_excel(number: int, words: str) -> None:
    assert shown(datetime(2021, 3, 1), LOCAL_DATES[number]) == words
    book = book_of({"Sheet1": [["日期", "数"], [44256, 1]]})
    book.active["A2"].number_format = "0.000000"
    content = edited(
        saved(book),
        "xl/styles.xml",
        lambda xml: re.sub(rb'(<cellXfs.*)numFmtId="1\d\d"', rb'\1numFmtId="%d"' % number, xml, flags=re.DOTALL),
    )
    assert read(content).blocks[0].rows[1] == (words, "1")


def test_dates_that_count_from_1904() -> None:
    book = book_of({"Sheet1": [["日期", "数"], [42794, 1]]})
    book.epoch = CALENDAR_MAC_1904
    book.active["A2"].number_format = "yyyy-mm-dd"
    assert read(book).blocks[0].rows[1] == ("2021-03-01", "1")


def with_shared_strings(strings: str) -> bytes:
    """A workbook whose cells A1 and B1 show the shared strings 0 and 1, as those that Excel writes do."""
    content = edited(saved(book_of({"Sheet1": [[0, 1]]})), SHEET, lambda xml: xml.replace(b't="n"', b't="s"'))
    content = edited(
        content,
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            b'<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
            b' Target="sharedStrings.xml"/></Relationships>',
        ),
    )
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()


STRINGS = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲</t></si>'
    "<si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si></sst>"
)


def test_shared_strings_are_looked_up() -> None:
    assert [block.text for block in read(with_shared_strings(STRINGS)).blocks] == ["甲", "乙丙"]


@pytest.mark.parametrize("strings", [STRINGS[:-20], STRINGS.replace("<si><t>甲</t></si>", "")])
def test_damaged_or_missing_shared_strings_are_refused(strings: str) -> None:
    with pytest.raises(FileRefused, match="已损坏"):
        xlsx.read(with_shared_strings(strings))


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET, "xl/styles.xml"])
def test_a_damaged_part_is_refused_in_one_sentence(name: str) -> None:
    content = edited(saved(book_of({"Sheet1": TABLE})), name, lambda xml: xml[: len(xml) // 2])
    with pytest.raises(FileRefused, match="已损坏"):
        xlsx.read(content)


def test_blocks_hold_no_line_ends_of_cells() -> None:
    (block,) = read(book_of({"Sheet1": [["甲\n乙", "丙"], ["丁", "戊\t己"]]})).blocks
    assert block == Block("甲乙\t丙\n丁\t戊 己", BlockKind.TABLE, rows=(("甲乙", "丙"), ("丁", "戊 己")))


def test_two_cells_at_one_place_keep_their_words() -> None:
    content = edited(
        saved(book_of({"Sheet1": [["甲", "乙"], ["丙", "丁"]]})), SHEET, lambda xml: xml.replace(b'"B2"', b'"A2"')
    )
    assert read(content).blocks[0].text == "甲\t乙\n丙丁\t"
