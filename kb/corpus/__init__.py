"""FOLDER → FILES: what lies in the corpus folder, and what its catalog.toml knows of each file."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.corpus.catalog import CATALOG, KEYS, NOT_IN_AN_ID, Entry, entries_of, forgotten, recorded
from kb.corpus.names import printable, safe_name
from kb.corpus.walk import FILE_LIMIT, TOO_LARGE, is_hidden, load, walk
from kb.errors import CorpusError
from kb.model import Field, Refusal

__all__ = [
    "CATALOG",
    "FILE_LIMIT",
    "KEYS",
    "SOURCES",
    "TOO_LARGE",
    "CorpusFile",
    "entries_of",
    "files_of",
    "forgotten",
    "is_hidden",
    "load",
    "printable",
    "recorded",
    "safe_name",
    "walk",
]

SOURCES = "sources.toml"
"""Addresses that are fetched again; like the catalog it is no document."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus. `name` is its path below the folder, with forward slashes, as it can be printed.

    `known` is what the catalog says of it; empty where it is silent.
    """

    path: Path
    name: str
    id: str
    known: Mapping[Field, str]


def files_of(corpus: Path) -> tuple[list[CorpusFile], list[Refusal]]:
    """The files of the folder in the order of their names; what in it is no file; the catalog's entries without one.

    Raises:
        CorpusError: there is no such folder, or its catalog is wrong.
    """
    if not corpus.is_dir():
        raise CorpusError(f"没有找到文件夹 {corpus}。请把政策文件放进去，或用 --corpus 指明文件夹")
    entries = entries_of(corpus / CATALOG)
    paths, refusals = walk(corpus)
    paths = {name: path for name, path in paths.items() if name not in (CATALOG, SOURCES)}
    taken = {entry.id for entry in entries.values() if entry.id}
    files = [_file(name, path, entries.get(name, Entry(name)), taken) for name, path in paths.items()]
    met = {*paths, *(refusal.file for refusal in refusals)}
    refusals += [Refusal(name, f"{CATALOG} 提到了它，但文件夹里没有") for name in entries if name not in met]
    return files, refusals


def _file(name: str, path: Path, entry: Entry, taken: set[str]) -> CorpusFile:
    return CorpusFile(path, name, entry.id or _free_id(name, taken), entry.known)


def _free_id(name: str, taken: set[str]) -> str:
    """The path without its suffix, folders joined by dashes; with the suffix where another file has that id."""
    names = itertools.chain((name.removesuffix(Path(name).suffix), name), (f"{name}-{n}" for n in itertools.count(2)))
    free = next(each for each in (NOT_IN_AN_ID.sub("-", each) for each in names) if each not in taken)
    taken.add(free)
    return free
