"""Files on trial: what was uploaded waits in corpus/.holding/ until an operator takes it in or throws it away.

corpus/.holding/3f…/甲办法.pdf       the file, written whole or not at all
corpus/.holding/3f…/.checked.json   what its trial reading found (kb/operate/trial.py)

Nothing of it is seen by a build. Each step leaves the folder such that the next visit can go on from there.
"""

import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kb.corpus import FILE_LIMIT, TOO_LARGE, is_hidden, printable, safe_name
from kb.errors import OperatorRefused
from kb.operate.written import write_whole
from kb.read import READERS

FOLDER = ".holding"
KEPT = 24 * 60 * 60
"""Seconds that a file waits before the next visit throws it away."""
_ID = re.compile(r"[0-9a-f]{16}")
_UNNAMED = "未命名"


@dataclass(frozen=True, slots=True)
class Held:
    """A file on trial. `name` is the one it will have in the corpus; `since` is a time of the clock in seconds."""

    id: str
    path: Path
    size: int
    since: float

    @property
    def name(self) -> str:
        """Its name in the corpus."""
        return self.path.name


def safe_file_name(uploaded: str) -> str:
    """The name that an uploaded file is kept under; safe itself.

    Raises:
        OperatorRefused: there is no name, it is a hidden one, or no reader takes such files.
    """
    last = PurePosixPath(uploaded.replace("\\", "/")).name.strip()
    if last in ("", ".", ".."):
        raise OperatorRefused("文件没有名字，没有收下，请改名后再传")
    if is_hidden(Path(last)):
        raise OperatorRefused("文件名以“.”或“~$”开头，是隐藏文件或临时文件，没有收下；确实要的，请改名后再传")
    suffix = PurePosixPath(last).suffix
    if suffix.lower() not in READERS:
        shown = printable(suffix)[:20] or "没有后缀名"
        raise OperatorRefused(f"还不能读取 {shown} 的文件，没有收下；请另存为 docx、pdf、txt 等格式再传")
    return safe_name(last.removesuffix(suffix), _UNNAMED) + suffix


def hold(corpus: Path, uploaded: str, content: bytes | memoryview) -> Held:
    """Put an uploaded file on trial.

    Raises:
        OperatorRefused: its name or its size will not do, it is empty, or it cannot be written.
    """
    name = safe_file_name(uploaded)
    if len(content) > FILE_LIMIT:
        raise OperatorRefused(TOO_LARGE.replace("没有读取", "没有收下"))
    if not bytes(content[:4096]).strip() and not bytes(content).strip():
        raise OperatorRefused("文件是空的（没有任何内容），请确认是否拷贝完整")
    folder = _root(corpus) / secrets.token_hex(8)
    try:
        folder.mkdir(parents=True)
        write_whole(folder / name, content)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise OperatorRefused(f"写不进 {corpus}（{error.strerror}），没有收下，请检查磁盘和权限") from error
    return Held(folder.name, folder / name, len(content), time.time())


def waiting(corpus: Path) -> tuple[Held, ...]:
    """The files on trial, those that came first in front; what was only half written does not count."""
    try:
        folders = [each for each in _root(corpus).iterdir() if _ID.fullmatch(each.name)]
    except (OSError, OperatorRefused):
        return ()
    return tuple(sorted(filter(None, map(_held, folders)), key=lambda held: (held.since, held.name)))


def drop(corpus: Path, id_: str) -> None:
    """Throw a file on trial away; one that is gone already is no failure."""
    if _ID.fullmatch(id_):
        shutil.rmtree(_root(corpus) / id_, ignore_errors=True)


def sweep(corpus: Path, now: float | None = None) -> int:
    """Throw away what has waited too long, half-written files among it, and say how many folders that were."""
    limit = (time.time() if now is None else now) - KEPT
    try:
        folders = [each for each in _root(corpus).iterdir() if each.is_dir() and _changed(each) < limit]
    except (OSError, OperatorRefused):
        return 0
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)


def _root(corpus: Path) -> Path:
    root = corpus / FOLDER
    if root.is_symlink():
        raise OperatorRefused(f"{root} 是链接，没有写入，请改成普通文件夹")
    return root


def _held(folder: Path) -> Held | None:
    """The file of a folder; None where there is none yet, or its folder is just going."""
    try:
        names = [entry for entry in os.scandir(folder) if not entry.name.startswith(".") and entry.is_file()]
        if len(names) != 1:
            return None
        status = names[0].stat()
        return Held(folder.name, Path(names[0].path), status.st_size, status.st_mtime)
    except OSError:
        return None


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()
