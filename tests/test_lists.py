"""Questions for a list, and the lists that documents hold."""

import pytest

from kb.ask.lists import asks_list, items_of, listed
from kb.model import Section, SectionKind


def section(id_: str, heading: str, *texts: str, kind: SectionKind = SectionKind.HEADING) -> Section:
    parent = id_.rpartition(".")[0] or ("0" if id_ != "0" else None)
    title = heading.lstrip("一二三四（）、0123456789.")
    return Section(
        id_, kind, "", title, heading, 1, parent, f"《甲规划》{id_}", (heading, *texts) if heading else texts
    )


PLAN = [
    section("0", "甲规划", kind=SectionKind.DOCUMENT),
    section("3", "三、基本原则", "坚持严格保护。依法维护权利。", "坚持开放共享。加强合作。"),
    section("4", "四、保障措施"),
    section("4.1", "（一）强化组织领导", "成立领导小组。"),
    section("4.2", "（二）强化资金保障", "加大财政投入。"),
    section("4.3", "（三）强化考核", "开展年度考核。"),
    section("5", "", "下列行为属于侵权：", "情节严重的除外。", kind=SectionKind.ARTICLE),
    section("5.1", "", "（一）未经许可使用的；", kind=SectionKind.ITEM),
    section("5.2", "", "（二）伪造标识的。", kind=SectionKind.ITEM),
    section("6", "五、附表"),
]


def find(question: str, *near: str, needed: float = 0.0) -> list[tuple[str, str]]:
    def covers(text: str) -> float:
        return sum(word in text for word in ("侵权", "行为")) / 2

    return [(item.text, item.section.id) for item in listed(question, PLAN, near, covers, needed)]


@pytest.mark.parametrize(
    "question",
    ["保障措施有哪几条", "从哪几方面推进", "工程包括哪些内容", "分哪六个方面", "“三高地”分别指什么", "基本原则有哪些"],
)
def test_a_question_for_several_things_asks_for_a_list(question):
    assert asks_list(question)


@pytest.mark.parametrize("question", ["专利保护多少年", "怎么申请", "什么是质押", "哪个部门负责"])
def test_other_questions_do_not(question):
    assert not asks_list(question)


def test_the_parts_of_the_heading_that_the_question_names_are_listed():
    parts = [("（一）强化组织领导", "4.1"), ("（二）强化资金保障", "4.2"), ("（三）强化考核", "4.3")]
    assert find("保障措施有哪几条", "4.2") == parts
    assert find("保障措施有哪三条", "4.2") == parts


def test_a_list_of_another_length_is_not_the_one_asked_for():
    assert find("保障措施有哪七条", "4.2") == []


def test_paragraphs_are_listed_by_their_first_sentences():
    assert find("基本原则有哪些", "3") == [("坚持严格保护。", "3"), ("坚持开放共享。", "3")]


def test_what_announces_a_list_is_quoted_before_it():
    assert find("哪些行为算侵权", "5.2") == [
        ("下列行为属于侵权：", "5"),
        ("（一）未经许可使用的；", "5.1"),
        ("（二）伪造标识的。", "5.2"),
    ]


def test_no_list_where_no_heading_announces_it_or_a_sentence_says_more():
    assert find("奖励有哪些", "4.1") == []
    assert find("哪些行为算侵权", "5.2", needed=1.1) == []
    assert find("哪些行为算侵权", "无") == []


def test_a_single_part_or_none_is_no_list():
    assert items_of(PLAN, PLAN[-1]) == []
    assert items_of(PLAN[:4], PLAN[2]) == []
