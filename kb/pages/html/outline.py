"""A document's outline as HTML: a tree of links, open where the cited section stands."""

from kb.model import Document, Section, SectionKind
from kb.pages.html import markup
from kb.pages.html.markup import escape

OPEN = 1
"""Down to which depth the tree is open where nothing is cited."""


def outline(document: Document, cited: Section | None) -> str:
    """The tree. It folds away on a narrow screen."""
    by_id = {each.id: each for each in document.sections}
    children: dict[str, list[Section]] = {}
    for each in document.sections:
        if each.parent and each.kind is not SectionKind.ROW:
            children.setdefault(each.parent, []).append(each)
    branch = _branch(cited, by_id)
    root = next((each.id for each in document.sections if each.parent is None), "")
    tree = _level(children, root, branch)
    return (
        '<nav class="kb-outline" aria-label="目录"><details class="kb-fold" open><summary>目录</summary>'
        f"{tree}</details></nav>"
    )


def _branch(cited: Section | None, by_id: dict[str, Section]) -> list[str]:
    """The ids from the cited section up to the root; a table row stands for its table."""
    if cited is not None and cited.kind is SectionKind.ROW and cited.parent:
        cited = by_id[cited.parent]
    ids: list[str] = []
    while cited is not None:
        ids.append(cited.id)
        cited = by_id[cited.parent] if cited.parent else None
    return ids


def _level(children: dict[str, list[Section]], parent: str, branch: list[str]) -> str:
    return f"<ul>{''.join(_entry(children, each, branch) for each in children.get(parent, ()))}</ul>"


def _entry(children: dict[str, list[Section]], section: Section, branch: list[str]) -> str:
    current = ' aria-current="true"' if branch[:1] == [section.id] else ""
    link = f'<a href="{markup.reading(section.id)}"{current}>{escape(section.heading)}</a>'
    if section.id not in children:
        return f"<li>{link}</li>"
    opened = " open" if section.id in branch or section.depth <= OPEN else ""
    below = _level(children, section.id, branch)
    return f"<li><details{opened}><summary>{link}</summary>{below}</details></li>"
