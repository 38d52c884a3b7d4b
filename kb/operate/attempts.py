"""Wrong passwords, counted for the whole server: after a few of them everybody waits, each time twice as long."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from kb.operate.password import matches
from kb.settings import Settings

FREE = 5
"""Wrong passwords in a row before the first wait."""
FIRST, LONGEST = 60, 15 * 60
"""Seconds of the first wait, and of every wait in the end."""
FORGOTTEN = 60 * 60
"""Seconds without a wrong password, after the last wait, until they are forgotten."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one try. `looked_at` is false while everybody waits; `wait` is in seconds, `left` are tries."""

    right: bool
    looked_at: bool = True
    wait: int = 0
    left: int = 0

    @property
    def sentence(self) -> str:
        """What the person who tried is told."""
        if self.right:
            return "已登录"
        wrong = "密码不对" if self.looked_at else "密码错得太多"
        return f"{wrong}，请等 {self.wait} 秒再试" if self.wait else f"{wrong}，还可以试 {self.left} 次"


class Attempts:
    """The tries of all sessions; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._wrong = 0
        self._until = -math.inf

    def wait(self) -> int:
        """Seconds until the next try is looked at; 0 where it is now."""
        return math.ceil(max(self._until - self._clock(), 0))

    def tried(self, right: Callable[[], bool]) -> Tried:
        """Look at a try, one after the other: many at once must not get more of them than one by one."""
        with self._guard:
            if waiting := self.wait():
                return Tried(False, looked_at=False, wait=waiting)
            if self._clock() - self._until > FORGOTTEN:
                self._wrong = 0
            if right():
                self._wrong, self._until = 0, -math.inf
                return Tried(True)
            self._wrong += 1
            wait = min(FIRST * 2 ** min(self._wrong - FREE, 10), LONGEST) if self._wrong >= FREE else 0
            self._until = self._clock() + wait
            return Tried(False, wait=wait, left=max(FREE - self._wrong, 0))


_held: dict[Settings, Attempts] = {}
_guard = threading.Lock()


def attempts_of(settings: Settings) -> Attempts:
    """The tries at the password of these settings, in this process."""
    with _guard:
        return _held.setdefault(settings, Attempts())


def try_password(settings: Settings, typed: str) -> Tried:
    """Try a password at the one that the settings keep; without one, none is right.

    Raises:
        OperatorRefused: what the settings keep begins like a hash and is none.
    """
    kept = settings.operator_password
    return attempts_of(settings).tried(lambda: bool(kept) and matches(typed, kept or ""))
