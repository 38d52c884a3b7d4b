"""The library that the pages read; where there is no index yet, how its building goes on."""

import time
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import BuildBusy, IndexMismatch, IndexUnavailable
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

POLL = 0.3
"""Seconds between two looks at a build."""


def library() -> "Library":
    """The library of the current generation.

    Raises:
        KbError: it can be neither opened nor built.
    """
    settings = Settings.of()
    try:
        return _open(settings)
    except IndexUnavailable:
        _wait_for_build(settings, "第一次使用，正在为库内文件建立索引，完成后自动打开。")
    except IndexMismatch:
        _wait_for_build(settings, "程序或词典更新过，正在重新建立索引，完成后自动打开。")
    return _open(settings)


def _open(settings: Settings) -> "Library":
    from kb.library.current import current

    return current(settings)


def _wait_for_build(settings: Settings, reason: str) -> None:
    """Show how a build goes on until another generation is there; where another process builds, wait for that one."""
    from kb.build import job
    from kb.library.current import stamp_of

    before = stamp_of(settings)
    place = st.empty()
    with place.container():
        st.html(f'<p class="kb-wait" role="status">{reason}</p>')
        bar = st.progress(0.0, text="准备中")
    try:
        while stamp_of(settings) == before:
            running = job.start(settings)
            while running.running:
                bar.progress(running.share, text=f"{running.what}　{running.done} / {running.total}")
                time.sleep(POLL)
            if isinstance(running.error, BuildBusy):
                bar.progress(0.0, text="另一处正在建立索引，请稍候")
                time.sleep(POLL * 5)
            elif running.error:
                raise running.error
    finally:
        place.empty()
