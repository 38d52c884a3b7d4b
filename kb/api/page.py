"""The table of routes → a page for people, in plain HTML."""

from collections.abc import Iterable
from html import escape
from urllib.parse import unquote

from kb.api.errors import KINDS, UNFORESEEN
from kb.api.openapi import ABOUT, TITLE
from kb.api.routes import FILTERS, ROUTES, Route
from kb.model.parameters import Parameter

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Content-Security-Policy: the page loads nothing and runs nothing."""
_FAILURE = '{"error": {"code": "…", "message": "…"}}'
_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#d5dde7, #39434f); --soft: light-dark(#f3f6fa, #1d242c);
  --quiet: light-dark(#52606f, #a9b4c0); --link: light-dark(#1b5aa6, #8fbcf2); }
body { font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  background: light-dark(#fff, #14191f); color: light-dark(#1c2733, #e4e9ee); max-width: 60rem; margin: 0 auto;
  padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; border-top: 1px solid var(--line);
  padding-top: 1.2rem; } a { color: var(--link); overflow-wrap: anywhere; } p { margin: .3rem 0; }
code { font-family: ui-monospace, Consolas, monospace; font-size: .95em; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); } .scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; margin: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); font-weight: 600; white-space: nowrap; } td:first-child { white-space: nowrap; }
"""


def page() -> str:
    """The whole page."""
    routes = "".join(map(_route, ROUTES))
    failures = _table(
        ("代码", "状态", "意思"),
        [(f"<code>{each.code}</code>", str(each.status), each.told) for each in (*KINDS.values(), UNFORESEEN)],
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>程序接口 · {TITLE}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main><p><a href='/'>{TITLE}</a></p><h1>程序接口</h1><p>{ABOUT}</p>"
        f"{routes}<h2 id='filters'>筛选条件</h2><p>几个条件都要符合；同一个条件给出几个值，符合一个就算。</p>"
        f"{_parameters(FILTERS)}<h2>没有回答时</h2><p>回答是 <code>{escape(_FAILURE)}</code>，"
        f"message 是一句中文。</p>{failures}</main></body></html>"
    )


def _route(route: Route) -> str:
    more = f'<p class="quiet">{escape(route.more)}</p>' if route.more else ""
    filters = "<p>另可用<a href='#filters'>筛选条件</a>。</p>" if route.filtered else ""
    parameters = _parameters(route.own_parameters) if route.own_parameters else ""
    example = f'<a href="{escape(route.example)}">{escape(unquote(route.example))}</a>'
    return (
        f"<h2><code>{' '.join(route.methods)} {escape(route.path)}</code></h2><p>{escape(route.told)}</p>{more}"
        f'<p class="quiet">例：{example}</p>{parameters}{filters}'
    )


def _parameters(parameters: Iterable[Parameter]) -> str:
    return _table(("参数", "写什么", "说明"), map(_parameter, parameters))


def _parameter(each: Parameter) -> tuple[str, str, str]:
    return f"<code>{escape(each.name)}</code>", escape(each.accepted), escape(each.told)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table; its cells are HTML already."""
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
