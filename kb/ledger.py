"""A file of JSON lines that is only ever added to: each line is written whole, or not at all, by whoever writes."""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_writing = threading.Lock()
"""Of this process only: it keeps a thread from taking another one's line, half in the file, for one that was cut."""
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_TAIL = 1 << 20
"""Bytes that are read back from the end; more lines than anybody looks through."""


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a row durably. Several processes may add to one file: the system appends one write after the other.

    A line that a power cut broke off, or that another process is writing now, is closed first, so that it costs no
    other line: there may be empty lines.

    Raises:
        OSError: the disk is full, or the file or its folder cannot be written or is not there.
    """
    line = json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
    with _writing:
        handle = os.open(path, _FLAGS, 0o600)
        try:
            _write(handle, line if _whole(handle) else b"\n" + line)
        finally:
            os.close(handle)


def latest(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, the newest first, as far back as its last megabyte; none where there is no file.

    A line that was broken off is passed over.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - _TAIL, 0))
            lines = file.read().splitlines()
    except OSError:
        return
    for line in reversed(lines):
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


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
