"""The corpus folder: which files count, the ids they get, and what a wrong catalog says."""

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.corpus import CATALOG, FILE_LIMIT, KEYS, SOURCES, files_of, forgotten, load, recorded, safe_name
from kb.errors import CorpusError, FileRefused
from kb.model import Field
from kb.settings import ROOT

NEEDS_LINKS = pytest.mark.skipif(os.name == "nt", reason="Windows 上建链接要特权")
NEEDS_POSIX = pytest.mark.skipif(os.name == "nt", reason="管道、任意字节的文件名只有 POSIX 才有")
NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return corpus


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("甲", "utf-8")


def catalog(folder: Path, text: str | bytes) -> None:
    (folder / CATALOG).write_bytes(text.encode() if isinstance(text, str) else text)


def ids(folder: Path) -> dict[str, str]:
    return {file.name: file.id for file in files_of(folder)[0]}


def complaint(folder: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        files_of(folder)
    message = str(caught.value)
    assert re.search("[一-龥]", message)
    return message


def test_the_corpus_of_the_repository_knows_the_plan():
    files, missing = files_of(ROOT / "corpus")
    plan = next(file for file in files if file.id == "ningbo-ip-145")
    assert plan.known[Field.TITLE] == "宁波市知识产权发展“十四五”规划"
    assert plan.path.is_file()
    assert missing == []


def test_files_come_in_the_order_of_their_names_with_forward_slashes(folder):
    put(folder, "b.txt", "a/c.md", "a/b.txt")
    assert [file.name for file in files_of(folder)[0]] == ["a/b.txt", "a/c.md", "b.txt"]


def test_hidden_files_lock_files_folders_and_the_catalog_do_not_count(folder):
    put(folder, "甲.txt", ".DS_Store", "~$甲.docx", ".git/config", "乙/.x/丙.txt", "~$丁/戊.txt")
    catalog(folder, "")
    assert ids(folder) == {"甲.txt": "甲"}


def test_a_file_named_like_the_catalog_in_a_folder_below_is_a_file(folder):
    put(folder, "乙/catalog.toml")
    assert list(ids(folder)) == ["乙/catalog.toml"]


def test_an_id_is_the_name_without_suffix_and_without_what_a_link_cannot_hold(folder):
    put(folder, "甲 办法.txt", "乙#1.md", "丙（2021）.pdf")
    assert ids(folder) == {"甲 办法.txt": "甲-办法", "乙#1.md": "乙-1", "丙（2021）.pdf": "丙（2021）"}


def test_one_stem_in_two_folders_or_two_formats_gives_different_ids_that_stay(folder):
    put(folder, "a/甲.txt", "b/甲.txt", "b/甲.md")
    first = ids(folder)
    assert len(set(first.values())) == 3
    assert ids(folder) == first
    assert first["a/甲.txt"] == "a-甲"
    put(folder, "c/乙.txt", "b/丙.txt")
    assert {name: ids(folder)[name] for name in first} == first


def test_a_file_keeps_its_id_when_a_file_of_the_same_stem_is_put_before_it(folder):
    put(folder, "b/甲.txt")
    before = ids(folder)["b/甲.txt"]
    put(folder, "a/甲.txt")
    assert ids(folder)["b/甲.txt"] == before


def test_the_catalog_gives_id_and_title_and_its_id_is_taken_from_no_one(folder):
    put(folder, "甲.txt", "乙.txt")
    catalog(folder, '[[document]]\nfile = "乙.txt"\nid = "甲"\ntitle = "乙办法"\n')
    files = {file.name: file for file in files_of(folder)[0]}
    assert (files["乙.txt"].id, files["乙.txt"].known) == ("甲", {Field.TITLE: "乙办法"})
    assert files["甲.txt"].id == "甲.txt"
    assert files["甲.txt"].known == {}


def test_an_entry_without_file_is_named(folder):
    put(folder, "甲.txt")
    catalog(folder, '[[document]]\nfile = "没有.txt"\n')
    files, missing = files_of(folder)
    assert [file.name for file in files] == ["甲.txt"]
    assert [refusal.file for refusal in missing] == ["没有.txt"]
    assert CATALOG in missing[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "[[document]\n",
        '[[document]]\nid = "甲"\n',
        'document = "甲"\n',
        "document = 3\n",
        "document = [1]\n",
        b"\xff\xfe\x00",
    ],
    ids=["no toml", "no file", "a text", "a number", "a list of numbers", "no utf-8"],
)
def test_a_wrong_catalog_is_refused_with_its_path(folder, text):
    catalog(folder, text)
    message = complaint(folder)
    assert CATALOG in message
    assert "写得不对" in message


@pytest.mark.parametrize("row", ['file = "甲.txt"\nid = 3', 'file = "甲.txt"\ntitle = 3', "file = 3", 'file = ["甲"]'])
def test_a_catalog_entry_of_the_wrong_type_is_refused(folder, row):
    put(folder, "甲.txt")
    catalog(folder, f"[[document]]\n{row}\n")
    assert CATALOG in complaint(folder)


def test_a_file_that_the_catalog_names_twice_is_refused(folder):
    put(folder, "甲.txt")
    catalog(folder, '[[document]]\nfile = "甲.txt"\nid = "a"\n\n[[document]]\nfile = "甲.txt"\nid = "b"\n')
    assert "甲.txt" in complaint(folder)


@pytest.mark.parametrize("ids_", [("a", "a"), ("a b", "c"), ("a/b", "c"), ("a#b", "c")])
def test_double_ids_and_ids_that_break_a_link_are_named(folder, ids_):
    put(folder, "甲.txt", "乙.txt")
    rows = zip(("甲.txt", "乙.txt"), ids_, strict=True)
    catalog(folder, "".join(f'[[document]]\nfile = "{name}"\nid = "{id_}"\n' for name, id_ in rows))
    assert complaint(folder).endswith(ids_[0])


def test_a_missing_folder_says_how_to_name_one(tmp_path):
    assert "--corpus" in complaint(tmp_path / "没有")


def refused(folder: Path) -> dict[str, str]:
    return {refusal.file: refusal.reason for refusal in files_of(folder)[1]}


# What may lie in the folder and is no document.


def test_the_list_of_addresses_and_the_trash_are_no_documents(folder):
    put(folder, "甲.txt", SOURCES, ".trash/20260101/乙.txt")
    assert list(ids(folder)) == ["甲.txt"]
    assert refused(folder) == {}


@NEEDS_LINKS
def test_links_that_lead_out_are_refused_and_never_opened(folder, tmp_path):
    put(tmp_path, "外面/密.txt")
    put(folder, "甲.txt", ".trash/乙.txt")
    (folder / "文件.txt").symlink_to(tmp_path / "外面/密.txt")
    (folder / "文件夹").symlink_to(tmp_path / "外面")
    (folder / "绕道.txt").symlink_to("../外面/密.txt")
    (folder / "垃圾.txt").symlink_to(".trash/乙.txt")
    assert list(ids(folder)) == ["甲.txt"]
    assert set(refused(folder)) == {"文件.txt", "文件夹", "绕道.txt", "垃圾.txt"}
    assert all("链接" in reason for reason in refused(folder).values())


@NEEDS_LINKS
def test_links_in_a_circle_and_links_to_nothing_are_refused_and_hang_nobody(folder):
    put(folder, "甲.txt")
    (folder / "一.txt").symlink_to("二.txt")
    (folder / "二.txt").symlink_to("一.txt")
    (folder / "没有.txt").symlink_to("哪里也没有.txt")
    (folder / "自己").symlink_to(".")
    assert list(ids(folder)) == ["甲.txt"]
    assert set(refused(folder)) == {"一.txt", "二.txt", "没有.txt"}


@NEEDS_LINKS
def test_a_link_within_the_folder_is_a_file_and_a_linked_folder_is_met_once(folder):
    put(folder, "a/甲.txt")
    (folder / "乙.txt").symlink_to("a/甲.txt")
    (folder / "b").symlink_to("a")
    assert list(ids(folder)) == ["a/甲.txt", "乙.txt"]
    assert refused(folder) == {}


@NEEDS_LINKS
def test_a_corpus_that_is_itself_a_link_is_read(folder, tmp_path):
    put(folder, "甲.txt")
    (tmp_path / "链接").symlink_to(folder)
    assert ids(tmp_path / "链接") == {"甲.txt": "甲"}


@NEEDS_POSIX
def test_pipes_and_sockets_are_refused_without_being_opened(folder):
    put(folder, "甲.txt")
    os.mkfifo(folder / "管道.txt")
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as door:
        os.chdir(folder)  # the path of a socket is at most 107 bytes
        try:
            door.bind("door.txt")
        finally:
            os.chdir(here)
        assert list(ids(folder)) == ["甲.txt"]
        assert set(refused(folder)) == {"管道.txt", "door.txt"}
    with pytest.raises(FileRefused, match="不是普通文件"):
        load(folder / "管道.txt")


def test_a_file_of_two_gigabytes_is_refused_and_not_read(folder):
    put(folder, "甲.txt")
    with (folder / "大.txt").open("wb") as file:
        file.truncate(2 << 30)  # a hole: it takes no room on the disk
    assert list(ids(folder)) == ["甲.txt"]
    assert "200 MB" in refused(folder)["大.txt"]
    with pytest.raises(FileRefused, match="200 MB"):
        load(folder / "大.txt")


def test_a_file_may_be_as_large_as_the_limit(folder):
    with (folder / "大.txt").open("wb") as file:
        file.truncate(FILE_LIMIT)
    assert list(ids(folder)) == ["大.txt"]


@contextmanager
def without_rights() -> Iterator[Path]:
    """A folder outside of root's, and in the block no right to read what forbids it, for root neither."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.name != "nt" and os.geteuid() == 0
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(folder)


@NEEDS_POSIX
def test_a_folder_that_may_not_be_read_is_named_and_the_others_are_read():
    with without_rights() as folder:
        put(folder, "甲.txt", "锁/乙.txt", "丙/丁.txt")
        (folder / "锁").chmod(0)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        files, refusals = files_of(folder)
        assert [file.name for file in files] == ["丙/丁.txt", "甲.txt"]
        assert [refusal.file for refusal in refusals] == ["锁"]
        assert "权限" in refusals[0].reason


def test_load_names_what_it_cannot_read(folder):
    put(folder, "a/甲.txt")
    for path in (folder / "a", folder / "没有.txt"):
        with pytest.raises(FileRefused, match=r"[一-龥]"):
            load(path)
    with pytest.raises(FileRefused, match="超过"):
        load(folder / "a/甲.txt", limit=2)
    assert load(folder / "a/甲.txt") == "甲".encode()


# Names as people give them.


@pytest.mark.parametrize(
    "name",
    ["有 空格.txt", "“引号”'\"`.txt", "表情👨‍👩‍👧🎉.txt", "两\n行\t.txt", "a&b<c>|d*?.txt",
     "长" * 80 + ".txt", "-开头.txt",
     "\u202e倒写.txt", "# %41.txt"],
)  # fmt: skip
@NEEDS_POSIX
def test_any_name_gets_an_id_and_can_be_printed_on_one_line(folder, name):
    put(folder, name)
    (file,) = files_of(folder)[0]
    assert file.path.read_text("utf-8") == "甲"
    for shown in (file.name, file.id):
        assert shown.encode("utf-8")
        assert shown.splitlines() == [shown]
        assert "\u202e" not in shown
    assert not re.search(r"""[/\\\s#?&%+"'<>`|]""", file.id)


@NEEDS_POSIX
@pytest.mark.parametrize(
    ("raw", "shown"),
    [("专利办法.txt".encode("gb18030"), "专利办法.txt"), (b"\xff\xff.txt", "\\xff\\xff.txt")],
    ids=["GBK, as Windows archives have it", "no encoding"],
)
def test_a_name_that_is_no_utf_8_is_shown_and_read(folder, raw, shown):
    (folder / os.fsdecode(raw)).write_text("甲", "utf-8")
    (file,) = files_of(folder)[0]
    assert file.name == shown
    assert file.path.read_text("utf-8") == "甲"


@NEEDS_POSIX
def test_two_names_that_are_printed_the_same_stay_two(folder):
    put(folder, "e\u0301.txt", "\u00e9.txt")
    files, _ = files_of(folder)
    assert len({file.name for file in files}) == len({file.id for file in files}) == 2


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("甲市专利办法", "甲市专利办法"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("甲/乙\\丙:丁", "甲_乙_丙_丁"),
        ("  甲\n乙\t丙 ", "甲 乙 丙"),
        (".隐藏", "隐藏"),
        ("~$甲", "甲"),
        ("甲. . ", "甲"),
        ("\u202e甲\x00乙", "甲 乙"),
        ("CON", "_CON"),
        ("", "未命名"),
        ("...", "未命名"),
    ],
)
def test_a_new_name_is_safe_wherever_the_corpus_is_carried(words, name):
    assert safe_name(words) == name


def test_a_new_name_fits_every_file_system_and_keeps_its_end(tmp_path):
    one, other = safe_name("长" * 500 + "（一）"), safe_name("长" * 500 + "（二）")
    assert one != other
    for name in (one, other):
        assert set(name) <= set("长…（一二）")
        (tmp_path / f"{name}.wps").touch()


# catalog.toml: what it may say, and how it is rewritten.


def known(folder: Path, lines: str) -> dict[Field, str]:
    put(folder, "甲.txt")
    catalog(folder, f'[[document]]\nfile = "甲.txt"\n{lines}\n')
    return dict(files_of(folder)[0][0].known)


def test_every_field_can_be_stated(folder):
    lines = "\n".join(f'{key} = "2021-06-01"' for key in KEYS)
    assert known(folder, lines) == dict.fromkeys(Field, "2021-06-01")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('issuers = ["甲市政府", "乙局"]', {Field.ISSUERS: "甲市政府、乙局"}),
        ('issuers = "甲市政府"', {Field.ISSUERS: "甲市政府"}),
        ("effective_on = 2021-06-01", {Field.EFFECTIVE_ON: "2021-06-01"}),
        ("effective_on = 2021-06-01T08:00:00", {Field.EFFECTIVE_ON: "2021-06-01"}),
        ('effective_on = " 2021-06-01 "', {Field.EFFECTIVE_ON: "2021-06-01"}),
        ('title = """甲市\n  办法"""', {Field.TITLE: "甲市 办法"}),
        ('title = ""', {}),
        ('effective_on = ""', {}),
    ],
)
def test_values_are_written_as_the_model_has_them(folder, line, expected):
    assert known(folder, line) == expected


@pytest.mark.parametrize(
    "line",
    ['effective_on = "2021年6月1日"', 'effective_on = "2021-02-30"', "effective_on = 2021", "effective_on = 08:00:00",
     "title = 2021-06-01", 'title = ["甲"]', "issuers = [1]", "issuers = {}", "fetched_on = true"],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_named_with_its_file_and_key(folder, line):
    with pytest.raises(CorpusError) as caught:
        known(folder, line)
    assert line.split()[0] in str(caught.value)
    assert "甲.txt" in str(caught.value)


def test_an_unknown_key_is_named_with_those_that_are_known(folder):
    with pytest.raises(CorpusError, match=r"auther.*title.*issuers"):
        known(folder, 'auther = "甲"')


def test_a_catalog_saved_by_notepad_is_read(folder):
    put(folder, "甲.txt")
    catalog(folder, b"\xef\xbb\xbf" + '[[document]]\r\nfile = "甲.txt"\r\nid = "a"\r\n'.encode())
    assert ids(folder) == {"甲.txt": "a"}


COMMENTED = """# 总的说明

# 关于甲
[[document]]
file = "甲.txt"  # 原件在档案室
title = "甲办法"

# 关于乙
[[document]]
file = "乙.txt"
issuers = ["一局", "二局"]  # 联合发文

# 关于丙
[[document]]
file = "丙.txt"
# 完
"""


def comments(text: str) -> set[str]:
    return set(re.findall(r"#.*", text))


@pytest.mark.parametrize("name", ["甲.txt", "乙.txt", "丙.txt", "丁.txt"])
def test_what_is_recorded_is_read_back_and_no_comment_is_lost(folder, name):
    catalog(folder, COMMENTED)
    text = recorded(folder / CATALOG, name, {Field.SOURCE: 'https://甲.cn/?a="1"', Field.FETCHED_ON: "2026-11-23"})
    assert comments(text) == comments(COMMENTED)
    put(folder, "甲.txt", "乙.txt", "丙.txt", "丁.txt")
    before = {file.name: file.known for file in files_of(folder)[0]}
    catalog(folder, text)
    after = {file.name: file.known for file in files_of(folder)[0]}
    stated = {Field.SOURCE: 'https://甲.cn/?a="1"', Field.FETCHED_ON: "2026-11-23"}
    assert after == {**before, name: {**before[name], **stated}}


@pytest.mark.parametrize(
    "names", [["甲.txt"], ["乙.txt"], ["丙.txt"], ["甲.txt", "乙.txt"], ["丙.txt", "甲.txt", "乙.txt"]]
)
def test_what_is_forgotten_is_handed_back_and_the_others_keep_their_comments(folder, names):
    catalog(folder, COMMENTED)
    left, taken = forgotten(folder / CATALOG, names)
    gone = {"# 原件在档案室" for name in names if name == "甲.txt"} | {
        "# 联合发文" for name in names if name == "乙.txt"
    }
    assert comments(left) == comments(COMMENTED) - gone
    put(folder, "甲.txt", "乙.txt", "丙.txt")
    whole = {file.name: file.known for file in files_of(folder)[0]}
    for text, held in ((left, whole.keys() - {*names}), (taken, {*names})):
        catalog(folder, text)
        assert {f.name: f.known for f in files_of(folder)[0] if f.name in held} == {name: whole[name] for name in held}
        assert all(not f.known for f in files_of(folder)[0] if f.name not in held)


@pytest.mark.parametrize(
    "text",
    ["", "# 只有说明\n", 'document = [{file = "乙.txt"}]\n',
     '[[document]]\nfile = "乙.txt"', '[[document]]\r\nfile = "乙.txt"\r\n'],
    ids=["empty", "a comment", "inline tables", "no last line end", "Windows line ends"],
)  # fmt: skip
def test_a_first_entry_goes_into_any_catalog(folder, text):
    catalog(folder, text)
    put(folder, "甲.txt", "乙.txt")
    catalog(folder, recorded(folder / CATALOG, "甲.txt", {Field.TITLE: "甲"}))
    assert {file.name: dict(file.known) for file in files_of(folder)[0]} == {
        "甲.txt": {Field.TITLE: "甲"},
        "乙.txt": {},
    }


def test_entries_are_parted_by_one_empty_line(folder):
    for name in ("甲.txt", "乙.txt", "丙.txt"):
        catalog(folder, recorded(folder / CATALOG, name, {Field.TITLE: name}))
    rows = (f'[[document]]\nfile = "{name}"\ntitle = "{name}"\n' for name in ("甲.txt", "乙.txt", "丙.txt"))
    assert (folder / CATALOG).read_text("utf-8") == "\n".join(rows)
    left, _ = forgotten(folder / CATALOG, ["甲.txt"])
    assert left.startswith("[[document]]")


def test_a_value_can_be_taken_away(folder):
    catalog(folder, COMMENTED)
    text = recorded(folder / CATALOG, "甲.txt", {Field.TITLE: None, Field.SOURCE: None})
    assert "甲办法" not in text
    assert comments(text) == comments(COMMENTED)


def test_a_wrong_catalog_is_not_rewritten(folder):
    catalog(folder, "[[document]\n")
    with pytest.raises(CorpusError):
        recorded(folder / CATALOG, "甲.txt", {})
    with pytest.raises(CorpusError):
        forgotten(folder / CATALOG, ["甲.txt"])
