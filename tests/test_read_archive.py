"""The guard of zip files: every way in which one can be false or harmful, and that honest ones pass."""

import io
import struct
import warnings
import zipfile

import pytest

from kb.errors import FileRefused
from kb.read import archive
from kb.read.archive import Archive, guard

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": "<w>中</w>".encode()}
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
OFD = {"OFD.xml": b"<OFD/>"}
BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'
EXTERNAL = b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><l>&x;</l>'


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes, suffix: str = "") -> str:
    with pytest.raises(FileRefused) as caught:
        guard(content, suffix)
    sentence = str(caught.value)
    assert sentence
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(("members", "suffix"), [(DOCX, ".docx"), (XLSX, ".xlsx"), (OFD, ".ofd"), (DOCX, "")])
def test_an_honest_file_passes_and_is_read(members: dict[str, bytes], suffix: str) -> None:
    opened = Archive.of(packed(members), suffix)
    assert {name: opened.read(name) for name in opened.names} == members


def test_names_of_windows_get_forward_slashes() -> None:
    opened = Archive.of(packed({"Doc_0\\Document.xml": b"<D/>"}))
    assert opened.read("Doc_0/Document.xml") == b"<D/>"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(30), b"no zip at all" * 50])
def test_what_is_no_zip_is_damaged(content: bytes) -> None:
    assert "损坏" in refusal(content)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_a_file_is_damaged(share: float) -> None:
    whole = packed({**DOCX, "word/styles.xml": bytes(range(256)) * 40})
    assert "损坏" in refusal(whole[: int(len(whole) * share)], ".docx")


def test_a_member_with_a_wrong_checksum_is_damaged() -> None:
    whole = bytearray(packed({"word/document.xml": b"<w>" + b"a" * 100 + b"</w>"}, zipfile.ZIP_STORED))
    whole[whole.index(b"aaaa")] ^= 1
    assert "损坏" in refusal(bytes(whole))


def test_a_locked_file_is_named_so() -> None:
    whole = bytearray(packed(DOCX))
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refusal(bytes(whole))


def test_an_odd_packing_method_is_refused() -> None:
    assert "压缩" in refusal(packed(DOCX, zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ofd"])
def test_a_bomb_is_refused_whatever_it_calls_itself(suffix: str) -> None:
    members = {".docx": DOCX, ".xlsx": XLSX, ".ofd": OFD}[suffix]
    assert "炸弹" in refusal(packed({**members, "word/media/a.bin": bytes(6 << 20)}), suffix)


def test_many_members_that_are_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "TOTAL_BYTES", 1000)
    assert "炸弹" in refusal(packed({f"{i}.bin": bytes([i]) * 300 for i in range(4)}, zipfile.ZIP_STORED))


def test_a_part_of_xml_has_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "XML_BYTES", 1000)
    assert "太大" in refusal(packed({"a.xml": b"<a>" + b"1" * 1000 + b"</a>"}))
    guard(packed({"a.bin": b"1" * 1000}))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBERS", 3)
    assert "部件" in refusal(packed({f"{i}.txt": b"" for i in range(4)}))


def test_a_declared_size_is_not_trusted() -> None:
    whole = bytearray(packed({"a.bin": bytes(9 << 20)}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", whole, whole.index(signature) + place, 10)
    assert refusal(bytes(whole))


def test_members_that_share_bytes_are_a_bomb() -> None:
    one = packed({"a.bin": b"a" * 50}, zipfile.ZIP_STORED)
    table = one.index(b"PK\x01\x02")
    entry, end = one[table : one.index(b"PK\x05\x06")], bytearray(one[one.index(b"PK\x05\x06") :])
    struct.pack_into("<HHI", end, 8, 2, 2, 2 * len(entry))
    assert "炸弹" in refusal(one[:table] + entry * 2 + bytes(end))


@pytest.mark.parametrize("name", ["../a.xml", "a/../../b.xml", "..\\a.xml", "/etc/a.xml", "\\a.xml", "C:\\a.xml"])
def test_a_name_that_climbs_out_is_refused(name: str) -> None:
    assert "路径" in refusal(packed({name: b""}))


def test_a_symbolic_link_is_refused() -> None:
    link = zipfile.ZipInfo("word/document.xml")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "符号链接" in refusal(out.getvalue())


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".ofd"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("text", [BILLION_LAUGHS, EXTERNAL])
def test_declarations_are_refused_in_every_encoding(suffix: str, encoding: str, text: bytes) -> None:
    members = {".docx": DOCX, ".xlsx": XLSX, ".ofd": OFD}[suffix]
    assert "实体声明" in refusal(packed({**members, "a.xml": text.decode().encode(encoding)}), suffix)


def test_a_declaration_is_found_across_the_pieces_in_which_a_member_is_read() -> None:
    for lead in range(65520, 65540):
        assert "实体声明" in refusal(packed({"a.xml": b"<!--" + b"-" * (lead - 7) + b"-->" + EXTERNAL}))


def test_a_declaration_in_an_encoding_that_hides_it_is_refused() -> None:
    utf7 = '<?xml version="1.0" encoding="UTF-7"?>' + "+ADw-!DOCTYPE a+AD4-"
    assert "实体声明" in refusal(packed({"a.xml": utf7.encode()}))


def test_a_picture_or_page_may_name_its_dtd() -> None:
    svg = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'
    guard(packed({"word/media/a.svg": svg, "word/afchunk.htm": b"<!DOCTYPE html><html></html>"}))
    assert "实体声明" in refusal(packed({"word/media/a.svg": svg.replace(b'.dtd"', b'.dtd" [<!ENTITY a "b">]')}))


@pytest.mark.parametrize(
    ("members", "suffix", "named"),
    [
        (DOCX, ".xlsx", "Word"),
        (XLSX, ".docx", "Excel"),
        (OFD, ".docx", "OFD"),
        (DOCX, ".ofd", "Word"),
        ({"a.txt": b"a"}, ".docx", "普通的压缩包"),
        ({"content.xml": b"<a/>", "mimetype": b""}, ".docx", "OpenDocument"),
    ],
)
def test_another_format_is_called_by_its_name(members: dict[str, bytes], suffix: str, named: str) -> None:
    assert named in refusal(packed(members), suffix)


def test_of_two_members_of_one_name_the_last_counts() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as made:
        warnings.simplefilter("ignore")
        made.writestr("a.xml", "<a/>")
        made.writestr("a.xml", "<b/>")
    assert Archive.of(out.getvalue()).read("a.xml") == b"<b/>"
