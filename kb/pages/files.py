"""文件与索引: what is in the base, what is not, and how the operator changes it."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from kb.pages import operator, rebuild, uploads
from kb.pages.html import inventory, operated
from kb.pages.seen import Seen, look, missing, missing_if_known, section_counts
from kb.settings import Settings

PAGE = 50
"""How many rows are shown at a time."""
REMOVING = "kb-files-removing"
Row = TypeVar("Row")


def _show() -> None:
    from kb.operate.holding import sweep

    settings = Settings.of()
    sweep(settings.corpus)
    seen = look(settings)
    st.html('<h1 class="kb-title">文件与索引</h1>')
    st.html(inventory.strip(seen.current, seen.changes.files if seen.changes else None))
    with st.container(key="kb-files-said"):
        for trouble in seen.troubles:
            st.html(operated.said(trouble, bad=True))
        operator.draw_said()
    rebuild.draw(seen)
    part = st.segmented_control(
        "看哪一部分", list(PARTS), default=FIRST, required=True, key="part", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    with st.container(key="kb-files-part"):
        PARTS[part or FIRST](seen)


def _documents(seen: Seen) -> None:
    if seen.library is None:
        st.html('<p class="kb-hint">还没有可以读的索引，所以没有文件可列。</p>')
        return
    words = st.text_input(
        "筛选", key="kb-files-filter", placeholder="标题、文件名、编号、文号、发文机关里的词，多个词用空格隔开"
    )
    held = inventory.found(seen.library.documents(), words or "")
    if not held:
        st.html('<p class="kb-hint">没有符合这些词的文件。</p>')
    counts = section_counts(seen.library)
    for number, each in _paged(held, "documents", "份文件"):
        file = seen.files.get(each.file)
        note = (
            "已不在文件夹里"
            if file is None
            else "入库后改过"
            if seen.changes and each.file in seen.changes.changed
            else ""
        )
        entered = inventory.entered_on(each, file.changed if file else None)
        drawn = inventory.row(each, counts.get(each.id, 0), seen.library.known.standing(each.id), entered, note)
        _row(seen, f"documents-{number}", drawn, each.file if file else None)


def _outside(seen: Seen) -> None:
    if seen.changes:
        st.html(inventory.differing(seen.changes))
    refusals = seen.library.refusals() if seen.library else ()
    st.html(f"<h2>上次建库没能入库的文件（{len(refusals)} 份）</h2>" if refusals else "<h2>上次建库的文件都入了库</h2>")
    for number, each in _paged(refusals, "refusals", "份文件"):
        _row(seen, f"refusals-{number}", inventory.refused(each), each.file if each.file in seen.files else None)


def _missing(seen: Seen) -> None:
    st.html('<p class="kb-hint">库里的文件用《…》引用了、库里却没有的文件，引用最多的在前，可以当采购单用。</p>')
    if seen.library is None:
        return
    asked = st.button("查一查缺哪些", key="kb-files-missing")
    if not asked and missing_if_known(seen.library) is None:
        return
    with st.spinner("正在逐份核对引用……"):
        found = missing(seen.library)
    if not found:
        st.html("<p>引用到的文件库里都有。</p>")
    titles = {each.id: each.title for each in seen.library.documents()}
    for _, (title, cited_by) in _paged(found, "missing", "份缺少的文件"):
        st.html(inventory.wanted(title, cited_by, titles))


def _index(seen: Seen) -> None:
    from kb.build import job

    st.html(f"<h2>磁盘上的索引版本</h2>{inventory.generations(seen.kept)}" if seen.kept else "<h2>还没有索引</h2>")
    if seen.library is not None and st.button("核对索引是否完好", key="kb-files-verify"):
        with st.spinner("正在逐个文件核对校验值……"):
            problems = seen.library.verify()
        st.html(operated.verified(seen.library.generation, problems))
    if operator.here():
        rebuild.draw_acts(seen)
    latest = job.latest(seen.settings)
    if latest and latest.report:
        st.html(f"<h2>最近一次重建（{latest.begun:%Y-%m-%d %H:%M} 开始）</h2>{inventory.report(latest.report)}")


def _manage(seen: Seen) -> None:
    from kb.operate import audit

    if not operator.here():
        operator.draw_login(seen.settings)
        return
    uploads.draw(seen)
    st.html(f"<h2>操作记录（最近 50 条）</h2>{operated.acts(audit.latest(seen.settings.corpus))}")
    operator.draw_logout(seen.settings)


def _paged(rows: Sequence[Row], name: str, unit: str) -> list[tuple[int, Row]]:
    """The rows of the page that is looked at, numbered from 0; where there are several pages, the way to the others."""
    pages = max(-(-len(rows) // PAGE), 1)
    key = f"kb-files-page-{name}"
    at = min(st.session_state.get(key, 0), pages - 1)
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-bar"):
            st.button("上一页", key=f"{key}-back", disabled=at == 0, on_click=_turn, args=(key, at - 1))
            st.button("下一页", key=f"{key}-on", disabled=at == pages - 1, on_click=_turn, args=(key, at + 1))
            st.html(f'<p class="kb-hint">共 {len(rows):,} {unit}，第 {at + 1} / {pages} 页</p>')
    elif rows:
        st.html(f'<p class="kb-hint">共 {len(rows):,} {unit}</p>')
    return list(enumerate(rows[at * PAGE : (at + 1) * PAGE]))


def _turn(key: str, page: int) -> None:
    st.session_state[key] = page


def _row(seen: Seen, key: str, drawn: str, file: str | None) -> None:
    """A row; for the operator with the way to take its file out, in two steps.

    The keys are the file's own, so that no late click meets another file.
    """
    if file is None or not operator.here():
        st.html(drawn)
        return
    own = hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    with st.container(key=f"kb-files-row-{key}"):
        with st.container(horizontal=True, wrap=False):
            st.html(drawn, width="stretch")
            st.button("移走", key=f"kb-files-remove-{own}", type="tertiary", on_click=_ask, args=(file,))
        if st.session_state.get(REMOVING) != file:
            return
        with st.container(key="kb-files-remove-confirm"):
            st.html(operated.asked(f"确定移走“{file}”吗？文件会移到 .trash，重建索引之后就查不到了。"))
            with st.container(horizontal=True):
                st.button(
                    "确定移走", key=f"kb-files-remove-yes-{own}", type="primary", on_click=_remove,
                    args=(seen.settings, file),
                )  # fmt: skip
                st.button("不移走", key="kb-files-remove-no", on_click=_ask, args=("",))


def _ask(file: str) -> None:
    st.session_state[REMOVING] = file


def _remove(settings: Settings, file: str) -> None:
    from kb.collect import remove

    def act() -> str:
        (removed,) = remove(settings.corpus, [file])
        return f"已移走“{removed.file}”，现在在 {removed.trash.relative_to(settings.corpus)}，重建索引之后就查不到了"

    _ask("")
    operator.do(settings, "移走", file, act)


PARTS: dict[str, Callable[[Seen], None]] = {
    "库内文件": _documents,
    "没有入库": _outside,
    "缺少的文件": _missing,
    "索引版本": _index,
    "管理": _manage,
}
FIRST = next(iter(PARTS))

with st.container(key="kb-files"):
    _show()
