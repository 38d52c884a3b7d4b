"""The library as a language model's tools: a real session with a real process over its standard input and output."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from conftest import PLAN
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from kb.library import Library
from kb.mcp import TOOLS
from kb.model.filters import Filters
from kb.model.rows import answer_row, hit_row, section_row
from kb.settings import ROOT, Settings

QUESTION = "2025年有效发明专利的目标是多少"
GOAL = f"{PLAN}/2.4.t2.r1"
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"q": QUESTION, "limit": 3}),
    ("ask", {"q": "今晚吃什么"}),
    ("search", {"q": "十里红妆", "level": ["市"]}),
    ("search", {"q": "专利", "level": "国家"}),
    ("get_section", {"id": f"{PLAN}/3.3.2"}),
    ("check_citation", {"section": GOAL, "text": "指标：有效发明专利量（件），2025年目标：45000"}),
    ("check_citation", {"section": GOAL, "text": "指标：有效发明专利量（件），2025年目标：46000"}),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "缺少参数 q"),
    ("ask", {"q": "？？"}, "问题里没有文字"),
    ("ask", {"q": "专利" * 300}, "问题太长（600 字）"),
    ("ask", {"q": "专利", "limit": 1000}, "参数 limit 应是 1 到 100 的整数"),
    ("ask", {"q": "专利", "limit": "many"}, "参数 limit 应是 1 到 100 的整数"),
    ("ask", {"q": 7}, "参数 q 应是一段文字"),
    ("ask", {"q": "专利", "size": 3}, "没有“size”这个参数"),
    ("search", {"q": "专利", "validity": ["有效"]}, "可以是：现行有效"),
    ("get_section", {"id": f"{PLAN}/9.9"}, f"没有编号为“{PLAN}/9.9”的章节"),
    ("check_citation", {"section": GOAL, "text": " "}, "要核对的文字是空的"),
    ("publish", {}, "没有“publish”这个工具，可以用：search、ask、get_section、check_citation"),
]


def conversation(index: Path, calls: list[tuple[str, dict[str, Any]]]) -> tuple[Any, list[Any]]:
    """The tools that a server names, and what it answers to some calls."""

    async def talk() -> tuple[Any, list[Any]]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "kb", "mcp", "--index", str(index)], cwd=ROOT
        )
        async with stdio_client(command) as streams, ClientSession(*streams) as session:
            await session.initialize()
            tools = await session.list_tools()
            return tools.tools, [await session.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(talk)


@pytest.fixture(scope="module")
def talked(plan_settings: Settings) -> tuple[Any, list[Any]]:
    return conversation(plan_settings.index, [*CALLS, *((name, given) for name, given, _ in REFUSED)])


def test_the_tools_are_told_in_chinese_with_typed_parameters(talked: tuple[Any, list[Any]]) -> None:
    tools = {each.name: each for each in talked[0]}
    assert list(tools) == ["search", "ask", "get_section", "check_citation"]
    for each in tools.values():
        assert each.annotations.read_only_hint is True
        jsonschema.Draft202012Validator.check_schema(each.input_schema)
        properties = each.input_schema["properties"].values()
        assert all("type" in one and re.search(r"[\u4e00-\u9fff]", one["description"]) for one in properties)
        assert re.search(r"[\u4e00-\u9fff]", each.description)
    assert tools["ask"].input_schema["required"] == ["q"]
    assert tools["check_citation"].input_schema["required"] == ["section", "text"]
    for name, given in CALLS:
        if given.get("level") != "国家":
            jsonschema.validate(given, tools[name].input_schema)


def test_every_tool_answers_as_the_library_does(talked: tuple[Any, list[Any]], plan: Library) -> None:
    results = talked[1][: len(CALLS)]
    assert not any(each.is_error for each in results)
    rows = [json.loads(each.content[0].text) for each in results]
    assert rows == [each.structured_content for each in results]
    answer, nothing, found, none, section, right, wrong = rows
    assert answer == json.loads(json.dumps(answer_row(plan.ask(QUESTION, 3))))
    assert answer["answer"][0]["section"] == GOAL
    assert (nothing["answered"], nothing["answer"]) == (False, [])
    hits = plan.search("十里红妆", 10, Filters(levels=("市",)))
    assert found["hits"] == json.loads(json.dumps([hit_row(each) for each in hits]))
    assert none["hits"] == []
    assert section == json.loads(json.dumps(section_row(plan.section(f"{PLAN}/3.3.2"))))
    assert (right["stands"], right["missing"]) == (True, [])
    assert (wrong["stands"], wrong["missing"]) == (False, ["46000"])


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=[f"{name} {sentence}" for name, _, sentence in REFUSED])
def test_a_refusal_is_an_error_with_its_chinese_sentence(talked: tuple[Any, list[Any]], number: int) -> None:
    result = talked[1][len(CALLS) + number]
    assert result.is_error is True
    (content,) = result.content
    assert REFUSED[number][2] in content.text
    assert "Error" not in content.text
    assert result.structured_content is None


def test_without_an_index_a_tool_says_so(tmp_path: Path) -> None:
    _, (result,) = conversation(tmp_path / "index", [("ask", {"q": "专利"})])
    assert result.is_error is True
    assert "还没有索引" in result.content[0].text


def test_without_the_package_one_sentence_tells_how_to_get_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['mcp'] = None; sys.argv = ['kb', 'mcp']; from kb.cli import main; main()"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=False, timeout=120
    )
    sentence = "缺少 mcp 这个包，请先运行：python -m pip install -r requirements-mcp.txt\n"
    assert (found.returncode, found.stdout, found.stderr) == (1, "", sentence)
    assert (ROOT / "requirements-mcp.txt").is_file()


def test_each_tool_takes_every_parameter_that_it_names(plan: Library) -> None:
    for tool in TOOLS:
        values = {each.name: each.read([each.example]) for each in tool.parameters}
        assert tool.answer(plan, values)
