"""The build that everybody watches, and the acts on the index: build, build from nothing, go back."""

from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import BuildBusy, KbError
from kb.pages import operator
from kb.pages.html import inventory, operated
from kb.pages.seen import Seen
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.build.job import Job

POLL = 1.0
"""Seconds between two looks at a build."""
GOING_BACK = "kb-files-going-back"


def draw(seen: Seen) -> None:
    """What a build would change and the button for it; while one runs, how far it is; afterwards, what came of it.

    Each has a place of its own: a part that comes or goes must not move the others, for a browser would draw them anew.
    """
    from kb.build import job

    with st.container(key="kb-files-due"):
        due = inventory.changed(seen.changes, _how(seen.settings)) if seen.changes and not seen.building else ""
        if due:
            st.html(due)
    with st.container(key="kb-files-build"):
        if seen.building:
            st.fragment(_draw_progress, run_every=POLL)(seen.settings)
            return
        if told := _told(seen, job.latest(seen.settings)):
            st.html(told)
        if operator.here():
            needed = seen.changes is None or seen.changes.files or seen.changes.catalog
            st.button(
                "重建索引", key="kb-files-rebuild", type="primary" if needed else "secondary", on_click=_build,
                args=(seen.settings, False),
            )  # fmt: skip


def _told(seen: Seen, last: "Job | None") -> str:
    """What came of the last build, as HTML; nothing where there was none, or another one has followed it."""
    from kb.operate.generations import unfinished

    if last and last.error and not _built_since(seen, last):
        return operated.said(f"{last.begun:%H:%M} 的重建没有完成：{_failure(last.error)}", bad=True)
    if last and last.report and seen.current and last.report.generation == seen.current.name:
        return operated.built(last.report)
    return operated.INTERRUPTED if unfinished(seen.settings.index) else ""


def _how(settings: Settings) -> str:
    """How whoever looks at the page gets another build."""
    if operator.here():
        return "请重建索引"
    return f"请重建索引（{'在“管理”里登录后操作，或' if settings.operator_password else ''}运行 python -m kb build）"


def _built_since(seen: Seen, failed: "Job") -> bool:
    """Whether another build has made a generation after one failed."""
    return seen.current is not None and seen.current.built > failed.begun


def draw_acts(seen: Seen) -> None:
    """Building from nothing and going back, for the operator."""
    with st.container(horizontal=True, key="kb-files-index-acts"):
        st.button("全部重算", key="kb-files-rebuild-full", on_click=_build, args=(seen.settings, True))
        older = next((each for each in seen.kept if seen.current and each.name < seen.current.name), None)
        if older is not None:
            st.button("退回上一版", key="kb-files-back", on_click=_ask_back, args=(True,))
    st.html('<p class="kb-hint">“全部重算”不沿用以前算好的向量，比“重建索引”慢得多，索引出了问题时才用。</p>')
    if older is None or not st.session_state.get(GOING_BACK):
        return
    with st.container(key="kb-files-back-confirm"):
        st.html(operated.asked(f"确定退回 {older.name}（{older.built:%Y-%m-%d %H:%M} 建成）吗？所有人马上改查这一版。"))
        with st.container(horizontal=True):
            st.button("确定退回", key="kb-files-back-yes", type="primary", on_click=_go_back, args=(seen.settings,))
            st.button("不退回", key="kb-files-back-no", on_click=_ask_back, args=(False,))


def _draw_progress(settings: Settings) -> None:
    """How far the build is; when it has ended, the whole page is drawn again."""
    from kb.build import job

    running = job.latest(settings)
    if running is None or not running.running:
        st.rerun()
    with st.container(key="kb-files-progress"):
        counted = f"　{running.done:,} / {running.total:,}" if running.total > 1 else ""
        st.progress(running.share, text=f"正在重建索引：{running.what}{counted}")
        st.html(operated.building(running.begun))


def _failure(error: Exception) -> str:
    if isinstance(error, BuildBusy):
        return "另一处正在建库（可能是命令行），这次没有开始；等它结束后刷新这一页"
    return str(error) if isinstance(error, KbError) else "重建时出了意外的错误，原来的索引没有改动；请查看服务器日志"


def _build(settings: Settings, full: bool) -> None:
    from kb.build import job

    name = "全部重算" if full else "重建索引"
    address = operator.address()

    def ended(job_: "Job") -> None:
        operator.write_down(settings, f"{name}结束", "", _outcome(job_), address)

    def begin() -> str:
        before = job.latest(settings)
        if job.start(settings, full=full, ended=ended) is before:
            return "已有一次重建正在进行，没有另外开始"
        return f"已开始{name}；期间照常查询旧的一版，关掉这一页也不会停"

    operator.do(settings, name, "", begin)


def _outcome(ended: "Job") -> str:
    if ended.error is not None:
        if not isinstance(ended.error, KbError):
            operator.log.error("建库出错", exc_info=ended.error)
        return _failure(ended.error)
    report = ended.report
    return f"建成 {report.generation}，{report.documents} 份文件，{len(report.refusals)} 份没能入库" if report else ""


def _ask_back(asked: bool) -> None:
    st.session_state[GOING_BACK] = asked


def _go_back(settings: Settings) -> None:
    from kb.build import roll_back

    _ask_back(False)
    operator.do(settings, "退回上一版", "", lambda: f"已退回 {roll_back(settings)}，所有人现在查的是这一版")
