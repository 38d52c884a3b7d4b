"""Numbers with their units in one spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ask.quantities import count_of, measures, quantities, readings

# text, (value, unit) of each quantity in order
READ = [
    ("五万元", [("50000", "元")]),
    ("50,000元", [("50000", "元")]),
    ("５万元", [("50000", "元")]),
    ("2.46亿元", [("246000000", "元")]),
    ("百分之三十", [("30", "%")]),
    ("万分之五", [("5", "万分之")]),
    ("二〇二五年六月一日", [("2025", "年"), ("6", "月"), ("1", "日")]),
    ("三至五年", [("3", "年"), ("5", "年")]),
    ("2至5万元", [("20000", "元"), ("50000", "元")]),
    ("2016—2020年", [("2016", "年"), ("2020", "年")]),
    ("第二十二条", [("22", "第条")]),
    ("三十五个工作日", [("35", "个工作日")]),
    ("两年半", [("2", "年")]),
    ("6500余件", [("6500", "余件")]),
    ("是2015年的1.9倍", [("2015", "年"), ("1.9", "倍")]),
    ("PCT申请1419件", [("1419", "件")]),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_quantity_is_its_value_and_its_unit(text, expected):
    assert [(each.value, each.unit) for each in quantities(text)] == [(Decimal(v), u) for v, u in expected]


@pytest.mark.parametrize("text", ["统一部署", "一批", "一个平台", "千方百计", "“十四五”时期", "万件", "三分之二", ""])
def test_what_only_looks_like_a_number_counts_nothing(text):
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("90%以上", "以上"),
        ("不低于90%", "以上"),
        ("三十日以内", "以下"),
        ("最多5万元", "以下"),
        ("不超过五年", "以下"),
        ("90%", ""),
    ],
)
def test_a_bound_is_read_in_front_and_behind(text, bound):
    assert [each.bound for each in quantities(text)] == [bound]


def test_a_bound_that_is_not_stated_need_not_be_repeated_but_none_is_made_up():
    plain, above, below = (quantities(text)[0] for text in ("90%", "90%以上", "90%以下"))
    assert plain.said_by(above)
    assert not above.said_by(plain)
    assert not above.said_by(below)


def test_a_bare_number_of_a_row_has_the_unit_that_the_row_names():
    values = {(each.value, each.unit) for each in readings("指标：有效注册商标（万件），2020年：32.5")}
    assert (Decimal(325000), "件") in values
    assert (Decimal("32.5"), "") in values


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("到2025年，第三条的5G和“17+1”", set()),
        ("12月31日前", set()),
        ("二十年", {"年"}),
        ("指标：融资额（亿元），2025年目标：（空）", set()),
        ("指标：融资额（亿元），2025年目标：26.8", {"元"}),
        ("指标：服务机构，2020年：3", {""}),
    ],
)
def test_dates_names_and_empty_cells_measure_nothing(text, units):
    assert measures(text) == units


@pytest.mark.parametrize(("numeral", "value"), [("六", 6), ("十", 10), ("二十二", 22), ("12", 12)])
def test_a_count_in_both_numerals(numeral, value):
    assert count_of(numeral) == value


@given(st.integers(0, 10**8), st.sampled_from(["元", "件", "年", "%"]))
def test_thousands_separators_change_nothing(number, unit):
    plain, parted = quantities(f"共{number}{unit}"), quantities(f"共{number:,}{unit}")
    assert [(each.value, each.unit) for each in plain] == [(Decimal(number), unit)]
    assert [(each.value, each.unit) for each in parted] == [(each.value, each.unit) for each in plain]


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    assert all(each.words for each in quantities(text))
