"""FOLDER → PATHS: the regular files below a folder, and why the others do not count.

Nothing outside of the folder is ever opened: not through a link, not through a name.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kb.corpus.names import printable
from kb.errors import FileRefused
from kb.model import Refusal

FILE_LIMIT = 200 << 20
"""Bytes. The longest law as a scan takes about 50 MB; what is larger is a film, an archive, a mistake."""

TOO_LARGE = f"文件超过 {FILE_LIMIT >> 20} MB，没有读取，请拆开，或换一份清晰度低些的"
_NOT_REGULAR = "不是普通文件（是管道、设备或套接字），没有读取，请移走"
_LEADS_OUT = "是链接，指向这个文件夹以外（或隐藏起来）的地方，没有读取，请把文件本身拷贝进来"
_BROKEN_LINK = "是链接，但指向的文件已经不在，或链接互相指向，请删去它"


def walk(root: Path) -> tuple[dict[str, Path], list[Refusal]]:
    """The files below a folder by their printable names, in the order of their paths, and what was refused.

    Hidden files and folders and the lock files of word processors are passed over, and so is a link to a folder
    within `root`, whose files are met where they lie.
    """
    files: dict[str, Path] = {}
    refusals: list[Refusal] = []
    for path, reason in sorted(_met(root), key=lambda met: met[0].parts):
        name = _free(printable(path.relative_to(root).as_posix()), files)
        if reason:
            refusals.append(Refusal(name, reason))
        else:
            files[name] = path
    return files, refusals


def load(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of a regular file, never more than `limit`.

    Raises:
        FileRefused: it is missing, too large, no regular file, or may not be read.
    """
    # A pipe without a writer would otherwise hold the opener for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if reason := _unfit(status, limit):
                raise FileRefused(reason)
            content = file.read(limit + 1)
    except IsADirectoryError:
        raise FileRefused("是文件夹，不是文件") from None
    except OSError as error:
        raise FileRefused(f"文件打不开，请检查它在不在、有没有权限（{error.strerror}）") from error
    if len(content) > limit:
        raise FileRefused(TOO_LARGE)
    return content


def is_hidden(path: Path) -> bool:
    """Whether a path below the corpus, or a folder above it there, is hidden or is a word processor's lock file."""
    return any(part.startswith((".", "~$")) for part in path.parts)


def _met(root: Path) -> Iterator[tuple[Path, str]]:
    """Every path below `root` that is no folder and not hidden, with the reason why it does not count, or nothing."""
    real_root = root.resolve()
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            yield folder, f"文件夹打不开，里面的文件都没有读取，请检查权限（{error.strerror}）"
            continue
        for entry in entries:
            path = Path(entry.path)
            if is_hidden(Path(entry.name)):
                continue
            if entry.is_symlink():
                yield from _linked(path, real_root)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, _unfit_path(path)


def _linked(path: Path, root: Path) -> Iterator[tuple[Path, str]]:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield path, _BROKEN_LINK
        return
    if not target.is_relative_to(root) or is_hidden(target.relative_to(root)):
        yield path, _LEADS_OUT
    elif not target.is_dir():
        yield path, _unfit_path(path)


def _unfit_path(path: Path) -> str:
    try:
        return _unfit(path.stat(), FILE_LIMIT)
    except OSError as error:
        return f"文件打不开，请检查权限（{error.strerror}）"


def _unfit(status: os.stat_result, limit: int) -> str:
    if not stat.S_ISREG(status.st_mode):
        return _NOT_REGULAR
    return TOO_LARGE if status.st_size > limit else ""


def _free(name: str, taken: dict[str, Path]) -> str:
    """The name itself, or with a number where another file is printed the same."""
    count, free = 1, name
    while free in taken:
        count += 1
        free = f"{name}（{count}）"
    return free
