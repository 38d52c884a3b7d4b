"""A file that cannot be read costs itself, whatever happens to the process that reads it."""

import os
import time
from pathlib import Path

import pytest

from kb import intake
from kb.corpus import CorpusFile
from kb.errors import BuildFailed, FileRefused
from kb.intake import Taken, Unread, take, take_in
from kb.model import Block, Refusal, Source
from kb.pool import workers
from kb.words import LEXICON, open_words

LAW = "甲市专利资助办法\n第一条 每件发明专利资助三千元。\n第二条 本办法自公布之日起施行。\n"


def file_of(folder: Path, name: str = "甲办法.txt", text: str = LAW) -> CorpusFile:
    path = folder / name
    path.write_text(text, "utf-8")
    return CorpusFile(path, name, path.stem, {})


def taken(result: Taken | Unread | Refusal) -> Taken:
    assert isinstance(result, Taken)
    return result


def test_a_file_comes_back_from_a_worker_as_it_would_from_this_process(tmp_path: Path) -> None:
    file = file_of(tmp_path)
    (result,) = take_in([file], LEXICON, lambda done: None)
    here = taken(take(file, LEXICON))
    assert (taken(result).document, taken(result).passages) == (here.document, here.passages)
    assert taken(result).tokens == here.tokens


def test_the_tokens_are_those_of_the_tokenizer_for_text_and_path(tmp_path: Path) -> None:
    result = taken(take(file_of(tmp_path), LEXICON))
    words = open_words()
    assert [text for text, _ in result.tokens] == [words.tokens(each.text) for each in result.passages]
    assert [path for _, path in result.tokens] == [words.tokens(" ".join(each.path)) for each in result.passages]


def test_files_are_taken_in_their_order_and_each_is_told(tmp_path: Path) -> None:
    files = [file_of(tmp_path, f"{n}.txt", LAW.replace("三千", str(n))) for n in range(5)]
    told: list[int] = []
    results = list(take_in(files, LEXICON, told.append))
    assert [taken(each).document.file for each in results] == [file.name for file in files]
    assert told == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("function", "argument", "seconds", "sentence"),
    [
        (time.sleep, 600, 0.2, "秒"),
        (os._exit, 9, 60, "意外退出"),
        (bytes, 1 << 40, 60, "内存"),
        (int, "甲", 60, "出错"),
    ],
    ids=["hang", "death", "memory", "a fault of the reader"],
)
def test_whatever_happens_to_a_worker_is_a_sentence_about_its_file(
    tmp_path: Path, function: object, argument: object, seconds: float, sentence: str
) -> None:
    file = file_of(tmp_path)
    with workers(1, "kb.model") as pool:
        job = pool.submit(function, argument, seconds=seconds)  # type: ignore[arg-type]
        result = intake._outcome(pool, file, LEXICON, job)
    assert isinstance(result, Refusal)
    assert result.file == file.name
    assert sentence in result.reason


def test_a_reader_that_loses_a_word_has_its_file_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "read", lambda *_: Source((Block("第一条 甲乙"),), characters=6))
    with pytest.raises(FileRefused, match="文字 6 个，差 1 个"):
        take(file_of(tmp_path), LEXICON)


def test_pages_without_words_are_sent_to_recognition_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Source((), unread=(1, 2))
    monkeypatch.setattr(intake, "read", lambda *_: pages)
    monkeypatch.setattr(intake.ocr, "available", lambda: True)
    assert take(file_of(tmp_path), LEXICON) == Unread(2)
    monkeypatch.setattr(intake, "recognise", lambda *_: Source((Block("第一条 甲"),), characters=4))
    assert taken(take(file_of(tmp_path), LEXICON, recognised=True)).document.sections[1].label == "第一条"


def test_a_file_of_pictures_is_refused_with_the_command_where_recognition_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "read", lambda *_: Source((), unread=(1,)))
    monkeypatch.setattr(intake.ocr, "available", lambda: False)
    with pytest.raises(FileRefused, match="requirements-ocr"):
        take(file_of(tmp_path), LEXICON)


def test_where_no_worker_can_start_the_build_fails_and_no_file_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.pool._confine", os.abort)
    with pytest.raises(BuildFailed, match="原来的索引没有改动"):
        list(take_in([file_of(tmp_path)], LEXICON, lambda done: None))
