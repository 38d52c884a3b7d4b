"""From hits to quotes: what may be quoted, in what order, and that nothing is quoted that does not stand there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PLAN, HashEncoder
from hypothesis import given
from hypothesis import strategies as st

from kb.ask import answer as answers
from kb.ask import respond, signs
from kb.ask.answer import Candidate, Inquiry, Reading, Spoken
from kb.ask.coverage import Scale
from kb.ask.query import understand
from kb.ask.signs import Nearness, Signs, evidence
from kb.build import build
from kb.library import Library
from kb.model import Document, Hit, Quote, Section, SectionKind, Table, Why
from kb.settings import Settings
from kb.words import open_words

NEARNESS = Nearness(0.8, 0.9)
RULE = """# {title}

第一条 为了鼓励发明创造，制定本办法。

第二条 企业每获得一件发明专利，由市知识产权局给予{sum}的奖励，奖励在年度预算内列支，当年兑现。

第三条 有下列情形之一的，不予奖励：

（一）弄虚作假的；

（二）专利权有争议的。
"""


def inquiry(question: str) -> Inquiry:
    words = open_words()
    return Inquiry.of(understand(question, words), NEARNESS, words, lambda _: 0.1)


def reading(
    question: str, *sentences: str, path: str = "甲市办法", cosine: float = 0.9, figures: bool = False
) -> Reading:
    words, tokens = open_words(), understand(question, open_words()).tokens

    def held(text: str) -> frozenset[str]:
        return frozenset(tokens.intersection(words.tokens(text)))

    spoken = tuple(Spoken(i, each, held(each), cosine) for i, each in enumerate(sentences))
    text = "".join(sentences)
    return Reading(path, text, held(path), held(path + text), cosine, figures, spoken)


def quoted(question: str, *readings: Reading) -> list[str]:
    return [each.text for each in answers.choose(answers.candidates(inquiry(question), readings))]


def test_more_of_any_good_sign_is_more_evidence_and_a_demand_asks_for_more():
    assert evidence(Signs(0.6, 0.5)) > evidence(Signs(0.5, 0.5)) > evidence(Signs(0.5, 0.4))
    assert evidence(Signs(0.5, 0.5, 1.0)) < evidence(Signs(0.5, 0.5, 0.0))
    assert evidence(Signs(0.5, 0.5, foreign=1.0)) < evidence(Signs(0.5, 0.5))
    assert evidence(Signs(1.0, 1.0, 1.0)) > 0 > evidence(Signs(0.0, 0.0))


@pytest.mark.parametrize(("cosine", "near"), [(0.7, 0.0), (0.8, 0.0), (0.85, 0.5), (0.9, 1.0)])
def test_nearness_is_measured_between_strangers_and_friends(cosine, near):
    assert NEARNESS.of(cosine) == pytest.approx(near)


def test_a_sum_is_answered_only_by_a_sentence_that_gives_one():
    question = "发明专利奖励多少钱"
    given = reading(question, "鼓励发明专利。", "每件发明专利奖励三千元。")
    assert quoted(question, given) == ["每件发明专利奖励三千元。"]
    assert quoted(question, reading(question, "加大发明专利奖励力度。")) == []


def test_a_figure_of_another_year_or_place_is_not_quoted():
    question = "2025年宁波发明专利有多少件"
    assert quoted(question, reading(question, "2020年发明专利有677件。")) == []
    assert quoted(question, reading(question, "2025年发明专利有1000件。")) == ["2025年发明专利有1000件。"]
    assert quoted(question, reading(question, "2025年发明专利有1000件。", path="温州市规划")) == []


def test_a_row_of_figures_answers_who_asks_for_none_only_if_nothing_else_does():
    question = "专利质押融资"
    row = reading(question, "指标：专利质押融资额（亿元），2020年：26.8", figures=True)
    text = reading(question, "开展专利质押融资业务。")
    assert quoted(question, row, text) == ["开展专利质押融资业务。"]
    assert quoted(question, row) == ["指标：专利质押融资额（亿元），2020年：26.8"]
    assert quoted("专利质押融资目标", row, text)[0].startswith("指标")


def test_what_is_asked_for_by_name_must_be_there():
    question = "知识产权法庭的庭长是谁"
    assert quoted(question, reading(question, "成立知识产权法庭。")) == []
    assert quoted(question, reading(question, "知识产权法庭庭长由院长任命。")) == ["知识产权法庭庭长由院长任命。"]


@given(
    st.lists(
        st.builds(Candidate, st.integers(0, 2), st.integers(0, 9), st.just("句。"), st.floats(0.1, 5), st.floats(0, 1))
    )
)
def test_few_sentences_are_quoted_in_reading_order_the_best_of_the_first_hit_among_them(found):
    chosen = answers.choose(found)
    assert len(chosen) <= answers.QUOTES
    assert [(each.hit, each.position) for each in chosen] == sorted((each.hit, each.position) for each in chosen)
    if found:
        first = min(each.hit for each in found)
        assert max((each for each in found if each.hit == first), key=lambda each: each.evidence) in chosen


def shares(question: str, corpus: str) -> tuple[float, float]:
    words = open_words()
    tokens = set(words.tokens(corpus))
    found = Inquiry.of(understand(question, words), NEARNESS, words, lambda token: 0.1 * (token in tokens))
    return found.foreign, found.unheard


def test_a_thing_of_another_field_is_told_from_an_unknown_word_of_everyday_speech():
    corpus = "支持专利质押贷款，完善服务体系。"
    assert shares("公积金贷款", corpus)[0] > shares("质押贷款", corpus)[0] == 0.0
    assert shares("公积金", "住房公积金管理办法")[0] == 0.0
    assert shares("隔壁老王", corpus) == (0.0, 1.0)


def test_a_word_that_every_passage_holds_covers_nothing():
    """Who asks a city's plan about its buses is not half answered by the name of the city over every passage."""
    query = understand("宁波公交", open_words())
    rare = Scale.of(query, lambda _: 0.1)
    common = Scale.of(query, lambda token: float(token == "宁波"))
    assert rare.covered({"宁波"}) > 0.3
    assert common.covered({"宁波"}) == 0.0
    assert common.covered({"公交"}) == 1.0


@pytest.fixture
def twice(tmp_path: Path) -> Callable[..., Library]:
    """Make a library of a rule that is held twice; the second one is what `change` makes of it."""

    def make(change: Callable[[str], str]) -> Library:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        rule = RULE.format(title="甲市专利奖励办法", sum="三千元")
        (corpus / "办法.md").write_text(rule, "utf-8")
        (corpus / "办法（扫描）.md").write_text(change(rule), "utf-8")
        settings = Settings(corpus=corpus, index=tmp_path / "index")
        build(settings, encoder=HashEncoder())
        return Library.open(settings, encoder=HashEncoder())

    return make


def articles(library: Library, question: str) -> dict[str, tuple[str, ...]]:
    """The hits of 第二条 by their citations, with what is folded into them."""
    return {hit.citation: hit.also for hit in library.ask(question, limit=9).hits if hit.citation.endswith("第二条")}


def test_a_document_and_its_scan_are_one_hit_that_names_both(twice):
    library = twice(lambda rule: rule.replace("甲市专利奖励办法", "甲市专利奖励办法（扫描）").replace("兑现", "兑规"))
    found = articles(library, "发明专利奖励多少元")
    assert len(found) == 1
    ((citation, also),) = found.items()
    assert {citation, *also} == {"《甲市专利奖励办法》第二条", "《甲市专利奖励办法（扫描）》第二条"}


def test_a_version_with_another_sum_is_a_hit_of_its_own(twice):
    library = twice(
        lambda rule: rule.replace("甲市专利奖励办法", "甲市专利奖励办法（修订）").replace("三千元", "五千元")
    )
    found = articles(library, "发明专利奖励多少元")
    assert found == {"《甲市专利奖励办法》第二条": (), "《甲市专利奖励办法（修订）》第二条": ()}


class Shelf:
    """A shelf of sections that stand in no document."""

    def __init__(self, *sections: Section) -> None:
        self.sections = {each.id: each for each in sections}

    def section(self, id_: str) -> Section | None:
        return self.sections.get(id_)

    def document(self, id_: str) -> Document | None:
        return None


ARTICLE = Section("d/2", SectionKind.ARTICLE, "第二条", "", "", 1, "d", "《办法》第二条", ("每件奖励三千元。",))
ROW = Section(
    "d/r", SectionKind.ROW, "第1行", "专利（件）", "专利（件）", 1, "d", "《办法》表1第1行", ("1\t专利（件）\t500",),
    table=Table("", ("序号", "指标", "2025年"), (("1", "专利（件）", "500"),)),
)  # fmt: skip


def aloud(header: tuple[str, ...], cells: tuple[str, ...]) -> str:
    return "，".join(f"{head}：{cell}" for head, cell in zip(header[1:], cells[1:], strict=True))


@pytest.mark.parametrize(
    ("text", "section", "stands"),
    [
        ("每件奖励三千元。", "d/2", True),
        ("每件奖励五千元。", "d/2", False),
        ("每件奖励三千元。", "d/3", False),
        ("指标：专利（件），2025年：500", "d/r", True),
        ("指标：专利（件），2025年：50", "d/r", False),
        ("指标：专利（件），2024年：500", "d/r", False),
    ],
)
def test_a_quote_stands_only_where_its_section_has_it(text, section, stands):
    citation = "《办法》表1第1行" if section == "d/r" else "《办法》第二条"
    assert respond.stands(Quote(text, citation, section), Shelf(ARTICLE, ROW), aloud) is stands


def test_a_quote_with_another_sections_citation_does_not_stand():
    assert not respond.stands(Quote("每件奖励三千元。", "《办法》第三条", "d/2"), Shelf(ARTICLE), aloud)


def test_what_is_no_longer_in_its_section_is_not_answered(plan: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quotes come from passages; the section they cite is read again, and it alone decides."""
    question = "2025年有效发明专利目标"
    assert plan.ask(question).answered
    catalog = plan._catalog
    read = catalog.section

    def forged(id_: str) -> Section | None:
        section = read(id_)
        if section is None or section.table is None:
            return section
        rows = tuple(tuple(cell.replace("45000", "54000") for cell in row) for row in section.table.rows)
        texts = tuple(text.replace("45000", "54000") for text in section.texts)
        return replace(section, texts=texts, table=replace(section.table, rows=rows))

    monkeypatch.setattr(catalog, "section", forged)
    answer = plan.ask(question)
    assert all("45000" not in quote.text for quote in answer.quotes)
    assert answer.hits, "最接近的内容仍要给出"


LISTS = [
    ("保障措施有哪几条", ["4.1", "4.2", "4.3"]),
    ("知识产权人才培养工程分哪几类人才", [f"3.6.3.b9.{i}" for i in range(1, 6)]),
    ("海外纠纷应对指导中心宁波分中心要做哪几件事", [f"3.5.2.b8.{i}" for i in range(1, 4)]),
]


@pytest.mark.parametrize(("question", "sections"), LISTS)
def test_a_list_is_quoted_across_the_sections_that_make_it(plan: Library, question: str, sections: list[str]) -> None:
    answer = plan.ask(question)
    assert [quote.section for quote in answer.quotes] == [f"{PLAN}/{each}" for each in sections]
    assert all(plan.section(quote.section).heading == quote.text for quote in answer.quotes)


ROWS = [
    ("2025年著作权登记量目标是多少件", ("著作权登记量（件）", "2025年目标：8000")),
    ("2020年专利质押融资完成多少亿元", ("专利质押融资额（亿元）", "2020年：26.8")),
]


@pytest.mark.parametrize(("question", "parts"), ROWS)
def test_a_figure_comes_with_its_unit_and_its_year(plan: Library, question: str, parts: tuple[str, ...]) -> None:
    assert all(part in plan.ask(question).quotes[0].text for part in parts)


@pytest.mark.parametrize("question", ["2025年知识产权质押融资额目标是多少亿元", "2025年有效注册商标要到多少万件"])
def test_a_figure_that_the_document_leaves_empty_is_not_answered_but_shown_as_nearest(
    plan: Library, question: str
) -> None:
    answer = plan.ask(question)
    assert not answer.answered
    assert any("（空）" in hit.text for hit in answer.hits)


def test_a_sentence_that_announces_items_brings_them(twice: Callable[..., Library]) -> None:
    answer = twice(lambda rule: "# 乙市规定\n\n第一条 本规定自公布之日起施行。\n").ask("哪些情形不予奖励")
    assert [quote.text for quote in answer.quotes][-2:] == ["（一）弄虚作假的；", "（二）专利权有争议的。"]


def test_the_weights_are_those_of_the_table() -> None:
    weighed, weights = Signs(0.5, 0.25, 1.0, 0.5, 0.5), signs.WEIGHTS
    expected = 0.5 * weights.covered + 0.25 * weights.near + weights.demanded - signs.NEEDED
    expected += 0.5 * weights.foreign + 0.5 * weights.unheard
    assert evidence(weighed) == pytest.approx(expected)


def test_a_hit_without_folded_ones_names_none() -> None:
    assert Hit(1, 1.0, "d", "d/1", "《甲》", (), "", None, Why()).also == ()
