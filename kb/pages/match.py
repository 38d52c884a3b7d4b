"""惠企政策: what the documents offer an enterprise, in their own words, each with its conditions."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import ProfileRefused
from kb.model.match import Match, Profile, Verdict
from kb.pages import enterprise, opened
from kb.pages.downloads import WORD, XLSX
from kb.pages.frame import notice
from kb.pages.html import offers

if TYPE_CHECKING:
    from kb.library import Library

STEP, REFUSED, PRINTED = 10, 50, 50
"""How many measures are shown at a time, how many at most of those that are not met, and how many are printed."""


def _show() -> None:
    library = opened.library()
    st.html('<h1 class="kb-title">惠企政策</h1>')
    with st.container(key="kb-match"):
        _both(library)


def _both(library: "Library") -> None:
    """The form, and beside it what it finds."""
    with st.container(key="kb-form"):
        enterprise.form(library)
        given = enterprise.filled()
        profile = _profile(library, given) if given else None
        found = library.known.match(profile) if profile else ()
        if given:
            st.button("清空，重新填", key="kb-clear", on_click=enterprise.fill, args=({},), type="tertiary")
            _draw(offers.jump(found))
    with st.container(key="kb-results"):
        if not given:
            _welcome(library)
        elif profile:
            _results(library, profile, found)


def _profile(library: "Library", given: dict[str, object]) -> Profile | None:
    """The profile of what is filled in; None where it is refused, which is said beside the form."""
    try:
        return library.known.profile_from(given)
    except ProfileRefused as refusal:
        notice(str(refusal))
        return None


def _welcome(library: "Library") -> None:
    st.html(offers.welcome(library.documents()))
    st.html('<p class="kb-hint">也可以先点一个例子看看：</p>')
    with st.container(key="kb-examples"):
        for number, (name, values) in enumerate(enterprise.EXAMPLES.items()):
            st.button(name, key=f"kb-example-{number}", on_click=enterprise.fill, args=(values,))


def _results(library: "Library", profile: Profile, found: Sequence[Match]) -> None:
    if not found:
        st.html(offers.nothing())
        return
    answering, rest, closed = _parted(library, profile, found)
    wanted = [enterprise.NEEDS[each] for each in profile.needs]
    st.html(offers.counted(found, len(answering), wanted))
    _handed_out(library, found, answering if wanted else rest)
    first, second = _shown(profile)
    _standings(library, [*answering[:first], *rest[:second]])
    _listed(library, answering, first, (profile, first + STEP, second))
    if rest and len(answering) <= first:
        _rest(library, rest, second, (profile, first, second + STEP), bool(wanted))
    _draw(offers.asked(library.known.to_answer(answering if wanted else found)))
    st.html(offers.refused(_sourced(library, closed[:REFUSED]), len(closed)) + offers.note())


def _parted(
    library: "Library", profile: Profile, found: Sequence[Match]
) -> tuple[list[Match], list[Match], list[Match]]:
    """The measures that answer the needs, the others that the enterprise may get, and those that it does not meet."""
    parts: tuple[list[Match], list[Match], list[Match]] = ([], [], [])
    for each in found:
        met = each.verdict is not Verdict.NOT_MET
        parts[(0 if library.known.needs_of(each, profile) else 1) if met else 2].append(each)
    return parts


def _shown(profile: Profile) -> tuple[int, int]:
    """How many measures that answer the needs are shown, and how many others; a change of the form begins anew."""
    held, first, second = st.session_state.get("kb-shown", (None, 0, 0))
    return (first, second) if held == profile else (STEP, 0 if profile.needs else STEP)


def _show_more(*counts: object) -> None:
    st.session_state["kb-shown"] = counts


def _standings(library: "Library", shown: Sequence[Match]) -> None:
    """Once for each document that is not simply in force, that it is not."""
    titles = {each.offer.document: each.offer.title for each in shown}
    _draw(offers.standings((title, library.known.standing(id_)) for id_, title in titles.items()))


def _listed(library: "Library", found: Sequence[Match], count: int, further: tuple[object, ...]) -> None:
    """The first measures, and a button for more."""
    if not found:
        return
    st.html(offers.cards(_sourced(library, found[:count])))
    if len(found) > count:
        label = f"再看 {min(STEP, len(found) - count)} 条（还有 {len(found) - count} 条）"
        st.button(label, key="kb-more", on_click=_show_more, args=further)


def _rest(library: "Library", rest: Sequence[Match], count: int, further: tuple[object, ...], wanted: bool) -> None:
    """What answers none of the needs that were chosen: shown on demand only, or at once where none was chosen."""
    if not count:
        st.button(f"也看看没有说到这些的 {len(rest)} 条", key="kb-rest", on_click=_show_more, args=further)
        return
    if wanted:
        st.html(f'<h2 class="kb-rest">没有说到这些、条件对得上或待补充的 {len(rest)} 条</h2>')
    _listed(library, rest, count, further)


def _draw(html: str) -> None:
    """Draw what there is; Streamlit takes no empty piece."""
    if html:
        st.html(html)


def _sourced(library: "Library", found: Sequence[Match]) -> list[offers.Sourced]:
    """Matches with the citations of their sections, and what holds of their documents."""
    return [
        offers.Sourced(
            each, library.section(each.offer.measure.section).citation, library.known.standing(each.offer.document)
        )
        for each in found
    ]


def _handed_out(library: "Library", found: Sequence[Match], best: Sequence[Match]) -> None:
    """The buttons that hand the list out: as Word what is worth applying for, as Excel everything."""
    from kb.library import papers

    def cited(those: Sequence[Match]) -> dict[str, str]:
        sections = {each.offer.measure.section for each in those}
        return {section: library.section(section).citation for section in sections}

    def word() -> bytes:
        printed = best[:PRINTED]
        asked = library.known.to_answer(best)[: offers.QUESTIONS]
        return papers.word(papers.match_paper(printed, asked, cited(printed)))

    def excel() -> bytes:
        return papers.workbook([papers.match_sheet(found, cited(found))])

    with st.container(horizontal=True, key="kb-out"):
        if best:
            _download("存为 Word", word, "惠企政策.docx", WORD)
        _download("存为 Excel", excel, "惠企政策.xlsx", XLSX)
        st.html('<button type="button" class="kb-print" data-print>打印</button>', width="content")


def _download(label: str, content: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(label, content, name, mime, key=f"kb-{name}", on_click="ignore")


_show()
