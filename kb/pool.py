"""A function over many items, each in a worker process that has its own limits of time and memory.

A worker that hangs, is killed, or eats too much memory costs its one item; the others go on.
"""

import copy
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Overdue
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import spawn
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

MEMORY_LIMIT = 4 << 30
"""Address space of a worker, in bytes; what the recognition of a page needs several times over."""

Item = TypeVar("Item")
Result = TypeVar("Result")


_PLAIN = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)


_prepared = spawn.get_preparation_data


def _without_main(name: str) -> dict[str, Any]:
    """What a new process is told of this one; a worker is not told of the main module.

    It is left out here and not hidden in `sys.modules`: Streamlit puts another main module there for each run of its
    script, in other threads, at any time.
    """
    told: dict[str, Any] = _prepared(name)
    if name.startswith(_NAME):
        told.pop("init_main_from_name", None)
        told.pop("init_main_from_path", None)
    return told


spawn.get_preparation_data = _without_main
_NAME = "kb-worker"


class _Worker(_PLAIN.Process):  # type: ignore[misc, name-defined]
    """A process that does not import the main module of this one: a script would begin anew in every worker."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**options, "name": f"{_NAME} {options.get('name') or ''}"})


class PoolBroken(Exception):
    """No worker can be started, or one died before its first call: nothing is known of the calls that are left."""


class Failure(StrEnum):
    """How a worker can fail to return."""

    OVERDUE = "overdue"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out of memory"


@dataclass(frozen=True, slots=True)
class Job(Generic[Result]):
    """One call that was handed to a worker."""

    future: ProcessFuture[Result]

    def result(self) -> Result | Failure:
        """What the call returned, or how its worker failed.

        Raises:
            PoolBroken: it was never run.
            Exception: what the call itself raised.
        """
        try:
            return self.future.result()
        except Overdue:
            return Failure.OVERDUE
        except MemoryError:
            return Failure.OUT_OF_MEMORY
        except ProcessExpired:
            return Failure.CRASHED
        except BrokenProcessPool as error:
            raise PoolBroken from error


class Pool:
    """Worker processes that wait for calls."""

    def __init__(self, pool: ProcessPool) -> None:
        self._pool = pool

    def submit(self, function: Callable[..., Result], *arguments: object, seconds: float) -> Job[Result]:
        """Call a module's function in a worker, for at most so many seconds once it has begun.

        Raises:
            PoolBroken: no worker can be started.
        """
        if not self._pool.active:
            raise PoolBroken
        return Job(self._pool.schedule(function, args=arguments, timeout=seconds))


def workers_for(calls: int) -> int:
    """How many workers so many calls are worth: one a core at most."""
    return max(min(os.cpu_count() or 1, calls), 1)


@contextmanager
def workers(count: int, preload: str) -> Iterator[Pool]:
    """So many worker processes, until the block is left.

    Args:
        count: how many.
        preload: a module that is imported once, before the workers split off from it.
    """
    pool = ProcessPool(max_workers=count, initializer=_confine, context=_context(preload))
    try:
        yield Pool(pool)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _context(preload: str) -> BaseContext:
    """How workers are made: never by a fork of this process, whose threads would be lost in mid-work."""
    context = copy.copy(_PLAIN)
    context.set_forkserver_preload([preload])
    context.Process = _Worker  # type: ignore[attr-defined]
    return context


def _confine() -> None:
    """Limit the memory of the process that this runs in, and give it no terminal to write to."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
