"""A function over many items, each in a worker process that has its own limits of time and memory.

A worker that hangs, is killed, or eats too much memory costs its one item; the others go on.
"""

import copy
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Overdue
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

MEMORY_LIMIT = 4 << 30
"""Address space of a worker, in bytes; what the recognition of a page needs several times over."""

Item = TypeVar("Item")
Result = TypeVar("Result")


_PLAIN = multiprocessing.get_context(
    "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
)


@contextmanager
def _without_main() -> Iterator[None]:
    """Let the main module look like one typed by hand, which has no file to import."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Worker(_PLAIN.Process):  # type: ignore[misc, name-defined]
    """A process that does not import the main module of this one: a script would begin anew in every worker."""

    @staticmethod
    def _Popen(process: BaseProcess) -> object:  # noqa: N802 - the standard library's name
        with _without_main():
            return _PLAIN.Process._Popen(process)  # type: ignore[attr-defined]


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


class Pool:
    """Worker processes that wait for calls."""

    def __init__(self, pool: ProcessPool) -> None:
        self._pool = pool

    def submit(self, function: Callable[..., Result], *arguments: object, seconds: float) -> Job[Result]:
        """Call a module's function in a worker, for at most so many seconds once it has begun."""
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
