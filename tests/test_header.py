"""What a document says of itself: each value with the words it was read from, and nothing that nobody said."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Block, BlockKind, Document, Fact, Field, Source, Stated
from kb.model.dates import EXAMPLES as DATES
from kb.model.dates import date_of, flat
from kb.parse import parse
from kb.parse.header.authority import ISSUERS, TITLES, authority_of_issuer, authority_of_title
from kb.parse.header.document_number import EXAMPLES as NUMBERS
from kb.parse.header.document_number import DocumentNumber, numbers_in
from kb.parse.header.genres import TABLE, genre_of, printed_title
from kb.parse.header.organs import EXAMPLES as ORGANS
from kb.parse.header.organs import organs_in
from kb.parse.header.title import title_of

BODY = "为加强知识产权保护，促进全市创新发展，经市人民政府同意，现就有关事项通知如下。"


def source_of(text: str, stated: tuple[Stated, ...] = ()) -> Source:
    """A source whose paragraphs are the lines of a text."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    blocks = tuple(
        Block(line.removeprefix("# ").strip(), level=1) if line.startswith("# ") else Block(line) for line in lines
    )
    return Source(blocks, characters=sum(len(flat(block.text)) for block in blocks), stated=stated)


def parsed(text: str, known: Mapping[Field, str] | None = None, stated: tuple[Stated, ...] = ()) -> Document:
    document = parse(
        source_of(text, stated), document="d", file="f.txt", sha256="", known=known or {}, fallback_title="文件的名字"
    )
    _check_evidence(document)
    return document


def _check_evidence(document: Document) -> None:
    """The law: a fact's words stand in the section that it names."""
    texts = {section.id: flat(section.text) for section in document.sections}
    for fact in document.facts:
        if fact.place in texts:
            assert flat(fact.words) in texts[fact.place], fact
        else:
            assert fact.place in ("网页信息栏", "catalog.toml", "文件名"), fact


def values(document: Document, field: Field) -> list[str]:
    return [fact.value for fact in document.facts if fact.field is field]


def fact(document: Document, field: Field) -> Fact:
    return next(fact for fact in document.facts if fact.field is field)


NOTICE = f"""
甲市人民政府办公厅关于印发《甲市专利资助
管理办法》的通知
甲政办发〔2021〕12号
各区县（市）人民政府，市级各有关单位：
{BODY}
甲市人民政府办公厅
2021年5月20日
甲市专利资助管理办法
第一条 为了鼓励发明创造，制定本办法。
第二条 专利许可证有效期为三年，自2019年1月1日起执行新标准。
第三条 本办法由市知识产权局负责解释，自2021年7月1日起施行，有效期五年。
"""
LAW = """
丙省专利条例
（1998年6月1日丙省第九届人民代表大会常务委员会第三次会议通过）
目录
第一章 总则
第一章 总则
第一条 为了保护专利权，根据《中华人民共和国专利法》，制定本条例。
第二条 依照2008年10月1日起施行的《乙条例》办理。
第三条 本条例自1998年10月1日起施行。
"""
ORDER = """
中华人民共和国国务院令
第706号
《专利代管条例》已经2018年9月6日国务院第23次常务会议修订通过，现予公布，自2019年3月1日起施行。
总理　　某某某
2018年11月6日
专利代管条例
（1991年3月4日中华人民共和国国务院令第76号发布　2018年9月6日国务院第23次常务会议修订通过）
第一条 为了规范专利代管，制定本条例。
第二条 本条例自2019年3月1日起施行。
"""
JOINT = f"""
国家发展改革委办公厅  文件
税务总局办公厅
发改办财金规〔2019〕86号
关于加强纳税信用建设的通知
各省、自治区、直辖市人民政府：
{BODY}
国家发展改革委办公厅
税 务 总 局 办 公 厅
二〇一九年八月二十日
（此件公开发布）
"""


def test_a_notice_says_all_of_itself() -> None:
    document = parsed(NOTICE)
    assert document.title == "甲市人民政府办公厅关于印发《甲市专利资助管理办法》的通知"
    assert values(document, Field.ISSUERS) == ["甲市人民政府办公厅"]
    assert values(document, Field.DOCUMENT_NUMBER) == ["甲政办发〔2021〕12号"]
    assert values(document, Field.WRITTEN_ON) == ["2021-05-20"]
    assert values(document, Field.EFFECTIVE_ON) == ["2021-07-01"]
    assert values(document, Field.VALID_FOR) == ["5年"]
    assert values(document, Field.GENRE) == ["通知"]
    assert fact(document, Field.EFFECTIVE_ON).words == "本办法由市知识产权局负责解释，自2021年7月1日起施行"
    assert "第三条" in next(s.text for s in document.sections if s.id == fact(document, Field.EFFECTIVE_ON).place)
    assert not values(document, Field.PUBLISHED_ON)
    assert not values(document, Field.EXPIRES_ON)


def test_a_law_is_passed_by_a_congress_and_quotes_dates_of_others() -> None:
    document = parsed(LAW)
    assert document.title == "丙省专利条例"
    assert values(document, Field.ISSUERS) == ["丙省人民代表大会常务委员会"]
    assert fact(document, Field.ISSUERS).words == "丙省第九届人民代表大会常务委员会"
    assert values(document, Field.WRITTEN_ON) == ["1998-06-01"]
    assert values(document, Field.EFFECTIVE_ON) == ["1998-10-01"]
    assert values(document, Field.GENRE) == ["条例"]


def test_an_order_is_named_by_what_it_makes_public() -> None:
    document = parsed(ORDER)
    assert document.title == "专利代管条例"
    assert values(document, Field.ISSUERS) == ["国务院"]
    assert values(document, Field.DOCUMENT_NUMBER)[0] == "国务院令第706号"
    assert values(document, Field.WRITTEN_ON) == ["2018-11-06"]
    assert values(document, Field.EFFECTIVE_ON) == ["2019-03-01"]
    assert values(document, Field.LEVEL) == ["国家"]


def test_a_joint_document_has_every_body_the_leading_one_first() -> None:
    document = parsed(JOINT)
    assert document.title == "关于加强纳税信用建设的通知"
    assert values(document, Field.ISSUERS) == ["国家发展改革委办公厅", "税务总局办公厅"]
    assert values(document, Field.WRITTEN_ON) == ["2019-08-20"]
    assert values(document, Field.DOCUMENT_NUMBER) == ["发改办财金规〔2019〕86号"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("甲市专利资助办法\n第一条 为了鼓励创新，制定本办法。", "甲市专利资助办法"),
        ("# 甲市专利资助办法\n第一条 为了鼓励创新，制定本办法。", "甲市专利资助办法"),
        ("《甲市专利资助办法》\n第一条 为了鼓励创新，制定本办法。", "甲市专利资助办法"),
        ("甲市专利资助办法\n（征求意见稿）\n第一条 为了鼓励创新，制定本办法。", "甲市专利资助办法（征求意见稿）"),
        ("甲市专利规划\n（2021—2025年）\n目录\n一、基础", "甲市专利规划（2021—2025年）"),
        (f"国务院关于棉粮\n几 个 问 题 的 通 知\n国发〔1981〕8号\n{BODY}", "国务院关于棉粮几个问题的通知"),
        (f"国务院办公厅对全国政协四次会议\n第46号提案的答复\n国办函〔2006〕8号\n{BODY}",
         "国务院办公厅对全国政协四次会议第46号提案的答复"),
        (f"国务院办公厅转发国家地震局\n关于加强防震工作意见报告的通知\n国办发〔1997〕2号\n{BODY}",
         "国务院办公厅转发国家地震局关于加强防震工作意见报告的通知"),
        (f"国家发展改革委 财政部\n关于专利收费的通知\n{BODY}", "国家发展改革委 财政部关于专利收费的通知"),
        (f"000012\n机密★1年\n特急\n国务院文件\n国发〔2018〕4号\n国务院关于专利的决定\n各省人民政府：\n{BODY}",
         "国务院关于专利的决定"),
        (f"首页\n>\n政策\n通知\n关于专利收费的通知(甲发改〔2025〕6号)\n2025/01/20 价格司\n甲市发展改革委关于专利\n"
         f"收费的通知\n甲发改〔2025〕6号\n各有关单位：\n{BODY}", "甲市发展改革委关于专利收费的通知"),
        (f"关于专利收费的通知(甲发改〔2025〕6号)\n{BODY}", "关于专利收费的通知"),
        ("最高法院文件\n关于执行标准的补充规定\n（最高人民法院审判委员会第1193次会议、最高人民检察院第九届检察委员会\n"
         "第100次会议通过　2002年3月15日公布）\n第一条 为正确执行，制定本规定。", "关于执行标准的补充规定"),
    ],
)  # fmt: skip
def test_the_title_is_found_among_the_lines_around_it(head: str, title: str) -> None:
    assert title_of(source_of(head)) == title


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "第一条 为了鼓励创新，制定本办法。",
        "目录\n第一章 总则",
        "附件1\n申报表的填写要由单位完成。",
        "2021年6月1日",
        "甲政办发〔2021〕12号",
        "甲市人民政府文件",
        "（1998年6月1日丙省第九届人民代表大会常务委员会第三次会议通过）",
        "各区县（市）人民政府：",
        "11.4 字型变换",
    ],
)
def test_no_such_line_is_a_title(text: str) -> None:
    assert title_of(source_of(text)) is None
    assert fact(parsed(text), Field.TITLE).place == "文件名"


def test_a_table_in_the_head_is_no_title() -> None:
    table = Block("规定\t办法", BlockKind.TABLE, rows=(("规定", "办法"),))
    assert title_of(Source((table,))) is None


CLAUSES: tuple[tuple[str, Mapping[Field, str]], ...] = (
    ("第九条 本办法自2021年7月1日起施行。", {Field.EFFECTIVE_ON: "2021-07-01"}),
    ("（三）本办法自二〇二一年七月一日起正式实施，有效期至2025年12月31日。",
     {Field.EFFECTIVE_ON: "2021-07-01", Field.EXPIRES_ON: "2025-12-31"}),
    ("本办法自2021年7月1日起施行，《乙办法》（甲政发〔2015〕1号）同时废止。", {Field.EFFECTIVE_ON: "2021-07-01"}),
    ("本办法自2021年7月1日起试行，试行期2年。", {Field.EFFECTIVE_ON: "2021-07-01", Field.VALID_FOR: "2年"}),
    ("本办法有效期自2021年7月1日起至2023年6月30日止。",
     {Field.EFFECTIVE_ON: "2021-07-01", Field.EXPIRES_ON: "2023-06-30"}),
    ("本办法自印发之日起施行，有效期三年。", {Field.EFFECTIVE_ON: "2021-05-20", Field.VALID_FOR: "3年"}),
    ("自2021年7月1日起施行。", {Field.EFFECTIVE_ON: "2021-07-01"}),
    ("本办法自发布之日起施行。", {}),
    ("本办法自发布之日起30日后施行。", {}),
    ("本办法第三条自2021年7月1日起施行。", {}),
    ("2019年1月1日起全面施行的《丁税法》，是一项重大部署。", {}),
    ("《丁税法》自2019年1月1日起施行。", {}),
    ("修改为：“本办法自2020年1月1日起施行”。", {}),
    ("自2019年1月1日起执行新的收费标准。", {}),
    ("依照本办法取得的许可证有效期为五年。", {}),
    ("本办法所称证书，有效期5年。", {}),
    ("营业执照有效期至2025年12月31日。", {}),
    ("本合同自签订之日起生效，有效期5年。", {}),
)  # fmt: skip


@pytest.mark.parametrize(("clause", "expected"), CLAUSES, ids=[clause[:18] for clause, _ in CLAUSES])
def test_only_what_a_document_says_of_its_own_force_counts(clause: str, expected: Mapping[Field, str]) -> None:
    document = parsed(f"甲市专利资助办法\n{BODY}\n{clause}\n甲市知识产权局\n2021年5月20日")
    wanted = (Field.EFFECTIVE_ON, Field.EXPIRES_ON, Field.VALID_FOR)
    assert {each.field: each.value for each in document.facts if each.field in wanted} == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("（2014年3月27日丙省人民代表大会常务委员会公告第13号公布　自2014年7月1日起施行）",
         {Field.PUBLISHED_ON: "2014-03-27", Field.EFFECTIVE_ON: "2014-07-01"}),
        ("（2019年4月26日中华人民共和国国务院令第716号公布）",
         {Field.PUBLISHED_ON: "2019-04-26", Field.EFFECTIVE_ON: "2019-04-26"}),
        ("（1988年4月26日国务院令第16号发布　根据2011年1月8日《国务院关于修改部分行政法规的决定》修订）",
         {Field.PUBLISHED_ON: "1988-04-26"}),
        ("（1998年6月1日丙省第九届人民代表大会常务委员会第三次会议通过）", {}),
    ],
)  # fmt: skip
def test_since_the_day_of_publication_needs_that_day(note: str, expected: Mapping[Field, str]) -> None:
    document = parsed(f"丙省专利条例\n{note}\n第一条 为了创新，制定本条例。\n第二条 本条例自公布之日起施行。")
    wanted = (Field.PUBLISHED_ON, Field.EFFECTIVE_ON)
    assert {each.field: each.value for each in document.facts if each.field in wanted} == expected


@pytest.mark.parametrize(
    ("title", "sentence", "period"),
    [
        ("甲市知识产权“十四五”规划", "制定本规划。", "2021—2025年"),
        ("甲市专利“十一五”发展纲要", "制定本纲要。", "2006—2010年"),
        ("甲市专利行动计划（2023—2027年）", "制定本计划。", "2023—2027年"),
        ("甲市知识产权“十四五”规划", "本规划的规划期为2021年至2035年。", "2021—2035年"),
        ("甲市人民政府关于印发甲市知识产权“十四五”规划的通知", "现予印发。", "2021—2025年"),
        ("甲市人民政府关于开展“十四五”规划编制工作的通知", "请认真做好。", None),
        ("国务院关于总体规划（2018—2035年）的批复", "原则同意。", None),
        ("甲市专利资助办法", "落实“十四五”规划。", None),
    ],
)
def test_a_plan_covers_the_years_it_names(title: str, sentence: str, period: str | None) -> None:
    found = values(parsed(f"{title}\n各有关单位：\n{BODY}\n{sentence}"), Field.PLAN_PERIOD)
    assert found == ([period] if period else [])


def test_a_date_in_a_sentence_is_no_date_of_the_document() -> None:
    text = f"甲市专利资助办法\n{BODY}\n2021年6月1日，甲市人民政府召开会议。\n会议于2021年6月2日结束。"
    assert not values(parsed(text), Field.WRITTEN_ON)
    assert not values(parsed(text), Field.ISSUERS)


def test_the_signature_of_a_forwarded_report_is_not_that_of_the_notice() -> None:
    text = (
        f"国务院办公厅转发国家地震局关于防震意见的通知\n国办发〔1996〕2号\n{BODY}\n国家地震局\n一九九六年一月二十五日"
    )
    document = parsed(text)
    assert values(document, Field.ISSUERS) == ["国务院办公厅"]
    assert not values(document, Field.WRITTEN_ON)


def test_a_number_in_a_sentence_is_another_documents() -> None:
    text = f"甲市专利资助办法\n根据《国务院关于专利的意见》（国发〔2018〕41号）精神，{BODY}"
    assert not values(parsed(text), Field.DOCUMENT_NUMBER)


def test_labelled_lines_above_the_text_are_read() -> None:
    text = f"索 引 号：0001/2021-01\n发文字号：甲政发[2021]3号\n成文日期：2021年5月20日\n甲市专利资助办法\n{BODY}"
    document = parsed(text)
    assert values(document, Field.INDEX_NUMBER) == ["0001/2021-01"]
    assert values(document, Field.DOCUMENT_NUMBER) == ["甲政发〔2021〕3号"]
    assert values(document, Field.WRITTEN_ON) == ["2021-05-20"]


PAGE = (
    Stated(Field.TITLE, "甲市专利资助办法", "标 题：甲市专利资助办法"),
    Stated(Field.DOCUMENT_NUMBER, "甲政发[2021]3号", "发文字号：甲政发[2021]3号"),
    Stated(Field.PUBLISHED_ON, "2021年05月25日", "发布日期：2021年05月25日"),
    Stated(Field.VALIDITY, "现行有效", "时效性：现行有效"),
)
SIGNED = f"甲市专利资助办法\n甲政发〔2021〕3号\n{BODY}\n本办法自发布之日起施行。\n甲市人民政府\n2021年5月20日"


def test_a_page_states_and_the_text_agrees() -> None:
    document = parsed(SIGNED, stated=PAGE)
    assert fact(document, Field.DOCUMENT_NUMBER) == Fact(
        Field.DOCUMENT_NUMBER, "甲政发〔2021〕3号", "发文字号：甲政发[2021]3号", "网页信息栏"
    )
    assert values(document, Field.EFFECTIVE_ON) == ["2021-05-25"]
    assert values(document, Field.VALIDITY) == ["现行有效"]
    assert document.report.warnings == ()


def test_a_page_that_was_posted_years_later_does_not_date_the_force() -> None:
    late = (Stated(Field.PUBLISHED_ON, "2024-01-01", "发布日期：2024-01-01"),)
    assert not values(parsed(SIGNED, stated=late), Field.EFFECTIVE_ON)


def test_a_page_and_its_text_that_disagree_are_named() -> None:
    document = parsed(SIGNED, stated=(Stated(Field.WRITTEN_ON, "2021年5月21日", "成文日期：2021年5月21日"),))
    assert values(document, Field.WRITTEN_ON) == ["2021-05-21"]
    assert document.report.warnings == (
        "网页信息栏与正文不一致：成文日期 正文里是“2021-05-20”，信息栏写的是“2021-05-21”",
    )


def test_the_catalog_goes_first_and_a_contradiction_is_named() -> None:
    known = {Field.TITLE: "甲市专利奖励办法", Field.DOCUMENT_NUMBER: "甲政发[2021]3号", Field.TOPICS: "科技"}
    document = parsed(SIGNED, known)
    assert values(document, Field.TITLE) == ["甲市专利奖励办法"]
    assert values(document, Field.TOPICS) == ["科技"]
    assert document.report.warnings == (
        "文件与 catalog.toml 不一致：标题 文件里是“甲市专利资助办法”，catalog.toml 写的是“甲市专利奖励办法”",
    )


@pytest.mark.parametrize("title", ["甲市 专利资助办法", "《甲市专利资助办法》", "甲市专利资助办法（试行）"])
def test_white_space_and_brackets_are_no_contradiction(title: str) -> None:
    assert parsed(SIGNED, {Field.TITLE: title}).report.warnings == ()


def test_a_malformed_date_in_the_catalog_is_named_and_not_taken() -> None:
    document = parsed(SIGNED, {Field.WRITTEN_ON: "2021年春"})
    assert values(document, Field.WRITTEN_ON) == ["2021-05-20"]
    assert document.report.warnings == ("catalog.toml 里的成文日期“2021年春”不是日期（应写作 2021-06-01），没有采用",)


def test_two_dates_of_force_are_named() -> None:
    text = f"甲市专利资助办法\n{BODY}\n本办法自2021年7月1日起施行。\n本办法自2021年8月1日起施行。"
    assert parsed(text).report.warnings == ("正文里有不同的施行日期：2021-07-01、2021-08-01，采用了2021-07-01",)


@pytest.mark.parametrize(("text", "day"), DATES)
def test_dates(text: str, day: str | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_document_numbers(text: str, number: str) -> None:
    assert str(DocumentNumber.parse(text)) == number
    assert str(DocumentNumber.parse(number)) == number


def test_a_document_number_has_parts() -> None:
    assert DocumentNumber.parse("国发〔2018〕43号") == DocumentNumber("国发", 2018, 43)
    assert DocumentNumber.parse("国务院令第743号") == DocumentNumber("国务院令", None, 743)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("甲政发〔2021〕1号　　签发人：某某", ("甲政发〔2021〕1号",)),
        ("发改价格〔2025〕65号 国数综合〔2025〕3号", ("发改价格〔2025〕65号", "国数综合〔2025〕3号")),
        ("（法释〔2020〕17号）", ("法释〔2020〕17号",)),
        ("根据国发〔2018〕43号文件", ()),
        ("（国发〔2018〕43号）精神", ()),
    ],
)
def test_a_line_of_numbers(line: str, printed: tuple[str, ...]) -> None:
    assert numbers_in(line) == printed


@pytest.mark.parametrize(("line", "organs"), ORGANS)
def test_lines_of_bodies(line: str, organs: tuple[str, ...]) -> None:
    assert organs_in(line) == organs


@pytest.mark.parametrize(("title", "name"), [(title, row.name) for row in TABLE for title in row.examples])
def test_genres(title: str, name: str) -> None:
    genre = genre_of(title)
    assert genre is not None
    assert genre.name == name


@pytest.mark.parametrize("title", ["工作方法", "甲市专利数据字典", "甲市知识产权局"])
def test_a_title_without_a_genre_word_has_none(title: str) -> None:
    assert genre_of(title) is None


def test_what_a_notice_prints() -> None:
    assert printed_title("甲市人民政府关于印发《甲办法》的通知") == "甲办法"
    assert printed_title("甲市专利资助办法") is None


@pytest.mark.parametrize(("organ", "authority"), ISSUERS)
def test_whose_a_body_is(organ: str, authority: str | None) -> None:
    assert authority_of_issuer(organ) == authority


@pytest.mark.parametrize(("title", "authority"), TITLES)
def test_whose_a_title_is(title: str, authority: str | None) -> None:
    assert authority_of_title(title) == authority


_PIECES = st.sampled_from(
    [
        *NOTICE.split("\n"),
        *LAW.split("\n"),
        *ORDER.split("\n"),
        *JOINT.split("\n"),
        "附件",
        "（",
        "《",
        "”",
        "〔2021〕",
        "2021年13月41日",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES | st.text("国市〔〕（）《》年月日第号令 2021一。关于通知自起施行", max_size=30), max_size=25))
def test_whatever_lines_come_every_fact_has_its_evidence(lines: list[str]) -> None:
    document = parsed("\n".join([*lines, BODY]))
    assert values(document, Field.TITLE)
    for each in document.facts:
        assert each.value
        assert not each.field.value.endswith("日期") or date_of(each.value) == each.value
