"""Export: what a Word file and a workbook hold when they are opened again."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document as Written
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.export import alignment_paper, alignment_sheets, revision_paper, revision_sheet, word, workbook
from kb.model.comparison import Alignment, Change, Figures, Mark, Pair, Part, Revision, Row, Run
from kb.model.paper import Cell, Grid, Heading, Paper, Paragraph, Sheet, Style, Words
from kb.model.record import Indicator, Role

CHANGED = (Words("旧", Style.DELETED), Words("新", Style.INSERTED))
PAPER = Paper(
    "某市样品管理办法解读",
    (
        Heading("一、总体要求"),
        Paragraph("第一段。\n第二段。"),
        Heading("（一）目标", 2),
        Paragraph((Words("着重", Style.BOLD), Words("，以及其他。"))),
        Grid(("指标", "数值"), (("著作权登记量", "8000"), ("专利量", CHANGED)), (2, 1), "表1 主要指标"),
        Paragraph("来源：规划第三章", note=True),
    ),
    subtitle="（2025年）",
)


def opened(paper: Paper) -> Written:
    return docx.Document(BytesIO(word(paper)))


def paragraphs(document: Written) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in document.paragraphs if each.style]


def test_a_paper_is_its_pieces_in_order() -> None:
    assert paragraphs(opened(PAPER)) == [
        ("Title", "某市样品管理办法解读"),
        ("Subtitle", "（2025年）"),
        ("Heading 1", "一、总体要求"),
        ("Normal", "第一段。"),
        ("Normal", "第二段。"),
        ("Heading 2", "（一）目标"),
        ("Normal", "着重，以及其他。"),
        ("Grid Text", "表1 主要指标"),
        ("Note", "来源：规划第三章"),
    ]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Normal", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
    ],
)
def test_fonts_are_those_of_official_documents(style: str, font: str, size: int) -> None:
    found = opened(PAPER).styles[style]
    fonts = found.element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert not [name for name in fonts.attrib if "Theme" in name]
    assert found.font.size == Pt(size)  # type: ignore[attr-defined]


def test_a_font_that_is_not_installed_has_another_name() -> None:
    document = opened(PAPER)
    (fonts,) = [part for part in document.part.package.iter_parts() if part.partname.endswith("fontTable.xml")]
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="宋体"/>' in fonts.blob.decode()


@pytest.mark.parametrize("landscape", [False, True])
def test_the_page_is_a4_with_the_margins_of_the_standard(landscape: bool) -> None:
    (section,) = opened(Paper("标题", (), landscape=landscape)).sections
    size = [round(each / Mm(1)) for each in (section.page_width, section.page_height) if each]
    assert size == ([297, 210] if landscape else [210, 297])
    margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    expected = [28, 37, 26, 35] if landscape else [37, 26, 35, 28]
    assert [round(each / Mm(1)) for each in margins if each] == expected


def test_pages_are_numbered_at_the_outer_edge() -> None:
    document = opened(PAPER)
    (section,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        (paragraph,) = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph.alignment is not None
        assert paragraph.alignment.name == side
        assert [each.text for each in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]


def test_a_table_repeats_its_header_and_keeps_its_marks() -> None:
    (table,) = opened(PAPER).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["指标", "数值"],
        ["著作权登记量", "8000"],
        ["专利量", "旧新"],
    ]
    assert [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [
        True,
        False,
        False,
    ]
    struck, added = table.rows[2].cells[1].paragraphs[0].runs
    assert (struck.font.strike, struck.bold, added.underline, added.bold) == (True, None, True, True)
    widths = [cell.width for cell in table.rows[0].cells]
    assert widths[0] is not None
    assert widths[1] is not None
    assert abs(widths[0] - 2 * widths[1]) < Mm(1)


def part(label: str, text: str, title: str = "") -> Part:
    return Part((f"甲/{label}",), label, title, f"《甲》{label}", text)


SAME = part("第一条", "第一条 同。")
REVISION = Revision(
    "某市专利办法",
    "某市专利条例",
    (
        Row(Change.SAME, SAME, SAME, (Run(Mark.KEPT, SAME.text, SAME.text),)),
        Row(
            Change.CHANGED,
            part("第二条", "第二条 三日内。\n备案。"),
            part("第三条", "第三条 五日内。\n备案。"),
            (
                Run(Mark.DELETED, "第二条 三", ""),
                Run(Mark.INSERTED, "", "第三条 五"),
                Run(Mark.KEPT, "日内。\n备案。", "日内。\n备案。"),
            ),
        ),
        Row(Change.ADDED, None, part("第四条", "第四条 新。"), (Run(Mark.INSERTED, "", "第四条 新。"),)),
    ),
)


def test_the_table_of_a_revision_shows_each_side_with_its_own_marks() -> None:
    document = opened(revision_paper(REVISION, old="2010年", new="2023年"))
    assert document.paragraphs[0].text == "《某市专利条例》新旧条文对照表"
    assert document.paragraphs[1].text == "新增1处，修改1处，未变1处。"
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["2010年", "2023年"],
        ["第二条 三日内。\n备案。", "第三条 五日内。\n备案。"],
        ["", "第四条 新。"],
    ]
    left, right = (cell.paragraphs[0].runs for cell in table.rows[1].cells)
    assert [(run.text, run.font.strike) for run in left] == [("第二条 三", True), ("日内。", None)]
    assert [(run.text, run.underline) for run in right] == [("第三条 五", True), ("日内。", None)]
    assert len(opened(revision_paper(REVISION, whole=True)).tables[0].rows) == 4
    assert revision_sheet(REVISION).rows[2] == ("新增", "", "第四条", "", "第四条 新。")


def test_an_alignment_shows_tasks_figures_and_what_only_one_has() -> None:
    figure = Indicator("登记量", "8000", Decimal(8000), "件", 2025, Role.TARGET, "乙/1", "登记量\t8000")
    alignment = Alignment(
        "甲",
        "乙",
        (Pair(part("一", "一、保护"), part("二", "二、保护"), 0.5),),
        (part("三", "三、人才"),),
        (),
        (Figures("登记量", (), (figure,)),),
    )
    document = opened(alignment_paper(alignment))
    assert [text for style, text in paragraphs(document) if style == "Heading 1"] == [
        "一、内容相近的部分",
        "二、指标对照",
        "三、只有《甲》有的部分",
    ]
    assert [table.rows[1].cells[-1].text for table in document.tables] == [
        "《甲》二\n二、保护",
        "2025年目标　8000件",
        "三、人才",
    ]
    tasks, figures = alignment_sheets(alignment)
    assert tasks.rows[1] == ("《甲》三", "三、人才", "", "")
    assert figures.rows == (("登记量", "乙", 2025, "目标", Decimal(8000), "件", "登记量\t8000"),)


SHEET = Sheet(
    "指标/2025",
    ("名称", "数值", "日期"),
    (
        ("=SUM(A1:A9)", 8000, date(2025, 1, 2)),
        ("+86", Decimal("3.5"), None),
        ("-1\x00\x0b", 0.5, None),
        ("@甲\r\n乙", 10**16, None),
        ("#N/A", -3, None),
    ),
)


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers() -> None:
    (sheet,) = openpyxl.load_workbook(BytesIO(workbook([SHEET]))).worksheets
    assert sheet.title == "指标2025"
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["=SUM(A1:A9)", 8000, sheet["C2"].value],
        ["+86", 3.5, None],
        ["-1", 0.5, None],
        ["@甲\n乙", str(10**16), None],
        ["#N/A", -3, None],
    ]
    assert {cell.data_type for (cell,) in sheet.iter_rows(min_row=2, max_col=1)} == {"s"}
    assert [cell.quotePrefix for (cell,) in sheet.iter_rows(min_row=2, max_col=1)] == [True, True, True, True, False]
    assert sheet["C2"].value.date() == date(2025, 1, 2)
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet.auto_filter.ref) == ("A2", True, "A1:C6")
    assert sheet.column_dimensions["A"].width == 13


def test_sheets_have_names_of_their_own() -> None:
    sheets = [Sheet(name, ("甲",), ()) for name in ("指标", "指标", "", "很" * 40, "很" * 40)]
    names = openpyxl.load_workbook(BytesIO(workbook(sheets))).sheetnames
    assert names == ["指标", "指标(2)", "Sheet", "很" * 31, "很" * 27 + "(2)"]


ANY_TEXT = st.text(max_size=30)


@settings(max_examples=25)
@given(ANY_TEXT, ANY_TEXT)
def test_no_character_breaks_a_file(one: str, other: str) -> None:
    document = opened(Paper(one, (Heading(other), Paragraph(one), Grid((one,), ((other,),)))))
    assert len(document.tables[0].rows) == 2
    (sheet,) = openpyxl.load_workbook(BytesIO(workbook([Sheet(one, (other,), ((one,),))]))).worksheets
    assert sheet.max_row <= 2


CELLS = st.one_of(st.none(), st.integers(-(10**14), 10**14), st.dates(date(1950, 1, 1)), st.sampled_from("甲乙=丙"))


@settings(max_examples=25)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=4))
def test_the_same_input_gives_the_same_workbook(rows: list[tuple[Cell, Cell]]) -> None:
    sheet = Sheet("甲", ("一", "二"), tuple(rows))
    assert workbook([sheet]) == workbook([sheet])


@pytest.mark.parametrize("content", [word(PAPER), workbook([SHEET])], ids=["docx", "xlsx"])
def test_the_time_of_making_leaves_no_trace(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as package:
        assert {each.date_time for each in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core)) == {"1980-01-01T00:00:00Z"}


def test_the_same_paper_gives_the_same_file() -> None:
    assert word(PAPER) == word(PAPER)
