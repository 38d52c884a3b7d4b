"""PDF: what is printed on pages becomes the paragraphs, frames and tables that were written, and nothing is lost."""

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from kb.errors import FileRefused
from kb.model import Block, BlockKind, Field, OmissionKind, Section, Source
from kb.parse import parse, passages_of
from kb.read import pdf, read
from kb.read.assembly import listed
from kb.read.layout.layer import is_garbage
from kb.read.layout.lines import printed_form

FONT = "STSong-Light"
PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
TITLE = "宁波市知识产权发展“十四五”规划"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def printed(text: str) -> int:
    return len("".join(text.split()))


def read_whole(content: bytes) -> Source:
    """What a PDF gives, each of its characters exactly once."""
    source = pdf.read(content)
    placed = sum(printed(each.text) for each in (*source.blocks, *source.omissions))
    assert source.characters == placed
    return source


def style(**changes: object) -> ParagraphStyle:
    usual = {"fontName": FONT, "fontSize": 12, "leading": 20, "wordWrap": "CJK", "firstLineIndent": 24}
    return ParagraphStyle("甲", **{**usual, **changes})


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def table_of(block: Block) -> Flowable:
    plain = style(firstLineIndent=0, fontSize=10.5, leading=15)
    rows = [[Paragraph(escaped(cell), plain) for cell in row.split("\t")] for row in block.text.split("\n")]
    return Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], repeatRows=1)


def frame_of(blocks: list[Block]) -> Flowable:
    rows = [[Paragraph(escaped(block.text), style(fontSize=10.5, leading=16, firstLineIndent=21))] for block in blocks]
    return Table(rows, style=[("BOX", (0, 0), (-1, -1), 0.75, "black")])


def story_of(blocks: tuple[Block, ...], font: int) -> list[Flowable]:
    story: list[Flowable] = []
    framed: list[Block] = []
    for block, after in zip(blocks, (*blocks[1:], Block("")), strict=True):
        if block.box is not None:
            framed.append(block)
            if after.box != block.box:
                story.append(frame_of(framed))
                framed = []
        elif block.kind is BlockKind.TABLE:
            story.append(table_of(block))
        else:
            story.append(
                Paragraph(escaped(block.text), style(fontSize=font, leading=1.7 * font, firstLineIndent=2 * font))
            )
    return story


def decorated(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawString(80, A4[1] - 40, TITLE)
    canvas.line(80, A4[1] - 44, A4[0] - 80, A4[1] - 44)
    canvas.drawCentredString(A4[0] / 2, 36, f"— {document.page} —")


def set_in_type(blocks: tuple[Block, ...], font: int) -> bytes:
    buffer = io.BytesIO()
    document = SimpleDocTemplate(buffer, pagesize=A4, leftMargin=80, rightMargin=80, invariant=1)
    document.build(story_of(blocks, font), onFirstPage=decorated, onLaterPages=decorated)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def plan() -> Source:
    """The plan; two spaces on end are one, for ReportLab sets them so."""
    return read(PLAN, re.sub(" {2,}", " ", PLAN.read_text("utf-8")).encode())


def without_page(section: Section) -> tuple[object, ...]:
    return (
        section.id, section.kind, section.label, section.title, section.heading, section.citation, section.texts,
        section.table,
    )  # fmt: skip


@pytest.mark.parametrize(("font", "known"), [(12, {Field.TITLE: TITLE}), (16, {})], ids=["title known", "title read"])
def test_the_plan_set_in_type_gives_the_same_tree_tables_and_passages_as_its_text(plan, font, known):
    told = {"document": "甲", "file": "甲", "sha256": "", "known": known, "fallback_title": TITLE}
    text = parse(plan, **told)
    set_ = parse(read_whole(set_in_type(plan.blocks, font)), **told)
    assert [without_page(section) for section in set_.sections] == [without_page(section) for section in text.sections]
    assert [(p.id, p.path, p.text) for p in passages_of(set_)] == [(p.id, p.path, p.text) for p in passages_of(text)]
    assert set_.report.balanced


Drawing = Callable[[Canvas], None]


def drawn(*pages: Drawing, size: tuple[float, float] = A4) -> bytes:
    buffer = io.BytesIO()
    paper = Canvas(buffer, pagesize=size, invariant=1)
    for draw in pages:
        paper.setFont(FONT, 12)
        draw(paper)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def lines(*texts: str, left: float = 80, top: float = 760, step: float = 20, font: float = 12) -> Drawing:
    """Lines below each other; 　 in front of one is an indent."""

    def draw(paper: Canvas) -> None:
        paper.setFont(FONT, font)
        for at, text in enumerate(texts):
            bare = text.lstrip("　")
            paper.drawString(left + font * (len(text) - len(bare)), top - step * at, bare)

    return draw


def both(*drawings: Drawing) -> Drawing:
    def draw(paper: Canvas) -> None:
        for each in drawings:
            each(paper)

    return draw


def centred(*texts: str, top: float = 760, font: float = 22) -> Drawing:
    def draw(paper: Canvas) -> None:
        paper.setFont(FONT, font)
        for at, text in enumerate(texts):
            paper.drawCentredString(A4[0] / 2, top - 1.4 * font * at, text)

    return draw


def grid(xs: list[float], ys: list[float], cells: list[list[str]]) -> Drawing:
    """A table with all its rules; None in a cell's place is a cell that its left neighbour covers."""

    def draw(paper: Canvas) -> None:
        paper.setFont(FONT, 10)
        paper.grid(xs, ys)
        for y, row in zip(ys, cells, strict=False):
            for x, text in zip(xs, row, strict=False):
                paper.drawString(x + 4, y - 14, text)

    return draw


def texts_of(content: bytes) -> list[str]:
    return [block.text for block in read_whole(content).blocks]


FULL = "为了加强全市知识产权保护激发创新活力根据有关法律法规结合本市实际制定本办法"[:36]
FIRST = FULL[:34]
"""36 characters and, behind an indent, 34: the most that stand between margins of 80 and 515 points at 12 points."""


def test_the_parts_of_an_official_document_are_blocks_of_their_own():
    first = both(
        centred("甲市发展和改革局", "甲市财政局文件", top=780, font=34),
        centred("甲发改〔2021〕5号", top=660, font=12),
        centred("关于加强知识产权保护工作和", "专利资助管理工作的通知", top=600),
        lines("各区人民政府，市政府各部门：", "　　" + FIRST, FULL, "请遵照执行。", top=520),
        lines("甲市发展和改革局", left=380, top=400),
        lines("甲市财政局", left=398, top=380),
        lines("2021年6月1日", left=390, top=360),
        lines("　　（此件公开发布）", top=320),
        lines("抄送：市委各部门，市人大常委会办公厅，市政协办公厅。", left=90, top=120, font=10),
        lines("甲市发展和改革局办公室      2021年6月2日印发", left=90, top=100, font=10),
    )
    assert texts_of(drawn(first)) == [
        "甲市发展和改革局",
        "甲市财政局文件",
        "甲发改〔2021〕5号",
        "关于加强知识产权保护工作和专利资助管理工作的通知",
        "各区人民政府，市政府各部门：",
        FIRST + FULL + "请遵照执行。",
        "甲市发展和改革局",
        "甲市财政局",
        "2021年6月1日",
        "（此件公开发布）",
        "抄送：市委各部门，市人大常委会办公厅，市政协办公厅。",
        "甲市发展和改革局办公室 2021年6月2日印发",
    ]


def test_the_lines_of_a_cover_stand_for_themselves():
    cover = centred("甲市知识产权", "发展规划", "（2021—2025年）", "2021年6月", font=26)
    assert texts_of(drawn(both(cover, lines(FULL, top=300)))) == [
        "甲市知识产权发展规划（2021—2025年）",
        "2021年6月",
        FULL,
    ]


INDENTED = ["　　" + FIRST, FULL, "完。"] * 3


@pytest.mark.parametrize(
    ("last", "paragraphs"),
    [
        (["　　" + FIRST[:-1] + "。", "　　二段。"], [FIRST[:-1] + "。", "二段。"]),
        (["　　" + FIRST[:-2], "办“法”甲。"], [FIRST[:-2] + "办“法”甲。"]),
        (["　　" + FIRST, "依照", "　　二段。"], [FIRST + "依照", "二段。"]),
        (["　　" + FIRST[:-1] + "（", "试行）。"], [FIRST[:-1] + "（试行）。"]),
        (["　　一、总则", "　　" + FIRST, "法。"], ["一、总则", FIRST + "法。"]),
        (["　　" + FIRST, "第三条的规定。"], [FIRST + "第三条的规定。"]),
        (["　　短。", "顶格的另一段。"], ["短。", "顶格的另一段。"]),
        (["　　according to the Patent", "　　二段。"], ["according to the Patent", "二段。"]),
    ],
    ids=[
        "a full line and an indent", "a word that did not fit", "a short line ends", "an open bracket",
        "a heading", "a cross-reference at a line's start", "a short line without indent", "Latin words",
    ],
)  # fmt: skip
def test_where_a_paragraph_ends_its_lines_say(last, paragraphs):
    whole = "".join(line.strip("　") for line in INDENTED[:3])
    assert texts_of(drawn(lines(*INDENTED, *last))) == [whole] * 3 + paragraphs


def test_a_paragraph_goes_on_behind_the_page_s_end_and_belongs_to_its_first_page():
    source = read_whole(drawn(lines(*INDENTED, "　　" + FIRST), lines("并施行。", "　　二段。")))
    assert [(block.text, block.page) for block in source.blocks[-2:]] == [(FIRST + "并施行。", 1), ("二段。", 2)]


def test_the_lines_of_a_contents_page_stay_lines():
    entries = [f"第{n}章 总则{'…' * 14}{page}" for n, page in zip("一二三四", (1, 3, 10, 12), strict=True)]
    assert texts_of(drawn(both(centred("目录", font=14), lines(*entries, top=700)))) == ["目录", *entries]


def test_spaces_are_those_of_the_text_and_none_of_the_setting():
    def spread(paper: Canvas) -> None:
        for at, char in enumerate("税务总局办公厅"):
            paper.drawString(80 + 18 * at, 700, char)
        paper.drawString(80, 660, "目")
        paper.drawString(116, 660, "录")
        paper.drawString(80, 620, "2021")
        paper.drawString(108, 620, "年")

    assert texts_of(drawn(spread)) == ["税务总局办公厅", "目 录", "2021年"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("— 1 —", "— 2 —"),
        ("1", "2"),
        ("第1页 共9页", "第2页 共9页"),
        ("1/9", "2/9"),
        ("第一页", "第二页"),
        ("- i -", "- ii -"),
    ],
)
def test_page_numbers_on_either_side_are_named(left, right):
    pages = [both(lines(FULL), lines(left, left=500, top=40)), both(lines(FULL), lines(right, left=60, top=40))]
    source = read_whole(drawn(*pages))
    assert [block.text for block in source.blocks] == [FULL + FULL]
    assert [(each.text, each.kind) for each in source.omissions] == [(left, "页码"), (right, "页码")]


def test_running_heads_of_left_and_right_pages_are_named_though_they_hold_the_page_number():
    heads = ["甲市人民政府公报 第1页", "2021年第3期", "甲市人民政府公报 第3页", "2021年第3期"] * 2
    pages = [both(lines(head, top=800), lines(f"第{n}条 内容。")) for n, head in enumerate(heads, start=1)]
    source = read_whole(drawn(*pages))
    assert [block.text for block in source.blocks] == [f"第{n}条 内容。" for n in range(1, 9)]
    assert {each.kind for each in source.omissions} == {OmissionKind.RUNNING_HEAD}


def test_annexes_that_begin_their_pages_are_no_running_heads():
    pages = [lines(f"附件 {n}", f"{name}申请表") for n, name in enumerate("甲乙丙丁", start=1)]
    assert [text for text in texts_of(drawn(*pages)) if text.startswith("附件")] == [f"附件 {n}" for n in range(1, 5)]


def test_a_year_at_the_end_of_a_page_is_no_page_number():
    assert texts_of(drawn(lines("甲办法", "2021"), lines("乙。")))[:2] == ["甲办法", "2021"]


def test_watermarks_are_named_whether_slanted_or_straight():
    def slanted(paper: Canvas) -> None:
        paper.saveState()
        paper.translate(200, 300)
        paper.rotate(45)
        paper.setFont(FONT, 40)
        paper.drawString(0, 0, "内部资料")
        paper.restoreState()

    def straight(paper: Canvas) -> None:
        paper.setFont(FONT, 60)
        paper.drawString(150, 400, "征求意见")

    pages = [both(slanted, straight, lines(f"第{n}条 正文。", f"{n}完。")) for n in range(1, 4)]
    source = read_whole(drawn(*pages))
    assert "内部资料" not in "".join(block.text for block in source.blocks)
    marks = [(each.text, each.kind) for each in source.omissions]
    assert sorted(marks) == sorted([("内部资料", "水印印章"), ("征求意见", "水印印章")] * 3)


def test_type_that_is_printed_twice_to_look_bold_is_read_once():
    assert texts_of(drawn(both(lines("第一条 总则"), lines("第一条 总则", left=80.4)))) == ["第一条 总则"]


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("⼀", "一"),
        ("⻓", "长"),
        ("2014\xad2020", "2014-2020"),
        ("(cid:12)", "\ufffd"),
        ("甲\u200b", "甲"),
        ("Ａ", "Ａ"),
    ],
)
def test_a_character_has_its_everyday_code(shown, meant):
    assert printed_form(shown) == meant


XS, YS = [80.0, 200.0, 320.0, 440.0], [700.0, 670.0, 640.0, 610.0]
HEAD, ROW = ["指标", "单位", "目标"], ["专利", "件", "80"]


def only_table(content: bytes) -> Block:
    (table,) = [block for block in read_whole(content).blocks if block.kind is BlockKind.TABLE]
    return table


def test_a_ruled_table_is_read_cell_for_cell_and_in_its_place():
    page = both(lines("表1 指标"), grid(XS, YS, [HEAD, ROW, ["商标", "", "90"]]), lines("后文。", top=560))
    source = read_whole(drawn(page))
    assert [block.text for block in source.blocks] == [
        "表1 指标",
        "指标\t单位\t目标\n专利\t件\t80\n商标\t\t90",
        "后文。",
    ]
    assert source.blocks[1].rows == (tuple(HEAD), tuple(ROW), ("商标", "", "90"))


def test_merged_cells_hold_their_words_in_every_place_and_once_in_the_text():
    def merged(paper: Canvas) -> None:
        paper.setFont(FONT, 10)
        paper.rect(80, 610, 360, 90)
        paper.lines([(80, 640, 440, 640), (200, 670, 440, 670), (200, 610, 200, 700), (320, 610, 320, 670)])
        for x, y, text in (
            (84, 660, "指标"),
            (204, 680, "目标"),
            (204, 650, "2020年"),
            (324, 650, "2025年"),
            *((84 + 120 * at, 620, text) for at, text in enumerate(("专利", "70", "80"))),
        ):
            paper.drawString(x, y, text)

    table = only_table(drawn(merged))
    assert table.rows == (("指标", "目标", "目标"), ("指标", "2020年", "2025年"), ("专利", "70", "80"))
    assert table.text == "指标\t目标\t\n\t2020年\t2025年\n专利\t70\t80"
    assert table.header_rows == 2


def test_a_cell_s_lines_are_one_where_the_cell_is_too_narrow_and_two_where_it_is_not():
    page = both(
        grid([80, 114, 440], [700, 650, 600], [["2020", "一百"], ["甲", "乙"]]),
        lines("年度", left=84, top=671, font=10),
    )
    page = both(page, lines("二百", left=118, top=671, font=10))
    assert only_table(drawn(page)).rows[0] == ("2020年度", "一百二百")
    both_lines = both(
        grid([80, 440, 500], [700, 650, 600], [["100", "甲"], ["乙", "丙"]]), lines("200", left=84, top=671, font=10)
    )
    assert only_table(drawn(both_lines)).rows[0] == ("100 200", "甲")


def test_a_table_that_goes_on_overleaf_is_one_and_its_second_header_is_named():
    first = both(lines(FULL), grid(XS, [120.0, 90.0, 60.0], [HEAD, ROW]))
    second = both(
        lines("续表1", top=790), grid(XS, [780.0, 750.0, 720.0], [HEAD, ["商标", "件", "90"]]), lines("尾。", top=600)
    )
    source = read_whole(drawn(first, second))
    assert only_table(drawn(first, second)).rows == (tuple(HEAD), tuple(ROW), ("商标", "件", "90"))
    assert [(each.text, each.kind) for each in source.omissions] == [(text, "页眉页脚") for text in ("续表1", *HEAD)]


def test_a_row_that_a_page_s_end_has_cut_is_one_row():
    first = both(lines(FULL), grid(XS, [120.0, 90.0, 60.0], [HEAD, ["专利", "每年", "80"]]))
    second = both(grid(XS, [780.0, 750.0, 720.0], [["", "一件", ""], ["商标", "件", "90"]]), lines("尾。", top=600))
    assert only_table(drawn(first, second)).rows[1:] == (("专利", "每年一件", "80"), ("商标", "件", "90"))


def test_another_table_on_the_next_page_stays_another():
    first = both(lines(FULL), grid(XS, [120.0, 90.0, 60.0], [HEAD, ROW]))
    second = both(lines("表2 其他"), grid(XS, YS[:3], [HEAD, ROW]))
    blocks = read_whole(drawn(first, second)).blocks
    assert [block.kind for block in blocks].count(BlockKind.TABLE) == 2


def test_a_table_without_outer_borders_keeps_its_outer_columns():
    def open_sided(paper: Canvas) -> None:
        grid(XS, YS, [HEAD, ROW, ["商标", "件", "90"]])

        paper.setFont(FONT, 10)
        for y in YS:
            paper.line(80, y, 440, y)
        for x in XS[1:-1]:
            paper.line(x, YS[0], x, YS[-1])
        for y, row in zip(YS, (HEAD, ROW), strict=False):
            for x, text in zip(XS, row, strict=False):
                paper.drawString(x + 4, y - 14, text)

    assert only_table(drawn(open_sided)).rows[:2] == (tuple(HEAD), tuple(ROW))


@pytest.mark.parametrize(
    "draw",
    [
        lambda paper: paper.rect(30, 30, A4[0] - 60, A4[1] - 60),
        lambda paper: paper.lines([(80, 757, 300, 757), (80, 737, 300, 737), (80, 717, 300, 717)]),
        lambda paper: (paper.setFillGray(1), paper.rect(70, 600, 460, 180, stroke=0, fill=1), paper.setFillGray(0)),
        lambda paper: paper.rect(66, 760, 10, 10),
        lambda paper: paper.grid([75, 150, 225, 300], [775, 750, 725, 700]),
    ],
    ids=["the border of the page", "underlines", "white boxes", "a box to tick", "a drawing through words"],
)
def test_what_rules_do_not_enclose_as_text_is_no_table(draw):
    source = read_whole(drawn(both(draw, lines(FULL, FULL, FULL, "法。"))))
    assert source.blocks == (Block(FULL * 3 + "法。", page=1),)


def frame(top: float, bottom: float, *, closed: bool = True) -> Drawing:
    def draw(paper: Canvas) -> None:
        paper.lines([(80, top, 515, top), (80, top, 80, bottom), (515, top, 515, bottom)])
        if closed:
            paper.line(80, bottom, 515, bottom)

    return draw


INNER = FULL[:35]


def test_a_frame_is_one_over_its_pages_and_the_next_is_another():
    first = both(lines("　　正文。"), frame(140, 60, closed=False), lines("　　" + INNER[:33], INNER, left=86, top=120))
    second = both(
        frame(780, 740),
        lines("止。", left=86, top=762),
        frame(700, 640),
        lines("　　专栏2 乙", "　　丙。", left=86, top=680),
    )
    blocks = read_whole(drawn(first, second)).blocks
    assert [block.text for block in blocks] == ["正文。", INNER[:33] + INNER + "止。", "专栏2 乙", "丙。"]
    assert [block.page for block in blocks] == [1, 1, 2, 2]
    one, two = {block.box for block in blocks[1:2]}, {block.box for block in blocks[2:]}
    assert (len(one), len(two), one & two, blocks[0].box) == (1, 1, set(), None)


def test_a_table_inside_of_a_frame_stands_in_its_place_and_in_the_frame():
    page = both(frame(780, 500), lines("　　前。", left=86), grid([100, 200, 300], YS[:3], [["甲", "乙"], ["1", "2"]]))
    blocks = read_whole(drawn(both(page, lines("　　后。", left=86, top=600)))).blocks
    assert [block.text for block in blocks] == ["前。", "甲\t乙\n1\t2", "后。"]
    assert len({block.box for block in blocks}) == 1
    assert blocks[0].box is not None


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_is_set_sideways_is_read_as_if_it_were_not(quarters):
    def sideways(paper: Canvas) -> None:
        paper.translate(A4[0] / 2, A4[1] / 2)
        paper.rotate(90 * quarters)
        paper.translate(-A4[0] / 2, -A4[1] / 2)
        both(lines("表1 指标", top=740, left=82), grid(XS, YS, [HEAD, ROW, ["商标", "件", "90"]]))(paper)
        lines("　　" + FULL[:20] + "。", top=560)(paper)

    blocks = read_whole(drawn(sideways)).blocks
    assert [block.text for block in blocks] == [
        "表1 指标",
        "指标\t单位\t目标\n专利\t件\t80\n商标\t件\t90",
        FULL[:20] + "。",
    ]


def test_what_runs_up_is_read_in_a_cell_and_named_in_the_margin():
    def upwards(paper: Canvas) -> None:
        for x, y, text in ((104, 612, "保护"), (40, 300, "装订线")):
            paper.saveState()
            paper.translate(x, y)
            paper.rotate(90)
            paper.setFont(FONT, 10)
            paper.drawString(0, 0, text)
            paper.restoreState()

    source = read_whole(drawn(both(lines(FULL), grid(XS, YS, [HEAD, ROW, ["", "件", "90"]]), upwards)))
    table = next(block for block in source.blocks if block.kind is BlockKind.TABLE)
    assert table.rows[2] == ("保护", "件", "90")
    assert [(each.text, each.kind) for each in source.omissions] == [("装订线", "页眉页脚")]


def test_two_columns_are_read_one_after_the_other():
    column = FULL[:17]
    left = lines(*[f"　　甲{column[:14]}", column, "完。"] * 4, left=70)
    right = lines(*[f"　　乙{column[:14]}", column, "完。"] * 4, left=310)
    page = both(centred("公报", font=22, top=800), left, right)
    assert texts_of(drawn(page)) == ["公报"] + [f"{name}{column[:14]}{column}完。" for name in "甲甲甲甲乙乙乙乙"]


NOISE = ['!"#$%&’()*+,-./0', "123456+,789:;<=>", "$%&’()*+,-.", "?@[]^_!#$%"]
RARE = ["犐犆犛犔犌犕犜犛犲犮狌狉犲犲犾犲犮狋狉狅狀犻犮狊犲犪犾犮狉狔"] * 2
SOUND = ["第一条 为了加强知识产权保护，根据《中华人民共和国专利法》，制定本办法。"] * 3


@pytest.mark.parametrize(
    ("garbage", "text"),
    [
        (False, SOUND),
        (False, ["第一章 总则" + "." * 80 + "1"] * 5),
        (False, ["2020 2021 2022 8000 5340 12.5% 38 34"] * 9),
        (False, ["According to the Paris Convention, the term is 20 years."] * 3),
        (False, ["依據專利法第二十條之規定，發明專利權之期限為二十年。"] * 3),
        (False, ["\uf0b7甲", "\uf0b7乙", "\uf0b7丙"]),
        (False, ["甲公司乙公司丙公司", "1", "2", "3", "4", "5"]),
        (True, NOISE),
        (True, RARE),
        (True, list("书四一二三〇—二犜犕犌甲乙丙丁戊己庚辛壬癸子丑")),
        (True, ["\ue011\ue012甲乙丙丁"]),
        (True, ["(cid:12)(cid:33)(cid:9)(cid:12)"]),
        (True, ["/G21 /G22 /G23 /G24 /G25"]),
        (True, ["ÖÐ»ªÈËÃñ¹²ºÍ¹ú×¨Àû·¨ÖªÊ¶²úÈ¨"] * 2),
        (True, ["\ufffd\ufffd\ufffd甲乙丙"]),
        (True, ["纲罢胺柏颁邦碑蹦" * 30]),
    ],
)  # fmt: skip
def test_a_text_layer_is_words_or_garbage(garbage, text):
    assert is_garbage(text) is garbage


PICTURE = Image.new("L", (40, 60), 128)


def pictured(width: float, height: float) -> Drawing:
    return lambda paper: paper.drawInlineImage(PICTURE, 0, 0, width, height)


def test_pages_without_words_of_their_own_are_unread_and_the_others_are_read():
    pages = [
        lines(*SOUND),
        pictured(*A4),
        lines(*(text * 3 for text in RARE)),
        lambda paper: None,
        both(pictured(*A4), lines("甲办法", "— 5 —")),
        lines("尾。"),
    ]
    source = read_whole(drawn(*pages))
    assert source.unread == (2, 3, 5)
    assert "犐" not in "".join(block.text for block in source.blocks)
    assert {block.page for block in source.blocks} >= {1, 5, 6}
    assert [re.findall(r"第[\d、—]+页", warning)[0] for warning in source.warnings] == ["第2页", "第3页", "第5页"]
    assert all("OCR" in warning for warning in source.warnings)


def test_a_seal_beside_a_signature_does_not_make_a_page_unread():
    page = both(lines("国家知识产权局办公室（盖章）", "2021年6月1日"), pictured(110, 110))
    assert read_whole(drawn(page)).unread == ()


def test_words_drawn_as_outlines_are_unread():
    def outlined(paper: Canvas) -> None:
        for at in range(200):
            paper.bezier(80 + at, 700, 90 + at, 720, 100 + at, 690, 85 + at, 700)

    assert read_whole(drawn(outlined)).unread == (1,)


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        pdf.read(content)
    return str(caught.value)


def test_what_holds_nothing_or_too_much_is_refused(monkeypatch):
    assert "空白" in refusal(drawn(lambda paper: None))
    monkeypatch.setattr(pdf, "PAGE_LIMIT", 2)
    assert "3 页" in refusal(drawn(*[lines("甲。")] * 3))


def rewritten(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(lines("甲。"), lines("乙。")))))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_tree_of_pages_that_bites_its_tail_is_refused():
    def bend(writer: PdfWriter) -> None:
        root = writer.root_object["/Pages"]
        root["/Kids"].append(writer.root_object.raw_get("/Pages"))

    assert "损坏" in refusal(rewritten(bend))


def test_a_page_that_unpacks_to_far_too_much_is_left_unread_and_the_others_are_read():
    def swell(writer: PdfWriter) -> None:
        bomb = StreamObject()
        bomb.set_data(b"q Q " * 15_000_000)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb.flate_encode())

    source = read_whole(rewritten(swell))
    assert source.unread == (1,)
    assert [block.text for block in source.blocks] == ["乙。"]


def test_page_numbers_are_listed_as_clerks_write_them():
    assert listed([1, 3, 4, 5, 9]) == "1、3—5、9"


WHOLE = drawn(
    both(lines(*INDENTED), grid(XS, [120.0, 90.0, 60.0], [HEAD, ROW])),
    both(frame(780, 700), lines("　　专栏1 甲", left=86), pictured(50, 50)),
)


@hypothesis.settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 20))
def test_a_changed_file_is_read_whole_or_refused(seed, changes):
    dice, content = random.Random(seed), bytearray(WHOLE)
    for _ in range(changes):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        read_whole(bytes(content))
    except FileRefused as refused:
        message = str(refused)
        assert re.search("[一-龥]", message)
