"""The vectors of a build that has not been published yet: one file that only grows, and outlives a kill.

index/unpublished-3f2a9c01d4e7.vectors      the rows of one encoder; gone once a generation is published

The file begins with a head that names the encoder and the length of a row. Records of one size follow: the text hash,
the row, and a checksum of the two. A kill or a full disk can tear the last record only, and a torn one is cut off.
"""

import hashlib
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

PATTERN = "unpublished-*.vectors"
_MAGIC = b"policy-kb vectors 1\n"


class Journal:
    """The finished rows of one encoder beside the generations of an index. Only who holds the index's lock may use it.

    Args:
        index: the folder of the index.
        encoder: the id of the encoder.
        dimension: the length of its rows.
    """

    def __init__(self, index: Path, encoder: str, dimension: int) -> None:
        self._head = _MAGIC + hashlib.sha256(f"{encoder}\n{dimension}".encode()).digest()
        self._record = np.dtype([("hash", "u1", 32), ("row", "<f4", dimension), ("check", "<u4")])
        self.path = index / f"unpublished-{hashlib.sha256(encoder.encode()).hexdigest()[:12]}.vectors"

    def rows(self) -> dict[str, Rows]:
        """All whole rows by text hash; none where there is no journal, or where it is of another kind.

        What stands behind the last whole record is cut off, so that `add` goes on from there.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return {}
        if not content.startswith(self._head):
            self.clear()
            return {}
        count = (len(content) - len(self._head)) // self._record.itemsize
        records = np.frombuffer(content, self._record, count, len(self._head))
        whole = next((i for i, record in enumerate(records) if _check(record) != record["check"]), count)
        os.truncate(self.path, len(self._head) + whole * self._record.itemsize)
        return {record["hash"].tobytes().hex(): record["row"] for record in records[:whole]}

    def add(self, rows: Mapping[str, Rows]) -> None:
        """Put rows by text hash on the disk; they are safe when this returns.

        Raises:
            OSError: the disk is full or fails.
        """
        records = np.zeros(len(rows), self._record)
        for record, (text_hash, row) in zip(records, rows.items(), strict=True):
            record["hash"] = np.frombuffer(bytes.fromhex(text_hash), np.uint8)
            record["row"] = row
            record["check"] = _check(record)
        with self.path.open("ab") as file:
            if file.tell() == 0:
                file.write(self._head)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def clear(self) -> None:
        """Forget every row."""
        self.path.unlink(missing_ok=True)


def drop(index: Path) -> None:
    """Remove the journals of all encoders: a generation that is published holds what it needs of them."""
    for path in index.glob(PATTERN):
        path.unlink(missing_ok=True)


def _check(record: np.void) -> int:
    return zlib.crc32(record["row"].tobytes(), zlib.crc32(record["hash"].tobytes()))
