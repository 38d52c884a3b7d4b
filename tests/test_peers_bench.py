"""The bench beside peers, its pure parts: how peers are spoken with, what counts in a budget, how the table reads."""

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bench.peers_environments import ANSWERING, CONTENDERS, OURS, pinned, size
from bench.peers_protocol import ROOT, Command, Found, Peer, PeerFailed, parse_reply
from bench.peers_rows import Files, articles_in, asked_of, leave, of_articles
from bench.peers_scores import Pace, Passages, Scores, pace, ranking, scores
from bench.peers_sets import Asked, Shown, asked_of_words
from bench.peers_table import Measured, behind, table


def shown(id_: str, text: str, unit: str = "", path: tuple[str, ...] = ("办法",)) -> Shown:
    return Shown(id_, id_.partition("#")[0], unit or id_, text, path, f"{' '.join(path)}\n{text}")


def measured(name: str, **changes: float) -> Measured:
    recall = {1: changes.pop("first", 0.5), 5: 0.8, 10: 0.9}
    row = Measured(name, Scores(recall, 0.8, 0.6), Pace(0.010, 0.020), 0.015, 1.5, 250_000_000, 400_000_000)
    return replace(row, **changes)


# --- the protocol ---


def test_a_reply_is_read() -> None:
    reply = parse_reply('{"found": [["a/1", "第一段"], ["b/2", ""]], "seconds": 0.25, "processor": 0.5}\n')
    assert reply.found == (Found("a/1", "第一段"), Found("b/2"))
    assert (reply.seconds, reply.processor) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "没有回答就结束了"),
        ("\n", "没有回答就结束了"),
        ("Building prefix dict\n", "看不懂的回答"),
        ('{"found": [], "seconds": 1}', "看不懂的回答"),
        ('{"seconds": 1, "processor": 1}', "看不懂的回答"),
        ('{"found": [["a"]], "seconds": 1, "processor": 1}', "看不懂的回答"),
        ('{"found": [], "seconds": null, "processor": 1}', "看不懂的回答"),
    ],
)
def test_what_is_no_reply_is_named(line: str, says: str) -> None:
    with pytest.raises(PeerFailed, match=says):
        parse_reply(line)


PEER = """
from pathlib import Path
from bench.peers_protocol import Found, passages_in, serve

def build(material, index):
    print("库自己的话")
    (index / "kept.txt").write_text(" ".join(id_ for id_, _ in passages_in(material)), "utf-8")

def load(index):
    print("库自己的话")
    kept = (index / "kept.txt").read_text("utf-8").split()
    def search(question, limit):
        if question == "停":
            raise SystemExit(3)
        return [Found(id_, question) for id_ in kept[:limit]]
    return search

serve(build, load)
"""


@pytest.fixture
def peer(tmp_path: Path) -> Command:
    script = tmp_path / "peer.py"
    script.write_text(PEER, "utf-8")
    (tmp_path / "passages.jsonl").write_text(
        "".join(json.dumps({"id": id_, "text": "段落"}) + "\n" for id_ in ("甲", "乙", "丙")), "utf-8"
    )
    return Command(Path(sys.executable), script)


def test_a_peer_builds_and_answers_in_its_own_process(peer: Command, tmp_path: Path) -> None:
    assert peer.build(tmp_path, tmp_path) > 0
    with Peer(peer, tmp_path) as answering:
        assert answering.ask("问", 2).found == (Found("甲", "问"), Found("乙", "问"))
        assert answering.ask("再问", 9).found[-1] == Found("丙", "再问")
        assert answering.peak() > 1_000_000


def test_a_peer_that_ends_is_told_of(peer: Command, tmp_path: Path) -> None:
    peer.build(tmp_path, tmp_path)
    with Peer(peer, tmp_path) as answering, pytest.raises(PeerFailed):
        answering.ask("停", 1)


def test_a_build_that_fails_is_told_of(peer: Command, tmp_path: Path) -> None:
    with pytest.raises(PeerFailed, match="build 失败"):
        peer.build(tmp_path / "没有", tmp_path)


# --- hits and scores ---


def test_a_hit_is_a_passage_by_its_id_by_its_section_and_text_or_by_its_section() -> None:
    passages = Passages([shown("d/1#1", "第一句。"), shown("d/1#2", "第二句。"), shown("d/2#1", "第三句。")])
    for found, expected in (
        (Found("d/1#2"), "d/1#2"),
        (Found("d/1", "第二句。"), "d/1#2"),
        (Found("d/1"), "d/1#1"),
        (Found("d/2", "别的字"), "d/2#1"),
    ):
        passage = passages.of(found)
        assert passage is not None
        assert passage.id == expected
    assert passages.of(Found("d/9")) is None


def test_the_budget_counts_every_passage_shown_up_to_the_one_that_is_right() -> None:
    passages = Passages([shown("a#1", "字" * 600), shown("b#1", "字" * 400), shown("c#1", "字")])
    ranked = ranking([Found("a#1"), Found("b#1"), Found("c#1")], passages)
    assert ranked == [("a#1", 600), ("b#1", 1000), ("c#1", 1001)]
    reached = [scores([Asked("问", frozenset({unit}), True)], [ranked]).in_budget for unit in ("a#1", "b#1", "c#1")]
    assert reached == [1, 1, 0]


def test_a_row_in_parts_counts_once_and_all_that_was_shown_of_it_counts() -> None:
    passages = Passages([shown("r/1#1", "字" * 10, "r"), shown("r/1#2", "字" * 20, "r"), shown("s/1#1", "字", "s")])
    assert ranking([Found("r/1#2"), Found("r/1#1"), Found("s/1#1")], passages) == [("r", 20), ("s", 31)]


def test_a_hit_outside_of_the_set_takes_its_place() -> None:
    passages = Passages([shown("a#1", "字")])
    assert ranking([Found("外", "四个字的"), Found("a#1")], passages) == [("外", 4), ("a#1", 5)]


def test_where_any_will_do_one_is_all_and_else_the_share_counts() -> None:
    ranked = [("a", 1), ("b", 2)]
    right = frozenset({"b", "c"})
    assert scores([Asked("问", right, True)], [ranked]).recall == {1: 0, 5: 1, 10: 1}
    assert scores([Asked("问", right, False)], [ranked]).recall == {1: 0, 5: 0.5, 10: 0.5}
    assert scores([Asked("问", right, False)], [ranked]).mrr == 0.5


def test_what_comes_after_the_tenth_hit_counts_for_nothing() -> None:
    ranked = [(str(number), number) for number in range(1, 13)]
    late = scores([Asked("问", frozenset({"11"}), True)], [ranked])
    assert (late.recall[10], late.in_budget, late.mrr) == (0, 0, 0)


def test_the_pace_of_times() -> None:
    assert pace([0.5]) == Pace(0.5, 0.5)
    assert pace([number / 100 for number in range(101)]) == Pace(0.5, 0.95)


# --- the table ---


def test_the_best_of_each_column_is_bold_and_equals_are_bold_together() -> None:
    lines = table([measured("甲", first=0.75, cold=0.9), measured("乙", first=0.75), measured("丙")]).splitlines()
    assert [len(line.split("|")) for line in lines] == [len(lines[0].split("|"))] * 5
    cells = {line.split("|")[1].strip(): [cell.strip() for cell in line.split("|")[2:-1]] for line in lines[2:]}
    heads = [cell.strip() for cell in lines[0].split("|")[2:-1]]
    assert {name: row[0] for name, row in cells.items()} == {"甲": "**0.750**", "乙": "**0.750**", "丙": "0.500"}
    cold = heads.index("冷启动 s")
    assert {name: row[cold] for name, row in cells.items()} == {"甲": "**0.90**", "乙": "1.50", "丙": "1.50"}
    assert cells["甲"][heads.index("p50 ms")] == "**10.0**"
    assert cells["甲"][heads.index("环境 MB")] == "**400**"


def test_who_is_ahead_of_us_is_said_and_nobody_where_we_are_level() -> None:
    rows = [measured("我们", first=0.75), measured("别家", first=0.8, installed=400_000_001)]
    assert behind(rows, "我们") == ["R@1：别家 0.8，我们 0.75"]
    assert behind([rows[0], measured("别家")], "我们") == []


# --- the sets ---


def test_the_gold_words_of_a_question_may_stand_in_the_headings_of_a_passage(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "1", "q": "多少", "gold": [["100件", "专利"]]},
        {"id": "2", "q": "没有答案的", "kind": "none", "gold": []},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    passages = [shown("a#1", "达到100 件", path=("专利",)), shown("b#1", "达到100件", path=("商标",))]
    assert asked_of_words(file, passages) == (Asked("多少", frozenset({"a#1"}), True),)


@pytest.fixture
def statutes(tmp_path: Path) -> Path:
    """A database laid out as the package's, with one repealed article and one article twice."""
    path = tmp_path / "laws.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(
            "CREATE TABLE laws (law_id TEXT, law_name TEXT, doc_type TEXT);"
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, status TEXT, article_no TEXT,"
            " article_text TEXT);"
            "INSERT INTO laws VALUES ('l', '茶法', '法律'), ('m', '茶法解释', '司法解释');"
        )
        connection.executemany(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)",
            [
                (1, "l", "茶法", "现行有效", "第一条", "茶叶应当标明产地。"),
                (2, "l", "茶法", "已废止", "第二条", "旧的规定。"),
                (3, "l", "茶法", "已被修改", "第三条", "茶园不得荒废。"),
                (4, "l", "茶法", "现行有效", "第一条", "另一个版本。"),
                (5, "m", "茶法解释", "现行有效", "第一条", "不是法律。"),
            ],
        )
    return path


def test_the_articles_are_those_that_the_package_searches_each_name_once(statutes: Path) -> None:
    articles = articles_in(statutes)
    assert {key: (row.id, row.text) for key, row in articles.items()} == {
        1: ("茶法第一条", "茶叶应当标明产地。"),
        3: ("茶法第三条", "茶园不得荒废。"),
    }


def test_articles_are_taken_out_of_a_copy(statutes: Path) -> None:
    leave(statutes, [1, 4])
    assert list(articles_in(statutes)) == [3]


def test_a_set_is_judged_by_the_names_of_the_articles_and_questions_that_none_answers_are_left_out(
    statutes: Path, tmp_path: Path
) -> None:
    files = Files(tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl", tmp_path / "qrels.tsv", 9, 9)
    titles = {"x": "茶法第一条", "y": "茶法第三条", "z": "水法第一条"}
    files.corpus.write_text(
        "".join(json.dumps({"_id": id_, "title": title, "text": "字"}) + "\n" for id_, title in titles.items()), "utf-8"
    )
    files.queries.write_text(
        "".join(json.dumps({"_id": id_, "text": f"问{id_}"}) + "\n" for id_ in ("1", "2", "3")), "utf-8"
    )
    files.qrels.write_text("query-id\tcorpus-id\tscore\n1\tx\t1\n1\tz\t1\n2\tz\t1\n3\ty\t0\n", "utf-8")
    judged = of_articles(files, articles_in(statutes).values())
    assert judged == {"1": {"茶法第一条": 1}}
    assert asked_of(files, judged) == (Asked("问1", frozenset({"茶法第一条"}), False),)


# --- the environments ---


def test_every_package_is_pinned_to_one_version() -> None:
    for contender in CONTENDERS:
        for package in (package for step in contender.steps for package in step):
            assert package.count("==") == 1, f"{contender.name}：{package}"


def test_what_answering_needs_stands_in_our_requirements() -> None:
    assert {line.partition("==")[0] for line in pinned()} >= set(ANSWERING)
    assert len(OURS.steps[0]) == len(ANSWERING)


def test_every_contender_has_its_script_and_a_key_of_its_own() -> None:
    assert all((ROOT / "bench" / "peers" / each.script).is_file() for each in CONTENDERS)
    assert len({each.key for each in CONTENDERS}) == len(CONTENDERS)


def test_the_size_of_a_folder_counts_a_file_once_and_no_links(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"12345")
    (tmp_path / "b").symlink_to(tmp_path / "in" / "a")
    assert size(tmp_path) == 5
