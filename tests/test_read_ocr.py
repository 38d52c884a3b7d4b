"""Scanned pages and pictures: what is recognised stands in page order, and who lacks the packages is told which."""

import importlib.util
import io
import random
import re

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kb.errors import FileRefused
from kb.model import Source
from kb.read import image, ocr, pdf

RECOGNISES = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("pypdfium2") is None,
    reason="没有安装文字识别（OCR）的程序包：requirements-ocr.txt",
)
LETTER = ["Article 1 Patents", "Each patent is granted 3000 yuan.", "Article 2 Trademarks"]


def picture_of(lines: list[str], turned: int = 0) -> Image.Image:
    """A scanned page, 1000 dots high."""
    page = Image.new("RGB", (700, 1000), "white")
    pen = ImageDraw.Draw(page)
    for at, line in enumerate(lines):
        pen.text((80, 120 + 60 * at), line, "black", ImageFont.load_default(size=30))
    return page.rotate(turned, expand=True)


def bytes_of(picture: Image.Image, name: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, name, **options)
    return buffer.getvalue()


def pdf_of(*pages: Image.Image | str) -> bytes:
    buffer = io.BytesIO()
    paper = Canvas(buffer, pagesize=(350, 500), invariant=1)
    for page in pages:
        if isinstance(page, str):
            paper.drawString(40, 440, page)
        else:
            paper.drawImage(ImageReader(page), 0, 0, 350, 500)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def is_whole(source: Source) -> bool:
    placed = "".join(each.text for each in (*source.blocks, *source.omissions))
    return source.characters == len("".join(placed.split()))


def bare(source: Source) -> str:
    """The words without white space, which recognition may not see."""
    return "".join("".join(block.text for block in source.blocks).split())


@RECOGNISES
def test_scanned_pages_are_recognised_in_their_place_among_the_others():
    content = pdf_of("Preface.", picture_of(LETTER), "Annex.")
    assert pdf.read(content).unread == (2,)
    source = pdf.recognise(content)
    assert bare(source) == "".join(("Preface." + "".join(LETTER) + "Annex.").split())
    assert [block.page for block in source.blocks] == sorted(block.page or 0 for block in source.blocks)
    assert [each.page for each in source.recognised] == [2]
    assert source.recognised[0].confidence > 0.8
    assert source.unread == ()
    assert is_whole(source)


@RECOGNISES
@pytest.mark.parametrize("turned", [90, 180], ids=["on its side", "upside down"])
def test_a_sheet_that_was_fed_in_wrongly_is_turned(turned):
    source = image.recognise(bytes_of(picture_of(LETTER, turned)))
    assert bare(source) == "".join("".join(LETTER).split())
    assert is_whole(source)


@RECOGNISES
def test_each_page_of_a_tiff_is_recognised_and_an_empty_one_is_named():
    pages = [picture_of(LETTER[:1]), picture_of([]), picture_of(LETTER[1:])]
    content = bytes_of(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert image.read(content).unread == (1, 2, 3)
    source = image.recognise(content)
    assert bare(source) == "".join("".join(LETTER).split())
    assert [each.page for each in source.recognised] == [1, 3]
    assert ["第2页" in warning for warning in source.warnings] == [True]


def test_without_the_packages_the_command_that_installs_them_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not ocr.available()
    scan = bytes_of(picture_of(LETTER))
    for recognise in (lambda: pdf.recognise(pdf_of(picture_of(LETTER))), lambda: image.recognise(scan)):
        with pytest.raises(FileRefused, match=r"pip install -r requirements-ocr\.txt"):
            recognise()


def test_a_pdf_whose_pages_all_hold_words_needs_no_packages(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert pdf.recognise(pdf_of("Preface.")) == pdf.read(pdf_of("Preface."))


@pytest.mark.parametrize("name", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_unread(name):
    assert image.read(bytes_of(picture_of([]), name)) == Source((), unread=(1,))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "打不开"),
        (bytes_of(picture_of([]), "GIF"), "打不开"),
        (bytes_of(Image.new("1", (20_000, 20_000))), "太大"),
        (bytes_of(Image.new("1", (9_000, 9_000))), "太大"),
    ],
    ids=["no more than a signature", "another format", "a bomb", "a little too large"],
)
def test_a_picture_that_cannot_be_one_of_a_page_is_refused(content, says):
    with pytest.raises(FileRefused, match=says):
        image.read(content)


def test_a_file_with_far_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(image, "_MOST_PAGES", 2)
    dot = Image.new("1", (1, 1))
    with pytest.raises(FileRefused, match="2 页以上"):
        image.read(bytes_of(dot, "TIFF", save_all=True, append_images=[dot] * 3))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("办公厅（室):", "办公厅（室）："),
        ("〔2016]33号", "〔2016〕33号"),
        ("(二)建立", "（二）建立"),
        ("(试行）", "（试行）"),
        ("电话:010,邮编;是?好!", "电话：010,邮编；是？好！"),
        ("f(x)=[a, b]", "f(x)=[a, b]"),
        ("第3)项", "第3)项"),
    ],
)
def test_marks_are_those_of_chinese_text(seen, meant):
    assert ocr.mended(seen) == meant


PICTURES = [bytes_of(picture_of([]).resize((20, 30)), name) for name in ("PNG", "JPEG", "TIFF", "BMP")]


@hypothesis.settings(max_examples=80, deadline=None)
@given(st.sampled_from(PICTURES), st.integers(0, 2**32), st.integers(1, 20))
def test_a_changed_picture_is_opened_or_refused(whole, seed, changes):
    dice, content = random.Random(seed), bytearray(whole)
    for _ in range(changes):
        content[dice.randrange(min(len(content), 200))] = dice.randrange(256)
    message, sizes = "", []
    try:
        pages = len(image.read(bytes(content)).unread)
        sizes = [max(dots.shape[:2]) for _, dots, _ in image._pictures(bytes(content), pages)]
    except FileRefused as refused:
        message = str(refused)
    except image._DAMAGE:
        message = "图片已损坏"
    assert re.search("[一-龥]", message) or max(sizes) <= ocr.LONGEST
