"""What may be said when asking: read from texts and from JSON alike, or refused in one sentence."""

from datetime import date

import pytest

from kb.model.filters import EVERYTHING, NAMED, Filters, filters_of
from kb.model.parameters import MOST_VALUES, Kind, Parameter, Unfit, read
from kb.model.validity import Validity

LIMIT = Parameter("limit", "最多列出几处", Kind.NUMBER, default=5, bounds=(1, 100))
WORDS = Parameter("q", "要问的话", required=True, longest=10)
LEVEL = Parameter("level", "层级", many=True)
DAY = Parameter("as_of", "哪一天", Kind.DAY)
YES = Parameter("出口", "有没有出口", Kind.YES)
SIZE = Parameter("规模", "规模", choices=("小型", "大型"))


@pytest.mark.parametrize(
    ("parameter", "given", "value"),
    [
        (LIMIT, ["7"], 7), (LIMIT, [7], 7), (LIMIT, [], 5), (LIMIT, [""], 5), (LIMIT, [None], 5),
        (WORDS, ["专利"], "专利"),
        (LEVEL, ["市", "省"], ("市", "省")), (LEVEL, [], ()), (LEVEL, [""], ()),
        (DAY, ["2023-05-01"], date(2023, 5, 1)), (DAY, [], None),
        (YES, ["有"], True), (YES, ["false"], False), (YES, [True], True), (YES, [], None),
        (SIZE, ["小型"], "小型"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_its_type(parameter: Parameter, given: list[object], value: object) -> None:
    assert parameter.read(given) == value


@pytest.mark.parametrize(
    ("parameter", "given", "sentence"),
    [
        (LIMIT, ["0"], "参数 limit 应是 1 到 100 的整数"), (LIMIT, ["101"], "1 到 100"), (LIMIT, ["-1"], "1 到 100"),
        (LIMIT, ["1.5"], "1 到 100"), (LIMIT, [True], "1 到 100"), (LIMIT, ["9" * 5000], "1 到 100"),
        (LIMIT, ["1", "2"], "参数 limit 只能给出一次"),
        (WORDS, [], "缺少参数 q：要问的话"), (WORDS, [""], "缺少参数 q"),
        (WORDS, ["字" * 11], "参数 q 太长（11 字），最多 10 字"),
        (WORDS, [7], "参数 q 应是一段文字"), (WORDS, ["\ud800"], "应是一段文字"),
        (LEVEL, ["市"] * (MOST_VALUES + 1), "最多给出 50 次"),
        (DAY, ["2023-13-01"], "参数 as_of 应是一个日期"), (DAY, ["20230501"], "日期"), (DAY, [7], "日期"),
        (YES, ["也许"], "应是 true 或 false"),
        (SIZE, ["巨型"], "参数 规模 不能是“巨型”，可以是：小型、大型"),
    ],
)  # fmt: skip
def test_what_is_no_such_value_is_refused_in_one_sentence(
    parameter: Parameter, given: list[object], sentence: str
) -> None:
    with pytest.raises(Unfit, match=sentence):
        parameter.read(given)


def test_what_is_unknown_is_refused_with_what_is_known() -> None:
    assert read([WORDS, LIMIT], {"q": ["专利"]}) == {"q": "专利", "limit": 5}
    with pytest.raises(Unfit, match="没有“size”这个参数，可以用：q、limit"):
        read([WORDS, LIMIT], {"q": ["专利"], "size": ["3"]})
    with pytest.raises(Unfit, match="没有“q”这个参数；这里不用参数"):
        read([], {"q": ["专利"]})


def test_the_filters_are_named_once_for_all_doors() -> None:
    assert set(NAMED) == set(Filters.__dataclass_fields__)
    parameters = list(NAMED.values())
    assert filters_of(read(parameters, {})) == EVERYTHING
    chosen = filters_of(read(parameters, {each.name: [each.example] for each in parameters}))
    assert chosen == Filters(
        ("市",), ("宁波市",), ("规划",), ("知识产权",), (2021,), (Validity.IN_FORCE,), ("ningbo-ip-145",),
        date(2023, 5, 1),
    )  # fmt: skip


def test_a_value_as_json_schema_has_it() -> None:
    assert LIMIT.schema() == {"type": "integer", "minimum": 1, "maximum": 100, "default": 5}
    assert LEVEL.schema() == {"type": "array", "items": {"type": "string", "maxLength": 200}, "maxItems": 50}
    assert SIZE.schema() == {"type": "string", "enum": ["小型", "大型"]}
