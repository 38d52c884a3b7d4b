"""How much is done at once: so many calls at work in threads, so many waiting in line, and no more."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from kb.api.errors import Busy

T = TypeVar("T")

WORKING, WAITING = 2, 64
"""Calls at work at once, and those that may wait for them.

Half of a call is Python, of which one thread runs at a time. On two processors 1, 2, 3 and 4 calls at once gave 54, 70,
60 and 53 answers a second to twenty users that never rest; the page stays awake in any case.
"""


class Gate:
    """Lets `working` calls work and `waiting` more wait; to be used from one event loop."""

    def __init__(self, working: int = WORKING, waiting: int = WAITING) -> None:
        self._room = working + waiting
        self._limiter = CapacityLimiter(working)
        self.inside = 0

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives, done in a thread when its turn comes.

        Raises:
            Busy: the line is full.
        """
        if self.inside >= self._room:
            raise Busy("同时来的请求太多，请过一两秒再试")
        self.inside += 1
        try:
            return await to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self.inside -= 1
