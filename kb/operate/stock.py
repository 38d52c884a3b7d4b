"""CORPUS ↔ INDEX: which files lie in the folder, and which of them the index does not hold as they are now."""

import hashlib
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.corpus import CATALOG, files_of


@dataclass(frozen=True, slots=True)
class File:
    """A file of the corpus folder. `size` is in bytes, `changed` a time of the clock in seconds."""

    path: Path
    id: str
    size: int
    changed: float
    stamp: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of the files that a build would treat otherwise than the last one did.

    `added` are in the folder and not in the index, `changed` differ, `removed` are in the index only; `again` could not
    be taken in and have changed since. `catalog` says whether catalog.toml is newer than the index.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    catalog: bool = False

    @property
    def files(self) -> int:
        """How many files there are to take in, to read again or to forget."""
        return len(self.added) + len(self.changed) + len(self.removed) + len(self.again)


def stock(corpus: Path) -> dict[str, File]:
    """The files of the folder by their names.

    Raises:
        CorpusError: there is no such folder, or its catalog is wrong.
    """
    listed, _ = files_of(corpus)
    found = ((each.name, _file(each.path, each.id)) for each in listed)
    return {name: file for name, file in found if file is not None}


def changes(
    corpus: Path, files: Mapping[str, File], indexed: Mapping[str, str], refused: Collection[str], built: float
) -> Changes:
    """What has changed since the index was built.

    Args:
        corpus: the folder.
        files: what lies in it.
        indexed: the sha256 of each file that the index holds, by its name.
        refused: the names of those that it could not take in.
        built: when it was built, a time of the clock in seconds.
    """
    unknown = [name for name in files if name not in indexed]
    return Changes(
        added=tuple(name for name in unknown if name not in refused),
        changed=tuple(name for name in files if name in indexed and sha256_of(files[name]) != indexed[name]),
        removed=tuple(name for name in indexed if name not in files),
        again=tuple(name for name in unknown if name in refused and files[name].changed > built),
        catalog=_newer(corpus / CATALOG, built),
    )


def twin(files: Mapping[str, File], size: int, sha256: str) -> str | None:
    """The name of a file that holds the same bytes."""
    return next((name for name, file in files.items() if file.size == size and sha256_of(file) == sha256), None)


_known: dict[Path, tuple[tuple[int, int, int], str]] = {}
_guard = threading.Lock()


def sha256_of(file: File) -> str:
    """The sha256 of a file; a file that has not changed is read once a process. Empty where it cannot be read."""
    with _guard:
        held = _known.get(file.path)
        if held is None or held[0] != file.stamp:
            held = _known[file.path] = (file.stamp, _read(file.path))
        return held[1]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _file(path: Path, id_: str) -> File | None:
    try:
        status = path.stat()
    except OSError:
        return None
    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return File(path, id_, status.st_size, status.st_mtime, stamp)


def _newer(path: Path, built: float) -> bool:
    try:
        return path.stat().st_mtime > built
    except OSError:
        return False
