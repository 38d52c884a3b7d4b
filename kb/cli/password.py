"""The command that makes the hash of the operator's password."""

import sys

import click

from kb.cli.chinese import ChineseCommand


@click.command(cls=ChineseCommand, short_help="给“文件与索引”页的管理密码算出存放用的一行")
def password() -> None:
    """读入管理密码（键入时不显示），打印写进环境变量的一行；里面没有密码本身。

    照抄这一行后重启页面，就可以在“文件与索引”页登录，上传、移走文件和重建索引。不在终端里时，从标准输入读一行。
    """
    from kb.operate.password import hashed

    typed = _typed("管理密码")
    line = hashed(typed)
    if sys.stdin.isatty() and _typed("再输一遍") != typed:
        raise click.ClickException("两遍不一样，请重新运行")
    click.echo(f"export KB_OPERATOR_PASSWORD='{line}'")


def _typed(asked: str) -> str:
    """What is typed, without an echo; where nobody types, the next line of the input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt(asked, hide_input=True, prompt_suffix="：", err=True)
    return typed
