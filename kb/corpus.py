"""FOLDER → FILES: what lies in the corpus folder, and what its catalog.toml knows of each file."""

import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kb.errors import CorpusError
from kb.model import Refusal

CATALOG = "catalog.toml"
_NOT_IN_AN_ID = re.compile(r"[/\s#?&%+]+")


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus. `name` is its path below the folder, with forward slashes.

    `title` is what the catalog says, None where it is silent.
    """

    path: Path
    name: str
    id: str
    title: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    file: str
    id: str | None = None
    title: str | None = None


def files_of(corpus: Path) -> tuple[list[CorpusFile], list[Refusal]]:
    """The files of the folder in the order of their names, and the catalog's entries that have no file.

    Raises:
        CorpusError: there is no such folder, or its catalog is wrong.
    """
    if not corpus.is_dir():
        raise CorpusError(f"没有找到文件夹 {corpus}。请把政策文件放进去，或用 --corpus 指明文件夹")
    entries = _entries(corpus / CATALOG)
    paths = {path.relative_to(corpus).as_posix(): path for path in sorted(corpus.rglob("*")) if _counts(corpus, path)}
    taken = {entry.id for entry in entries.values() if entry.id}
    files = [
        CorpusFile(path, name, entries[name].id or _free_id(name, taken), entries[name].title)
        if name in entries
        else CorpusFile(path, name, _free_id(name, taken), None)
        for name, path in paths.items()
    ]
    missing = [Refusal(name, f"{CATALOG} 提到了它，但文件夹里没有") for name in entries if name not in paths]
    return files, missing


def _counts(corpus: Path, path: Path) -> bool:
    """Whether a path is a document: no folder, nothing hidden, no lock file of a word processor, not the catalog."""
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(corpus).parts)
    return path.is_file() and not hidden and path != corpus / CATALOG


def _free_id(name: str, taken: set[str]) -> str:
    """The path without its suffix, folders joined by dashes; with the suffix where another file has that id."""
    names = itertools.chain((name.removesuffix(Path(name).suffix), name), (f"{name}-{n}" for n in itertools.count(2)))
    free = next(each for each in (_NOT_IN_AN_ID.sub("-", each) for each in names) if each not in taken)
    taken.add(free)
    return free


def _entries(path: Path) -> dict[str, _Entry]:
    if not path.is_file():
        return {}
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("document", [])
        entries = [_Entry(row["file"], row.get("id"), row.get("title")) for row in rows]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path} 写得不对（{error}），请对照 README 的示例改正") from error
    if not all(isinstance(value, str | None) for entry in entries for value in (entry.file, entry.id, entry.title)):
        raise CorpusError(f"{path} 写得不对（file、id、title 都应是带引号的文字），请对照 README 的示例改正")
    if twice := _repeated(entry.file for entry in entries):
        raise CorpusError(f"{path} 里有文件写了两次：{'、'.join(sorted(twice))}")
    ids = [entry.id for entry in entries if entry.id]
    if wrong := _repeated(ids) | set(filter(_NOT_IN_AN_ID.search, ids)):
        raise CorpusError(f"{path} 里的 id 重复，或含有空格、斜线等字符：{'、'.join(sorted(wrong))}")
    return {entry.file: entry for entry in entries}


def _repeated(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
