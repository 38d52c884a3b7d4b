"""What a question demands: the table's own examples, and figures that measure nothing."""

import pytest

from kb.ask.demands import DATED, DEMANDS, demands_of, meets

BY_NAME = {demand.name: demand for demand in DEMANDS}


def walk(part: str) -> list[object]:
    return [
        pytest.param(demand, text, id=f"{demand.name} {text}") for demand in DEMANDS for text in getattr(demand, part)
    ]


@pytest.mark.parametrize(("demand", "question"), walk("asks"))
def test_a_question_is_read_as_what_it_asks_for(demand, question):
    assert demands_of(question) == (demand,)


@pytest.mark.parametrize(("demand", "question"), walk("asks_not"))
def test_a_question_that_only_looks_like_it_is_not(demand, question):
    assert demand not in demands_of(question)


@pytest.mark.parametrize(("demand", "text"), walk("gives"))
def test_a_text_that_gives_it_meets_the_demand(demand, text):
    assert meets((demand,), text)


@pytest.mark.parametrize(("demand", "text"), walk("gives_not"))
def test_a_text_beside_the_point_does_not_meet_the_demand(demand, text):
    assert not meets((demand,), text)


def test_every_demand_has_examples_and_a_name_of_its_own():
    assert [demand.name for demand in DEMANDS if not (demand.asks and demand.gives and demand.gives_not)] == []
    assert len(BY_NAME) == len(DEMANDS)
    assert set(BY_NAME) >= DATED


@pytest.mark.parametrize(
    "question",
    [
        "什么是知识产权质押融资",
        "如何加强知识产权保护",
        "专栏4包括哪些工程",
        "保障措施有哪几条",
        "从哪几方面推进",
        "这几年出过什么文件",
        "手上有几个专利，能不能拿去贷款",
        "覆盖全生命周期的服务体系怎么建",
        "",
    ],
)
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
        ("赔偿数额怎么计算", "计算"),
        ("报名截止到几号", "几号"),
        ("什么时候开始施行", "日期"),
        ("怎么申请", "手续"),
    ],
)
def test_the_first_demand_that_fits_is_taken(question, name):
    assert [demand.name for demand in demands_of(question)] == [name]


@pytest.mark.parametrize(
    ("cell", "given"), [("（空）", False), ("约定", False), ("", False), ("32.5", True), ("年均20家", True)]
)
def test_an_empty_cell_gives_no_figure_though_its_header_names_a_year(cell, given):
    assert meets((BY_NAME["数目"],), f"指标：有效注册商标量（万件），2025年目标：{cell}") is given
