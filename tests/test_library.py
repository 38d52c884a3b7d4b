"""The answers: word for word, each from the section it cites; and an honest 未找到."""

import re
from dataclasses import replace

import pytest
from conftest import PLAN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.errors import NotFound, QuestionRefused
from kb.library import Library
from kb.model import SectionKind
from kb.parse.tables import row_sentence

TITLE = "《宁波市知识产权发展“十四五”规划》"

ANSWERED = [
    # question, section, what the quotes must say
    ("专利质押融资2020年实际完成了多少亿元", "1.1.t1.r5", "26.8"),
    ("2025年有效发明专利目标", "2.4.t2.r1", "45000"),
    ("商标可以拿去质押贷款吗", "3.3.2", "质押融资"),
    ("领导干部考核看不看知识产权工作", "4.3", "考核"),
    ("“一网通办”怎么推进", "3.6.2", "一网通办"),
    ("稀土磁性材料产业怎么布局", "3.2.3.b5.2", "稀土永磁"),
]
REFUSED = [
    "今晚吃什么",
    "地铁末班车几点",
    "How tall is Mount Everest",
    "温州市有多少件地理标志商标",
    "商标注册费要交多少钱",
    "2035年著作权登记目标是多少",
]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def sources(library: Library, id_: str) -> str:
    """All that may be quoted from a section: its own words, and for a row the sentence that reads it aloud."""
    section = library.section(id_)
    row = section.table and section.kind is SectionKind.ROW
    spoken = row_sentence(section.table.header, section.table.rows[0]) if row and section.table else ""
    return plain(section.text + spoken)


@pytest.mark.parametrize(("question", "section", "words"), ANSWERED)
def test_a_question_is_answered_from_the_right_section(plan: Library, question: str, section: str, words: str) -> None:
    answer = plan.ask(question)
    assert any(quote.section == f"{PLAN}/{section}" and words in quote.text for quote in answer.quotes), answer.quotes


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_corpus_does_not_answer_is_not_found(plan: Library, question: str) -> None:
    answer = plan.ask(question)
    assert (answer.answered, answer.quotes) == (False, ())
    assert len(answer.hits) == 5, "最接近的内容仍要给出"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "专利",
                "商标",
                "质押",
                "保险",
                "人才",
                "法庭",
                "2025年",
                "多少",
                "企业",
                "怎么",
                "支持",
                "海外",
                "维权",
                "数据",
                "平台",
            ]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_quote_is_found_in_the_section_it_cites(plan: Library, words: list[str]) -> None:
    answer = plan.ask("".join(words))
    for quote in answer.quotes:
        assert plain(quote.text) in sources(plan, quote.section)
        assert quote.citation == plan.section(quote.section).citation
        assert quote.citation.startswith(TITLE)


def test_a_quote_is_held_only_as_its_section_says_it(plan: Library) -> None:
    quote = plan.ask("2025年有效发明专利目标").quotes[0]
    assert plan.holds(quote)
    assert not plan.holds(replace(quote, text=quote.text.replace("45000", "450000")))
    assert not plan.holds(replace(quote, section=f"{PLAN}/3.3.2"))
    assert not plan.holds(replace(quote, section=f"{PLAN}/9.9"))
    assert not plan.holds(replace(quote, citation=f"{TITLE}三（三）2"))


ROW = f"{PLAN}/2.4.t2.r1"
GOAL = "指标：有效发明专利量（件），2025年目标：45000"


@pytest.mark.parametrize(
    ("section", "text", "stands", "missing"),
    [
        (f"{PLAN}/3.3.3", "提升地理标志产品附加值", True, ()),
        (f"{PLAN}/3.3.3", "提升地理标志\n产品附加值", True, ()),
        (ROW, GOAL, True, ()),
        (ROW, GOAL.replace("45000", "46000"), False, ("46000",)),
        (ROW, "有效发明专利量2025年的目标是45000件", False, ()),
        (f"{PLAN}/3.3.3", GOAL.replace("45000", "46000"), False, ("2025年", "46000")),
        (f"{PLAN}/3.3.3", "由杭州市提升地理标志产品附加值。", False, ("杭州市", "杭州")),
        (f"{PLAN}/3.3.3", "今天晚上大家一起去看电影好不好。", False, ("今天晚上大家一起去看电影好不好。",)),
    ],
)
def test_a_citation_is_checked_word_for_word(
    plan: Library, section: str, text: str, stands: bool, missing: tuple[str, ...]
) -> None:
    found = plan.check(text, section)
    assert (found.stands, found.missing, found.citation) == (stands, missing, plan.section(section).citation)
    assert ("一字不差" in found.sentence) == (not missing)
    assert all(each in found.sentence for each in missing)


def test_only_what_is_wrong_in_a_longer_text_is_named(plan: Library) -> None:
    words = plan.section(f"{PLAN}/3.3.3").texts[-1]
    assert plan.check(words, f"{PLAN}/3.3.3").stands
    assert plan.check(words + "\n完成总额780亿元。", f"{PLAN}/3.3.3").missing[0] == "780亿元"


def test_nothing_is_no_citation(plan: Library) -> None:
    with pytest.raises(QuestionRefused, match="要核对的文字是空的"):
        plan.check(" \n", ROW)
    with pytest.raises(NotFound, match="没有编号为“没有”的章节"):
        plan.check("专利", "没有")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=60), st.integers(1, 12))
def test_any_text_is_answered_or_refused_with_a_sentence(plan: Library, question: str, limit: int) -> None:
    try:
        answer = plan.ask(question, limit)
    except QuestionRefused:
        assert not re.search(r"\w", question)
        return
    assert len(answer.hits) <= limit
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("", "空的"), (" \n\t", "空的"), ("？！……", "没有文字"), ('"*^(){}', "没有文字"), ("专利" * 5000, "10000 字")],
)
def test_a_question_that_cannot_be_asked_gets_a_sentence(plan: Library, question: str, sentence: str) -> None:
    with pytest.raises(QuestionRefused, match=sentence):
        plan.ask(question)


@pytest.mark.parametrize(
    "question",
    [
        '专利 AND "质押" OR NOT (融资)*',
        "专利^2 {质押} [融资]",
        "商标'; DROP TABLE passage;--",
        "ＰＣＴ国际专利　２０２５年目标",
    ],
)
def test_marks_in_a_question_are_no_commands(plan: Library, question: str) -> None:
    assert plan.ask(question).hits[0].document == PLAN
    assert plan.verify() == []


def test_hits_are_grouped_by_section_and_say_why(plan: Library) -> None:
    hits = plan.search("公司缺钱，商标能抵押吗", limit=10)
    assert len({hit.section for hit in hits}) == len(hits) == 10
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    first = hits[0]
    assert first.citation == f"{TITLE}三（三）2"
    assert first.path == (
        TITLE[1:-1],
        "三、重点任务",
        "（三）推进高效益运用，加速知识产权价值实现",
        "2.推进知识产权金融创新",
    )
    assert first.why.dense_rank is not None
    assert "缺钱" in {synonym.said for synonym in first.why.synonyms}
    shown = plain("".join((*first.path, first.text))).lower()
    assert first.why.words
    assert all(word in shown for word in first.why.words)


def test_a_hit_shows_a_passage_and_not_the_whole_section(plan: Library) -> None:
    for hit in plan.search("知识产权密集型产业"):
        assert plain(hit.text) in sources(plan, hit.section)
        assert len(hit.text) <= 340


def test_a_document_or_section_that_is_not_there_is_a_sentence(plan: Library) -> None:
    with pytest.raises(NotFound, match="没有编号为“无此文件”的文件"):
        plan.document("无此文件")
    with pytest.raises(NotFound, match=r"没有编号为“ningbo-ip-145/9\.9”的章节"):
        plan.section(f"{PLAN}/9.9")
