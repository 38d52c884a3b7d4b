"""The options that several commands have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def index_option(command: Command) -> Command:
    """Which index is read or written."""
    return click.option(
        "--index", type=click.Path(path_type=Path), metavar="文件夹", help="索引所在的文件夹（默认 index/）"
    )(command)


def json_option(command: Command) -> Command:
    """JSON instead of text."""
    return click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用")(command)


def limit_option(default: int) -> Callable[[Command], Command]:
    """How many are listed at most."""
    return click.option(
        "--limit",
        type=click.IntRange(1, 100),
        default=default,
        metavar="条数",
        help=f"最多列出几处（默认 {default}）",
    )


def file_option(name: str, told: str) -> Callable[[Command], Command]:
    """A file to write to."""
    return click.option(name, type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help=told)
