"""The form of an enterprise, in people's words. What is filled in stands in the address: a link is a result."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.model.match import Need, Size

if TYPE_CHECKING:
    from kb.library import Library

NEEDS: Mapping[Need, str] = {
    Need.FINANCE: "缺钱、想贷款",
    Need.GRANT: "想拿补助、奖励",
    Need.RIGHTS: "被仿冒、要维权",
    Need.FAST: "专利想快点批下来",
    Need.EXPORT: "做外贸、去海外",
    Need.INSURANCE: "想买保险防风险",
    Need.TRANSFER: "专利想卖出去、用起来",
    Need.BRAND: "想打响品牌",
    Need.STANDARD: "想参与定标准",
    Need.SERVICE: "想查资料、用平台",
    Need.TRAINING: "想学、想培训",
    Need.TALENT: "想招人、留人",
    Need.LISTING: "准备上市",
    Need.PILOT: "想评示范、争试点",
}
"""Each need as people say it."""
UNKNOWN, NONE_YET = "不清楚", "都还没有"
EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "小型外贸企业，被同行仿冒": {"需求": [Need.RIGHTS, Need.EXPORT], "规模": "小型", "出口": "有"},
    "中型家电企业，想用专利贷款": {
        "需求": [Need.FINANCE], "行业": "智能家电", "规模": "中型", "知识产权": ["专利"],
    },
    "微型初创企业，专利想快点批下来": {"需求": [Need.FAST], "规模": "微型", "资质": ["初创企业"], "知识产权": ["专利"]},
}  # fmt: skip
"""Enterprises to begin with, and what they would fill in."""
FIELDS = ("需求", "地区", "行业", "规模", "规上", "出口", "上市", "资质", "知识产权", "说明")
"""The names of the fields: in the address, and as `Known.profile_from` knows them."""
_MANY, _ONE = ("需求", "资质", "知识产权"), ("规模", "规上", "出口", "上市")
"""Fields that are chips, and those that are one answer of a few."""
_AS_READ = {"不是": "否"}
"""An answer as the form says it, and as a profile reads it."""
FURTHER = FIELDS[4:]
"""What is asked of those only who want to say more."""
MOST = 2000
"""Characters of one's own words that the address carries; a longer one would be refused by servers on the way."""
_SEPARATED = re.compile(r"[、，,;；\s]+")


def form(library: "Library") -> None:
    """Draw the form; what it holds is read by `filled`."""
    _arrived()
    st.pills(
        "现在想解决什么（可以选几个）", list(NEEDS), selection_mode="multi", format_func=NEEDS.__getitem__,
        key="需求", bind="query-params",
    )  # fmt: skip
    st.text_input("企业在哪里", key="地区", bind="query-params", placeholder="如：宁波市鄞州区", autocomplete="off")
    st.text_input(
        "做什么行业（几个的用顿号隔开）", key="行业", bind="query-params", placeholder="如：智能家电、模具",
        autocomplete="off",
    )  # fmt: skip
    _chosen("规模", "企业多大", (*Size, UNKNOWN))
    with st.expander("再说详细些（可不填）", expanded=st.session_state["kb-further"]):
        _further(library)


def filled() -> dict[str, object]:
    """What is filled in, under the keys of `Known.profile_from`; what is left empty or not known is left out."""
    state = st.session_state
    values: dict[str, object] = {name: state.get(name) for name in FIELDS}
    values["需求"] = [str(each) for each in state.get("需求") or ()]
    values["行业"] = [word for word in _SEPARATED.split(state.get("行业") or "") if word]
    values["规上"] = _AS_READ.get(state.get("规上") or "", state.get("规上"))
    given = {name: value for name, value in values.items() if value and value != UNKNOWN}
    if NONE_YET in (state.get("知识产权") or ()):
        given["知识产权"] = [each for each in state["知识产权"] if each != NONE_YET]
    return given


def fill(values: Mapping[str, object]) -> None:
    """Fill the form in, or empty it: whatever `values` do not name is emptied. To be called by a button."""
    for name in FIELDS:
        empty: object = [] if name in _MANY else None if name in _ONE else ""
        st.session_state[name] = values.get(name, empty)
    st.session_state["kb-further"] = any(name in values for name in FURTHER)


def _further(library: "Library") -> None:
    _chosen("规上", "规模以上工业企业吗（年主营业务收入 2000 万元及以上）", ("是", "不是", UNKNOWN))
    _chosen("出口", "有没有出口", ("有", "没有", UNKNOWN))
    _chosen("上市", "有没有上市打算", ("有", "没有", UNKNOWN))
    _chips("资质", "有哪些资质", library.known.qualifications)
    _chips("知识产权", "有哪些知识产权", (*library.known.rights, NONE_YET))
    long = len(st.session_state.get("说明") or "") > MOST
    st.text_area(
        "用自己的话说说", key="说明", bind=None if long else "query-params", height=96,
        placeholder="如：产品卖到德国，被同行抄了外观",
    )  # fmt: skip


def _chosen(name: str, question: str, options: Sequence[str]) -> None:
    st.segmented_control(question, list(map(str, options)), key=name, bind="query-params")


def _chips(name: str, question: str, options: Sequence[str]) -> None:
    st.pills(question, list(options), selection_mode="multi", key=name, bind="query-params")


def _arrived() -> None:
    """On arrival, unfold what the address fills in further down, and take the official word of a need (融资) too."""
    if "kb-further" in st.session_state:
        return
    st.session_state["kb-further"] = any(name in st.query_params for name in FURTHER)
    wanted = st.query_params.get_all("需求")
    if any(each in [*Need] for each in wanted):
        st.query_params["需求"] = [NEEDS[Need(each)] if each in [*Need] else each for each in wanted]
        st.rerun()
