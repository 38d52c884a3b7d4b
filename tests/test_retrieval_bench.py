"""The bench measures what it says: rows become documents as laws do, and every measure is one worked out by hand."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import HashEncoder

from bench import beir, encoders, retrieval
from bench.ablation import PARTS, ablated
from bench.beir import Question, Row, document_of
from kb.encode import BUNDLED, Progress, Vectors, open_encoder
from kb.library import Library
from kb.model import Document, SectionKind
from kb.parse import parse, passages_of
from kb.read import read
from kb.settings import ROOT, Settings

ROWS = (
    Row("r-1", "甲市专利条例(2018-10-26)第一条", "为了鼓励发明创造，制定本条例。"),
    Row("r-2", "甲市专利条例(2018-10-26)第二条", "每件发明专利资助三千元。"),
    Row("r-3", "甲市专利条例(2018-10-26)第二条之一", "外观设计专利资助五百元。"),
    Row("r-4", "甲市专利条例(2009-01-01)第二条", "每件发明专利资助一千元。"),
    Row("r-5", "水獭", "水獭会游泳，爱吃鱼。"),
    Row("r-6", "", "驰名商标奖励五十万元。"),
)
QUESTIONS = (Question("q-1", "发明专利资助多少钱"), Question("q-2", "水獭吃什么"), Question("q-3", "驰名商标奖励"))


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """The files of a set of six rows and three questions."""
    lines = [{"_id": row.id, "title": row.title, "text": row.text} for row in ROWS]
    asked = [{"_id": each.id, "text": each.text} for each in QUESTIONS]
    write_lines(tmp_path / "corpus.jsonl", lines)
    write_lines(tmp_path / "queries.jsonl", asked)
    judged = "query-id\tcorpus-id\tscore\nq-1\tr-2\t2\nq-1\tr-4\t1\nq-2\tr-5\t1\nq-2\tr-1\t0\nq-3\tr-6\t1\n"
    (tmp_path / "qrels.tsv").write_text(judged, "utf-8")
    return tmp_path


@pytest.fixture
def library(material: Path) -> Library:
    folder = material / "index"
    whole = retrieval.Set(material / "corpus.jsonl", frozenset(), None, None)
    retrieval.build(folder, whole, HashEncoder())
    return Library.open(Settings(index=folder), HashEncoder())


def write_lines(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.mark.parametrize(
    ("ranked", "gains", "recalls", "mrr", "ndcg"),
    [
        (["a", "b"], {"a": 1}, (1.0, 1.0), 1.0, 1.0),
        (["x", "a"], {"a": 1}, (0.0, 1.0), 1 / 2, 0.6309297535714575),
        (["a", "x", "b"], {"a": 1, "b": 1}, (0.5, 1.0), 1.0, 0.9197207891481876),
        (["b", "a"], {"a": 2, "b": 1}, (0.5, 1.0), 1.0, 0.8597186998521972),
        ([*"xyzuvwrst", "a"], {"a": 1}, (0.0, 0.0), 1 / 10, 0.2890648263178879),
        ([*"xyzuvwrsto", "a"], {"a": 1}, (0.0, 0.0), 0.0, 0.0),
        ([], {"a": 1, "b": 1}, (0.0, 0.0), 0.0, 0.0),
    ],
    ids=["第一名", "第二名", "两条找到一条在前", "名次颠倒", "第十名", "第十一名", "什么都没有"],
)
def test_a_ranking_is_worth_what_is_worked_out_by_hand(
    ranked: list[str], gains: dict[str, int], recalls: tuple[float, float], mrr: float, ndcg: float
) -> None:
    assert (beir.recall(ranked, gains, 1), beir.recall(ranked, gains, 5)) == recalls
    assert beir.reciprocal_rank(ranked, gains) == pytest.approx(mrr)
    assert beir.ndcg(ranked, gains) == pytest.approx(ndcg)


def test_scores_are_means_over_all_judged_questions() -> None:
    runs = {"p": ["a", "x"], "q": ["x", "y", "b"]}
    found = beir.scores(runs, {"p": {"a": 1, "c": 1}, "q": {"b": 1}, "nobody asked": {"a": 1}})
    assert found.questions == 3
    assert found.recall == pytest.approx({1: 1 / 6, 5: 1 / 2, 10: 1 / 2, 100: 1 / 2})
    assert found.success == pytest.approx({1: 1 / 3, 5: 2 / 3, 10: 2 / 3, 100: 2 / 3})
    assert found.mrr == pytest.approx((1 + 1 / 3) / 3)


@pytest.mark.parametrize(
    ("title", "law", "label", "id_"),
    [
        ("甲法(2018-10-26)第一条", "甲法(2018-10-26)", "第一条", "r/1"),
        ("甲法第一百二十条之一", "甲法", "第一百二十条之一", "r/120z1"),
        ("甲院关于适用《乙法》第五条的解释第十七条", "甲院关于适用《乙法》第五条的解释", "第十七条", "r/17"),
        ("甲法第22条", "甲法", "第22条", "r/22"),
        ("甲院关于适用《乙法》第五条的解释", "甲院关于适用《乙法》第五条的解释", "", "r/0"),
        ("甲法修正案（九）条目三", "甲法修正案（九）条目三", "", "r/0"),
        ("水獭", "水獭", "", "r/0"),
        ("", "r", "", "r/0"),
    ],
)
def test_a_title_that_ends_in_a_clause_gives_a_law_with_that_article(
    title: str, law: str, label: str, id_: str
) -> None:
    document = document_of(Row("r", title, "甲。\n（一）乙；"))
    assert (document.id, document.title) == ("r", law)
    (section,) = [each for each in document.sections if each.texts]
    assert (section.id, section.label, section.citation) == (id_, label, f"《{law}》{label}")
    assert section.kind is (SectionKind.ARTICLE if label else SectionKind.DOCUMENT)
    assert document.body == (f"{label}　甲。\n（一）乙；" if label else "甲。\n（一）乙；")


def printed(title: str, text: str) -> Document:
    """What the product makes of a file with that title and that text."""
    content = f"# {title}\n\n{text}\n".encode()
    source = read(Path("r.md"), content)
    return parse(source, document="r", file="r.md", sha256="", known={}, fallback_title="r")


def test_a_row_gives_the_passages_that_the_article_in_a_file_gives() -> None:
    made = document_of(Row("r", "甲市专利条例第二条", "每件发明专利资助三千元。\n同一专利只资助一次。"))
    parsed = printed("甲市专利条例", "第二条　每件发明专利资助三千元。\n\n同一专利只资助一次。")
    title, *articles = passages_of(parsed)
    assert title.text == "甲市专利条例", "文件里印着的标题；一行数据里没有印"
    assert list(passages_of(made)) == articles
    assert [(each.id, each.kind, each.heading, each.depth, each.parent) for each in made.sections] == [
        (each.id, each.kind, each.heading, each.depth, each.parent) for each in parsed.sections
    ]


def test_a_long_row_gives_several_passages_of_one_section() -> None:
    passages = list(passages_of(document_of(Row("r", "甲法第一条", "本条的一句话说得很长很长。" * 60))))
    assert len(passages) > 1
    assert {each.section for each in passages} == {"r/1"}


def test_judgements_leave_out_the_head_and_what_is_not_relevant(material: Path) -> None:
    assert beir.judgements_in(material / "qrels.tsv") == {
        "q-1": {"r-2": 2, "r-4": 1},
        "q-2": {"r-5": 1},
        "q-3": {"r-6": 1},
    }


def test_a_cut_keeps_the_first_rows_and_all_that_are_wanted() -> None:
    assert [row.id for row in beir.cut(iter(ROWS), {"r-5"}, 2)] == ["r-1", "r-2", "r-5"]
    assert list(beir.cut(iter(ROWS), {"r-5"}, None)) == list(ROWS)


def test_each_question_lies_in_one_fold_the_same_for_ever() -> None:
    assert [beir.fold_of(str(number), 5) for number in range(8)] == FOLDS
    assert beir.fold_of("甲", 1) == 0


FOLDS = [0, 3, 1, 3, 4, 3, 4, 0]
"""Of sha256("0") and so on, the first 8 bytes modulo 5."""


def test_a_sample_keeps_the_order_and_grows_by_adding() -> None:
    few, more = beir.sample(QUESTIONS, 1), beir.sample(QUESTIONS, 2)
    assert set(few) < set(more) < set(QUESTIONS)
    assert more == [each for each in QUESTIONS if each in more]
    assert beir.sample(QUESTIONS, None) == list(QUESTIONS)


def test_six_rows_are_built_asked_and_scored(library: Library, material: Path) -> None:
    assert library.verify() == []
    run = retrieval.ask(library, QUESTIONS)
    assert (len(run.seconds), run.refused) == (3, [])
    assert set(run.rows["q-1"][:2]) == {"r-2", "r-4"}
    assert (run.rows["q-2"][0], run.rows["q-3"][0]) == ("r-5", "r-6")
    found = beir.scores(run.rows, beir.judgements_in(material / "qrels.tsv"))
    assert (found.recall[5], found.mrr) == (1.0, 1.0)
    assert found.recall[1] == pytest.approx((1 / 2 + 1 + 1) / 3)


def test_a_clause_that_is_cited_opens_its_row_and_then_its_other_edition(library: Library) -> None:
    asked = (
        Question("c-1", "甲市专利条例第二条之一的内容是什么？"),
        Question("c-2", "甲市专利条例第二条的内容是什么？"),
    )
    rows = retrieval.ask(library, asked).rows
    assert rows["c-1"][0] == "r-3"
    assert rows["c-2"][:2] == ["r-2", "r-4"]


def test_a_question_that_cannot_be_asked_found_nothing(library: Library) -> None:
    run = retrieval.ask(library, (Question("long", "专利" * 400), QUESTIONS[1]))
    assert run.refused == ["long"]
    assert run.rows["long"] == []


def test_the_run_holds_every_row_with_its_rank(library: Library, tmp_path: Path) -> None:
    run = retrieval.ask(library, QUESTIONS[1:2])
    retrieval.write_run(tmp_path / "run.tsv", run)
    head, first, *_ = (tmp_path / "run.tsv").read_text("utf-8").splitlines()
    assert head == "query-id\tcorpus-id\trank\tscore"
    assert first.split("\t")[:3] == ["q-2", "r-5", "1"]


def test_rows_that_say_the_same_have_ranks_of_their_own(tmp_path: Path) -> None:
    text = "每件发明专利资助三千元，自授权之日起一年内申请。"
    rows = [{"_id": f"r-{number}", "title": f"{number}市专利条例第二条", "text": text} for number in "甲乙丙"]
    write_lines(tmp_path / "corpus.jsonl", rows)
    whole = retrieval.Set(tmp_path / "corpus.jsonl", frozenset(), None, None)
    retrieval.build(tmp_path / "index", whole, HashEncoder())
    same = Library.open(Settings(index=tmp_path / "index"), HashEncoder())
    assert set(retrieval.ask(same, QUESTIONS[:1]).rows["q-1"]) == {"r-甲", "r-乙", "r-丙"}
    shown = same.search(QUESTIONS[0].text)
    with pytest.raises(ValueError, match="自己的名次"):
        retrieval.rows_of([replace(shown[0], also=("《乙市专利条例》第二条",))])


def test_without_a_part_the_rest_ranks_alone(library: Library) -> None:
    swims = Question("swims", "水獭")
    runs = dict(ablated(library, lambda: retrieval.ask(library, (swims,)).rows))
    assert set(runs) == {part.name for part in PARTS}
    assert runs["只用词面"]["swims"] == ["r-5"], "别的行里没有这个词"
    assert len(runs["只用向量"]["swims"]) == len(ROWS), "远近是人人都有的"
    assert runs["词面不看标题"]["swims"][0] == "r-5"


def test_when_the_table_is_done_every_part_is_back(library: Library) -> None:
    before = retrieval.ask(library, QUESTIONS).rows
    list(ablated(library, dict))
    assert retrieval.ask(library, QUESTIONS).rows == before


def test_encoders_of_two_folders_share_no_vectors(tmp_path: Path) -> None:
    ids = set()
    for name in ("甲", "乙"):
        folder = tmp_path / name / "model"
        folder.mkdir(parents=True)
        (folder / "model.onnx").write_text(name, "utf-8")
        (folder / "tokenizer.json").write_text("{}", "utf-8")
        ids.add(encoders.encoder_in(folder).id)
    assert len(ids | {encoders.encoder_in(None).id}) == 3


def test_encoders_are_alike_that_give_passages_the_same_vectors() -> None:
    class Adapted(HashEncoder):
        def query(self, text: str) -> Vectors:
            return np.roll(super().query(text), 1)

        def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
            return HashEncoder().passages(texts)

    class Other(Adapted):
        def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
            return np.roll(HashEncoder().passages(texts), 1, axis=1)

    assert encoders.alike(Adapted(), HashEncoder())
    assert not encoders.alike(Other(), HashEncoder())


def test_the_bundled_encoder_from_its_folder_may_ask_its_own_index() -> None:
    assert encoders.for_questions(BUNDLED, open_encoder()).id == open_encoder().id


def test_as_a_plain_script_it_builds_in_a_process_of_its_own_and_encodes_nothing_twice(material: Path) -> None:
    files = ("--corpus", "corpus.jsonl", "--queries", "queries.jsonl", "--qrels", "qrels.tsv", "--index", "index")
    command = [sys.executable, str(ROOT / "bench" / "retrieval.py"), *files]
    first, second = (
        subprocess.run(command, cwd=material, capture_output=True, text=True, timeout=300, check=True).stdout
        for _ in range(2)
    )
    assert "6 行" in first
    assert "沿用 0 个" in first
    assert "新算 0 个" in second
    assert "qrels.tsv（3 问）" in second
    assert "R@5 1.000" in second
