"""What a question demands: the table's own examples, and places that the corpus never names."""

import pytest

from kb.ask.demands import DEMANDS, demands_of, meets, strangers
from kb.words import open_words

BY_NAME = {demand.name: demand for demand in DEMANDS}
PLACES = ("宁波", "温州", "杭州")


def walk(part: str) -> list[object]:
    return [
        pytest.param(demand, text, id=f"{demand.name} {text}") for demand in DEMANDS for text in getattr(demand, part)
    ]


@pytest.mark.parametrize(("demand", "question"), walk("asks"))
def test_a_question_is_read_as_what_it_asks_for(demand, question):
    assert demands_of(question) == (demand,)


@pytest.mark.parametrize(("demand", "text"), walk("gives"))
def test_a_text_that_gives_it_meets_the_demand(demand, text):
    assert meets((demand,), text)


@pytest.mark.parametrize(("demand", "text"), walk("gives_not"))
def test_a_text_beside_the_point_does_not_meet_the_demand(demand, text):
    assert not meets((demand,), text)


def test_every_demand_has_examples_of_all_three_kinds():
    assert [demand.name for demand in DEMANDS if not (demand.asks and demand.gives and demand.gives_not)] == []
    assert len(BY_NAME) == len(DEMANDS)


@pytest.mark.parametrize("question", ["什么是知识产权质押融资", "如何加强知识产权保护", "专栏4包括哪些工程", ""])
def test_a_question_for_no_figure_demands_nothing_and_any_text_meets_it(question):
    assert demands_of(question) == ()
    assert meets(demands_of(question), "推动提质扩面")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("奖励多少钱", "金额"),
        ("保护期有多少年", "期限"),
        ("2025年有多少件", "数目"),
        ("年费交多少", "金额"),
        ("热线号码", "电话"),
    ],
)
def test_the_first_demand_that_fits_is_taken(question, name):
    assert [demand.name for demand in demands_of(question)] == [name]


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
    ],
)
def test_the_strangers_of_a_question(question, unknown):
    corpus = "到2025年，宁波市有效发明专利量45000件。"
    assert strangers(question, PLACES, corpus.__contains__) == unknown


def test_the_places_of_the_lexicon_are_used():
    places = open_words().places
    assert {"宁波", "温州", "杭州", "北京"} <= set(places)
    assert strangers("温州市有多少个", places, "宁波市".__contains__) == ("温州",)
