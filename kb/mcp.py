"""The library as tools of a language model: the Model Context Protocol over standard input and output."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kb.errors import KbError, RequestRefused, ServerRefused
from kb.model.filters import NAMED, filters_of
from kb.model.parameters import CITED, QUESTION, QUOTED, SECTION, Parameter, Unfit, limit, read
from kb.model.rows import answer_row, check_row, hit_row, section_row
from kb.settings import Settings

if TYPE_CHECKING:
    from mcp import types

    from kb.library import Library

WORKING = 2
"""Calls at work at once; a model may make several in one breath."""
NAME, TITLE = "policy-kb", "政策知识库"
INSTRUCTIONS = (
    "用政策文件的原文回答问题。ask 给出逐字引用的原句和出处；"
    "answered 为 false 时库里没有依据，请如实说明，不要自己补充。"
    "引用前可用 check_citation 核对原文，用 get_section 看上下文。引用时写明 citation。"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tool:
    """What a language model may call: its name, what it is told of it, its parameters, and what finds the answer."""

    name: str
    title: str
    told: str
    parameters: tuple[Parameter, ...]
    answer: Callable[["Library", Mapping[str, Any]], dict[str, Any]]

    def schema(self) -> dict[str, Any]:
        """Its parameters as JSON Schema."""
        properties = {each.name: {**each.schema(), "description": each.told} for each in self.parameters}
        required = [each.name for each in self.parameters if each.required]
        return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _search(library: "Library", values: Mapping[str, Any]) -> dict[str, Any]:
    hits = library.search(values["q"], values["limit"], filters_of(values))
    return {"question": values["q"], "hits": list(map(hit_row, hits))}


def _ask(library: "Library", values: Mapping[str, Any]) -> dict[str, Any]:
    return answer_row(library.ask(values["q"], values["limit"], filters_of(values)))


def _get_section(library: "Library", values: Mapping[str, Any]) -> dict[str, Any]:
    return section_row(library.section(values["id"]))


def _check_citation(library: "Library", values: Mapping[str, Any]) -> dict[str, Any]:
    return check_row(library.check(values["text"], values["section"]))


_FILTERS = tuple(NAMED.values())
TOOLS = (
    Tool(
        "search", "查找章节", "查找与词句最相配的章节，不论它们能否回答问题。",
        (QUESTION, limit(10), *_FILTERS), _search,
    ),
    Tool(
        "ask", "提问", "提一个问题，得到政策文件里逐字引用的原句和出处；answered 为 false 表示库里没有依据。",
        (QUESTION, limit(5), *_FILTERS), _ask,
    ),
    Tool(
        "get_section", "看章节原文", "按编号取一个章节的全文，编号见 ask 和 search 的 section。",
        (SECTION,), _get_section,
    ),
    Tool(
        "check_citation", "核对引文",
        "核对一段话是否一字不差写在某个章节里；"
        "stands 为 false 时，missing 是这段话里有、章节里没有的数字、名称和说法。",
        (CITED, QUOTED), _check_citation,
    ),
)  # fmt: skip


def serve(settings: Settings) -> None:
    """Answer a language model's program over standard input and output until it closes them.

    Raises:
        ServerRefused: the package that speaks the protocol is not installed.
    """
    try:
        import anyio
        import mcp.server.stdio
    except ImportError as error:
        raise ServerRefused("缺少 mcp 这个包，请先运行：python -m pip install -r requirements-mcp.txt") from error

    async def run() -> None:
        server = _server(settings)
        async with mcp.server.stdio.stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def _server(settings: Settings) -> Any:
    """The server, with its tools."""
    from anyio import CapacityLimiter, to_thread
    from mcp import types
    from mcp.server.lowlevel import Server

    limiter = CapacityLimiter(WORKING)

    async def listed(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(each) for each in TOOLS])

    async def called(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        work = partial(_called, settings, asked.name, asked.arguments or {})
        return await to_thread.run_sync(work, limiter=limiter)

    return Server(NAME, title=TITLE, instructions=INSTRUCTIONS, on_list_tools=listed, on_call_tool=called)


def _described(tool: Tool) -> "types.Tool":
    from mcp import types

    reads = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return types.Tool(
        name=tool.name, title=tool.title, description=tool.told, input_schema=tool.schema(), annotations=reads
    )


def _called(settings: Settings, name: str, arguments: Mapping[str, Any]) -> "types.CallToolResult":
    """What a tool answers, or one sentence that says why it does not."""
    from mcp import types

    def result(text: str, row: dict[str, Any] | None = None) -> types.CallToolResult:
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=row, is_error=row is None
        )

    try:
        row = _answered(settings, name, arguments)
    except KbError as error:
        return result(str(error))
    except Exception:
        log.exception("工具 %s 出错", name)
        return result("出了意外的错误，已写入日志，请稍后再试")
    return result(json.dumps(row, ensure_ascii=False), row)


def _answered(settings: Settings, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a tool answers as JSON values.

    Raises:
        RequestRefused: there is no such tool, or a parameter is wrong.
    """
    from kb.library.current import current

    tool = next((each for each in TOOLS if each.name == name), None)
    if tool is None:
        raise RequestRefused(f"没有“{name[:40]}”这个工具，可以用：{'、'.join(each.name for each in TOOLS)}")
    given = {key: value if isinstance(value, list) else [value] for key, value in arguments.items()}
    try:
        values = read(tool.parameters, given)
    except Unfit as error:
        raise RequestRefused(str(error)) from error
    return json.loads(json.dumps(tool.answer(current(settings), values)))  # type: ignore[no-any-return]
