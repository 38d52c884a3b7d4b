"""指标: the figures of the documents over the years, whether targets were reached, and what does not agree."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.model.record import Indicator
from kb.pages import opened
from kb.pages.downloads import XLSX
from kb.pages.frame import notice
from kb.pages.html import figures, loose

if TYPE_CHECKING:
    from kb.library import Library

ROWS, PAIRS = 200, 50
"""How many rows of a table, and how many disagreeing pairs are drawn."""
CHIPS = 6
"""How many documents are offered as chips; more of them in a box to choose from."""
CSV = "text/csv"


def _show() -> None:
    library = opened.library()
    st.html('<h1 class="kb-title">指标</h1>')
    everything = library.known.indicators()
    if not everything:
        st.html(figures.nothing())
        return
    named = {each.id: each.title for each in library.documents()}
    held = dict.fromkeys(each.section.rpartition("/")[0] for each in everything)
    titles = {id_: named[id_] for id_ in held}
    chosen = _document(titles)
    of = [each for each in everything if not chosen or each.section.startswith(f"{chosen}/")]
    with st.container(horizontal=True, vertical_alignment="bottom", key="kb-tools"):
        words = _words()
        found = [each for each in of if all(word in each.name for word in words)]
        if found:
            _handed_out(library, found)
    _figures(library, found, titles[chosen or next(iter(titles))] if chosen or len(titles) == 1 else "")


def _document(titles: Mapping[str, str]) -> str:
    """The document of the address, and the way to choose another one; empty for all."""
    wanted = st.query_params.get("doc", "").strip("/")
    if wanted and wanted not in titles:
        notice(f"没有读到编号为“{wanted}”的文件的指标，下面是全部文件的")
        wanted = ""
    if len(titles) <= CHIPS:
        st.html(figures.chips(titles, wanted))
        return wanted
    st.session_state["kb-document"] = wanted
    st.selectbox(
        "哪一份文件", ["", *titles], format_func=lambda id_: titles.get(id_, f"全部文件（{len(titles)} 份）"),
        key="kb-document", on_change=_choose,
    )  # fmt: skip
    return wanted


def _choose() -> None:
    """The choice goes into the address, from where it is read."""
    if chosen := st.session_state["kb-document"]:
        st.query_params["doc"] = chosen
    else:
        st.query_params.pop("doc", None)


def _words() -> list[str]:
    return (
        st.text_input(
            "按名称找", key="找", bind="query-params", placeholder="如：专利。输入后按回车", autocomplete="off"
        )
        or ""
    ).split()


def _figures(library: "Library", found: Sequence[Indicator], title: str) -> None:
    known = library.known
    lines, pairs = known.joined(found), known.disagreements(found)
    joined = {id(each) for line in lines for each in line.values}
    rest = [each for each in found if id(each) not in joined]
    st.html(figures.counted(len(lines), len(found), ROWS))
    if not found:
        return
    rows = [figures.Row(line, known.attained(line), known.progress(line)) for line in lines[:ROWS]]
    shown = [*(each for row in rows for each in row.line.values), *rest[:ROWS]]
    shown += [each for pair in pairs[:PAIRS] for each in (pair.one, pair.other)]
    citations = _citations(library, shown)
    parts = (
        figures.table(rows, citations, title) if rows else "",
        loose.others(rest[:ROWS], citations, title, len(rest)),
        loose.disagreements(pairs[:PAIRS], citations, title, len(pairs)),
    )
    st.html("".join(parts))


def _citations(library: "Library", found: Sequence[Indicator]) -> dict[str, str]:
    return {section: library.section(section).citation for section in dict.fromkeys(each.section for each in found)}


def _handed_out(library: "Library", found: Sequence[Indicator]) -> None:
    """The buttons that hand the figures out, all of those that are chosen."""
    from kb.library import papers

    def text() -> bytes:
        return papers.indicator_csv(found, _citations(library, found))

    def book() -> bytes:
        known = library.known
        sheets = papers.indicator_sheets(
            found, known.joined(found), known.disagreements(found), _citations(library, found)
        )
        return papers.workbook(sheets)

    _download("存为 Excel", book, "指标.xlsx", XLSX)
    _download("存为 CSV", text, "指标.csv", CSV)
    st.html('<button type="button" class="kb-print" data-print>打印</button>', width="content")


def _download(label: str, content: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(label, content, name, mime, key=f"kb-{name}", on_click="ignore")


_show()
