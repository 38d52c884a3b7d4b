"""What a question names that a text is not about: places, years, and what is asked for by name."""

import pytest

from kb.ask.elsewhere import asked_for, elsewhere, names_none, other_years, strangers
from kb.words import open_words

PLACES = ("宁波", "温州", "杭州")
PLAN = "宁波市知识产权规划 三、重点任务"


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("温州市有多少件专利", ("温州",)),
        ("宁波市有多少件专利", ()),
        ("宁波和温州、杭州各有多少", ("温州", "杭州")),
        ("温州如何保护专利", ("温州",)),
        ("如何保护专利", ()),
        ("2030年的目标是多少", ("2030",)),
        ("2025年的目标是多少", ()),
        ("2030年的目标", ("2030",)),
        ("2030年如何保护专利", ()),
        ("今年新增多少件", ("今年",)),
        ("今年专利保护期多长", ()),
    ],
)
def test_the_strangers_of_a_question(question, unknown):
    corpus = "到2025年，宁波市有效发明专利量45000件。"
    assert strangers(question, PLACES, corpus.__contains__) == unknown


def test_the_places_of_the_lexicon_are_used():
    places = open_words().places
    assert {"宁波", "温州", "杭州", "北京"} <= set(places)
    assert strangers("温州市有多少个", places, "宁波市".__contains__) == ("温州",)


@pytest.mark.parametrize(
    ("question", "path", "text", "is_elsewhere"),
    [
        ("温州有多少件专利", PLAN, "专利量45000件", True),
        ("宁波有多少件专利", PLAN, "专利量45000件", False),
        ("温州怎么合作", PLAN, "与温州共建联盟", False),
        ("温州的专利保护多少年", "中华人民共和国专利法", "期限为二十年", False),
        ("专利保护多少年", PLAN, "期限为二十年", False),
    ],
)
def test_a_hit_of_another_place_is_told_from_one_of_no_place(question, path, text, is_elsewhere):
    assert elsewhere(question, PLACES, path, text) is is_elsewhere


@pytest.mark.parametrize(
    ("question", "text", "is_other"),
    [
        ("2025年专利有多少件", "2020年：677件", True),
        ("2025年专利有多少件", "2025年目标：1000件", False),
        ("2025年专利有多少件", "建成示范站25个", False),
        ("2018年专利有多少件", "“十三五”期间申请1419件", False),
        ("“十四五”期间投入多少元", "“十三五”期间投入3亿元", True),
        ("“十四五”目标是多少", "2025年目标：1000件", False),
        ("比十二五涨了多少倍", "“十三五”期间1419件，是“十二五”时期的2.2倍", False),
        ("2025年如何保护专利", "2020年建成中心", False),
    ],
)
def test_a_figure_of_another_year_is_no_answer(question, text, is_other):
    assert other_years(question, text) is is_other


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("知识产权法庭的庭长是谁", ("庭长",)),
        ("运营基金的年收益率", ("收益率",)),
        ("商标代理机构的义务是什么", ()),
        ("考核的结果拿来干什么用", ()),
        ("专利保护多少年", ()),
    ],
)
def test_what_is_asked_for_by_name(question, asked):
    words = open_words()
    assert asked_for(question, words.words, words.information) == asked


def test_a_text_without_the_name_does_not_answer():
    assert names_none(("庭长",), "成立知识产权法庭".__contains__)
    assert not names_none(("庭长",), "庭长由院长提请任命".__contains__)
    assert not names_none((), "".__contains__)
