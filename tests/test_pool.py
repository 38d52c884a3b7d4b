"""A worker that hangs, dies or eats memory costs its one call; real processes, really killed."""

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from kb.pool import MEMORY_LIMIT, Failure, PoolBroken, workers, workers_for
from kb.settings import ROOT

PRELOAD = "kb.model"
LONG = 60.0


def test_a_call_returns_what_the_function_returns_and_raises_what_it_raises() -> None:
    with workers(1, PRELOAD) as pool:
        assert pool.submit(sorted, "乙甲", seconds=LONG).result() == ["乙", "甲"]
        with pytest.raises(ValueError, match="invalid literal"):
            pool.submit(int, "甲", seconds=LONG).result()


def test_each_way_to_fail_costs_its_own_call_and_no_other() -> None:
    with workers(2, PRELOAD) as pool:
        jobs = [
            pool.submit(time.sleep, 600, seconds=0.5),
            pool.submit(os._exit, 3, seconds=LONG),
            pool.submit(os.abort, seconds=LONG),
            pool.submit(bytes, 2 * MEMORY_LIMIT, seconds=LONG),
            pool.submit(len, "还在", seconds=LONG),
        ]
        outcomes = [job.result() for job in jobs]
    assert outcomes == [Failure.OVERDUE, Failure.CRASHED, Failure.CRASHED, Failure.OUT_OF_MEMORY, 2]


def test_calls_are_never_run_in_the_process_that_asks() -> None:
    with workers(1, PRELOAD) as pool:
        assert pool.submit(os.getpid, seconds=LONG).result() != os.getpid()


@pytest.mark.parametrize(("calls", "count"), [(0, 1), (1, 1), (10**6, os.cpu_count() or 1)])
def test_there_is_at_most_one_worker_a_core_and_never_none(calls: int, count: int) -> None:
    assert workers_for(calls) == count


def test_a_script_is_not_run_again_by_its_workers(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        "print('once')\n"
        "from kb.pool import workers\n"
        "with workers(2, 'kb.model') as pool:\n"
        "    print(pool.submit(len, 'three', seconds=60).result())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["once", "5"]


def test_a_worker_never_runs_the_script_of_a_page_that_is_drawn_while_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit puts its script in the place of the main module in other threads, at any moment of a worker's start."""
    script = tmp_path / "app.py"
    script.write_text("raise SystemExit('不该在子进程里运行')\n")
    page = ModuleType("__main__")
    page.__file__, page.__spec__ = str(script), None
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    class Stream(io.StringIO):
        """The standard library flushes the output in the middle of a process's start."""

        def flush(self) -> None:
            sys.modules["__main__"] = page

    monkeypatch.setattr(sys, "stdout", Stream())
    with workers(2, PRELOAD) as pool:
        jobs = [pool.submit(len, "三个字", seconds=LONG) for _ in range(4)]
        assert [job.result() for job in jobs] == [3] * 4


def test_where_no_worker_lives_nothing_is_said_of_the_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.pool._confine", os.abort)
    with workers(1, PRELOAD) as pool, pytest.raises(PoolBroken):
        pool.submit(len, "三个字", seconds=LONG).result()
