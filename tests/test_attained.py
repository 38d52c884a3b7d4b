"""Whether a target was reached is said where the two figures settle it, and nowhere else."""

import pytest

from kb.model.record import Indicator, Line, Role
from kb.records.indicators.amount import amount_of
from kb.records.indicators.attained import attained


def figure(value: str, role: Role, *, name: str = "专利授权量", unit: str = "", year: int = 2020) -> Indicator:
    amount = amount_of(value)
    number = amount.number if amount else None
    bound, pace, own = (amount.bound, amount.pace, amount.unit) if amount else ("", "", "")
    return Indicator(name, value, number, own or unit, year, role, "甲/1", value, bound, pace)


def reached(target: str, actual: str, name: str = "专利授权量") -> bool | None:
    line = Line(name, "", (figure(target, Role.TARGET, name=name), figure(actual, Role.ACTUAL, name=name)))
    (found,) = attained(line)
    assert (found.target.value, found.actual.value) == (target, actual)
    return found.reached


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("8000", "5340", False),
        ("300", "677", True),
        ("38", "38", True),
        ("95以上", "95以上", True),
        ("95以上", "95", True),
        ("超过95", "95", False),
        ("超过95", "超过95", True),
        ("95以上", "94", False),
        ("95以上", "90以上", None),
        ("95", "90以上", None),
        ("5以下", "4.9", True),
        ("不超过5", "5", True),
        ("5以内", "6", False),
        ("低于5", "5", False),
        ("5以下", "4以上", None),
        ("95以下", "96以上", False),
        ("3.2亿元", "26.8亿元", True),
        ("1万件", "9000件", False),
        ("1万件", "12000件", True),
        ("约100", "200", None),
        ("100左右", "100", None),
        ("100", "约200", None),
        ("年均20家", "20家", None),
        ("年均20家", "年均21家", True),
        ("10%", "10个", None),
    ],
)
def test_a_target_is_compared_by_its_bounds(target: str, actual: str, expected: bool | None) -> None:
    assert reached(target, actual) is expected


@pytest.mark.parametrize("name", ["案件平均审理周期", "单位生产总值能耗", "城镇登记失业率", "细颗粒物浓度"])
def test_a_bare_target_of_what_may_be_better_when_less_is_not_judged(name: str) -> None:
    assert reached("90", "100", name) is None
    assert reached("100", "90", name) is None
    assert reached("90以下", "100", name) is False
    assert reached("90", "90", name) is True


def test_only_figures_of_one_year_are_compared_and_only_a_target_with_an_actual_figure() -> None:
    line = Line(
        "专利", "件",
        (
            figure("5", Role.BASE), figure("300", Role.TARGET), figure("", Role.ACTUAL),
            figure("700", Role.ACTUAL, year=2021), figure("1000", Role.TARGET, year=2025),
        ),
    )  # fmt: skip
    assert attained(line) == ()
