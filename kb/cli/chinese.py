"""Click in Chinese: its headings and its errors are the only English that a user would see."""

import sys
from typing import Any

import click


class _Chinese:
    """Help with Chinese headings."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how a command is typed."""
        pieces = " ".join(self.collect_usage_pieces(context))  # type: ignore[attr-defined]
        formatter.write_usage(context.command_path, pieces, prefix="用法：")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and, for the group, the commands."""
        options = [each for each in self.get_params(context) if isinstance(each, click.Option)]  # type: ignore[attr-defined]
        records = [record for each in options if (record := each.get_help_record(context))]
        with formatter.section("选项"):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            with formatter.section("命令"):
                formatter.write_dl([(name, each.get_short_help_str(60)) for name, each in self.commands.items()])

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """The help option, described in Chinese."""
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份说明"
        return option  # type: ignore[no-any-return]


class ChineseCommand(_Chinese, click.Command):
    """A command with Chinese help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[选项]", **kwargs})


class ChineseGroup(_Chinese, click.Group):
    """A group of commands with Chinese help."""

    command_class = ChineseCommand


def usage_sentence(error: click.UsageError) -> str:
    """What was typed wrong, in Chinese, by the kind of click's error."""
    if isinstance(error, click.NoSuchOption):
        return f"没有这个选项：{error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"缺少参数：{error.param.make_metavar(error.ctx) if error.param and error.ctx else ''}"
    if isinstance(error, click.BadParameter):
        choices = error.param.type.choices if error.param and isinstance(error.param.type, click.Choice) else ()
        allowed = f"，可以是：{'、'.join(map(str, choices))}" if choices else ""
        return f"参数 {error.param.opts[-1] if error.param else ''} 的值不对{allowed}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用得不对"
    return "命令写得不对"


class Progress:
    """A progress bar in the terminal, one for each thing that is being done; silent where nobody watches."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._what = ""

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done of `what`."""
        if what != self._what:
            self._close()
            self._what = what
            self._bar = click.progressbar(length=total, label=what, file=sys.stderr, show_eta=total > 50)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
