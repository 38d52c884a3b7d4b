"""Word files: every word once, numbers that Word counts put back, and the plan as .docx gives the tree of the plan."""

import io
import itertools
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.parser import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import FileRefused
from kb.model import Block, BlockKind, Field, OmissionKind, Source
from kb.parse import parse, passages_of
from kb.read import docx
from kb.read import read as read_any
from kb.read.docx.formula import linear
from kb.read.docx.numbering import numbered
from kb.read.docx.numerals import NUMERALS, written
from kb.read.docx.sign import SIGNS

PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
LAW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def part(tag: str, content: str) -> str:
    return f"<w:{tag} {SPACES}>{content}</w:{tag}>"


def relations(targets: dict[str, tuple[str, str]]) -> str:
    rows = (f'<Relationship Id="{i}" Type="{KINDS}{kind}" Target="{name}"/>' for i, (kind, name) in targets.items())
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(rows)}'
        "</Relationships>"
    )


def packed(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def file_of(body: str, related: dict[str, tuple[str, str]] | None = None, **parts: str) -> bytes:
    """A .docx with that body; `parts` are its styles, numbering, footnotes … named as their relationships are."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    targets = {kind: (kind.rstrip("0123456789"), f"{kind}.xml") for kind in parts}
    members |= {f"word/{kind}.xml": content for kind, content in parts.items()}
    members["word/_rels/document.xml.rels"] = relations(targets | (related or {}))
    return packed(members)


def read(body: str, **parts: str) -> Source:
    return balanced(docx.read(file_of(body, None, **parts)))


def printed(text: str) -> int:
    return len("".join(text.split()))


def balanced(source: Source) -> Source:
    """The law of every reader: each character lies in one block or one omission."""
    placed = [block.text for block in source.blocks] + [each.text for each in source.omissions]
    assert sum(map(printed, placed)) == source.characters
    return source


def lines_of(source: Source) -> list[str]:
    return [block.text for block in source.blocks]


def left_out(source: Source) -> list[tuple[str, OmissionKind]]:
    return [(each.text, each.kind) for each in source.omissions]


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = mark("separate") + r(result) if result else ""
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{mark('end')}"


CIRCLED = field("eq \\o\\ac(○,3)", "")

# ---- text ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p("甲") + p() + p("乙"), ["甲", "乙"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>{p('乙')}", ["甲", "乙"]),
        (f"<w:p><w:sdt><w:sdtContent>{r('甲')}</w:sdtContent></w:sdt>{r('乙')}</w:p>", ["甲乙"]),
        (f"<w:p><w:hyperlink>{r('甲')}</w:hyperlink><w:smartTag>{r('乙')}</w:smartTag></w:p>", ["甲乙"]),
        (f"<w:p>{r('甲')}<w:r><w:br/></w:r>{r('乙')}<w:r><w:cr/></w:r>{r('丙')}</w:p>", ["甲", "乙", "丙"]),
        (f"<w:p>{r('甲')}<w:r><w:tab/></w:r>{r('乙')}</w:p>", ["甲 乙"]),
        (f"<w:p>{r('A')}<w:r><w:noBreakHyphen/></w:r>{r('B')}</w:p>", ["A-B"]),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("同意") + "</w:p>", ["☑同意"]),
        ('<w:p><w:r><w:sym w:font="无名" w:char="坏"/></w:r>' + r("同意") + "</w:p>", ["\ufffd同意"]),
        (f"<w:p>{r('见第')}{field('REF a', '三')}{r('条')}</w:p>", ["见第三条"]),
        (f'<w:p><w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple></w:p>', ["3"]),
        (f"<w:p>{CIRCLED}{r('材料')}</w:p>", ["③材料"]),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("域没有结束"), ["域没有结束"]),
        ("<w:p><w:r><w:ruby><w:rubyBase>" + r("鄞") + "</w:rubyBase></w:ruby></w:r>" + r("州") + "</w:p>", ["鄞州"]),
    ],
    ids=[
        "empty paragraph", "content control around paragraphs", "content control in a line", "link and smart tag",
        "line breaks", "tab", "no-break hyphen", "ticked box", "sign of an unknown font", "field with its result",
        "simple field", "circled number as a field", "field that never ends", "ruby",
    ],
)  # fmt: skip
def test_a_paragraph_is_read_as_word_shows_it(body, lines):
    assert lines_of(read(body)) == lines


def test_deleted_text_is_not_read_inserted_text_is_and_the_clerk_is_told():
    source = read(
        f"<w:p>{r('资助')}<w:del><w:r><w:delText>三</w:delText></w:r></w:del><w:ins>{r('五')}</w:ins>{r('千元。')}"
        f"<w:moveFrom>{r('旧处')}</w:moveFrom></w:p><w:p><w:moveTo>{r('新处')}</w:moveTo></w:p>"
    )
    assert lines_of(source) == ["资助五千元。", "新处"]
    assert "修订" in source.warnings[0]


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next():
    source = read(p("第一条　为了保护专利，", "<w:rPr><w:del/></w:rPr>") + p("制定本办法。"))
    assert lines_of(source) == ["第一条　为了保护专利，制定本办法。"]


def test_a_row_that_is_deleted_is_gone_with_its_automatic_number():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p('', item(1)))}{cell(p())}</w:tr>"
    body = table([[p("序号"), p("指标")], [p("", item(1)), p("甲")]], extra=gone) + p("")
    assert read(body, numbering=one_list("%1", "decimal")).blocks[0].rows == (("序号", "指标"), ("1", "甲"))


def test_hidden_text_prompts_and_readings_are_left_out_by_name():
    styles = part("styles", '<w:style w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>')
    hidden = '<w:rStyle w:val="h"/>'
    shown = hidden + '<w:vanish w:val="0"/>'
    source = read(
        f"<w:p>{r('明')}{r('暗', '<w:vanish/>')}{r('藏', hidden)}{r('亮', shown)}"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入')}</w:sdtContent></w:sdt>"
        f"<w:r><w:ruby><w:rt>{r('yín')}</w:rt><w:rubyBase>{r('鄞')}</w:rubyBase></w:ruby></w:r></w:p>",
        styles=styles,
    )
    assert lines_of(source) == ["明亮鄞"]
    assert left_out(source) == [(text, OmissionKind.HIDDEN) for text in ("暗", "藏", "单击此处输入", "yín")]
    assert "11 个字" in source.warnings[0]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"<m:f><m:num>{r('a+b')}</m:num><m:den>{r('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSup><m:e>{r('x')}</m:e><m:sup>{r('10')}</m:sup></m:sSup>", "x^10"),
        (f"<m:d><m:dPr><m:begChr m:val='['/></m:dPr><m:e>{r('x')}</m:e><m:e>{r('y')}</m:e></m:d>", "[x|y)"),
        (f"<m:rad><m:deg/><m:e>{r('y')}</m:e></m:rad>", "√(y)"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{r('i')}</m:sub><m:e>{r('x')}</m:e></m:nary>", "∑_ix"),
        (f"<m:acc><m:e>{r('z')}</m:e></m:acc>", "z"),
    ],
    ids=["fraction", "power", "brackets", "root", "sum", "any other"],
)
def test_a_formula_is_read_in_one_line_with_the_signs_that_word_draws(formula, text):
    formula = formula.replace("w:", "m:").replace(' xml:space="preserve"', "").replace("<m:rPr></m:rPr>", "")
    assert lines_of(read(f"<w:p>{r('额度=')}<m:oMath>{formula}</m:oMath></w:p>")) == [f"额度={text}"]
    assert linear(parse_xml(f"<m:oMath {SPACES}>{formula}</m:oMath>")) == text


def test_every_sign_stands_for_one_character():
    assert all(len(sign) == 1 and not sign.isspace() for sign in SIGNS.values())


# ---- headings ------------------------------------------------------------------------------------------------------


def style(identity: str, name: str, properties: str = "", based_on: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def styled(text: str, identity: str) -> str:
    return p(text, f'<w:pStyle w:val="{identity}"/>')


def outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


@pytest.mark.parametrize(
    ("paragraph", "level"),
    [
        (styled("标题", "a3"), 1),
        (styled("副标题", "a4"), None),
        (styled("总则", "1"), 2),
        (styled("范围", "2"), 3),
        (styled("自定义", "9"), 3),
        (styled("节", "8"), 4),
        (styled("目录", "7"), None),
        (styled("转圈", "5"), None),
        (p("直接设的级别", outline(0)), 2),
        (p("设为正文的标题", f'<w:pStyle w:val="1"/>{outline(9)}'), None),
        (styled("没有这个样式", "zzz"), None),
        (p("一、光看文字是标题"), None),
    ],
)
def test_a_heading_is_known_by_its_style_or_outline_level_and_the_title_stands_alone_above(paragraph, level):
    styles = part(
        "styles",
        style("a3", "Title", outline(0))
        + style("a4", "Subtitle", outline(1))
        + style("1", "heading 1", outline(0))
        + style("2", "heading 2")
        + style("9", "公司二级", based_on="2")
        + style("8", "三级标题")
        + style("7", "TOC Heading", outline(9), based_on="1")
        + style("5", "甲", based_on="6")
        + style("6", "乙", based_on="5"),
    )
    assert [block.level for block in read(paragraph, styles=styles).blocks] == [level]


def test_a_title_in_two_paragraphs_and_a_heading_with_a_line_break_are_one_line_each():
    styles = part("styles", style("t", "Title") + style("1", "heading 1"))
    broken = f'<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>{r("强化")}<w:r><w:br/></w:r>{r("组织领导")}</w:p>'
    source = read(styled("甲市知识产权", "t") + styled("发展规划", "t") + p("印发") + broken, styles=styles)
    assert source.blocks == (Block("甲市知识产权发展规划", level=1), Block("印发"), Block("强化组织领导", level=2))


# ---- numbers -------------------------------------------------------------------------------------------------------


def level_of(depth: int, text: str, format_: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{inner}</w:lvl>'


def lists(*abstracts: str, instances: str = "") -> str:
    listed = (f'<w:abstractNum w:abstractNumId="{i}">{levels}</w:abstractNum>' for i, levels in enumerate(abstracts, 1))
    usual = (f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(abstracts) + 1))
    return part("numbering", "".join((*listed, *usual, instances)))


def one_list(text: str, format_: str) -> str:
    return lists(level_of(0, text, format_))


def item(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


@pytest.mark.parametrize(
    ("format_", "number", "text"),
    [(name, number, text) for name, numeral in NUMERALS.items() for number, text in numeral.examples if text],
)
def test_each_number_format_writes_its_examples(format_, number, text):
    assert written(format_, number) == text


@pytest.mark.parametrize(
    ("format_", "number", "text"),
    [
        ("decimalEnclosedCircle", 51, "51"),
        ("lowerLetter", 9999, "9999"),
        ("没有的格式", 7, "7"),
        ("none", 3, ""),
    ],
)
def test_a_number_that_its_format_cannot_write_is_written_in_digits(format_, number, text):
    assert written(format_, number) == text


@given(st.sampled_from(sorted(NUMERALS)), st.integers(-5, 100_000))
def test_no_number_breaks_a_format_or_is_empty(format_, number):
    assert 0 < len(written(format_, number)) <= 40


@pytest.mark.parametrize(
    ("number", "text", "line"),
    [
        ("一、", "总则", "一、总则"),
        ("第一章", "总则", "第一章 总则"),
        ("（一）", "WTO 规则", "（一）WTO 规则"),
        ("1.", "强化保护", "1.强化保护"),
        ("1.", "2020年目标", "1. 2020年目标"),
        ("1.1", "范围", "1.1 范围"),
        ("①", "材料", "①材料"),
        ("", "正文", "正文"),
        ("三、", "", "三、"),
    ],
)
def test_a_number_stands_before_its_text_so_that_it_is_known_again(number, text, line):
    assert numbered(number, text) == line


def test_the_numbers_of_a_list_are_put_back_through_its_levels():
    levels = (
        level_of(0, "第%1章", "chineseCountingThousand")
        + level_of(1, "第%2条", "chineseCountingThousand", '<w:lvlRestart w:val="0"/>')
        + level_of(2, "（%3）", "chineseCounting")
        + level_of(3, "%1.%4", "decimal", "<w:isLgl/>")
    )
    depths = [0, 1, 2, 2, 1, 2, 0, 1, 3]
    source = read("".join(p("文", item(1, depth)) for depth in depths), numbering=lists(levels))
    assert lines_of(source) == [
        "第一章 文", "第一条 文", "（一）文", "（二）文", "第二条 文", "（一）文", "第二章 文", "第三条 文", "2.1 文",
    ]  # fmt: skip


def test_lists_that_share_a_definition_count_on_until_one_overrides_its_start():
    more = '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    more += f'<w:num w:numId="9"><w:abstractNumId w:val="1"/>{again}</w:num>'
    numbering = lists(level_of(0, "%1、", "chineseCounting"), instances=more)
    source = read("".join(p("文", item(number)) for number in (1, 8, 9, 9, 1)), numbering=numbering)
    assert lines_of(source) == ["一、文", "二、文", "五、文", "六、文", "七、文"]


def test_a_style_numbers_its_paragraphs_and_a_paragraph_may_refuse():
    heading = '<w:pStyle w:val="{}"/>'
    levels = level_of(0, "%1、", "chineseCounting", heading.format("1"))
    levels += level_of(1, "（%2）", "chineseCounting", heading.format("2"))
    in_list = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = part(
        "styles", style("1", "heading 1", in_list) + style("2", "heading 2", in_list) + style("3", "丙", "", "2")
    )
    body = styled("甲", "1") + styled("乙", "2") + styled("丙", "3")
    body += p("丁", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    source = read(body, styles=styles, numbering=lists(levels))
    assert lines_of(source) == ["一、甲", "（一）乙", "（二）丙", "丁"]


def test_a_list_kept_in_a_numbering_style_is_found_there():
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum>'
    linked += '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    numbering = lists(level_of(0, "（%1）", "decimal"), instances=linked)
    styles = part("styles", style("L", "列表", '<w:numPr><w:numId w:val="1"/></w:numPr>'))
    assert lines_of(read(p("甲", item(2)), styles=styles, numbering=numbering)) == ["（1）甲"]


def test_a_custom_number_format_stands_in_an_alternative():
    choice = '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
    format_ = f'<mc:AlternateContent><mc:Choice Requires="w14">{choice}</mc:Choice>'
    format_ += '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{format_}<w:lvlText w:val="%1"/></w:lvl>'
    assert lines_of(read(p("甲", item(1)), numbering=lists(level))) == ["01 甲"]


def test_bullets_and_numbers_of_missing_lists_are_no_text():
    numbering = lists(level_of(0, "\uf06c", "bullet"), level_of(0, "", "none"))
    source = read(p("甲", item(1)) + p("乙", item(2)) + p("丙", item(7)) + p("丁", item(1, 5)), numbering=numbering)
    assert lines_of(source) == ["甲", "乙", "丙", "丁"]


def test_an_empty_numbered_paragraph_shows_its_number_unless_its_mark_is_hidden():
    body = p("甲", item(1)) + p("", item(1)) + p("", item(1) + "<w:rPr><w:vanish/></w:rPr>") + p("乙", item(1))
    assert lines_of(read(body, numbering=one_list("%1、", "chineseCounting"))) == ["一、甲", "二、", "四、乙"]


def test_restored_numbers_are_headings_to_the_parser():
    numbering = lists(level_of(0, "%1、", "chineseCounting") + level_of(1, "（%2）", "chineseCounting"))
    source = read(p("甲规划") + p("总则", item(1)) + p("基础", item(1, 1)) + p("附则", item(1)), numbering=numbering)
    tree = parse(source, document="d", file="甲.docx", sha256="", known={}, fallback_title="甲")
    assert [(each.id, each.label, each.title) for each in tree.sections[1:]] == [
        ("d/1", "一", "总则"), ("d/1.1", "（一）", "基础"), ("d/2", "二", "附则"),
    ]  # fmt: skip


# ---- tables --------------------------------------------------------------------------------------------------------


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(rows: list[list[str]], extra: str = "", widths: tuple[int, ...] = (), header: int = 0) -> str:
    """A table of cells; a cell that is no paragraph yet is given as w:tc."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    text = f"<w:tblGrid>{columns}</w:tblGrid>"
    for at, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if at < header else ""
        text += f"<w:tr>{mark}{''.join(each if each.startswith('<w:tc>') else cell(each) for each in row)}</w:tr>"
    return f"<w:tbl>{text}{extra}</w:tbl>"


def wide(text: str, columns: int) -> str:
    return cell(p(text), f'<w:gridSpan w:val="{columns}"/>')


def tall(text: str, *, begins: bool = False) -> str:
    return cell(p(text), '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>")


def only_table(body: str, **parts: str) -> Block:
    (block,) = (block for block in read(body, **parts).blocks if block.kind is BlockKind.TABLE)
    return block


def test_merged_cells_stand_once_in_the_text_and_everywhere_in_the_rows():
    block = only_table(
        table(
            [
                [tall("指标", begins=True), wide("目标值", 2)],
                [tall(""), p("2020年"), p("2025年")],
                [p("专利"), tall("待定", begins=True), p("80")],
                [p("商标"), tall(""), p("90")],
            ]
        )
    )
    assert block.rows == (
        ("指标", "目标值", "目标值"), ("指标", "2020年", "2025年"), ("专利", "待定", "80"), ("商标", "待定", "90"),
    )  # fmt: skip
    assert block.text == "指标\t目标值\t\n\t2020年\t2025年\n专利\t待定\t80\n商标\t\t90"


def test_cells_left_out_before_a_row_keep_their_columns_free():
    before = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell(p('80'))}{cell(p('90'))}</w:tr>"
    assert only_table(table([[p("甲"), p("乙"), p("丙")]], extra=before)).rows == (("甲", "乙", "丙"), ("", "80", "90"))


def test_a_merged_cell_does_not_reach_over_a_row_without_words():
    rows = [[p("类"), p("项")], [tall("甲", begins=True), p("1")], [tall(""), p()], [p("乙"), p("2")]]
    assert only_table(table(rows)).rows == (("类", "项"), ("甲", "1"), ("乙", "2"))


def test_words_in_a_covered_cell_are_kept_with_the_cell_that_covers_it():
    rows = [[p("类"), p("项")], [tall("甲", begins=True), p("1")], [tall("余"), p("2")]]
    assert only_table(table(rows)).rows == (("类", "项"), ("甲余", "1"), ("甲余", "2"))


def test_cells_merged_sideways_in_the_old_way_are_one():
    merged = [cell(p("合"), '<w:hMerge w:val="restart"/>'), cell(p(), '<w:hMerge w:val="continue"/>'), p("丙")]
    assert only_table(table([merged, [p("1"), p("2"), p("3")]])).rows == (("合", "合", "丙"), ("1", "2", "3"))


def test_a_border_dragged_by_a_hair_makes_no_column():
    rows = [[p("指标"), wide("目标", 2)], [wide("专利", 2), p("80")], [p("商标"), wide("90", 2)]]
    assert only_table(table(rows, widths=(2000, 40, 2000))).rows == (("指标", "目标"), ("专利", "80"), ("商标", "90"))


def test_a_column_that_no_cell_begins_or_ends_in_is_none():
    rows = [[wide("指标", 3), wide("目标", 2)], [wide("专利", 3), wide("80", 2)]]
    assert only_table(table(rows)).rows == (("指标", "目标"), ("专利", "80"))


@pytest.mark.parametrize(("marked", "header_rows"), [(0, 1), (2, 2), (3, 1)], ids=["silent", "two", "all of them"])
def test_header_rows_are_those_that_the_file_repeats_on_every_page(marked, header_rows):
    rows = [[p("甲"), p("乙")], [p("1"), p("2")], [p("3"), p("4")]]
    assert only_table(table(rows, header=marked)).header_rows == header_rows


def test_the_running_numbers_of_a_table_are_put_back():
    rows = [[p("序号"), p("指标")], [p("", item(1)), p("甲")], [p("", item(1)), p("乙")]]
    assert only_table(table(rows), numbering=one_list("%1", "decimal")).rows[1:] == (("1", "甲"), ("2", "乙"))


def test_a_table_goes_on_in_the_next_one_with_the_same_columns():
    first = table([[p("类"), p("项")], [p("甲"), p("1")]], widths=(2000, 2000))
    second = table([[p("乙"), p("2")]], widths=(2000, 2000))
    assert only_table(first + second).rows == (("类", "项"), ("甲", "1"), ("乙", "2"))


def test_tables_with_a_paragraph_or_another_header_between_them_are_two():
    first = table([[p("类"), p("项")], [p("甲"), p("1")]], widths=(2000, 2000))
    other = table([[p("类"), p("项")], [p("乙"), p("2")]], widths=(2000, 2000), header=1)
    assert [len(block.rows) for block in read(first + other).blocks] == [2, 2]
    assert [len(block.rows) for block in read(first + p() + first).blocks] == [2, 2]


def test_one_cell_is_a_frame_and_keeps_the_tables_inside_it():
    inner = table([[p("类"), p("项")], [p("甲"), p("1")]])
    source = read(p("专栏1 工程") + table([[p("一、甲。") + inner + p("乙。")]]) + p("后文"))
    assert [(block.kind, block.box) for block in source.blocks] == [
        (BlockKind.TEXT, None), (BlockKind.TEXT, 1), (BlockKind.TABLE, 1), (BlockKind.TEXT, 1), (BlockKind.TEXT, None),
    ]  # fmt: skip


def test_a_table_inside_a_cell_gives_its_rows_as_lines_of_that_cell():
    inner = table([[p("甲"), p("1")], [p("乙"), p("2")]])
    block = only_table(table([[p("类"), p("项")], [p("内"), p("说明：") + inner]]))
    assert block.rows[1] == ("内", "说明：甲 1乙 2".replace("1乙", "1 乙"))


def test_a_table_wider_and_longer_than_any_real_one_is_refused():
    cells = cell(p("甲")) + cell(p("乙"))
    rows = (f"<w:tr><w:trPr><w:gridBefore w:val='{at}'/></w:trPr>{cells}</w:tr>" for at in range(1500))
    assert "表格" in refusal(file_of(f"<w:tbl>{''.join(rows)}</w:tbl>"))


@given(st.lists(st.lists(st.tuples(st.text("甲乙 ", max_size=3), st.integers(1, 3), st.sampled_from("-rc")),
                         min_size=1, max_size=4), min_size=1, max_size=5))  # fmt: skip
@LAW
def test_no_table_loses_or_doubles_a_character(rows):
    merge = {"-": "", "r": '<w:vMerge w:val="restart"/>', "c": "<w:vMerge/>"}
    read(
        table(
            [[cell(p(text), f'<w:gridSpan w:val="{span}"/>{merge[kind]}') for text, span, kind in row] for row in rows]
        )
    )


# ---- what is anchored, and what stands beside the body -------------------------------------------------------------


def box(content: str) -> str:
    return f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"


def old_box(content: str) -> str:
    return f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox>"


def test_a_text_box_follows_its_paragraph_once_though_it_is_written_twice():
    drawn = f"<mc:Choice Requires='wps'><w:drawing>{box(p('框中'))}</w:drawing></mc:Choice>"
    old = (
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('框中')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    )
    shape = f"<w:r><mc:AlternateContent>{drawn}{old}</mc:AlternateContent></w:r>"
    source = read(f"{table([[p('框')]])}<w:p>{r('前')}{shape}{r('后')}</w:p>{p('尾')}")
    assert source.blocks == (Block("框", box=1), Block("前后"), Block("框中", box=2), Block("尾"))


def test_a_text_box_of_an_old_file_and_one_that_only_the_fallback_has():
    old = f"<w:pict><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></w:pict>"
    empty = f"<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    assert lines_of(read(f"<w:p><w:r>{old}</w:r></w:p><w:p><w:r>{empty}</w:r></w:p>")) == ["旧框", "旧框"]


def test_word_art_and_the_words_of_a_diagram_are_read():
    art = "<w:r><w:pict><v:shape><v:textpath string='甲市人民政府文件'/></v:shape></w:pict></w:r>"
    diagram = "<w:r><w:drawing><dgm:relIds r:dm='rId9'/></w:drawing></w:r>"
    data = (
        f"<dgm:dataModel {SPACES}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>领导小组</a:t></a:r></a:p></dgm:t></dgm:pt>"
    )
    data += "</dgm:ptLst></dgm:dataModel>"
    content = file_of(f"<w:p>{art}</w:p><w:p>{diagram}</w:p>", {"rId9": ("diagramData", "data.xml")}, data=data)
    assert lines_of(balanced(docx.read(content))) == ["甲市人民政府文件", "领导小组"]


def reference(kind: str, identity: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{identity}"{more}/></w:r>'


def test_notes_follow_the_paragraph_that_refers_to_them_with_their_mark():
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote><w:footnote w:id="1">{p("后注")}</w:footnote>'
        f'<w:footnote w:id="2">{p("先注")}{p("续")}</w:footnote><w:footnote w:id="3">{p("没人引用")}</w:footnote>'
        f'<w:footnote w:id="4">{p("*自带")}</w:footnote>',
    )
    ends = part("endnotes", f'<w:endnote w:id="1">{p("尾注")}</w:endnote>')
    body = f"<w:p>{r('甲')}{reference('footnote', 2)}{r('乙')}</w:p>"
    own_mark = reference("footnote", 4, ' w:customMarkFollows="1"')
    body += f"<w:p>{r('丙')}{own_mark}{r('*')}</w:p>"
    body += table([[p("类"), p("项")], [f"<w:p>{r('丁')}{reference('footnote', 1)}</w:p>", p("1")]])
    source = read(body + f"<w:p>{r('戊')}{reference('endnote', 1)}</w:p>", footnotes=notes, endnotes=ends)
    assert [(block.kind, block.text) for block in source.blocks] == [
        (BlockKind.TEXT, "甲乙"), (BlockKind.NOTE, "1 先注"), (BlockKind.NOTE, "续"),
        (BlockKind.TEXT, "丙*"), (BlockKind.NOTE, "*自带"),
        (BlockKind.TABLE, "类\t项\n丁\t1"), (BlockKind.NOTE, "2 后注"),
        (BlockKind.TEXT, "戊"), (BlockKind.NOTE, "i 尾注"),
    ]  # fmt: skip


def test_notes_are_numbered_as_the_file_says():
    notes = part("footnotes", f'<w:footnote w:id="1">{p("注")}</w:footnote>')
    said = part("settings", '<w:footnotePr><w:numFmt w:val="decimalEnclosedCircleChinese"/></w:footnotePr>')
    source = read(f"<w:p>{r('甲')}{reference('footnote', 1)}</w:p>", footnotes=notes, settings=said)
    assert lines_of(source) == ["甲", "①注"]


def test_a_note_that_refers_to_itself_does_not_hang():
    notes = part("footnotes", f'<w:footnote w:id="1"><w:p>{r("注")}{reference("footnote", 1)}</w:p></w:footnote>')
    assert lines_of(read(f"<w:p>{r('甲')}{reference('footnote', 1)}</w:p>", footnotes=notes)) == ["甲", "1 注"]


def test_comments_heads_feet_and_watermarks_are_left_out_by_name_and_each_text_once():
    mark = "<w:p><w:r><w:pict><v:shape><v:textpath string='内部资料'/></v:shape></w:pict></w:r></w:p>"
    heads = {
        "header1": part("hdr", p("甲市人民政府公报") + mark),
        "header2": part("hdr", p("甲市人民政府公报")),
        "footer1": part("ftr", f"<w:p>{r('— ')}{field('PAGE', '3')}{r(' —')}</w:p>"),
        "footer2": part("ftr", p("没有哪一节用它")),
        "comments": part("comments", f'<w:comment w:id="0">{p("请核")}{p("数字")}</w:comment>'),
    }
    named = "".join(
        f'<w:{kind}Reference r:id="{kind}{at}"/>' for kind, at in (("header", 1), ("header", 2), ("footer", 1))
    )
    source = read(p("正文") + f"<w:sectPr>{named}</w:sectPr>", **heads)
    assert lines_of(source) == ["正文"]
    assert left_out(source) == [
        ("请核\n数字", OmissionKind.COMMENT),
        ("内部资料", OmissionKind.WATERMARK),
        ("甲市人民政府公报", OmissionKind.RUNNING_HEAD),
        ("— 3 —", OmissionKind.PAGE_NUMBER),
    ]


def test_pictures_objects_and_inserted_files_are_named_to_the_clerk():
    picture = "<w:r><w:drawing><a:blip r:embed='rId7'/></w:drawing></w:r>"
    attached = (
        "<w:r><w:object><v:shape><v:imagedata r:id='rId8'/></v:shape><o:OLEObject ProgID='Package'/></w:object></w:r>"
    )
    source = read(f"{p('甲')}<w:p>{picture}</w:p><w:p>{attached}</w:p><w:altChunk r:id='rId9'/>{p('乙')}")
    pictures, objects, inserted = source.warnings
    assert "1 张图片" in pictures
    assert "第 1 段" in pictures
    assert "1 个对象" in objects
    assert "另一份文件" in inserted


def test_a_file_of_pictures_alone_has_no_text_and_says_why():
    source = read("<w:p><w:r><w:drawing><a:blip r:embed='rId7'/></w:drawing></w:r></w:p>")
    assert source.blocks == ()
    assert source.warnings


# ---- files of other kinds, damaged and dangerous -------------------------------------------------------------------


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        docx.read(content)
    message = str(caught.value)
    assert re.search("[一-龥]", message)
    assert "\n" not in message
    return message


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WHOLE = file_of(p("第一条　为了保护专利，制定本办法。") + table([[p("类"), p("项")], [p("甲"), p("1")]]))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WHOLE[: len(WHOLE) // 2], "损坏"),
        (packed({"xl/workbook.xml": "<a/>", "[Content_Types].xml": TYPES}), "Excel"),
        (packed({"OFD.xml": "<a/>"}), "OFD"),
        (packed({"甲.txt": "甲"}), "压缩包"),
        (packed({"[Content_Types].xml": TYPES, "word/styles.xml": "<a/>"}), "正文"),
        (file_of("</w:body>"), "损坏"),
        (packed(members_of(WHOLE) | {"word/document.xml": b""}), "损坏"),
        (file_of("<w:sdt>" * 300 + "</w:sdt>" * 300), "损坏"),
        (packed(members_of(WHOLE) | {"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DTD"),
    ],
    ids=["cut", "xlsx", "ofd", "zip", "no main part", "no xml", "empty xml", "300 levels deep", "entities"],
)
def test_what_is_no_whole_word_file_is_refused_with_its_reason(content, words):
    assert words in refusal(content)


def test_a_file_that_names_a_picture_it_does_not_hold_is_read():
    content = file_of(p("甲"), {"rId5": ("image", "NULL"), "rId6": ("styles", "gone.xml")})
    assert lines_of(docx.read(content)) == ["甲"]


def test_the_strict_form_of_the_standard_is_read_like_the_usual_one():
    strict = members_of(WHOLE)
    for name, content in strict.items():
        strict[name] = content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
    assert docx.read(packed(strict)) == docx.read(WHOLE)


def test_files_with_macros_and_templates_are_read_like_any_other():
    members = members_of(WHOLE) | {"word/vbaProject.bin": b"\x00"}
    assert docx.read(packed(members)) == docx.read(WHOLE)


def test_tables_nested_as_deep_as_xml_may_be_are_read_or_refused():
    inner = p("底")
    for _ in range(60):
        inner = table([[p("边"), inner]])
    try:
        read(inner)
    except FileRefused:
        refusal(file_of(inner))


def test_a_file_made_by_python_docx_is_read_whole():
    made = python_docx.Document()
    made.add_heading("甲市专利资助办法", 0)
    made.add_heading("总则", 1)
    made.add_paragraph("为了鼓励发明创造，制定本办法。")
    made.add_paragraph("申请", "List Number")
    made.sections[0].header.paragraphs[0].text = "甲市"
    buffer = io.BytesIO()
    made.save(buffer)
    source = balanced(docx.read(buffer.getvalue()))
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲市专利资助办法", 1), ("总则", 2), ("为了鼓励发明创造，制定本办法。", None), ("1.申请", None),
    ]  # fmt: skip
    assert left_out(source) == [("甲市", OmissionKind.RUNNING_HEAD)]


@given(st.integers(0, 1 << 30))
@settings(LAW, max_examples=150)
def test_changed_bytes_are_read_or_refused_and_never_break_the_reader(seed):
    """Bytes inside the parts are changed, so that the damage gets past the checks of the zip file."""
    dice = random.Random(seed)
    members = members_of(EVERYTHING)
    name = dice.choice(sorted(each for each in members if each.endswith((".xml", ".rels"))))
    content = bytearray(members[name])
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(content))
        if dice.random() < 0.5:
            content[at] = dice.randrange(256)
        else:
            del content[at : at + dice.randint(1, 30)]
    try:
        docx.read(packed(members | {name: bytes(content)}))
    except FileRefused:
        return


EVERYTHING = file_of(
    p("甲", item(1))
    + p("乙", item(1, 1))
    + styled("丙", "1")
    + f"<w:p>{field('REF a', '三')}{reference('footnote', 1)}</w:p>"
    + table([[tall("类", begins=True), wide("项", 2)], [tall(""), p("一"), p("二")]], widths=(900, 30, 900), header=1)
    + f"<w:p><w:r><w:pict>{old_box(p('框'))}</w:pict></w:r></w:p>"
    + "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
    + "<w:sectPr><w:headerReference r:id='header1'/></w:sectPr>",
    None,
    styles=part("styles", style("1", "heading 1", outline(0), "2") + style("2", "乙", item(1))),
    numbering=lists(level_of(0, "第%1章", "chineseCounting") + level_of(1, "%1.%2", "lowerLetter", "<w:isLgl/>")),
    footnotes=part("footnotes", f'<w:footnote w:id="1">{p("注")}</w:footnote>'),
    header1=part("hdr", p("头")),
    comments=part("comments", f'<w:comment w:id="0">{p("批")}</w:comment>'),
)  # fmt: skip


def test_the_file_of_every_kind_of_thing_is_balanced():
    assert len(balanced(docx.read(EVERYTHING)).blocks) == 8


# ---- the plan ------------------------------------------------------------------------------------------------------


def plan_as_docx(source: Source) -> bytes:
    """The plan as Word would have it without a single style: paragraphs, tables, and frames of one cell."""
    made = python_docx.Document()
    for frame, group in itertools.groupby(source.blocks, key=lambda block: block.box):
        blocks = list(group)
        if frame is None:
            for block in blocks:
                write(made, block)
        else:
            inside = made.add_table(1, 1).cell(0, 0)
            inside.text = blocks[0].text
            for block in blocks[1:]:
                inside.add_paragraph(block.text)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def write(made: "python_docx.document.Document", block: Block) -> None:
    if block.kind is not BlockKind.TABLE:
        made.add_paragraph(block.text)
        return
    rows = [row.split("\t") for row in block.text.split("\n")]
    grid = made.add_table(len(rows), len(rows[0]))
    for place, text in zip(grid._cells, itertools.chain.from_iterable(rows), strict=True):
        place.text = text


def passages(source: Source, file: str, known: dict[Field, str]) -> Iterator[object]:
    tree = parse(source, document="plan", file=file, sha256="", known=known, fallback_title=PLAN.stem)
    yield tree.title
    yield tree.sections
    yield from passages_of(tree)


@pytest.mark.parametrize("known", [{Field.TITLE: PLAN.stem}, {}], ids=["title known", "title from the text"])
def test_the_plan_as_docx_without_styles_gives_the_tree_tables_and_passages_of_the_txt(known):
    plain = read_any(PLAN, PLAN.read_bytes())
    word = balanced(docx.read(plan_as_docx(plain)))
    assert word.omissions == ()
    assert [block.text for block in word.blocks] == [block.text for block in plain.blocks]
    assert list(passages(word, "甲.docx", known)) == list(passages(plain, "甲.txt", known))
