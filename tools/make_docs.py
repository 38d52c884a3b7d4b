"""Writes docs/cli.md from the commands and docs/api.md from the routes; `--check` only says what is out of date."""

import sys
from collections.abc import Iterable
from urllib.parse import unquote

import click

from kb.api.errors import KINDS, UNFORESEEN
from kb.api.limits import WAITING, WORKING
from kb.api.openapi import ABOUT
from kb.api.routes import FILTERS, JSON, MOST_BODY, ROUTES, Route
from kb.cli import kb
from kb.model.parameters import Parameter
from kb.settings import ROOT

CLI = """# 命令行

本页由 `make docs` 从命令自身的说明生成，请勿手改。

退出码：0 完成；1 失败，原因见所给的一句话；2 命令写得不对；3 已建成，但有文件没能入库。
"""
API = f"""# 程序接口

本页由 `make docs` 从地址表生成，请勿手改。同样的内容，程序可读 `/api/openapi.json`，人可在浏览器里打开 `/api`。

{ABOUT}

```sh
python -m kb serve            # 网页和接口都在 http://127.0.0.1:8501
curl -G http://127.0.0.1:8501/api/ask --data-urlencode 'q=商标能拿去银行贷款吗'
```

- 可多次给出的参数写几遍就是几个值：`level=省&level=市`。空的参数等于没有给出；不认识的参数会被拒绝。
- 编号里的斜杠照写：`/api/sections/ningbo-ip-145/3.3.2`。
- 设了环境变量 `KB_API_TOKEN`，除 `/api/health` 外都要带请求头 `Authorization: Bearer 口令`。
- 同时处理 {WORKING} 个请求，另有 {WAITING} 个排队；再多的得到 503 和 `Retry-After`。请求体最多 {MOST_BODY // 1024} KB。
- 不允许别的网站在浏览器里跨站读取（没有 CORS 响应头）；回答都不缓存。
- 接口不调用语言模型，回答只有文件的原句。
"""


def cli_page() -> str:
    """The whole page on the commands."""
    context = click.Context(kb, info_name="python -m kb")
    parts = [CLI, _block(kb, context)]
    for name, command in kb.commands.items():
        parts += [f"## {name}\n", _block(command, click.Context(command, info_name=name, parent=context))]
    return "\n".join(parts)


def api_page() -> str:
    """The whole page on the routes."""
    kinds = (*KINDS.values(), UNFORESEEN)
    failures = _table(("代码", "状态", "意思"), ((f"`{each.code}`", str(each.status), each.told) for each in kinds))
    filters = "## 筛选条件\n\n几个条件都要符合；同一个条件给出几个值，符合一个就算。\n"
    told = '没有回答时，内容是 `{"error": {"code": "…", "message": "…"}}`，message 是一句中文。\n'
    return "\n".join([API, *map(_route, ROUTES), filters, _parameters(FILTERS), "## 没有回答时\n", told, failures])


def _block(command: click.Command, context: click.Context) -> str:
    return f"```text\n{command.get_help(context)}\n```\n"


def _route(route: Route) -> str:
    keys = list((route.schema or {}).get("properties", {}))
    parts = [
        f"## {' '.join(route.methods)} {route.path}\n",
        f"{route.told}。{route.more}\n",
        f"例：`{unquote(route.example)}`\n",
        *([f"回答的键：{'、'.join(f'`{key}`' for key in keys)}\n"] if keys else []),
        *([f"回答是 {route.media}\n"] if route.media != JSON else []),
    ]
    if route.own_parameters:
        parts.append(_parameters(route.own_parameters))
    if route.filtered:
        parts.append("另可用[筛选条件](#筛选条件)。\n")
    return "\n".join(parts)


def _parameters(parameters: Iterable[Parameter]) -> str:
    rows = ((f"`{each.name}`", each.accepted, each.told) for each in parameters)
    return _table(("参数", "写什么", "说明"), rows)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


PAGES = {"cli.md": cli_page, "api.md": api_page}


def main() -> None:
    """Write the pages, or check them."""
    for name, page in PAGES.items():
        path = ROOT / "docs" / name
        if "--check" not in sys.argv:
            path.write_text(page(), "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != page():
            sys.exit(f"docs/{name} 过期了，请运行 make docs")


if __name__ == "__main__":
    main()
