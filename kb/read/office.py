"""Older Word files (.doc, .wps, .rtf) through LibreOffice, which makes a .docx of them; see `kb.read.docx`."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from kb.errors import FileRefused
from kb.model import Source
from kb.read import docx

SECONDS = 120
"""How long one conversion may take."""
_MEMORY_KIB, _FILE_BLOCKS = 4 << 20, 1 << 20
"""The most that LibreOffice may hold (4 GiB of addresses) and write (512 MiB, in blocks of 512 bytes)."""
_PROGRAMS = ("soffice", "libreoffice")

_OLE, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_SAVE_AS = "请用 Word 或 WPS 打开并另存为 .docx 后再放入"
_ABSENT = f"读取旧版 Word、WPS 和 RTF 文件需要 LibreOffice，这台机器上没有：{_SAVE_AS}；或请管理员安装 LibreOffice"
_FAILED = f"LibreOffice 打不开这份文件（可能已损坏，或设有打开密码），{_SAVE_AS}"
_SLOW = f"LibreOffice 在 {SECONDS} 秒内没有转换完这份文件，{_SAVE_AS}"

_CONTENTS = (
    ("EncryptedPackage", f"文件设有打开密码，请先去掉密码，再{_SAVE_AS[1:]}"),
    ("WordDocument", ""),
    ("Workbook", "文件内容是旧版 Excel 表格，不是 Word 文档，请用 Excel 或 WPS 打开并另存为 .xlsx 后再放入"),
    ("PowerPoint Document", "文件内容是旧版 PowerPoint 演示文稿，不是 Word 文档，请把文字另存为 .docx 后再放入"),
)
"""The streams that tell what an OLE file holds, and why it is refused ([MS-DOC] 2.1, [MS-OFFCRYPTO] 2.3.4.4)."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
)
"""No macro runs, and nothing that a document links to is fetched: the pictures that a .doc links to are asked for in
spite of the other settings, so that the way to the network leads to a port where nobody listens (discard, RFC 863)."""


def read(content: bytes) -> Source:
    """The blocks of an older Word file.

    Raises:
        FileRefused: LibreOffice is not there or cannot read the file, or the file is of another format.
    """
    suffix = _suffix_of(content)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileRefused(_ABSENT)
    return docx.read(_converted(program, content, suffix))


def _suffix_of(content: bytes) -> str:
    """The suffix by which LibreOffice knows the format; WPS writes the format of Word.

    Raises:
        FileRefused: the bytes are of another format.
    """
    if content.startswith(_RTF):
        return ".rtf"
    if not content.startswith(_OLE):
        raise FileRefused(f"文件内容不是旧版 Word、WPS 或 RTF 文档（也许是网页或文本改了后缀名），{_SAVE_AS}")
    refusal = next((why for name, why in _CONTENTS if name.encode("utf-16-le") in content), _FAILED)
    if refusal:
        raise FileRefused(refusal)
    return ".doc"


def _converted(program: str, content: bytes, suffix: str) -> bytes:
    """The .docx that LibreOffice makes of a file, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kb-office-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        source, made = work / f"document{suffix}", work / "made" / "document.docx"
        source.write_bytes(content)
        user = work / "profile" / "user"
        user.mkdir(parents=True)
        items = (_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (user / "registrymodifications.xcu").write_text(_PROFILE.format(items="\n".join(items)), "utf-8")
        _run(
            [
                program, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
                f"-env:UserInstallation={(work / 'profile').as_uri()}",
                "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source),
            ],
            work,
        )  # fmt: skip
        if not made.is_file():
            raise FileRefused(_FAILED)
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Run LibreOffice within its limits; it starts processes of its own, and all end with it.

    Raises:
        FileRefused: it took too long, or could not be started.
    """
    shell = shutil.which("sh")
    if shell:
        limits = f'ulimit -v {_MEMORY_KIB}; ulimit -t {2 * SECONDS}; ulimit -f {_FILE_BLOCKS}; exec "$0" "$@"'
        command = [shell, "-c", limits, *command]
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise FileRefused(_ABSENT) from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise FileRefused(_SLOW) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with those that it started; where there are no process groups, itself only."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
