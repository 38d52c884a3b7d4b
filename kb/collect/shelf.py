"""The corpus folder while documents are put in and taken out: the only writer of corpus/.

A file is written aside, made durable and renamed, so that a build sees all of it or nothing. What is replaced or
removed goes to corpus/.trash/<moment>/, with what the catalog said of it.
"""

import itertools
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from kb.corpus import CATALOG, CorpusFile, files_of, forgotten, is_hidden, load, recorded
from kb.errors import CollectRefused, FileRefused
from kb.model import Field

TRASH = ".trash"
_WAIT = 20
"""Seconds that another one's writing is waited for."""


class Shelf:
    """A corpus folder that nobody else writes to in the meantime."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        files, refusals = files_of(corpus)
        self.files = {file.name: file for file in files}
        self.refused = {refusal.file for refusal in refusals}
        self._sizes: dict[int, list[str]] = {}
        for file in files:
            self._sizes.setdefault(file.path.stat().st_size, []).append(file.name)

    @classmethod
    @contextmanager
    def open(cls, corpus: Path) -> Iterator[Self]:
        """The folder, until the block is left.

        Raises:
            CorpusError: there is no such folder, or its catalog is wrong.
            CollectRefused: another one is writing to it, or it cannot be written to.
        """
        if not corpus.is_dir():
            files_of(corpus)
        lock = FileLock(corpus / ".lock")
        try:
            lock.acquire(timeout=_WAIT)
        except Timeout:
            raise CollectRefused(f"另一个命令正在改动 {corpus}，请等它结束后再试") from None
        except OSError as error:
            raise CollectRefused(f"{corpus} 不能写入（{error.strerror}）") from error
        try:
            yield cls(corpus)
        finally:
            lock.release()

    def twin(self, content: bytes) -> str | None:
        """The name of a file of the corpus that holds the same bytes."""
        same_size = (name for name in self._sizes.get(len(content), ()) if name in self.files)
        return next((name for name in same_size if _content(self.files[name].path) == content), None)

    def origin(self, name: str) -> str | None:
        """Where a file of the corpus came from, as the catalog says."""
        return self.files[name].known.get(Field.SOURCE) if name in self.files else None

    def from_origin(self, source: str) -> str | None:
        """The name of the file of the corpus that came from there."""
        return next((name for name in self.files if self.origin(name) == source), None)

    def holds(self, name: str) -> bool:
        """Whether there is something of that name, be it a document or not."""
        return name in self.files or os.path.lexists(self.corpus / name)

    def free(self, name: str) -> str:
        """The name itself, or with a number where there is something of that name."""
        stem, suffix = Path(name).stem, Path(name).suffix
        names = itertools.chain([name], (f"{stem}（{count}）{suffix}" for count in itertools.count(2)))
        return next(each for each in names if not self.holds(each))

    def place(self, name: str) -> Path:
        """Where a new file of that name goes.

        Raises:
            CollectRefused: the name leads out of the corpus, or into a place that no document is read from.
        """
        path = self.corpus / name
        real = path.parent.resolve()
        if not real.is_relative_to(self.corpus.resolve()) or is_hidden(Path(name)):
            raise CollectRefused(f"{name} 不在 {self.corpus} 里面，没有写入")
        return path

    def put(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all; a copy of one that is there goes to the trash.

        Raises:
            CollectRefused: the disk is full, or cannot be written to.
        """
        path = self.files[name].path if name in self.files else self.place(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = _written_aside(path, content)
            if path.is_file():
                shutil.copy2(path, self._trash(name))
            aside.replace(path)
            _sync(path.parent)
        except OSError as error:
            raise CollectRefused(f"{name} 写不进 {self.corpus}（{error.strerror}）") from error
        self._sizes.setdefault(len(content), []).append(name)
        self.files[name] = CorpusFile(path, name, name, self.files[name].known if name in self.files else {})

    def know(self, name: str, values: Mapping[Field, str | None]) -> None:
        """Make the catalog say `values` of a file; None takes a field away."""
        held = self.files[name]
        if all(held.known.get(field) == value for field, value in values.items()):
            return
        self._write_catalog(recorded(self.corpus / CATALOG, name, values))
        known = {field: value for field, value in ({**held.known, **values}).items() if value is not None}
        self.files[name] = replace(held, known=known)

    def remove(self, names: list[str]) -> Path:
        """Move files to the trash and their entries out of the catalog; the folder of the trash where they now lie.

        Raises:
            CollectRefused: a file cannot be moved.
        """
        kept, taken = forgotten(self.corpus / CATALOG, names)
        folder = self._trash("")
        try:
            for name in names:
                path = self.files[name].path if name in self.files else self.corpus / name
                if os.path.lexists(path):
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    path.rename(folder / name)
            if taken:
                (folder / CATALOG).write_text(taken, "utf-8")
        except OSError as error:
            raise CollectRefused(f"移不走（{error.strerror}），请检查权限") from error
        if taken:
            self._write_catalog(kept)
        return folder

    def _trash(self, name: str) -> Path:
        """A place for a file in a new folder of the trash, or that folder."""
        trash = self.corpus / TRASH
        if trash.is_symlink():
            raise CollectRefused(f"{trash} 是链接，没有移动文件，请改成普通文件夹")
        place = trash / f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}" / name
        try:
            (place.parent if name else place).mkdir(parents=True)
        except OSError as error:
            raise CollectRefused(f"{trash} 不能写入（{error.strerror}）") from error
        return place

    def _write_catalog(self, text: str) -> None:
        path = self.corpus / CATALOG
        try:
            _written_aside(path, text.encode()).replace(path)
            _sync(path.parent)
        except OSError as error:
            raise CollectRefused(f"{path} 写不进去（{error.strerror}）") from error


def _written_aside(path: Path, content: bytes) -> Path:
    """A hidden file beside `path` that durably holds `content`, with the rights that a new file gets."""
    aside = path.with_name(f".part-{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _sync(folder: Path) -> None:
    """Ask the system to put a folder on the disk; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _content(path: Path) -> bytes | None:
    try:
        return load(path)
    except FileRefused:
        return None
