"""What a document says of another one: the kind, the clause, the number and the day, from the sentence itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Document, Fact, Field, Section, SectionKind
from kb.model.record import RelationKind
from kb.records.relations import READINGS, relations_of


def document(*texts: str, title: str = "某市专利办法", facts: tuple[Fact, ...] = ()) -> Document:
    """A document of one article a text."""
    root = Section("某/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》")
    articles = [
        Section(f"某/{n}", SectionKind.ARTICLE, f"第{n}条", "", "", 1, root.id, f"《{title}》第{n}条", (text,), (n,))
        for n, text in enumerate(texts, start=1)
    ]
    return Document("某", title, "某.txt", "", (root, *articles), facts)


def read(*texts: str) -> list[tuple[str, str]]:
    return [(relation.kind.value, relation.title) for relation in relations_of(document(*texts))]


@pytest.mark.parametrize(("kind", "example"), [(each.kind, text) for each in READINGS for text in each.examples])
def test_each_wording_is_read(kind: RelationKind, example: str) -> None:
    assert {relation.kind for relation in relations_of(document(example))} == {kind}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《甲》、1992年公布的《乙》（甲政〔1992〕3号）和《丙》同时废止。", [("废止", each) for each in "甲乙丙"]),
        ("1991年通过的《甲》和1997年通过，2012年修正的《乙》同时废止。", [("废止", "甲"), ("废止", "乙")]),
        ("根据《关于修改〈甲〉的决定》修正的《甲》同时废止。",
         [("引用", "关于修改〈甲〉的决定"), ("废止", "甲")]),
        ("《甲》（法（研）发〔1987〕32号）同时废止。", [("废止", "甲")]),
        ("根据《甲》、《乙》等法律，制定本办法，《丙》同时废止。", [("依据", "甲"), ("依据", "乙"), ("废止", "丙")]),
        ("违反规定的，依照《甲》第三条处罚。", [("引用", "甲")]),
        ("根据《甲》第九条，可以不要求提供担保。", [("引用", "甲")]),
        ("根据《甲》，另行制定标准。", [("引用", "甲")]),
        ("《甲》废止前已经受理的，仍按原规定办理。", [("引用", "甲")]),
        ("2010年7月30日《关于修改〈甲〉的决定》修正", [("引用", "关于修改〈甲〉的决定")]),
        ("根据修改后的《甲》办理。", [("引用", "甲")]),
        ("未落实《甲》的，通报批评。", [("引用", "甲")]),
        ("填写《专利申请表》。", []),
        ("本办法所称《办法》", []),
    ],
    ids=["a row", "a row with a comma", "amended by", "nested brackets", "two rows", "penalty", "a clause applied",
         "another text made", "before it ends", "history", "as amended", "not implemented", "a form",
         "itself by its genre"],
)  # fmt: skip
def test_the_sentence_decides(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_a_row_of_a_repeal_is_listed_below_its_sentence() -> None:
    root = Section("某/0", SectionKind.DOCUMENT, "", "某", "某", 0, None, "《某》")
    clause = Section("某/1", SectionKind.ARTICLE, "第九条", "", "", 1, "某/0", "第九条", ("下列文件同时废止：",), (0,))
    items = [
        Section(f"某/1.{n}", SectionKind.ITEM, f"（{n}）", "", "", 2, "某/1", "", (f"（{n}）《{title}》；",), (n,))
        for n, title in enumerate(("甲", "乙"), start=1)
    ]
    found = relations_of(Document("某", "某", "某.txt", "", (root, clause, *items)))
    assert [(each.kind, each.title) for each in found] == [(RelationKind.REPEALS, "甲"), (RelationKind.REPEALS, "乙")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("某市人民政府关于废止《甲办法》《乙办法》的决定", [("废止", "甲办法"), ("废止", "乙办法")]),
        ("全国人大常委会关于修改〈甲法〉等三部法律的决定", [("修改", "甲法")]),
        ("某院关于修改《某院关于适用〈甲法〉的解释》等二件解释的决定", [("修改", "某院关于适用〈甲法〉的解释")]),
        ("国务院办公厅转发某部关于加强专利保护意见的通知", [("转发", "某部关于加强专利保护意见")]),
        ("某省实施《甲法》办法", [("落实", "甲法")]),
        ("关于《关于废止〈甲〉的决定》的说明", []),
    ],
)
def test_a_title_tells_what_its_document_does(title: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.kind.value, each.title) for each in relations_of(document(title=title))] == expected


def test_a_clause_and_a_number_are_kept() -> None:
    (one,) = relations_of(document("《甲》（国发〔2021〕20号）第三条、第五条废止。"))
    assert (one.kind, one.number, one.clause) == (RelationKind.REPEALS, "国发〔2021〕20号", "第三条、第五条")
    (two,) = relations_of(document("将《甲》第三条、第五条修改为：“……”。"))
    assert (two.kind, two.clause) == (RelationKind.AMENDS, "第三条、第五条")


def test_the_text_that_a_new_edition_repeals_bears_its_own_title() -> None:
    (one,) = relations_of(document("1998年发布的《某市专利办法》同时废止。"))
    assert (one.kind, one.title) == (RelationKind.REPEALS, "某市专利办法")


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("《甲》自2021年1月1日起废止。", date(2021, 1, 1)),
        ("《甲》自二〇二一年一月一日起废止。", date(2021, 1, 1)),
        ("本办法自2022年3月1日起施行，《甲》同时废止。", date(2022, 3, 1)),
        ("《甲》同时废止。", date(2023, 5, 1)),
        ("《甲》自2021年2月30日起废止。", None),
        ("现废止《甲》。", None),
    ],
)
def test_a_repeal_has_the_day_that_its_sentence_or_its_document_gives(text: str, since: date | None) -> None:
    force = Fact(Field.EFFECTIVE_ON, "2023-05-01", "自2023年5月1日起施行", "某/1")
    assert [each.since for each in relations_of(document(text, facts=(force,))) if each.title == "甲"] == [since]


@given(st.text(alphabet="《》〈〉（）根据制定本办法同时废止修改为甲乙，。；\n第三条", max_size=80))
def test_whatever_a_text_says_every_relation_rests_on_its_words(text: str) -> None:
    for relation in relations_of(document(text)):
        assert relation.words in text
