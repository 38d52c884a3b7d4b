"""The operator of one session: who is logged in, and each act done, said and written down."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from kb.errors import KbError
from kb.pages.html import operated
from kb.settings import Settings

LOGGED_IN, SAID = "kb-operator", "kb-files-said"
PASSWORD = "kb-files-password"
UNFORESEEN = "出了意外的错误，已写入服务器日志；请稍后再试，仍不行时请把出错的时间告诉维护人员"
P = ParamSpec("P")
log = logging.getLogger(__name__)


def here() -> bool:
    """Whether this session's visitor has given the password."""
    return bool(st.session_state.get(LOGGED_IN))


def say(sentence: str, *, bad: bool = False) -> None:
    """Let the next drawing of the page say something."""
    st.session_state[SAID] = (sentence, bad)


def draw_said() -> None:
    """Say once what came of the last act."""
    if held := st.session_state.pop(SAID, None):
        sentence, bad = held
        st.html(operated.said(sentence, bad=bad))


def spoken(callback: Callable[P, None]) -> Callable[P, None]:
    """A callback whose failure is said; Streamlit would show nothing but an empty page."""

    @wraps(callback)
    def said(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            callback(*arguments, **options)
        except KbError as error:
            say(str(error), bad=True)
        except Exception:
            log.exception("操作出错")
            say(UNFORESEEN, bad=True)

    return said


def do(settings: Settings, name: str, what: str, act: Callable[[], str]) -> bool:
    """Let the operator do something, and whether it was done; what came of it is said and written down.

    Args:
        settings: where the corpus is.
        name: what is done, such as 移走.
        what: to what.
        act: does it and says what came of it; it raises a KbError where it cannot be done.
    """
    if not here():
        say("请先登录", bad=True)
        return False
    done = True
    try:
        outcome = act()
    except KbError as error:
        outcome, done = str(error), False
    except Exception:
        log.exception("操作出错")
        outcome, done = UNFORESEEN, False
    say(outcome, bad=not done)
    note(settings, name, what, outcome)
    return done


def note(settings: Settings, name: str, what: str, outcome: str) -> None:
    """Write an act of this session down; a log that cannot be written is said."""
    if complaint := write_down(settings, name, what, outcome, address()):
        say(complaint, bad=True)


def write_down(settings: Settings, name: str, what: str, outcome: str, address: str) -> str:
    """Write an act down, from whatever thread; why it could not be, or nothing."""
    from kb.operate import audit

    try:
        audit.record(settings.corpus, audit.act_of(name, what, outcome, address))
    except KbError as error:
        log.error("%s", error)
        return str(error)
    return ""


def address() -> str:
    """Where the visitor's connection comes from; empty on this machine or where it is unknown."""
    found: object = st.context.ip_address
    return found if isinstance(found, str) else ""


def draw_login(settings: Settings) -> None:
    """Ask for the password, or say how one is set."""
    if not settings.operator_password:
        st.html(operated.HOW_TO_OPEN)
        return
    from kb.operate.password import LONGEST

    with st.form("kb-files-login", clear_on_submit=True, border=False):
        st.text_input("管理密码", type="password", key=PASSWORD, autocomplete="current-password", max_chars=LONGEST)
        st.form_submit_button("登录", key="kb-files-login-submit", type="primary", on_click=_log_in, args=(settings,))


def draw_logout(settings: Settings) -> None:
    """Let the operator leave."""
    st.button("退出登录", key="kb-files-logout", on_click=_log_out, args=(settings,))


@spoken
def _log_in(settings: Settings) -> None:
    from kb.operate.attempts import try_password

    tried = try_password(settings, st.session_state.get(PASSWORD, ""))
    st.session_state[LOGGED_IN] = tried.right
    say(tried.sentence, bad=not tried.right)
    if tried.looked_at:
        note(settings, "登录", "", tried.sentence)


def _log_out(settings: Settings) -> None:
    st.session_state[LOGGED_IN] = False
    say("已退出登录")
    note(settings, "退出", "", "已退出")
