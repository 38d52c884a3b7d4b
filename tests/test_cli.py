"""The command line: every command explains itself in Chinese, prints what it promises, and fails in one sentence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import PLAN

from kb import cli
from kb.settings import ROOT, Settings

ANSWER_KEYS = {"question", "answered", "answer", "hits"}
HIT_KEYS = {"standing", "also", "rank", "score", "document", "section", "citation", "path", "text", "page", "why"}


def kb(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "kb", *arguments],
        cwd=ROOT, text=True, capture_output=True, check=False, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


def printed(settings: Settings, *arguments: str) -> str:
    result = CliRunner().invoke(cli.kb, [*arguments, "--index", str(settings.index)], standalone_mode=False)
    assert result.exception is None, result.exception
    return result.stdout


@pytest.mark.parametrize("name", ["", *cli.kb.commands])
def test_every_command_explains_itself_in_chinese(name: str) -> None:
    result = CliRunner().invoke(cli.kb, [*filter(None, [name]), "--help"])
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：")
    english = set(re.findall(r"[A-Za-z]{4,}", result.stdout))
    known = {
        *cli.kb.commands,
        "help",
        "index",
        "corpus",
        "full",
        "json",
        "JSON",
        "JSONL",
        "limit",
        "questions",
        "misses",
        *(
            "report",
            "sources",
            "toml",
            "replace",
            "trash",
            "catalog",
            "level",
            "issuer",
            "genre",
            "topic",
            "year",
            "document",
            "validity",
            "profile",
            "xlsx",
            "Excel",
            "Word",
            "toml",
            "docx",
            "https",
            "port",
            "address",
            "Ctrl",
            "TOKEN",
            "install",
            "requirements",
        ),
    }
    assert english <= known | {"python", "ningbo", "kind", "gold"}, english - known


def test_every_command_of_the_brief_is_there() -> None:
    assert set(cli.kb.commands) >= {"build", "ask", "search", "show", "docs", "verify", "eval", "add", "remove"}
    for name, command in cli.kb.commands.items():
        if name == "password":
            continue
        folder = "--corpus" if name in ("add", "remove") else "--index"
        assert folder in {option for parameter in command.params for option in parameter.opts}


def test_the_reference_page_is_what_the_commands_say() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "tools.make_docs", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr


def test_ask_prints_the_answer_with_its_citation(plan_settings: Settings) -> None:
    text = printed(plan_settings, "ask", "2025年有效发明专利目标")
    assert "指标：有效发明专利量（件），2025年目标：45000\n    —— 《宁波市知识产权发展“十四五”规划》表2第1行" in text


def test_ask_says_when_there_is_no_answer(plan_settings: Settings) -> None:
    text = printed(plan_settings, "ask", "今晚吃什么")
    assert text.startswith("未找到相关依据")
    assert "最接近的内容（不是答案）" in text


def test_ask_as_json(plan_settings: Settings) -> None:
    answer = json.loads(printed(plan_settings, "ask", "2025年有效发明专利目标", "--json", "--limit", "3"))
    assert set(answer) == ANSWER_KEYS
    assert answer["answered"] is True
    assert answer["answer"][0]["section"] == f"{PLAN}/2.4.t2.r1"
    assert [set(hit) for hit in answer["hits"]] == [HIT_KEYS] * 3
    assert answer["hits"][0]["path"][-1] == "有效发明专利量（件）"
    assert {"text", "citation", "section"} == set(answer["answer"][0])


def test_questions_of_a_file_are_answered_one_a_line(plan_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "q": "十里红妆"}\n\n{"id": "b", "q": "？？"}\n{"id": "c", "q": "今晚吃什么"}\n', "utf-8"
    )
    rows = [json.loads(line) for line in printed(plan_settings, "ask", "--questions", str(file)).splitlines()]
    assert [(row["id"], row["answered"]) for row in rows] == [("a", True), ("b", False), ("c", False)]
    assert "没有文字" in rows[1]["message"]


def test_search_show_docs_verify(plan_settings: Settings) -> None:
    assert printed(plan_settings, "search", "十里红妆", "--limit", "1").startswith(
        "1. 《宁波市知识产权发展“十四五”规划》专栏4第4项"
    )
    assert "提升地理标志产品附加值" in printed(plan_settings, "show", f"{PLAN}/3.3.3")
    assert f"专栏9  知识产权人才培养工程  [{PLAN}/3.6.3.b9]" in printed(plan_settings, "show", PLAN)
    assert "16,178 = 章节 15,820 + 书签标记 357 + 页码 1，一字不少" in printed(plan_settings, "docs", "--report")
    assert json.loads(printed(plan_settings, "docs", "--json"))["documents"][0]["id"] == PLAN
    report = json.loads(printed(plan_settings, "docs", PLAN, "--report", "--json"))["documents"][0]["report"]
    assert (report["tables"], report["cells"]) == ([2, 2], [97, 97])
    assert "完好" in printed(plan_settings, "verify")


def test_eval_scores_by_hand_made_questions(plan_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "1", "q": "2025年有效发明专利目标", "kind": "indicator", "gold": [["有效发明专利量", "45000"]]}\n'
        '{"id": "2", "q": "十里红妆", "kind": "task", "gold": [["这句话规划里没有"]]}\n'
        '{"id": "3", "q": "今晚吃什么", "kind": "none", "gold": []}\n'
        '{"id": "4", "q": "？？？", "kind": "none", "gold": []}\n',
        "utf-8",
    )
    scores = json.loads(printed(plan_settings, "eval", str(file), "--json"))
    assert scores["recall"] == {"1": 0.5, "3": 0.5, "5": 0.5}
    assert (scores["mrr"], scores["recall_in_budget"], scores["quoted"]) == (0.5, 0.5, 0.5)
    assert scores["refused"] == {"none": [2, 2], "near": [0, 0], "answerable": [0, 2]}
    assert "2  前十位没有  十里红妆" in printed(plan_settings, "eval", str(file), "--misses")


def test_build_then_everything_as_a_user_types_it(settings: Settings) -> None:
    index = ("--index", str(settings.index))
    (settings.corpus / "空.txt").touch()
    built = kb("build", "--corpus", str(settings.corpus), *index)
    assert built.returncode == 3, built.stderr
    assert "建成 gen-000001：2 份文件" in built.stdout
    assert "未入库  空.txt：文件是空的" in built.stderr
    asked = kb("ask", "驰名商标奖励多少钱", *index)
    assert asked.returncode == 0
    assert asked.stdout.startswith(
        "第一条　获得驰名商标的企业，给予一次性奖励五十万元。\n    —— 《乙市商标奖励规定》第一条"
    )
    assert kb("rollback", *index).stderr.strip() == "没有更早的索引版本可以退回"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["ask", "专利", "--index", "/no/index"], 1, "还没有索引（/no/index）。请先运行：python -m kb build"),
        (["build", "--corpus", "/no/corpus", "--index", "{tmp}"], 1, "没有找到文件夹 /no/corpus"),
        (["ask", "--questions", "/no/file", "--index", "{plan}"], 1, "打不开问题文件 /no/file"),
        (["ask", "--index", "{plan}"], 1, "问题是空的"),
        (["ask", "专利", "--limit", "many"], 2, "参数 --limit 的值不对"),
        (["ask", "专利", "--limit"], 2, "选项 --limit 用得不对"),
        (["ask", "专利", "--strange"], 2, "没有这个选项：--strange"),
        (["show"], 2, "缺少参数：编号"),
        (["publish"], 2, "命令写得不对"),
    ],
)
def test_a_failure_is_one_chinese_sentence(
    plan_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, sentence: str,
) -> None:  # fmt: skip
    typed = [each.format(tmp=tmp_path, plan=plan_settings.index) for each in arguments]
    monkeypatch.setattr(sys, "argv", ["kb", *typed])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    captured = capsys.readouterr()
    assert stopped.value.code == code
    assert captured.err.startswith(sentence)
    assert "Traceback" not in captured.err


def test_a_question_file_with_a_wrong_line_names_the_line(plan_settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "1", "q": "专利"}\n{"q": 1\n', "utf-8")
    result = CliRunner().invoke(cli.kb, ["eval", str(file), "--index", str(plan_settings.index)], standalone_mode=False)
    assert "第 2 行" in str(result.exception)
    assert not isinstance(result.exception, click.ClickException)
