"""Many users at once: a server of its own on a free port, asked over loopback for a while: `python -m bench.load`.

Each user asks a question of bench/questions/plan-dev.jsonl, waits for the answer, thinks, and asks the next. The users
run on the same processors as the server and take their share of them. Ends by itself.
"""

import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2

from kb.settings import ROOT

QUESTIONS = ROOT / "bench" / "questions" / "plan-dev.jsonl"
SEED = 20261128
PATIENCE = 30.0
"""Seconds after which a user gives up, and an error is counted."""
LIMIT = 0.4
"""Seconds within which 95 of 100 answers should come."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many users for so many seconds, each thinking so long between an answer and the next question."""

    users: int
    seconds: float
    think: float


@dataclass(slots=True)
class Seen:
    """What a crowd met: the seconds of each answer and what went wrong.

    And meanwhile: the seconds of each sign of life that the page's own server gave, the memory in MB at the start, in
    the middle and at the end, and how many processors the server used.
    """

    times: list[float] = field(default_factory=list[float])
    errors: Counter[str] = field(default_factory=Counter[str])
    page: list[float] = field(default_factory=list[float])
    memory: list[float] = field(default_factory=list[float])
    processor: float = 0.0


CROWDS = (Crowd(20, 60, 1.0), Crowd(20, 30, 0.0), Crowd(50, 20, 1.0), Crowd(50, 20, 0.0))


def main() -> None:
    """Run every crowd against one server, and print what they met."""
    questions = [json.loads(line)["q"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "kb", "build", "--index", folder], cwd=ROOT, check=True, text=True)
        with served(folder) as address:
            print(f"{os.cpu_count()} 个处理器；提问的一方也在这台机器上。上限：95% 的回答在 {LIMIT * 1000:.0f} ms 以内")
            for crowd in CROWDS:
                show(crowd, asyncio.run(gather(address, crowd, drawn(questions))))


def drawn(questions: list[str]) -> Iterator[str]:
    """Questions without end, by lot."""
    lot = random.Random(SEED)
    while True:
        yield lot.choice(questions)


@contextmanager
def served(index: str) -> Iterator[str]:
    """The address of a server over an index, warm."""
    command = [sys.executable, "-m", "kb", "serve", "--port", "0", "--index", index]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        found = re.search(r"http://[\d.:]+", process.stdout.readline())
        if not found:
            sys.exit("服务没有启动")
        httpx2.get(f"{found[0]}/api/ask", params={"q": "专利"}, timeout=PATIENCE).raise_for_status()
        yield found[0]
    finally:
        process.terminate()
        process.wait(PATIENCE)


async def gather(address: str, crowd: Crowd, questions: Iterator[str]) -> Seen:
    """Let a crowd ask until its time is over."""
    seen = Seen()
    limits = httpx2.Limits(max_connections=crowd.users + 2, max_keepalive_connections=crowd.users + 2)
    async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits, trust_env=False) as client:
        before, started = await _processor(client), time.perf_counter()
        starts = [random.Random(SEED + number).uniform(0, crowd.think) for number in range(crowd.users)]
        users = [_user(client, crowd, questions, seen, start, started + crowd.seconds) for start in starts]
        watching = asyncio.create_task(_watch(client, crowd, seen))
        await asyncio.gather(*users)
        seen.processor = (await _processor(client) - before) / (time.perf_counter() - started)
        await watching
    return seen


async def _user(
    client: httpx2.AsyncClient, crowd: Crowd, questions: Iterator[str], seen: Seen, start: float, until: float
) -> None:
    """Ask one question after the other; not all begin in the same moment."""
    await asyncio.sleep(start)
    while time.perf_counter() < until:
        question, started = next(questions), time.perf_counter()
        try:
            response = await client.get("/api/ask", params={"q": question})
            if response.status_code != 200:
                seen.errors[str(response.status_code)] += 1
        except httpx2.HTTPError as error:
            seen.errors[type(error).__name__] += 1
        seen.times.append(time.perf_counter() - started)
        await asyncio.sleep(crowd.think)


async def _watch(client: httpx2.AsyncClient, crowd: Crowd, seen: Seen) -> None:
    """Look at the memory three times, and ten times whether the page is alive."""
    for tenth in range(11):
        if tenth % 5 == 0:
            seen.memory.append(await _metric(client, "process_resident_memory_bytes") / 2**20)
        started = time.perf_counter()
        (await client.get("/_stcore/health")).raise_for_status()
        seen.page.append(time.perf_counter() - started)
        await asyncio.sleep(crowd.seconds / 10 if tenth < 10 else 0)


async def _processor(client: httpx2.AsyncClient) -> float:
    return await _metric(client, "process_cpu_seconds_total")


async def _metric(client: httpx2.AsyncClient, name: str) -> float:
    found = re.search(rf"^{name} ([\d.e+]+)$", (await client.get("/api/metrics")).text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def show(crowd: Crowd, seen: Seen) -> None:
    """Print what a crowd met."""
    cuts = statistics.quantiles(seen.times, n=100)
    p50, p95, p99 = (1000 * cuts[at - 1] for at in (50, 95, 99))
    count, wrong = len(seen.times), dict(seen.errors) or 0
    print(
        f"{crowd.users} 人，间隔 {crowd.think:.0f} 秒，{crowd.seconds:.0f} 秒：{count} 次，出错 {wrong}，"
        f"每秒 {count / crowd.seconds:.1f} 次；p50 {p50:.0f} ms，p95 {p95:.0f} ms，p99 {p99:.0f} ms；"
        f"网页最慢 {1000 * max(seen.page):.0f} ms；内存 {' → '.join(f'{each:.0f}' for each in seen.memory)} MB；"
        f"服务用 {seen.processor:.2f} 个处理器，"
        f"每次 {1000 * seen.processor * crowd.seconds / count:.1f} ms；机器负载 {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
