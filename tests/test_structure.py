"""What neighbours tell of a paragraph: 目录, 落款, 版记, 附件, a table's title, a doubtful number."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_outline import assert_lawful, citation, ids, parsed, tree

from kb.model import Block, BlockKind, Document, Section, SectionKind
from kb.parse import passages_of
from kb.parse.outline.contents import contents_of
from kb.parse.outline.layout import lines_of

ASIDE = (SectionKind.CONTENTS, SectionKind.SIGNATURE, SectionKind.IMPRINT)
BODY = ("甲市局关于乙事的通知", "一、总体要求", "按照要求办理。", "二、主要任务", "（一）保护", "加强保护。")
TABLE = Block("项目\t数\n甲\t1", BlockKind.TABLE, rows=(("项目", "数"), ("甲", "1")))


def section(document: Document, kind: SectionKind) -> Section:
    return next(each for each in document.sections if each.kind is kind)


def kinds(document: Document, kind: SectionKind) -> list[tuple[str, ...]]:
    return [each.texts for each in document.sections if each.kind is kind]


def numbered(*lines: str) -> list[str]:
    """The labels of the numbers that count."""
    return [line.number.label for line in lines_of([Block(each) for each in lines], "甲") if line.number]


SIGNATURES = {
    "one body": ("甲市人民政府", "2021年6月1日"),
    "a date in Chinese": ("甲市人民政府办公厅", "二〇二一年六月一日"),
    "a ring for 〇": ("甲市人民政府办公厅", "二○二一年六月一日"),
    "spaced characters": ("甲　市　财　政　局", "2021 年 6 月 1 日"),
    "several bodies, a line each": ("甲省财政厅", "甲省教育厅", "甲省科学技术委员会", "2021年6月1日"),
    "several bodies in one line": ("甲省财政厅　甲省教育厅", "2021年6月1日"),
    "body and date in one line": ("甲市人民政府  2021年6月1日",),
    "a seal": ("甲市知识产权局（章）", "2021年6月1日"),
    "an officer": ("市　长　　张甲丁", "2021年6月1日"),
    "a remark": ("甲市人民政府", "2021年6月1日", "（此件公开发布）"),
    "the name of a body in two lines": ("甲市乙镇丙村", "地质险情调查专家组", "2021年6月1日"),
    "the date alone, the body being in the seal": ("2021年6月1日",),
}


@pytest.mark.parametrize("case", SIGNATURES)
def test_the_signature_is_a_section_of_its_own_without_passages(case):
    document = parsed(*BODY, *SIGNATURES[case])
    assert_lawful(document)
    signature = document.sections[-1]
    assert (signature.kind, signature.texts) == (SectionKind.SIGNATURE, SIGNATURES[case])
    assert (signature.id, signature.citation, signature.parent) == ("d/signature", "《甲办法》落款", "d/0")
    assert document.sections[-2].texts == ("（一）保护", "加强保护。")
    assert not [each for each in passages_of(document) if each.section == signature.id]
    assert document.report.in_sections == sum(len("".join(text.split())) for text in document.body.split("\n"))


NO_SIGNATURES = {
    "a date at the head of the document": ("甲办法", "甲市人民政府", "2021年6月1日", "一、总则", "甲。"),
    "a sentence in front of the date": (*BODY, "由市财政局办理", "2021年6月1日前完成。"),
    "a history line": ("甲办法", "正文。", "2021年6月1日 甲市人民代表大会常务委员会通过", "第一条 甲。"),
    "a date alone, and the text goes on": (*BODY, "2021年6月1日", "各县应当报告。"),
    "a list of bodies without a date": (*BODY, "市财政局", "市教育局"),
}


@pytest.mark.parametrize("case", NO_SIGNATURES)
def test_what_only_resembles_a_signature_stays_text(case):
    document = parsed(*NO_SIGNATURES[case], title="")
    assert_lawful(document)
    assert kinds(document, SectionKind.SIGNATURE) == []


def test_a_list_that_goes_on_behind_what_looks_like_a_signature_is_not_broken():
    document = parsed("一、甲。", "二、乙。", "甲市财政局", "2021年6月1日", "三、丙。")
    assert tree(document) == ["一", "二", "落款", "三"]
    assert document.report.gaps == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("抄送：市委办公厅，市人大常委会办公厅。", "甲市人民政府办公厅　　2021年6月2日印发"),
        ("主题词：专利 通知", "抄送：市委各部门，", "各民主党派。", "甲市人民政府办公厅", "2021年6月2日印发"),
        ("分送：各区县（市）。", "（共印500份）"),
        ("甲市人民政府办公厅秘书处 2021年6月2日印发",),
    ],
)
def test_the_imprint_is_a_section_of_its_own_without_passages(lines):
    document = parsed(*BODY, "甲市人民政府", "2021年6月1日", *lines)
    assert_lawful(document)
    imprint = document.sections[-1]
    assert (imprint.kind, imprint.texts) == (SectionKind.IMPRINT, lines)
    assert (imprint.id, imprint.citation) == ("d/imprint", "《甲办法》版记")
    assert section(document, SectionKind.SIGNATURE).texts == ("甲市人民政府", "2021年6月1日")
    assert not [each for each in passages_of(document) if each.section == imprint.id]


def test_a_sentence_about_copies_is_no_imprint():
    document = parsed(*BODY, "抄送市财政局备案。", "通知由市局于2021年6月1日印发。")
    assert kinds(document, SectionKind.IMPRINT) == []


def test_the_imprint_behind_an_attachment_belongs_to_the_document():
    document = parsed(*BODY, "附件1", "申报表", "填写完整。", "抄送：市委办公厅。")
    assert section(document, SectionKind.IMPRINT).parent == "d/0"


NOTICE = (
    "甲市局关于印发《乙办法》的通知",
    "各区县：",
    "现将《乙办法》印发给你们，请遵照执行。",
    "甲市局",
    "2021年6月1日",
)
REGULATION = ("第一章 总则", "第一条 甲。", "第二章 附则", "第二条 乙：", "（一）子；", "（二）丑。")


def test_an_attached_regulation_has_its_own_title_and_numbers():
    document = parsed(*NOTICE, "乙办法", *REGULATION, title="甲市局关于印发《乙办法》的通知")
    assert_lawful(document)
    assert tree(document)[:3] == ["落款", "乙办法", "  第一章 总则"]
    assert ids(document)[1:4] == ["a", "a.1", "a.1.1"]
    assert citation(document, "第二条") == "《甲市局关于印发《乙办法》的通知》“乙办法”第二条"
    assert citation(document, "（二）").endswith("“乙办法”第二条第（二）项")
    assert document.report.gaps == ()


def test_an_attached_plan_behind_a_numbered_notice_counts_anew():
    notice = (
        "甲市关于印发乙方案的通知",
        "一、请认真落实，及时报告。",
        "二、方案自即日起施行，有效期三年。",
        "甲市人民政府",
        "2021年6月1日",
    )
    document = parsed(*notice, "乙方案", "一、总则", "子。", "二、任务", title=notice[0])
    assert tree(document) == ["一", "二", "落款", "乙方案", "  一、总则", "  二、任务"]
    assert citation(document, "二、任务") == "《甲市关于印发乙方案的通知》“乙方案”二"
    assert document.report.gaps == ()


ATTACHED = {
    "a title in two lines": (("关于进一步加强乙事", "管理工作的意见"), "关于进一步加强乙事管理工作的意见"),
    "a title with spread characters": (("乙 市 管 理 办 法",), "乙市管理办法"),
    "a title that nothing named before": (("丙事工作规则",), "丙事工作规则"),
    "a request that is passed on": (("关于乙事有关问题的请示",), "关于乙事有关问题的请示"),
}


@pytest.mark.parametrize("case", ATTACHED)
def test_a_title_behind_the_signature_opens_an_attached_document(case):
    lines, title = ATTACHED[case]
    document = parsed(
        *BODY, "甲市局", "2021年6月1日", *lines, "根据要求，制定本意见。", "一、目标", "丙局", "2021年5月1日"
    )
    assert_lawful(document)
    attached = section(document, SectionKind.ATTACHMENT)
    assert (attached.title, attached.id, attached.citation) == (title, "d/a", f"《甲办法》“{title}”")
    assert ids(document)[-3:] == ["a", "a.1", "a.signature"]
    assert document.sections[-1].citation == f"《甲办法》“{title}”落款"


def test_the_document_s_own_title_behind_its_order_opens_no_attachment():
    order = ("甲市人民政府令", "第1号", "《乙办法》已经通过，现予公布。", "市长 张甲丁", "2021年6月1日")
    document = parsed(*order, "乙办法", *REGULATION, title="乙办法")
    assert kinds(document, SectionKind.ATTACHMENT) == []
    assert citation(document, "第二条") == "《乙办法》第二条"
    assert document.sections[0].texts[-1] == "乙办法"


def test_two_regulations_of_one_file_are_kept_apart():
    document = parsed("乙办法", *REGULATION, "丙规定", "（2021年6月1日公布）", *REGULATION, title="乙办法")
    assert_lawful(document)
    assert [each.citation for each in document.sections if each.label == "第一条"] == [
        "《乙办法》第一条",
        "《乙办法》“丙规定”第一条",
    ]
    assert document.report.gaps == ()


def test_a_second_regulation_without_a_title_is_reported():
    document = parsed("第一条 甲。", "第二条 乙。", "第一条 丙。", "第二条 丁。")
    assert document.report.gaps == ("条号重新从第一条开始，可能是另一份文件：第一条 丙。",)


HEADS = {
    "附件": (("附件", "申报表"), "附件", "申报表"),
    "附件1": (("附件1", "申报表"), "附件1", "申报表"),
    "附件：": (("附件：", "申报表"), "附件", "申报表"),
    "附 件 １：": (("附 件 １：", "申报表"), "附件1", "申报表"),
    "附件二": (("附件二", "申报", "汇总表"), "附件二", "申报汇总表"),
    "附件1：申报表": (("附件1：申报表",), "附件1", "申报表"),
    "附件 1 申报表": (("附件 1 申报表",), "附件1", "申报表"),
    "附：申报表": (("附：申报表",), "附件", "申报表"),
    "附：": (("附：", "申报表"), "附件", "申报表"),
    "附录A": (("附录A", "申报条件"), "附录A", "申报条件"),
    "附录一 申报条件": (("附录一 申报条件",), "附录一", "申报条件"),
    "a remark behind the title": (("附件1", "申报表", "（试行）"), "附件1", "申报表（试行）"),
}


@pytest.mark.parametrize("case", HEADS)
def test_the_head_of_an_attachment(case):
    lines, label, title = HEADS[case]
    document = parsed(*BODY, *lines, "填写完整。", "一、基本情况", title="丙通知")
    assert_lawful(document)
    attached = section(document, SectionKind.ATTACHMENT)
    assert (attached.label, attached.title, attached.citation) == (label, title, f"《丙通知》{label}")
    assert attached.texts[1:] == ("填写完整。",)
    assert document.sections[-1].parent == attached.id


LISTS = {
    "one line": ("附件：1.申报表 2.汇总表",),
    "a line each": ("附件：1.申报表", "2.汇总表", "3.说明"),
    "a line each, the word before all": ("附件1.申报表", "附件2.汇总表"),
    "a single one": ("附件：申报表",),
}


@pytest.mark.parametrize("case", LISTS)
@pytest.mark.parametrize("behind", [("甲市局", "2021年6月1日", "附件1", "申报表", "填写完整。"), ()])
def test_what_only_lists_the_attachments_opens_none(case, behind):
    document = parsed(*BODY, *LISTS[case], *behind)
    assert_lawful(document)
    assert len(kinds(document, SectionKind.ATTACHMENT)) == bool(behind)
    assert document.sections[0].texts == (BODY[0], *LISTS[case])
    assert document.report.gaps == ()


@pytest.mark.parametrize(
    "line", ["附件所列材料应当齐全。", "附件中的表格", "附则", "附件1规定的材料", "附录规定的事项", "附件材料应当齐全"]
)
def test_a_paragraph_that_speaks_of_an_attachment_heads_none(line):
    assert kinds(parsed(*BODY, line, "甲。"), SectionKind.ATTACHMENT) == []


def test_an_attached_table_stands_outside_of_the_last_article():
    document = parsed("第一条 甲。", "附表1：目录", TABLE, "附表2", "税额表", TABLE)
    assert_lawful(document)
    tables = [each for each in document.sections if each.kind is SectionKind.TABLE]
    assert [(each.id, each.citation, each.title) for each in tables] == [
        ("d/ta1", "《甲办法》附表1", "目录"),
        ("d/ta2", "《甲办法》附表2", "税额表"),
    ]


@pytest.mark.parametrize("between", [(), ("单位：万元",)])
def test_a_short_line_right_above_a_table_is_its_title(between):
    document = parsed("一、目标", "主要任务分工清单", *between, TABLE, "说明。")
    table = section(document, SectionKind.TABLE)
    assert (table.id, table.title, table.citation) == ("d/1.tx", "主要任务分工清单", "《甲办法》一“主要任务分工清单”")
    assert table.texts == ("主要任务分工清单", *between, "项目\t数")
    assert document.sections[1].texts == ("一、目标", "说明。")


@pytest.mark.parametrize("line", ["指标如下表：", "各县应当填写下表。", "用途：政策解读表", "任务安排"])
def test_a_sentence_above_a_table_is_not_its_title(line):
    document = parsed("一、目标", line, TABLE)
    assert document.sections[1].texts == ("一、目标", line)


CONTENTS = {
    "leader dots and page numbers": ("目　录", "一、目标……………1", "（一）近期.......2", "二、任务 · · · · 3"),
    "tabs": ("目次", "一、目标\t1", "（一）近期\t2", "二、任务\t3"),
    "without page numbers": ("目录", "一、目标", "（一）近期", "二、任务"),
    "without gaps": ("目录", "一、目标1", "（一）近期2", "二、任务3"),
    "in one line": ("目录 一、目标 1 （一）近期 2 二、任务 3",),
    "the first entry not found again": ("目录", "前言……1", "一、目标……1", "二、任务……3"),
    "without the word": ("一、目标 1", "（一）近期 2", "二、任务 3"),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_a_table_of_contents_is_recognised(case):
    document = parsed(
        "丙规划", *CONTENTS[case], "一、目标", "甲。", "（一）近期", "乙。", "二、任务", "丙。", title="丙规划"
    )
    assert_lawful(document)
    assert kinds(document, SectionKind.CONTENTS) == [CONTENTS[case]]
    assert ids(document) == ["contents", "1", "1.1", "2"]
    assert document.report.gaps == ()
    assert dict(document.report.set_aside)["目录"] == sum(len("".join(each.split())) for each in CONTENTS[case])


def test_the_contents_of_an_attached_document_are_a_second_one():
    blocks = [
        *("目录", "一、甲", "二、乙", "一、甲", "子。", "二、乙"),
        *("附件", "目录", "1.丙", "2.丁", "1.丙", "丑。", "2.丁"),
    ]
    assert [(each.start, each.stop) for each in contents_of(list(map(Block, blocks)))] == [(0, 3), (7, 10)]


@pytest.mark.parametrize(
    "lines",
    [
        ("目录", "各部门编制目录。", "一、甲", "一、甲"),
        ("一、编制目录", "甲。"),
        ("目录", "一、甲", "二、乙"),
    ],
)
def test_the_word_alone_makes_no_table_of_contents(lines):
    assert contents_of(list(map(Block, lines))) == ()


COUNTED = {
    "articles without a gap": (
        ["第一章总则", "第一条为了甲，制定本法。", "第二条在乙适用。", "第二章附则", "第三条本法施行。"],
        ["第一章", "第一条", "第二条", "第二章", "第三条"],
    ),
    "a reference at the start of a line": (
        [
            "第一条甲。",
            "第二条规定的情形除外。",
            "第一条、第二条所列事项。",
            "第二条乙。",
            "第二条第二款规定的。",
            "第一条中的甲。",
        ],
        ["第一条", "第二条"],
    ),
    "a line that refers to an article that is not next": (
        ["第一条甲。", "第九条办理期限。", "第二条乙。"],
        ["第一条", "第二条"],
    ),
    "an article that is missing": (["第一条甲。", "第三条丙。", "第四条丁。"], ["第一条", "第三条", "第四条"]),
    "an excerpt": (["第二十条甲。", "第二十一条乙。"], ["第二十条", "第二十一条"]),
    "an article that begins as a reference goes on": (
        ["第一条甲。", "第二条规定本市事项的，从其规定。", "第三条丙。", "第三条规定乙的除外。", "第四条丁。"],
        ["第一条", "第二条", "第三条", "第四条"],
    ),
    "an inserted article": (["第一条甲。", "第一条之一乙。", "第二条丙。"], ["第一条", "第一条之一", "第二条"]),
    "the gap before 条": (["第一条 甲。", "第二 条乙办理。", "第三条 丙。"], ["第一条", "第二条", "第三条"]),
    "a chapter named in a sentence": (
        ["第一章总则", "第一条甲。", "第二章规定的事项，从其规定。"],
        ["第一章", "第一条"],
    ),
    "an amendment": (["第九条修改为：", "第十条的决定"], []),
    "1.1 below 1.": (
        ["1.总则", "1.1 目的", "1.2 范围", "1.2.1 对象", "2.任务", "2.1 保护"],
        ["1", "1.1", "1.2", "1.2.1", "2", "2.1"],
    ),
    "1.1 below 1": (["1　总则", "1.1　目的", "2　任务", "2.1　保护"], ["1", "1.1", "2", "2.1"]),
    "sums and dates": (["1.5亿元用于保护。", "2.1 亿元用于运用。", "2021.3.1", "3.5倍"], []),
    "a number and a gap without 1.1": (["1 专利", "2 商标"], []),
    "A. and B.": (["A.专利", "说明。", "B.商标", "C.地理标志"], ["A", "B", "C"]),
    "a name that begins with a letter": (["A.甲公司成立于1990年。", "乙。"], []),
    "a) and b)": (["a）专利；", "b）商标。"], ["a）", "b）"]),
}


@pytest.mark.parametrize("case", COUNTED)
def test_a_doubtful_number_counts_where_its_neighbours_bear_it_out(case):
    lines, labels = COUNTED[case]
    assert numbered(*lines) == labels


def test_a_heading_that_the_file_marks_needs_no_neighbours():
    marked = lines_of([Block("3.10.规则管理", level=2), Block("第三章授权", level=2)], "甲")
    assert [line.number.label for line in marked if line.number] == ["3.10", "第三章"]


def test_decimal_numbers_say_themselves_where_they_stand():
    lines = (
        "1　总则",
        "1.1　目的",
        "1.2　范围",
        "1.2.1　对象。",
        "（1）甲；",
        "（2）乙。",
        "1.3　原则",
        "2　任务",
        "2.1　保护",
    )
    document = parsed(*lines, title="丙预案")
    assert_lawful(document)
    assert [each.depth for each in document.sections[1:]] == [1, 2, 2, 3, 4, 4, 2, 1, 2]
    assert [each.citation for each in document.sections[3:6]] == [
        "《丙预案》1.2",
        "《丙预案》1.2.1",
        "《丙预案》1.2.1（1）",
    ]
    assert ids(document)[2:4] == ["1.2", "1.2.1"]
    assert document.report.gaps == ()


def test_decimal_numbers_below_a_chapter_are_cited_from_the_document():
    document = parsed("第二章 简介", "2.1 目的", "2.2 背景", "第三章 需求", "3.1 编号", title="丙说明书")
    assert tree(document) == ["第二章 简介", "  2.1 目的", "  2.2 背景", "第三章 需求", "  3.1 编号"]
    assert citation(document, "2.2 背景") == "《丙说明书》2.2"


def test_a_gap_between_decimal_numbers_is_reported():
    document = parsed("1.总则", "1.1 目的", "1.3 范围")
    assert document.report.gaps == ("编号从“1.1”跳到“1.3”：1.3 范围",)


@pytest.mark.parametrize(
    ("lines", "heading"),
    [
        (("第一章", "总　则", "第一条 甲。"), "第一章　总　则"),
        (("第五节 地方人民代表大会和", "地方人民政府", "第一条 甲。"), "第五节 地方人民代表大会和地方人民政府"),
        (("第五章 卷烟纸、滤嘴棒、", "烟用丝束的管理", "第一条 甲。"), "第五章 卷烟纸、滤嘴棒、烟用丝束的管理"),
    ],
)
def test_a_heading_in_two_lines_is_one(lines, heading):
    document = parsed(*lines)
    assert_lawful(document)
    assert tree(document) == [heading, "  第一条"]


def test_a_bare_article_keeps_its_text_in_the_next_line():
    document = parsed("第一条", "为了甲，制定本法。", "第二条", "乙。")
    assert document.sections[1].texts == ("第一条", "为了甲，制定本法。")


def test_paragraphs_that_are_only_indented_are_in_no_frame():
    lines = ["第一条 甲。", "第二条 乙。", "甲市人民政府", "2021年6月1日"]
    document = parsed(*(Block(line, box=number) for number, line in enumerate(lines)))
    assert tree(document) == ["第一条", "第二条", "落款"]


LINE = st.sampled_from(
    [
        *(
            "目录",
            "目　次",
            "一、目标……1",
            "二、任务\t3",
            "第一章 总则",
            "第一章总则",
            "第二章附则",
            "第一章",
            "总　则",
        ),
        *(
            "第一条 甲。",
            "第一条为了甲。",
            "第二条规定的情形。",
            "第二条乙。",
            "第三条丙。",
            "第 四 条 丁。",
            "第一条之二乙。",
        ),
        *(
            "一、目标",
            "二、任务",
            "（一）近期",
            "（二）远期。做好。",
            "1.甲",
            "2、乙",
            "1.1 丙",
            "1.2　丁",
            "2.1.1 戊",
            "1　总则",
            "1.5亿元",
        ),
        *(
            "A.甲",
            "B.乙",
            "a）甲",
            "一是甲。",
            "二是乙。",
            "专栏1 工程",
            "表1 指标",
            "附表1",
            "主要任务清单",
            "单位：万元",
        ),
        *(
            "附件",
            "附件1",
            "附件：1.甲表 2.乙表",
            "附件：甲表",
            "2.乙表",
            "附：",
            "附录A",
            "乙办法",
            "关于印发《乙办法》的通知",
            "（试行）",
        ),
        *(
            "甲市人民政府",
            "市长 张甲丁",
            "2021年6月1日",
            "二〇二一年六月一日",
            "甲市局 2021年6月1日",
            "（此件公开发布）",
        ),
        *(
            "抄送：市委。",
            "甲局2021年6月2日印发",
            "主题词：专利",
            "正文一句。",
            "现将《乙办法》印发给你们。",
            "有下列情形的：",
            "目标、",
        ),
    ]
)
REAL = st.builds(
    Block,
    LINE,
    kind=st.sampled_from([BlockKind.TEXT] * 9 + [BlockKind.NOTE]),
    level=st.sampled_from([None] * 8 + [1, 2]),
    box=st.sampled_from([None] * 8 + [1, 2]),
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.one_of(REAL, REAL, REAL, REAL, st.just(TABLE)), min_size=1, max_size=40))
def test_any_sequence_of_real_lines_lies_in_sections_without_loss(blocks):
    document = parsed(*blocks, title="乙办法")
    assert_lawful(document)
    assert "".join(document.body.split()) == "".join("".join(each.text for each in blocks).split())
    assert [each for each in passages_of(document) if not each.text.strip()] == []
    assert (document.report.tables[0], document.report.cells[0]) == (
        document.report.tables[1],
        document.report.cells[1],
    )
    aside = {each.id for each in document.sections if each.kind in ASIDE}
    assert not aside & {each.section for each in passages_of(document)}
    assert not aside & {each.parent for each in document.sections}


REFERENCES = st.sampled_from(
    [
        *(
            "第三条规定的情形除外。",
            "第二条第一款所称甲。",
            "第一条、第二条规定。",
            "依照第二条办理。",
            "第二章规定的事项。",
            "第三条的规定",
        ),
        *(
            "第二章所称甲",
            "表1所列指标。",
            "附件1所列材料。",
            "专栏1所列项目。",
            "1.5亿元。",
            "2021.3.1起施行。",
            "第三条修改为：“甲。”",
        ),
    ]
)
HEADINGS = st.sampled_from(
    ["第一章 总则", "第一条 甲。", "第二条 乙。", "第二条乙。", "一、目标", "1.甲", "1.1 丙", "附件1", "表1 指标"]
)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(st.one_of(REFERENCES, HEADINGS), min_size=1, max_size=16))
def test_a_cross_reference_never_opens_a_section(lines):
    document = parsed(*lines)
    references = {line for line in lines if REFERENCES.elements.count(line)}
    assert not references & {each.texts[0] for each in document.sections[1:] if each.texts}


@pytest.mark.parametrize(
    ("line", "below", "heading"),
    [
        (
            "（一）健全职业教育制度框架。",
            "把握好正确的改革方向，严把教学标准和毕业学生质量标准两个关口。",
            "（一）健全职业教育制度框架。",
        ),
        ("（一）健全职业教育制度框架。", "（二）提高发展水平。", "（一）"),
        (
            "（一）申报材料应当真实、完整、有效，不得有虚假的内容，也不得遗漏。",
            "逾期不报的，视为放弃申报的资格，由受理机关书面告知。",
            "（一）",
        ),
    ],
    ids=["a heading with its text below", "an item before an item", "a sentence too long for a heading"],
)
def test_a_short_sentence_with_a_longer_paragraph_below_it_is_its_heading(line: str, below: str, heading: str) -> None:
    document = parsed("一、总体要求", line, below)
    assert next(each.heading for each in document.sections if each.label == "（一）") == heading.rstrip("。")
