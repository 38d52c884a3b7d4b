"""读原文: the original's page beside its text, lost addresses, editions side by side, a long shelf."""

from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from kb.build import build
from kb.library import Library
from kb.model import Document
from kb.pages.html import compared, shelf
from kb.settings import Settings
from tests.page import markup_of, opened, pieces, text_of, use

TEXT = (
    "甲市专利办法（{day}）\n第一条　为了鼓励专利，制定本办法。\n"
    "第二条　对上一年度获得授权的发明专利，经审核后每件奖励{sum}元。\n"
)
OLD, NEW = TEXT.format(day="2019-03-01", sum="三千"), TEXT.format(day="2022-03-01", sum="<b>五千</b>")


@pytest.fixture
def editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """Two editions of one text and a PDF."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "旧.txt").write_text(OLD, "utf-8")
    (corpus / "新.txt").write_text(NEW, "utf-8")
    drawn = canvas.Canvas(str(corpus / "notice.pdf"))
    drawn.drawString(72, 700, "Notice on patents. One sentence.")
    drawn.save()
    settings = Settings(corpus=corpus, index=tmp_path / "index")
    build(settings)
    use(settings, monkeypatch)
    return Library.open(settings)


def test_an_edition_leads_to_the_other_and_to_what_changed(editions: Library) -> None:
    shown = markup_of(opened(doc="新"))
    assert "各个版本（2 个）" in shown
    assert "doc=%E6%96%B0&amp;with=%E6%97%A7" in shown
    table = markup_of(opened(doc="新", **{"with": "旧"}))
    assert text_of("".join(pieces(table, "<del>", "</del>"))) == "2019三千"
    assert text_of("".join(pieces(table, "<ins>", "</ins>"))) == "2022<b>五千</b>"
    assert "<b>" not in table
    assert [row[:2] for row in pieces(table, "<tr><td>", "</tr>")] == ["修改", "修改"]


def test_a_document_of_one_edition_offers_none(plan: Library) -> None:
    document = plan.document("ningbo-ip-145")
    assert plan.known.editions(document) == ((plan.known.editions(document)[0][0], document),)
    assert compared.editions(document, plan.known.editions(document)) == ""


def test_the_page_of_the_original_is_shown_and_one_that_is_not_there_is_said_so(editions: Library) -> None:
    offered = markup_of(opened(doc="notice"))
    assert "看原件的页面" in offered
    assert "<img" not in offered
    shown = markup_of(opened(doc="notice", page="1"))
    assert 'src="data:image/png;base64,' in shown
    assert "原件第 1 页" in shown
    assert "没有第 7 页，共 1 页" in markup_of(opened(doc="notice", page="7"))
    assert "看原件" not in markup_of(opened(doc="新"))


def test_a_lost_section_offers_the_nearest_by_place_and_by_words(
    plan_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(plan_settings, monkeypatch)
    shown = markup_of(opened(doc="ningbo-ip-145", section="ningbo-ip-145/3.3.9", q="商标能拿去银行贷款吗"))
    (notice,) = pieces(shown, '<section class="kb-notice" role="alert">', "</section>")
    assert "没有编号为“ningbo-ip-145/3.3.9”的章节" in notice
    assert "section=ningbo-ip-145/3.3.4" in notice, "位置相近"
    assert "section=ningbo-ip-145/3.3.2" in notice, "文字相近"
    lost = markup_of(opened(doc="ningbo-ip-14"))
    assert "可能已经移走" in lost
    assert "doc=ningbo-ip-145" in lost


def test_a_long_shelf_is_looked_through(plan: Library) -> None:
    documents = [Document(f"d{n}", f"第{n}号办法", f"{n}.txt", "", ()) for n in range(120)]
    counts = {each.id: 1 for each in documents}
    everything = shelf.shelf(documents, counts, ())
    assert everything.count("<article>") == shelf.MOST
    assert "库内文件（120 份），这里列出前 50 份" in everything
    found = shelf.shelf(documents, counts, (), "办法 117")
    assert found.count("<article>") == 1
    assert "找到 1 份，库内共 120 份" in found


def test_no_title_becomes_markup() -> None:
    held = [(day, Document(id_, "<b>办法</b>", "甲.txt", "", ())) for day, id_ in ((0, "<i>"), (20220131, "乙"))]
    shown = compared.editions(held[0][1], held)
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "没有写明日期　（本页）" in shown
    assert "2022年1月31日" in shown
