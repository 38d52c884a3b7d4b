"""The options that say which documents are looked at, shared by search, ask, docs and match."""

import functools
from collections.abc import Callable
from typing import Any

import click

from kb.model.filters import Filters
from kb.model.validity import Validity

Command = Callable[..., Any]

_OPTIONS = (
    ("levels", "--level", "层级", str, "只看这一层级的文件：国家、省、市、区县"),
    ("issuers", "--issuer", "机关", str, "只看发文机关的名称里有这几个字的文件"),
    ("genres", "--genre", "体裁", str, "只看这一体裁的文件，如 规划、办法、通知"),
    ("topics", "--topic", "主题", str, "只看主题分类里有这几个字的文件"),
    ("years", "--year", "年份", click.IntRange(1900, 2100), "只看这一年成文、发布或施行，或者规划期含这一年的文件"),
    ("validities", "--validity", "时效", click.Choice([each.value for each in Validity]), "只看这种时效的文件"),
    ("documents", "--document", "编号", str, "只看这份文件"),
)
"""(field of Filters, option, what it takes, its type, help)."""


def filter_options(command: Command) -> Command:
    """Give a command the options; it gets them as one argument `filters`. Each may be given more than once."""

    @functools.wraps(command)
    def filtered(**arguments: Any) -> Any:
        chosen: dict[str, Any] = {field: tuple(arguments.pop(field)) for field, *_ in _OPTIONS}
        chosen["validities"] = tuple(map(Validity, chosen["validities"]))
        on = arguments.pop("as_of")
        return command(**arguments, filters=Filters(**chosen, on=on.date() if on else None))

    filtered = click.option(
        "--as-of", metavar="日期", type=click.DateTime(["%Y-%m-%d"]), help="按这一天的时效，如 2023-05-01（默认今天）"
    )(filtered)

    for field, option, metavar, kind, told in reversed(_OPTIONS):
        described = f"{told}（可多次给出）"
        filtered = click.option(option, field, metavar=metavar, type=kind, multiple=True, help=described)(filtered)
    return filtered
