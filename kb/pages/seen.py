"""What the operator's page knows of a base in one run: the folder, the index, and where they differ."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kb.errors import KbError
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library
    from kb.operate.generations import Kept
    from kb.operate.stock import Changes, File
    from kb.operate.trial import Trial


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of a base. `troubles` are sentences about what cannot be read; `library` is None without an index.

    `changes` is None where the folder cannot be read; `building` is whether this process was building before the rest
    was looked at.
    """

    settings: Settings
    library: "Library | None"
    files: "Mapping[str, File]"
    changes: "Changes | None"
    kept: "Sequence[Kept]"
    troubles: tuple[str, ...] = ()
    building: bool = False

    @property
    def current(self) -> "Kept | None":
        """The generation that readers open."""
        return next((each for each in self.kept if each.current), None)

    def same_words(self, trial: "Trial") -> str | None:
        """The name of the document's file that says word for word what a file on trial says."""
        from kb.operate.trial import body_hash

        if self.library is None or not trial.body:
            return None
        alike = (each for each in self.library.documents() if each.report.in_sections == trial.held)
        library = self.library
        return next((each.file for each in alike if body_hash(library.document(each.id)) == trial.body), None)


def look(settings: Settings) -> Seen:
    """Look at the folder and the index; whatever cannot be read is a trouble, and the rest is still seen."""
    from kb.build import job
    from kb.library.current import current
    from kb.operate.generations import kept
    from kb.operate.stock import changes, stock

    running = job.latest(settings)
    building = running is not None and running.running
    troubles: list[str] = []
    library, files, differing = None, {}, None
    generations = kept(settings.index)
    try:
        library = current(settings)
    except KbError as error:
        troubles.append(str(error))
    documents = library.documents() if library else ()
    refused = {each.file for each in library.refusals()} if library else set()
    built = next((each.built.timestamp() for each in generations if each.current), 0.0)
    try:
        files = stock(settings.corpus)
        differing = changes(settings.corpus, files, {each.file: each.sha256 for each in documents}, refused, built)
    except KbError as error:
        troubles.append(str(error))
    return Seen(settings, library, files, differing, generations, tuple(troubles), building)


Wanted = list[tuple[str, tuple[tuple[str, str], ...]]]
"""Titles, each with who cites it: (document's id, citation)."""

_missing: "WeakKeyDictionary[Library, Wanted]" = WeakKeyDictionary()
_counts: "WeakKeyDictionary[Library, dict[str, int]]" = WeakKeyDictionary()
_guard = threading.Lock()


def missing(library: "Library") -> Wanted:
    """The documents that are cited, not held and could be got; worked out once a generation."""
    with _guard:
        if library not in _missing:
            _missing[library] = [(each.title, each.cited_by) for each in library.missing() if each.wanted]
        return _missing[library]


def missing_if_known(library: "Library") -> Wanted | None:
    """The same, where somebody has asked for them already."""
    return _missing.get(library)


def section_counts(library: "Library") -> dict[str, int]:
    """How many sections each document has; counted once a generation."""
    if library not in _counts:
        _counts[library] = library.section_counts()
    return _counts[library]
