"""What is in force comes first, the rest is marked, and of several editions the one of the day answers."""

from datetime import date
from pathlib import Path

import pytest
from conftest import HashEncoder

from kb.build import index
from kb.library import Library
from kb.model import Document, Fact, Field, Section, SectionKind
from kb.model.filters import Filters
from kb.model.validity import Validity
from kb.settings import Settings

SAID = "企业购买专利保险的，资助其所交保费。"


def document(id_: str, title: str, *texts: str, **facts: str) -> Document:
    root = Section(f"{id_}/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》", (title,), (0,))
    articles = [
        Section(
            f"{id_}/{n}", SectionKind.ARTICLE, f"第{n}条", "", f"第{n}条", 1, root.id, f"《{title}》第{n}条", (text,),
            (len(title) + 1 + n,),
        )
        for n, text in enumerate(texts, start=1)
    ]  # fmt: skip
    known = tuple(Fact(Field[name.upper()], value, value, f"{id_}/1") for name, value in facts.items())
    return Document(id_, title, f"{id_}.txt", id_, (root, *articles), known)


HELD = (
    document("旧", "甲市专利资助办法", SAID, effective_on="2015-01-01"),
    document(
        "新",
        "甲市专利奖励办法",
        SAID + "每年一次。",
        "自2021年3月1日起废止《甲市专利资助办法》。",
        effective_on="2021-03-01",
    ),
    document("一版", "甲市商标条例(2010-05-01)", "商标奖励三千元。"),
    document("二版", "甲市商标条例(2020-10-17)", "商标奖励五千元。"),
    document("十三五", "甲市专利保险“十三五”规划", "到2020年专利保险覆盖五百家。", plan_period="2016—2020年"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("force")
    settings = Settings(corpus=folder, index=folder / "index")
    index(settings, HELD, encoder=HashEncoder())
    return Library.open(settings, HashEncoder())


def found(library: Library, question: str, day: date) -> list[tuple[str, str]]:
    hits = library.search(question, 10, Filters(on=day))
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    return list(dict.fromkeys((hit.document, hit.standing.validity.value) for hit in hits))


def test_a_repealed_rule_comes_behind_what_is_in_force_and_names_its_successor(library: Library) -> None:
    ranked = [id_ for id_, _ in found(library, "专利保险资助保费", date(2022, 1, 1))]
    assert ranked.index("新") < ranked.index("旧")
    (old,) = {hit.standing for hit in library.search("专利保险资助保费", 10) if hit.document == "旧"}
    assert (old.validity, old.successor) == (Validity.REPEALED, "新")


def test_on_an_earlier_day_it_was_the_other_way_round(library: Library) -> None:
    ranked = found(library, "专利保险资助保费", date(2018, 1, 1))
    assert [pair for pair in ranked if pair[0] in "旧新"] == [("旧", "现行有效"), ("新", "尚未生效")]


@pytest.mark.parametrize(("day", "edition", "said"), [("2015-01-01", "一版", "三千"), ("2024-01-01", "二版", "五千")])
def test_the_edition_of_the_day_answers(library: Library, day: str, edition: str, said: str) -> None:
    on = Filters(on=date.fromisoformat(day))
    answer = library.ask("甲市商标条例第一条", 5, on)
    assert [quote.section for quote in answer.quotes] == [f"{edition}/1"]
    assert said in answer.quotes[0].text
    editions = [hit.document for hit in library.search("商标奖励", 10, on) if "版" in hit.document]
    assert editions[0] == edition


def test_a_filter_on_validity_is_one_of_the_day(library: Library) -> None:
    in_force = Filters(validities=(Validity.IN_FORCE,), on=date(2018, 1, 1))
    assert {each.id for each in library.documents(in_force)} == {"旧", "一版", "十三五"}
    assert {hit.document for hit in library.search("甲市", 10, in_force)} == {"旧", "一版", "十三五"}


def test_a_plan_whose_years_are_over_steps_back_behind_no_rule(library: Library) -> None:
    hits = library.search("到2020年专利保险覆盖五百家", 10, Filters(on=date(2024, 1, 1)))
    assert (hits[0].document, hits[0].standing.validity) == ("十三五", Validity.EXPIRED)


def test_relations_are_shown_both_ways(library: Library) -> None:
    said, _ = library.known.relations("新")
    _, told = library.known.relations("旧")
    assert [(each.kind.value, each.target) for each in said] == [("废止", "旧")]
    assert told == said
