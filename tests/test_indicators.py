"""Figures as records: the plan's two tables row for row, its running text, joined lines and what disagrees."""

from decimal import Decimal

import pytest
from conftest import PLAN
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Document, Section, SectionKind, Table
from kb.model.record import Indicator, Nature, Role
from kb.parse import parse
from kb.read import read
from kb.records.indicators import indicators_of
from kb.records.indicators.amount import EXAMPLES, Amount, amount_of, in_ones
from kb.records.indicators.asked import asked
from kb.records.indicators.joined import disagreements, joined, name_key
from kb.settings import ROOT


@pytest.fixture(scope="module")
def plan() -> Document:
    (path,) = (ROOT / "corpus").glob("*.txt")
    source = read(path, path.read_bytes())
    return parse(source, document=PLAN, file=path.name, sha256="", known={}, fallback_title=path.stem)


@pytest.fixture(scope="module")
def indicators(plan: Document) -> tuple[Indicator, ...]:
    return indicators_of(plan)


def in_a_section(*texts: str, kind: SectionKind = SectionKind.HEADING) -> list[Indicator]:
    sections = [
        Section(f"某/{n}", kind, "", "", "", 1, None, "", (text,), (n,)) for n, text in enumerate(texts, start=1)
    ]
    return list(indicators_of(Document("某", "某", "某.txt", "", tuple(sections))))


def in_a_table(header: tuple[str, ...], *rows: tuple[str, ...], caption: str = "主要指标") -> list[Indicator]:
    table = Section("某/t1", SectionKind.TABLE, "", "", caption, 1, None, "", table=Table(caption, header, rows))
    lines = [
        Section(f"某/t1.r{n}", SectionKind.ROW, "", row[0], "", 2, "某/t1", "", ("\t".join(row),), (n,))
        for n, row in enumerate(rows, start=1)
    ]
    return list(indicators_of(Document("某", "某", "某.txt", "", (table, *lines))))


@pytest.mark.parametrize(("cell", "amount"), EXAMPLES)
def test_a_cell_is_read(cell: str, amount: Amount | None) -> None:
    assert amount_of(cell) == amount


@given(st.text(alphabet="0123456789.,万亿元件%以上约≥ ", max_size=12))
def test_whatever_a_cell_holds_its_number_stands_in_it(cell: str) -> None:
    amount = amount_of(cell)
    if amount is not None:
        assert str(amount.number) in cell.replace(",", "").replace(" ", "")


T1 = """
发明专利年授权量 件 8000 5340
每万人发明专利拥有量 件 38 34
PCT国际专利申请量 件 300 677
市级专利示范企业培育数 家 年均20家 -
专利质押融资额 亿元 3.2 26.8
知识产权(专利)行政执法案件年结案率 % 95以上 95以上
知识产权服务业营业收入年均增长率 % 15 -
国家级知识产权品牌服务机构 - 5 3
有效注册商标 万件 - 32.5
马德里商标国际注册 件 - 1115
地理标志商标 件 - 36
地理标志产品 个 - 19
著作权登记量 件 3500 5302
"""
T2 = """
有效发明专利量 件 45000
PCT国际专利申请量 件 1000
每万人高价值发明专利拥有量 件 22
有效注册商标量 万件 -
马德里国际注册商标拥有量 件 -
地理标志有效量 件 80
著作权登记量 件 8000
知识产权质押融资额 亿元 -
专利权转让、许可数量 万件 -
国家级知识产权示范优势企业 家 180
知识产权一审审结民事案件平均审理周期 天 -
知识产权纠纷调处化解组织数量 家 -
建成省级以上商业秘密保护示范基地 家 -
省级以上知识产权服务业集聚区 家 -
建成省级商标品牌指导服务站 家 -
知识产权示范县(市、区)覆盖率 % 90
"""


@pytest.mark.parametrize(
    ("table", "columns", "golden"),
    [("1.1.t1.", [(2020, Role.TARGET), (2020, Role.ACTUAL)], T1), ("2.4.t2.", [(2025, Role.TARGET)], T2)],
)
def test_the_plan_s_tables_are_read_row_for_row(
    indicators: tuple[Indicator, ...], table: str, columns: list[tuple[int, Role]], golden: str
) -> None:
    rows: dict[str, list[Indicator]] = {}
    for each in indicators:
        if f"/{table}" in each.section:
            rows.setdefault(each.section, []).append(each)
    lines = [" ".join([row[0].name, row[0].unit or "-", *(each.value or "-" for each in row)]) for row in rows.values()]
    assert lines == golden.strip().split("\n")
    assert all([(each.year, each.role) for each in row] == columns for row in rows.values())


@pytest.mark.parametrize(
    ("name", "value", "year", "role", "note"),
    [
        ("宁波市每万人发明专利拥有量", "34件", 2020, Role.ACTUAL, ""),
        ("PCT国际专利申请量", "1419件", None, Role.ACTUAL, "“十三五”期间"),
        ("有效注册商标", "32.5万件", 2020, Role.ACTUAL, ""),
        ("国家知识产权优势企业", "122家", None, Role.ACTUAL, ""),
        ("查扣各类侵权货物（物品）", "约6645.6万件", None, Role.ACTUAL, "“十三五”期间"),
        ("知识产权侵权纠纷调解成功率", "65%以上", None, Role.ACTUAL, ""),
        ("知识产权质押贷款", "44.67亿元", 2020, Role.ACTUAL, "2020年（9月末）"),
        ("专利保险累计承保专利", "7277件", 2020, Role.ACTUAL, "2020年（9月末）"),
        ("市级商业秘密保护示范站（点）", "180个", None, Role.TARGET, ""),
        ("主导或参与制修订国际、国家和“浙江制造”标准", "450项以上", None, Role.TARGET, ""),
        ("知识产权专业人才", "500名", None, Role.TARGET, ""),
    ],
)
def test_the_plan_s_text_gives_its_figures(
    indicators: tuple[Indicator, ...], name: str, value: str, year: int | None, role: Role, note: str
) -> None:
    (found,) = (each for each in indicators if (each.name, each.value) == (name, value))
    assert (found.year, found.role, found.note) == (year, role, note)


def test_the_plan_s_text_gives_at_least_25_figures_and_each_stands_in_its_section(
    plan: Document, indicators: tuple[Indicator, ...]
) -> None:
    texts = {section.id: section.text for section in plan.sections}
    told = [each for each in indicators if ".t1." not in each.section and ".t2." not in each.section]
    assert len(told) >= 25
    for each in indicators:
        assert each.words in texts[each.section]
        assert each.value in each.words
        assert each.section.startswith(f"{PLAN}/")


def test_the_same_indicator_is_one_line_with_its_growth(indicators: tuple[Indicator, ...]) -> None:
    lines = {line.name: line for line in joined(indicators)}
    line = lines["著作权登记量"]
    assert [(each.year, each.role, each.value) for each in line.values] == [
        (2020, Role.TARGET, "3500"), (2020, Role.ACTUAL, "5302"), (2025, Role.TARGET, "8000"),
    ]  # fmt: skip
    assert (line.growth, line.yearly) == (Decimal("0.5089"), Decimal("0.0858"))
    assert [each.year for each in lines["马德里商标国际注册"].values] == [2020, 2020, 2025]
    assert lines["有效注册商标"].growth is None, "2025年的目标空着"


def test_figures_that_disagree_are_listed(indicators: tuple[Indicator, ...]) -> None:
    found = {(each.one.value, each.other.value): each.same for each in disagreements(indicators)}
    assert found == {("677", "1419件"): False, ("26.8", "44.67亿元"): False, ("5302", "15620件"): False}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("截至2020年，有效商标量达32.5万件。", "截至2020年，有效商标量达325000件。", False),
        ("截至2020年，有效商标量达32.5万件。", "截至2020年，有效商标量达30万件。", True),
        ("截至2020年，有效商标量达32.5万件。", "截至2021年，有效商标量达30万件。", False),
        ("截至2020年，有效商标量达32.5万件。", "到2020年，有效商标量达到30万件。", False),
        ("截至2020年，贷款额达3亿元。", "截至2020年，贷款额达3万件。", False),
    ],
    ids=["the same in another unit", "another number", "another year", "a target", "another thing"],
)
def test_two_figures_disagree_only_where_they_mean_the_same(one: str, other: str, differ: bool) -> None:
    assert [each.same for each in disagreements(in_a_section(one, other))] == [True] * differ


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，秸秆综合利用率达到85%以上。", [("秸秆综合利用率", "85%以上", 2025, Role.TARGET)]),
        ("力争到2025年，培育示范企业100家、建成服务站20个。",
         [("示范企业", "100家", 2025, Role.TARGET), ("服务站", "20个", 2025, Role.TARGET)]),
        ("截至２０２０年底，全市授权量达3.2万件，年均增长10%。",
         [("授权量", "3.2万件", 2020, Role.ACTUAL), ("授权量", "10%", 2020, Role.ACTUAL)]),
        ("面向7个领域开展服务，支持500强企业。", []),
        ("处5万元以上50万元以下罚款。", []),
        ("最高补助10万元。", []),
        ("比2015年增长2倍，是“246”产业的重点。", []),
        ("自2021年1月1日起施行，电话12345678。", []),
        ("覆盖率为60%—70%。", []),
    ],
)  # fmt: skip
def test_a_sentence_is_read_for_what_it_measures(
    text: str, expected: list[tuple[str, str, int | None, Role | None]]
) -> None:
    assert [(each.name, each.value, each.year, each.role) for each in in_a_section(text)] == expected


def test_an_article_is_a_norm_and_no_figure() -> None:
    assert in_a_section("到2025年，利用率达到85%以上。", kind=SectionKind.ARTICLE) == []


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (("指标", "单位", "2025年", "属性"), ("研发强度", "%", "3.6", "预期性"), ("研发强度", "3.6", "%", 2025, None)),
        (("指标名称", "2025年目标值（万件）"), ("商标量", "５０"), ("商标量", "５０", "万件", 2025, Role.TARGET)),
        (("指标", "2025年目标"), ("1.贷款额", "3.2（亿元）"), ("贷款额", "3.2（亿元）", "亿元", 2025, Role.TARGET)),
        (("指标", "2025年目标"), ("示范企业", "[100]"), ("示范企业", "[100]", "", 2025, Role.TARGET)),
        (("指标", "2025年目标"), ("示范企业", "持续增长"), ("示范企业", "持续增长", "", 2025, Role.TARGET)),
    ],
    ids=["a column of units", "in the header", "in the cell", "in none", "no number"],
)
def test_a_table_gives_unit_year_and_role_from_where_they_stand(
    header: tuple[str, ...], row: tuple[str, ...], expected: tuple[object, ...]
) -> None:
    (found,) = in_a_table(header, row)
    assert (found.name, found.value, found.unit, found.year, found.role) == expected


def test_the_nature_and_the_base_are_read() -> None:
    found = in_a_table(("指标", "2020年基期", "2025年目标", "属性"), ("绿化率（%）", "40", "45", "约束性"))
    assert [(each.role, each.nature) for each in found] == [
        (Role.BASE, Nature.BINDING), (Role.TARGET, Nature.BINDING),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ((), ("甲", "1")),
        (("", ""), ("甲", "1")),
        (("收费项目", "收费标准"), ("检测费", "300")),
        (("指标", "责任单位"), ("授权量", "甲局")),
    ],
    ids=["no header", "an empty header", "fees", "no values"],
)
def test_another_table_gives_none(header: tuple[str, ...], row: tuple[str, ...]) -> None:
    assert in_a_table(header, row) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("有效注册商标", "有效注册商标量", True),
        ("马德里商标国际注册", "马德里国际注册商标拥有量", True),
        ("宁波市每万人发明专利拥有量", "每万人发明专利拥有量（件）", True),
        ("地理标志商标", "地理标志产品", False),
        ("专利质押融资额", "知识产权质押融资额", False),
        ("每万人发明专利拥有量", "每万人高价值发明专利拥有量", False),
    ],
)
def test_names_of_one_indicator_have_one_key(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["件", "万件", "亿元", "%"]))
def test_a_scale_is_taken_out_and_nothing_else(number: Decimal, unit: str) -> None:
    value, bare = in_ones(number, unit)
    assert (value, bare) == (number * {"万": 10**4, "亿": 10**8}.get(unit[0], 1), unit.lstrip("万亿"))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("2025年著作权登记量目标是多少", ["8000"]),
        ("专利质押融资额2020年完成多少", ["26.8"]),
        ("PCT国际专利申请量到2025年要到多少件", ["1000"]),
        ("有效发明专利有多少件", ["45000"]),
        ("2035年著作权登记量目标是多少", []),
        ("地理标志有多少", []),
        ("著作权怎么登记", []),
        ("今天天气如何", []),
    ],
)
def test_a_question_gets_the_record_that_it_asks_for_or_none(
    indicators: tuple[Indicator, ...], question: str, values: list[str]
) -> None:
    assert [each.value for each in asked(question, indicators)] == values
