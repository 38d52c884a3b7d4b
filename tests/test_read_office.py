"""Older Word files: what LibreOffice makes of them is read like any .docx; nothing is fetched, run or left behind."""

import http.server
import io
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator

import docx as python_docx
import pytest

from kb.errors import FileRefused
from kb.model import BlockKind, OmissionKind, Source
from kb.read import office

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="这台机器上没有 LibreOffice")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stream(name: str) -> bytes:
    return OLE + b"\x00" * 504 + name.encode("utf-16-le") + b"\x00" * 512


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as caught:
        office.read(content)
    message = str(caught.value)
    assert re.search("[一-龥]", message)
    assert "\n" not in message
    return message


def balanced(source: Source) -> Source:
    placed = [block.text for block in source.blocks] + [each.text for each in source.omissions]
    assert sum(len("".join(text.split())) for text in placed) == source.characters
    return source


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory):
    """Makes an older file out of a newer one, as a word processor saves it."""
    folder = tmp_path_factory.mktemp("soffice")

    def converted(content: bytes, suffix: str, target: str) -> bytes:
        source = folder / f"made{suffix}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [str(SOFFICE), "--headless", profile, "--convert-to", target, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (folder / f"made.{target.partition(':')[0]}").read_bytes()

    return converted


def regulation() -> bytes:
    made = python_docx.Document()
    made.add_heading("甲市专利资助办法", 0)
    made.add_heading("总则", 1)
    made.add_paragraph("为了鼓励发明，制定本办法。")
    made.add_paragraph("申请", "List Number")
    made.add_paragraph("受理", "List Number")
    grid = made.add_table(3, 3)
    for place, text in zip(
        grid._cells, ["指标", "目标值", "", "年度", "2020年", "2025年", "专利", "80", "90"], strict=True
    ):
        place.text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    made.sections[0].header.paragraphs[0].text = "甲市人民政府公报"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@needs_libreoffice
@pytest.mark.parametrize("target", ["doc:MS Word 97", "rtf"])
def test_an_older_file_gives_headings_numbers_tables_and_heads_like_a_docx(convert, target):
    source = balanced(office.read(convert(regulation(), ".docx", target)))
    assert [(block.text, block.level) for block in source.blocks[:5]] == [
        ("甲市专利资助办法", 1), ("总则", 2), ("为了鼓励发明，制定本办法。", None), ("1.申请", None), ("2.受理", None),
    ]  # fmt: skip
    assert source.blocks[5].kind is BlockKind.TABLE
    assert source.blocks[5].rows == (
        ("指标", "目标值", "目标值"), ("年度", "2020年", "2025年"), ("专利", "80", "90"),
    )  # fmt: skip
    assert [(each.text, each.kind) for each in source.omissions] == [("甲市人民政府公报", OmissionKind.RUNNING_HEAD)]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it is asked for."""
    paths: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            paths.append(self.raw_requestline.decode("latin-1"))
            return False

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()


LINKED = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.2"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>正文
<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{address}红头.png"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@needs_libreoffice
def test_a_picture_that_a_doc_links_to_is_not_fetched(convert, asked):
    address, paths = asked
    content = convert(LINKED.format(address=address).encode(), ".fodt", "doc:MS Word 97")
    assert address.encode("utf-16-le") in content
    paths.clear()
    assert [block.text for block in office.read(content).blocks] == ["正文"]
    assert paths == []


@needs_libreoffice
def test_a_text_that_an_rtf_includes_from_this_machine_is_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    field = r'{\field{\*\fldinst INCLUDETEXT "' + secret.as_posix() + r'"}{\fldrslt kept}}'
    code = r"{\rtf1\ansi" + field + r"\par}"
    assert [block.text for block in office.read(code.encode()).blocks] == ["kept"]


@needs_libreoffice
def test_a_damaged_file_is_refused_and_no_folder_is_left(convert, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = convert(regulation(), ".docx", "doc:MS Word 97")
    assert "打不开" in refusal(content[:3000])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (stream("EncryptedPackage"), "密码"),
        (stream("Workbook"), "Excel"),
        (stream("PowerPoint Document"), "PowerPoint"),
        (stream("谁也不认识"), "损坏"),
        (b"<html><body>x</body></html>", "网页"),
        (b"PK\x03\x04", "后缀名"),
    ],
    ids=["locked docx", "xls", "ppt", "unknown", "html", "zip"],
)
def test_what_is_no_older_word_file_is_refused_before_libreoffice_sees_it(content, words, monkeypatch):
    monkeypatch.setattr(office, "_run", lambda *_: pytest.fail("LibreOffice 不该被叫起来"))
    assert words in refusal(content)


def test_without_libreoffice_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    message = refusal(b"{\\rtf1 x}")
    assert "LibreOffice" in message
    assert ".docx" in message


def test_a_conversion_that_does_not_end_is_ended(tmp_path, monkeypatch):
    endless = tmp_path / "soffice"
    endless.write_text("#!/bin/sh\nwhile :; do :; done\n", "utf-8")
    endless.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(office, "SECONDS", 1)
    assert "没有转换完" in refusal(b"{\\rtf1 x}")
