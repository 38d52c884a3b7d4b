"""The corpus folder: which files count, the ids they get, and what a wrong catalog says."""

import re
from pathlib import Path

import pytest

from kb.corpus import CATALOG, files_of
from kb.errors import CorpusError
from kb.settings import ROOT


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
    assert plan.title == "宁波市知识产权发展“十四五”规划"
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
    assert (files["乙.txt"].id, files["乙.txt"].title) == ("甲", "乙办法")
    assert files["甲.txt"].id == "甲.txt"
    assert files["甲.txt"].title is None


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
