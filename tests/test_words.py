"""The tokenizer keeps official terms whole, in every spelling; the lexicon files keep their own format."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.naming import name_key
from kb.settings import ROOT
from kb.words import LEXICON, Words, normalise, open_words, simplified

FILES = ("terms.txt", "stopwords.txt", "synonyms.tsv", "places.txt", "titles.tsv")


@pytest.fixture(scope="module")
def words() -> Words:
    return open_words()


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEXICON, tmp_path / "lexicon"))


def entries(name: str) -> list[str]:
    lines = (LEXICON / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def rows(name: str) -> list[tuple[str, list[str]]]:
    return [(said, terms.split(" ")) for said, terms in (line.split("\t") for line in entries(name))]


def synonym_rows() -> list[tuple[str, list[str]]]:
    return rows("synonyms.tsv")


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


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("到2025年基本建成", "2025年", {"2025", "年"}),
        ("有效注册商标32.5万件", "32.5万件", {"32.5"}),
        ("授权1419件", "1419件", {"1419"}),
        ("融资26.8亿元", "26.8亿元", {"26.8"}),
        ("2021-2025年", "2025年", {"2021", "2025"}),
    ],
)
def test_a_year_or_a_number_with_its_unit_is_one_word_beside_its_parts(words, text, whole, parts):
    tokens = words.tokens(text)
    assert whole in tokens
    assert parts <= set(tokens)
    assert whole in words.words(text)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1,419件", "1419件"),
        ("１４１９件", "1419件"),
        ("二〇二五年", "2025年"),
        ("二零二五年", "2025年"),
        ("專利權質押融資", "专利权质押融资"),
        ("著作權與商標權", "著作权与商标权"),
        ("憑證與發票", "凭证与发票"),
    ],
)
def test_two_spellings_give_the_same_tokens(words, text, other):
    assert words.tokens(text) == words.tokens(other) != []


@pytest.mark.parametrize("text", ["到2025年底", "2020年度", "到2025年末"])
def test_a_year_is_not_cut_out_of_a_longer_word(words, text):
    assert not any(token.endswith("年") and token[:4].isdigit() for token in words.tokens(text))


def test_simplified_text_is_left_as_it_is():
    for path in (ROOT / "corpus").glob("*.txt"):
        text = path.read_text("utf-8")
        assert simplified(text) is text
    assert simplified("著作權法公布後，乾坤、藉口") == "著作权法公布后，乾坤、借口"
    assert simplified("圆圈①②、㎡和𠮷") == "圆圈①②、㎡和𠮷"


def test_a_plain_question_does_not_load_the_converter():
    """`kb ask` starts at once: the converter is loaded for the first traditional character only."""
    code = "import sys; from kb.words import simplified; simplified('专利法——怎么办'); print('opencc' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "False"


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
    acting = {"terms.txt", "stopwords.txt"}
    for name, changes in ((name, name in acting) for name in FILES):
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


TABLES = ("synonyms.tsv", "titles.tsv")


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_a_word_a_tab_and_terms_between_single_spaces(name):
    assert [line for line in entries(name) if line.count("\t") != 1] == []
    assert [said for said, terms in rows(name) if not said or "" in terms or len(set(terms)) < len(terms)] == []


@pytest.mark.parametrize("name", TABLES)
def test_nothing_stands_for_itself(name):
    assert [said for said, terms in rows(name) if normalise(said) in map(normalise, terms)] == []


def test_synonyms_never_lead_back_to_the_word_that_was_said():
    """Each way of saying is kept apart: people's word → official term, and from no term back to the word."""
    table = dict(synonym_rows())

    def reached(said: str) -> set[str]:
        found: set[str] = set()
        ahead = list(table[said])
        while ahead:
            term = ahead.pop()
            if term not in found:
                found.add(term)
                ahead += table.get(term, ())
        return found

    assert [said for said in table if said in reached(said)] == []


def test_the_tables_are_as_large_as_the_field_asks_for():
    assert len(synonym_rows()) >= 400
    assert len(rows("titles.tsv")) >= 80


def test_a_synonym_says_more_than_the_countrys_name():
    """中华人民共和国 in front of a title would be found in the path of every law."""
    assert [said for said, terms in synonym_rows() if any(term.startswith("中华人民共和国") for term in terms)] == []


def test_a_short_title_is_no_form_that_a_rule_gives():
    ruled = [short for short, titles in rows("titles.tsv") for title in titles if name_key(short) == name_key(title)]
    assert ruled == []


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
