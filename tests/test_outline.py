"""The section tree: the plan against a golden outline, the laws of any document, and one small case a habit."""

import difflib
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Block, BlockKind, Document, Field, SectionKind, Source
from kb.parse import parse, passages_of
from kb.read import read

GOLDEN = Path(__file__).parent / "golden" / "ningbo-ip-145.txt"
PLAN = Path(__file__).parents[1] / "corpus" / "宁波市知识产权发展“十四五”规划.txt"
LAW = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def parsed(*blocks: str | Block, title: str = "甲办法") -> Document:
    source = Source(tuple(Block(each) if isinstance(each, str) else each for each in blocks))
    return parse(
        source, document="d", file="甲.txt", sha256="", known={Field.TITLE: title} if title else {}, fallback_title="甲"
    )


def parsed_file(name: str, content: bytes, title: str | None = None, document: str = "d") -> Document:
    source = read(Path(name), content)
    return parse(
        source,
        document=document,
        file=name,
        sha256="",
        known={Field.TITLE: title} if title else {},
        fallback_title="甲",
    )


@pytest.fixture(scope="module")
def plan() -> Document:
    return parsed_file(PLAN.name, PLAN.read_bytes(), "宁波市知识产权发展“十四五”规划", "ningbo-ip-145")


def framed(number: int, *lines: str) -> list[Block]:
    return [Block(line, box=number) for line in lines]


def tree(document: Document) -> list[str]:
    return ["  " * (each.depth - 1) + each.heading for each in document.sections[1:]]


def ids(document: Document) -> list[str]:
    return [each.id.removeprefix("d/") for each in document.sections[1:]]


def citation(document: Document, heading: str) -> str:
    return next(each.citation for each in document.sections if each.heading == heading)


def characters(*texts: str) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def assert_lawful(document: Document) -> None:
    body, place = document.body, 0
    pieces = sorted(pair for each in document.sections for pair in zip(each.starts, each.texts, strict=True))
    for start, text in pieces:
        assert start == place
        assert body[start : start + len(text)] == text
        place = start + len(text) + 1
    assert place == len(body) + bool(pieces)
    depths: dict[str, int] = {}
    for each in document.sections:
        assert list(each.starts) == sorted(set(each.starts))
        assert each.id not in depths
        assert (each.parent is None) == (each is document.sections[0])
        assert each.depth == (depths[each.parent] + 1 if each.parent else 0)
        depths[each.id] = each.depth


def test_the_outline_of_the_plan_is_the_golden_one(plan):
    root = plan.sections[0].citation
    lines = [
        f"{'  ' * each.depth}{each.kind} {each.id} {each.citation.removeprefix(root) or root} | {each.heading}"
        for each in plan.sections
    ]
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")
    golden = GOLDEN.read_text("utf-8").splitlines()
    difference = list(difflib.unified_diff(golden, lines, "golden", "now", lineterm=""))
    hint = (
        "The outline changed. If rightly so: UPDATE_GOLDEN=1 python -m pytest tests/test_outline.py; then read git diff"
    )
    assert not difference, "\n".join([hint, *difference])


def test_the_plan_has_its_chapters_boxes_tables_and_no_notes(plan):
    labels = {kind: [each.label for each in plan.sections if each.kind is kind] for kind in SectionKind}
    assert [each.heading for each in plan.sections if each.depth == 1] == [
        "一、迈向建成知识产权强市决胜阶段",
        "二、总体要求与发展目标",
        "三、重点任务",
        "四、保障措施",
    ]
    assert labels[SectionKind.BOX] == [f"专栏{n}" for n in range(1, 10)]
    assert labels[SectionKind.TABLE] == ["表1", "表2"]
    children = Counter(each.parent for each in plan.sections)
    assert [children[f"ningbo-ip-145/{n}"] for n in range(1, 5)] == [2, 4, 6, 3]
    assert [children[f"ningbo-ip-145/3.{n}"] for n in range(1, 7)] == [4, 3, 4, 2, 3, 4]
    assert plan.report.gaps == ()


def test_every_character_of_the_plan_lies_in_one_section_or_is_named_as_left_out(plan):
    assert_lawful(plan)
    whole = PLAN.read_text("utf-8")
    assert characters(whole) == characters(plan.body, *(each.text for each in plan.omissions))
    rest = iter("".join(whole.split()))
    assert all(char in rest for char in "".join(plan.body.split())), "the order of the file was changed"
    assert {each.kind for each in plan.omissions} == {"书签标记", "页码"}


def test_the_plan_s_box_5_ends_with_its_frame(plan):
    text = {each.id.removeprefix("ningbo-ip-145/"): each.text for each in plan.sections}
    assert "稀土磁性材料：" in text["3.2.3.b5.2"]
    assert text["3.3"] == "（三）推进高效益运用，加速知识产权价值实现"


MARKDOWN_LAW = """# 甲市专利条例

2020年1月1日通过

<!-- INFO END -->

## 第一章 总则

第一条 为了保护专利权，制定本条例。

第二条 有下列情形之一的，适用本条例：

（一）申请专利的；

（二）转让专利的。

前款规定的转让，依照第一条规定办理。

## 第二章 附则

第三条 本条例自2020年3月1日起施行。
"""


def test_every_character_of_a_law_in_markdown_lies_in_one_section():
    document = parsed_file("条例.md", MARKDOWN_LAW.encode())
    assert_lawful(document)
    expected = [line.lstrip("# ") for line in MARKDOWN_LAW.splitlines() if line and not line.startswith("<!--")]
    assert document.body.split("\n") == expected
    assert document.title == "甲市专利条例"
    assert ids(document) == ["1", "1.1", "1.2", "1.2.1", "1.2.2", "2", "2.3"]


HEADS = st.sampled_from(
    (
        *("第一编 ", "第二分编 ", "第一章 ", "第三章 ", "第二节 ", "第一条 ", "第七条 ", "第七条之一 "),
        *("一、", "三、", "（一）", "（二）", "1.", "2、", "3．", "（1）"),
        *("2）", "①", "③", "一是", "二是", "专栏1 ", "专栏2：", "表1 "),
        *("附表3 ", "附件1", "附件"),
    )
)
WORDS = st.text("甲乙丙丁，。；：“”（）1年%条", max_size=70)
TEXTS = st.builds(
    lambda head, words, box, level: Block((head + words).strip(), box=box, level=level),
    st.one_of(HEADS, st.just("")),
    WORDS,
    st.sampled_from([None, None, 1, 2]),
    st.sampled_from([None, None, None, 1, 2, 6]),
).filter(lambda block: bool(block.text))
ROWS = st.lists(st.lists(st.text("甲乙1%", max_size=4), min_size=1, max_size=5).map(tuple), min_size=1, max_size=4)
TABLES = ROWS.map(
    lambda rows: Block("\n".join("\t".join(row) for row in rows), BlockKind.TABLE, rows=tuple(map(tuple, rows)))
)


@LAW
@given(st.lists(st.one_of(TEXTS, TEXTS, TEXTS, TABLES), min_size=1, max_size=30))
def test_no_character_of_any_document_is_lost_or_held_twice(blocks):
    document = parsed(*blocks)
    assert_lawful(document)
    assert "".join(document.body.split()) == "".join("".join(each.text for each in blocks).split())


LINES = st.text("一二（）、1.甲。是\t\t\n\n\n 专栏表第条章 2", min_size=1, max_size=80).filter(
    lambda text: bool(text.strip())
)


@LAW
@given(LINES)
def test_no_character_of_any_text_file_is_lost(text):
    source = read(Path("甲.txt"), ("甲\n" + text).encode())
    document = parsed(*source.blocks)
    assert_lawful(document)
    assert characters("甲", text) == characters(document.body, *(each.text for each in source.omissions))


CASES = {
    "一、 holds 1. holds （一）, then the other way round; no chapter is lost": (
        [
            "一、总则",
            "1.目标",
            "（一）近期",
            "（二）远期",
            "2.原则",
            "二、任务",
            "（一）保护",
            "1.立法",
            "2.执法",
            "（二）运用",
            "三、附则",
        ],
        ["一、总则", "  1.目标", "    （一）近期", "    （二）远期", "  2.原则"]
        + ["二、任务", "  （一）保护", "    1.立法", "    2.执法", "  （二）运用", "三、附则"],
    ),
    "numbers inside a frame do not disturb the list outside": (
        ["1.甲", "专栏1 工程", *framed(1, "1、子", "2、丑", "3、寅"), "2.乙"],
        ["1.甲", "  专栏1 工程", "    1、子", "    2、丑", "    3、寅", "2.乙"],
    ),
    "numbers of the same style inside a frame": (
        ["1.甲", "2.乙", "专栏1 工程", *framed(1, "1.子", "2.丑"), "3.丙"],
        ["1.甲", "2.乙", "  专栏1 工程", "    1.子", "    2.丑", "3.丙"],
    ),
    "a frame that its file does not mark": (
        ["1.甲", "专栏1 工程", "1、子", "2、丑", "3、寅", "2.乙"],
        ["1.甲", "  专栏1 工程", "    1、子", "    2、丑", "    3、寅", "2.乙"],
    ),
    "a frame of one item": (["1.甲", "专栏1 工程", "1、子", "2.乙"], ["1.甲", "  专栏1 工程", "    1、子", "2.乙"]),
    "a 专栏 stands beside the points above it, not inside the last one": (
        ["（一）基础", "一是保护。成效好。", "二是运用。成效好。", "专栏1 工程", *framed(1, "说明。"), "（二）挑战"],
        ["（一）基础", "  一是保护", "  二是运用", "  专栏1 工程", "（二）挑战"],
    ),
    "编 章 节 条 and their （一）; the articles count on over the chapters": (
        [
            "第一编 总则",
            "第一章 原则",
            "第一节 目的",
            "第一条 甲：",
            "（一）子；",
            "（二）丑。",
            "第二章 范围",
            "第二条 乙。",
        ]
        + ["第二编 分则", "第一章 申请", "第三条 丙。"],
        [
            "第一编 总则",
            "  第一章 原则",
            "    第一节 目的",
            "      第一条",
            "        （一）",
            "        （二）",
            "  第二章 范围",
        ]
        + ["    第二条", "第二编 分则", "  第一章 申请", "    第三条"],
    ),
    "an inserted article stands beside its number": (
        ["第一条 甲。", "第一条之一 乙：", "（一）子。", "第一条之二 丙。", "第二条 丁。"],
        ["第一条", "第一条之一", "  （一）", "第一条之二", "第二条"],
    ),
    "a cross-reference at the start of a line stays text": (
        ["第一条 甲。", "依照第一条规定处理的，从其规定。", "第一条规定的情形除外。", "第二条 乙。"],
        ["第一条", "第二条"],
    ),
    "一是 and 二是 in paragraphs of their own are points": (
        ["（一）基础", "一是保护加强。成效显著。", "二是运用加快。成效明显。"],
        ["（一）基础", "  一是保护加强", "  二是运用加快"],
    ),
    "一是…；二是… in one paragraph stays text": (["（一）基础", "一是加强保护；二是加快运用。"], ["（一）基础"]),
    "headings that run into their text": (
        ["一、保障", "（一）强化领导。全面坚持领导。", "（二）强化保障。动态跟踪。"],
        ["一、保障", "  （一）强化领导", "  （二）强化保障"],
    ),
    "markup gives the level of headings without numbers": (
        [Block("背景", level=2), "甲。", Block("国内", level=3), "乙。", Block("目标", level=2), "丙。"],
        ["背景", "  国内", "目标"],
    ),
    "attachments close what stands before them": (
        ["一、总则", "（一）目的", "附件1", "1.申报表。填写完整。", "附件2"],
        ["一、总则", "  （一）目的", "附件1", "  1.申报表", "附件2"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_tree_of(case):
    blocks, expected = CASES[case]
    document = parsed(*blocks)
    assert_lawful(document)
    assert tree(document) == expected
    assert document.report.gaps == ()


def test_text_under_a_cross_reference_belongs_to_the_article_above():
    document = parsed("第三条 甲。", "依照第二条规定处理。", "第三条规定的情形除外。")
    assert document.sections[1].texts == ("第三条 甲。", "依照第二条规定处理。", "第三条规定的情形除外。")


def test_text_after_a_frame_belongs_to_the_heading_around_it():
    document = parsed("1.甲", "专栏1 工程", *framed(1, "1、子。丑。"), "专栏1所列工程由市局实施。")
    assert document.sections[1].texts == ("1.甲", "专栏1所列工程由市局实施。")


def test_a_gap_is_reported_and_not_renumbered():
    document = parsed("一、甲", "三、丙")
    assert tree(document) == ["一、甲", "三、丙"]
    assert ids(document) == ["1", "3"]
    assert document.report.gaps == ("编号从“一”跳到“三”：三、丙",)


def test_a_missing_article_is_reported():
    document = parsed("第一条 甲。", "第三条 丙。")
    assert tree(document) == ["第一条", "第三条"]
    assert len(document.report.gaps) == 1
    assert "第三条" in document.report.gaps[0]


def test_a_list_that_begins_in_the_middle_is_reported():
    document = parsed("第一条 有下列情形的：", "（二）转让的；")
    assert tree(document) == ["第一条", "  （二）"]
    assert document.report.gaps == ("（二）之前没有同级编号：（二）转让的；",)


def test_a_list_that_restarts_keeps_both_runs_apart():
    document = parsed("一、甲", "（一）子", "（二）丑", "（一）寅", "（二）卯")
    assert tree(document) == ["一、甲", "  （一）子", "  （二）丑", "  （一）寅", "  （二）卯"]
    assert ids(document) == ["1", "1.1", "1.2", "1.1~2", "1.2~2"]
    assert document.report.gaps == ("编号从“（二）”跳到“（一）”：（一）寅",)


def test_the_items_of_two_paragraphs_of_an_article_have_different_citations():
    document = parsed("第一条 甲：", "（一）子；", "（二）丑。", "乙：", "（一）寅；", "（二）卯。")
    written = [each.citation for each in document.sections]
    assert len(set(written)) == len(written)


def test_a_paragraph_behind_the_items_belongs_to_the_article():
    document = parsed("第一条 甲：", "（一）子；", "（二）丑。", "前款所称丑，由市局认定。", "第二条 乙。")
    assert document.sections[1].texts == ("第一条 甲：", "前款所称丑，由市局认定。")


def test_an_item_of_an_article_has_no_heading_and_does_not_keep_the_next_paragraph():
    document = parsed("第一条 甲：", "（一）由部长委派代表。代表须持证书。", "下列人员无须出具证书。", "第二条 乙。")
    assert document.sections[2].kind is SectionKind.ITEM
    assert document.sections[1].texts == ("第一条 甲：", "下列人员无须出具证书。")


LAW_BODY = ["第一章 总　则", "第一条 甲。", "第二章 附　则", "第二条 乙。"]


@pytest.mark.parametrize("entries", [["第一章 总则", "第二章 附则"], ["第一章 总则……1", "第二章 附则……2"]])
def test_a_table_of_contents_is_one_section_and_disturbs_no_chapter(entries):
    document = parsed("通过日期", "目 录", *entries, *LAW_BODY)
    assert_lawful(document)
    contents, *others = document.sections[1:]
    assert (contents.kind, contents.texts) == (SectionKind.CONTENTS, ("目 录", *entries))
    assert [each.id for each in others] == ["d/1", "d/1.1", "d/2", "d/2.2"]
    assert not [each for each in passages_of(document) if each.section == contents.id]


def test_a_table_of_contents_without_its_title_disturbs_no_chapter():
    document = parsed("通过日期", "第一章 总则", "第二章 附则", *LAW_BODY)
    assert citation(document, "第一章 总　则") == "《甲办法》第一章"
    assert [each.id for each in document.sections if each.texts and each.texts[0] in LAW_BODY] == [
        "d/1",
        "d/1.1",
        "d/2",
        "d/2.2",
    ]


def test_a_bookmark_before_a_plain_paragraph_makes_no_heading():
    document = parsed_file("甲.txt", "一、甲\n[bookmark: _Toc10407]国内一流的高地。加快构建。\n".encode())
    assert tree(document) == ["一、甲"]
    assert document.sections[1].texts == ("一、甲", "国内一流的高地。加快构建。")
    assert [each.text for each in document.omissions] == ["[bookmark: _Toc10407]"]


def test_a_table_without_caption_belongs_to_its_section():
    table = Block("项目\t数\n甲\t1", BlockKind.TABLE, rows=(("项目", "数"), ("甲", "1")))
    document = parsed("一、目标", table, "说明。")
    assert ids(document) == ["1", "1.tx", "1.tx.r1"]
    assert document.sections[1].texts == ("一、目标", "说明。")


def test_citations_of_the_plan(plan):
    assert citation(plan, "2.推进知识产权金融创新") == "《宁波市知识产权发展“十四五”规划》三（三）2"
    assert citation(plan, "1、专利战略工程") == "《宁波市知识产权发展“十四五”规划》专栏4第1项"
    assert citation(plan, "专利质押融资额（亿元）") == "《宁波市知识产权发展“十四五”规划》表1第5行"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第一编 总则", "《丙法》第一编"),
        ("第三章 授权", "《丙法》第一编第三章"),
        ("第二十二条 甲：", "《丙法》第二十二条"),
        ("（一）子；", "《丙法》第二十二条第（一）项"),
        ("1.寅；", "《丙法》第二十二条第（一）项1"),
        ("第二十二条之一 乙。", "《丙法》第二十二条之一"),
    ],
)
def test_citations_of_a_law(line, expected):
    lines = ["第一编 总则", "第三章 授权", "第二十二条 甲：", "（一）子；", "1.寅；", "第二十二条之一 乙。"]
    document = parsed(*lines, title="丙法")
    assert next(each.citation for each in document.sections if line in each.texts) == expected


def test_citations_of_a_heading_without_number_and_of_an_attachment():
    document = parsed(Block("背景", level=2), "附件2", "（一）申报表", title="丙法")
    written = [each.citation for each in document.sections[1:]]
    assert written == ["《丙法》“背景”", "《丙法》附件2", "《丙法》附件2（一）"]


@pytest.mark.parametrize(
    ("lines", "heading", "expected"),
    [
        (["附件2", "1.申报表", "附件21"], "1.申报表", "《甲办法》附件2第1项"),
        (["附件2", "1.申报表", "附件21"], "附件21", "《甲办法》附件21"),
        (["一、甲", "1.乙", "1）丙"], "1）丙", "《甲办法》一1第1）项"),
    ],
)
def test_two_numbers_in_a_citation_do_not_run_into_one(lines, heading, expected):
    assert citation(parsed(*lines), heading) == expected


def test_no_two_sections_of_the_plan_have_one_citation(plan):
    assert len({each.citation for each in plan.sections}) == len(plan.sections)


def test_a_list_that_begins_with_0_does_not_take_the_id_of_the_document():
    document = parsed("0.前言", "1.范围")
    assert ids(document) == ["0~2", "1"]
    assert_lawful(document)


def test_the_first_heading_behind_a_table_of_contents_is_not_part_of_it():
    document = parsed("目  录", "一、总体要求\t1", "二、任务……3", "一、总体要求", "子。", "二、任务", "丑。")
    assert ids(document) == ["contents", "1", "2"]
    assert_lawful(document)
