"""The pages: an answer is quoted from its section, no answer is said so, and all text is shown letter for letter."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.build import build
from kb.library import Library
from kb.model import Answer, Document, Fact, Field, Hit, ParseReport, Quote, Recognition, Section, SectionKind, Why
from kb.model.record import Relation, RelationKind
from kb.model.validity import Standing, Validity
from kb.pages.html import answered, related, shelf
from kb.pages.html.markup import marked
from kb.pages.html.text import Cited, body
from kb.settings import Settings
from tests.page import markup_of, opened, pieces, text_of, use

STARTERS = ("商标能拿去银行贷款吗", "2025年有效发明专利的目标是多少", "乡下特产怎么打品牌")
TRICKY = "<b>*x*</b> $a$ [x](y) :smile: `c` 奖励<img src=x onerror=alert(1)>五十万元"


@pytest.fixture
def at_plan(plan_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read the index of the plan."""
    use(plan_settings, monkeypatch)


@pytest.fixture
def tricky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A corpus whose text is full of Markdown and HTML, with no index yet."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    rows = (
        "甲市驰名商标奖励办法\n第一条　为了鼓励驰名商标，制定本办法。\n第二条　获得驰名商标的企业，" + TRICKY + "。\n"
    )
    (corpus / "甲办法.txt").write_text(rows, "utf-8")
    (corpus / "坏文件<i>.pdf").write_bytes(b"no pdf")
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    use(settings, monkeypatch)
    return settings


def words_of(section: Section) -> str:
    """A section's words; a row's as its passage reads them."""
    if section.kind is not SectionKind.ROW or section.table is None:
        return section.text
    return "，".join(
        f"{head}：{cell or '（空）'}" for head, cell in zip(section.table.header, section.table.rows[0], strict=True)
    )


@pytest.mark.parametrize("question", STARTERS)
def test_every_quote_is_shown_with_a_link_to_the_section_that_holds_it(
    at_plan: None, plan: Library, question: str
) -> None:
    markup = markup_of(opened(q=question))
    quotes = [text_of(each) for each in pieces(markup, "<blockquote><p>|</a></p><p>", '<a class="kb-ref"')]
    links = [html.unescape(each) for each in pieces(markup, '<a class="kb-ref" href="', '"')]
    assert quotes
    assert all(quotes)
    assert len(links) == len(quotes)
    for quote, link in zip(quotes, links, strict=True):
        cited = plan.section(re.findall(r"section=([^&]+)", link)[0])
        assert quote in words_of(cited)
        assert f"doc={cited.id.rpartition('/')[0]}&" in link


def test_a_starter_asks_its_question(at_plan: None) -> None:
    page = opened()
    assert "原文这样说" not in markup_of(page)
    page.button(key="kb-starter-0").click().run()
    assert "原文这样说" in markup_of(page)
    assert page.text_input(key="q").value == STARTERS[0]


def test_what_no_document_answers_is_said_so_and_nothing_is_quoted(at_plan: None) -> None:
    markup = markup_of(opened(q="今天晚上吃什么"))
    assert "未找到相关依据" in markup
    assert "最接近的内容（不是答案）" in markup
    assert "<blockquote>" not in markup


def test_every_hit_says_why_it_matches(at_plan: None) -> None:
    markup = markup_of(opened(q=STARTERS[0]))
    hits = pieces(markup, "<li><h3>", "</details></li>")
    assert len(hits) == 5
    assert all("按字词比对：" in hit and "按意思比对：" in hit for hit in hits)
    assert "<mark>商标</mark>" in hits[0]
    assert "贷款 → 融资" in text_of(hits[0])


@pytest.mark.parametrize(
    ("question", "sentence"), [("！！！", "问题里没有文字"), ("专利" * 300, "问题太长"), ('"*^(){}', "问题里没有文字")]
)
def test_a_refused_question_gets_its_sentence(at_plan: None, question: str, sentence: str) -> None:
    assert sentence in markup_of(opened(q=question))


def test_a_failure_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Settings(corpus=tmp_path / "没有", index=tmp_path / "index"), monkeypatch)
    assert f"没有找到文件夹 {tmp_path / '没有'}" in text_of(markup_of(opened()))


def test_what_nobody_foresaw_is_logged_and_not_shown(
    at_plan: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(Library, "ask", fails)
    markup = markup_of(opened(q="专利"))
    assert "意外的错误" in markup
    assert "boom" not in markup
    assert "boom" in caplog.text


def test_the_first_start_builds_and_all_text_is_shown_letter_for_letter(tricky: Settings) -> None:
    asked = markup_of(opened(q="驰名商标奖励多少"))
    assert (tricky.index / "CURRENT").is_file()
    library = Library.open(tricky)
    document = library.documents()[0].id
    for markup in (asked, markup_of(opened(doc=document)), markup_of(opened(doc=document, section=f"{document}/2"))):
        assert TRICKY in text_of(markup)
        assert "<img" not in markup
        assert "<b>" not in markup
    shelf = markup_of(opened(doc=""))
    assert "坏文件<i>.pdf" in text_of(shelf)
    assert "<i>" not in shelf


def test_the_question_and_the_address_are_shown_letter_for_letter(at_plan: None) -> None:
    for page in (opened(q=TRICKY), opened(doc=TRICKY), opened(doc="ningbo-ip-145", section=TRICKY)):
        markup = markup_of(page)
        assert TRICKY in text_of(markup)
        assert "<img" not in markup


@pytest.mark.parametrize("wanted", ["ningbo-ip-145/3.3.2", "3.3.2", "ningbo-ip-145/3.1.1.b1", "ningbo-ip-145/1.1.t1"])
def test_the_reading_page_sets_the_cited_section_off(at_plan: None, plan: Library, wanted: str) -> None:
    markup = markup_of(opened(doc="ningbo-ip-145", section=wanted))
    section = plan.section(wanted if "/" in wanted else f"ningbo-ip-145/{wanted}")
    (cited,) = pieces(markup, 'id="cited">', "</section>")
    assert section.citation in text_of(cited)
    assert section.texts[0] in text_of(cited)
    (current,) = pieces(markup, 'aria-current="true">', "</a>")
    assert text_of(current) == section.heading


def test_a_cited_row_is_marked_in_its_whole_table(at_plan: None) -> None:
    markup = markup_of(opened(doc="ningbo-ip-145", section="ningbo-ip-145/2.4.t2.r1"))
    (row,) = pieces(markup, "<tr class=kb-row>", "</tr>")
    assert pieces(row, "<td>", "</td>") == ["1", "有效发明专利量（件）", "45000"]
    (cited,) = pieces(markup, 'id="cited">', "</section>")
    assert cited.count("<tr") == 1 + 16
    assert cited.count('<td class="kb-empty">') == 9


def test_the_answer_s_sentence_is_marked_where_it_stands(at_plan: None, plan: Library) -> None:
    quote = plan.ask(STARTERS[0]).quotes[0]
    markup = markup_of(opened(doc="ningbo-ip-145", section=quote.section, q=STARTERS[0]))
    assert any(quote.text in text_of(mark) for mark in pieces(markup, "<mark>", "</mark>"))
    assert "回到“商标能拿去银行贷款吗”的答案" in markup


def test_a_document_is_drawn_whole_and_in_order(plan: Library) -> None:
    document = plan.document("ningbo-ip-145")
    drawn = re.sub(r"\s", "", text_of(re.sub(r'<td class="kb-empty">.*?</td>', "", body(document))))
    assert drawn == re.sub(r"\s", "", document.body)


def test_every_table_is_drawn_cell_for_cell(plan: Library) -> None:
    document = plan.document("ningbo-ip-145")
    tables = [each.table for each in document.sections if each.kind is SectionKind.TABLE and each.table]
    drawn = [list(_rows(table)) for table in pieces(body(document), "<tbody>", "</tbody>")]
    assert drawn == [list(table.rows) for table in tables]


def _rows(table: str) -> Iterator[tuple[str, ...]]:
    for row in pieces(table, "<tr>", "</tr>"):
        cells = re.findall(r"<td(.*?)>(.*?)</td>", row)
        yield tuple("" if "kb-empty" in kind else html.unescape(text) for kind, text in cells)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("专利质押融资", ["融资", "专利"], "<mark>专利</mark>质押<mark>融资</mark>"),
        ("知识产权质押", ["知识", "知识产权"], "<mark>知识产权</mark>质押"),
        ("a<b>c", ["a<b"], "<mark>a&lt;b</mark>&gt;c"),
        ("年年有余", ["年"], "年年有余"),
        ("PCT申请", ["pct"], "<mark>PCT</mark>申请"),
        ("1+1(x)", ["+1("], "1<mark>+1(</mark>x)"),
        ("lt", ["lt"], "<mark>lt</mark>"),
    ],
)
def test_marking(text: str, words: list[str], expected: str) -> None:
    assert marked(text, words) == expected


def test_words_after_a_child_stay_after_it() -> None:
    """A section's closing words may follow its children in the file."""
    root = Section("d/0", SectionKind.DOCUMENT, "", "", "办法", 0, None, "《办法》")
    parent = _heading("d/1", "一、总则", "d/0", ("一、总则", "前文", "后文"), (0, 5, 20))
    child = _heading("d/1.1", "（一）目的", "d/1", ("（一）目的",), (10,))
    drawn = body(Document("d", "办法", "办法.txt", "", (root, parent, child)), Cited(parent, Quote("前文", "", "d/1")))
    shown = [drawn.index(f">{each}<") for each in ("前文", "（一）目的", "后文")]
    assert shown == sorted(shown)
    assert drawn.count("kb-cited") == 2
    assert drawn.count('id="cited"') == 1


def _heading(id_: str, heading: str, parent: str, texts: tuple[str, ...], starts: tuple[int, ...]) -> Section:
    return Section(id_, SectionKind.HEADING, "", heading, heading, 1, parent, f"《办法》{heading}", texts, starts)


def test_the_pages_follow_the_index_when_another_generation_becomes_current(tricky: Settings) -> None:
    question = "驰名商标奖励多少"
    assert "八十万元" not in markup_of(opened(q=question))
    (tricky.corpus / "甲办法.txt").write_text(
        "甲市驰名商标奖励办法\n第一条　获得驰名商标的企业，奖励八十万元。\n", "utf-8"
    )
    build(tricky)
    assert "八十万元" in markup_of(opened(q=question))


def test_what_is_known_of_a_document_is_shown_with_its_words_and_letter_for_letter() -> None:
    number = Fact(Field.DOCUMENT_NUMBER, "甲政发〔2021〕1号", "甲政发[2021]1号<b>", "d/0")
    report = ParseReport(
        10, 8, (("页码", 2),), recognised=(Recognition(1, 0.9), Recognition(2, 0.7)), gaps=("缺第三条",)
    )
    about = shelf.about(Document("d", "甲", "甲.pdf", "", (), (number,), (), report))
    assert "发文字号：甲政发〔2021〕1号" in about
    assert 'section=d/0">“甲政发[2021]1号&lt;b&gt;”</a>' in about
    assert "全文 10 字：章节 8 字，页码 2 字，一字不少" in about
    assert "有 2 页是从图片识别出来的，平均把握 80%" in about
    assert "解析核对（2 处需留意）" in about


def hit(section: str, standing: Standing) -> Hit:
    document = section.rpartition("/")[0]
    return Hit(1, 1.0, document, section, f"《{document}》", (document, "一"), "原文", None, Why(), standing=standing)


def test_a_repealed_rule_is_marked_and_leads_to_what_took_its_place() -> None:
    gone = Standing(Validity.REPEALED, None, "《新》废止了<本>文件", "《旧》同时废止", "新/9", "新")
    shown = answered.hits(Answer("问", (), (hit("旧/1", gone), hit("旧/2", gone), hit("新/1", Standing()))))
    assert shown.count("kb-badge") == 2
    assert shown.count("kb-standing") == 1, "理由只说一遍"
    assert "废止了&lt;本&gt;文件" in shown
    assert "section=%E6%96%B0/9" in shown
    assert "doc=%E6%96%B0" in shown


def test_the_quoted_sentence_of_a_repealed_rule_stands_below_its_banner() -> None:
    gone = Standing(Validity.EXPIRED, None, "有效期已满")
    quote = Quote("原文", "《旧》", "旧/1")
    shown = answered.answer(Answer("问", (quote,), (hit("旧/1", gone),)))
    assert shown.count("kb-standing") == 1
    assert shown.index("有效期已满") < shown.index("原文这样说") + shown[shown.index("原文这样说") :].index(
        "blockquote"
    )


def test_a_document_shows_its_history_and_its_relations_both_ways() -> None:
    gone = Standing(
        Validity.REPEALED, date(2021, 3, 1), "《新》废止了本文件", "《旧》同时废止", "新/9", "新", ("有疑点",)
    )
    shown = related.history([Standing(), gone])
    assert "2021-03-01　已废止：《新》废止了本文件" in shown
    assert "有疑点" in shown
    assert related.history([Standing()]) == ""
    said = Relation(RelationKind.CITES, "旧/1", "<甲>", "依《<甲>》办理", near=("乙",))
    told = Relation(RelationKind.REPEALS, "新/9", "旧", "《旧》同时废止", target="旧")
    both = related.relations([said], [told])
    assert "《&lt;甲&gt;》（库里没有），题名相近：" in both
    assert "被废止" in both
    assert "section=%E6%96%B0/9" in both
    assert related.relations([], []) == ""
