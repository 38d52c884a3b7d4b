"""The library that the pages read: opened once, opened again when the index changes, built when there is none."""

import threading
import time
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import BuildBusy, IndexMismatch, IndexUnavailable
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

POLL = 0.3
"""Seconds between two looks at a build."""
SHARES = {"读取文件": (0.0, 0.1), "计算向量": (0.1, 0.95), "写入索引": (0.95, 1.0)}
"""From where to where a part of the work moves the bar, so that it never runs back."""


def library() -> "Library":
    """The library of the current generation.

    Raises:
        KbError: it can be neither opened nor built.
    """
    settings = Settings.of()
    stamp = _stamp(settings)
    try:
        return _open(settings, stamp)
    except IndexUnavailable:
        _wait_for_build(settings, stamp, "第一次使用，正在为库内文件建立索引，完成后自动打开。")
    except IndexMismatch:
        _wait_for_build(settings, stamp, "程序或词典更新过，正在重新建立索引，完成后自动打开。")
    return _open(settings, _stamp(settings))


@st.cache_resource(max_entries=2, show_spinner="正在打开知识库……")
def _open(settings: Settings, stamp: str) -> "Library":  # noqa: ARG001 - the cache's key
    from kb.library import Library

    return Library.open(settings)


def _stamp(settings: Settings) -> str:
    """What changes whenever another generation becomes the current one."""
    try:
        current = settings.index / "CURRENT"
        return f"{current.read_text('utf-8')} {current.stat().st_mtime_ns}"
    except OSError:
        return ""


class _Job:
    """One build in the background, that all sessions watch: a page that is closed does not stop it."""

    def __init__(self, settings: Settings) -> None:
        self.what, self.done, self.total = "准备", 0, 1
        self.error: Exception | None = None
        self._settings = settings
        self._thread = threading.Thread(target=self._run, daemon=True)
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

    def _run(self) -> None:
        from kb.build import build

        try:
            build(self._settings, progress=self._tell)
        except Exception as error:
            self.error = error

    def _tell(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total


@st.cache_resource(show_spinner=False)
def _job(settings: Settings) -> _Job:
    return _Job(settings)


def _wait_for_build(settings: Settings, before: str, reason: str) -> None:
    """Show how a build goes on until another generation is there; where another process builds, wait for that one."""
    place = st.empty()
    with place.container():
        st.html(f'<p class="kb-wait" role="status">{reason}</p>')
        bar = st.progress(0.0, text="准备中")
    try:
        while _stamp(settings) == before:
            job = _job(settings)
            while job.running:
                bar.progress(job.share, text=f"{job.what}　{job.done} / {job.total}")
                time.sleep(POLL)
            _job.clear()
            if isinstance(job.error, BuildBusy):
                bar.progress(0.0, text="另一处正在建立索引，请稍候")
                time.sleep(POLL * 5)
            elif job.error:
                raise job.error
    finally:
        place.empty()
