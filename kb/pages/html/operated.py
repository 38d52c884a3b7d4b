"""What an operator did and is about to do, as HTML: files on trial with the verdict on each, and the log of acts."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kb.model import BuildReport
from kb.pages.html.inventory import joined, size
from kb.pages.html.markup import escape, folded, listed

if TYPE_CHECKING:
    from kb.operate.audit import Act
    from kb.operate.fit import Verdict

HOW_TO_OPEN = (
    '<section class="kb-how"><p>现在只能查看。要在网页上传文件、移走文件和重建索引，先设一个管理密码：</p><ol>'
    "<li>在服务器上运行 <code>python -m kb password</code>，输入密码，它会印出一行；</li>"
    "<li>把这一行（连同单引号）写进启动页面前的环境变量，即 <code>KB_OPERATOR_PASSWORD</code>；</li>"
    "<li>重启页面，回到这里登录。</li></ol>"
    "<p>不设密码也能管理：把文件放进 <code>corpus</code> 文件夹，再运行 <code>python -m kb build</code>。</p></section>"
)


INTERRUPTED = (
    '<p class="kb-hint" role="status">另一处正在建库，或有一次建库中途断了。现在用的版本不受影响；'
    "断了的话，再重建一次会接着用已经算好的部分。</p>"
)


def said(sentence: str, *, bad: bool) -> str:
    """What came of the last act."""
    kind, role = ("kb-notice", "alert") if bad else ("kb-done", "status")
    return f'<p class="{kind}" role="{role}">{escape(sentence)}</p>'


def verdict(one: "Verdict") -> str:
    """A file on trial: whether it can be taken in and why, and what its reading found."""
    trial, name = one.trial, escape(one.held.name)
    found = [
        f"《{escape(trial.title)}》",
        f"{trial.sections:,} 个章节",
        f"{trial.characters:,} 字，{'一字不少' if trial.balanced else '核对不符'}",
        f"{len(trial.notes)} 处需留意" if trial.notes else "没有需留意的",
    ]
    read = f'<p class="kb-hint">{joined(found)}</p>' if trial.sections else ""
    notes = folded("需留意的地方", listed(map(escape, trial.notes))) if trial.notes else ""
    reason = f"<p>{escape(one.reason)}</p>" if one.reason else ""
    return (
        f'<div class="kb-file"><h3>{name}<span class="kb-badge kb-{one.fit.name.lower()}">{one.fit}</span></h3>'
        f'<p class="kb-hint">{size(one.held.size)}</p>{reason}{read}{notes}</div>'
    )


def formats(suffixes: Sequence[str], limit: int) -> str:
    """Which files can be uploaded; `limit` is in bytes."""
    told = "、".join(each.removeprefix(".") for each in suffixes)
    return (
        f'<p class="kb-hint">可以一次选多份，每份不超过 {limit >> 20} MB。能读的格式：{escape(told)}。'
        "上传后先试读，看清楚了再加入知识库。</p>"
    )


def asked(sentence: str) -> str:
    """A question before something is done that others notice."""
    return f'<p class="kb-due" role="alert">{escape(sentence)}</p>'


def built(report: BuildReport) -> str:
    """That the last build of this process ended well, in one line."""
    refused = f"，{len(report.refusals)} 份没能入库（见“没有入库”）" if report.refusals else ""
    return said(f"已建成 {report.generation}：{report.documents:,} 份文件{refused}。详情见“索引版本”", bad=False)


def building(begun: datetime) -> str:
    """That everything can be used while a build runs."""
    return f'<p class="kb-hint" role="status">{begun:%H:%M} 开始；期间照常查询旧的一版，建成后自动换上。</p>'


def verified(generation: str, problems: Sequence[str]) -> str:
    """Whether the index is what its manifest says."""
    if not problems:
        return said(f"索引 {generation} 完好", bad=False)
    return said(f"索引 {generation} 不完好，请“全部重算”（或运行 python -m kb build --full）", bad=True) + listed(
        map(escape, problems)
    )


def turned_away(files: Sequence[tuple[str, str]]) -> str:
    """The uploads that were not even held, each with its sentence."""
    items = listed(f"<strong>{escape(name or '（没有名字）')}</strong>：{escape(reason)}" for name, reason in files)
    return f'<section class="kb-notice" role="alert"><p>没有收下：</p>{items}</section>'


def acts(shown: Sequence["Act"]) -> str:
    """The log of acts, the newest first."""
    if not shown:
        return '<p class="kb-hint">还没有操作记录。</p>'
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in _cells(each))}</tr>" for each in shown)
    head = "".join(f"<th>{name}</th>" for name in ("时间", "操作", "对象", "结果", "来自"))
    return f'<div class="kb-table kb-log" tabindex="0"><table><tr>{head}</tr>{rows}</table></div>'


def _cells(act: "Act") -> tuple[str, ...]:
    return act.when[:19].replace("T", " "), act.act, act.what, act.outcome, act.address or "本机"
