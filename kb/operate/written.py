"""BYTES → A FILE, whole or not at all."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes | memoryview) -> None:
    """Write a file aside, make it durable and rename it; what was there before stays until then.

    Raises:
        OSError: the disk is full, or cannot be written to.
    """
    aside = path.with_name(f".part-{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
