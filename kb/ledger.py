"""A file of JSON lines that is only ever added to: each line is written whole, or not at all, by whoever writes."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a row durably. Several processes may add to one file: the system appends one write after the other.

    A line that a power cut broke off, or that is being written now, is closed first, so that it costs no other line:
    there may be empty lines.

    Raises:
        OSError: the disk is full, or the file cannot be written.
    """
    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        broken = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, b"\n" + line if broken else line)
        os.fsync(handle)
    finally:
        os.close(handle)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, the oldest first; none where there is no file. A line that was broken off is passed over."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row
