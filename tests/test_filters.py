"""A filter finds the documents whose own words say so, and no other."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEncoder

from kb.build import index
from kb.library import Library
from kb.model import Document, Fact, Field, Section, SectionKind
from kb.model.filters import Filters
from kb.settings import Settings
from kb.store import filtered
from kb.store.catalog import Catalog
from kb.store.generation import current


def document(id_: str, *facts: tuple[Field, str]) -> Document:
    title = f"{id_}市专利办法"
    root = Section(f"{id_}/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》", (title,), (0,))
    said = Section(
        f"{id_}/1",
        SectionKind.ARTICLE,
        "第一条",
        "",
        "第一条",
        1,
        root.id,
        f"《{title}》第一条",
        ("为了保护专利。",),
        (9,),
    )
    read = tuple(Fact(field, value, value, root.id) for field, value in facts)
    return Document(id_, title, f"{id_}.txt", id_, (root, said), read)


HELD = (
    document("甲", (Field.LEVEL, "市"), (Field.ISSUERS, "甲市人民政府"), (Field.ISSUERS, "甲市知识产权局"),
             (Field.WRITTEN_ON, "2019-05-01"), (Field.EFFECTIVE_ON, "2020-01-01")),
    document("乙", (Field.LEVEL, "省"), (Field.GENRE, "规划"), (Field.PLAN_PERIOD, "2021—2025年")),
    document("丙", (Field.LEVEL, "市"), (Field.GENRE, "办法"), (Field.TOPICS, "科技、教育;专利"),
             (Field.PUBLISHED_ON, "2023-02-03")),
    document("丁"),
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("filters")
    settings = Settings(corpus=folder, index=folder / "index")
    index(settings, HELD, encoder=HashEncoder())
    return settings


@pytest.fixture(scope="module")
def catalog(built: Settings) -> Catalog:
    return Catalog(current(built.index).catalog)


@pytest.fixture(scope="module")
def library(built: Settings) -> Library:
    return Library.open(built, HashEncoder())


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), "甲乙丙丁"),
        (Filters(levels=("市",)), "甲丙"),
        (Filters(levels=("市", "省")), "甲乙丙"),
        (Filters(levels=("市",), genres=("办法",)), "丙"),
        (Filters(issuers=("知识产权局",)), "甲"),
        (Filters(issuers=("%",)), ""),
        (Filters(topics=("专利",)), "丙"),
        (Filters(years=(2019,)), "甲"),
        (Filters(years=(2020,)), "甲"),
        (Filters(years=(2023,)), "乙丙"),
        (Filters(years=(2026,)), ""),
        (Filters(documents=("丁", "甲")), "甲丁"),
        (Filters(documents=("戊",)), ""),
    ],
)
def test_a_document_passes_by_what_it_says(catalog: Catalog, filters: Filters, found: str) -> None:
    assert catalog.passing(filters, date(2026, 1, 1)) == list(found)


def test_the_passages_of_documents_are_all_theirs_and_no_others(catalog: Catalog) -> None:
    within = catalog.passages_in(["甲", "丙"])
    held = catalog.passages(np.flatnonzero(within).tolist())
    assert {each.section.partition("/")[0] for each in held} == {"甲", "丙"}
    assert {each.section.partition("/")[0] for each in catalog.passages(np.flatnonzero(~within).tolist())} == {
        "乙",
        "丁",
    }


def test_what_can_be_chosen_is_counted(catalog: Catalog) -> None:
    assert catalog.values(Field.LEVEL) == [("市", 2), ("省", 1)]
    assert catalog.values(filtered.YEAR)[0] == ("2023", 2)


@pytest.mark.parametrize("filters", [Filters(levels=("市",)), Filters(documents=("乙",)), Filters(years=(2023,))])
def test_a_search_fills_its_places_from_the_documents_that_pass(library: Library, filters: Filters) -> None:
    passing = {each.id for each in library.documents(filters)}
    hits = library.search("保护专利", 2, filters)
    assert len(hits) == min(2, 2 * len(passing))
    assert {hit.document for hit in hits} <= passing


def test_nothing_is_found_where_no_document_passes(library: Library) -> None:
    nowhere = Filters(levels=("国家",))
    assert library.search("保护专利", 5, nowhere) == ()
    answer = library.ask("怎样保护专利", 5, nowhere)
    assert (answer.quotes, answer.hits) == ((), ())


def test_a_clause_that_is_cited_is_opened_only_where_the_filter_holds_it(library: Library) -> None:
    assert library.ask("甲市专利办法第一条", 5, Filters(documents=("甲",))).quotes[0].section == "甲/1"
    assert library.ask("甲市专利办法第一条", 5, Filters(documents=("乙",))).quotes == ()
