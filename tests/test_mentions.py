"""What a document cites between 《 and 》, and which of it the corpus does not hold."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Document, Fact, Field, Section, SectionKind
from kb.model.naming import name_key
from kb.records.mentions import KINDS, LONGEST, Mention, MentionKind, mentions_of, missing, names_of


def document(id_: str, title: str, *texts: str, attached: Sequence[str] = ()) -> Document:
    """A document of one article a text, and of attachments that have a title and no more."""
    root = Section(f"{id_}/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》")
    articles = [
        Section(f"{id_}/{n}", SectionKind.ARTICLE, f"第{n}条", "", "", 1, root.id, f"《{title}》第{n}条", (text,), (n,))
        for n, text in enumerate(texts, start=1)
    ]
    attachments = [
        Section(f"{id_}/f{n}", SectionKind.ATTACHMENT, f"附件{n}", name, name, 1, root.id, f"《{title}》附件{n}")
        for n, name in enumerate(attached, start=1)
    ]
    return Document(id_, title, f"{id_}.txt", "", (root, *articles, *attachments))


def titles(text: str) -> list[str]:
    return [mention.title for mention in mentions_of(document("甲", "甲市某某通知", text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照《甲法》第三条。", ["甲法"]),
        ("《甲法》《乙法》和《丙法》", ["甲法", "乙法", "丙法"]),
        ("《关于修改〈甲法〉的决定》", ["关于修改〈甲法〉的决定"]),
        ("《关于修改《甲法》的决定》施行后，《乙法》", ["关于修改《甲法》的决定", "乙法"]),
        ("《甲市专利\n促进条例》", ["甲市专利促进条例"]),
        ("《甲市　专利条例》", ["甲市专利条例"]),
        ("漏了一半的《甲法，以及《乙法》", ["乙法"]),
        ("《》和《 》", []),
        ("》《", []),
        ("没有", []),
    ],
    ids=["one", "three", "nested", "nested in the same marks", "line break", "wide space", "never closed", "empty",
         "turned round", "none"],
)  # fmt: skip
def test_titles_are_found_whole(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_a_mark_that_closes_after_a_whole_page_is_a_slip() -> None:
    assert titles(f"《{'长' * LONGEST}》《乙法》") == ["乙法"]


@given(st.text(alphabet="《》〈〉（）以下简称甲法\n", max_size=60))
def test_whatever_stands_in_a_text_every_mention_is_printed_in_it(text: str) -> None:
    for mention in mentions_of(document("甲", "某某", text)):
        assert mention.words in text
        assert mention.words[0] + mention.words[-1] == "《》"


def test_a_mention_knows_its_section_and_its_words() -> None:
    assert mentions_of(document("a", "某办法", "无", "根据《乙 法》制定。")) == (Mention("a/2", "乙法", "《乙 法》"),)


@pytest.mark.parametrize(
    "definition",
    [
        "《甲市知识产权强市纲要》（以下简称《纲要》）已经批准。",
        "《甲市知识产权强市纲要》（甲政发〔2021〕20号，以下简称《纲要》）。",
        "《甲市知识产权强市纲要》(下称“《纲要》”)。",
        "《甲市知识产权强市纲要》（以下统称为《纲要》）。",
    ],
)
def test_a_short_name_stands_for_the_title_that_it_was_given_to(definition: str) -> None:
    assert titles(definition + "为落实《纲要》") == ["甲市知识产权强市纲要"] * 3


def test_a_short_name_is_known_in_later_sections_and_in_no_other_document() -> None:
    giving = document("a", "某甲", "《甲市纲要二十条》（以下简称《二十条》）", "落实《二十条》")
    other = document("b", "某乙", "落实《二十条》")
    assert [each.title for each in mentions_of(giving)] == ["甲市纲要二十条"] * 3
    assert [each.title for each in mentions_of(other)] == ["二十条"]


def test_a_title_in_brackets_behind_another_is_no_short_name() -> None:
    assert titles("《甲法》（依照《乙法》制定）") == ["甲法", "乙法"]


@pytest.mark.parametrize(("kind", "example"), [(kind, each) for kind, _, examples in KINDS for each in examples])
def test_what_is_no_document_to_get_is_told_apart(kind: MentionKind, example: str) -> None:
    (mention,) = mentions_of(document("甲", "某某", f"见《{example}》。"))
    assert mention.kind is kind


@pytest.mark.parametrize(
    "title",
    ["中华人民共和国专利法", "商标注册用商品和服务国际分类表", "党政机关公文格式", "政府工作报告",
     "国务院关于修改〈专利法实施细则〉的决定", "关于授权专利确权行政案件若干问题的规定",
     "知识产权强国建设纲要（2021－2035年）"],
)  # fmt: skip
def test_what_can_be_got_is_a_document(title: str) -> None:
    assert mentions_of(document("甲", "某某", f"《{title}》"))[0].kind is MentionKind.DOCUMENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("专利法", "中华人民共和国专利法"),
        ("专利法", "中华人民共和国专利法（2020年修正）"),
        ("专利法", "中华人民共和国专利法(2020修正)"),
        ("甲办法", "甲办法（试行）"),
        ("甲办法", "甲办法（2021年修订）（试行）"),
        ("产业结构调整指导目录", "产业结构调整指导目录（2019年本）"),
        ("甲市“十四五”规划", "甲市十四五 规划"),
        ("关于修改〈甲法〉的决定", "关于修改《甲法》的决定"),
        ("强国纲要（2021—2035年）", "强国纲要(2021-2035年)"),
    ],
)
def test_one_document_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("专利法", "专利法实施细则"), ("强国纲要（2021—2035年）", "强国纲要（2008—2020年）"), ("甲市条例", "乙市条例"),
     ("甲办法", "甲办法（草案）")],
)  # fmt: skip
def test_different_documents_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("甲市人民政府关于印发《甲市专利办法》的通知", "甲市专利办法"),
        ("甲市人民政府关于印发甲市专利办法的通知", "甲市专利办法"),
        ("甲市人民政府办公室转发市科技局关于促进专利运用意见的通知", "关于促进专利运用的意见"),
        ("甲市专利办法（试行）", "甲市专利办法"),
    ],
)
def test_a_document_is_held_by_what_its_title_promulgates(title: str, cited: str) -> None:
    citing = document("b", "乙", f"依照《{cited}》。")
    assert name_key(cited) in names_of(document("a", title))
    assert missing([document("a", title), citing]) == ()


def test_an_attachment_is_held() -> None:
    notice = document("a", "甲通知", "现将《甲市专利资助细则》印发给你们", attached=["甲市专利资助细则"])
    assert missing([notice]) == ()
    assert mentions_of(notice)[0].kind is MentionKind.ITSELF


def test_the_title_that_the_catalog_knows_is_held() -> None:
    held = document("a", "扫描件0001")
    held = Document(held.id, held.title, held.file, "", held.sections, (Fact(Field.TITLE, "甲法", "甲法", "catalog"),))
    assert missing([held, document("b", "乙", "《甲法》")]) == ()


def test_the_most_cited_come_first_by_documents_then_by_places() -> None:
    listed = missing(
        [
            document("a", "某甲", "《丙条例》、《丙条例》", "《丙条例》", "《丁条例》"),
            document("b", "某乙", "《中华人民共和国丁条例》", "《戊条例》"),
        ]
    )
    assert [each.title for each in listed] == ["中华人民共和国丁条例", "丙条例", "戊条例"]
    assert listed[0].cited_by == (("a", "《某甲》第3条"), ("b", "《某乙》第1条"))
    assert listed[1].cited_by == (("a", "《某甲》第1条"), ("a", "《某甲》第2条"))


def test_forms_are_listed_and_not_wanted_and_bare_genres_are_not_listed() -> None:
    listed = missing([document("a", "某甲", "填写《专利申请表》，依照本《办法》和《乙法》")])
    assert [(each.title, each.wanted) for each in listed] == [("乙法", True), ("专利申请表", False)]


def test_nothing_is_missing_where_nothing_is_cited() -> None:
    assert missing([document("a", "某甲", "没有")]) == ()
    assert missing([]) == ()
