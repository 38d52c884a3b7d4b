"""The options that say which documents are looked at, shared by search, ask, docs and match."""

import functools
from collections.abc import Callable
from typing import Any

import click

from kb.model.filters import NAMED, filters_of
from kb.model.parameters import Kind, Parameter

Command = Callable[..., Any]


def filter_options(command: Command) -> Command:
    """Give a command the options; it gets them as one argument `filters`. Most may be given more than once."""

    @functools.wraps(command)
    def filtered(**arguments: Any) -> Any:
        chosen = {each.name: arguments.pop(each.name) for each in NAMED.values()}
        day = chosen["as_of"]
        return command(**arguments, filters=filters_of(chosen | {"as_of": day.date() if day else None}))

    for each in reversed(list(NAMED.values())):
        described = f"{each.told}（可多次给出）" if each.many else each.told
        option = f"--{each.name.replace('_', '-')}"
        filtered = click.option(
            option, each.name, metavar=each.takes, type=_type(each), multiple=each.many, help=described
        )(filtered)
    return filtered


def _type(parameter: Parameter) -> Any:
    if parameter.choices:
        return click.Choice(parameter.choices)
    return {
        Kind.TEXT: str,
        Kind.NUMBER: click.IntRange(*parameter.bounds),
        Kind.DAY: click.DateTime(["%Y-%m-%d"]),
        Kind.YES: bool,
    }[parameter.kind]
