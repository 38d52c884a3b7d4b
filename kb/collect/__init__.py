"""PATH, ADDRESS, LAW → corpus/: documents are copied in with what is known of them, and taken out again.

Each one that is wanted gets its own outcome: what fails does not keep the others out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

from kb.collect.arrivals import Arrival, from_file, from_law, from_page, sources_of
from kb.collect.shelf import TRASH, Shelf
from kb.corpus import SOURCES, load, printable, walk
from kb.errors import CollectRefused, FileRefused, KbError, NotFound
from kb.fetch import Rules
from kb.read import read

__all__ = ["SOURCES", "TRASH", "Added", "Outcome", "Removed", "add", "refresh", "remove"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_LAW = re.compile(r"(?i)law[:：]")
_COMPARED = 4 << 20
"""Bytes of a page up to which its words are compared with those of the page that is held."""


class Outcome(StrEnum):
    """What became of something that was wanted."""

    ADDED = "已加入"
    CHANGED = "已更新"
    HELD = "已经有了"
    UNCHANGED = "没有变化"
    REFUSED = "没有加入"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one path, address or law.

    `file` is its name in the corpus, empty where it is not there; `note` says what the operator should know.
    """

    wanted: str
    outcome: Outcome
    file: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out of the corpus, and where it lies now."""

    file: str
    trash: Path


_Get = Callable[[], Arrival]
"""Gets what is wanted; it raises a KbError where it cannot be had."""


def add(
    corpus: Path, wanted: Sequence[str], *, replace: bool = False, rules: Rules | None = None, today: date | None = None
) -> Iterator[Added]:
    """Copy files, folders, pages and laws into the corpus, one outcome for each file.

    Args:
        corpus: the folder.
        wanted: paths, addresses (http://…) and laws (law:专利法).
        replace: whether a file may take the place of another one of its name; that one goes to the trash.
        rules: what a fetch may do.
        today: the day that is written down as the one of fetching.

    Raises:
        CorpusError: there is no such folder, or its catalog is wrong.
        CollectRefused: another command is writing to it.
    """
    today = today or date.today()
    with Shelf.open(corpus) as shelf:
        for each in wanted:
            if named := _LAW.match(each):
                yield _added(shelf, each, partial(from_law, shelf, each[named.end() :], today), replace)
            elif _ADDRESS.match(each):
                yield _added(shelf, each, partial(from_page, shelf, each, "", rules, today), replace)
            else:
                yield from _from_path(shelf, Path(each), replace)


def refresh(corpus: Path, *, rules: Rules | None = None, today: date | None = None) -> Iterator[Added]:
    """Fetch again every address of sources.toml; a page that cannot be had stays as it is.

    Raises:
        CorpusError: there is no such folder or no such list, or the list or the catalog is wrong.
        CollectRefused: another command is writing to the folder.
    """
    today = today or date.today()
    with Shelf.open(corpus) as shelf:
        for address, file in sources_of(corpus / SOURCES):
            yield _added(shelf, address, partial(from_page, shelf, address, file, rules, today), False)


def remove(corpus: Path, names: Sequence[str]) -> tuple[Removed, ...]:
    """Take files out of the corpus, with what the catalog says of them; they go to the trash.

    Args:
        corpus: the folder.
        names: ids of documents or names of files, also as paths from here.

    Raises:
        NotFound: there is no such file; then none is taken.
        CorpusError, CollectRefused: the catalog is wrong, or the folder cannot be written to.
    """
    with Shelf.open(corpus) as shelf:
        by_id = {file.id: file.name for file in shelf.files.values()}
        files = {name: _held(shelf, name) or by_id.get(name) for name in names}
        if unknown := [printable(name) for name, file in files.items() if file is None]:
            raise NotFound(f"{corpus} 里没有：{'、'.join(unknown)}。可用 python -m kb docs 查看编号和文件名")
        found = list(dict.fromkeys(file for file in files.values() if file))
        trash = shelf.remove(found)
        return tuple(Removed(file, trash / file) for file in found)


def _held(shelf: Shelf, name: str) -> str | None:
    """A file of the corpus by its name there, or by its path from here as a shell completes it."""
    if (shown := printable(name)) in shelf.files or shown in shelf.refused:
        return shown
    path = Path(name).absolute()
    return next((file.name for file in shelf.files.values() if file.path.absolute() == path), None)


def _added(shelf: Shelf, wanted: str, get: _Get, replace: bool) -> Added:
    try:
        return _taken(shelf, wanted, get(), replace)
    except KbError as refusal:
        return Added(wanted, Outcome.REFUSED, note=str(refusal))


def _taken(shelf: Shelf, wanted: str, arrival: Arrival, replace: bool) -> Added:
    """Keep a file that arrived, unless it is there."""
    name, there = arrival.name, shelf.holds(arrival.name)
    if twin := shelf.twin(arrival.content):
        if not shelf.origin(twin):
            shelf.know(twin, {**arrival.known, **shelf.files[twin].known})
        same = arrival.again and twin == name
        return Added(wanted, Outcome.UNCHANGED if same else Outcome.HELD, twin, "" if same else f"与“{twin}”内容相同")
    if there and arrival.again and _same_words(load(shelf.files[name].path), arrival.content, name):
        return Added(wanted, Outcome.UNCHANGED, name)
    if there and not (arrival.again or replace):
        raise CollectRefused(f"已有另一份“{name}”，内容不同；要换成新的，请加 --replace（旧的会移到 {TRASH}）")
    shelf.put(name, arrival.content)
    shelf.know(name, arrival.known)
    return Added(wanted, Outcome.CHANGED if there else Outcome.ADDED, name, arrival.note)


def _from_path(shelf: Shelf, path: Path, replace: bool) -> Iterator[Added]:
    """Every file that a path stands for: itself, or those below it, which keep their folders' names."""
    if not path.is_dir():
        yield _added(shelf, printable(str(path)), partial(from_file, path, path.name), replace)
        return
    root, corpus = path.resolve(), shelf.corpus.resolve()
    if root.is_relative_to(corpus) or corpus.is_relative_to(root):
        yield Added(printable(str(path)), Outcome.REFUSED, note=f"这个文件夹就在 {corpus} 里面，或者包着它，不能加入")
        return
    files, refusals = walk(root)
    yield from (Added(f"{path}/{refusal.file}", Outcome.REFUSED, note=refusal.reason) for refusal in refusals)
    for name, file in files.items():
        yield _added(shelf, f"{printable(str(path))}/{name}", partial(from_file, file, f"{root.name}/{name}"), replace)


def _same_words(held: bytes, fetched: bytes, name: str) -> bool:
    """Whether two pages differ only in what surrounds their words: counts of visitors, the time of day, scripts."""
    if not name.lower().endswith((".html", ".htm")) or max(len(held), len(fetched)) > _COMPARED:
        return False
    try:
        first, second = (read(Path(name), content) for content in (held, fetched))
    except FileRefused:
        return False
    return first.blocks == second.blocks
