"""The citation check: nothing passes that its section does not say."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kb.ask.check import quoted, supported

SECTION = (
    "第九条　市知识产权局应当自收到申请之日起三十日内作出决定。\n"
    "获得国家专利奖的企业，给予五十万元以上一百万元以下的奖励，是2019年的2.2倍。\n"
    "任何单位不得转让涉密专利。未经备案的合同不予公开。《甲市专利条例》另有规定的除外。"
)
NUMBERS = ("三十日", "五十万元", "一百万元", "2019年", "2.2倍")


def test_a_sentence_of_the_section_stands_in_it_white_space_aside():
    assert quoted("任何单位不得转让涉密专利。", SECTION)
    assert quoted("市知识产权局应当自收到申请之日起\n三十日内作出决定。", SECTION)
    assert not quoted("", SECTION)
    assert not quoted("   ", SECTION)


@pytest.mark.parametrize(
    ("text", "section", "stands"),
    [
        ("00件", "共500件", False),
        ("500件", "共500件", True),
        ("是2", "是2.2倍", False),
        ("2倍", "是2.2倍", False),
        ("2.2倍", "是2.2倍", True),
        ("1,000元", "共11,000元", False),
        ("2倍", "是2.2倍，又是2倍", True),
        ("目标：4500", "目标：45000", False),
    ],
)
def test_a_number_is_never_cut_in_two(text, section, stands):
    assert quoted(text, section) is stands


@given(st.data())
def test_whatever_sign_of_a_quote_is_changed_it_no_longer_stands(data):
    plain = "".join(SECTION.split())
    start = data.draw(st.integers(0, len(plain) - 12))
    text = plain[start : start + data.draw(st.integers(12, 60))]
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("零一二三九百千万亿0123456789甲乙不应可，。"))
    assume(other != text[place])
    changed = text[:place] + other + text[place + 1 :]
    assert not quoted(changed, SECTION) or changed in plain


@pytest.mark.parametrize(
    "sentence",
    [
        "市知识产权局应当在30日内作出决定。",
        "获得国家专利奖的企业，给予50万元以上100万元以下的奖励。",
        "奖励是2019年的2.2倍。",
        "涉密专利不得转让。",
        "《甲市专利条例》另有规定的除外。",
        "未经备案的合同，不予公开。",
    ],
)
def test_what_the_section_says_in_other_words_is_supported(sentence):
    assert supported(sentence, [SECTION]) == ()


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("给予五十亿元以上的奖励。", "五十亿元以上"),
        ("给予60万元以上的奖励。", "60万元以上"),
        ("给予五十万元以下的奖励。", "五十万元以下"),
        ("是2019年的2.3倍。", "2.3倍"),
        ("是2018年的2.2倍。", "2018年"),
        ("是2019年的2.2%。", "2.2%"),
        ("应当在三十个月内作出决定。", "三十个月"),
        ("市科技局应当在三十日内作出决定。", "科技局"),
        ("《乙市专利条例》另有规定的除外。", "《乙市专利条例》"),
        ("任何单位可以转让涉密专利。", "可以"),
        ("涉密专利能转让。", "转让"),
        ("合同予以公开。", "公开"),
        ("市知识产权局不作出决定。", "不作出"),
        ("宁波的企业给予奖励。", "宁波"),
        ("按照ISO标准给予奖励。", "ISO"),
    ],
)
def test_what_the_section_does_not_say_is_named(sentence, wrong):
    found = supported(sentence, [SECTION], places=("宁波",))
    assert any(wrong in each for each in found), found


def test_a_sentence_of_new_words_is_not_supported():
    assert supported("企业家应该多喝热水，保持心情舒畅。", [SECTION])


def test_several_sections_support_a_sentence_together_but_a_unit_stays_with_its_line():
    row, text = "指标：专利质押融资额（亿元），2020年：26.8", "指标：著作权登记量（件），2020年：5302"
    assert supported("2020年专利质押融资额26.8亿元，著作权登记量5302件。", [row, text]) == ()
    assert supported("著作权登记量5302亿元。", [row, text]) == ("5302亿元",)


@given(st.sampled_from(NUMBERS), st.integers(1, 999), st.sampled_from(["日", "万元", "亿元", "年", "倍", "件", "%"]))
def test_any_number_or_unit_that_is_not_the_sections_is_caught(number, value, unit):
    other = f"{value}{unit}"
    same = {"30日", "50万元", "100万元"}
    assume(other not in same)
    line = next(each for each in SECTION.split("\n") if number in each)
    found = supported(line.replace(number, other), [SECTION])
    assert any(str(value) in each for each in found), found


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_texts_are_compared(sentence, sections):
    assert isinstance(supported(sentence, sections), tuple)
    assert isinstance(quoted(sentence, "".join(sections)), bool)


@given(st.text(alphabet="专利商标局应当不得给予三十五万元2019年。，《》“”", min_size=1, max_size=60))
def test_a_text_supports_itself(text):
    assert supported(text, [text]) == ()
