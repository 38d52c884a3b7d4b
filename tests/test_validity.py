"""Since when a document is in force and until when: each standing rests on words, and nothing is guessed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Document, Fact, Field, ParseReport, Section, SectionKind
from kb.model.record import RelationKind
from kb.model.validity import Standing, Validity, standing_on
from kb.records.register import Register
from kb.records.relations import relations_of
from kb.validity import histories


def document(id_: str, title: str, *texts: str, warnings: tuple[str, ...] = (), **facts: str) -> Document:
    """A document of one article a text; facts by the English names of their fields."""
    root = Section(f"{id_}/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》")
    articles = [
        Section(f"{id_}/{n}", SectionKind.ARTICLE, f"第{n}条", "", "", 1, root.id, f"《{title}》第{n}条", (text,), (n,))
        for n, text in enumerate(texts, start=1)
    ]
    known = tuple(Fact(Field[name.upper()], value, f"词：{value}", f"{id_}/1") for name, value in facts.items())
    report = ParseReport(warnings=warnings)
    return Document(id_, title, f"{id_}.txt", "", (root, *articles), known, report=report)


def read(*documents: Document) -> Mapping[str, Sequence[Standing]]:
    register = Register(documents)
    said = {each.id: register.resolved(each.id, relations_of(each)) for each in documents}
    return histories(documents, said, {each.id: register.editions(each.id) for each in documents})


def states(history: Sequence[Standing]) -> list[tuple[str, str]]:
    return [(each.since.isoformat() if each.since else "", each.validity.value) for each in history]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, [("", "未标注")]),
        ({"written_on": "2020-01-02"}, [("", "未标注")]),
        ({"effective_on": "2021-06-01"}, [("", "尚未生效"), ("2021-06-01", "现行有效")]),
        (
            {"effective_on": "2021-06-01", "expires_on": "2023-12-31"},
            [("", "尚未生效"), ("2021-06-01", "现行有效"), ("2024-01-01", "已失效")],
        ),
        (
            {"effective_on": "2020-02-29", "valid_for": "1年"},
            [("", "尚未生效"), ("2020-02-29", "现行有效"), ("2021-02-28", "已失效")],
        ),
        (
            {"effective_on": "2021-08-31", "valid_for": "6个月"},
            [("", "尚未生效"), ("2021-08-31", "现行有效"), ("2022-02-28", "已失效")],
        ),
        (
            {"plan_period": "2021—2025年", "written_on": "2021-06-04"},
            [("", "尚未生效"), ("2021-06-04", "现行有效"), ("2026-01-01", "已失效")],
        ),
        (
            {"plan_period": "2021—2025年"},
            [("", "尚未生效"), ("2021-01-01", "现行有效"), ("2026-01-01", "已失效")],
        ),
        ({"validity": "现行有效"}, [("", "现行有效")]),
        ({"validity": "已废止"}, [("", "已废止")]),
        ({"validity": "有效"}, [("", "未标注")]),
        (
            {"effective_on": "2020-01-01", "validity": "已废止", "fetched_on": "2024-05-06"},
            [("", "尚未生效"), ("2020-01-01", "现行有效"), ("2024-05-06", "已废止")],
        ),
    ],
)  # fmt: skip
def test_a_document_is_in_force_as_its_own_words_say(facts: dict[str, str], expected: list[tuple[str, str]]) -> None:
    history = read(document("甲", "甲市专利办法", **facts))["甲"]
    assert states(history) == expected


@pytest.mark.parametrize(
    ("facts", "doubt"),
    [
        (
            {"effective_on": "2021-06-01", "expires_on": "2020-06-01"},
            "失效日期2020年6月1日早于施行日期2021年6月1日，没有采用",
        ),
        ({"valid_for": "5年"}, "写明有效期5年，但没有写明从哪天起算，不能推算失效日期"),
        (
            {"expires_on": "2020-06-01", "validity": "现行有效", "fetched_on": "2024-01-01"},
            "文件注明“现行有效”，而另有依据说它已经不是现行有效",
        ),
    ],
)
def test_a_contradiction_is_named_and_not_followed(facts: dict[str, str], doubt: str) -> None:
    assert read(document("甲", "甲市专利办法", **facts))["甲"][-1].doubts == (doubt,)


def test_the_parser_s_doubt_about_dates_is_passed_on() -> None:
    warning = "正文里有不同的施行日期：2021-01-01、2022-01-01，采用了2021-01-01"
    (*_, last) = read(document("甲", "甲市办法", effective_on="2021-01-01", warnings=(warning, "别的")))["甲"]
    assert last.doubts == (warning,)


def test_a_repeal_rests_on_the_sentence_of_the_other_document() -> None:
    old = document("旧", "甲市专利资助办法", effective_on="2015-01-01")
    new = document(
        "新",
        "甲市专利奖励办法",
        "本办法自2021年3月1日起施行，《甲市专利资助办法》同时废止。",
        effective_on="2021-03-01",
    )
    history = read(old, new)["旧"]
    assert states(history) == [("", "尚未生效"), ("2015-01-01", "现行有效"), ("2021-03-01", "已废止")]
    assert history[-1].words == new.sections[1].text
    assert (history[-1].place, history[-1].successor) == ("新/1", "新")
    assert history[-1].reason == "《甲市专利奖励办法》自2021年3月1日起废止了本文件"
    assert history[-1].over


def test_a_repealed_clause_leaves_the_rest() -> None:
    old = document("旧", "甲市专利资助办法", effective_on="2015-01-01")
    new = document("新", "甲市专利奖励办法", "《甲市专利资助办法》第三条自2021年3月1日起废止。")
    (*_, last) = read(old, new)["旧"]
    assert (last.validity, last.since, last.successor) == (Validity.PARTLY, date(2021, 3, 1), "")
    assert not last.over


def test_an_amendment_that_an_edition_holds_does_not_change_it() -> None:
    texts = [document(day, f"甲法({day})") for day in ("2015-01-01", "2022-01-01")]
    act = document("令", "关于修改《甲法》的决定", "《甲法》第三条修改为：“……”。", published_on="2021-12-01")
    found = read(*texts, act)
    assert states(found["2015-01-01"])[-1] == ("2022-01-01", "已修改")
    assert [standing.validity for standing in found["2022-01-01"]] == [Validity.NOT_YET, Validity.IN_FORCE]


DAYS = ("2010-05-01", "2015-07-01", "2020-10-17")


@given(st.dates(date(2005, 1, 1), date(2026, 1, 1)), st.permutations(DAYS))
def test_of_several_editions_exactly_one_is_in_force_on_a_day(day: date, order: Sequence[str]) -> None:
    found = read(*(document(each, f"甲法({each})") for each in order))
    forces = [id_ for id_, history in found.items() if standing_on(history, day).validity is Validity.IN_FORCE]
    assert forces == ([max(each for each in DAYS if each <= day.isoformat())] if day.isoformat() >= DAYS[0] else [])


def test_the_old_edition_names_the_newest_as_its_successor() -> None:
    found = read(*(document(each, f"甲法({each})") for each in DAYS))
    assert [found[each][-1].successor for each in DAYS] == [DAYS[2], DAYS[2], ""]


def test_a_new_edition_repeals_the_older_one_of_its_own_title_and_never_itself() -> None:
    old = document("旧", "甲法(1990-01-01)")
    new = document("新", "甲法(2001-07-01)", "本法自2001年7月1日起施行，《甲法》同时废止。", effective_on="2001-07-01")
    found = read(old, new)
    assert states(found["旧"])[-1] == ("2001-07-01", "已废止")
    assert [each.validity for each in found["新"]] == [Validity.NOT_YET, Validity.IN_FORCE]
    alone = read(new)
    assert (alone["新"][-1].validity, alone["新"][-1].doubts) == (Validity.IN_FORCE, ())


def test_an_amended_law_that_still_repeals_its_forerunner_ends_no_later_edition() -> None:
    clause = "本法自1991年4月9日起施行，《甲法（试行）》同时废止。"
    texts = [document(day, f"甲法({day})", clause, effective_on="1991-04-09") for day in DAYS]
    assert [each[-1].validity for each in read(*texts).values()] == [
        Validity.AMENDED, Validity.AMENDED, Validity.IN_FORCE,
    ]  # fmt: skip


def test_documents_that_repeal_each_other_are_both_left_and_named() -> None:
    ring = ("甲市办法", "乙市办法", "丙市办法")
    texts = [document(one, one, f"《{other}》废止。") for one, other in zip(ring, (*ring[1:], ring[0]), strict=True)]
    for history in read(*texts).values():
        assert [each.validity for each in history] == [Validity.UNKNOWN]
        assert "没有日期可分先后" in history[0].doubts[0]


def test_the_later_one_of_two_that_repeal_each_other_ends_the_earlier() -> None:
    one = document("甲", "甲市办法", "《乙市办法》自2010年1月1日起废止。", effective_on="2010-01-01")
    two = document("乙", "乙市办法", "《甲市办法》自2020年1月1日起废止。", effective_on="2020-01-01")
    found = read(one, two)
    assert states(found["甲"])[-1] == ("2020-01-01", "已废止")
    assert found["乙"][-1].validity is Validity.IN_FORCE


def test_one_title_by_two_issuers_is_two_texts() -> None:
    one = document("甲", "专利资助办法(2010-01-01)", issuers="甲市人民政府")
    two = document("乙", "专利资助办法(2020-01-01)", issuers="乙市人民政府")
    act = document("丙", "丙办法", "《专利资助办法》自2021年1月1日起废止。")
    found = read(one, two, act)
    assert {each[-1].validity for id_, each in found.items() if id_ != "丙"} == {Validity.IN_FORCE}
    register = Register([one, two, act])
    (relation,) = register.resolved("丙", relations_of(act))
    assert (relation.target, relation.near) == ("", ("甲", "乙"))


@pytest.mark.parametrize(
    ("cited", "near"),
    [
        ("甲市专利资助管理办法", ("甲",)),
        ("甲市专利奖励管理办法", ()),
        ("甲市专利资动管理办法", ("甲",)),
        ("乙市专利资助管理办法", ()),
        ("甲市专利资助管办法", ("甲",)),
        ("甲市专利资助管理的办法", ("甲",)),
    ],
)
def test_a_title_cited_wrongly_by_a_sign_is_offered_and_never_taken(cited: str, near: tuple[str, ...]) -> None:
    held = document("甲", "甲市专利资助管理办法", effective_on="2010-01-01")
    act = document("丙", "丙办法", f"《{cited}》自2021年1月1日起废止。")
    (relation,) = Register([held, act]).resolved("丙", relations_of(act))
    exact = cited.replace("的", "") == held.title
    assert (relation.kind, relation.target) == (RelationKind.REPEALS, "甲" if exact else "")
    assert relation.near == (() if exact else near)
    assert (read(held, act)["甲"][-1].validity is Validity.REPEALED) == exact


@pytest.mark.parametrize(("other", "near"), [("甲市2020年专利工作要点", ()), ("甲市2021年专利工作要典", ("甲",))])
def test_another_year_is_another_document(other: str, near: tuple[str, ...]) -> None:
    held = document("甲", "甲市2021年专利工作要点")
    act = document("丙", "丙办法", f"按照《{other}》办理。")
    (relation,) = Register([held, act]).resolved("丙", relations_of(act))
    assert (relation.target, relation.near) == ("", near)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 40), st.integers(-400, 400))
def test_standings_follow_each_other_and_the_last_one_that_began_holds(start: date, years: int, shift: int) -> None:
    facts = {"effective_on": start.isoformat(), "valid_for": f"{years}年"}
    history = read(document("甲", "甲市办法", **facts))["甲"]
    begun = [each.since for each in history]
    assert begun[0] is None
    assert begun[1:] == sorted(each for each in begun if each)
    day = start + timedelta(days=shift)
    expected = Validity.NOT_YET if day < start else Validity.IN_FORCE if day < history[2].since else Validity.EXPIRED
    assert standing_on(history, day).validity is expected
