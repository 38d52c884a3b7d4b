"""A connection that ends at a moment, however busily it trickles: httpcore2 limits each wait, and not their sum."""

import ssl
from time import monotonic
from typing import Any

import httpcore2


def left(until: float, timeout: float | None) -> float:
    """The seconds to `until`, a moment of the monotonic clock, and no more than `timeout`.

    Raises:
        httpcore2.ReadTimeout: it has passed.
    """
    remaining = until - monotonic()
    if remaining <= 0:
        raise httpcore2.ReadTimeout("total")
    return remaining if timeout is None else min(remaining, timeout)


class TimedStream(httpcore2.NetworkStream):
    """A connection of which every wait ends at `until`."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive."""
        return self._stream.read(max_bytes, left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, left(self._until, timeout))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        """Go on in TLS; the certificate must be the host's, not the address's."""
        secured = self._stream.start_tls(ssl_context, server_hostname, left(self._until, timeout))
        return TimedStream(secured, self._until)

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of a connection."""
        return self._stream.get_extra_info(info)
