"""What a build has encoded outlives a kill, and is gone once a generation holds it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEncoder

from kb.build import build
from kb.library import Library
from kb.settings import ROOT, Settings
from kb.store.generation import current
from kb.store.journal import PATTERN, Journal
from kb.store.written import text_hash

KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = {paths!r}
from conftest import HashEncoder
from kb.build import build, vectors
from kb.settings import Settings

class Doomed(HashEncoder):
    def passages(self, texts, progress=None):
        if len(self.encoded) >= {after}:
            os.kill(os.getpid(), 9)
        return super().passages(texts, progress)

vectors.KEPT_EVERY = 2
build(Settings(corpus=Path({corpus!r}), index=Path({index!r})), full={full}, encoder=Doomed())
"""


def rows(*texts: str) -> dict[str, np.ndarray]:
    return {text_hash(text): HashEncoder().query(text) for text in texts}


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def journal(index: Path, encoder: str = "hash-encoder") -> Journal:
    return Journal(index, encoder, HashEncoder.dimension)


def killed(settings: Settings, *, after: int, full: bool = False) -> None:
    """Build in a process that is killed when it has encoded so many texts, two of them being kept at a time."""
    code = KILLED.format(
        paths=[str(ROOT), str(ROOT / "tests")],
        corpus=str(settings.corpus), index=str(settings.index), after=after, full=full,
    )  # fmt: skip
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=False)
    assert process.returncode == -signal.SIGKILL, process.stderr.decode()


def add_documents(corpus: Path) -> None:
    lines = (f"第{number}条　第{number}项奖励{number}千元。" for number in "一二三四五六七")
    (corpus / "丙办法.md").write_text("# 丙市奖励办法\n\n" + "\n\n".join(lines) + "\n", "utf-8")


def test_what_was_added_is_read_back_bit_for_bit(tmp_path: Path) -> None:
    journal(tmp_path).add(rows("甲", "乙"))
    journal(tmp_path).add(rows("丙"))
    assert same(journal(tmp_path).rows(), rows("甲", "乙", "丙"))


def test_no_journal_holds_nothing(tmp_path: Path) -> None:
    assert journal(tmp_path).rows() == {}


@pytest.mark.parametrize("torn", [1, 40, 200])
def test_a_torn_record_is_cut_off_and_writing_goes_on_behind_the_whole_ones(tmp_path: Path, torn: int) -> None:
    book = journal(tmp_path)
    book.add(rows("甲", "乙"))
    os.truncate(book.path, book.path.stat().st_size - torn)
    assert same(book.rows(), rows("甲"))
    book.add(rows("丙"))
    assert same(book.rows(), rows("甲", "丙"))


def test_nothing_behind_a_changed_byte_is_believed(tmp_path: Path) -> None:
    book = journal(tmp_path)
    book.add(rows("甲", "乙", "丙"))
    content = bytearray(book.path.read_bytes())
    content[len(content) // 2] ^= 1
    book.path.write_bytes(content)
    assert same(book.rows(), rows("甲"))


def test_a_head_that_was_torn_begins_anew(tmp_path: Path) -> None:
    book = journal(tmp_path)
    book.add(rows("甲"))
    os.truncate(book.path, 10)
    assert book.rows() == {}
    book.add(rows("乙"))
    assert same(book.rows(), rows("乙"))


def test_encoders_and_dimensions_share_nothing(tmp_path: Path) -> None:
    journal(tmp_path).add(rows("甲"))
    assert journal(tmp_path, "another").rows() == {}
    assert Journal(tmp_path, "hash-encoder", 32).rows() == {}


@pytest.mark.skipif(os.name == "nt", reason="kill -9 是 POSIX 的信号")
def test_a_build_after_a_kill_encodes_only_what_was_not_kept(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    add_documents(settings.corpus)
    before = current(settings.index).manifest.read_bytes()
    killed(settings, after=4)
    kept = journal(settings.index).rows()
    assert len(kept) == 4
    assert current(settings.index).manifest.read_bytes() == before
    assert Library.open(settings, HashEncoder()).verify() == []
    encoder = HashEncoder()
    report = build(settings, encoder=encoder)
    assert kept.keys().isdisjoint(map(text_hash, encoder.encoded))
    assert report.encoded == len(encoder.encoded) == 4
    assert not list(settings.index.glob(PATTERN)), "发布之后不再需要"
    fresh = Settings(corpus=settings.corpus, index=settings.index.with_name("fresh"))
    build(fresh, encoder=HashEncoder())
    one, other = (Library.open(each, HashEncoder())._catalog.vectors("hash-encoder") for each in (settings, fresh))
    assert same(one, other)


@pytest.mark.skipif(os.name == "nt", reason="kill -9 是 POSIX 的信号")
def test_killed_again_and_again_a_build_comes_to_its_end(settings: Settings) -> None:
    add_documents(settings.corpus)
    counts = []
    for _ in range(3):
        killed(settings, after=2)
        counts.append(len(journal(settings.index).rows()))
    assert counts == [2, 4, 6]
    report = build(settings, encoder=HashEncoder())
    assert (report.generation, report.reused) == ("gen-000001", 6)
    assert Library.open(settings, HashEncoder()).verify() == []


@pytest.mark.skipif(os.name == "nt", reason="kill -9 是 POSIX 的信号")
def test_full_believes_no_vector_that_was_kept(settings: Settings) -> None:
    killed(settings, after=2)
    encoder = HashEncoder()
    report = build(settings, full=True, encoder=encoder)
    assert (report.encoded, report.reused) == (len(encoder.encoded), 0)


def test_a_published_generation_leaves_no_journal_of_any_encoder(settings: Settings) -> None:
    settings.index.mkdir()
    journal(settings.index, "another").add(rows("甲"))
    build(settings, encoder=HashEncoder())
    assert not list(settings.index.glob(PATTERN))
