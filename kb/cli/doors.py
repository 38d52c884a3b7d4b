"""The commands that open the other doors: serve | mcp."""

from pathlib import Path

import click

from kb.cli.chinese import ChineseCommand
from kb.cli.options import index_option
from kb.settings import Settings


@click.command(cls=ChineseCommand, short_help="启动网页和程序接口")
@click.option("--port", type=click.IntRange(0, 65535), metavar="端口", help="在哪个端口（默认 8501；0 由系统挑一个）")
@click.option(
    "--address", metavar="地址", help="在哪个地址（默认 127.0.0.1，只有本机能打开；0.0.0.0 让局域网里的人也能打开）"
)
@index_option
def serve(port: int | None, address: str | None, index: Path | None) -> None:
    """启动网页和程序接口，两者在同一个端口：网页在 /，接口在 /api。按 Ctrl-C 停止。

    没有索引时，第一次打开网页会建立。设了环境变量 KB_API_TOKEN，接口就要凭这个口令使用。
    """
    from kb.api.server import serve as run

    run(Settings.of(index=index).everywhere(), port, address, click.echo)


@click.command(cls=ChineseCommand, short_help="供语言模型的程序调用（MCP）")
@index_option
def mcp(index: Path | None) -> None:
    """让支持 MCP 的程序（各种智能助手）直接查知识库：由那个程序启动本命令，经标准输入输出对话，不开端口。

    要先装一个包：python -m pip install -r requirements-mcp.txt
    """
    from kb.mcp import serve as run

    run(Settings.of(index=index))
