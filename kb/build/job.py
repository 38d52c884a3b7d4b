"""One build in the background, that every page and every visitor watches: a page that is closed does not stop it."""

import threading
from collections.abc import Callable
from datetime import datetime

from kb.build import build
from kb.model import BuildReport
from kb.settings import Settings

SHARES = {"读取文件": (0.0, 0.1), "计算向量": (0.1, 0.95), "写入索引": (0.95, 1.0)}
"""From where to where a part of the work moves the bar, so that it never runs back."""

_latest: dict[Settings, "Job"] = {}
_guard = threading.Lock()


class Job:
    """A build from its start to its end: what is being done, and what came of it."""

    def __init__(self, settings: Settings, *, full: bool = False, ended: Callable[["Job"], None] | None = None) -> None:
        self.what, self.done, self.total = "准备", 0, 1
        self.begun = datetime.now()
        self.report: BuildReport | None = None
        self.error: Exception | None = None
        self._settings, self._full, self._ended = settings, full, ended
        self._thread = threading.Thread(target=self._run, name="kb-build", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the build is still at work."""
        return self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much of the whole is done, 0 to 1."""
        start, end = SHARES.get(self.what, (0.0, 0.0))
        return start + (end - start) * min(self.done / max(self.total, 1), 1.0)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it has ended, at most some seconds."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self.report = build(self._settings, full=self._full, progress=self._tell)
        except Exception as error:
            self.error = error
        if self._ended:
            self._ended(self)

    def _tell(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total


def start(settings: Settings, *, full: bool = False, ended: Callable[[Job], None] | None = None) -> Job:
    """The build that is running in this process, or a new one.

    Args:
        settings: what is built, and where.
        full: whether a new one encodes everything again.
        ended: called by a new one when it has ended, whatever came of it.
    """
    with _guard:
        held = _latest.get(settings)
        if held is None or not held.running:
            held = _latest[settings] = Job(settings, full=full, ended=ended)
        return held


def latest(settings: Settings) -> Job | None:
    """The build that was started last in this process, whether it still runs or not; None before the first."""
    return _latest.get(settings)
