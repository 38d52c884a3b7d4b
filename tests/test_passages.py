"""Passages and spans: nothing of a section lost, nothing too long for the encoder, no sentence torn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model import Block, Document, Field, SectionKind, Source
from kb.model.sentences import pieces, sentences
from kb.parse import encoded_text, parse, passages_of, spans_of
from kb.parse.passages import CONTEXT_LIMIT, PASSAGE_LIMIT

ENCODED_LIMIT = 500
LAW = settings(max_examples=120, deadline=None, derandomize=True, database=None)
HEADS = ("第一编 ", "第一分编 ", "第一章 ", "第一节 ", "第一条 ", "一、", "（一）", "1.", "（1）", "1）", "①", "一是")


def parsed(*lines: str, title: str = "甲办法") -> Document:
    source = Source(tuple(map(Block, lines)))
    return parse(
        source, document="d", file="甲.txt", sha256="", known={Field.TITLE: title} if title else {}, fallback_title="甲"
    )


def squashed(text: str) -> str:
    return "".join(text.split())


def longest(document: Document) -> int:
    spans = ((each, span) for n, each in enumerate(passages_of(document)) for span in spans_of(n, each))
    return max((len(encoded_text(each, span)) for each, span in spans), default=0)


PARAGRAPH = st.lists(
    st.one_of(st.text("甲乙丙，；。“”（）、1", max_size=80), st.integers(0, 700).map("丁".__mul__)), max_size=5
).map("".join)
LINE = st.builds(lambda head, text: (head + text).strip(), st.sampled_from(("", "", *HEADS)), PARAGRAPH).filter(bool)


@LAW
@given(st.lists(LINE, min_size=1, max_size=16), st.integers(1, 200))
def test_what_is_encoded_stays_below_the_limit_of_the_encoder(lines, title):
    document = parsed(*lines, title="题" * title)
    assert longest(document) <= ENCODED_LIMIT
    assert all(len(each.text) <= PASSAGE_LIMIT for each in passages_of(document))


@LAW
@given(st.lists(LINE, min_size=1, max_size=10))
def test_the_passages_of_a_section_are_its_own_words_in_order(lines):
    document = parsed(*lines)
    found = {section.id: "" for section in document.sections}
    for each in passages_of(document):
        found[each.section] += each.text
    for section in document.sections:
        whole, below_the_heading = squashed(section.text), squashed("".join(section.texts[1:]))
        if section.kind is SectionKind.CONTENTS:
            whole = below_the_heading = ""
        assert squashed(found[section.id]) in (whole, below_the_heading)
        assert squashed(found[section.id]) == whole or section.title


@LAW
@given(st.lists(LINE, min_size=1, max_size=10))
def test_a_passage_has_its_section_s_id_and_the_path_to_it(lines):
    document = parsed(*lines)
    by_id = {section.id: section for section in document.sections}
    for each in passages_of(document):
        assert each.id.rpartition("#")[0] == each.section
        assert len(each.path) == by_id[each.section].depth + 1
    ids = [each.id for each in passages_of(document)]
    assert len(set(ids)) == len(ids)


def test_a_short_path_stays_whole_and_a_long_one_keeps_a_share_of_each_heading():
    short = list(passages_of(parsed("一、甲", "乙。", title="丙法")))[-1]
    assert short.path == ("丙法", "一、甲")
    long = list(passages_of(parsed("一、" + "甲" * 50, "（一）" + "乙" * 50, "丙。", title="丁" * 200)))[-1]
    assert sum(map(len, long.path)) <= CONTEXT_LIMIT
    assert [each[-1] for each in long.path] == ["…", "…", "…"]
    assert [each[0] for each in long.path] == ["丁", "一", "（"]


def test_the_deepest_outline_stays_below_the_limit_whatever_its_title():
    lines = [head + "题" * 9 for head in HEADS]
    documents = (parsed(*lines, "丁" * 400, title="题" * length) for length in range(1, 60))
    assert max(map(longest, documents)) <= ENCODED_LIMIT


def test_a_list_item_that_is_nothing_but_its_heading_can_be_found():
    document = parsed("一、申请材料", "1.营业执照复印件", "2.法定代表人身份证明")
    texts = " ".join(each.text for each in passages_of(document))
    assert "营业执照复印件" in texts
    assert "法定代表人身份证明" in texts


def test_neighbouring_sections_never_share_a_passage():
    document = parsed("一、甲", "子。", "二、乙", "丑。")
    assert [(each.section, each.text) for each in passages_of(document)] == [("d/1", "子。"), ("d/2", "丑。")]


def test_short_paragraphs_of_one_section_share_a_passage():
    document = parsed("一、甲", "子。", "丑。", "寅" * 339)
    assert [each.text for each in passages_of(document)] == ["子。\n丑。", "寅" * 339]


@LAW
@given(st.lists(LINE, min_size=1, max_size=8))
def test_the_first_span_is_the_whole_and_the_others_its_sentences_in_order(lines):
    for number, each in enumerate(passages_of(parsed(*lines))):
        first, *others = spans_of(number, each)
        assert (first.start, first.end) == (0, len(each.text))
        assert {span.passage for span in (first, *others)} == {number}
        parts = [each.text[span.start : span.end] for span in others]
        assert parts in ([], sentences(each.text))
        assert bool(parts) == (len(sentences(each.text)) > 1)
        assert [span.start for span in others] == sorted({span.start for span in others})


def test_a_sentence_that_stands_twice_gets_two_spans():
    (passage,) = passages_of(parsed("一、甲", "同意。同意。"))
    assert [(span.start, span.end) for span in spans_of(0, passage)] == [(0, 6), (0, 3), (3, 6)]


@LAW
@given(st.text("甲乙。！？!?；，“”『』（）\n1.", max_size=60))
def test_sentences_joined_are_the_text_without_its_line_breaks(text):
    assert "".join(sentences(text)) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("他说：“先审查。”然后公布。", ["他说：“先审查。”", "然后公布。"]),
        ("他说“先审查。”，然后公布。", ["他说“先审查。”，然后公布。"]),
        ("甲（见附件。）乙。丙。", ["甲（见附件。）乙。", "丙。"]),
        ("甲；乙；丙。", ["甲；乙；丙。"]),
        ("增长3.5%。达到2.4亿元。", ["增长3.5%。", "达到2.4亿元。"]),
        ("甲\n乙", ["甲", "乙"]),
        ("", []),
    ],
)
def test_sentences_of(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize("text", ["他说：“先审查。再公布。”", "（见附件。另见公告。）", "将“甲。乙。”改为“丙”。"])
def test_no_cut_inside_a_quotation_or_a_bracket_of_several_sentences(text):
    assert sentences(text) == [text]


def test_two_marks_end_one_sentence():
    assert sentences("真的吗？！当然。") == ["真的吗？！", "当然。"]


def test_a_quotation_that_is_never_closed_does_not_swallow_the_rest():
    assert sentences("所谓“甲。\n乙。丙。")[1:] == ["乙。", "丙。"]


def test_a_sentence_of_2000_characters_without_punctuation_is_cut_and_kept():
    parts = pieces("甲" * 2000, PASSAGE_LIMIT)
    assert [len(part) for part in parts] == [340] * 5 + [300]
    document = parsed("一、乙", "甲" * 2000)
    assert [len(each.text) for each in passages_of(document)] == [340] * 5 + [300]


def test_a_long_sentence_is_cut_at_its_semicolons_first():
    clause = "甲" * 199 + "；"
    assert pieces(clause + clause + "乙。", PASSAGE_LIMIT) == [clause, clause + "乙。"]


@LAW
@given(PARAGRAPH, st.integers(5, 400))
def test_pieces_keep_every_character_and_the_limit(text, limit):
    parts = pieces(text, limit)
    assert "".join(parts) == text
    assert all(0 < len(part) <= limit for part in parts)
