"""Uploads of the operator: held, tried, and taken in or thrown away."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kb.errors import KbError
from kb.pages import operator
from kb.pages.frame import ASSETS
from kb.pages.html import operated
from kb.pages.seen import Seen
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.operate.fit import Verdict
    from kb.operate.holding import Held

UPLOAD, TURNED_AWAY = "kb-files-upload", "kb-files-turned-away"
POLL = 1.0
"""Seconds between two looks at the trial readings."""


def draw(seen: Seen) -> None:
    """The form for new files, then those on trial."""
    from kb.operate import FILE_LIMIT, SUFFIXES

    st.html(f"<h2>上传文件</h2>{operated.formats(SUFFIXES, FILE_LIMIT)}")
    # Not in a form: one that is sent before a file's own sending has begun would lose the file.
    st.file_uploader(
        "选择文件，或拖到这里", accept_multiple_files=True, key=UPLOAD, max_upload_size=FILE_LIMIT >> 20,
        label_visibility="collapsed", on_change=_hold, args=(seen.settings,),
    )  # fmt: skip
    with st.container(key="kb-files-away"):
        if turned_away := st.session_state.get(TURNED_AWAY):
            st.html(operated.turned_away(turned_away))
    st.html(f"<script>{(ASSETS / 'files.js').read_text('utf-8')}</script>", unsafe_allow_javascript=True)
    with st.container(key="kb-files-held"):
        _draw_held(seen)


def _draw_held(seen: Seen) -> None:
    from kb.operate import trial
    from kb.operate.fit import Fit, verdicts
    from kb.operate.holding import waiting

    settings = seen.settings
    reading = trial.latest(settings.corpus)
    at_work = reading is not None and reading.running  # before the verdicts: it may end while they are looked up
    found = verdicts(waiting(settings.corpus), seen.files, seen.same_words)
    if not found:
        return
    st.html(f"<h2>等着加入的文件（{len(found)} 份）</h2><p class='kb-hint'>检查过的放一天，过期自动清掉。</p>")
    ready = [each.held.id for each in found if each.fit is Fit.READY]
    with st.container(key="kb-files-trial"):
        if at_work:
            st.fragment(_draw_reading, run_every=POLL)(settings)
        elif any(each.fit is Fit.WAITING for each in found):
            st.html(operated.said(_stopped(reading.error if reading else None), bad=True))
            st.button("继续检查", key="kb-files-try-again", on_click=_try, args=(settings,))
        if len(ready) > 1:
            label = f"全部加入知识库（{len(ready)} 份）"
            st.button(label, key="kb-files-add-all", type="primary", on_click=_add, args=(settings, ready, False))
    for number, each in enumerate(found):
        with st.container(horizontal=True, key=f"kb-files-held-{number}"):
            _draw_one(settings, each)


def _draw_one(settings: Settings, one: "Verdict") -> None:
    """A file on trial with what can be done; the keys are its own, so that no late click meets another file."""
    from kb.operate.fit import Fit

    st.html(operated.verdict(one), width="stretch")
    id_ = one.held.id
    if one.fit in (Fit.READY, Fit.REPLACES):
        label = "加入知识库" if one.fit is Fit.READY else "换掉旧的"
        arguments = (settings, [id_], one.fit is Fit.REPLACES)
        st.button(label, key=f"kb-files-add-{id_}", on_click=_add, args=arguments)
    st.button("不要了", key=f"kb-files-drop-{id_}", type="tertiary", on_click=_drop, args=(settings, id_))


def _draw_reading(settings: Settings) -> None:
    """How far the trial readings are; when they have ended, the whole page is drawn again."""
    from kb.operate import trial

    reading = trial.latest(settings.corpus)
    if reading is None or not reading.running:
        st.rerun()
    with st.container(key="kb-files-reading"):
        share = reading.done / max(reading.total, 1)
        st.progress(share, text=f"正在试读，看能不能入库　{reading.done} / {reading.total}")


def _stopped(error: Exception | None) -> str:
    return str(error) if isinstance(error, KbError) else "有文件还没有检查完（检查中断过），请继续检查"


@operator.spoken
def _try(settings: Settings) -> None:
    from kb.operate import trial

    trial.start(settings.corpus)


def _forget(file_id: str) -> None:
    """Free the memory that an upload takes; Streamlit would keep it as long as the page is open."""
    context = get_script_run_ctx()
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context and remove:
        remove(context.session_id, file_id)


@operator.spoken
def _hold(settings: Settings) -> None:
    """Put what was uploaded on trial, and free the memory that it takes; what is gone from it comes no second time."""
    from kb.operate import trial
    from kb.operate.holding import hold

    if not operator.here():
        operator.say("请先登录", bad=True)
        return
    turned_away: list[tuple[str, str]] = []
    uploads = [each for each in st.session_state.get(UPLOAD) or [] if isinstance(each, UploadedFile)]
    for each in uploads:
        try:
            held = hold(settings.corpus, each.name, each.getbuffer())
            operator.note(settings, "上传", held.name, "等着加入")
        except KbError as refusal:
            turned_away.append((each.name, str(refusal)))
            operator.note(settings, "上传", each.name, str(refusal))
        _forget(each.file_id)
    if uploads:
        st.session_state[TURNED_AWAY] = turned_away
    if len(turned_away) < len(uploads):
        trial.start(settings.corpus)


@operator.spoken
def _add(settings: Settings, ids: list[str], replace: bool) -> None:
    """Take files on trial into the corpus; each one is an act of its own."""
    from kb.operate.holding import waiting

    held = [each for each in waiting(settings.corpus) if each.id in ids]
    if not held:
        operator.say("这份文件已经不在了，可能别人刚处理过", bad=True)
    done = [operator.do(settings, "加入", each.name, partial(_taken, settings, each, replace)) for each in held]
    if len(held) > 1 and all(done):
        operator.say(f"已加入 {len(held)} 份文件，重建索引之后就能查到")


def _taken(settings: Settings, held: "Held", replace: bool) -> str:
    from kb.collect import Outcome, add
    from kb.errors import CollectRefused
    from kb.operate.holding import drop

    if not replace and (settings.corpus / held.name).exists():
        raise CollectRefused("刚刚有人加入了同名的文件，请看过再决定要不要换掉")
    (added,) = add(settings.corpus, [str(held.path)], replace=replace)
    if added.outcome is Outcome.REFUSED:
        raise CollectRefused(added.note)
    drop(settings.corpus, held.id)
    if added.outcome in (Outcome.ADDED, Outcome.CHANGED):
        return f"{added.outcome}“{added.file}”，重建索引之后就能查到"
    return f"没有重复加入：{added.note or added.outcome}"


@operator.spoken
def _drop(settings: Settings, id_: str) -> None:
    from kb.operate.holding import drop, waiting

    name = next((each.name for each in waiting(settings.corpus) if each.id == id_), "")
    if name and operator.here():
        drop(settings.corpus, id_)
        operator.say(f"已丢弃“{name}”，没有加入")
        operator.note(settings, "丢弃上传", name, "已丢弃")
