"""A connection that ends at a moment, however busily it trickles."""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

import httpcore2


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
        left = _left(self._until, timeout)
        stream = _in_time(left, lambda: self._network.connect_tcp(host, port, left, local_address, socket_options))
        return _TimedStream(stream, self._until)


class _TimedStream(httpcore2.NetworkStream):
    """A connection of which every wait ends at `until`."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive."""
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on in TLS."""
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout))
        return _TimedStream(secured, self._until)

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of a connection."""
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("total")
    return left if timeout is None else min(left, timeout)


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
