"""A clause that is cited is opened: in the edition meant, with its own words, and never another law's."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import PLAN, HashEncoder

from kb.ask import opened
from kb.ask.lookup import look_up
from kb.ask.query import cite
from kb.build import build
from kb.library import Library
from kb.model import Answer, Document, Fact, Field, SectionKind
from kb.model.edition import edition_of
from kb.settings import ROOT, Settings
from kb.store.catalog import Catalog
from kb.store.written import Contents, write
from kb.words import open_words

LAW = """# 中华人民共和国{title}

{history}

## 第一章 总则

第一条 为了{aim}，制定本法。

第二条 本法所称成果，是指下列各项：

（一）发明；

（二）作品。

## 第二章 权利

第三条 {rights}

未经许可，任何人不得使用。{year}年的规定是这样。

第三条之一 继承人继承权利。
"""
NOTICE = """# 丙市人民政府关于印发《丙市成果资助办法》的通知

丙政发〔2021〕7号

现将《丙市成果资助办法》印发给你们。

丙市人民政府

2021年5月1日

附件

丙市成果资助办法

第一条 为了鼓励成果，制定本办法。

第二条 每项成果资助三千元。
"""
PROGRAMME = """# 丙市成果发展“十四五”规划

## 一、基础

成果有一百项。

## 二、任务

### （一）培育

1.培育成果。

培育一千项成果。

2.培育人才。

培育一百名人才。
"""


def law(title: str, history: str, rights: str, year: int) -> str:
    return LAW.format(title=title, history=history, aim="保护成果", rights=rights, year=year)


FILES = {
    "甲法(2015-01-01).md": law("甲成果保护法", "2015年1月1日通过", "成果归作者。", 2015),
    "甲法(2020-06-01).md": law("甲成果保护法", "2015年1月1日通过 2020年6月1日修订", "成果归单位。", 2020),
    "乙法.md": law("乙保险法", "2019年3月1日通过", "保单归投保人。", 2019),
    "通知.md": NOTICE,
    "规划.md": PROGRAMME,
    "规定.md": "# 丁市样品规定\n\n第一条 为了管理样品，制定本规定。\n\n第二条 样品由丁市保管。\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("cited")
    (folder / "corpus").mkdir()
    for name, text in FILES.items():
        (folder / "corpus" / name).write_text(text, "utf-8")
    settings, encoder = Settings(corpus=folder / "corpus", index=folder / "index"), HashEncoder()
    build(settings, encoder=encoder)
    return Library.open(settings, encoder)


def cited(answer: Answer) -> list[str]:
    return [quote.citation for quote in answer.quotes]


def file_of(section: str) -> str:
    return section.rpartition("/")[0]


@pytest.mark.parametrize(
    ("question", "citation", "words"),
    [
        ("乙保险法第三条", "《中华人民共和国乙保险法》第三条", "保单归投保人"),
        ("《中华人民共和国乙保险法》第3条的内容是什么？", "《中华人民共和国乙保险法》第三条", "保单归投保人"),
        ("乙保险法3条", "《中华人民共和国乙保险法》第三条", "保单归投保人"),
        ("乙保险法第三条之一", "《中华人民共和国乙保险法》第三条之一", "继承人继承权利"),
        ("規劃二（一）2", "《丙市成果发展“十四五”规划》二（一）2", "一百名人才"),
        ("丙市成果规划二（一）1", "《丙市成果发展“十四五”规划》二（一）1", "一千项成果"),
        ("二（一）2", "《丙市成果发展“十四五”规划》二（一）2", "一百名人才"),
    ],
)
def test_a_clause_is_opened(library: Library, question: str, citation: str, words: str) -> None:
    answer = library.ask(question)
    assert answer.hits[0].citation == citation
    assert answer.hits[0].why.cited
    assert cited(answer)[0] == citation
    assert words in "".join(quote.text for quote in answer.quotes)
    assert library.search(question)[0].citation == citation


def test_what_is_quoted_are_the_clauses_own_paragraphs_with_its_items(library: Library) -> None:
    answer = library.ask("乙保险法第二条")
    assert [quote.text for quote in answer.quotes] == [
        "第二条 本法所称成果，是指下列各项：",
        "（一）发明；",
        "（二）作品。",
    ]
    assert cited(answer)[1] == "《中华人民共和国乙保险法》第二条第（一）项"


def test_a_paragraph_or_an_item_of_an_article_is_quoted_alone(library: Library) -> None:
    second = library.ask("乙保险法第三条第二款")
    assert [quote.text for quote in second.quotes] == ["未经许可，任何人不得使用。2019年的规定是这样。"]
    assert [quote.text for quote in library.ask("乙保险法第二条第（二）项").quotes] == ["（二）作品。"]
    assert [quote.text for quote in library.ask("乙保险法第二条第一款第一项").quotes] == ["（一）发明；"]


def test_the_newest_edition_comes_first_and_the_others_after_it(library: Library) -> None:
    answer = library.ask("甲成果保护法第三条")
    assert [file_of(hit.section) for hit in answer.hits] == ["甲法(2020-06-01)", "甲法(2015-01-01)"]
    assert [hit.rank for hit in answer.hits] == [1, 2]
    assert {file_of(quote.section) for quote in answer.quotes} == {"甲法(2020-06-01)"}


@pytest.mark.parametrize("title", ["甲成果保护法（2015年）", "2015年甲成果保护法", "《甲成果保护法》(2015-01-01)"])
def test_the_edition_of_the_year_that_is_named_comes_first(library: Library, title: str) -> None:
    answer = library.ask(f"{title}第三条")
    assert file_of(answer.hits[0].section) == "甲法(2015-01-01)"
    assert {file_of(quote.section) for quote in answer.quotes} == {"甲法(2015-01-01)"}


def test_an_edition_that_is_not_held_is_not_found(library: Library) -> None:
    assert library.ask("甲成果保护法（2008年修正）第三条").quotes == ()
    assert file_of(library.ask("2021年甲成果保护法第三条").quotes[0].section) == "甲法(2020-06-01)"


def test_a_chapter_is_opened_with_what_stands_in_it(library: Library) -> None:
    answer = library.ask("乙保险法第二章")
    assert [hit.citation for hit in answer.hits][:2] == [
        "《中华人民共和国乙保险法》第二章",
        "《中华人民共和国乙保险法》第三条",
    ]
    assert "保单归投保人" in answer.quotes[0].text


def test_a_clause_of_what_a_notice_promulgates_is_opened(library: Library) -> None:
    answer = library.ask("丙市成果资助办法第二条")
    assert file_of(answer.hits[0].section) == "通知"
    assert "三千元" in answer.quotes[0].text


@pytest.mark.parametrize(
    "number", ["丙政发〔2021〕7号", "丙政发[2021]7号", "丙政发(2021)7号", "丙政发（2021）第7号", "丙政发【2021】 7 号"]
)
def test_a_document_number_opens_its_document(library: Library, number: str) -> None:
    answer = library.ask(number)
    assert file_of(answer.hits[0].section) == "通知"
    assert answer.answered
    assert file_of(library.ask(f"请问{number}的内容是什么").hits[0].section) == "通知"


def test_a_title_alone_opens_its_document(library: Library) -> None:
    assert file_of(library.ask("《乙保险法》").hits[0].section) == "乙法"
    assert file_of(library.ask("打开丙市成果规划").hits[0].section) == "规划"


@pytest.mark.parametrize(
    "question",
    [
        "丁社会法第三条的内容是什么",
        "《丁社会法》第三条",
        "社会乙保险法第三条怎么规定的",
        "乙保险法第九十九条",
        "丁市成果资助办法第二条",
        "丁政发〔2021〕7号",
    ],
)
def test_what_is_not_held_is_not_found(library: Library, question: str) -> None:
    """Not the article of that number in another law, nor in one whose name is the end of what was asked for."""
    answer = library.ask(question)
    assert answer.quotes == ()
    assert not any(hit.why.cited for hit in answer.hits)


def test_beside_a_question_the_article_of_another_law_is_not_quoted(library: Library) -> None:
    answer = library.ask("根据丁社会法第三条，保单归投保人吗")
    assert not any(quote.citation.endswith("第三条") for quote in answer.quotes)


def test_beside_a_question_the_clause_comes_first_and_the_search_follows(library: Library) -> None:
    answer = library.ask("根据乙保险法第三条，成果资助多少钱")
    assert answer.hits[0].citation == "《中华人民共和国乙保险法》第三条"
    assert len(answer.hits) > 1
    assert [hit.rank for hit in answer.hits] == list(range(1, len(answer.hits) + 1))
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)
    assert len({hit.section for hit in answer.hits}) == len(answer.hits)
    assert cited(answer)[0] == "《中华人民共和国乙保险法》第三条"


def test_a_clause_that_too_many_documents_have_is_shown_and_not_quoted(library: Library) -> None:
    answer = library.ask("第二条的内容是什么")
    assert answer.quotes == ()
    assert all(hit.citation.endswith("第二条") for hit in answer.hits)


def test_every_section_is_opened_by_its_own_citation(tmp_path: Path) -> None:
    """What an answer cites can be pasted back as a question."""
    settings, encoder = Settings(corpus=ROOT / "corpus", index=tmp_path), HashEncoder()
    build(settings, encoder=encoder)
    plan = Library.open(settings, encoder)
    for section in plan.document(PLAN).sections[1:]:
        if section.label and section.kind is not SectionKind.ITEM:
            assert plan.search(section.citation, limit=1)[0].section == section.id, section.citation


def test_a_look_up_needs_no_encoder_and_no_dictionary(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Sequence[float]:
        raise AssertionError("没有必要")

    monkeypatch.setattr(HashEncoder, "query", refuse)
    monkeypatch.setattr(type(library._words), "tokens", refuse)
    assert library.ask("乙保险法第三条").answered


def test_a_short_title_of_the_table_is_the_title_it_stands_for(library: Library, tmp_path: Path) -> None:
    (citation,) = cite("甲保法第三条", open_words()).citations
    found = look_up(citation, library._catalog, {"甲保法": ("甲成果保护法",)})
    assert [file_of(each.section) for each in found.entries] == ["甲法(2020-06-01)", "甲法(2015-01-01)"]


def test_a_question_that_cites_nothing_opens_nothing(library: Library) -> None:
    query = cite("成果归谁", open_words())
    assert opened.look(query.cited, library._catalog, {}, 5) == opened.Look()


@pytest.mark.parametrize(
    ("title", "file", "facts", "day"),
    [
        ("甲法(2018-10-26)", "甲法.md", (), 20181026),
        ("甲法", "甲法(2018-10-26).md", (), 20181026),
        ("甲法", "甲法.md", ((Field.EFFECTIVE_ON, "2006-01-01"), (Field.PUBLISHED_ON, "2005-10-27")), 20060101),
        ("甲法", "甲法.md", (), 0),
    ],
)
def test_an_edition_is_dated(title: str, file: str, facts: tuple[tuple[Field, str], ...], day: int) -> None:
    told = tuple(Fact(field, value, value, "") for field, value in facts)
    assert edition_of(Document("甲", title, file, "", (), told)) == day


def test_titles_are_compared_in_the_spelling_that_is_handed_in(tmp_path: Path, library: Library) -> None:
    document = library.document("乙法")
    written = Document("乙", "乙保險法", "", "", document.sections)
    write(tmp_path / "c.sqlite", Contents([written], fold=open_words().simplified))
    assert [rank for _, _, rank in Catalog(tmp_path / "c.sqlite").named(["乙保险法"])] == [0]
