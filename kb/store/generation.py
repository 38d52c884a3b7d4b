"""One generation of the index: written aside, checked, published by one rename; the one before it is kept.

index/CURRENT               the name of the generation that readers open
index/gen-000012/           written once and never edited
    manifest.json           what made it, and a hash and a size for every file
    catalog.sqlite  dictionary.txt  lexical/  vectors/
index/unpublished-….vectors what a build that was interrupted had encoded (kb/store/journal.py)
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import BuildBusy, IndexDamaged, IndexMismatch, IndexUnavailable
from kb.store import journal

FORMAT = 4
_NAME = re.compile(r"gen-(\d{6})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What made a generation, and what it must hold.

    `nearness` are two cosines that give the others their meaning in this corpus with this encoder: what questions
    about nothing reach at best, and what sentences of the corpus reach when they are asked as questions.
    `files` maps a path to (sha256, bytes).
    """

    format: int
    encoder: str
    dimension: int
    words: str
    documents: int
    sections: int
    passages: int
    nearness: tuple[float, float]
    files: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one generation."""

    folder: Path

    @property
    def name(self) -> str:
        """`gen-000012`."""
        return self.folder.name

    @property
    def catalog(self) -> Path:
        """Documents, sections, passages and vectors by text hash, in SQLite."""
        return self.folder / "catalog.sqlite"

    @property
    def lexical(self) -> Path:
        """The bm25s folders."""
        return self.folder / "lexical"

    @property
    def dictionary(self) -> Path:
        """The tokenizer's finished dictionary."""
        return self.folder / "dictionary.txt"

    @property
    def vectors(self) -> Path:
        """The FAISS rows and the spans they stand for."""
        return self.folder / "vectors"

    @property
    def manifest(self) -> Path:
        """The manifest."""
        return self.folder / "manifest.json"


def current(index: Path) -> Layout:
    """The generation that readers open.

    Raises:
        IndexUnavailable: nothing was built yet.
        IndexDamaged: CURRENT names a generation that is not there.
    """
    try:
        name = (index / "CURRENT").read_text("utf-8").strip()
    except FileNotFoundError:
        raise IndexUnavailable(f"还没有索引（{index}）。请先运行：python -m kb build") from None
    layout = Layout(index / name)
    if not _NAME.fullmatch(name) or not layout.manifest.is_file():
        raise IndexDamaged(f"索引的当前版本 {name or '（空）'} 不在 {index} 里。请运行：python -m kb build --full")
    return layout


def read_manifest(layout: Layout) -> Manifest:
    """The manifest of a generation.

    Raises:
        IndexDamaged: it is missing or is no manifest.
        IndexMismatch: it is one of another format.
    """
    try:
        values = json.loads(layout.manifest.read_text("utf-8"))
        if values["format"] != FORMAT:
            raise IndexMismatch(f"索引是另一种格式（{values['format']}，现在是 {FORMAT}）。请运行：python -m kb build")
        files = {path: (str(sha256), int(size)) for path, (sha256, size) in values.pop("files").items()}
        stranger, friend = map(float, values.pop("nearness"))
        return Manifest(files=files, nearness=(stranger, friend), **values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(f"索引清单 {layout.manifest} 读不出来。请运行：python -m kb build --full") from error


@contextmanager
def writing(index: Path) -> Iterator[Layout]:
    """A folder to write the next generation into. Leaving the block normally does not publish it: `publish` does.

    Whatever an earlier, killed build left half-written is cleared first, and this one's too if it fails.

    Raises:
        BuildBusy: another build holds the folder.
    """
    index.mkdir(parents=True, exist_ok=True)
    with alone(index):
        for stale in index.glob("building-*"):
            shutil.rmtree(stale, ignore_errors=True)
        folder = index / f"building-{_next_name(index)}"
        folder.mkdir()
        try:
            yield Layout(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def alone(index: Path) -> Iterator[None]:
    """The index folder for oneself, until the block is left: no build begins, and none is at work.

    Raises:
        BuildBusy: a build is.
    """
    lock = FileLock(index / "LOCK")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BuildBusy(f"另一次建库正在使用 {index}，请等它结束后再试") from None
    try:
        yield
    finally:
        lock.release()


def publish(index: Path, written: Layout, manifest: Manifest) -> Layout:
    """Seal what was written with its manifest, make it durable, and switch readers to it in one rename."""
    files = {path: fingerprint(written.folder / path) for path in _files(written)}
    values = asdict(manifest) | {"files": files}
    written.manifest.write_text(json.dumps(values, ensure_ascii=False, indent=1), "utf-8")
    for path in [*written.folder.rglob("*"), written.folder]:
        _sync(path)
    published = Layout(index / written.name.removeprefix("building-"))
    written.folder.rename(published.folder)
    before = _replaced(index, published.name)
    switch(index, published.name)
    _prune(index, {published.name, before})
    return published


def switch(index: Path, name: str) -> None:
    """Make `name` the current generation, in one rename."""
    aside = index / "CURRENT.new"
    aside.write_text(name + "\n", "utf-8")
    _sync(aside)
    aside.replace(index / "CURRENT")
    _sync(index)


def previous(index: Path) -> Layout:
    """The newest generation before the current one, for a rollback.

    Raises:
        IndexUnavailable: there is none.
    """
    now = current(index).name
    older = [name for name in _names(index) if name < now]
    if not older:
        raise IndexUnavailable("没有更早的索引版本可以退回")
    return Layout(index / older[-1])


def on_disk(index: Path) -> list[Layout]:
    """The generations that lie on the disk, the oldest first; none where there is no index folder."""
    return [Layout(index / name) for name in _names(index)] if index.is_dir() else []


def verify(layout: Layout) -> list[str]:
    """What differs between a generation and its manifest, one sentence each; an empty list when nothing does."""
    manifest = read_manifest(layout)
    found = set(_files(layout))
    problems = [f"缺少文件 {path}" for path in sorted(manifest.files.keys() - found)]
    problems += [f"多出文件 {path}" for path in sorted(found - manifest.files.keys())]
    for path in sorted(manifest.files.keys() & found):
        if fingerprint(layout.folder / path) != manifest.files[path]:
            problems.append(f"文件 {path} 的内容与清单不符")
    return problems


def fingerprint(path: Path) -> tuple[str, int]:
    """The sha256 and the size of a file, in bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _files(layout: Layout) -> list[str]:
    paths = (path for path in layout.folder.rglob("*") if path.is_file() and path != layout.manifest)
    return sorted(path.relative_to(layout.folder).as_posix() for path in paths)


def _names(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if _NAME.fullmatch(path.name))


def _next_name(index: Path) -> str:
    names = _names(index)
    return f"gen-{int(names[-1][4:]) + 1 if names else 1:06}"


def _replaced(index: Path, published: str) -> str:
    """The generation that readers open while another one takes its place; where none is, the newest other one."""
    try:
        return current(index).name
    except (IndexUnavailable, IndexDamaged):
        return next((name for name in reversed(_names(index)) if name != published), "")


def _prune(index: Path, kept: Set[str]) -> None:
    """Leave the current generation and the one that was current before it: after a rollback that is not the newest."""
    for name in _names(index):
        if name not in kept:
            shutil.rmtree(index / name, ignore_errors=True)
    journal.drop(index)


def _sync(path: Path) -> None:
    """Ask the system to put a file or a folder on the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
