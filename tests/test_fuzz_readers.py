"""Damaged and hostile files: every reader gives a balanced Source or refuses in one Chinese sentence, nothing else."""

import functools
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from kb.errors import FileRefused
from kb.model import Source
from kb.read import READERS, read

TITLE = "甲市知识产权保护办法"
LINES = (
    "甲政发〔2021〕1号",
    "第一条 为了保护知识产权，制定本办法。",
    "（一）发明专利，每件三千元；",
    "2021年3月1日",
)
OFD = "http://www.ofdspec.org/2016"
EXAMPLES = 60
BY_OFFICE = {".doc", ".wps", ".rtf"}
"""Formats that another program converts: each attempt would start it."""


def text_seed() -> bytes:
    return "\n".join((TITLE, *LINES, "\t指标\t数值", "", "\t专利\t120")).encode()


def markdown_seed() -> bytes:
    return f"# {TITLE}\n\n## 第一章 总则\n\n{LINES[1]}\n\n| 指标 | 数值 |\n|---|---|\n| 专利 | 120 |\n".encode()


def html_seed() -> bytes:
    rows = "<tr><td rowspan=2>专利</td><td>120</td></tr><tr><td>35</td></tr>"
    body = "".join(f"<p style='text-align:center'>{line}</p>" for line in LINES)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE}</title></head><body><div class='content'>"
        f"<h1>{TITLE}</h1>{body}<table>{rows}</table></div></body></html>"
    ).encode()


def docx_seed() -> bytes:
    made = docx.Document()
    made.add_heading(TITLE, 1)
    for line in LINES:
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("指标", "数值", "专利", "1"), strict=True
    ):
        cell.text = words
    table.cell(0, 0).merge(table.cell(0, 1))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx_seed() -> bytes:
    made = openpyxl.Workbook()
    for row in ([TITLE], ["指标", "数值"], ["专利", 0.5], ["日期", 44256]):
        made.active.append(row)
    made.active["B3"].number_format, made.active["B4"].number_format = "0%", "yyyy-mm-dd"
    made.active.merge_cells("A1:B1")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def ofd_seed() -> bytes:
    objects = "".join(
        f'<ofd:TextObject Boundary="28 {40 + 10 * i} 150 6" Size="5.6"><ofd:TextCode X="0" Y="5" DeltaX="g 30 5.6">'
        f"{line}</ofd:TextCode></ofd:TextObject>"
        for i, line in enumerate((TITLE, *LINES))
    )
    spans = [(20, y, 100, 0) for y in (100, 110, 120)] + [(x, 100, 0, 20) for x in (20, 70, 120)]
    objects += "".join(
        f'<ofd:PathObject Boundary="{x} {y} {w} {h}"><ofd:AbbreviatedData>M 0 0 L {w} {h}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
        for x, y, w, h in spans
    )
    page = f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>'
    document = (
        f'<ofd:Document xmlns:ofd="{OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>'
        '</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
    )
    root = f'<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    return zipped({"OFD.xml": root.encode(), "D.xml": document.encode(), "P.xml": page.encode()})


def pdf_seed() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.setFont("STSong-Light", 14)
    for i, line in enumerate((TITLE, *LINES)):
        canvas.drawString(90, 750 - 28 * i, line)
    canvas.grid([90, 200, 310], [400, 430, 460])
    canvas.drawString(100, 440, "指标")
    canvas.save()
    return out.getvalue()


def image_seed(kind: str) -> bytes:
    picture = Image.new("L", (120, 40), 255)
    ImageDraw.Draw(picture).text((5, 5), "GB 2021", fill=0)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


SEEDS: dict[str, Callable[[], bytes]] = {
    ".txt": text_seed,
    ".md": markdown_seed,
    ".html": html_seed,
    ".docx": docx_seed,
    ".xlsx": xlsx_seed,
    ".ofd": ofd_seed,
    ".pdf": pdf_seed,
    ".png": lambda: image_seed("PNG"),
    ".jpg": lambda: image_seed("JPEG"),
}
SUFFIXES = sorted({READERS[suffix]: suffix for suffix in reversed(SEEDS) if suffix in READERS}.values())
"""One suffix for each reader."""
ZIPPED = [suffix for suffix in SUFFIXES if suffix in (".docx", ".xlsx", ".ofd")]
BOUNDED = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

seed = functools.cache(lambda suffix: SEEDS[suffix]())
HOSTILE = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b'"',
    b"&#0;",
    b"-1",
    b"999999999",
    b"1e309",
    b"NaN",
    b"%",
    b"\xed\xa0\x80",
)
Edit = tuple[str, float, float, bytes]
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "repeat", "put", "replace"]),
        st.floats(0, 1),
        st.floats(0, 0.2),
        st.one_of(st.sampled_from(HOSTILE), st.binary(min_size=1, max_size=4)),
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, changes: list[Edit]) -> bytes:
    """The bytes with some of them flipped, cut out, repeated, put in or replaced."""
    for kind, place, share, new in changes:
        start = int(place * len(content))
        end = start + int(share * len(content))
        head, middle, tail = content[:start], content[start:end], content[end:]
        content = {
            "flip": head + bytes(byte ^ 0x55 for byte in middle[:8]) + middle[8:] + tail,
            "cut": head + tail,
            "repeat": head + middle * 3 + tail,
            "put": head + new + middle + tail,
            "replace": head + new + content[start + len(new) :],
        }[kind]
    return content


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def printed(text: str) -> int:
    return len("".join(text.split()))


def outcome(suffix: str, content: bytes) -> Source | str:
    """What reading gives, held against the law: a balanced Source, or the sentence of a refusal."""
    try:
        source = read(Path(f"样本{suffix}"), content)
    except FileRefused as refusal:
        sentence = str(refusal)
        assert re.search("[一-鿿]{4}", sentence)
        assert "\n" not in sentence
        return sentence
    texts = [block.text for block in source.blocks] + [each.text for each in source.omissions]
    assert source.characters == sum(map(printed, texts))
    "\n".join(texts).encode("utf-8")  # a lone surrogate would stop the index from being written
    return source


def refused(suffix: str, content: bytes) -> str:
    found = outcome(suffix, content)
    assert isinstance(found, str), "这样的文件应当拒绝"
    return found


def test_every_reader_has_a_seed() -> None:
    assert {READERS[suffix] for suffix in READERS.keys() - BY_OFFICE} == {READERS[suffix] for suffix in SUFFIXES}


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix not in (".png", ".jpg", ".jpeg")])
def test_the_seed_itself_is_read(suffix: str) -> None:
    source = outcome(suffix, seed(suffix))
    assert isinstance(source, Source)
    assert TITLE in [block.text for block in source.blocks]


@pytest.mark.parametrize("suffix", SUFFIXES)
@BOUNDED
@given(changes=edits)
def test_damaged_bytes(suffix: str, changes: list[Edit]) -> None:
    outcome(suffix, mutated(seed(suffix), changes))


@pytest.mark.parametrize("suffix", ZIPPED)
@BOUNDED
@given(changes=edits, which=st.integers(0, 50))
def test_damaged_parts_of_a_sound_package(suffix: str, changes: list[Edit], which: int) -> None:
    members = unzipped(seed(suffix))
    name = sorted(members)[which % len(members)]
    outcome(suffix, zipped({**members, name: mutated(members[name], changes)}))


MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml", ".ofd": "P.xml"}
VALUES = ["", "0", "-1", "999999999", "1e309", "NaN", "true", "XFD1048576", "A1:XFD1048576", "g 99999 1", "甲"]
_VALUE = re.compile(rb'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)')
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*(?:/>|>[^<>]*</\1>)")


def with_values(part: bytes, values: list[tuple[int, str]]) -> bytes:
    """The XML with some attributes or texts replaced."""
    for which, value in values:
        if places := list(_VALUE.finditer(part)):
            place = places[which % len(places)]
            part = part[: place.start()] + value.encode() + part[place.end() :]
    return part


def with_elements(part: bytes, which: int, copies: int) -> bytes:
    """The XML with one of its smallest elements left out or repeated."""
    if places := list(_ELEMENT.finditer(part)):
        place = places[which % len(places)]
        part = part[: place.start()] + place[0] * copies + part[place.end() :]
    return part


@pytest.mark.parametrize("suffix", ZIPPED)
@BOUNDED
@given(
    which=st.integers(0, 50),
    values=st.lists(st.tuples(st.integers(0, 500), st.sampled_from(VALUES)), max_size=3),
    element=st.integers(0, 500),
    copies=st.sampled_from([0, 1, 2, 50]),
)
def test_odd_values_in_a_sound_package(
    suffix: str, which: int, values: list[tuple[int, str]], element: int, copies: int
) -> None:
    members = unzipped(seed(suffix))
    names = [MAIN_PART[suffix], *sorted(members)]
    name = names[which % len(names)] if which < 25 else MAIN_PART[suffix]
    part = with_elements(with_values(members[name], values), element, copies)
    outcome(suffix, zipped({**members, name: part}))


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize("kept", [0, 1])
def test_missing_and_empty_parts(suffix: str, kept: int) -> None:
    members = unzipped(seed(suffix))
    for name in members:
        rest = {other: content for other, content in members.items() if other != name}
        outcome(suffix, zipped({**rest, name: b""} if kept else rest))


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@BOUNDED
@given(text=st.one_of(st.text(), st.text("#|-*<>/&;=\"'\t\n 第一条章（）、。1a", max_size=80)))
def test_any_text(suffix: str, text: str) -> None:
    outcome(suffix, text.encode("utf-8", "ignore"))


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("content", [b"", b" \r\n\t "])
def test_an_empty_file(suffix: str, content: bytes) -> None:
    assert "空的" in refused(suffix, content)


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix not in (".txt", ".md", ".html")])
def test_half_a_file(suffix: str) -> None:
    whole = seed(suffix)
    for share in (0.02, 0.3, 0.7, 0.99):
        outcome(suffix, whole[: int(len(whole) * share)])


FALSE_NAMES = [
    (".html", ".docx", "Word"),
    (".docx", ".doc", "旧版"),
    (".txt", ".pdf", "PDF"),
    (".pdf", ".png", "图片"),
    (".md", ".jpg", "图片"),
    (".docx", ".xlsx", "Excel"),
    (".xlsx", ".docx", "Word"),
    (".ofd", ".docx", "Word"),
    (".docx", ".zip", "压缩包"),
]
CONTENTS = {
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ".zip": zipped({"甲.txt": b"a"}),
}


@pytest.mark.parametrize(("suffix", "really", "named"), FALSE_NAMES)
def test_a_renamed_file_is_called_what_it_is(suffix: str, really: str, named: str) -> None:
    content = CONTENTS.get(really) or seed(really)
    assert named in refused(suffix, content)


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
)
DECLARATIONS = [
    LAUGHS,
    b'<!DOCTYPE l [<!ENTITY j SYSTEM "file:///etc/hostname">]>',
    b'<!DOCTYPE l SYSTEM "http://127.0.0.1/a.dtd">',
]


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_entities_are_never_expanded(suffix: str, declaration: bytes) -> None:
    members = unzipped(seed(suffix))
    part = re.sub(rb"^<\?xml.*?\?>", b"", members[MAIN_PART[suffix]]).lstrip()
    hostile = declaration + part.replace(TITLE.encode(), b"&j;")
    assert "实体声明" in refused(suffix, zipped({**members, MAIN_PART[suffix]: hostile}))


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize(
    ("name", "content", "named"),
    [("bomb.bin", bytes(6 << 20), "炸弹"), ("../../甲.xml", b"<a/>", "路径"), ("/甲.xml", b"<a/>", "路径")],
)
def test_bombs_and_paths_that_climb_out(suffix: str, name: str, content: bytes, named: str) -> None:
    assert named in refused(suffix, zipped({**unzipped(seed(suffix)), name: content}))
