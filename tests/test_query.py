"""What a question cites, as its words say it; and how it is taken apart."""

import pytest

from kb.ask.cited import Citation, read
from kb.ask.query import cite, conceive, understand
from kb.errors import QuestionRefused
from kb.model.naming import SHORTENINGS, clause_key, name_key, names_of
from kb.parse.header.document_number import DocumentNumber
from kb.words import open_words

SHORT = ("民诉法", "消法", "民诉")

CITED = [
    # (the case, question, (title, clause or number) of each citation, nothing else is asked)
    ("an article of a law", "专利法第二十二条", [("专利法", "第22条")], True),
    ("digits for Chinese numerals", "专利法第22条", [("专利法", "第22条")], True),
    ("without 第", "民法典1254条", [("民法典", "第1254条")], True),
    ("a title in its marks", "《中华人民共和国专利法》第22条", [("中华人民共和国专利法", "第22条")], True),
    ("款 of an article", "专利法第22条第三款", [("专利法", "第22条第3款")], True),
    ("款 and 项", "专利法第五条第一款第（二）项", [("专利法", "第5条第1款第2项")], True),
    ("之一", "刑法第一百二十条之一", [("刑法", "第120条之1")], True),
    ("a short title that no rule gives", "民诉法第119条", [("民诉法", "第119条")], True),
    ("a short title that ends like none", "民诉第119条", [("民诉", "第119条")], True),
    ("words that ask for nothing more", "甲法第三十三条的内容是什么？", [("甲法", "第33条")], True),
    ("how is it provided", "甲法第三条是怎么规定的", [("甲法", "第3条")], True),
    ("a question beside the citation", "根据专利法第十一条，别人抄袭怎么办", [("专利法", "第11条")], False),
    ("words of the sentence in front", "公司违反甲法第三条怎么办", [("公司违反甲法", "第3条")], False),
    ("a title that begins like a lead", "就业促进法第九条", [("就业促进法", "第9条")], True),
    ("a title that begins with 对", "对外贸易法第九条", [("对外贸易法", "第9条")], True),
    (
        "an interpretation with a title inside",
        "法院关于适用《甲法》的解释第三条",
        [("法院关于适用《甲法》的解释", "第3条")],
        True,
    ),
    ("an edition behind the title", "甲法（2018年修正）第六条", [("甲法（2018年修正）", "第6条")], True),
    ("a space between title and clause", "甲法 第十条是什么", [("甲法", "第10条")], True),
    ("the book of a code", "民法典合同编第五百条", [("民法典合同编", "第500条")], True),
    ("no title", "第三十三条的内容是什么", [("", "第33条")], True),
    ("this law is no title", "根据本法第三条怎么办", [("", "第3条")], False),
    ("chapter and division", "甲法第三章第二节", [("甲法", "第3章第2节")], True),
    ("a heading of a plan", "规划三（一）2", [("规划", "3(1)2")], True),
    ("a heading with its marks as printed", "规划三、（一）2.", [("规划", "3(1)2")], True),
    ("a heading without a title", "三（一）2", [("", "3(1)2")], True),
    ("a heading of the first level", "《甲规划》三的内容是什么", [("甲规划", "3")], True),
    ("a number behind a marked title", "《甲规划》三大任务是什么", [("甲规划", "")], False),
    ("a part", "规划第三部分", [("规划", "3")], True),
    ("a box", "专栏4", [("", "专栏4")], True),
    ("a box in Chinese numerals", "规划里的专栏四", [("规划", "专栏4")], True),
    ("an item of a box", "专栏4第1项", [("", "专栏4第1项")], True),
    ("a table", "表2", [("", "表2")], True),
    ("a row of a table", "规划表2第3行", [("规划", "表2第3行")], True),
    ("an attachment", "附件1", [("", "附件1")], True),
    ("an article of an attachment", "《甲通知》附件2第三条", [("甲通知", "附件2第3条")], True),
    ("several of one law", "专利法第二条和第三条", [("专利法", "第2条"), ("专利法", "第3条")], True),
    ("several laws", "《甲法》第二条、《乙法》第三条", [("甲法", "第2条"), ("乙法", "第3条")], True),
    ("a range", "甲法第三条至第五条", [("甲法", "第3条"), ("甲法", "第4条"), ("甲法", "第5条")], True),
    ("a document number", "甬政办发〔2021〕50号", [("", "甬政办发〔2021〕50号")], True),
    ("square brackets and 第", "甬政办发[2021]第50号", [("", "甬政办发〔2021〕50号")], True),
    ("round brackets", "甬政办发（2021）50号的内容是什么", [("", "甬政办发〔2021〕50号")], True),
    ("half-width brackets and spaces", "甬政办发 (2021) 50号", [("", "甬政办发〔2021〕50号")], True),
    ("black brackets in a sentence", "根据甬政办发【2021】50号怎么申请", [("", "甬政办发〔2021〕50号")], False),
    ("an order", "国务院令第七百四十三号", [("", "国务院令第743号")], True),
    ("a marked title", "《甲办法》对资助怎么规定", [("甲办法", "")], False),
    ("a title alone", "打开专利法", [("专利法", "")], True),
    ("a title and that it is asked for", "甲市专利资助办法的内容是什么", [("甲市专利资助办法", "")], True),
    ("an ordinal of something else", "第三方支付机构", [], False),
    ("a company's name", "三一重工", [], False),
    ("a year behind 表", "表2016年", [], False),
    ("条 that measures", "一条龙服务", [], False),
    ("条 that counts", "100条建议", [], False),
    ("第 and 条 that count", "第十条建议", [], False),
    ("a street", "第三条街", [], False),
    ("a lesson", "第一节课", [], False),
    ("a product", "第三款产品", [], False),
    ("a class at school", "三（二）班", [], False),
    ("a watch", "手表2", [], False),
    ("a figure's number", "图表2", [], False),
    ("a contract of one's own", "租房合同第三条", [], False),
    ("an attachment without a number", "附件怎么填", [], False),
    ("a target year", "2025年目标", [], False),
    ("a question that ends like a title", "打击网络侵权有什么新办法", [], False),
    ("表 in a word", "代表一致同意", [], False),
]


def standard(text: str) -> str | None:
    number = DocumentNumber.parse(text)
    return str(number) if number else None


@pytest.mark.parametrize(("case", "text", "expected", "only"), CITED, ids=[row[0] for row in CITED])
def test_a_question_cites(case: str, text: str, expected: list[tuple[str, str]], only: bool) -> None:
    found = read(text, SHORT, standard)
    assert [(each.title, each.clause or each.number) for each in found.citations] == expected
    assert found.only is only


def test_a_citation_keeps_the_words_it_was_read_from() -> None:
    (citation,) = read("请问《甲法》第五条第二款怎么理解").citations
    assert citation == Citation("《甲法》第五条第二款", "甲法", "第5条第2款", marked=True)


@pytest.mark.parametrize(
    ("clause", "key"),
    [
        ("第二十二条第（三）项", "第22条第3项"),
        ("第二十二条第三项", "第22条第3项"),
        ("第22条", "第22条"),
        ("第 二 十 条", "第20条"),
        ("第十七条之二", "第17条之2"),
        ("三（三）2", "3(3)2"),
        ("三、(三)2.", "3(3)2"),
        ("专栏四", "专栏4"),
        ("附件2第三条", "附件2第3条"),
        ("第三部分", "3"),
        ("3.1.2", "3.1.2"),
    ],
)
def test_a_clause_has_one_key_in_every_spelling(clause: str, key: str) -> None:
    assert clause_key(clause) == key


@pytest.mark.parametrize(
    "title",
    [
        "专利法",
        "中华人民共和国专利法",
        "“专利法”",
        "专利法（2020年修正）",
        "专利法(2020-10-17)",
        "专 利 法",
    ],
)
def test_a_title_has_one_key_in_every_spelling(title: str) -> None:
    assert name_key(title) == "专利法"


def test_the_years_of_a_plan_are_a_part_of_its_title() -> None:
    assert name_key("甲纲要（2021-2035年）") == name_key("甲纲要（2021—2035年）") != name_key("甲纲要")


@pytest.mark.parametrize(
    ("title", "key"), [pytest.param(*example, id=rule.name) for rule in SHORTENINGS for example in rule.examples]
)
def test_a_rule_shortens_a_title_as_its_examples_say(title: str, key: str) -> None:
    assert key in {name.key for name in names_of(title)}


def test_a_titles_own_key_comes_before_its_short_forms_and_its_genre_last() -> None:
    names = names_of("甲乙市知识产权发展“十四五”规划")
    assert (names[0].key, names[0].rank) == ("甲乙市知识产权发展十四五规划", 0)
    assert {name.rank for name in names[1:-1]} == {1}
    assert (names[-1].key, names[-1].rank) == ("规划", 2)
    assert {"甲乙市十四五知识产权规划", "十四五知识产权发展规划", "甲乙市知识产权规划"} <= {name.key for name in names}


def test_a_law_is_not_called_by_a_part_of_its_name() -> None:
    assert [name.key for name in names_of("中华人民共和国社会保险法")] == ["社会保险法"]


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    query = cite("專利法第二十二條", open_words())
    assert [(each.title, each.clause) for each in query.citations] == [("专利法", "第22条")]
    assert (query.asked, query.text) == ("專利法第二十二條", "专利法第二十二条")


def test_what_is_cited_is_read_before_the_words() -> None:
    words = open_words()
    query = cite("商标续展要提交什么", words)
    assert (query.concepts, query.citations) == ((), ())
    assert conceive(query, words) == understand("商标续展要提交什么", words)
    assert understand("商标续展要提交什么", words).concepts


@pytest.mark.parametrize(("question", "sentence"), [(" ", "空的"), ("？！", "没有文字"), ("专" * 501, "501 字")])
def test_what_cannot_be_asked_is_refused_before_anything_is_read(question: str, sentence: str) -> None:
    with pytest.raises(QuestionRefused, match=sentence):
        cite(question, open_words())
