"""Every row of the numbering table keeps its own promises, and a number's value survives being written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.numerals import ordinal_of
from kb.parse.numbering import TABLE, number_of
from kb.parse.numbering.doubtful import DOUBTFUL, doubtful_number_of
from kb.parse.numbering.families import Family

TABLES = ((number_of, TABLE), (doubtful_number_of, DOUBTFUL))
EXAMPLES = [
    pytest.param(read, row, line, ordinal, id=f"{row.style} {line[:14]}")
    for read, table in TABLES
    for row in table
    for line, ordinal in row.examples
]
COUNTEREXAMPLES = [
    pytest.param(read, row, line, id=f"{row.style} {line[:14]}")
    for read, table in TABLES
    for row in table
    for line in row.counterexamples
]
DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("read", "row", "line", "ordinal"), EXAMPLES)
def test_an_example_is_read_by_its_own_row_with_its_ordinal(read, row, line, ordinal):
    number = read(line)
    assert number is not None
    assert (number.family, number.style, number.ordinal) == (row.family, row.style, ordinal)


@pytest.mark.parametrize(("read", "row", "line"), COUNTEREXAMPLES)
def test_a_counterexample_is_not_read_by_its_row(read, row, line):
    number = read(line)
    assert number is None or (number.family, number.style) != (row.family, row.style)


def test_every_row_has_an_example():
    assert [row.style for _, table in TABLES for row in table if not row.examples] == []


@pytest.mark.parametrize("line", [line for row in DOUBTFUL for line, _ in row.examples])
def test_what_is_doubtful_is_not_sure(line):
    assert number_of(line) is None


def test_the_chinese_numerals_up_to_999_are_read_back():
    wrong = {text: ordinal_of(text) for n in range(1, 1000) if ordinal_of(text := in_chinese(n)) != n}
    assert wrong == {}


def test_years_and_pages_written_digit_by_digit_are_read_back():
    for number in (*range(1949, 2050), 103, 305):
        assert ordinal_of("".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("一百一十", 110),
        ("二〇二一", 2021),
        ("一千二百六十", 1260),
        ("两百", 200),
        ("１２", 12),
        ("12", 12),
        ("①", 1),
        ("⑳", 20),
        ("㉑", 21),
        ("㈢", 3),
        ("⑶", 3),
        ("⒊", 3),
        ("C", 3),
    ],
)
def test_value_of(text, value):
    assert ordinal_of(text) == value


@pytest.mark.parametrize("text", ["甲", "", "三甲"])
def test_what_is_no_number_is_refused_with_a_value_error(text):
    with pytest.raises(ValueError):
        ordinal_of(text)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("第二十二条 授予专利权的发明", "第二十二条"),
        ("第十七条之一 有下列情形", "第十七条之一"),
        ("第三章　附则", "第三章"),
        ("一、迈向建成", "一"),
        ("（一）发展基础", "（一）"),
        ("(十一) 其他", "（十一）"),
        ("1.强化“严保护”导向", "1"),
        ("1、面临的挑战", "1"),
        ("(12)其他", "（12）"),
        ("2)材料", "2）"),
        ("①材料齐全", "①"),
        ("三是保护新格局。", "三是"),
        ("专栏二：重大项目", "专栏二"),
        ("附表2：项目清单", "附表2"),
        ("附件1", "附件1"),
        ("附 件 １：", "附件1"),
        ("第 二 十 一 条 甲", "第二十一条"),
        ("第１２条 甲", "第12条"),
        ("㈢其他", "（三）"),
        ("⑶其他", "（3）"),
        ("⒊其他", "3"),
        ("一．总体要求", "一"),
    ],
)
def test_the_label_is_what_a_citation_writes(line, label):
    number = number_of(line)
    assert number is not None
    assert number.label == label


def test_an_inserted_article_keeps_both_numbers():
    number = number_of("第一百二十条之六 非法持有")
    assert number is not None
    assert (number.ordinal, number.inserted, number.rest) == (120, 6, "非法持有")


@pytest.mark.parametrize(
    "line",
    [
        "依照第三条规定处理。",
        "第三条规定的情形除外。",
        "第二章所称主管部门",
        "表1所列指标均为预期性指标。",
        "专栏4所列项目由市发展改革委牵头实施。",
        "附件所列材料应当齐全。",
        "一是加强甲；二是加强乙；三是加强丙。",
        "2021年，全市专利授权量增长。",
        "首先，加强保护。",
        "第一，加强保护。",
        "3.5%的增长",
        "十四五时期",
        "",
    ],
)
def test_a_sentence_that_names_a_number_is_no_numbering(line):
    assert number_of(line) is None


@pytest.mark.parametrize(
    ("family", "kind"),
    [(Family.CHAPTER, "heading"), (Family.ARTICLE, "article"), (Family.POINT, "item"), (Family.BOX, "box")],
)
def test_a_family_opens_one_kind_of_section(family, kind):
    assert {row.kind for _, table in TABLES for row in table if row.family is family} == {kind}


def test_every_row_of_a_family_opens_the_same_kind():
    kinds = {(row.family, row.kind) for _, table in TABLES for row in table}
    assert len(kinds) == len({family for family, _ in kinds})


@pytest.mark.parametrize(
    ("line", "steps", "label"),
    [
        ("1.2 目标", (1, 2), "1.2"),
        ("3.1.2　要求", (3, 1, 2), "3.1.2"),
        ("2．3．名词定义", (2, 3), "2.3"),
        ("7　附则", (7,), "7"),
    ],
)
def test_a_decimal_number_has_its_steps(line, steps, label):
    number = doubtful_number_of(line)
    assert number is not None
    assert (number.steps, number.label) == (steps, label)


@pytest.mark.parametrize(
    "line",
    [
        "1.5 亿元",
        "2.5倍",
        "12.5 千米",
        "3.2个百分点",
        "1.8%",
        "2021.3.1",
        "0.5—1公里",
        "10.1版",
        "3.5年以上",
        "1.2.2021年",
    ],
)
def test_a_sum_or_a_date_may_be_no_decimal_number(line):
    assert doubtful_number_of(line) is None


LINES = st.text("一二三十百〇零两第编章节条之是专栏表附件、.．（）()12３①⑳：。； \u3000甲乙年", max_size=24)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(LINES.map(str.strip))
def test_a_number_and_its_rest_hold_every_character_of_the_line(line):
    for number in filter(None, (number_of(line), doubtful_number_of(line))):
        assert without_space(number.printed + number.rest) == without_space(line)
        assert re.search(r"\S", number.printed)
        assert number.ordinal >= 0


@pytest.mark.parametrize("line", ["第" + "1" * 5000 + "章 总则", "一" * 5000 + "、总则"])
def test_a_line_of_thousands_of_digits_is_text(line):
    assert number_of(line) is None
