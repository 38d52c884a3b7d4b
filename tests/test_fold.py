"""Near-duplicates: what may be folded, what never, and which text stands for the others."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ask.fold import Group, Origin, fold, fold_hits, same
from kb.model import Hit, Why

ARTICLE = (
    "第二条　甲市知识产权局负责全市的专利工作，统一受理和处理专利申请，依法查处假冒专利的行为，"
    "自收到申请之日起三十日内作出决定，并向社会公布结果。"
)
NOWHERE = Origin("")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ARTICLE.replace("受理", "受埋").replace("并向", "井向"), id="slips of recognition"),
        pytest.param(ARTICLE.replace("，", ",").replace("。", ""), id="punctuation"),
        pytest.param(ARTICLE.replace("统一", "\n统一"), id="line breaks"),
        pytest.param(ARTICLE.replace("第二条", "第三条"), id="the number of the article"),
        pytest.param(ARTICLE.replace("负责全市", "负责本市"), id="a local rule repeats it"),
        pytest.param(ARTICLE.replace("依法查处", "查处"), id="a word left out"),
    ],
)
def test_nearly_the_same_text_is_folded(other):
    assert same(ARTICLE, other)
    assert same(other, ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(ARTICLE.replace("三十日", "三十五日"), id="another number"),
        pytest.param(ARTICLE.replace("三十日", "三十天"), id="another unit"),
        pytest.param(ARTICLE.replace("并向", "不向"), id="a denial"),
        pytest.param(ARTICLE.replace("依法查处", "可以查处"), id="may for must"),
        pytest.param(ARTICLE.replace("知识产权局", "市场监管局"), id="another office"),
        pytest.param(ARTICLE.replace("甲市", "乙市"), id="another city"),
        pytest.param(ARTICLE.replace("假冒专利", "侵犯商标"), id="an amended article"),
        pytest.param(ARTICLE + "情节严重的，依法给予行政处分，并列入失信名单。", id="a sentence more"),
        pytest.param("推动知识产权质押融资，完善风险池基金运作模式，鼓励保险机构开展业务。", id="another text"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_differs_in_anything_that_matters_stays_apart(other):
    assert not same(ARTICLE, other)
    assert not same(other, ARTICLE)


def test_an_item_that_moved_is_the_same_and_two_short_items_are_not():
    assert same("（十六）文件的公告送达；", "(十四)文件的公告送达；")
    assert not same("（一）文字作品；", "（二）口述作品；")


def test_rows_of_figures_stay_apart():
    assert not same("1\t有效发明专利量（件）\t45000", "2\t有效发明专利量（件）\t4500")
    assert not same("指标：商标量（件），2025年目标：", "指标：专利量（件），2025年目标：")


def test_the_best_ranked_stands_for_the_others_in_the_order_of_the_ranking():
    other = "推动知识产权质押融资，完善风险池基金运作模式。"
    groups = fold([other, ARTICLE, other + " ", ARTICLE.replace("，", ",")], [NOWHERE] * 4)
    assert groups == [Group(0, (2,)), Group(1, (3,))]


@pytest.mark.parametrize(
    ("standings", "first"),
    [
        pytest.param([Origin("甲", in_force=False), Origin("乙")], 1, id="in force before not"),
        pytest.param([Origin("甲", since="2010-01-01"), Origin("甲", since="2020-01-01")], 1, id="the newest version"),
        pytest.param([Origin("甲", since="2010-01-01"), Origin("甲")], 0, id="an unknown date decides nothing"),
        pytest.param([Origin("甲", since="2010-01-01"), Origin("乙", since="2020-01-01")], 0, id="no versions"),
        pytest.param([Origin("甲", in_force=False), Origin("乙", in_force=False)], 0, id="none in force"),
    ],
)
def test_only_facts_put_another_one_first(standings, first):
    assert fold([ARTICLE, ARTICLE], standings) == [Group(first, (1 - first,))]


def test_a_hit_names_the_others_and_the_ranks_count_on():
    hits = [Hit(i + 1, 1.0, f"d{i}", f"d{i}/1", f"《{i}》第二条", (), "", None, Why()) for i in range(3)]
    kept = fold_hits(hits, [ARTICLE, ARTICLE, "另一条。"], {hit.document: NOWHERE for hit in hits})
    assert [(place, hit.rank, hit.also) for place, hit in kept.items()] == [(0, 1, ("《1》第二条",)), (2, 2, ())]


@given(st.lists(st.sampled_from([ARTICLE, ARTICLE[:40], "甲。", "", ARTICLE.replace("，", "")]), max_size=6))
def test_every_text_is_in_exactly_one_group(texts):
    groups = fold(texts, [NOWHERE] * len(texts))
    places = [place for group in groups for place in (group.first, *group.others)]
    assert sorted(places) == list(range(len(texts)))


@given(st.integers(0, 10_000))
def test_a_changed_digit_is_never_folded(seed):
    chance = random.Random(seed)
    row = (
        f"到2025年，企业知识产权质押融资额达到{chance.randint(10, 99)}亿元，培育示范企业{chance.randint(100, 999)}家。"
    )
    digits = [i for i, char in enumerate(row) if char.isdigit()]
    place = chance.choice(digits)
    changed = row[:place] + str((int(row[place]) + 1) % 10) + row[place + 1 :]
    assert not same(row, changed)
