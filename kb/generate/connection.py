"""Connections of which all, the look-up of the name included, ends at a moment."""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any

import httpcore2

from kb.deadline import TimedStream, left


class Timed(httpcore2.NetworkBackend):
    """Opens connections that end at `until`, a moment of the monotonic clock."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect. A look-up has no time limit, and each address of a host may take all of it: so it is waited for."""
        seconds = left(self._until, timeout)
        connect = partial(self._network.connect_tcp, host, port, seconds, local_address, socket_options)
        return TimedStream(_in_time(seconds, connect), self._until)


def _in_time(seconds: float, connect: Callable[[], httpcore2.NetworkStream]) -> httpcore2.NetworkStream:
    """The connection, or its failure, or a timeout; one that comes too late closes itself when it is forgotten."""
    done: SimpleQueue[httpcore2.NetworkStream | Exception] = SimpleQueue()

    def run() -> None:
        try:
            done.put(connect())
        except Exception as error:
            done.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = done.get(timeout=seconds)
    except Empty:
        raise httpcore2.ConnectTimeout("connect") from None
    if isinstance(result, Exception):
        raise result
    return result
