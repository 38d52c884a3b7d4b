"""问政策 and 引文篮: an address is an answer, what is collected is checked again, and an answer goes out as a file."""

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest
from streamlit.testing.v1 import AppTest

from kb.feedback import FILE
from kb.library import Library, papers
from kb.model import Quote
from kb.pages.html import answered, collected
from kb.settings import Settings
from tests.page import markup_of, opened, pieces, text_of, use

QUESTION = "商标能拿去银行贷款吗"


@pytest.fixture
def at_plan(plan_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    use(plan_settings, monkeypatch)


def quotes_shown(page: AppTest) -> list[str]:
    return [text_of(each) for each in pieces(markup_of(page), "<blockquote><p>|</a></p><p>", '<a class="kb-ref"')]


def test_traditional_characters_ask_the_same(at_plan: None) -> None:
    simplified, traditional = opened(q=QUESTION), opened(q="商標能拿去銀行貸款嗎")
    assert quotes_shown(simplified)
    assert quotes_shown(traditional) == quotes_shown(simplified)


def test_filters_stand_in_the_address_and_narrow_the_answer(at_plan: None) -> None:
    assert quotes_shown(opened(q=QUESTION, level="市"))
    page = opened(q=QUESTION, year="2019", level="市")
    assert quotes_shown(page) == []
    assert "筛选（已选 2 项）" in [each.label for each in page.expander]


def test_a_validity_is_that_of_a_day(at_plan: None) -> None:
    assert quotes_shown(opened(q=QUESTION, validity="现行有效", on="2023-05-01"))
    assert quotes_shown(opened(q=QUESTION, validity="现行有效", on="2026-05-01")) == []


def test_a_day_that_is_none_is_said_so(at_plan: None) -> None:
    assert "“昨天”不是日期，请写成 2023-05-01 这样" in markup_of(opened(q=QUESTION, on="昨天"))


def test_one_document_is_asked_and_the_way_back_is_shown(at_plan: None) -> None:
    assert "只看：《宁波市知识产权发展“十四五”规划》" in text_of(
        markup_of(opened(q=QUESTION, document="ningbo-ip-145"))
    )
    assert "只看：没有这样的文件" in markup_of(opened(q=QUESTION, document="别的"))


def test_the_buttons_hold_the_quotes_letter_for_letter(plan: Library) -> None:
    found = plan.ask(QUESTION)
    shown = answered.answer(found)
    held = [json.loads(text_of(each)) for each in pieces(shown, 'data-keep="', '"')]
    assert [Quote(**each) for group in held for each in group] == list(found.quotes)
    copied = [text_of(each) for each in pieces(answered.acts(found), 'data-copy="', '"')]
    assert copied == ["\n".join(f"“{each.text}”（{each.citation}）" for each in found.quotes)]


def test_an_answer_goes_out_as_word_with_every_sentence_and_its_citation(plan: Library) -> None:
    found = plan.ask(QUESTION)
    written = [each.text for each in docx.Document(BytesIO(papers.word(papers.answer_paper(found)))).paragraphs]
    assert written[0] == QUESTION
    numbers = {each.citation: n for n, each in enumerate({q.citation: q for q in found.quotes}.values(), start=1)}
    for quote in found.quotes:
        assert f"{quote.text}〔{numbers[quote.citation]}〕" in written
        assert f"〔{numbers[quote.citation]}〕{quote.citation}" in written


@pytest.mark.parametrize(
    ("held", "count"),
    [
        ("不是 JSON", 0),
        ("{}", 0),
        ("[1, null, [], {}]", 0),
        ('[{"text": "甲", "citation": "乙", "section": 3}]', 0),
        ('[{"text": "甲", "citation": "乙", "section": "d/1", "more": ""}]', 0),
        ('[{"text": "甲", "citation": "乙", "section": "d/1"}, 7]', 1),
    ],
)
def test_whatever_a_browser_holds_only_quotes_are_read_from_it(held: str, count: int) -> None:
    assert len(collected.quotes_of(held)) == count


def test_a_collected_sentence_that_no_longer_stands_is_not_offered_for_quoting(plan: Library) -> None:
    sound = plan.ask(QUESTION).quotes[0]
    changed = Quote("<b>改过</b>的话", sound.citation, sound.section)
    shown = collected.basket([sound, changed], [each for each in (sound, changed) if plan.holds(each)])
    cards = pieces(shown, "<blockquote", "</blockquote>")
    assert "data-copy" in cards[0]
    assert "data-copy" not in cards[1]
    assert "已经找不到了" in cards[1]
    assert "<b>" not in shown
    assert [json.loads(text_of(each)) for each in pieces(cards[0], 'data-drop="', '"')] == [
        {"text": sound.text, "citation": sound.citation, "section": sound.section}
    ]


def test_the_basket_page_opens(at_plan: None) -> None:
    assert "引文篮" in markup_of(opened(basket=""))


def test_feedback_is_kept_beside_the_documents(
    plan_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(Settings(corpus=tmp_path, index=plan_settings.index), monkeypatch)
    page = opened(q=QUESTION)
    page.button(key="kb-useless").click().run()
    page.text_input(key="kb-remark").set_value("想看 <利率>")
    page.button(key="kb-said-it").click().run()
    assert "谢谢，已记在本机" in markup_of(page)
    (row,) = [json.loads(line) for line in (tmp_path / FILE).read_text("utf-8").splitlines()]
    assert (row["q"], row["useful"], row["remark"], row["kind"]) == (QUESTION, False, "想看 <利率>", "waiting")


def test_a_useful_answer_is_said_with_one_click(
    plan_settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use(Settings(corpus=tmp_path, index=plan_settings.index), monkeypatch)
    page = opened(q=QUESTION)
    page.button(key="kb-useful").click().run()
    assert "谢谢，已记在本机" in markup_of(page)
    assert json.loads((tmp_path / FILE).read_text("utf-8"))["useful"] is True
