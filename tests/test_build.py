"""A build takes in what can be read, names what cannot, and encodes nothing twice."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import PLAN, HashEncoder
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kb.build import build, index
from kb.encode import open_encoder
from kb.errors import CorpusError, NotFound
from kb.library import Library
from kb.settings import Settings
from kb.store.generation import current


def rows(settings: Settings, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(current(settings.index).catalog) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


def same_index(one: Settings, other: Settings) -> None:
    """Everything a reader sees is the same in both."""
    for table in ("document", "section", "passage", "refusal", "vector"):
        assert rows(one, table) == rows(other, table), table
    first, second = current(one.index), current(other.index)
    for name in ("vectors/rows.faiss", "vectors/spans.npy", "lexical/text/data.csc.index.npy"):
        assert (first.folder / name).read_bytes() == (second.folder / name).read_bytes(), name


def test_an_unchanged_text_is_not_encoded_again(settings: Settings) -> None:
    first, second = HashEncoder(), HashEncoder()
    report = build(settings, encoder=first)
    assert (report.encoded, report.reused) == (len(first.encoded), 0)
    again = build(settings, encoder=second)
    assert (again.encoded, again.reused, second.encoded) == (0, report.encoded, [])


def test_one_changed_sentence_costs_about_itself(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    path = settings.corpus / "甲办法.md"
    path.write_text(path.read_text("utf-8").replace("三千元", "五千元"), "utf-8")
    encoder = HashEncoder()
    build(settings, encoder=encoder)
    assert encoder.encoded == ["甲市专利资助办法 第二条\n第二条 每件发明专利资助五千元。"]


def test_full_encodes_everything(settings: Settings) -> None:
    report = build(settings, encoder=HashEncoder())
    assert build(settings, encoder=HashEncoder(), full=True).encoded == report.encoded


def test_another_encoder_shares_no_vectors(settings: Settings) -> None:
    report = build(settings, encoder=HashEncoder())
    assert build(settings, encoder=HashEncoder("another")).encoded == report.encoded


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["支持专利转化。", "奖励商标品牌。", "保护商业秘密。", "培育地理标志。"]),
        min_size=1,
        max_size=5,
    )
)
def test_an_incremental_build_equals_a_full_one(settings: Settings, sentences: list[str]) -> None:
    (settings.corpus / "丁.txt").write_text(
        "丁通知\n" + "\n".join(f"{n}、{s}" for n, s in enumerate(sentences, 1)), "utf-8"
    )
    fresh = replace(settings, index=settings.index.with_name("fresh"))
    build(settings, encoder=HashEncoder())
    build(fresh, encoder=HashEncoder(), full=True)
    same_index(settings, fresh)


def test_documents_that_are_handed_in_make_the_generation_that_their_files_make(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    library = Library.open(settings, HashEncoder())
    documents = [library.document(each.id) for each in library.documents()]
    handed = Settings(corpus=settings.corpus / "没有", index=settings.index.with_name("handed"))
    report = index(handed, documents, encoder=HashEncoder())
    assert (report.documents, report.refusals) == (2, ())
    same_index(settings, handed)


def test_no_documents_leave_the_index(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    with pytest.raises(CorpusError, match="没有改动"):
        index(settings, [], encoder=HashEncoder())
    assert Library.open(settings, HashEncoder()).generation == "gen-000001"


def test_with_the_real_encoder_too_an_incremental_build_equals_a_full_one(settings: Settings) -> None:
    build(settings)
    (settings.corpus / "丙.md").write_text(
        "# 丙意见\n\n一、支持商业秘密保护\n\n支持企业建立商业秘密保护制度。\n", "utf-8"
    )
    build(settings)
    fresh = replace(settings, index=settings.index.with_name("fresh"))
    build(fresh)
    assert rows(settings, "passage") == rows(fresh, "passage")
    for (hash_, _, row), (other_hash, _, other) in zip(rows(settings, "vector"), rows(fresh, "vector"), strict=True):
        assert hash_ == other_hash
        np.testing.assert_allclose(np.frombuffer(row, np.float32), np.frombuffer(other, np.float32), atol=1e-5)  # type: ignore[call-overload]


def test_a_deleted_file_answers_no_more(settings: Settings) -> None:
    build(settings, encoder=HashEncoder())
    assert Library.open(settings, HashEncoder()).search("驰名商标")[0].document == "乙规定"
    (settings.corpus / "乙规定.txt").unlink()
    build(settings, encoder=HashEncoder())
    library = Library.open(settings, HashEncoder())
    assert {hit.document for hit in library.search("驰名商标")} == {"甲办法"}
    with pytest.raises(NotFound, match="乙规定"):
        library.document("乙规定")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_indexed(settings: Settings) -> None:
    (settings.corpus / "空.txt").write_bytes(b"")
    (settings.corpus / "表.et").write_bytes(b"PK\x03\x04")
    (settings.corpus / "坏.pdf").write_bytes(b"%PDF-1.7\nnot really")
    report = build(settings, encoder=HashEncoder())
    reasons = {refusal.file: refusal.reason for refusal in report.refusals}
    assert set(reasons) == {"空.txt", "表.et", "坏.pdf"}
    assert "空" in reasons["空.txt"]
    assert ".et" in reasons["表.et"]
    assert "损坏" in reasons["坏.pdf"]
    assert report.documents == 2
    assert Library.open(settings, HashEncoder()).refusals() == tuple(
        sorted(report.refusals, key=lambda each: each.file)
    )


@pytest.mark.parametrize("folder", ["没有这个文件夹", "空文件夹"])
def test_a_corpus_without_documents_leaves_the_index(settings: Settings, tmp_path: Path, folder: str) -> None:
    build(settings, encoder=HashEncoder())
    (tmp_path / "空文件夹").mkdir()
    with pytest.raises(CorpusError, match="文件"):
        build(replace(settings, corpus=tmp_path / folder), encoder=HashEncoder())
    assert Library.open(settings, HashEncoder()).generation == "gen-000001"


def test_progress_goes_from_the_first_file_to_the_last_vector(settings: Settings) -> None:
    seen: list[tuple[str, int, int]] = []
    report = build(settings, encoder=HashEncoder(), progress=lambda *step: seen.append(step))
    assert seen[:2] == [("读取文件", 1, 2), ("读取文件", 2, 2)]
    assert ("计算向量", report.encoded, report.encoded) in seen
    assert seen[-1] == ("写入索引", 1, 1)


def test_the_plan_is_built_whole(plan: Library) -> None:
    document = plan.document(PLAN)
    assert document.title == "宁波市知识产权发展“十四五”规划"
    assert [section.heading for section in document.sections if section.depth == 1] == [
        "一、迈向建成知识产权强市决胜阶段",
        "二、总体要求与发展目标",
        "三、重点任务",
        "四、保障措施",
    ]
    assert plan.verify() == []
    assert open_encoder().id in current(plan._layout.folder.parent).manifest.read_text("utf-8")
