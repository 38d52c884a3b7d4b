"""Which lines of a page are the document, and which are its furniture: navigation, share buttons, footers.

A page that names the place of its text in a way that site software does is trusted; elsewhere only what is known to be
furniture goes, by its name, by its links or by its words, and what is not known stays.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.read.html.lines import Line, Lines, Region
from kb.read.html.words import ATTACHED, IMPRINT, NUMBER, is_furniture, may_be_foot

CONTAINERS = frozenset(
    name
    for row in (
        "ucap-content trs_editor trs_ueditor trs_editor_view trs_web custom_unionstyle pages_content zoom zoomcon",
        "fontzoom article-content article_content articlecontent article_con article-con artcontent art_con artcon",
        "news_content newscontent news-content content_body contentbody content-body con_text content_text contenttext",
        "content-text text_content detail_content detail-content detailcontent xxgk_content info_content vsb_content",
        "vsb_content_2 v_news_content wp_articlecontent ewb-article-content j-fontcontent bt-content bt_content",
        "arc_content conmain_text txt_content wz_content gk_content my_doccontent article-body articlebody maintext",
        "article_body mainbody main_text main-txt xl_content xl-content entry-content rich_media_content",
    )
    for name in row.split()
)
"""Ids and classes that the software of government sites (TRS, 大汉, 博达, 新点, 开普) gives the text of a document."""
_SCOPES = frozenset(("article", "content", "contents", "detail", "main", "maincontent", "zw", "zhengwen", "xl"))
_FURNITURE = frozenset(
    word
    for row in (
        "nav navbar navi navigation menu menus menubar breadcrumb breadcrumbs crumb crumbs position location dqwz wzdh",
        "footer foot foots footbox bottom copyright share bdshare bdsharebuttonbox bshare jiathis socialshare fenxiang",
        "sidebar aside friendlink friendlinks links link search searchbox login toolbar tools topbar toplink pager",
        "pagination relate related relative xgxx xgwj xgjd xgwz xglj comment comments qrcode ewm erweima print font",
        "fontsize banner logo header head wza accessible gotop backtop toptool hot hotnews recommend rightside",
    )
    for word in row.split()
)
"""Words in ids and classes that say: no part of the text."""
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))


_ASIDE = re.compile(r"[（(].*[)）]\Z", re.DOTALL)
_DATE = re.compile(
    r"(?:\d{4}|[一二][〇○零Oo一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日"
)
"""The date of a 落款 (GB/T 9704—2012 7.3.5.4)."""
_PROSE = re.compile(r"[。；：！？”]\s*\Z")


@dataclass(slots=True)
class Choice:
    """For each line whether it is of the document, and what an editor should look at."""

    kept: list[bool]
    warnings: list[str] = field(default_factory=list)


def choose(page: Lines, apart: Sequence[bool], titles: frozenset[str]) -> Choice:
    """Which lines of `page` are the document.

    Args:
        page: its lines and what its elements are called.
        apart: for each line whether it was read as part of an information block.
        titles: the titles that the page states, without white space.
    """
    weights = [0 if apart[i] else _weight(line) for i, line in enumerate(page.lines)]
    total = [0, *itertools.accumulate(weights)]
    whole = range(len(page.lines))
    scopes, trusted = _scopes(page.regions, total)
    choice = Choice([not each for each in apart])
    inside = [any(i in scope for scope in scopes) for i in whole] if scopes else [True for _ in whole]
    kept = _without_tools(page.lines, choice.kept)
    if not trusted:
        kept = _without_furniture(page, kept, inside, titles)
    else:
        kept = _without_links_behind(page.lines, kept, inside)
    if scopes:
        kept = _with_edges(page.lines, kept, inside, titles)
    choice.kept = kept
    _warn(page, choice, apart, bool(scopes))
    return choice


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _weight(line: Line) -> int:
    return 0 if is_furniture(line.text) or IMPRINT.search(line.text) else max(0, line.size - line.linked)


def _scopes(regions: Sequence[Region], total: Sequence[int]) -> tuple[list[range], bool]:
    """Where the text stands, and whether the page says so in a way that only text is called; nowhere if unknown.

    Only a place that holds most of what is no link counts: a page may call its search box content too.
    """
    named = [region for region in regions if region.names & CONTAINERS]
    outer = _outermost(named)
    if sum(total[each.stop] - total[each.start] for each in outer) * 10 >= total[-1] * 5 and outer:
        return outer, True
    wide = [each for each in regions if each.tag in ("article", "main") or each.words & _SCOPES or each.names & _SCOPES]
    fitting = [each for each in wide if (total[each.last] - total[each.first]) * 10 >= total[-1] * 9]
    smallest = min(fitting, key=lambda each: each.last - each.first, default=None)
    return ([range(smallest.first, smallest.last)], False) if smallest else ([], False)


def _outermost(regions: Sequence[Region]) -> list[range]:
    found: list[range] = []
    for region in sorted(regions, key=lambda each: (each.first, -each.last)):
        if not found or region.first >= found[-1].stop:
            found.append(range(region.first, region.last))
    return found


def _without_tools(lines: Sequence[Line], kept: Sequence[bool]) -> list[bool]:
    return [
        keep and not (line.grid is None and is_furniture(line.text)) for line, keep in zip(lines, kept, strict=True)
    ]


def _is_prose(line: Line) -> bool:
    """Whether a line can only be text: a table, or a sentence that is no link."""
    if line.linked * 2 > line.size:
        return False
    return line.grid is not None or (line.size >= 30 and _PROSE.search(line.text) is not None)


def _without_links_behind(lines: Sequence[Line], kept: Sequence[bool], inside: Sequence[bool]) -> list[bool]:
    """Without the list of links to other pages that ends a trusted place, and the words above it."""
    result = list(kept)
    last = max((i for i in range(len(lines)) if inside[i]), default=-1)
    start = last
    while start >= 0 and inside[start] and (not result[start] or _is_linked(lines[start])):
        start -= 1
    if start < last and any(not kept[i] for i in range(start + 1, last + 1)):
        result[start + 1 : last + 1] = [False] * (last - start)
    return result


def _is_linked(line: Line) -> bool:
    return line.links > 0 and not line.file and line.linked * 10 >= line.size * 7


def _without_furniture(page: Lines, kept: Sequence[bool], inside: Sequence[bool], titles: frozenset[str]) -> list[bool]:
    """Without what the page calls furniture, what is mostly links, and what stands before and behind the text."""
    result = list(kept)
    foot = _foot(page.lines)
    result[foot:] = [False] * (len(result) - foot)
    prose = [i for i in range(foot) if inside[i] and kept[i] and _is_prose(page.lines[i])]
    first, last = (prose[0], prose[-1]) if prose else (foot, -1)
    for region in page.regions:
        if _is_furnished(page, region, titles) and not any(region.first <= i < region.last for i in prose):
            result[region.first : region.last] = [False] * (region.last - region.first)
    head = next((i for i in range(first) if bare(page.lines[i].text) in titles), None)
    for i, line in enumerate(page.lines[:foot]):
        linked = _is_linked(line) and (i < first or i > last)
        lone = linked and (line.links >= 3 or _beside(page.lines, i) or (head is not None and i < head))
        if lone and bare(line.text) not in titles and not ATTACHED.match(line.text):
            result[i] = False
    return result


def _beside(lines: Sequence[Line], at: int) -> bool:
    """Whether a line of links stands in a row of such lines."""
    near = [i for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return any(_is_linked(lines[i]) for i in near)


def _is_furnished(page: Lines, region: Region, titles: frozenset[str]) -> bool:
    lines = page.lines[region.first : region.last]
    if any(bare(line.text) in titles or _is_prose(line) for line in lines):
        return False
    if region.tag in _FURNITURE_TAGS:
        return True
    if any(line.level in (1, 2) and line.size >= 10 and not _is_linked(line) for line in lines):
        return False
    if region.words & _FURNITURE or region.names & _FURNITURE:
        return True
    size, linked = sum(line.size for line in lines), sum(line.linked for line in lines)
    links = sum(line.links for line in lines if not line.file)
    return links >= 3 and linked * 10 >= size * 6 and not any(ATTACHED.match(line.text) for line in lines)


def _foot(lines: Sequence[Line]) -> int:
    """Where the imprint of the site begins, if it is short and at the end, else behind the last line."""
    sizes = [line.size for line in lines]
    left = sum(sizes)
    for at, line in enumerate(lines):
        if line.grid is None and IMPRINT.search(line.text) and left <= max(800, sum(sizes) // 5):
            above = itertools.takewhile(lambda other: other.grid is None and _may_be_foot(other), reversed(lines[:at]))
            return at - sum(1 for _ in above)
        left -= sizes[at]
    return len(lines)


def _may_be_foot(line: Line) -> bool:
    return _is_linked(line) or may_be_foot(line.text)


def _with_edges(
    lines: Sequence[Line], kept: Sequence[bool], inside: Sequence[bool], titles: frozenset[str]
) -> list[bool]:
    """The lines of the scope, with the headline above it and 落款 and attached files below it."""
    result = [keep and within for keep, within in zip(kept, inside, strict=True)]
    body = [i for i, within in enumerate(result) if within]
    if not body:
        return result
    opening = {bare("".join(line.text for line in lines[i:j])) for i in body[:4] for j in range(i + 1, i + 5)}
    head = None if opening & titles else _headline(lines, kept, body[0], titles)
    for i in range(head, body[0]) if head is not None else ():
        above = lines[i]
        result[i] = kept[i] and (i == head or bool(NUMBER.search(above.text)) or _ASIDE.match(above.text) is not None)
    behind = range(body[-1] + 1, len(lines))
    dated = next((i for i in behind[:3] if _DATE.fullmatch(bare(lines[i].text))), -1)
    for i in behind:
        if lines[i].file or i <= dated or ATTACHED.match(lines[i].text):
            result[i] = kept[i]
        elif kept[i]:
            break
    return result


def _headline(lines: Sequence[Line], kept: Sequence[bool], before: int, titles: frozenset[str]) -> int | None:
    """The last line above the text that is a title the page states, else its last heading there."""
    above = [i for i in range(before) if kept[i] and not _is_linked(lines[i])]
    stated = [i for i in above if bare(lines[i].text) in titles]
    marked = [i for i in above if lines[i].level in (1, 2) and lines[i].size >= 6]
    return max(stated, default=max(marked, default=None))


def _warn(page: Lines, choice: Choice, apart: Sequence[bool], scoped: bool) -> None:
    left = [i for i, keep in enumerate(choice.kept) if not keep and not apart[i]]
    lost = sum(page.lines[i].size for i in left if _is_prose(page.lines[i]) and not _may_be_foot(page.lines[i]))
    if lost:
        choice.warnings.append(f"正文之外有成段的文字 {lost} 字没有收入，请核对")
    if left and not scoped:
        choice.warnings.append("没有认出网页正文的位置：除导航、页脚等栏目外全部保留，请核对")
    pictures = sum(1 for i in page.pictures if _near(choice.kept, i))
    if pictures:
        choice.warnings.append(f"正文里有 {pictures} 幅图片，图片中的文字没有读取")


def _near(kept: Sequence[bool], position: int) -> bool:
    """Whether a picture before line `position` stands in the text: kept lines on both sides, or at its very end."""
    before, after = any(kept[:position]), any(kept[position:])
    return before and after


def runs(kept: Sequence[bool]) -> Iterator[tuple[bool, int, int]]:
    """Runs of lines that are all kept or all left out: whether, from where, to where."""
    for keep, group in itertools.groupby(range(len(kept)), key=kept.__getitem__):
        members = list(group)
        yield keep, members[0], members[-1] + 1
