"""The pages served on this machine, over documents and an index of their own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.settings import ROOT

HOST = "127.0.0.1"
SERVE = ("kb", "serve", "--address", HOST, "--port")
"""How the pages are served: what follows `python -m`, the port coming last."""
PATIENCE = 60.0
"""Seconds that a server may take to start on a busy machine."""


class ServerFailed(Exception):
    """The server ended, or did not start in time; the text says so, with the end of its log."""


@dataclass(frozen=True, slots=True)
class Base:
    """Documents and their index, in a folder that nobody else writes to; `password` opens the operator's page."""

    folder: Path
    password: str = ""

    @classmethod
    def of_corpus(cls, folder: Path, more: Mapping[str, bytes] | None = None) -> "Base":
        """A copy of the project's documents, with `more` files beside them, and an index built of all."""
        base = cls(folder)
        shutil.copytree(ROOT / "corpus", base.corpus, ignore=shutil.ignore_patterns(".*"))
        for name, content in (more or {}).items():
            (base.corpus / name).write_bytes(content)
        base.build()
        return base

    @property
    def corpus(self) -> Path:
        """The folder of the documents."""
        return self.folder / "corpus"

    @property
    def generation(self) -> str:
        """The name of the current generation."""
        return (self.folder / "index" / "CURRENT").read_text("utf-8").strip()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that reads this base, whatever else is set on this machine."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
        own = {"KB_CORPUS": str(self.corpus), "KB_INDEX": str(self.folder / "index")}
        return others | own | ({"KB_OPERATOR_PASSWORD": self.password} if self.password else {})

    def build(self) -> None:
        """Bring the index up to the documents, as an operator does."""
        command = (sys.executable, "-m", "kb", "build")
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):  # 3: built, and some files were refused
            raise ServerFailed(f"建库失败：{done.stdout}{done.stderr}")

    def copied(self, folder: Path, password: str = "") -> "Base":
        """The same documents and index in another folder."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.log"))
        return Base(folder, password)


class Server:
    """A server of the pages: started by `start`, and again at the same address after `stop`."""

    def __init__(self, base: Base) -> None:
        self.base = base
        with socket.socket() as free:
            free.bind((HOST, 0))
            self._port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """The address of the first page."""
        return f"http://{HOST}:{self._port}/"

    @property
    def log(self) -> str:
        """What the server has said up to now."""
        return self._log.read_text("utf-8", errors="replace") if self._log.exists() else ""

    @property
    def _log(self) -> Path:
        return self.base.folder / "server.log"

    def start(self) -> None:
        """Start, and wait until it answers.

        Raises:
            ServerFailed: it ended or was not ready in time.
        """
        command = (sys.executable, "-m", *SERVE, str(self._port))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.base.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        end = time.monotonic() + PATIENCE
        while not _answers(f"{self.address}_stcore/health"):
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise ServerFailed(f"页面服务没有启动，日志的末尾是：\n{self.log[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it, if it runs; one that does not want to is ended."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=1).close()
    except (urllib.error.URLError, OSError):
        return False
    return True
