"""HELD FILE → WHAT ITS READING FOUND: read as a build would, in a worker with its limits, and written down beside it.

One thread a corpus and process reads them one after the other; a page that is closed does not stop it.
"""

import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kb.corpus import CorpusFile, load
from kb.errors import FileRefused
from kb.intake import Taken, take_in
from kb.model import Document, Refusal
from kb.operate.holding import Held, waiting
from kb.operate.written import write_whole
from kb.store.written import text_hash
from kb.words import LEXICON

RESULT = ".checked.json"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the trial reading of a file found. `refusal` is why it cannot be taken in, empty where it can.

    `body` is the hash of its words as a build compares them, `held` how many of its characters stand in sections;
    `sections` and `characters` are counts, `notes` what an editor should look at, one sentence each.
    """

    sha256: str = ""
    body: str = ""
    held: int = 0
    title: str = ""
    sections: int = 0
    characters: int = 0
    balanced: bool = False
    notes: tuple[str, ...] = ()
    refusal: str = ""


def trial_of(held: Held) -> Trial | None:
    """What was found of a file on trial; None where it was not read yet."""
    try:
        values: dict[str, Any] = json.loads((held.path.parent / RESULT).read_text("utf-8"))
        return Trial(**{**values, "notes": tuple(values["notes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def body_hash(document: Document) -> str:
    """The hash by which a build finds two documents that say word for word the same."""
    return text_hash("".join(document.body.split()))


class Reading:
    """The trial reading of all files that wait for one: how far it is, and why it ended early where it did."""

    def __init__(self, corpus: Path) -> None:
        self.done, self.total = 0, 0
        self.running = True
        self.error: Exception | None = None
        self._corpus = corpus
        self._seen: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="kb-trial", daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it has ended, at most some seconds."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            while files := self._next():
                for held, trial in _tried(files):
                    _keep(held, trial)
                    self.done += 1
        except Exception as error:
            self.error = error
        finally:
            self.running = False

    def _next(self) -> list[Held]:
        """The files that have come since the last look. The end is decided here, so that `start` misses none."""
        with _guard:
            files = [each for each in waiting(self._corpus) if each.id not in self._seen and trial_of(each) is None]
            self._seen.update(each.id for each in files)
            self.total += len(files)
            self.running = bool(files)
            return files


_latest: dict[Path, Reading] = {}
_guard = threading.Lock()


def start(corpus: Path) -> Reading:
    """The reading that is at work in this process, or a new one; it reads all that waits now."""
    with _guard:
        held = _latest.get(corpus)
        if held is None or not held.running:
            held = _latest[corpus] = Reading(corpus)
        return held


def latest(corpus: Path) -> Reading | None:
    """The reading that was started last in this process; None before the first."""
    return _latest.get(corpus)


def _tried(files: Sequence[Held]) -> Iterator[tuple[Held, Trial]]:
    corpus_files = [CorpusFile(each.path, each.name, each.path.stem, {}) for each in files]
    results = take_in(corpus_files, LEXICON, lambda _: None)
    for held, result in zip(files, results, strict=True):
        yield held, _trial(held, result)


def _trial(held: Held, result: Taken | Refusal) -> Trial:
    if isinstance(result, Refusal):
        return Trial(_sha256(held.path), refusal=result.reason)
    document, report = result.document, result.document.report
    unsure = [f"有 {len(pages)} 页是从图片识别出来的，引用前请对照原件"] if (pages := report.recognised) else []
    return Trial(
        sha256=document.sha256,
        body=body_hash(document),
        held=report.in_sections,
        title=document.title,
        sections=len(document.sections),
        characters=report.characters,
        balanced=report.balanced,
        notes=(*unsure, *report.gaps, *report.warnings),
    )


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(load(path)).hexdigest()
    except FileRefused:
        return ""


def _keep(held: Held, trial: Trial) -> None:
    """Write down what was found, unless the file was thrown away in the meantime."""
    with contextlib.suppress(FileNotFoundError):
        write_whole(held.path.parent / RESULT, json.dumps(asdict(trial), ensure_ascii=False).encode())
