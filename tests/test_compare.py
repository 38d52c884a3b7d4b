"""Comparison: what changed between two versions of a text, and what two documents say of one matter."""

import random
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kb.compare.parts import key
from kb.compare.runs import runs
from kb.compare.topics import aligned
from kb.compare.versions import versions
from kb.model import Block, Document, Source
from kb.model.comparison import Alignment, Change, Mark, Revision, Run, new_text, old_text
from kb.model.numerals import han
from kb.model.record import Indicator, Role
from kb.parse import parse

SUBJECTS = ("专利", "商标", "地理标志", "植物新品种", "集成电路", "商业秘密", "著作权", "数据", "域名", "商号")
DEEDS = ("登记", "转让", "许可", "质押", "评估", "保护", "维权", "奖励", "培训", "交易")
BODIES = ("甲部门", "乙委员会", "丙中心", "丁协会", "戊机构", "己仲裁庭", "庚基金")


def document(*lines: str, title: str = "某市样品管理办法") -> Document:
    blocks = tuple(map(Block, (title, *lines)))
    return parse(Source(blocks), document=title, file="a.txt", sha256="", known={}, fallback_title=title)


def article(seed: int) -> str:
    """The words of an article like no other."""
    dice = random.Random(seed)
    subject, deed, body = dice.choice(SUBJECTS), dice.choice(DEEDS), dice.choice(BODIES)
    return f"{body}负责{subject}{deed}工作，每年安排{seed + 3}次检查，并在{seed % 28 + 1}日以前公布第{seed}号结果。"


def law(*words: str) -> Document:
    return document(*(f"第{han(number) if number <= 10 else number}条 {each}" for number, each in enumerate(words, 1)))


def changes(revision: Revision) -> list[tuple[str, str, Change]]:
    """The articles' numbers and what became of them; the document itself left out."""
    return [
        (row.old.label if row.old else "", row.new.label if row.new else "", row.change)
        for row in revision.rows
        if (row.new or row.old).label  # type: ignore[union-attr]
    ]


def marked(found: Sequence[Run]) -> str:
    """Runs to read: 甲[-乙-][+丙+]."""
    signs = {Mark.KEPT: ("", ""), Mark.DELETED: ("[-", "-]"), Mark.INSERTED: ("[+", "+]")}
    return "".join(signs[run.mark][0] + (run.new or run.old) + signs[run.mark][1] for run in found)


def demand_laws(revision: Revision, old: Document, new: Document) -> None:
    """Every section lies in exactly one row, and the runs are the texts."""
    assert sorted(id for row in revision.rows if row.old for id in row.old.sections) == sorted(
        section.id for section in old.sections
    )
    assert sorted(id for row in revision.rows if row.new for id in row.new.sections) == sorted(
        section.id for section in new.sections
    )
    for row in revision.rows:
        assert old_text(row.runs) == (row.old.text if row.old else "")
        assert new_text(row.runs) == (row.new.text if row.new else "")
        assert (row.old is None) == (row.change is Change.ADDED)
        assert (row.new is None) == (row.change is Change.REMOVED)
    following = [row.new.sections[0] for row in revision.rows if row.new]
    assert following == [id for section in new.sections if (id := section.id) in set(following)]


def test_behind_an_inserted_article_the_others_only_count_on() -> None:
    words = [article(seed) for seed in range(6)]
    revision = versions(law(*words), law(*words[:2], article(50), *words[2:]))
    assert changes(revision) == [
        ("第一条", "第一条", Change.SAME),
        ("第二条", "第二条", Change.SAME),
        ("", "第三条", Change.ADDED),
        ("第三条", "第四条", Change.MOVED),
        ("第四条", "第五条", Change.MOVED),
        ("第五条", "第六条", Change.MOVED),
        ("第六条", "第七条", Change.MOVED),
    ]
    (third,) = [row for row in revision.rows if row.new and row.new.label == "第四条"]
    assert marked(third.runs) == f"[-第三条 -][+第四条 +]{words[2]}"


def test_a_deleted_article_stands_behind_the_one_that_it_followed() -> None:
    words = [article(seed) for seed in range(4)]
    assert changes(versions(law(*words), law(words[0], *words[2:]))) == [
        ("第一条", "第一条", Change.SAME),
        ("第二条", "", Change.REMOVED),
        ("第三条", "第二条", Change.MOVED),
        ("第四条", "第三条", Change.MOVED),
    ]


def test_an_article_that_moved_and_was_changed_is_known_again() -> None:
    words = [article(seed) for seed in range(8)]
    moved = words[1].replace("公布", "向社会公布")
    revision = versions(law(*words), law(words[0], *words[2:7], moved, words[7]))
    assert ("第二条", "第七条", Change.CHANGED) in changes(revision)
    assert ("第三条", "第二条", Change.MOVED) in changes(revision)
    assert not revision.of(Change.ADDED, Change.REMOVED)


def test_an_article_is_compared_with_its_items() -> None:
    old = document("第一条 有下列情形之一的，给予奖励：", "（一）专利；", "（二）商标。", "奖励每年一次。")
    new = document(
        "第一条 有下列情形之一的，给予奖励：", "（一）专利；", "（二）版权；", "（三）商标。", "奖励每年一次。"
    )
    (row,) = versions(old, new).of(Change.CHANGED)
    assert row.old
    assert row.old.text.splitlines()[-1] == "奖励每年一次。"
    assert marked(row.runs).replace("\n", "") == (
        "第一条 有下列情形之一的，给予奖励：（一）专利；（二）[+版权；（三）+]商标。奖励每年一次。"
    )


def test_signs_of_another_width_and_spaces_are_no_change() -> None:
    revision = versions(law("专利(含外观设计),每年 评一次。"), law("专利（含外观设计），每年评一次。"))
    assert changes(revision) == [("第一条", "第一条", Change.SAME)]
    assert revision.rows[-1].runs[-1] == Run(
        Mark.KEPT, "专利(含外观设计),每年 评一次。", "专利（含外观设计），每年评一次。"
    )


def test_a_text_without_articles_is_compared_by_its_sections() -> None:
    old = document("一、总体要求", "坚持严格保护。", "二、重点任务", "（一）培育高价值专利", article(1))
    new = document(
        "一、总体要求",
        "坚持依法严格保护。",
        "二、重点任务",
        "（一）发展保险",
        article(9),
        "（二）培育高价值专利",
        article(1),
    )
    revision = versions(old, new)
    demand_laws(revision, old, new)
    assert ("（一）", "（二）", Change.MOVED) in changes(revision)
    assert ("", "（一）", Change.ADDED) in changes(revision)
    assert ("一", "一", Change.CHANGED) in changes(revision)


@given(st.lists(st.integers(0, 12), max_size=9), st.lists(st.integers(0, 12), max_size=9))
def test_every_section_lies_in_one_row(before: list[int], after: list[int]) -> None:
    old, new = law(*map(article, before)), law(*map(article, after))
    demand_laws(versions(old, new), old, new)


@given(st.lists(st.integers(0, 40), max_size=9, unique=True), st.randoms())
def test_nothing_is_new_where_articles_only_changed_places(seeds: list[int], dice: random.Random) -> None:
    others = list(seeds)
    dice.shuffle(others)
    revision = versions(law(*map(article, seeds)), law(*map(article, others)))
    assert not revision.of(Change.ADDED, Change.REMOVED, Change.CHANGED)


def test_a_text_is_the_same_as_itself() -> None:
    one = law(*(article(seed) for seed in range(30)))
    assert {row.change for row in versions(one, one).rows} == {Change.SAME}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("应当在3日内答复。", "可以在5日内答复。", "[-应当在3-][+可以在5+]日内答复。"),
        ("依照第二十二条规定办理。", "依照第二十三条规定办理。", "依照[-第二十二条-][+第二十三条+]规定办理。"),
        ("审判人员、书记员名单", "审判人员、法官助理、书记员名单", "审判人员、[+法官助理、+]书记员名单"),
        ("宣布甲案件、丙名单", "宣布甲案件、乙案件、丙名单", "宣布甲案件、[+乙案件、+]丙名单"),
        ("甲。乙丙。", "甲。丁戊。乙丙。", "甲。[+丁戊。+]乙丙。"),
        ("每年20家。", "每年3.5万家。", "每年[-20-][+3.5万+]家。"),
        ("鼓励企业投保。", "仲裁庭应当书面通知当事人。", "[-鼓励企业投保。-][+仲裁庭应当书面通知当事人。+]"),
    ],
)
def test_what_changed_can_be_read(old: str, new: str, expected: str) -> None:
    assert marked(runs(old, new)) == expected


WORDS = st.text(alphabet="甲乙丙丁一二十，。；（）()、 \n　1a", max_size=60)


@given(WORDS, WORDS)
def test_runs_are_the_texts(old: str, new: str) -> None:
    found = runs(old, new)
    assert (old_text(found), new_text(found)) == (old, new)
    for run in found:
        if run.mark is Mark.KEPT:
            assert key(run.old) == key(run.new)
        else:
            assert (run.mark is Mark.DELETED, run.mark is Mark.INSERTED) == (run.old != "", run.new != "")


def bag(texts: list[str]) -> NDArray[np.float32]:
    """Unit vectors of the pairs of characters in texts: like texts are near each other."""
    rows = np.full((len(texts), 64), 1e-3, dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for one, other in pairwise(text):
            row[(ord(one) * 31 + ord(other)) % 64] += 1
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


CITY = document(
    "一、总体要求",
    "到2025年建成引领型知识产权强市，企业竞争力明显增强。",
    "二、重点任务",
    "（一）加强海外维权",
    "建立海外知识产权纠纷应对指导机制，为出口企业提供海外维权援助和法律指导。",
    "（二）推进质押融资",
    "扩大专利商标质押融资规模，设立风险池基金，鼓励银行和保险机构参加。",
    "（三）培养专业人才",
    "建设知识产权学院，引进高层次人才，每年培训专利代理师和企业总监。",
    "（四）发展地理标志",
    "挖掘农产品地理标志资源，打造区域公用品牌，促进乡村振兴。",
    title="某市知识产权规划",
)
PROVINCE = document(
    "一、总体目标",
    "到2025年全省创新生态全面优化，成为先行省份。",
    "二、主要工作",
    "（一）健全金融服务",
    "完善专利商标质押融资的风险池基金，支持银行开展质押融资和保险业务。",
    "（二）强化海外援助",
    "完善海外知识产权纠纷应对指导机制，向出口企业提供海外维权援助。",
    "（三）建设数据中心",
    "汇集各类数据库，开放接口，方便公众查询下载并开展统计分析。",
    title="某省知识产权规划",
)


def titled(alignment: Alignment) -> list[tuple[str, str]]:
    return [(pair.a.title, pair.b.title) for pair in alignment.pairs]


def test_tasks_of_one_matter_stand_side_by_side() -> None:
    alignment = aligned(CITY, PROVINCE, bag)
    assert titled(alignment) == [("加强海外维权", "强化海外援助"), ("推进质押融资", "健全金融服务")]
    assert [part.title for part in alignment.only_a] == ["总体要求", "培养专业人才", "发展地理标志"]
    assert [part.title for part in alignment.only_b] == ["总体目标", "建设数据中心"]
    assert alignment.pairs[0].a.citation == "《某市知识产权规划》二（一）"


def test_only_what_a_topic_is_about() -> None:
    alignment = aligned(CITY, PROVINCE, bag, topic="海外维权")
    assert titled(alignment) == [("加强海外维权", "强化海外援助")]
    assert not alignment.only_a + alignment.only_b
    assert [part.title for part in aligned(CITY, PROVINCE, bag, topic="人才").only_a] == ["培养专业人才"]
    nothing = aligned(CITY, PROVINCE, bag, topic="养老保险")
    assert not nothing.pairs + nothing.only_a + nothing.only_b


def test_a_document_beside_itself_pairs_every_task_with_itself() -> None:
    alignment = aligned(CITY, CITY, bag)
    assert [(pair.a, pair.b) for pair in alignment.pairs] == [(pair.a, pair.a) for pair in alignment.pairs]
    assert not alignment.only_a + alignment.only_b


@given(st.lists(st.integers(0, 30), max_size=8), st.lists(st.integers(0, 30), max_size=8))
def test_every_task_is_in_a_pair_or_alone(left: list[int], right: list[int]) -> None:
    alignment = aligned(law(*map(article, left)), law(*map(article, right)), bag)
    for count, only, paired in (
        (len(left), alignment.only_a, [pair.a for pair in alignment.pairs]),
        (len(right), alignment.only_b, [pair.b for pair in alignment.pairs]),
    ):
        assert len(only) + len({part.sections for part in paired}) == count
        assert not {part.sections for part in only} & {part.sections for part in paired}


def indicator(name: str, value: str, year: int, role: Role) -> Indicator:
    return Indicator(name, value, Decimal(value), "件", year, role, "甲/1", f"{name}\t{value}")


def test_indicators_of_one_name_make_one_line() -> None:
    a = [indicator("著作权登记量", "5302", 2020, Role.ACTUAL), indicator("有效的专利量", "90", 2020, Role.BASE)]
    b = [indicator("著作权登记量", "8000", 2025, Role.TARGET), indicator("商标量", "7", 2025, Role.TARGET)]
    lines = aligned(CITY, PROVINCE, bag, indicators=(a, b)).figures
    assert [(line.name, [each.value for each in line.a], [each.value for each in line.b]) for line in lines] == [
        ("著作权登记量", ["5302"], ["8000"]),
        ("有效的专利量", ["90"], []),
        ("商标量", [], ["7"]),
    ]
    assert [line.name for line in aligned(CITY, PROVINCE, bag, "著作权", (a, b)).figures] == ["著作权登记量"]
