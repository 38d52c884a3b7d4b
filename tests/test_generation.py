"""A generation is whole or not there: killed, full, busy, damaged, rolled back."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import HashEncoder

from kb.build import build, roll_back
from kb.errors import BuildBusy, BuildFailed, IndexDamaged, IndexMismatch, IndexUnavailable
from kb.library import Library
from kb.settings import ROOT, Settings
from kb.store.generation import FORMAT, Layout, current, verify, writing

CHILD = """
import os, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from conftest import HashEncoder
from kb.build import build
from kb.settings import Settings

class Watched(HashEncoder):
    def passages(self, texts, progress=None):
        {in_the_middle}
        return super().passages(texts, progress)

build(Settings(corpus=Path({corpus!r}), index=Path({index!r})), encoder=Watched())
"""


def child(settings: Settings, in_the_middle: str) -> subprocess.Popen[str]:
    paths = [str(ROOT), str(ROOT / "tests")]
    code = CHILD.format(
        paths=paths, corpus=str(settings.corpus), index=str(settings.index), in_the_middle=in_the_middle
    )
    return subprocess.Popen([sys.executable, "-c", code], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def names(index: Path) -> set[str]:
    return {path.name for path in index.iterdir() if path.is_dir()}


def change(corpus: Path) -> None:
    (corpus / "丙.md").write_text("# 丙意见\n\n一、支持商业秘密保护\n\n支持企业建立商业秘密保护制度。\n", "utf-8")


@pytest.mark.skipif(os.name == "nt", reason="kill -9 是 POSIX 的信号")
def test_killed_in_mid_build_the_old_generation_answers_and_the_next_build_clears_up(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    change(settings.corpus)
    killed = child(settings, "os.kill(os.getpid(), 9)")
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert "building-gen-000002" in names(settings.index), "进程应死在写到一半的时候"
    library = Library.open(settings, HashEncoder())
    assert library.generation == "gen-000001"
    assert library.verify() == []
    assert build(settings, encoder=HashEncoder()).generation == "gen-000002"
    assert names(settings.index) == {"gen-000001", "gen-000002"}


@pytest.mark.skipif(os.name == "nt", reason="文件大小限制是 POSIX 的")
@pytest.mark.parametrize("limit", [200, 3_000, 20_000], ids=lambda n: f"第{n}字节后写不进去")
def test_a_full_disk_leaves_the_old_generation(settings: Settings, limit: int) -> None:
    build(settings, encoder=HashEncoder())
    change(settings.corpus)
    starve = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    )
    starved = child(settings, starve)
    _, complaint = starved.communicate(timeout=60)
    assert starved.returncode == 1
    assert "BuildFailed" in complaint.splitlines()[-1], complaint
    assert "原来的索引没有改动" in complaint
    assert names(settings.index) == {"gen-000001"}
    assert Library.open(settings, HashEncoder()).verify() == []


def test_two_builds_at_once_are_not_possible(settings: Settings) -> None:
    with writing(settings.index), pytest.raises(BuildBusy, match="另一次建库"):
        build(settings, encoder=HashEncoder())


def test_an_index_folder_that_cannot_be_made_is_a_sentence(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BuildFailed, match="无法写入"):
        build(replace(settings, index=tmp_path / "file" / "index"), encoder=HashEncoder())


def test_two_generations_are_kept_and_one_can_go_back(settings: Settings) -> None:
    for _ in range(3):
        build(settings, encoder=HashEncoder())
    assert names(settings.index) == {"gen-000002", "gen-000003"}
    assert roll_back(settings) == "gen-000002"
    assert Library.open(settings, HashEncoder()).generation == "gen-000002"
    with pytest.raises(IndexUnavailable, match="没有更早"):
        roll_back(settings)
    assert build(settings, encoder=HashEncoder()).generation == "gen-000004"


def every_file(layout: Layout) -> list[Path]:
    return sorted(path for path in layout.folder.rglob("*") if path.is_file() and path != layout.manifest)


def test_verify_finds_every_byte_that_changed(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    layout = current(settings.index)
    for path in every_file(layout):
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert verify(layout) == [f"文件 {path.relative_to(layout.folder).as_posix()} 的内容与清单不符"]
        path.write_bytes(content)
    assert verify(layout) == []


def test_verify_finds_files_that_are_missing_or_too_many(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    layout = current(settings.index)
    layout.catalog.rename(layout.folder / "stray")
    assert verify(layout) == ["缺少文件 catalog.sqlite", "多出文件 stray"]


def test_nothing_on_disk_is_a_pickle(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    for path in every_file(current(settings.index)):
        assert not path.read_bytes().startswith((b"\x80\x03", b"\x80\x04", b"\x80\x05")), path
        assert path.suffix in (".sqlite", ".npy", ".faiss", ".json", ".txt"), path


def test_no_index_says_how_to_make_one(settings: Settings) -> None:
    with pytest.raises(IndexUnavailable, match="python -m kb build"):
        Library.open(settings, HashEncoder())


def test_an_index_of_another_encoder_is_not_opened(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    with pytest.raises(IndexMismatch, match=r"向量模型.*hash-encoder.*python -m kb build"):
        Library.open(settings, HashEncoder("another"))


def test_an_index_of_another_format_is_not_opened(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    manifest = current(settings.index).manifest
    manifest.write_text(manifest.read_text("utf-8").replace(f'"format": {FORMAT}', '"format": 0'), "utf-8")
    with pytest.raises(IndexMismatch, match="格式"):
        Library.open(settings, HashEncoder())


@pytest.mark.parametrize("damage", ["", "not json", f'{{"format": {FORMAT}}}', "[]"])
def test_a_damaged_manifest_is_a_sentence(settings: Settings, damage: str) -> None:
    build(settings, encoder=HashEncoder())
    current(settings.index).manifest.write_text(damage, "utf-8")
    with pytest.raises(IndexDamaged, match="build --full"):
        Library.open(settings, HashEncoder())


@pytest.mark.parametrize(
    "part", ["catalog.sqlite", "vectors/rows.faiss", "vectors/spans.npy", "lexical/text/vocab.index.json"]
)
def test_a_damaged_part_is_a_sentence_and_a_build_mends_it(settings: Settings, part: str) -> None:
    build(settings, encoder=HashEncoder())
    (current(settings.index).folder / part).write_bytes(b"damaged")
    with pytest.raises(IndexDamaged, match="kb verify"):
        Library.open(settings, HashEncoder()).search("商标")
    build(settings, encoder=HashEncoder())
    assert Library.open(settings, HashEncoder()).search("商标")[0].document == "乙规定"


def test_current_that_names_nothing_is_a_sentence(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    (settings.index / "CURRENT").write_text("../elsewhere", "utf-8")
    with pytest.raises(IndexDamaged, match="当前版本"):
        Library.open(settings, HashEncoder())
