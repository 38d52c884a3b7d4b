"""What readers say becomes questions of the next evaluation, as far as their word settles what is right."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from kb.errors import FeedbackRefused
from kb.feedback import FILE, MOST, Fault, Feedback, keep
from kb.library import Library
from kb.model import Answer

NOW = datetime(2026, 11, 28, 9, 30)


def rows_of(corpus: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (corpus / FILE).read_text("utf-8").splitlines()]


def test_a_useful_answer_is_scored_right_when_it_is_asked_again(plan: Library, tmp_path: Path) -> None:
    keep(tmp_path, Feedback(plan.ask("商标能拿去银行贷款吗"), True), plan.generation, NOW)
    keep(tmp_path, Feedback(plan.ask("今天晚上吃什么"), True), plan.generation, NOW)
    report = plan.evaluate(tmp_path / FILE)
    assert report.recall[1] == 1.0
    assert report.quoted == 1.0
    assert report.refused["none"] == (1, 1)
    assert report.waiting == 0


def test_of_a_useless_answer_nobody_has_said_what_is_right(plan: Library, tmp_path: Path) -> None:
    said = Feedback(plan.ask("商标能拿去银行贷款吗"), False, (Fault.PARTLY, Fault.UNCLEAR), " 想看利率 ")
    keep(tmp_path, said, plan.generation, NOW)
    report = plan.evaluate(tmp_path / FILE)
    assert report.waiting == 1
    assert report.verdicts == ()
    (row,) = rows_of(tmp_path)
    assert row["faults"] == ["不完整", "看不懂"]
    assert row["remark"] == "想看利率"
    assert row["at"] == "2026-11-28T09:30:00"
    assert row["sections"] == [quote.section for quote in said.answer.quotes]


def test_a_line_counts_once_its_gold_is_filled_in(plan: Library, tmp_path: Path) -> None:
    keep(tmp_path, Feedback(plan.ask("商标能拿去银行贷款吗"), False), plan.generation, NOW)
    (row,) = rows_of(tmp_path)
    row["gold"] = [["质押融资服务体系"]]
    (tmp_path / FILE).write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    report = plan.evaluate(tmp_path / FILE)
    assert (report.waiting, len(report.verdicts)) == (0, 1)


def test_a_remark_that_is_too_long_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(FeedbackRefused, match=f"{MOST + 1} 字"):
        keep(tmp_path, Feedback(Answer("问", (), ()), False, remark="长" * (MOST + 1)), "gen-000001", NOW)
    assert not (tmp_path / FILE).exists()


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(FeedbackRefused, match="没能记下"):
        keep(tmp_path, Feedback(Answer("问", (), ()), True), "gen-000001", NOW)
