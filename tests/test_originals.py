"""The page of a PDF is drawn from the very file that was indexed, or one sentence says why not."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from kb import picture
from kb.build import build
from kb.errors import OriginalUnavailable
from kb.library import Library, originals
from kb.library.lost import near_documents, near_sections
from kb.model import Document
from kb.settings import Settings
from tests.conftest import HashEncoder


def pdf(path: Path, *pages: str) -> None:
    drawn = canvas.Canvas(str(path), pagesize=(300, 400))
    for text in pages:
        drawn.drawString(40, 300, text)
        drawn.showPage()
    drawn.save()


@pytest.fixture
def held(settings: Settings) -> tuple[Settings, Document]:
    pdf(settings.corpus / "notice.pdf", "Notice on patents. One.", "Two pages are better.")
    build(settings, encoder=HashEncoder())
    documents = Library.open(settings, encoder=HashEncoder()).documents()
    return settings, next(each for each in documents if each.file == "notice.pdf")


def test_a_page_is_drawn_in_its_own_proportions_with_ink_on_it(held: tuple[Settings, Document]) -> None:
    settings, document = held
    first, second = (Image.open(BytesIO(originals.page(settings, document, number))) for number in (1, 2))
    assert first.size == (600, 800)
    assert first.getextrema()[0] < 128, "没有画出字"
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_is_not_there_is_one_sentence(held: tuple[Settings, Document], number: int) -> None:
    with pytest.raises(OriginalUnavailable, match=f"没有第 {number} 页，共 2 页"):
        originals.page(*held, number)


def test_a_file_that_was_changed_or_taken_away_is_not_shown_for_the_one_that_was_read(
    held: tuple[Settings, Document],
) -> None:
    settings, document = held
    pdf(settings.corpus / "notice.pdf", "Another text")
    with pytest.raises(OriginalUnavailable, match="改动过"):
        originals.page(settings, document, 1)
    (settings.corpus / "notice.pdf").unlink()
    with pytest.raises(OriginalUnavailable, match="已经不在"):
        originals.content(settings, document)


def test_bytes_that_are_no_pdf_any_more_cost_one_sentence(held: tuple[Settings, Document]) -> None:
    with pytest.raises(OriginalUnavailable, match="画不出来"):
        picture.page(b"%PDF-1.7 cut", 1)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("ningbo-ip-145/3.3.9", ["3.3", "3.3.3", "3.3.4"]),
        ("ningbo-ip-145/3.3.2.8", ["3.3.2"]),
        ("3.9.1", ["3", "3.5", "3.6"]),
        ("ningbo-ip-145/9", ["3", "4"]),
    ],
)
def test_the_nearest_places_are_offered_for_one_that_is_gone(plan: Library, wanted: str, expected: list[str]) -> None:
    document = plan.document("ningbo-ip-145")
    assert [each.id.rpartition("/")[2] for each in near_sections(document, wanted)] == expected


def test_the_nearest_names_are_offered_for_a_document_that_is_gone(plan: Library) -> None:
    assert [each.id for each in near_documents(plan.documents(), "ningbo-ip-14")] == ["ningbo-ip-145"]
    assert near_documents(plan.documents(), "完全无关的编号") == ()
