"""The generations of the index that lie on the disk."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kb.errors import KbError
from kb.store.generation import Layout, current, on_disk, read_manifest


@dataclass(frozen=True, slots=True)
class Kept:
    """A generation on the disk: when it was published, its bytes, and what it holds.

    `documents` and `sections` are None where its manifest cannot be read or is of another format.
    """

    name: str
    built: datetime
    size: int
    documents: int | None
    sections: int | None
    current: bool


def kept(index: Path) -> tuple[Kept, ...]:
    """The generations on the disk, the newest first; none where there is no index."""
    try:
        now = current(index).name
    except KbError:
        now = ""
    return tuple(_kept(layout, now) for layout in reversed(on_disk(index)))


def unfinished(index: Path) -> bool:
    """Whether a build is writing to the index folder, or was stopped in the middle of it."""
    return any(index.glob("building-*"))


def _kept(layout: Layout, now: str) -> Kept:
    try:
        built = datetime.fromtimestamp(layout.manifest.stat().st_mtime)
    except OSError:
        built = datetime.fromtimestamp(0)
    size = sum(path.stat().st_size for path in layout.folder.rglob("*") if path.is_file())
    try:
        manifest = read_manifest(layout)
    except KbError:
        return Kept(layout.name, built, size, None, None, layout.name == now)
    return Kept(layout.name, built, size, manifest.documents, manifest.sections, layout.name == now)
