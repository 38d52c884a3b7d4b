"""Which documents a question is asked of: the filters, folded away, each of them a part of the address."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import QuestionRefused
from kb.model import Field
from kb.model.filters import Filters
from kb.model.validity import Validity

if TYPE_CHECKING:
    from kb.library import Library

YEARS = 12
"""How many of the years are offered, the latest first."""
SHOWN = ("level", "genre", "year", "validity", "issuer", "topic", "on")
"""The keys of the widgets, which are their names in the address; `document` has no widget."""


def chosen(library: "Library") -> Filters:
    """What is chosen, by the widgets or by the address.

    Raises:
        QuestionRefused: what was typed as a day is none.
    """
    with st.expander(_label(), key="kb-filters"):
        levels = _pills("层级", "level", (value for value, _ in library.values(Field.LEVEL)))
        genres = _pills("体裁", "genre", (value for value, _ in library.values(Field.GENRE)))
        validities = _pills("时效性", "validity", (each.value for each in Validity))
        years = _pills("年份", "year", map(str, library.years()[:YEARS]))
        with st.container(horizontal=True):
            issuer = st.text_input("发文机关", key="issuer", bind="query-params", placeholder="例如：知识产权局")
            topic = st.text_input("主题分类", key="topic", bind="query-params", placeholder="例如：科技")
            on = st.text_input(
                "按哪一天的时效", key="on", bind="query-params", placeholder="默认今天，例如：2023-05-01"
            )
    return Filters(
        levels=levels,
        genres=genres,
        validities=tuple(Validity(each) for each in validities if each in [*Validity]),
        years=tuple(int(each) for each in years if each.isdecimal()),
        issuers=_words(issuer),
        topics=_words(topic),
        documents=tuple(st.query_params.get_all("document")),
        on=_day(on or ""),
    )


def _label() -> str:
    used = sum(bool(st.session_state.get(key) or st.query_params.get(key)) for key in SHOWN)
    return f"筛选（已选 {used} 项）" if used else "筛选"


def _pills(label: str, key: str, options: Iterable[str]) -> tuple[str, ...]:
    """Chips of which any number may be chosen; nothing where the base has no such value.

    A value that only the address has is a chip as well: to leave it out would answer another question.
    """
    held = list(dict.fromkeys((*options, *st.query_params.get_all(key))))
    if not held:
        return ()
    return tuple(st.pills(label, held, selection_mode="multi", key=key, bind="query-params"))


def _words(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").split())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise QuestionRefused(f"“{text}”不是日期，请写成 2023-05-01 这样") from None
