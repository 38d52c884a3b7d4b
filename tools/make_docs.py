"""Writes docs/cli.md from the commands themselves; `--check` only says whether it is up to date."""

import sys

import click

from kb.cli import kb
from kb.settings import ROOT

PAGE = ROOT / "docs" / "cli.md"
HEAD = """# 命令行

本页由 `make docs` 从命令自身的说明生成，请勿手改。

退出码：0 完成；1 失败，原因见所给的一句话；2 命令写得不对；3 已建成，但有文件没能入库。
"""


def page() -> str:
    """The whole page."""
    context = click.Context(kb, info_name="python -m kb")
    parts = [HEAD, _block(kb, context)]
    for name, command in kb.commands.items():
        parts += [f"## {name}\n", _block(command, click.Context(command, info_name=name, parent=context))]
    return "\n".join(parts)


def _block(command: click.Command, context: click.Context) -> str:
    return f"```text\n{command.get_help(context)}\n```\n"


def main() -> None:
    """Write the page, or check it."""
    if "--check" in sys.argv:
        sys.exit(None if PAGE.read_text("utf-8") == page() else "docs/cli.md 过期了，请运行 make docs")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
