"""The tokenizer keeps official terms whole, in every spelling; the lexicon files keep their own format."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.settings import ROOT
from kb.words import LEXICON, Words, normalise, open_words

FILES = ("terms.txt", "stopwords.txt", "synonyms.tsv", "places.txt")


@pytest.fixture(scope="module")
def words() -> Words:
    return open_words()


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEXICON, tmp_path / "lexicon"))


def entries(name: str) -> list[str]:
    lines = (LEXICON / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def synonym_rows() -> list[tuple[str, list[str]]]:
    return [(said, terms.split(" ")) for said, terms in (line.split("\t") for line in entries("synonyms.tsv"))]


@pytest.mark.parametrize(
    "term",
    ["双随机、一公开", "一件事", "马德里商标", "质押融资", "集成电路布图设计", "知识产权", "惩罚性赔偿", "地理标志"],
)
def test_an_official_term_stays_whole(words, term):
    assert term in words.tokens(f"推进{term}工作")
    assert term in words.words(f"推进{term}工作")


@pytest.mark.parametrize(
    "text",
    [
        "甬政办发〔2021〕50号",
        "甬政办发[2021]50号",
        "甬政办发（2021）50号",
        "甬政办发(2021)50号",
        "甬政办发［2021］５０号",
    ],
)
def test_a_document_number_is_one_token_in_every_spelling(words, text):
    assert "甬政办发〔2021〕50号" in words.tokens(text)
    assert words.words(text) == ["甬政办发〔2021〕50号"]


def test_a_document_number_in_brackets_is_the_same_token(words):
    assert "甬政办发〔2021〕50号" in words.tokens("《通知》（甬政办发〔2021〕50号）")


@pytest.mark.parametrize("text", ["按照甬政办发〔2021〕50号执行", "根据甬政办发〔2021〕50号文件"])
def test_a_document_number_inside_a_sentence_is_the_same_token(words, text):
    assert "甬政办发〔2021〕50号" in words.tokens(text)


def test_full_width_and_half_width_letters_digits_and_case_are_one(words):
    assert words.tokens("ＰＣＴ国际专利申请１０００件") == words.tokens("pct国际专利申请1000件")
    assert "pct" in words.tokens("PCT国际专利")


def test_a_long_word_also_gives_the_shorter_ones_in_it(words):
    tokens = words.tokens("知识产权质押")
    assert {"知识产权", "质押"} <= set(tokens)
    assert "知识产权" in words.tokens("开展知识产权质押融资")


def test_stopwords_and_punctuation_are_no_tokens(words):
    assert words.tokens("的、了，吗？！——“”") == []
    assert words.words("专利的吗？") == ["专利"]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.text("知识产权质押融资双随机、一公开〔2021〕号abＡ１ ，。\n的", max_size=40))
def test_tokens_are_parts_of_the_text_and_never_stopwords(text):
    words = open_words()
    plain = normalise(text).translate(str.maketrans("[]", "〔〕"))
    stopwords = set(map(normalise, entries("stopwords.txt")))
    for token in words.tokens(text):
        assert token in plain
        assert token not in stopwords
    assert words.tokens(text) == words.tokens(text + "。")


def test_the_id_names_what_decides_the_tokens(lexicon):
    before = Words(lexicon).id
    assert before == Words(LEXICON).id
    for name, changes in (("synonyms.tsv", False), ("places.txt", False), ("terms.txt", True), ("stopwords.txt", True)):
        path, text = lexicon / name, (lexicon / name).read_text("utf-8")
        path.write_text(text + "甲乙丙丁\t戊己\n", "utf-8")
        assert (Words(lexicon).id != before) is changes, name
        path.write_text(text, "utf-8")
    assert Words(lexicon).id == before


def test_a_new_term_becomes_a_token(lexicon):
    assert "甲乙丙丁戊" not in open_words().tokens("推进甲乙丙丁戊工作")
    (lexicon / "terms.txt").write_text("甲乙丙丁戊\n", "utf-8")
    assert "甲乙丙丁戊" in Words(lexicon).tokens("推进甲乙丙丁戊工作")


def test_synonyms_are_found_in_a_question_the_longest_first(lexicon):
    (lexicon / "synonyms.tsv").write_text("版权\t著作权\n版权登记\t著作权登记 作品登记\n打假\t查处\n", "utf-8")
    found = Words(lexicon).synonyms("版权登记以后怎么打假")
    assert [(each.said, each.terms) for each in found] == [
        ("版权登记", ("著作权登记", "作品登记")),
        ("打假", ("查处",)),
    ]
    assert [each.said for each in Words(lexicon).synonyms("版权登记与版权")] == ["版权登记", "版权"]


def test_information_lies_between_0_and_1_and_tells_terms_from_small_words(words):
    values = {
        word: words.information(word) for word in ("去", "人家", "的", "质押", "续展", "知识产权", "从未见过的词")
    }
    assert all(0 <= value <= 1 for value in values.values())
    assert values["去"] < values["质押"]
    assert values["的"] < 0.1
    assert values["从未见过的词"] == 1


@pytest.mark.parametrize("name", FILES)
def test_a_lexicon_file_is_plain_utf8_without_doubles(name):
    raw = (LEXICON / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    keys = [normalise(line.partition("\t")[0]) for line in entries(name)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []
    assert [line for line in entries(name) if line != line.strip()] == []


@pytest.mark.parametrize("name", ["terms.txt", "stopwords.txt", "places.txt"])
def test_a_word_list_has_one_word_a_line(name):
    assert [line for line in entries(name) if "\t" in line or " " in line] == []


def test_a_synonym_is_a_word_a_tab_and_terms_between_single_spaces():
    assert [line for line in entries("synonyms.tsv") if line.count("\t") != 1] == []
    assert [said for said, terms in synonym_rows() if not said or "" in terms or len(set(terms)) < len(terms)] == []


def test_no_synonym_stands_for_itself_and_none_go_in_a_circle():
    table = dict(synonym_rows())
    assert [said for said, terms in table.items() if said in terms] == []
    assert [(said, term) for said, terms in table.items() for term in terms if said in table.get(term, ())] == []


def test_no_official_term_is_a_stopword():
    assert sorted(set(entries("terms.txt")) & set(entries("stopwords.txt"))) == []
    assert sorted({said for said, _ in synonym_rows()} & set(entries("stopwords.txt"))) == []


def test_a_saved_dictionary_gives_the_same_words(words, tmp_path):
    words.save(tmp_path / "dictionary.txt")
    again = Words()
    again.use(tmp_path / "dictionary.txt")
    text = next((ROOT / "corpus").glob("*.txt")).read_text("utf-8")
    assert again.tokens(text) == words.tokens(text)
    assert again.information("质押") == words.information("质押")


@pytest.mark.parametrize("damaged", ["", "甲\n乙", "甲\n\n1,2,3", "甲\n\n一,二"])
def test_a_damaged_dictionary_is_made_anew(tmp_path, damaged):
    (tmp_path / "dictionary.txt").write_text(damaged, "utf-8")
    again = Words()
    again.use(tmp_path / "dictionary.txt")
    assert "质押融资" in again.tokens("知识产权质押融资")
