"""A ledger keeps every line whole, whoever writes at the same time, and one that was broken off costs only itself."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb import ledger

TEXT = st.text(max_size=40)


@given(st.lists(st.dictionaries(TEXT, TEXT, max_size=3), max_size=8))
def test_what_is_added_is_read_back_in_order(tmp_path_factory, rows: list[dict[str, str]]) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("ledger") / "a.jsonl"
    for row in rows:
        ledger.append(path, row)
    assert list(ledger.latest(path)) == rows[::-1]


def test_lines_of_many_writers_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ledger.append(path, {"n": n, "long": "字" * 3000}), range(64)))
    assert sorted(row["n"] for row in ledger.latest(path)) == list(range(64))
    lines = filter(None, path.read_text("utf-8").splitlines())
    assert all(len(json.loads(line)["long"]) == 3000 for line in lines)


def test_a_line_that_a_power_cut_broke_off_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ledger.append(path, {"n": 1})
    with path.open("ab") as file:
        file.write('{"n": 2, "words": "写到一'.encode())
    ledger.append(path, {"n": 3})
    assert [row["n"] for row in ledger.latest(path)] == [3, 1]


def test_there_are_no_rows_where_there_is_no_file(tmp_path: Path) -> None:
    assert list(ledger.latest(tmp_path / "没有.jsonl")) == []
