"""The server as a user starts it: page and API on one port, Chinese in the terminal, a clean end."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from conftest import PLAN

from kb.settings import ROOT, Settings

PATIENCE = 120
"""Seconds after which a server that does not answer has failed."""


@contextmanager
def served(index: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a port that the system picks, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kb", "serve", "--port", "0", "--index", str(index)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"在浏览器里打开 (http://127\.0\.0\.1:\d+) ，程序接口见 \1/api ，按 Ctrl-C 停止", line)
        assert address, line or process.communicate(timeout=PATIENCE)[1]
        yield process, address[1]
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def ended(process: subprocess.Popen[str], by: signal.Signals) -> tuple[int, str, str]:
    """The exit code of a server that a signal ended, and what it had printed after its first line."""
    process.send_signal(by)
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def get(address: str) -> tuple[int, str]:
    try:
        with urlopen(address, timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_page_and_api_answer_on_one_port_until_told_to_end(plan_settings: Settings) -> None:
    with served(plan_settings.index) as (process, address):
        status, page = get(f"{address}/")
        assert (status, '<div id="root">' in page) == (200, True)
        assert get(f"{address}/match") == (200, page)
        assert get(f"{address}/_stcore/health") == (200, "ok")
        status, answer = get(f"{address}/api/ask?q={quote('2025年有效发明专利目标')}")
        assert (status, json.loads(answer)["answer"][0]["section"]) == (200, f"{PLAN}/2.4.t2.r1")
        assert json.loads(get(f"{address}/api/nothing")[1])["error"]["code"] == "path_unknown"

        port = address.rpartition(":")[2]
        second = subprocess.run(
            [sys.executable, "-m", "kb", "serve", "--port", port], cwd=ROOT, text=True, capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"}, timeout=PATIENCE, check=False,
        )  # fmt: skip
        sentence = f"端口 {port} 用不了（127.0.0.1：已被占用）。请用 --port 换一个端口\n"
        assert (second.returncode, second.stdout, second.stderr) == (1, "", sentence)

        assert ended(process, signal.SIGTERM) == (0, "已停止\n", "")


def test_without_an_index_it_serves_and_says_so(tmp_path: Path) -> None:
    with served(tmp_path / "index") as (process, address):
        assert get(f"{address}/")[0] == 200
        status, answer = get(f"{address}/api/health")
        assert (status, json.loads(answer)["error"]["code"]) == (503, "index_unavailable")
        code, out, err = ended(process, signal.SIGINT)
        assert (code, out) == (0, "已停止\n")
        assert "Traceback" not in err


def test_it_ends_cleanly_while_it_still_opens_the_library(plan_settings: Settings) -> None:
    with served(plan_settings.index) as (process, _):
        assert ended(process, signal.SIGTERM) == (0, "已停止\n", "")


def test_what_is_served_is_what_the_pages_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_INDEX", "")
    monkeypatch.setenv("KB_CORPUS", "")
    monkeypatch.chdir(tmp_path)
    settings = Settings.of(index=Path("somewhere")).everywhere()
    assert settings == Settings.of()
    assert settings.index == tmp_path / "somewhere"


@pytest.mark.parametrize(
    ("option", "sentence"),
    [(("--address", "203.0.113.7"), "本机没有这个地址"), (("--address", "nowhere.invalid"), "不是可用的地址或端口")],
)
def test_an_address_that_cannot_be_had_is_one_sentence(option: tuple[str, str], sentence: str) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "kb", "serve", "--port", "0", *option], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (found.returncode, found.stdout) == (1, "")
    assert sentence in found.stderr
    assert len(found.stderr.splitlines()) == 1
