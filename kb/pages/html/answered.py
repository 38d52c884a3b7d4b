"""An Answer as HTML: the quoted sentences with their citations, then the sections that match, each with its reasons."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from kb.model import REWRITTEN, Answer, Document, Hit, Quote, Sentence
from kb.pages.html import markup
from kb.pages.html.markup import badge, banner, button, escape, folded, listed, marked

HINTS = (
    "换一种说法，或用文件里的用语（例如把“打官司”说成“维权”或“诉讼”）",
    "一次只问一件事，写明对象和年份",
    "到“读原文”翻看目录，看看库里有哪些文件、讲哪些事",
)
SKELETON = '<div class="kb-skeleton" role="status" aria-label="正在打开知识库"><i></i><i></i><i></i></div>'
"""What stands in the place of an answer until the library is open; it comes to sight only if that takes a while."""
WAITING = '<p class="kb-wait" role="status">正在请语言模型改写，原句已列在下面……</p>'
EMPTY = "（空）"
NEAREST = 3
"""How many sections are shown where none answers."""


def answer(found: Answer) -> str:
    """The sentences that answer, or that there are none."""
    asked = f'<p class="kb-asked">问：{escape(found.question)}</p>'  # on paper, where there is no field
    return asked + (_quotes(found) if found.answered else _no_answer(found))


def hits(found: Answer) -> str:
    """The sections that match: those that the answer is from and their neighbours, or the nearest ones."""
    if not found.answered:
        return _hits("最接近的内容（不是答案）", found.hits[:NEAREST], found.question)
    told = {quote.section.rpartition("/")[0] for quote in found.quotes}
    return _hits("相关章节", found.hits, found.question, told)


def acts(found: Answer) -> str:
    """What can be done with the whole answer without the server: copy it, collect it, print it."""
    words = "\n".join(map(markup.with_citation, found.quotes))
    buttons = (
        button("复制全部", "copy", words),
        button("全部收入引文篮", "keep", markup.kept(found.quotes)),
        button("打印", "print"),
    )
    return f'<p class="kb-acts">{"".join(buttons)}</p>'


def rewritten(found: Answer) -> str:
    """What a language model made of the answer, or why that is not shown; nothing where none was asked."""
    if found.generated is None:
        return ""
    if found.generated.set_aside:
        return f'<p class="kb-hint" role="status">{escape(found.generated.set_aside)}</p>'
    numbers = _numbers(found)
    sentences = "".join(f"<p>{_sentence(each, numbers, found.question)}</p>" for each in found.generated.sentences)
    return f'<section class="kb-rewritten" aria-live="polite"><h2>{REWRITTEN}</h2>{sentences}</section>'


def _sentence(sentence: Sentence, numbers: dict[str, int], question: str) -> str:
    refs = "".join(_ref(numbers[id_], markup.reading(id_, question)) for id_ in sentence.sections)
    return f"{escape(sentence.text)}{refs}"


def _numbers(found: Answer) -> dict[str, int]:
    """The number under which the answer cites each section."""
    return {section: n for n, section in enumerate(dict.fromkeys(q.section for q in found.quotes), start=1)}


def _ref(number: int, href: str) -> str:
    return f'<a class="kb-ref" href="{href}">[{number}]</a>'


def welcome(documents: Sequence[Document]) -> str:
    """What the base holds, for who has not asked yet."""
    links = [f'<a href="{markup.document(each.id)}">{escape(each.title)}</a>' for each in documents[:5]]
    more = [f'<a href="./?doc=">全部 {len(documents)} 份文件</a>'] if len(documents) > len(links) else []
    return (
        '<section class="kb-about"><p>回答只用库内文件的原句，句句注明出处，点出处可以看原文；'
        f"库里没有依据的，如实说没有。</p><p>库内文件（{len(documents)} 份）</p>{listed(links + more)}</section>"
    )


def narrowed(documents: Sequence[Document], question: str) -> str:
    """That only some documents are asked, and the way back to all of them."""
    titles = "、".join(f"《{escape(each.title)}》" for each in documents) or "没有这样的文件"
    return f'<p class="kb-hint">只看：{titles}　<a href="{markup.asking(question)}">改看全部文件</a></p>'


def _quotes(found: Answer) -> str:
    numbers = _numbers(found)
    groups = groupby(found.quotes, key=lambda each: each.section)
    hits = {hit.section: hit for hit in found.hits}
    documents = {hit.document: banner(hit.standing) for hit in found.hits}
    blocks = "".join(
        documents.get(section.rpartition("/")[0], "")
        + _quoted(numbers[section], list(quotes), hits[section].path[-1] if section in hits else "", found.question)
        for section, quotes in groups
    )
    empty = _empty_note(quote.text for quote in found.quotes)
    return f'<section class="kb-answer" aria-live="polite"><h2>原文这样说</h2>{blocks}{empty}</section>'


def _quoted(number: int, quotes: list[Quote], heading: str, question: str) -> str:
    """The sentences from one section, each with the section's number, and the citation once below them."""
    href = markup.reading(quotes[0].section, question)
    sentences = "".join(f"<p>{escape(each.text)}{_ref(number, href)}</p>" for each in quotes)
    cited = f'<a class="kb-cite" href="{href}">[{number}] {escape(quotes[0].citation)}</a>'
    name = f'<span class="kb-path">{escape(heading)}</span>'
    copied = button("复制", "copy", "\n".join(map(markup.with_citation, quotes)))
    kept = button("收入引文篮", "keep", markup.kept(quotes))
    acts = f'<span class="kb-acts">{copied}{kept}</span>'
    return f"<blockquote>{sentences}<footer>{cited}{name}{acts}</footer></blockquote>"


def _no_answer(found: Answer) -> str:
    return (
        '<section class="kb-none" aria-live="polite"><h2>未找到相关依据</h2>'
        f"<p>库里的文件没有回答“{escape(found.question)}”。可以：</p>{listed(HINTS)}</section>"
    )


def _hits(title: str, hits: Sequence[Hit], question: str, told: Collection[str] = ()) -> str:
    """The sections; why a document is not in force is said once, with the first of its sections, unless it was told."""
    if not hits:
        return ""
    first = {hit.document: hit.section for hit in reversed(hits) if hit.document not in told}
    cards = "".join(_hit(each, question, explained=first.get(each.document) == each.section) for each in hits)
    empty = _empty_note(hit.text for hit in hits)
    return f'<section class="kb-hits"><h2>{title}</h2><ol>{cards}</ol>{empty}</section>'


def _hit(hit: Hit, question: str, *, explained: bool) -> str:
    page = f'<span class="kb-page">第 {hit.page} 页</span>' if hit.page else ""
    path = " › ".join(map(escape, hit.path[1:]))
    return (
        f'<li><h3><a href="{markup.reading(hit.section, question)}">{escape(hit.citation)}</a>'
        f'{badge(hit.standing)}{page}</h3>{banner(hit.standing) if explained else ""}<p class="kb-path">{path}</p>'
        f'<p class="kb-text">{marked(hit.text, _words(hit))}</p>{_also(hit)}'
        f"{folded('为什么匹配', listed(_reasons(hit)))}</li>"
    )


def _also(hit: Hit) -> str:
    """The sections that say nearly the same and are not shown for themselves."""
    return f'<p class="kb-also">同文另见：{escape("、".join(hit.also))}</p>' if hit.also else ""


def _words(hit: Hit) -> list[str]:
    """The question's own words and the official terms that were looked for beside them."""
    return [*hit.why.words, *(term for each in hit.why.synonyms for term in each.terms)]


def _reasons(hit: Hit) -> Iterable[str]:
    """Why a hit is where it is, in plain words."""
    if hit.why.cited:
        yield f"问题引用了“{escape(hit.why.cited)}”，直接打开，没有检索"
        return
    if hit.why.words:
        yield f"这一节（连同标题）里有：{escape('、'.join(hit.why.words))}"
    if hit.why.synonyms:
        looked_for = "；".join(f"{each.said} → {'、'.join(each.terms)}" for each in hit.why.synonyms)
        yield f"按文件用语一并查找：{escape(looked_for)}"
    yield _ranked("按字词比对", hit.why.lexical_rank, f"得分 {hit.why.lexical_score:.2f}")
    yield _ranked("按意思比对", hit.why.dense_rank, f"相近程度 {hit.why.dense_score:.2f}，满分 1")
    reread = f"；重排模型通读后给 {hit.why.rerank_score:.4g} 分" if hit.why.rerank_score is not None else ""
    yield f"两项合计得分 {hit.score:.2f}{reread}，排在第 {hit.rank} 位"


def _ranked(how: str, rank: int | None, score: str) -> str:
    return f"{how}：第 {rank} 位（{score}）" if rank else f"{how}：没有排上"


def _empty_note(texts: Iterable[str]) -> str:
    shown = any(EMPTY in text for text in texts)
    return f'<p class="kb-hint">{EMPTY}表示原表的这一格没有填写。</p>' if shown else ""
