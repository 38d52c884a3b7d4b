"""The library of the current generation: opened once a process, and again when another generation takes its place."""

import threading

from kb.library import Library
from kb.settings import Settings

_held: dict[Settings, tuple[str, Library]] = {}
_guard = threading.Lock()


def current(settings: Settings) -> Library:
    """The library of the generation that is current now; all threads of the process share it.

    Whoever still holds the one before it goes on reading that one.

    Raises:
        IndexUnavailable, IndexMismatch, IndexDamaged: it cannot be opened.
    """
    stamp = stamp_of(settings)
    held = _held.get(settings)
    if held and held[0] == stamp:
        return held[1]
    with _guard:
        held = _held.get(settings)
        if held is None or held[0] != stamp:
            held = _held[settings] = (stamp, Library.open(settings))
        return held[1]


def stamp_of(settings: Settings) -> str:
    """What changes whenever another generation becomes the current one; empty where there is none."""
    try:
        pointer = settings.index / "CURRENT"
        return f"{pointer.read_text('utf-8')} {pointer.stat().st_mtime_ns}"
    except OSError:
        return ""
