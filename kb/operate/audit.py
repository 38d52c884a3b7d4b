"""What operators did, one JSON line an act, in corpus/.audit.jsonl: lines are added, never changed."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kb.errors import OperatorRefused

FILE = ".audit.jsonl"
LONGEST = 500
"""Characters of a field; what is longer is cut."""
_writing = threading.Lock()
"""Of this process only: it keeps a thread from taking another one's line, half in the file, for one that was cut."""
_TAIL = 1 << 20
"""Bytes that are read back from the end; more lines than anybody looks through."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when (2026-11-28T09:30:00+08:00), which, on what, what came of it, from which address where known."""

    when: str
    act: str
    what: str = ""
    outcome: str = ""
    address: str = ""


def act_of(act: str, what: str, outcome: str, address: str = "", now: datetime | None = None) -> Act:
    """An act of now."""
    when = (now or datetime.now()).astimezone().isoformat(timespec="seconds")
    return Act(when, *(_cut(each) for each in (act, what, outcome, address)))


def record(corpus: Path, act: Act) -> None:
    """Add a line, durably, in one write: lines of several threads and processes never run into each other.

    Raises:
        OperatorRefused: the log cannot be written to.
    """
    line = json.dumps(asdict(act), ensure_ascii=False) + "\n"
    try:
        with _writing, _opened(corpus / FILE) as handle:
            _write(handle, (("" if _whole(handle) else "\n") + line).encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise OperatorRefused(f"操作记录写不进 {corpus / FILE}（{error.strerror}），请检查磁盘和权限") from error


def latest(corpus: Path, count: int = 50) -> tuple[Act, ...]:
    """The last acts, the newest first; a line that a full disk cut short is passed over."""
    try:
        with (corpus / FILE).open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
            lines = file.read().splitlines()
    except OSError:
        return ()
    acts = (act for line in reversed(lines) if (act := _act(line)))
    return tuple(act for act, _ in zip(acts, range(count), strict=False))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, line: bytes) -> None:
    if os.write(handle, line) != len(line):
        raise OSError(0, "磁盘已满")
    os.fsync(handle)


def _whole(handle: int) -> bool:
    """Whether the file ends with a whole line; the end of a line that was cut short must not hide the next."""
    size = os.fstat(handle).st_size
    if not size:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _act(line: bytes) -> Act | None:
    try:
        return Act(**{name: str(value) for name, value in json.loads(line).items()})
    except (ValueError, TypeError, AttributeError):
        return None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
