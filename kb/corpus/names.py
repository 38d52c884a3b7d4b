"""Names of files: as they are shown and kept in the index, and as a new file may be called."""

import os
import re
import unicodedata

NAME_BYTES = 240
"""Of a new name without its suffix, in UTF-8; file systems take 255 with it."""

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode categories without a shape of their own: controls, marks that turn the writing direction, stray halves."""
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|]+')
"""What Windows takes in no name; a corpus is carried between systems."""
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)")
"""Names that are devices on Windows, whatever their suffix."""


def printable(name: str) -> str:
    r"""A name as it can be printed, stored and written into catalog.toml, one line, composed (NFC).

    Bytes that are no UTF-8 (files unpacked from a Chinese Windows archive) read as GB18030 where they can be; what has
    no shape is shown as an escape such as `\n`.
    """
    return "".join(map(_shown, unicodedata.normalize("NFC", _whole(name))))


def safe_name(words: str, fallback: str = "未命名") -> str:
    """A file's name without suffix, made of any words: one path segment, not hidden, not too long."""
    seen = "".join(char if unicodedata.category(char) not in _UNSEEN else " " for char in _whole(words))
    name = _NOT_IN_A_NAME.sub("_", " ".join(unicodedata.normalize("NFC", seen).split()))
    name = _cut(name).lstrip(".~$ ").rstrip(". ")
    return _DEVICES.sub(r"_\g<0>", name) or fallback


def _cut(name: str) -> str:
    """A name that fits, its end kept: there stand the date and the number that tell two long titles apart."""
    raw = name.encode()
    if len(raw) <= NAME_BYTES:
        return name
    return raw[: NAME_BYTES - 63].decode(errors="ignore") + "…" + raw[-60:].decode(errors="ignore")


def _whole(name: str) -> str:
    """A name whose bytes are no UTF-8, which Python holds as stray halves of characters, made one of characters."""
    if not any("\udc80" <= char <= "\udcff" for char in name):
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode(errors="backslashreplace")


def _shown(char: str) -> str:
    # Joiners and selectors (U+200D, U+FE0F) hold an emoji together.
    if unicodedata.category(char) not in _UNSEEN or char == "\u200d":
        return char
    return char.encode("unicode_escape").decode()
